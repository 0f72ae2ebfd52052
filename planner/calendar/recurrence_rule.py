"""A recurrence rule (RFC 5545 section 3.3.10) as a test of one day: never a search, so that no question takes long."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from planner.calendar.reading import LAST_YEAR

LAST = date(LAST_YEAR, 12, 31)
ONE = timedelta(days=1)
CYCLE = timedelta(days=28 * 366)
"""Within so long every month has begun on every weekday: what did not fall due until then never does."""


@dataclass(frozen=True)
class RecurrenceRule:
    """A rule in parts; numbers that are negative count from the end of their month or year.

    `weekdays` are (how many-th of the month or year, weekday), 0 for every one.
    """

    frequency: str
    begin: date
    until: date = LAST
    interval: int = 1
    week_start: int = 0
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()
    places: frozenset[int] = frozenset()
    _chosen: dict[date, frozenset[date]] = field(default_factory=dict, init=False, compare=False, repr=False)
    """First day of a period → its days at the `places`, of those that have been asked for."""

    def matches(self, day: date) -> bool:
        """Whether the rule names a day."""
        return self.begin <= day <= self.until and self._regular(day)

    def first_due(self) -> date | None:
        """The first day that the rule names; None where it never falls due within the calendars."""
        last = min(self.until, self.begin + CYCLE) if self.interval == 1 else self.until
        return next(self._days(last), None)

    def last_of(self, count: int) -> date:
        """The day on which the rule falls due for the last time, given how often."""
        return deque(islice(self._days(self.until), count), maxlen=1).pop()

    def _days(self, last: date) -> Iterator[date]:
        """The days that the rule names until the last one, in order; what it leaves out as a whole is passed over."""
        day = self.begin
        while day <= last:
            if not self._aligned(day):
                day = self._period(day)[1]
            elif self.places:
                yield from sorted(one for one in self._at_places(day) if self.begin <= one <= last)
                day = self._period(day)[1]
            elif self.months and day.month not in self.months:
                day = _month_end(day)
            elif self._fits(day):
                yield day
            day += ONE

    def _regular(self, day: date) -> bool:
        """Whether the rule would name a day if it had neither beginning nor end."""
        if not self._aligned(day) or not self._fits(day):
            return False
        return not self.places or day in self._at_places(day)

    def _aligned(self, day: date) -> bool:
        if self.interval == 1:
            return True
        if self.frequency == "DAILY":
            passed = (day - self.begin).days
        elif self.frequency == "WEEKLY":
            passed = (self._week(day) - self._week(self.begin)).days // 7
        else:
            years = day.year - self.begin.year
            passed = years if self.frequency == "YEARLY" else years * 12 + day.month - self.begin.month
        return passed % self.interval == 0

    def _fits(self, day: date) -> bool:
        """Whether a day has the month, number, week and weekday that are asked for."""
        if self.months and day.month not in self.months:
            return False
        if self.month_days and day.day not in self.month_days and _from_month_end(day) not in self.month_days:
            return False
        if self.year_days and self.year_days.isdisjoint((_year_day(day), _year_day(day) - _year_length(day) - 1)):
            return False
        if self.weeks and not self._in_weeks(day):
            return False
        return not self.weekdays or self._on_weekday(day)

    def _in_weeks(self, day: date) -> bool:
        """Whether a day's week is one of those asked for, in the year that has most of it."""
        middle = self._week(day) + 3 * ONE
        last = self._week(date(middle.year, 12, 28)) + 3 * ONE
        number = (_year_day(middle) - 1) // 7 + 1
        return bool({number, number - (_year_day(last) - 1) // 7 - 2} & self.weeks)

    def _on_weekday(self, day: date) -> bool:
        if (0, day.weekday()) in self.weekdays:
            return True
        yearly = self.frequency == "YEARLY" and not self.months
        size = _year_length(day) if yearly else _month_length(day.year, day.month)
        place = _year_day(day) if yearly else day.day
        ordinals = (place - 1) // 7 + 1, -((size - place) // 7 + 1)
        return any((ordinal, day.weekday()) in self.weekdays for ordinal in ordinals)

    def _at_places(self, day: date) -> frozenset[date]:
        first, last = self._period(day)
        if first not in self._chosen:
            days = (first + number * ONE for number in range((last - first).days + 1))
            found = [one for one in days if self._fits(one)]
            places = {place - 1 if place > 0 else len(found) + place for place in self.places}
            self._chosen[first] = frozenset(found[place] for place in places if 0 <= place < len(found))
        return self._chosen[first]

    def _period(self, day: date) -> tuple[date, date]:
        """First and last day of the day, week, month or year that a day lies in."""
        if self.frequency == "DAILY":
            return day, day
        if self.frequency == "WEEKLY":
            return self._week(day), self._week(day) + 6 * ONE
        if self.frequency == "MONTHLY":
            return day.replace(day=1), _month_end(day)
        return date(day.year, 1, 1), date(day.year, 12, 31)

    def _week(self, day: date) -> date:
        """The first day of the week that a day lies in."""
        return day - (day.weekday() - self.week_start) % 7 * ONE


def _from_month_end(day: date) -> int:
    return day.day - _month_length(day.year, day.month) - 1


def _month_end(day: date) -> date:
    return day.replace(day=_month_length(day.year, day.month))


@lru_cache(maxsize=4096)
def _month_length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _year_day(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def _year_length(day: date) -> int:
    return 366 if isleap(day.year) else 365
