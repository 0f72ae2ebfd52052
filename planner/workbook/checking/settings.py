"""The sheet 设置: each key brought to its Chinese form, each value checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from planner.errors import Fault, Refused, fault
from planner.office.cells.dates import read_date
from planner.office.cells.folding import plain_text
from planner.office.office import WEEKS_FROM
from planner.office.sheets import Setting
from planner.words import Words
from planner.workbook.checking.incoming import Incoming, note
from planner.workbook.checking.row_faults import RowNote
from planner.workbook.headings.headers import Cells

ENGLISH = {
    "office name": "单位名称",
    "year": "年份",
    "time zone": "时区",
    "am": "上午",
    "pm": "下午",
    "night": "晚上",
    "long leave": "长假天数",
    "catch-up": "追平",
    "odd weeks from": WEEKS_FROM,
}


def setting(values: Cells) -> list[Fault]:
    """Bring `key` and `value`, if it has one, of a row to their stored forms, in place; the faults of the value."""
    key = str(values["key"])
    values["key"] = key = ENGLISH.get(key.lower(), key)
    if "value" not in values:
        return []
    value = plain_text(str(values["value"]))
    if key in ("上午", "下午", "晚上"):
        return _part(key, value, values)
    if key == WEEKS_FROM:
        return _day(values)
    if key == "年份" and not re.fullmatch(r"(19|20)\d{2}", value):
        return [fault(Words("年份“%(value)s”不对", value=value), Words("请写四位年份，如 2026"))]
    elif key == "长假天数" and not value.isdigit():
        return [fault(Words("长假天数“%(value)s”不是整数", value=value), Words("请填整数，如 15"))]
    elif key == "追平" and not re.fullmatch(r"(\d{1,2}|100)%?|0?\.\d+", value):
        return [fault(Words("追平“%(value)s”不是 0%% 至 100%% 的百分比", value=value), Words("请写成 50%%"))]
    elif key == "时区" and not _zone(value):
        return [fault(Words("没有时区“%(value)s”", value=value), Words("请写成 Asia/Shanghai"))]
    values["value"] = f"{round(float(value) * 100)}%" if key == "追平" and "." in value else value
    return []


def _day(values: Cells) -> list[Fault]:
    """Bring a value that is a date to its stored form, in place; its faults."""
    try:
        values["value"] = read_date(values["value"], None).isoformat()
    except Refused as refused:
        return list(refused.faults)
    return []


def _part(key: str, value: str, values: Cells) -> list[Fault]:
    """Bring the span of a part of the day to its stored form, in place."""
    spans = re.fullmatch(r"(\d{1,2}):(\d{2})\s*[-—–~至]\s*(\d{1,2}):(\d{2})", value)
    if not spans or int(spans[1]) > 23 or int(spans[3]) > 24:
        return [fault(Words("%(key)s“%(value)s”不是起止时间", key=key, value=value), Words("请写成 08:30-12:00"))]
    values["value"] = span = f"{int(spans[1]):02d}:{spans[2]}-{int(spans[3]) % 24:02d}:{spans[4]}"
    if key != "晚上" and span[:5] >= span[6:]:
        return [fault(Words("%(key)s“%(span)s”止不晚于起", key=key, span=span), Words("请把起止写对，如 08:30-12:00"))]
    return []


def part_notes(incoming: Incoming) -> Iterator[RowNote]:
    """Parts of the day that lie one in another: who is away in the morning would be so in the afternoon too."""
    said = incoming.office.settings
    if said["上午"][6:] > said["下午"][:5]:
        for row in incoming.of(Setting):
            if row.key in ("上午", "下午"):
                yield note(
                    row, "value", Words("上午 %(said)s 与下午 %(said2)s 有重叠", said=said["上午"], said2=said["下午"])
                )


def _zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
