"""The public notice: what residents may see today, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.feeds.calendar_file import visible
from planner.office.cells.choices import Publicity
from planner.office.office import Office
from planner.roster.issued import issued_lines
from planner.roster.lines import OPEN, Line, times
from planner.store import Transaction
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
class NoticeItem:
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
class NoticeBoard:
    """A public duty: today's, tomorrow's and the next session."""

    duty: str
    name: str
    today: tuple[NoticeItem, ...]
    tomorrow: tuple[NoticeItem, ...]
    next: tuple[NoticeItem, ...]


@dataclass(frozen=True)
class NoticeTable:
    """A public duty's month, the version shown and its check code."""

    duty: str
    name: str
    items: tuple[NoticeItem, ...]
    version: int
    issued: str
    code: str


def item(line: Line) -> NoticeItem:
    """A line as residents read it."""
    people = [Seen(one.name, one.title, one.portfolio) for one in line.people] + [Seen(OPEN)] * line.missing
    return NoticeItem(
        line.day,
        line.slot.shift,
        line.slot.post,
        line.site,
        tuple(people),
        times(line),
        line.slot.place,
        line.held.topic,
        line.held.tentative,
    )


def public_lines(transaction: Transaction, office: Office, month: str, duty: str, day: date) -> list[Line]:
    """The issued lines of a duty's month that its policy (公开) lets residents see on a day."""
    policy = office.duties[duty].public
    return [line for line in issued_lines(transaction, office, month, duty) if visible(policy, line.day, day)]


def board(transaction: Transaction, office: Office, day: date) -> list[NoticeBoard]:
    """The board of every public duty on a day, in the order of the duty sheet."""
    found = []
    months = {(day + timedelta(days=ahead)).strftime("%Y-%m") for ahead in (-20, 0, 31, AHEAD)}
    for duty in office.duties.values():
        if duty.public != Publicity.NO:
            lines = [
                line for month in sorted(months) for line in public_lines(transaction, office, month, duty.id, day)
            ]
            found.append(
                NoticeBoard(duty.id, duty.name, _on(lines, day), _on(lines, day + timedelta(days=1)), _next(lines, day))
            )
    return found


def _on(lines: Sequence[Line], day: date) -> tuple[NoticeItem, ...]:
    return tuple(item(line) for line in lines if line.day == day)


def _next(lines: Sequence[Line], day: date) -> tuple[NoticeItem, ...]:
    """The first session after tomorrow."""
    later = sorted(line.day for line in lines if line.day > day + timedelta(days=1))
    return _on(lines, later[0]) if later else ()


def month(transaction: Transaction, office: Office, text: str, day: date) -> list[NoticeTable]:
    """The month of every public duty that is issued, as far as it may be seen on a day."""
    found = []
    for version in versions.current(transaction, text):
        duty = office.duties.get(version.duty)
        if duty is not None and duty.public != Publicity.NO:
            lines = public_lines(transaction, office, text, duty.id, day)
            items = tuple(item(line) for line in lines)
            found.append(NoticeTable(duty.id, duty.name, items, version.number, version.issued_at[:10], version.code))
    order = {id: number for number, id in enumerate(office.duties)}
    return sorted(found, key=lambda one: order[one.duty])
