"""Filled: no post is left open."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places, Tier
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Filled(Rule):
    """Every slot has as many people as it needs.

    Each person missing counts once, slot by slot.
    """

    code, zh, en = "filled", "不空岗", "Filled"
    about_zh = "每个岗位都要排够人数；每缺一人计一次。"
    law_zh = "每个班次岗位的人数不少于规定人数"
    law_en = "every slot has the people it needs"
    say_zh = "{slot} 缺 {amount} 人"
    say_en = "{slot} is short of {amount}"
    keys = ("slot",)
    nature = "demand"
    standing = True
    reads = ("duties", "shifts", "posts", "days")

    def places(self, case: CaseFacts) -> Places:
        """Each slot in scope, with its need as data."""
        for slot in case.on(self.scope):
            tier: Tier = "visit" if slot.hold == "on_call" else "filled"
            yield Place((slot.id,), case.pairs(slot), nature="demand", tier=tier, data=slot.need)

    def post(self, place: Place, board: Measures) -> Amount:
        """How many people are missing."""
        return board.below(board.count(place), place.data)

    def check(self, place: Place, roster: Roster) -> int:
        """How many people are missing."""
        return max(0, int(place.data) - roster.count(place.pairs))
