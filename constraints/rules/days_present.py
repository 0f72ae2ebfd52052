"""Days present: on how many days somebody is on duty, at least."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from constraints.measure.expr import Amount, Expr
from constraints.measure.on_duty import Side, days, flat, on
from constraints.measure.parameter import LONGEST, PERIODS, Bounds, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.period import bounds
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class DaysPresent(Rule):
    """In each `period` that ends inside the plan an assignee is on duty on at least `least` days.

    A day that an assignment touches counts once; never more days are asked than the assignee could serve alone.
    """

    code, zh, en = "days_present", "在岗天数", "Days present"
    about_zh = (
        "每人每期间在岗不少于若干天，一个班次涉及的每一天各计一天；只看在本计划内结束的期间，不超过本人能值的天数。"
    )
    law_zh = "按{period}计，每人在岗至少 {least} 天"
    law_en = "in each {period} everybody is on duty on at least {least} days"
    say_zh = "{who} 在{period}的在岗天数少于 {least} 天，差 {amount} 天"
    say_en = "{who} is on duty on fewer than {least} days in {period}, {amount} short"
    keys = ("who", "period")
    nature = "demand"

    least: int = parameter("最少", eases="down")
    period: str = parameter("期间", "month", choices=PERIODS)

    def asks(self) -> bool:
        """Whether any day."""
        return self.least > 0

    def bounds(self) -> Bounds:
        """No more days than a period has."""
        return Bounds((self.period,), self.least, LONGEST.get(self.period))

    def places(self, case: CaseFacts) -> Places:
        """Each assignee and each period that ends inside the plan."""
        past = case.past(self.scope)
        for who, slots in case.mine(self.scope).items():
            facts = past.get(who, [])
            able = days(who, [slot for slot in slots if case.free(who, slot)], (), touched=True)
            for first, inside in self._periods(case, days(who, slots, facts, touched=True)).items():
                had = sum(1 for _, (_, fixed) in inside if fixed)
                open_days = tuple(one for _, one in inside if not one[1])
                least = min(self.least - had, sum(1 for day, (_, fixed) in inside if not fixed and day in able))
                if least > 0:
                    yield Place((who, first), flat(open_days), 0, "demand", "least", (least, open_days))

    def _periods(self, case: CaseFacts, sides: dict[int, Side]) -> dict[int, list[tuple[int, Side]]]:
        """First day → (day, side) of each period that ends inside the plan and has a pair that may be assigned."""
        whole = case.problem.first, case.problem.last
        found: dict[tuple[int, int], list[tuple[int, Side]]] = defaultdict(list)
        for day, one in sorted(sides.items()):
            span = bounds(day, self.period) or whole
            if span[0] <= day <= span[1]:
                found[span].append((day, one))
        return {
            first: inside
            for (first, last), inside in found.items()
            if last <= case.problem.last and any(pairs for _, (pairs, _) in inside)
        }

    def post(self, place: Place, board: Measures) -> Amount:
        """How many days on duty are missing."""
        least, sides = place.data
        there = Expr((), 0)
        for one in sides:
            there = there.plus(board.any(*one))
        return board.below(there, least)

    def check(self, place: Place, roster: Roster) -> int:
        """How many days on duty are missing."""
        least, sides = place.data
        return max(0, int(least) - sum(on(one, roster) for one in sides))
