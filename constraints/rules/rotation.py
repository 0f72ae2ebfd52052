"""Rotation: whoever's turn it is serves."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster
from constraints.problem.turns import SlotTurn


@dataclass(frozen=True)
class Rotation(Rule):
    """Those in scope serve in turn, by rank or by the list of the sheet 'rotation'; each of the `columns` of days has a
    turn of its own.

    Whose turn a slot is, is worked out from facts before anything is solved. Somebody who is away then changes places
    with the next, comes first once back, or loses the turn. Each person on a slot whose turn it is not counts once.
    A seat that nobody of the order could take is nobody's turn.
    """

    code, zh, en = "rotation", "轮流", "Rotation"
    about_zh = (
        "按人员（单位）排序或“轮值”表的顺序轮流值班，各类日子可分开轮；轮到的人请假等不能值的，与后一位对调、"
        "回来先补或跳过。轮到谁在编排之前就已算定；每多排一个没有轮到的人计一次，名单中无人能值的位置除外。"
    )
    law_zh = "[按{order}先后]轮流值班[，{columns}分开轮][，单位轮流：{units}]，轮到的人不能值的{absent}"
    law_en = (
        "those in scope serve in turn[, by {order}][, with a turn of its own for {columns}]"
        "[, unit by unit: {units}]; whoever cannot take it: {absent}"
    )
    say_zh = "{slot} 多排 {amount} 个没有轮到的人"
    say_en = "{amount} on {slot} whose turn it is not"
    keys = ("slot",)

    order: str = parameter("顺序", "auto", choices={"自动": "auto", "轮值": "list", "排序": "rank"})
    columns: tuple[str, ...] = parameter("分列", (), kind="columns")
    absent: str = parameter("缺席", "swap", choices={"对调": "swap", "顺延": "wait", "跳过": "skip"})
    units: str = parameter("单位", "no", choices={"否": "no", "是": "yes"})

    def places(self, case: CaseFacts) -> Places:
        """Each slot in scope whose turn is known, with the pairs of all whose turn it is not."""
        turns = {turn.slot: turn for turn in case.problem.turns}
        for slot in case.on(self.scope):
            turn = turns.get(slot.id)
            if turn is not None:
                named = self._named(turn)
                others = tuple(pair for pair in case.pairs(slot) if pair[1] not in named)
                yield Place((slot.id,), others, data=self._nobody_s(turn, slot))

    def _nobody_s(self, turn: SlotTurn, slot: Slot) -> int:
        """How many seats are nobody's turn, since nobody of the order could take them: anybody may have those."""
        return 0 if turn.members else max(0, slot.need - len(turn.who) - len(turn.ordered))

    def _named(self, turn: SlotTurn) -> frozenset[str]:
        """Those of a turn who are in scope, those who serve for them, and those whom an order puts there."""
        who = self.scope.who
        mine = (one for one in (*turn.who, *turn.members) if who is None or one in who)
        return frozenset((*mine, *turn.ordered, *turn.stand_in))

    def post(self, place: Place, board: Measures) -> Amount:
        """How many are on the slot whose turn it is not."""
        return board.above(board.count(place), place.data)

    def check(self, place: Place, roster: Roster) -> int:
        """How many are on the slot whose turn it is not."""
        return max(0, roster.count(place.pairs) - int(place.data))
