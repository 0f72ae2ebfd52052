"""What a rule may ask and what it may say: the facts of a case, and the words its amount is posted in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from constraints.measure.expr import Amount, Expr
from constraints.measure.place import ALL, Place, Scope
from constraints.problem.problem import Absence, Assignee, Problem, Slot
from constraints.problem.roster import Pair


class CaseFacts(Protocol):
    """What is known of one problem under one rule book before anybody is assigned; rules read it in `places`.

    Days are ordinals (`date.toordinal`), times are minutes since the start of day 0, ids are those of the problem.
    """

    @property
    def problem(self) -> Problem:
        """The slots, the assignees and the facts around them, as they were handed in."""

    @property
    def slots(self) -> Mapping[str, Slot]:
        """Id → slot of the plan."""

    @property
    def assignees(self) -> Mapping[str, Assignee]:
        """Id → person or unit."""

    @property
    def candidates(self) -> tuple[Pair, ...]:
        """The (slot, assignee) pairs that may be, in a fixed order."""

    @property
    def reach(self) -> tuple[int, int]:
        """First and last day on which a slot of the plan starts."""

    @property
    def one_at_a_time(self) -> bool:
        """Whether 必须 already keeps everybody from two posts at once that exclude each other."""

    @property
    def hard_rests(self) -> Sequence[tuple[Scope, int]]:
        """(scope, minutes) of every rest between duties that 必须 demands."""

    def mine(self, scope: Scope = ALL) -> Mapping[str, Sequence[Slot]]:
        """Assignee → the plan's slots in scope that they may be assigned to, by start."""

    def past(self, scope: Scope = ALL) -> Mapping[str, Sequence[Slot]]:
        """Assignee → slots in scope that they hold as a fact (history, other issued months), by start."""

    def on(self, scope: Scope = ALL) -> Sequence[Slot]:
        """The plan's slots in scope, by start; the people of the scope are not asked."""

    def pairs(self, slot: Slot) -> tuple[Pair, ...]:
        """The (slot, assignee) pairs of a slot that a roster may hold."""

    def absent(self, who: str, slot: Slot) -> bool:
        """Whether an absence blocks the slot, or it lies outside the assignee's time in office."""

    def absences(self, who: str) -> tuple[Absence, ...]:
        """The times away of an assignee."""

    def may(self, who: str, slot: Slot) -> bool:
        """Whether the assignee may take the slot at all: a candidate, there, and not closed by 必须."""

    def free(self, who: str, slot: Slot) -> bool:
        """Whether the assignee, alone in the plan, could take the slot: `may`, and no fact at the same time."""


class Measures(Protocol):
    """The eight words in which a rule posts its amount at a place, each a linear expression or a sum of hinges."""

    def count(self, place: Place) -> Expr:
        """How many of the place's pairs are assigned, its facts included; of each group of `once` one at most."""

    def any(self, pairs: Sequence[Pair], fixed: int = 0) -> Expr:
        """1 if one of the pairs is assigned or a fact stands, else 0."""

    def total(self, pairs: Sequence[Pair], weights: Sequence[int]) -> Expr:
        """The sum of the assigned pairs' weights, a whole number for each pair."""

    def start(self, before: Expr, after: Expr) -> Expr:
        """1 if `after` is 1 and `before` is 0, both of them 0 or 1."""

    def stop(self, before: Expr, after: Expr) -> Expr:
        """1 if `before` is 1 and `after` is 0, both of them 0 or 1."""

    def least(self, places: tuple[Place, ...]) -> Expr:
        """The smallest of what `count` says of the places; only for amounts that fall as it rises."""

    def above(self, value: Expr, limit: int, costs: tuple[int, ...] = (1,)) -> Amount:
        """max(0, value − limit), each further unit at the next cost."""

    def below(self, value: Expr, limit: int, costs: tuple[int, ...] = (1,)) -> Amount:
        """max(0, limit − value), each further unit at the next cost."""
