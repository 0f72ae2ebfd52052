"""The day that some words mean: 2027-01-16, 1月16日, 16日, 下周六, 明天, tomorrow, Saturday."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from planner.calendar.reading import known_day

ONES = "零一二三四五六七八九"
NUMERALS = {
    **{ONES[number]: number for number in range(1, 10)},
    "十": 10,
    **{f"十{ONES[number]}": 10 + number for number in range(1, 10)},
    "二十": 20,
    **{f"二十{ONES[number]}": 20 + number for number in range(1, 10)},
    "三十": 30,
    "三十一": 31,
}
"""Numerals of days and months → numbers."""
FROM_TODAY = {
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
}
WEEKDAYS = {word: number for number, words in enumerate(("一", "二", "三", "四", "五", "六", "日天")) for word in words}
ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AHEAD = 3
"""So many months one has to look through for the next 31st."""
SHORTEST = 3
"""So many letters of an English weekday are enough."""
WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "这个": 0, "下": 1, "下个": 1, "下下": 2, "上个": -1}
WEEKDAY = re.compile(r"(上上|上个|上|本|这个|这|下下|下个|下)?(?:周|星期|礼拜)([一二三四五六日天])")
WHOLE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
MONTH_DAY = re.compile(
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?"
    r"|(\d{1,2})[-/](\d{1,2})"
)
DAY = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]")


def asked_day(words: str, today: date) -> date | None:
    """The day that words mean, as somebody would mean them `today`; None where they mean none.

    A day without its year is the nearest one; a day or a weekday alone the next one, today included.
    """
    text = unicodedata.normalize("NFKC", words).strip().lower().replace(" ", "")
    if text in FROM_TODAY:
        return today + timedelta(days=FROM_TODAY[text])
    found = WHOLE.fullmatch(text)
    if found:
        return _date(*(int(part) for part in found.groups()))
    return _weekday(text, today) or _nearest(_without_year(text, today), today)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if known_day(found) else None


def _weekday(text: str, today: date) -> date | None:
    found = WEEKDAY.fullmatch(text)
    if found:
        number = WEEKDAYS[found[2]]
        if found[1]:
            return today + timedelta(days=number - today.weekday() + 7 * WEEKS[found[1]])
    elif len(text) >= SHORTEST and any(one.startswith(text) for one in ENGLISH):
        number = next(at for at, one in enumerate(ENGLISH) if one.startswith(text))
    else:
        return None
    return today + timedelta(days=(number - today.weekday()) % 7)


def _without_year(text: str, today: date) -> Iterator[date]:
    """The days that a day without year, or without year and month, may be."""
    found = MONTH_DAY.fullmatch(text)
    if found:
        month, day = (_number(part) for part in found.groups() if part)
        for year in (today.year - 1, today.year, today.year + 1):
            if one := _date(year, month, day):
                yield one
    elif found := DAY.fullmatch(text):
        for months in range(AHEAD):
            at = today.year * 12 + today.month - 1 + months
            if (one := _date(at // 12, at % 12 + 1, _number(found[1]))) and one >= today:
                yield one


def _number(text: str) -> int:
    """A number in digits or as a numeral; 0 for no numeral."""
    return int(text) if text.isdigit() else NUMERALS.get(text, 0)


def _nearest(days: Iterator[date], today: date) -> date | None:
    return min(days, key=lambda one: (abs(one - today), -one.toordinal()), default=None)
