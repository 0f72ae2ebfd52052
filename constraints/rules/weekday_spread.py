"""Weekday spread: nobody always serves on the same weekday."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import PERIODS, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import once
from constraints.problem.period import bounds, weekday
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class WeekdaySpread(Rule):
    """In each `period` a person serves at most `most` times on the same weekday.

    Each assignment above that counts once, weekday by weekday.
    """

    code, zh, en = "weekday_spread", "星期错开", "Weekday spread"
    about_zh = "每期间同一个星期几最多值若干次；每多一次计一次。"
    law_zh = "按{period}计，每人在同一个星期几至多值班 {most} 次"
    law_en = "in each {period} everybody serves at most {most} times on one weekday"
    say_zh = "{who} 在{period}的{weekday}多排 {amount} 次"
    say_en = "{who} serves {amount} time(s) too many on {weekday} in {period}"
    keys = ("who", "weekday", "period")

    most: int = parameter("最多", 1, eases="up")
    period: str = parameter("期间", "month", choices=PERIODS)

    def places(self, case: CaseFacts) -> Places:
        """Each person, weekday and period with a slot of the plan."""
        past = case.past(self.scope)
        whole = case.problem.first, case.problem.last
        for who, slots in case.mine(self.scope).items():
            found: dict[tuple[int, int, int], list[Slot]] = defaultdict(list)
            for slot in slots:
                found[weekday(slot.day), *(bounds(slot.day, self.period) or whole)].append(slot)
            for (which, first, last), some in found.items():
                facts = [slot for slot in past.get(who, ()) if first <= slot.day <= last and weekday(slot.day) == which]
                facts = facts if self.period != "plan" else []
                pairs = tuple((slot.id, who) for slot in some)
                yield Place((who, which, first), pairs, len(facts), once=once(who, some, facts))

    def post(self, place: Place, board: Measures) -> Amount:
        """How many assignments above the most."""
        return board.above(board.count(place), self.most)

    def check(self, place: Place, roster: Roster) -> int:
        """How many assignments above the most."""
        return max(0, place.served(roster) - self.most)
