"""Occasions: on which days a duty falls, by its calendar words, moved past days off, and by its sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.calendar.workdays import REACH
from planner.office.cells.choices import SessionTarget
from planner.office.key_periods import nominal_dates
from planner.office.office import Office
from planner.office.sheets import Duty, Session


@dataclass(frozen=True)
class Occasion:
    """One time a duty is held: its nominal date, the day it really falls on, what is special about it."""

    duty: str
    nominal: date
    day: date
    extra: bool = False
    topic: str = ""
    units: tuple[str, ...] = ()
    note: str = ""


def occasions(office: Office, duty: Duty, first: date, last: date) -> list[Occasion]:
    """The occasions whose nominal date lies from `first` to `last`, by nominal date."""
    sessions = [row for row in office.of(Session) if row.duty == duty.id]
    changed = {row.nominal: row for row in sessions if row.nominal and row.to != SessionTarget.EXTRA}
    found = [
        _held(duty, nominal, day, changed.get(nominal)) for nominal, day in dates(office, duty, first, last).items()
    ]
    found += [one for row in sessions if (one := _extra(duty, row)) and first <= one.nominal <= last]
    return sorted((one for one in found if one), key=lambda one: (one.nominal, one.extra))


def unmoved(office: Office, duty: Duty, first: date, last: date) -> list[date]:
    """The nominal dates from `first` to `last` that are held on no day: skipped, or no free workday near."""
    low, high = max(first, duty.start or first), min(last, duty.end or last)
    moved = dates(office, duty, first, last)
    return [day for day in nominal_dates(office, duty, low, high) if day not in moved] if low <= high else []


def dates(office: Office, duty: Duty, first: date, last: date) -> dict[date, date]:
    """Nominal date → the day it is held on, by calendar words and 遇节假日 alone, without 场次."""
    low = max(first - REACH, duty.start or date.min)
    high = min(last + REACH, duty.end or date.max)
    nominal = nominal_dates(office, duty, low, high) if low <= high else []
    moved = office.calendar.moved(nominal, duty.convention)
    return {day: to for day, to in moved.items() if first <= day <= last}


def _held(duty: Duty, nominal: date, day: date, row: Session | None) -> Occasion | None:
    if row is None:
        return Occasion(duty.id, nominal, day)
    if row.to == SessionTarget.CANCELLED:
        return None
    return Occasion(duty.id, nominal, date.fromisoformat(row.to), False, row.topic, row.units, row.note)


def _extra(duty: Duty, row: Session) -> Occasion | None:
    """The extra occasion that a row of 场次 adds: 加开 on its nominal date, or a date without a nominal one."""
    if row.to == SessionTarget.EXTRA and row.nominal:
        return Occasion(duty.id, row.nominal, row.nominal, True, row.topic, row.units, row.note)
    if row.nominal is None and row.to not in tuple(SessionTarget):
        day = date.fromisoformat(row.to)
        return Occasion(duty.id, day, day, True, row.topic, row.units, row.note)
    return None
