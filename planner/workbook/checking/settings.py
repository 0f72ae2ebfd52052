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
        return [
            fault(
                f"年份“{value}”不对",
                f"'{value}' is not a year",
                "请写四位年份，如 2026",
                "write four digits, such as 2026",
            )
        ]
    elif key == "长假天数" and not value.isdigit():
        return [
            fault(
                f"长假天数“{value}”不是整数",
                f"'{value}' is not a whole number",
                "请填整数，如 15",
                "write a whole number, such as 15",
            )
        ]
    elif key == "追平" and not re.fullmatch(r"(\d{1,2}|100)%?|0?\.\d+", value):
        return [
            fault(
                f"追平“{value}”不是 0% 至 100% 的百分比",
                f"'{value}' is not a percentage from 0% to 100%",
                "请写成 50%",
                "write it like 50%",
            )
        ]
    elif key == "时区" and not _zone(value):
        return [
            fault(
                f"没有时区“{value}”",
                f"there is no time zone '{value}'",
                "请写成 Asia/Shanghai",
                "write it like Asia/Shanghai",
            )
        ]
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
        return [
            fault(
                f"{key}“{value}”不是起止时间",
                f"{key} '{value}' is not a span of time",
                "请写成 08:30-12:00",
                "write it like 08:30-12:00",
            )
        ]
    values["value"] = span = f"{int(spans[1]):02d}:{spans[2]}-{int(spans[3]) % 24:02d}:{spans[4]}"
    if key != "晚上" and span[:5] >= span[6:]:
        return [
            fault(
                f"{key}“{span}”止不晚于起",
                f"{key} '{span}' does not end after it begins",
                "请把起止写对，如 08:30-12:00",
                "correct the two, as in 08:30-12:00",
            )
        ]
    return []


def part_notes(incoming: Incoming) -> Iterator[RowNote]:
    """Parts of the day that lie one in another: who is away in the morning would be so in the afternoon too."""
    said = incoming.office.settings
    if said["上午"][6:] > said["下午"][:5]:
        for row in incoming.of(Setting):
            if row.key in ("上午", "下午"):
                yield note(
                    row,
                    "value",
                    f"上午 {said['上午']} 与下午 {said['下午']} 有重叠",
                    f"am {said['上午']} and pm {said['下午']} overlap",
                )


def _zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
