"""Why a month has no full roster: clashes and ways out with their price, texts in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.store.results.as_json import AsJson
from planner.words import Words

UNSAID = Words("")


@dataclass(frozen=True)
class NamedFact:
    """A row of the workbook that stands in the way: its sheet, its line in the exported workbook, and in words."""

    sheet: str
    row: int
    text: Words


@dataclass(frozen=True)
class NamedClash:
    """Rows that cannot all stand, with the ids of their facts, and the slots for which they cannot."""

    facts: tuple[NamedFact, ...]
    ids: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    text: Words = UNSAID


@dataclass(frozen=True)
class PricedChange:
    """A row of the workbook that a way out replaces by others, or a new one."""

    sheet: str
    row: int
    """Its line in the exported workbook."""
    to: Words = UNSAID
    text: Words = UNSAID
    before: Mapping[str, object] | None = None
    """The row's cells by field; which fields there are depends on the sheet. None: the row is new."""
    after: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class PersonConcerned:
    """Somebody whom a way out concerns, and the numbers to phone if they are to be asked."""

    id: str
    name: str
    phone: bool = False
    """Whether they are to be phoned."""
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class PricedWay:
    """A way out: the rows to change, who is concerned, and what the month then costs."""

    changes: tuple[PricedChange, ...]
    people: tuple[PersonConcerned, ...] = ()
    cost: int = 0
    proved: bool = False
    text: Words = UNSAID


@dataclass(frozen=True)
class Explanation(AsJson):
    """Every clash, as found and as read aloud, and the ways out, the easiest first."""

    clash: tuple[NamedClash, ...] = ()
    told: tuple[Words, ...] = ()
    ways: tuple[PricedWay, ...] = ()
    complete: bool = False
    """Whether the time sufficed for all clashes."""
    ground: tuple[str, ...] = ()
    """Digests of the problem and the book it is about."""
