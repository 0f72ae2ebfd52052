"""Fixed weekday: somebody serves on a weekday of their own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import PERIODS, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.period import bounds, weekday
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class FixedWeekday(Rule):
    """In each `period` each of the people named serves at least once on one of the weekdays.

    A period in which they served so already, could take no such slot, or may still do so after the plan
    is not measured.
    """

    code, zh, en = "fixed_weekday", "固定星期", "Fixed weekday"
    about_zh = "所列人员每期间至少有一次排在固定的星期；期间内没有这样的班次或本人都不能值的，不计。"
    law_zh = "按{period}计，所列人员至少有一次排在{weekdays}"
    law_en = "in each {period} those named serve at least once on {weekdays}"
    say_zh = "{who} 在{period}没有排在固定的{weekdays}"
    say_en = "{who} has no slot on {weekdays} in {period}"
    keys = ("who", "period")
    nature = "demand"
    needs = ("who",)

    weekdays: tuple[int, ...] = parameter("星期", kind="weekdays")
    period: str = parameter("期间", "month", choices=PERIODS)

    def places(self, case: CaseFacts) -> Places:
        """Each of the people and each period with such a slot that they could take."""
        past = case.past(self.scope)
        whole = case.problem.first, case.problem.last
        for who, slots in case.mine(self.scope).items():
            found: dict[tuple[int, int], list[Slot]] = defaultdict(list)
            for slot in slots:
                if weekday(slot.day) in self.weekdays:
                    found[bounds(slot.day, self.period) or whole].append(slot)
            for (first, last), inside in found.items():
                had = self.period != "plan" and any(
                    first <= one.day <= last and weekday(one.day) in self.weekdays for one in past.get(who, ())
                )
                later = any(weekday(day) in self.weekdays for day in range(case.problem.last + 1, last + 1))
                if not had and not later and any(case.free(who, slot) for slot in inside):
                    yield Place((who, first), tuple((slot.id, who) for slot in inside), 0, "demand", "least")

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if the person serves on none of the weekdays."""
        return board.below(board.count(place), 1)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if the person serves on none of the weekdays."""
        return int(not roster.count(place.pairs))
