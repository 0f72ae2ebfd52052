"""The office calendar: workdays, make-up workdays, kinds of day, and where a date on a day off goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from constraints.problem.problem import DayKind
from planner.calendar.lunar import statutory

FOLDER = Path(__file__).parent / "holidays"
REACH = timedelta(days=92)
"""A date is moved no further than this; moves of dates so near outside a period are looked at as well."""
ONE = timedelta(days=1)
OFF_WITHIN, WORKED_WITHIN = 6, 10
"""How many days from a statutory day the notices of 2015 to 2026 gave days off, and weekends to be worked."""


class Convention(StrEnum):
    """遇节假日: where a date goes that is no workday."""

    FOLLOWING = "following"
    PRECEDING = "preceding"
    AS_IS = "as_is"
    SKIP = "skip"


@dataclass(frozen=True)
class Notice:
    """A year's holiday arrangement: days off and make-up workdays, each with the name of its holiday.

    `numbers` holds (number, date) of the State Council's notices that give it; empty if it is projected. Where only
    an address or a file is known, that stands for the number, and the date is ''.
    """

    year: int
    numbers: tuple[tuple[str, str], ...]
    off: Mapping[date, str]
    work: Mapping[date, str]

    @property
    def official(self) -> bool:
        """Whether a notice stands behind it."""
        return bool(self.numbers)


def paper_words(number: str, day: str) -> str:
    """A paper behind a notice: 国办发明电〔2025〕7号（2025-11-04）, without the date where it is not known."""
    return f"{number}（{day}）" if day else number


def read_notice(text: str) -> Notice:
    """A notice from JSON text of the form in holidays/; raises ValueError or KeyError where it is not one."""
    doc = json.loads(text)
    numbers = tuple((one["number"], one["date"]) for one in doc["notices"])
    if not numbers:
        raise ValueError("a notice has a number and a date")
    return Notice(
        int(doc["year"]),
        numbers,
        {date.fromisoformat(day): str(name) for day, name in doc["off"].items()},
        {date.fromisoformat(day): str(name) for day, name in doc["work"].items()},
    )


def notice_text(notice: Notice) -> str:
    """A notice as `read_notice` takes it; the same notice always gives the same text."""
    return json.dumps(
        {
            "year": notice.year,
            "notices": [{"number": number, "date": day} for number, day in notice.numbers],
            "off": {day.isoformat(): name for day, name in sorted(notice.off.items())},
            "work": {day.isoformat(): name for day, name in sorted(notice.work.items())},
        },
        ensure_ascii=False,
        indent=1,
    )


@cache
def built_in() -> dict[int, Notice]:
    """The notices that come with the program, by year."""
    return {int(path.stem): read_notice(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}


@lru_cache(maxsize=64)
def projected(year: int) -> Notice:
    """What a year without a notice is taken for: its statutory days off, no make-up workdays.

    A statutory day on a weekend gives the next weekday that is not off in its place.
    """
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    off = {day: statutory(day) for day in days if day.year == year and statutory(day)}
    for day, name in sorted(off.items()):
        if day.weekday() >= 5:
            lieu = day + ONE
            while lieu in off or lieu.weekday() >= 5:
                lieu += ONE
            off[lieu] = name
    return Notice(year, (), off, {})


@dataclass(frozen=True)
class Calendar:
    """Which days are worked; `own` overrides the notices day by day with (whether it is worked, a name).

    `weeks_from` is a day of the week that counts as odd (单周); without it weeks go by their number in the year.
    """

    notices: Mapping[int, Notice] = field(default_factory=built_in)
    own: Mapping[date, tuple[bool, str]] = field(default_factory=dict)
    weeks_from: date | None = None

    def odd_week(self, day: date) -> bool:
        """Whether a day lies in an odd week."""
        if self.weeks_from is None:
            return day.isocalendar().week % 2 == 1
        return ((day - ONE * day.weekday()) - (self.weeks_from - ONE * self.weeks_from.weekday())).days // 7 % 2 == 0

    def notice(self, year: int) -> Notice:
        """The year's notice, or the projection where there is none."""
        return self.notices.get(year) or projected(year)

    def official(self, day: date) -> bool:
        """Whether the day rests on a notice (or on the office's own word)."""
        return day in self.own or self.notice(day.year).official or self._in_next(day) is not None

    def may_change(self, day: date) -> bool:
        """Whether a notice still to come could make a day off of a workday, or the other way round.

        Only days near a statutory day can; the one holiday of 2015 that was held once is not reckoned with.
        """
        reach = WORKED_WITHIN if day.weekday() >= 5 else OFF_WITHIN
        near = (day + timedelta(days=number) for number in range(-reach, reach + 1))
        return not self.official(day) and any(map(statutory, near))

    def _in_next(self, day: date) -> bool | None:
        """What the next year's notice says of a day, as it may of December: True work, False off, None nothing."""
        following = self.notices.get(day.year + 1)
        if following and day in following.off:
            return False
        return True if following and day in following.work else None

    def workday(self, day: date) -> bool:
        """Whether a day is worked, make-up workdays included."""
        if day in self.own:
            return self.own[day][0]
        following = self._in_next(day)
        if following is not None:
            return following
        notice = self.notice(day.year)
        if day in notice.work:
            return True
        return day not in notice.off and day.weekday() < 5

    def make_up(self, day: date) -> bool:
        """Whether a day is a Saturday or Sunday that is worked."""
        return day.weekday() >= 5 and self.workday(day)

    def holiday(self, day: date) -> str:
        """The name of the holiday arrangement a day off belongs to, or ''."""
        if day in self.own:
            worked, name = self.own[day]
            return "" if worked else name or statutory(day) or "放假"
        for year in (day.year, day.year + 1):
            if year in self.notices and day in self.notices[year].off:
                return self.notices[year].off[day]
        return self.notice(day.year).off.get(day, "")

    def kind(self, day: date) -> DayKind:
        """The one kind a day is of: workday 工作日, weekend 双休日, holiday 假期, statutory 法定节日."""
        if self.workday(day):
            return "workday"
        if statutory(day):
            return "statutory"
        return "holiday" if self.holiday(day) else "weekend"

    def moved(self, nominal: Iterable[date], convention: Convention) -> dict[date, date]:
        """Nominal date → the day it is held on; two dates that are moved never meet on one day.

        A date without a day is left out: skipped, or without a free workday within 92 days.
        """
        dates = sorted(nominal)
        if convention == Convention.AS_IS:
            return {day: day for day in dates}
        found = {day: day for day in dates if self.workday(day)}
        if convention == Convention.SKIP:
            return found
        taken = set(found)
        step = ONE if convention == Convention.FOLLOWING else -ONE
        for day in dates if convention == Convention.FOLLOWING else reversed(dates):
            if day not in found:
                to = self._free(day, step, taken)
                if to is not None:
                    found[day] = to
                    taken.add(to)
        return dict(sorted(found.items()))

    def _free(self, day: date, step: timedelta, taken: set[date]) -> date | None:
        to = day + step
        while abs(to - day) <= REACH:
            if self.workday(to) and to not in taken:
                return to
            to += step
        return None
