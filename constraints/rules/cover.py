"""Cover: how many people a slot should have, dearer or cheaper below than above."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import Bounds, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import of
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Cover(Rule):
    """Each slot in scope has `target` people, its need where no target is given.

    Where people are named, they alone are counted. Each person below counts `short` times, each above `over` times.
    """

    code, zh, en = "cover", "在岗人数", "Cover"
    about_zh = (
        "范围内每个班次岗位的人数应为目标（不填即人数）；填了人员的，只数其中的人；每少一人按“缺”计，每多一人按“超”计。"
    )
    law_zh = "每个班次岗位的人数以[ {target} 人|规定人数]为准，少一人计 {short}，多一人计 {over}"
    law_en = (
        "every slot has [{target} on it|the people it needs], "
        "each too few counted {short} times and each too many {over} times"
    )
    say_zh = "{slot} 的人数偏离目标（计 {amount}）"
    say_en = "{slot} is off its target number of people ({amount})"
    keys = ("slot",)
    nature = "demand"
    learned = ("who",)

    target: int | None = parameter("目标", None)
    short: int = parameter("缺", 1)
    over: int = parameter("超", 1)

    def asks(self) -> bool:
        """Whether a number off the target counts at all."""
        return self.over > 0 or (self.short > 0 and self.target != 0)

    def bounds(self) -> Bounds | None:
        """The target, from below where too few count and from above where too many do."""
        if self.target is None:
            return None
        return Bounds((), self.target if self.short else 0, self.target if self.over else None)

    def places(self, case: CaseFacts) -> Places:
        """Each slot in scope, with the number of people that it should have as data."""
        for slot in case.on(self.scope):
            target = slot.need if self.target is None else self.target
            yield Place((slot.id,), of(slot, case.pairs(slot), self.scope), 0, "demand", "share", target)

    def post(self, place: Place, board: Measures) -> Amount:
        """`short` for each person too few, `over` for each too many."""
        there = board.count(place)
        below = board.below(there, place.data, (self.short,)) if self.short else ()
        return below + (board.above(there, place.data, (self.over,)) if self.over else ())

    def check(self, place: Place, roster: Roster) -> int:
        """`short` for each person too few, `over` for each too many."""
        there = roster.count(place.pairs) - int(place.data)
        return self.over * there if there > 0 else -self.short * there
