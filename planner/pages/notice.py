"""The public notice: what residents may see today, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.feeds.calendar_file import visible
from planner.office.cells.choices import Publicity
from planner.office.office import Office
from planner.office.paper_form import PaperForm, paper_form
from planner.roster.issued import issued_lines, months_back, running_into
from planner.roster.lines import OPEN, Line, day_span, may_move, times
from planner.store import Transaction
from planner.store.roster import versions
from planner.words import issued_words, version_words

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
    """Whether the notice of holidays that is still to come may move its day."""
    units: tuple[str, ...] = ()
    """The units that serve beside the people of a session."""


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
    projected: bool = False
    """Whether it rests on a year whose holidays are not announced yet."""

    @property
    def version_words(self) -> str:
        """The version's name in Chinese."""
        return version_words(self.version)

    @property
    def issued_words(self) -> str:
        """When it was issued, in Chinese."""
        return issued_words(self.issued)


def items(office: Office, duty: str, lines: Sequence[Line]) -> tuple[NoticeItem, ...]:
    """Lines of a duty (id) as residents read them: of a session the people, and with them its units."""
    if paper_form(office, duty) is not PaperForm.RECEPTION:
        return tuple(item(office, line) for line in lines)
    units: dict[tuple[object, ...], list[str]] = {}
    for line in lines:
        if line.slot.kind == "unit":
            units.setdefault(line.slot.session, []).extend(one.name for one in line.people)
    led = {line.slot.session for line in lines if line.slot.kind == "person"}
    return tuple(
        item(office, line, tuple(units.get(line.slot.session, ())) if line.slot.kind == "person" else ())
        for line in lines
        if line.slot.kind == "person" or line.slot.session not in led
    )


def item(office: Office, line: Line, units: tuple[str, ...] = ()) -> NoticeItem:
    """A line as residents read it, with the units that come along."""
    people = [Seen(one.name, one.title, one.portfolio) for one in line.people] + [Seen(OPEN)] * line.missing
    return NoticeItem(
        line.day,
        line.slot.shift,
        line.slot.post,
        line.site,
        tuple(people),
        (day_span(line, whole=False)[0] if line.lasting else "") + times(line),
        line.slot.place,
        line.held.topic,
        may_move(office, line),
        units,
    )


def public_lines(transaction: Transaction, office: Office, month: str, duty: str, day: date) -> list[Line]:
    """The issued lines of a duty's month that its policy (公开) lets residents see on a day."""
    return _for_residents(office, duty, issued_lines(transaction, office, month, duty), day)


def _for_residents(office: Office, duty: str, lines: Iterable[Line], day: date) -> list[Line]:
    """Those lines of a duty that its policy lets residents see on a day; never what was entered afterwards."""
    policy = office.duties[duty].public
    return [line for line in lines if visible(policy, line.day, day) and not line.entered_afterwards]


def board(transaction: Transaction, office: Office, day: date) -> list[NoticeBoard]:
    """The board of every public duty on a day, in the order of the duty sheet."""
    found = []
    months = months_back(transaction, day, day + timedelta(days=AHEAD))
    for duty in office.duties.values():
        if duty.public != Publicity.NO:
            lines = [line for month in months for line in public_lines(transaction, office, month, duty.id, day)]
            after = day + timedelta(days=1)
            some = ([line for line in lines if line.on(day)], [line for line in lines if line.on(after)])
            today, tomorrow, following = (items(office, duty.id, one) for one in (*some, _next(lines, after)))
            found.append(NoticeBoard(duty.id, duty.name, today, tomorrow, following))
    return found


def _next(lines: Sequence[Line], day: date) -> list[Line]:
    """The lines of the first day after a day on which some begin."""
    later = min((line.day for line in lines if line.day > day), default=None)
    return [line for line in lines if line.day == later]


def month(transaction: Transaction, office: Office, text: str, day: date) -> list[NoticeTable]:
    """The month of every public duty that is issued, as far as it may be seen on a day."""
    found = []
    for version in versions.current(transaction, text):
        duty = office.duties.get(version.duty)
        if duty is not None and duty.public != Publicity.NO:
            mine = issued_lines(transaction, office, text, duty.id)
            if mine and all(line.entered_afterwards for line in mine):
                continue
            running = running_into(transaction, office, text, duty.id)
            lines = _for_residents(office, duty.id, [*running, *mine], day)
            found.append(
                NoticeTable(
                    duty.id,
                    duty.name,
                    items(office, duty.id, lines),
                    version.number,
                    version.issued_at[:10],
                    version.code,
                    any(line.held.tentative for line in lines),
                )
            )
    order = {id: number for number, id in enumerate(office.duties)}
    return sorted(found, key=lambda one: order[one.duty])
