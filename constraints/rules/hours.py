"""Hours: how many minutes somebody serves in a period, at least and at most."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import PERIODS, Bounds, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.period import bounds
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Hours(Rule):
    """In each `period` an assignee serves at least `least` and at most `most` minutes.

    A slot counts whole on the day it starts, each minute below or above counts once. `least` is asked only of periods
    that end inside the plan, and never of more than the assignee could serve alone.
    """

    code, zh, en = "hours", "工时", "Hours"
    about_zh = "每人每期间的值班分钟数不少于最少、不多于最多，班次全部计入开始的那一天；每差一分钟计一。"
    law_zh = "按{period}计，每人[至少值班 {least} 分钟，][至多值班 {most} 分钟，]"
    law_en = "in each {period} everybody serves [at least {least} minutes, ][at most {most} minutes, ]"
    say_zh = "{who} 在{period}的工时{side}规定，相差 {amount} 分钟"
    say_en = "{who} serves {side} the rule in {period} by {amount} minutes"
    keys = ("who", "period", "side")
    nature = "both"

    period: str = parameter("期间", "week", choices=PERIODS)
    least: int = parameter("最少", 0, eases="down")
    most: int | None = parameter("最多", None, eases="up")

    def asks(self) -> bool:
        """Whether there is a least or a most."""
        return self.least > 0 or self.most is not None

    def bounds(self) -> Bounds:
        """The least and the most."""
        return Bounds((self.period,), self.least, self.most)

    def places(self, case: CaseFacts) -> Places:
        """Each assignee and period, once for each side that is asked."""
        past = case.past(self.scope)
        whole = case.problem.first, case.problem.last
        for who, slots in case.mine(self.scope).items():
            found: dict[tuple[int, int], list[Slot]] = defaultdict(list)
            for slot in slots:
                found[bounds(slot.day, self.period) or whole].append(slot)
            for (first, last), inside in found.items():
                facts = (
                    0
                    if self.period == "plan"
                    else sum(_minutes(slot) for slot in past.get(who, ()) if first <= slot.day <= last)
                )
                pairs, minutes = tuple((slot.id, who) for slot in inside), tuple(map(_minutes, inside))
                able = sum(_minutes(slot) for slot in inside if case.free(who, slot))
                least = min(self.least - facts, able)
                if least > 0 and last <= case.problem.last:
                    yield Place((who, first, "below"), pairs, 0, "demand", "least", (least, minutes))
                if self.most is not None:
                    yield Place((who, first, "above"), pairs, facts, data=(self.most, minutes))

    def post(self, place: Place, board: Measures) -> Amount:
        """How many minutes below the least, or above the most."""
        limit, minutes = place.data
        served = board.total(place.pairs, minutes).add(place.fixed)
        return board.below(served, limit) if place.nature == "demand" else board.above(served, limit)

    def check(self, place: Place, roster: Roster) -> int:
        """How many minutes below the least, or above the most."""
        limit, minutes = place.data
        served: int = place.fixed + sum(
            count for pair, count in zip(place.pairs, minutes, strict=True) if pair in roster
        )
        return max(0, int(limit) - served if place.nature == "demand" else served - int(limit))


def _minutes(slot: Slot) -> int:
    return slot.end - slot.start
