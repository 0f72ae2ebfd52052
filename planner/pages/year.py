"""The calendar of a year: the kind of every day, the holiday notice behind it, and the dates of duties that move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from constraints.problem.problem import DayKind
from planner.office.office import Office
from planner.problem.occasions import occasions
from planner.words import Words

WEEKEND, SESSION = Words("双休日"), Words("场次安排")


@dataclass(frozen=True)
class YearDay:
    """A day: its kind, the holiday it belongs to, whether it is worked though it is a Saturday or Sunday."""

    day: date
    kind: DayKind
    holiday: str
    make_up: bool


@dataclass(frozen=True)
class MovedDate:
    """A duty's date that goes elsewhere, and the name of what is in its way."""

    duty: str
    nominal: date
    day: date
    why: Words


@dataclass(frozen=True)
class Year:
    """A year: whether notices stand behind it, which, its months in weeks from Monday (None outside), and what \
moves."""

    official: bool
    numbers: tuple[tuple[str, str], ...]
    """(number, date) of the State Council's notices; none where the year is a projection."""
    months: tuple[tuple[tuple[YearDay | None, ...], ...], ...]
    moves: tuple[MovedDate, ...]


def year(office: Office, number: int) -> Year:
    """The year of that number, by the notices known now."""
    notice = office.calendar.notice(number)
    return Year(
        notice.official,
        notice.numbers,
        tuple(_month(office, number, month) for month in range(1, 13)),
        tuple(_moves(office, number)),
    )


def _month(office: Office, number: int, month: int) -> tuple[tuple[YearDay | None, ...], ...]:
    first = date(number, month, 1)
    last = date(number + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    cells: list[YearDay | None] = [None] * first.weekday()
    for day in (first + timedelta(days=at) for at in range(last.day)):
        calendar = office.calendar
        cells.append(YearDay(day, calendar.kind(day), calendar.holiday(day), calendar.make_up(day)))
    cells += [None] * (-len(cells) % 7)
    return tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))


def _moves(office: Office, number: int) -> list[MovedDate]:
    found = []
    for duty in office.duties.values():
        for one in occasions(office, duty, date(number, 1, 1), date(number, 12, 31)):
            if one.day != one.nominal:
                holiday = office.calendar.holiday(one.nominal)
                why = Words.same(holiday) if holiday else WEEKEND if one.nominal.weekday() >= 5 else SESSION
                found.append(MovedDate(duty.name, one.nominal, one.day, why))
    return sorted(found, key=lambda one: (one.nominal, one.duty))
