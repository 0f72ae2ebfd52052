"""The sheet 设置: each key brought to its Chinese form, each value checked."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from planner.errors import Fault, fault
from planner.office.cells.dates import plain_text
from planner.workbook.headers import Cells

ENGLISH = {
    "office name": "单位名称",
    "year": "年份",
    "time zone": "时区",
    "am": "上午",
    "pm": "下午",
    "night": "晚上",
    "long leave": "长假天数",
    "catch-up": "追平",
}


def setting(values: Cells) -> list[Fault]:
    """Bring `key` and `value`, if it has one, of a row to their stored forms, in place; the faults of the value."""
    key = str(values["key"])
    values["key"] = key = ENGLISH.get(key.lower(), key)
    if "value" not in values:
        return []
    value = plain_text(str(values["value"]))
    spans = re.fullmatch(r"(\d{1,2}):(\d{2})\s*[-—–~至]\s*(\d{1,2}):(\d{2})", value)
    if key in ("上午", "下午", "晚上"):
        if not spans or int(spans[1]) > 23 or int(spans[3]) > 24:
            return [
                fault(
                    f"{key}“{value}”不是起止时间",
                    f"{key} '{value}' is not a span of time",
                    "请写成 08:30-12:00",
                    "write it like 08:30-12:00",
                )
            ]
        value = f"{int(spans[1]):02d}:{spans[2]}-{int(spans[3]) % 24:02d}:{spans[4]}"
    elif key == "年份" and not re.fullmatch(r"(19|20)\d{2}", value):
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
    elif key == "追平" and not re.fullmatch(r"\d{1,3}%?|0?\.\d+", value):
        return [fault(f"追平“{value}”不是百分比", f"'{value}' is not a percentage", "请写成 50%", "write it like 50%")]
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


def _zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
