"""The days of a month as a calendar on the wall has them: kind, 休 or 班, the name of a festival."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from constraints.problem.problem import DayKind
from planner.calendar.lunar import folk_day, statutory
from planner.calendar.workdays import Calendar
from planner.problem.period import Period
from planner.words import Words

FEAST_NAMES = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明": "Qingming",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午": "Dragon Boat",
    "端午节": "Dragon Boat",
    "中秋": "Mid-Autumn",
    "中秋节": "Mid-Autumn",
    "国庆节": "National Day",
    "元宵": "Lantern Festival",
    "七夕": "Qixi",
    "重阳": "Double Ninth",
    "腊八": "Laba",
    "小年": "Little New Year",
}
"""What the names of festivals are in English; any other stays as it is."""
NAMELESS = Words("")


class DayMark(StrEnum):
    """The badge of a day: 休 where a holiday gives it off, 班 where a Saturday or Sunday is worked."""

    OFF = "off"
    WORKED = "worked"
    NONE = ""


@dataclass(frozen=True)
class MonthDay:
    """A day: its kind, its badge and its name, '' for none."""

    day: date
    kind: DayKind
    mark: DayMark
    name: Words

    @property
    def number(self) -> int:
        """The day of the month."""
        return self.day.day

    @property
    def shade(self) -> str:
        """How its row is shaded: weekend, feast, or ''."""
        return {"workday": "", "weekend": "weekend"}.get(self.kind, "feast")


def month_days(calendar: Calendar, period: Period) -> tuple[MonthDay, ...]:
    """Every day of a period."""
    count = (period.last - period.first).days + 1
    return tuple(month_day(calendar, period.first + timedelta(days=number)) for number in range(count))


def month_day(calendar: Calendar, day: date) -> MonthDay:
    """A day as the calendar has it."""
    holiday = calendar.holiday(day)
    if calendar.make_up(day):
        return MonthDay(day, "workday", DayMark.WORKED, _feast(_worked_for(calendar, day)))
    mark = DayMark.OFF if holiday else DayMark.NONE
    return MonthDay(day, calendar.kind(day), mark, _name(day, holiday))


def _name(day: date, holiday: str) -> Words:
    own = statutory(day)
    if own:
        return _feast(own)
    if holiday:
        name = _feast(holiday)
        return Words("%(removesuffix)s假期", removesuffix=name.zh.removesuffix("假期"), name=name.en)
    return _feast(folk_day(day))


def _worked_for(calendar: Calendar, day: date) -> str:
    """The holiday for which a Saturday or Sunday is worked, '' where nothing says."""
    if day in calendar.own:
        return calendar.own[day][1]
    for year in (day.year, day.year + 1):
        name = calendar.notice(year).work.get(day)
        if name:
            return name
    return ""


def _feast(name: str) -> Words:
    return Words.given(name, FEAST_NAMES.get(name, name)) if name else NAMELESS
