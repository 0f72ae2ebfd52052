"""How a cell stands: who is on its slot, what can be done with it, what differs from the issue and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.judging.still_serves import Hindrance
from planner.pages.month.columns import MatrixColumn
from planner.pages.month.month_desk import Desk
from planner.pages.month.month_grid import Band
from planner.roster.lines import Line
from planner.store.roster import versions
from planner.store.roster.drafts import DraftState
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content
from planner.words import Words


class CellState(StrEnum):
    """What can be done with a slot: put others on it, wait for a signature, swap, enter afterwards."""

    OPEN = "open"
    LOCKED = "locked"
    ISSUED = "issued"
    PAST = "past"


@dataclass(frozen=True)
class OnCell:
    """Somebody on a slot: tagged id and name, whether an order fixes them, why they cannot serve, if so."""

    who: str
    name: str
    pinned: bool = False
    hindrance: Hindrance | None = None


@dataclass(frozen=True)
class SlotCell:
    """A slot as its cell shows it; of one that lasts, `again` on each day after the first."""

    slot: str
    state: CellState
    people: tuple[OnCell, ...]
    missing: int
    was: Words | None
    """Who is issued instead, where the draft differs; 空缺 for nobody."""
    faults: tuple[str, ...] = ()
    """The findings of 必须 that are about it, as sentences."""
    notes: tuple[str, ...] = ()
    """The other findings."""
    turn: Words | None = None
    until: datetime | None = None
    """When one that lasts ends."""
    again: bool = False

    @property
    def pinned(self) -> bool:
        """Whether somebody on it is fixed."""
        return any(one.pinned for one in self.people)


@dataclass(frozen=True)
class SiteCount:
    """A duty at many places on a day: how many places, how many people are missing, how many places differ."""

    duty: str
    day: date
    places: int
    missing: int
    differing: int


@dataclass(frozen=True)
class MatrixCell:
    """What stands where a day and a column meet: mostly one slot, none, or the places of a duty counted."""

    column: MatrixColumn
    slots: tuple[SlotCell, ...] = ()
    sites: SiteCount | None = None


class CellTeller:
    """Says of a line how its cell stands, against what is issued and what was found."""

    def __init__(self, standing: Standing, shown: Desk, now: datetime) -> None:
        self._shown, self._now = shown, now
        self._content: Content = standing.issued
        self._on = versions.grouped(standing.issued)
        self._open = bool(shown.draft and shown.draft.state is DraftState.OPEN)

    def cell(self, column: MatrixColumn, day: date, lines: list[Line]) -> MatrixCell:
        """The cell of a column on a day, given the lines of its duty that day."""
        if column.sites:
            return MatrixCell(column, sites=self._count(column.duty, day, lines) if lines else None)
        mine = [line for line in lines if (line.slot.shift, line.slot.post) == (column.shift, column.post)]
        return MatrixCell(column, tuple(self.slot(line, again=line.day != day) for line in mine))

    def slot(self, line: Line, *, again: bool = False) -> SlotCell:
        """How a slot stands."""
        slot, shown = line.slot.id, self._shown
        said = [shown.findings[number - 1] for number in shown.flags.get(slot, ())]
        return SlotCell(
            slot,
            self.state(line),
            tuple(
                OnCell(
                    one.tagged,
                    one.name,
                    (slot, one.tagged) in shown.pinned,
                    shown.unable.get((slot, one.tagged)) if line.version is not None else None,
                )
                for one in line.people
            ),
            line.missing,
            self.was(line),
            tuple(one.text for one in said if one.force == "必须"),
            tuple(one.text for one in said if one.force != "必须"),
            shown.turns.get(slot),
            line.end if line.lasting else None,
            again,
        )

    def state(self, line: Line) -> CellState:
        """What can be done with a line's slot."""
        if line.version is None and self._shown.drafted:
            return CellState.OPEN if self._open else CellState.LOCKED
        return CellState.PAST if line.start <= self._now else CellState.ISSUED

    def was(self, line: Line) -> Words | None:
        """Who is issued on the slot of a drafted line, and when, where that differs; None where it does not."""
        held = self._content.slots.get(line.slot.id)
        if held is None or line.version is not None:
            return None
        before = sorted(self._on.get(line.slot.id, ()))
        moved = held.slot.start != line.slot.start
        if not moved and before == sorted(one.tagged for one in line.people):
            return None
        names = "、".join(map(self._shown.office.name, before))
        day = date.fromordinal(held.slot.day)
        when = (f"{day.month}月{day.day}日", f"{day:%-d %b} ") if moved else ("", "")
        return Words.given(when[0] + (names or Words("空缺").zh), when[1] + (names or Words("空缺").en))

    def band(self, day: date, lines: list[Line], today: date) -> Band:
        """Where a day stands, given its lines: drafted, else ahead, else entered afterwards, else over."""
        states = {self.state(line) for line in lines}
        if states & {CellState.OPEN, CellState.LOCKED}:
            return Band.DRAFT
        if CellState.ISSUED in states or (lines and day >= today):
            return Band.ISSUED
        if not lines:
            return Band.PAST if day < today else Band.DRAFT if self._shown.drafted else Band.ISSUED
        return Band.RECORDED if all(line.entered_afterwards for line in lines) else Band.PAST

    def _count(self, duty: str, day: date, lines: list[Line]) -> SiteCount:
        places = {line.slot.site for line in lines}
        return SiteCount(
            duty,
            day,
            len(places),
            sum(line.missing for line in lines),
            sum(self.was(line) is not None for line in lines),
        )
