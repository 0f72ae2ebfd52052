"""Words of festivals, lunar days and dates, each with its test of a day: 除夕, 正月初三, 春节假期, 2026-12-10."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from planner.calendar.lunar import DIGITS, MONTHS, is_new_years_eve, lunar, lunar_day_words, statutory
from planner.calendar.reading import known_day
from planner.calendar.regular_words import ONE, Build, Test
from planner.calendar.workdays import Calendar

ALIASES = {
    "元旦节": "元旦",
    "五一": "劳动节",
    "五一节": "劳动节",
    "国庆": "国庆节",
    "十一国庆": "国庆节",
    "清明节": "清明",
    "端午节": "端午",
    "中秋节": "中秋",
}
FESTIVALS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节", *ALIASES)
FIXED = {
    "元旦": (1, 1), "妇女节": (3, 8), "植树节": (3, 12), "劳动节": (5, 1), "青年节": (5, 4), "儿童节": (6, 1),
    "建党节": (7, 1), "建军节": (8, 1), "教师节": (9, 10), "国庆节": (10, 1),
}  # fmt: skip
BY_MOON = {
    "春节": (1, 1),
    "元宵节": (1, 15),
    "元宵": (1, 15),
    "七夕": (7, 7),
    "重阳节": (9, 9),
    "重阳": (9, 9),
    "腊八": (12, 8),
}
LONGEST = 3660 * ONE
"""So long a span of dates may be."""
ONE_DATE = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8})"
TO = r"\s*(?:[至到—~]+|\s-\s)\s*"


def _block(found: re.Match[str], start: date | None) -> Test:
    """The days off that run on with those of a holiday: those that 中秋 and 国庆节 share are of both."""
    name = ALIASES.get(found[1], found[1])
    return lambda day, calendar: name in _names(day, calendar)


def _names(day: date, calendar: Calendar) -> set[str]:
    """The holidays whose days off run on through a day, both those of the notice and those on their own days."""
    run = [day] if _off(day, calendar) else []
    for step in (ONE, -ONE):
        other = day + step
        while run and _off(other, calendar):
            run.append(other)
            other += step
    return {name for one in run for name in (calendar.holiday(one), statutory(one)) if name}


def _off(day: date, calendar: Calendar) -> bool:
    """Whether a holiday notice gives a day off."""
    return calendar.kind(day) in ("holiday", "statutory")


def _beside_block(found: re.Match[str], start: date | None) -> Test:
    """The day next to a holiday's days off: the last before them, or the first after."""
    step = ONE if found[1] == "前" else -ONE
    return lambda day, calendar: not _off(day, calendar) and _off(day + step, calendar)


def _eve(found: re.Match[str], start: date | None) -> Test:
    return lambda day, calendar: is_new_years_eve(day)


def _lunar_day(found: re.Match[str], start: date | None) -> Test | None:
    names = {lunar_day_words(number): number for number in range(1, 31)}
    month, number = MONTHS.index(found[1].replace("十一月", "冬月").replace("十二月", "腊月")) + 1, names.get(found[2])
    return None if number is None else lambda day, calendar: lunar(day) == (month, number)


def _festival(found: re.Match[str], start: date | None) -> Test:
    name = ALIASES.get(found[1], found[1])
    if name in BY_MOON:
        return lambda day, calendar: lunar(day) == BY_MOON[name]
    if name in FIXED:
        return lambda day, calendar: (day.month, day.day) == FIXED[name]
    return lambda day, calendar: statutory(day) == name


def _dates(found: re.Match[str], start: date | None) -> Test | None:
    days: set[date] = set()
    try:
        for one in re.finditer(rf"({ONE_DATE})(?:{TO}({ONE_DATE}))?", found[0]):
            first, last = (_day(text) for text in (one[1], one[2] or one[1]))
            if not known_day(first) or not first <= last <= first + LONGEST:
                return None
            days |= {first + number * ONE for number in range((last - first).days + 1)}
    except ValueError:
        return None
    return (lambda day, calendar: day in days) if all(map(known_day, days)) else None


def _day(text: str) -> date:
    parts = re.findall(r"\d+", text)
    if len(parts) == 1:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return date(*map(int, parts))


def _any(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longer ones first."""
    return "|".join(sorted(words, key=len, reverse=True))


_LUNAR_DAY = rf"初[{DIGITS}]|十[{DIGITS[:-1]}]|二十|廿[{DIGITS[:-1]}]|三十"
NAMED: tuple[tuple[str, Build], ...] = (
    (rf"(?:指定日期[:：]?\s*)?{ONE_DATE}(?:(?:{TO}|[、，,；;\s]+){ONE_DATE})*", _dates),
    (rf"({_any(FESTIVALS)})(?:节?假期|长假|放假|期间|假)", _block),
    (r"(?:法定节假日|节日|假期|放假|节)(?:的)?(前|后)(?:第?一|1)[日天]", _beside_block),
    (r"除夕", _eve),
    (rf"(?:农历|每年)?({_any((*MONTHS, '十一月', '十二月'))})({_LUNAR_DAY})(?![日号])", _lunar_day),
    (rf"({_any((*FESTIVALS, *FIXED, *BY_MOON))})", _festival),
)
"""Pattern → what makes a test of its match; the first that fits a text counts."""
