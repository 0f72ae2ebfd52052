"""Days and months named in an address, a form or a command: read here, within the years that calendars know."""

from __future__ import annotations

import re
from datetime import date

from planner.errors import NotPossible

FIRST_YEAR, LAST_YEAR = 1990, 2100
LARGEST = 2**31 - 1
"""The largest number that names anything: ids and counts in the store are no larger."""
SHOWN = 20
"""How many letters of what cannot be read are repeated."""


def read_day(text: str) -> date:
    """The day YYYY-MM-DD. Raises NotPossible for anything else, and for a year outside the calendars."""
    return _within(_day(text, "日期", "day", "2026-12-10"), text)


def read_month(text: str) -> date:
    """The first day of the month YYYY-MM. Raises NotPossible as `read_day` does."""
    return _within(_day(f"{text}-01", "月份", "month", "2026-12", text), text)


def known_day(day: date) -> bool:
    """Whether a day lies in the years that calendars know."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _day(text: str, zh: str, en: str, example: str, typed: str | None = None) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    said = _short(text if typed is None else typed)
    raise NotPossible(f"“{said}”不是{zh}，请写成 {example}", f"'{said}' is not a {en}, write {example}")


def _within(day: date, text: str) -> date:
    if known_day(day):
        return day
    raise NotPossible(
        f"{_short(text)} 太早或太晚，年份请在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间",
        f"{_short(text)} is too early or too late: the year must lie between {FIRST_YEAR} and {LAST_YEAR}",
    )


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
