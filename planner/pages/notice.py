"""The public notice: what residents may see today, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.feeds.calendar_file import visible
from planner.office.office import Office
from planner.roster.issued import issued_lines
from planner.roster.lines import OPEN, Line, times
from planner.store import Unit
from planner.store.roster import versions

AHEAD = 62
"""Days ahead in which the next session of a duty is looked for."""


@dataclass(frozen=True)
class Seen:
    """Somebody as residents see them: name, title, portfolio."""

    name: str
    title: str = ""
    portfolio: str = ""


@dataclass(frozen=True)
class Item:
    """One line as the notice board shows it: no telephones, no reasons."""

    day: date
    shift: str
    post: str
    site: str
    people: tuple[Seen, ...]
    time: str
    place: str
    topic: str
    tentative: bool


@dataclass(frozen=True)
class Board:
    """A public duty: today's, tomorrow's and the next session."""

    duty: str
    name: str
    today: tuple[Item, ...]
    tomorrow: tuple[Item, ...]
    next: tuple[Item, ...]


@dataclass(frozen=True)
class Table:
    """A public duty's month, the version shown and its check code."""

    duty: str
    name: str
    items: tuple[Item, ...]
    version: int
    issued: str
    code: str


def item(line: Line) -> Item:
    """A line as residents read it."""
    people = [Seen(one.name, one.title, one.portfolio) for one in line.people] + [Seen(OPEN)] * line.missing
    return Item(
        line.day, line.slot.shift, line.slot.post, line.site, tuple(people), times(line), line.slot.place,
        line.held.topic, line.status == "tentative",
    )


def public_lines(unit: Unit, office: Office, month: str, duty: str, day: date) -> list[Line]:
    """The lines of a duty's month that may be seen on a day."""
    policy = office.duties[duty].public
    return [line for line in issued_lines(unit, month, duty) if visible(policy, line.day, day)]


def board(unit: Unit, office: Office, day: date) -> list[Board]:
    """Every public duty on a day."""
    found = []
    months = {(day + timedelta(days=ahead)).strftime("%Y-%m") for ahead in (-20, 0, 31, AHEAD)}
    for duty in office.duties.values():
        if duty.public != "no":
            lines = [line for month in sorted(months) for line in public_lines(unit, office, month, duty.id, day)]
            found.append(Board(duty.id, duty.name, _on(lines, day), _on(lines, day + timedelta(days=1)), _next(lines, day)))
    return found


def _on(lines: Sequence[Line], day: date) -> tuple[Item, ...]:
    return tuple(item(line) for line in lines if line.day == day)


def _next(lines: Sequence[Line], day: date) -> tuple[Item, ...]:
    """The first session after tomorrow."""
    later = sorted(line.day for line in lines if line.day > day + timedelta(days=1))
    return _on(lines, later[0]) if later else ()


def month(unit: Unit, office: Office, text: str, day: date) -> list[Table]:
    """Every public duty's month, as far as it may be seen on a day."""
    found = []
    for version in versions.current(unit, text):
        duty = office.duties.get(version.duty)
        if duty is not None and duty.public != "no":
            lines = public_lines(unit, office, text, duty.id, day)
            items = tuple(item(line) for line in lines)
            found.append(Table(duty.id, duty.name, items, version.number, version.issued_at[:10], version.code))
    order = {id: number for number, id in enumerate(office.duties)}
    return sorted(found, key=lambda one: order[one.duty])
