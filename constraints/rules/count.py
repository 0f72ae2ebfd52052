"""Count: how often somebody serves in a period, at least and at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import PERIODS, Bounds, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import once
from constraints.problem.period import bounds
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Count(Rule):
    """In each `period` an assignee serves at least `least` and at most `most` times.

    Each time below or above counts once. `least` is asked only of periods that end inside the plan,
    and never of more slots than the assignee could take alone.
    """

    code, zh, en = "count", "次数", "Count"
    about_zh = "每人每期间的次数不少于最少、不多于最多；每差一次计一次。最少只看在本计划内结束的期间。"
    law_zh = "按{period}计，每人[至少值班 {least} 次，][至多值班 {most} 次，]"
    law_en = "in each {period} everybody serves [at least {least} times, ][at most {most} times, ]"
    say_zh = "{who} 在{period}的次数{side}规定，相差 {amount} 次"
    say_en = "{who} serves {side} the rule in {period} by {amount}"
    keys = ("who", "period", "side")
    nature = "both"

    period: str = parameter("期间", "month", choices=PERIODS)
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
        for who, slots in case.mine(self.scope).items():
            for first, last, inside, had in self._periods(case, slots, past.get(who, [])):
                pairs, parts = tuple((slot.id, who) for slot in inside), once(who, inside, had)
                facts = len(had)
                if self.least and last <= case.problem.last:
                    turns = {slot.turn for slot in had}
                    able = len({slot.turn for slot in inside if case.free(who, slot)} - turns)
                    least = min(self.least - len(turns), able)
                    if least > 0:
                        yield Place(
                            (who, first, "below"), pairs, facts, "demand", "least", len(turns) + least, once=parts
                        )
                if self.most is not None:
                    yield Place((who, first, "above"), pairs, facts, data=self.most, once=parts)

    def _periods(
        self, case: CaseFacts, slots: Sequence[Slot], past: Sequence[Slot]
    ) -> Iterator[tuple[int, int, list[Slot], list[Slot]]]:
        """(first, last, the plan's slots, the facts) for each period with a slot of the plan."""
        found: dict[tuple[int, int], list[Slot]] = defaultdict(list)
        whole = case.problem.first, case.problem.last
        for slot in slots:
            found[bounds(slot.day, self.period) or whole].append(slot)
        for (first, last), inside in found.items():
            facts = [] if self.period == "plan" else [slot for slot in past if first <= slot.day <= last]
            yield first, last, inside, facts

    def post(self, place: Place, board: Measures) -> Amount:
        """How many times below the least, or above the most."""
        served = board.count(place)
        return board.below(served, place.data) if place.nature == "demand" else board.above(served, place.data)

    def check(self, place: Place, roster: Roster) -> int:
        """How many times below the least, or above the most."""
        served = place.served(roster)
        limit = int(place.data)
        return max(0, limit - served if place.nature == "demand" else served - limit)
