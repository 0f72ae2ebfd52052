"""Days and months named in an address, a form or a command: read here, within the years that calendars know."""

from __future__ import annotations

import re
from datetime import date

from planner.errors import NotPossible
from planner.words import Words

FIRST_YEAR, LAST_YEAR = 1990, 2100
LARGEST = 2**31 - 1
"""The largest number that names anything: ids and counts in the store are no larger."""
SHOWN = 20
"""How many letters of what cannot be read are repeated."""


def read_day(text: str) -> date:
    """The day YYYY-MM-DD. Raises NotPossible for anything else, and for a year outside the calendars."""
    return _within(_day(text, Words.meaning("typed", "日期"), "2026-12-10"), text)


def read_month(text: str) -> date:
    """The first day of the month YYYY-MM. Raises NotPossible as `read_day` does."""
    return _within(_day(f"{text}-01", Words.meaning("part", "月份"), "2026-12", text), text)


def known_day(day: date) -> bool:
    """Whether a day lies in the years that calendars know."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _day(text: str, what: Words, example: str, typed: str | None = None) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    said = _short(text if typed is None else typed)
    raise NotPossible(Words("“%(said)s”不是%(what)s，请写成 %(example)s", said=said, what=what, example=example))


def _within(day: date, text: str) -> date:
    if known_day(day):
        return day
    raise NotPossible(
        Words(
            "%(short)s 太早或太晚，年份请在 %(first_year)s 年至 %(last_year)s 年之间",
            short=_short(text),
            first_year=FIRST_YEAR,
            last_year=LAST_YEAR,
        )
    )


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
