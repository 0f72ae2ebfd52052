"""Holiday arrangements that are rostered apart from the months: which there are, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from planner.office.office import Office

SHORTEST, LONG = 3, timedelta(hours=12)
"""`SHORTEST`: a run of days off with a holiday in it is a festival from so many days on.

`LONG`: a duty counts as round the clock from so long a slot on.
"""


@dataclass(frozen=True)
class Festival:
    """A holiday arrangement: its names, first and last day."""

    name: str
    first: date
    last: date


def festivals(office: Office, first: date, last: date) -> list[Festival]:
    """The runs of days off, with a holiday in them, that touch the days from `first` to `last`.

    Each is whole even where it reaches beyond them.
    """
    calendar, found = office.calendar, list[Festival]()
    day = first
    while day <= last:
        if calendar.workday(day):
            day += timedelta(days=1)
            continue
        start, end = day, day
        while not calendar.workday(start - timedelta(days=1)):
            start -= timedelta(days=1)
        while not calendar.workday(end + timedelta(days=1)):
            end += timedelta(days=1)
        days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
        names = list(dict.fromkeys(name for name in map(calendar.holiday, days) if name))
        if names and len(days) >= SHORTEST:
            found.append(Festival("、".join(names), start, end))
        day = end + timedelta(days=1)
    return found
