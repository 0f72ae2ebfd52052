"""Window: a unit goes on air only in its months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Window(Rule):
    """A unit that names its months takes slots in those months alone.

    Each assignment in another month counts once; a unit that names none may serve in any.
    """

    code, zh, en = "window", "上线月份", "On-air months"
    about_zh = "填有上线月份的单位只在这些月份上线；每次在其他月份计一次。"
    law_zh = "单位只在其上线月份上线"
    law_en = "units go on air in their months alone"
    say_zh = "{slot} 不在 {who} 的上线月份内"
    say_en = "{slot} lies outside the months of {who}"
    keys = ("who", "slot")
    single = True
    subject = "units"
    waits = "register"

    def places(self, case: CaseFacts) -> Places:
        """Each pair, alone, of a slot in a month that is not the unit's."""
        for who, slots in case.mine(self.scope).items():
            months = case.assignees[who].months
            for slot in slots if months else ():
                if date.fromordinal(slot.day).month not in months:
                    yield Place((who, slot.id), ((slot.id, who),))

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if assigned."""
        return board.above(board.count(place), 0)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if assigned."""
        return roster.count(place.pairs)
