"""Whose turn it was on what is issued: the part of kept problems that 轮流 wrote, read without the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from constraints.problem.turns import Cursor, SlotTurn
from planner.office.keys import SlotKey
from planner.store import blobs, cache
from planner.store.database import Transaction
from planner.store.roster import versions


@dataclass(frozen=True)
class PlannedTurns:
    """What a problem says of turns: its last day, the turn of each slot, how the orders stand after them."""

    last: int
    turns: tuple[SlotTurn, ...] = ()
    cursors: tuple[Cursor, ...] = ()


@dataclass(frozen=True)
class IssuedTurns:
    """Slot → whose turn it was when it was issued, and (last day, cursor) of each plan that was, the first first."""

    turns: Mapping[str, SlotTurn]
    cursors: tuple[tuple[int, Cursor], ...]


NO_TURNS = IssuedTurns({}, ())
"""For an office in which nothing goes by turns."""


@cache.kept(256)
def planned_turns(transaction: Transaction, problem: str) -> PlannedTurns:
    """The turns of the problem kept under a digest; it never changes."""
    return msgspec.json.decode(blobs.fetch_blob(transaction, problem), type=PlannedTurns)


@cache.kept(2, cache.ISSUED)
def issued_turns(transaction: Transaction) -> IssuedTurns:
    """The turns of everything that is in force; a plan issued later counts for more than one before it."""
    found: dict[str, SlotTurn] = {}
    cursors: dict[tuple[int, Cursor], None] = {}
    for version in sorted(versions.standing(transaction), key=lambda one: one.id):
        planned = planned_turns(transaction, version.digests[0])
        for turn in planned.turns:
            key = SlotKey.of(turn.slot)
            if key.duty == version.duty and f"{key.nominal:%Y-%m}" == version.month:
                found[turn.slot] = turn
        for cursor in planned.cursors:
            cursors.pop((planned.last, cursor), None)
            cursors[planned.last, cursor] = None
    return IssuedTurns(found, tuple(cursors))
