"""Periods: the week, month, quarter, year or whole plan that a day belongs to; days are ordinals (`date.toordinal`)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


def weekday(day: int) -> int:
    """The weekday of a day: 0 for Monday to 6 for Sunday."""
    return (day - 1) % 7


@lru_cache(maxsize=65536)
def bounds(day: int, period: str) -> tuple[int, int] | None:
    """First and last day of the week (ISO 8601: from Monday), month, quarter or year around a day; None for 'plan'."""
    if period == "week":
        first = day - weekday(day)
        return first, first + 6
    that = date.fromordinal(day)
    if period == "month":
        return month_bounds(that.year, that.month, 1)
    if period == "quarter":
        return month_bounds(that.year, (that.month - 1) // 3 * 3 + 1, 3)
    if period == "year":
        return month_bounds(that.year, 1, 12)
    return None


def month_bounds(year: int, month: int, count: int) -> tuple[int, int]:
    """First and last day of `count` months from the given one on."""
    index = year * 12 + month - 1 + count
    following = date(index // 12, index % 12 + 1, 1)
    return date(year, month, 1).toordinal(), following.toordinal() - 1


def months_before(day: int, count: int) -> int:
    """The first day of the month `count` months before the month of a day."""
    that = date.fromordinal(day)
    index = that.year * 12 + that.month - 1 - count
    return date(index // 12, index % 12 + 1, 1).toordinal()
