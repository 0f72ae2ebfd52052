"""Where an order of turns goes on: as the last plan issued left it, else behind the last who served."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from constraints.problem.problem import Slot, Taken
from constraints.problem.turns import Cursor, SlotTurn
from planner.problem.period import Issued
from planner.problem.rotation.order import TurnOrder

Belongs = Callable[[Slot, str | None], bool]
"""Whether a slot is one of an order's, given the column in which it was issued, if it was."""


class Past:
    """What a clause's slots before the first day of a plan were, the last of them first."""

    def __init__(self, taken: Iterable[Taken], inside: Callable[[list[Slot]], list[Slot]], issued: Issued, first: int):
        before = [one for one in taken if one.slot.nominal < first]
        covered = {slot.id for slot in inside([one.slot for one in before])}
        self._taken = sorted((one for one in before if one.slot.id in covered), key=lambda one: one.slot.start)[::-1]
        self._turns: Mapping[str, SlotTurn] = issued.turns
        self._cursors: Sequence[tuple[int, Cursor]] = [one for one in issued.cursors if one[0] < first]

    def begin(self, order: TurnOrder, belongs: Belongs) -> None:
        """Let an order go on where it stood: as the last plan that knows it left it, then through what was since.

        Without such a plan it begins behind whoever had, or served, the last of its slots.
        """
        known = [
            (day, cursor)
            for day, cursor in self._cursors
            if cursor.order == order.key and cursor.after in (*order.places, "")
        ]
        if not known:
            last = next((places for one in self._taken if (places := self._places(one, order, belongs))), None)
            order.behind(last[-1]) if last else None
            return
        day, cursor = max(reversed(known), key=lambda one: one[0])
        order.resume(cursor)
        followed = set[str]()
        for one in reversed([one for one in self._taken if one.slot.nominal > day]):
            turn, places = self._turns.get(one.slot.id), self._places(one, order, belongs)
            if turn and places and one.slot.id not in followed:
                order.follow(turn)
            elif places and not turn:
                order.behind(places[-1])
            followed.add(one.slot.id)

    def _places(self, one: Taken, order: TurnOrder, belongs: Belongs) -> list[str]:
        """By whose places a slot was given, or who served on it; none where it is no slot of the order's."""
        turn = self._turns.get(one.slot.id)
        if not belongs(one.slot, turn.column if turn else None):
            return []
        named = [place or who for who, place in zip(turn.who, turn.places, strict=False)] if turn else [one.who]
        return [who for who in named if who in order.places]
