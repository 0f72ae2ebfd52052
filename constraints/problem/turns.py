"""Turns: whom an order of rotation names for each slot, who was passed over and why, and how the order then stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unfit = Literal["away", "busy", "office", "exempt", "pool", "order", "taken", "earlier", "here"]
"""Why somebody cannot take their turn: away, at a meeting or the like that excludes it, out of office, exempt, in no
pool of the post, an order, a duty issued, the place that an earlier clause gave them, or another place at that time
under this one."""
Fate = Literal["swapped", "owed", "lost"]
"""What becomes of a turn that cannot be taken: another place in this round, the first one that can be, or nothing."""


@dataclass(frozen=True)
class Passed:
    """Somebody whose turn it was and who could not take it."""

    who: str
    why: Unfit
    fate: Fate
    seat: int = 0
    """The seat of the slot for which they were passed over, from 0."""
    day: int = 0
    """The day on which they serve instead; 0 if the turn is lost, or comes after the days that are worked out."""


@dataclass(frozen=True)
class SlotTurn:
    """Whose turn a slot is, worked out before anybody is assigned; it stays, whoever serves in the end."""

    slot: str
    who: tuple[str, ...]
    """One for each seat, in their order; fewer where nobody of the order could take one."""
    places: tuple[str, ...] = ()
    """For each of `who` whose place in the order it was; '' for a turn that was owed."""
    ordered: tuple[str, ...] = ()
    """Those whom an order puts on the slot, without using a turn."""
    passed: tuple[Passed, ...] = ()
    column: str = ""
    """The column of days to whose order it belongs, as 分列 has it; '' for the days in none."""
    members: tuple[str, ...] = ()
    """Where units take turns on a post of people: the people of the unit whose turn it is."""
    stand_in: tuple[str, ...] = ()
    """Those who hold the slot as it is issued in place of one whose turn it is, by a swap, a cover or an order."""

    @property
    def named(self) -> frozenset[str]:
        """All who break no turn by serving: whose it is, their people, those by order, and those in their place."""
        return frozenset((*self.who, *self.members, *self.ordered, *self.stand_in))


@dataclass(frozen=True)
class Cursor:
    """How an order stands, for one column of days, once the plan's last seat is given.

    `order` says which order it is, by the words of the clause, the list and the column.
    """

    order: str
    after: str
    """The one whose place was the last to be used; the order goes on behind it."""
    swapped: tuple[tuple[str, str], ...] = ()
    """(whose place of this round, who has it instead)"""
    owed: tuple[str, ...] = ()
    """Those who are owed a turn, the first to take one first."""
