"""Lunar dates: what day of the lunar year a date is, and the statutory days that follow from it."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import LunarYear, Solar

MONTHS = ("正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月")
TENS = ("初", "十", "廿", "三")
DIGITS = "一二三四五六七八九十"

JULIAN = 1_721_424.5
"""The Julian day on which ordinal 0 begins."""


@lru_cache(maxsize=256)
def _months(year: int) -> tuple[tuple[int, int], ...]:
    """(ordinal of the first day, month) of the lunar months that touch a year, in order; a leap month is negative."""
    found = {
        int(one.getFirstJulianDay() - JULIAN): one.getMonth()
        for lunar_year in (year - 1, year)
        for one in LunarYear.fromYear(lunar_year).getMonths()
    }
    return tuple(sorted(found.items()))


def lunar(day: date) -> tuple[int, int]:
    """(month 1 to 12, day 1 to 30) of the lunar calendar; a leap month is negative."""
    months = _months(day.year)
    first, month = months[bisect_right(months, (day.toordinal(), 99)) - 1]
    return month, day.toordinal() - first + 1


def lunar_words(day: date) -> str:
    """A date in lunar words, such as 腊月廿九 or 闰六月初一."""
    month, number = lunar(day)
    return ("闰" if month < 0 else "") + MONTHS[abs(month) - 1] + lunar_day_words(number)


def lunar_day_words(number: int) -> str:
    """A day of the lunar month in words: 1 to 30 become 初一 to 三十."""
    if number in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[number]
    return TENS[number // 10] + DIGITS[number % 10 - 1]


def is_new_years_eve(day: date) -> bool:
    """Whether a day is 除夕: the last before the first lunar month."""
    return lunar(day + timedelta(days=1)) == (1, 1)


@lru_cache(maxsize=8192)
def statutory(day: date) -> str:
    """The name of the statutory day that a date is, or ''.

    Source: 《全国年节及纪念日放假办法》, article 2, as of 2013 (State Council decree 644) and, for days from 1
    January 2025, with the second day for 劳动节 and 除夕 for 春节 (decree 795).
    """
    if (day.month, day.day) == (1, 1):
        return "元旦"
    if (day.month, day.day) == (5, 1) or ((day.month, day.day) == (5, 2) and day.year >= 2025):
        return "劳动节"
    if day.month == 10 and day.day <= 3:
        return "国庆节"
    if day.month == 4 and 4 <= day.day <= 6 and _is_qingming(day):
        return "清明"
    return _lunar_festival(day)


def _lunar_festival(day: date) -> str:
    month, number = lunar(day)
    if (month == 1 and number <= 3) or (day.year >= 2025 and is_new_years_eve(day)):
        return "春节"
    return {(5, 5): "端午", (8, 15): "中秋"}.get((month, number), "")


def _is_qingming(day: date) -> bool:
    return bool(Solar.fromYmd(day.year, day.month, day.day).getLunar().getJieQi() == "清明")


FOLK_DAYS = {(1, 15): "元宵", (7, 7): "七夕", (9, 9): "重阳", (12, 8): "腊八", (12, 23): "小年"}
"""Days that people reckon by though they are worked: (lunar month, day) → name; 小年 as the north keeps it."""


def folk_day(day: date) -> str:
    """The name of a day of the lunar year that people reckon by, or ''."""
    return FOLK_DAYS.get(lunar(day), "")
