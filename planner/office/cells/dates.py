"""Dates and times as offices write them: 2026.12.1, 12月1日, 十月十日, 46357, ２０２６／１２／０１, 24:00."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from planner.errors import Fault, Refused, fault

EPOCH = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)
"""Numbers that are read as a spreadsheet's count of days from `EPOCH`: from 1954 to 2119."""
NUMERALS = {one: number for number, one in enumerate("〇一二三四五六七八九十")} | {"零": 0}
DASHES = re.compile(r"[—–－―~～至]+|-{2,}")


def plain_text(text: str) -> str:
    """Text with full-width forms folded (Unicode NFKC), without zero-width characters and outer space."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\u200b-\u200f\u2060\ufeff]", "", folded).strip()


def read_date(value: object, year: int | None) -> date:
    """A date from a cell: a date, a spreadsheet's number or text; `year` completes 12月10日. Raises Refused."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    return _text(plain_text(str(value)), year)


def _number(value: float) -> date:
    whole = int(value)
    if whole in SERIALS:
        return EPOCH + timedelta(days=whole)
    return _text(str(whole), None)


def _text(text: str, year: int | None) -> date:
    found = re.fullmatch(
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]0{1,2}:00(?::00)?)?", text
    )
    found = found or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]), text)
    if re.fullmatch(r"\d{5}(\.0)?", text) and int(float(text)) in SERIALS:
        return EPOCH + timedelta(days=int(float(text)))
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", text):
        raise Refused(
            fault(
                f"日期 {text} 有歧义，分不清月和日",
                f"the date {text} is ambiguous: day or month first",
                "请写成 2026-12-01 的样子",
                "write it like 2026-12-01",
            )
        )
    short = re.fullmatch(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", text) or _chinese(text)
    if short is None:
        raise Refused(_unread(text))
    if year is None:
        raise Refused(
            fault(
                f"日期 {text} 没有年份",
                f"the date {text} has no year",
                "请写上年份，或在“设置”表填写“年份”",
                "write the year, or set 年份 on the sheet 设置",
            )
        )
    return _date(year, int(short[1]), int(short[2]), text)


def _chinese(text: str) -> tuple[str, int, int] | None:
    found = re.fullmatch(r"([一二三四五六七八九十]+)月([一二三四五六七八九十]+)[日号]?", text)
    return (text, chinese_number(found[1]), chinese_number(found[2])) if found else None


def chinese_number(text: str) -> int:
    """一 to 九十九 as a number; without 十 the numerals are digits, as in 二五."""
    if "十" not in text:
        return NUMERALS[text] if len(text) == 1 else int("".join(str(NUMERALS[one]) for one in text))
    tens, _, ones = text.partition("十")
    return (NUMERALS[tens] if tens else 1) * 10 + (NUMERALS[ones] if ones else 0)


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(
            fault(
                f"日期 {text} 不存在",
                f"there is no such date as {text}",
                "请改为日历上有的日期",
                "write a date that the calendar has",
            )
        ) from None


def _unread(text: str) -> Fault:
    return fault(
        f"“{text}”不是日期",
        f"'{text}' is not a date",
        "请写成 2026-12-01、2026年12月1日 或 12月1日",
        "write it like 2026-12-01 or 12月1日",
    )


def read_range(value: object, year: int | None) -> tuple[date, date] | None:
    """12月28日—1月3日 as first and last day; None if the cell holds one date only. Raises Refused."""
    if not isinstance(value, str):
        return None
    text = plain_text(value)
    parts = [part for part in DASHES.split(text) if part.strip()]
    if len(parts) != 2 and "月" in text:
        parts = [part for part in text.split("-") if part.strip()]
    if len(parts) != 2:
        return None
    first, tail = read_date(parts[0], year), parts[1].strip()
    if re.fullmatch(r"\d{1,2}[日号]?", tail):
        tail = f"{first.month}月{tail.rstrip('日号')}日"
    last = read_date(tail, first.year)
    if last < first and not re.search(r"\d{4}", tail):
        last = _date(first.year + 1, last.month, last.day, tail)
    return first, last


def read_time(value: object, *, end: bool) -> str:
    """A time of day as HH:MM; with `end`, 24:00 is read as midnight. Raises Refused."""
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return f"{value.hour:02d}:{value.minute:02d}"
    if isinstance(value, timedelta):
        value = value.total_seconds() / 86400
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        minutes = round(value * 1440) % 1440
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    text = plain_text(str(value))
    found = re.fullmatch(r"(\d{1,2})\s*[:时点.]\s*(\d{2})?\s*(?:分)?(?::00)?", text)
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        if (hour, minute) == (24, 0) and end:
            return "00:00"
        if hour < 24 and minute < 60:
            return f"{hour:02d}:{minute:02d}"
    raise Refused(fault(f"“{text}”不是时间", f"'{text}' is not a time of day", "请写成 08:30", "write it like 08:30"))
