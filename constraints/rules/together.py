"""Together: people who are on one shift or none of them is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from constraints.measure.expr import Amount, Hinge
from constraints.measure.on_duty import NOBODY, flat, on, shifts
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Together(Rule):
    """The people named are on a shift together or not at all, whichever posts they hold.

    Each shift (duty, date, shift, site) counts once for each two of whom one is on it without the other.
    """

    code, zh, en = "together", "同班", "Together"
    about_zh = "所列人员须在同一班次一起值班，不论岗位；一人在而另一人不在的，每班次每两人计一次。"
    law_zh = "所列人员须在同一班次一起值班"
    law_en = "those named are on a shift together or not at all"
    say_zh = "{date} {duty} {shift} {site}：{who} 与 {other} 未同班"
    say_en = "{duty} {shift} {site}, {date}: only one of {who} and {other} is on it"
    keys = ("duty", "date", "shift", "site", "who", "other")
    mutual = True
    needs = ("who",)
    company = True

    def places(self, case: CaseFacts) -> Places:
        """Each shift and each two of whom one could be on it."""
        named = sorted((self.scope.who or frozenset()) & case.assignees.keys())
        for key, sides in shifts(case.mine(self.scope), case.past(self.scope)).items():
            for who, other in combinations(named, 2):
                if not (self.scope.means(who, key[1]) and self.scope.means(other, key[1])):
                    continue
                both = sides.get(who, NOBODY), sides.get(other, NOBODY)
                # what facts alone break, or keep, stays as it is
                if flat(both) and not any(fixed for _, fixed in both):
                    yield Place((*key, who, other), flat(both), data=both)

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if one of the two is on the shift without the other."""
        first, second = (board.any(*one) for one in place.data)
        return (Hinge((first.minus(second), second.minus(first))),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if one of the two is on the shift without the other."""
        first, second = (on(one, roster) for one in place.data)
        return int(first != second)
