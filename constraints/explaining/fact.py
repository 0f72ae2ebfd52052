"""A fact: one row that people wrote and could change, and what it adds to a problem."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from constraints.problem.problem import Absence, Pin
from constraints.problem.roster import Pair
from constraints.problem.turns import SlotTurn


class FactKind(StrEnum):
    """What a row does to a problem."""

    CLAUSE = "clause"
    NEED = "need"
    ROOM = "room"
    PIN = "pin"
    WINDOW = "window"
    EXEMPT = "exempt"
    ABSENCE = "absence"
    LOAN = "loan"
    """The other way round: nothing that stands, but people of another post who could be lent to this one."""
    WAIT = "wait"
    """Nothing that stands either: somebody's turn that could wait, so that others come before them."""


@dataclass(frozen=True)
class Fact:
    """One row that people wrote, and what it adds to a problem."""

    id: str
    kind: FactKind
    absences: tuple[tuple[str, Absence], ...] = ()
    pins: tuple[Pin, ...] = ()
    slots: frozenset[str] = frozenset()
    """Of a need or a room: the slots it speaks of; of a turn: those on which it could wait."""
    clause: int = -1
    """The number of a clause in the book; below 0 for facts of another kind."""
    who: str = ""
    """Of a window, an exemption or a turn: whose."""
    spell: int = 0
    """Of an exemption: the first day of the spell it belongs to."""
    pairs: frozenset[Pair] = frozenset()
    """Of an exemption: the pairs that are candidates without it; of a loan: those that are candidates with it."""
    pools: frozenset[str] = frozenset()
    """Of a loan: the pools whose people its post takes besides its own."""
    turns: tuple[SlotTurn, ...] = ()
    """Of a turn that could wait: whose turn it is then, on every slot on which somebody else's it is."""

    @property
    def offered(self) -> bool:
        """Whether nothing of it stands as yet: it is taken where a way asks for it, instead of given up."""
        return self.kind in (FactKind.LOAN, FactKind.WAIT)

    @property
    def closes(self) -> bool:
        """Whether the fact keeps people from slots; else it asks for something, or is a clause."""
        return self.kind in (FactKind.WINDOW, FactKind.EXEMPT, FactKind.ABSENCE) or any(
            pin.forbidden for pin in self.pins
        )


@dataclass(frozen=True)
class Eased:
    """A fact, a clause, that stands with another number in place of the one it has."""

    fact: str
    name: str
    """The field of the rule."""
    value: int
