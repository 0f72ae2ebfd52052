"""Gap: nobody serves twice within too few days."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import by_day, once
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Gap(Rule):
    """In any `days` days running a person has at most one duty in scope.

    Each duty above one counts, in every such window: three days in a row cost more than two.
    """

    code, zh, en = "gap", "间隔", "Gap"
    about_zh = "任意连续若干天内最多值班一次；每个这样的时段内每多一次计一次。"
    law_zh = "任意 {days} 天内最多值班一次"
    law_en = "at most one duty in any {days} days"
    say_zh = "{who} 在 {first} 至 {last} 多排 {amount} 次，间隔不足 {days} 天"
    say_en = "{who} serves {amount} time(s) too many from {first} to {last}: less than {days} days apart"
    keys = ("who", "first", "last")

    days: int = parameter("天数", lowest=2, highest=366, eases="down")

    def places(self, case: CaseFacts) -> Places:
        """Each assignee and each window of `days` days in which two could meet."""
        past = case.past(self.scope)
        for who, slots in case.mine(self.scope).items():
            mine, facts = by_day(slots), by_day(past.get(who, ()))
            windows = {day - back for day in mine for back in range(self.days)}
            for first in sorted(windows):
                span = range(first, first + self.days)
                some = [slot for day in span for slot in mine.get(day, ())]
                had = [slot for day in span for slot in facts.get(day, ())]
                pairs = tuple((slot.id, who) for slot in some)
                if len(pairs) + len(had) > 1:
                    parts = once(who, some, had)
                    yield Place((who, first, first + self.days - 1), pairs, len(had), once=parts)

    def post(self, place: Place, board: Measures) -> Amount:
        """How many duties above one."""
        return board.above(board.count(place), 1)

    def check(self, place: Place, roster: Roster) -> int:
        """How many duties above one."""
        return max(0, place.served(roster) - 1)
