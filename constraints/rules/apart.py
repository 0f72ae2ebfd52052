"""Apart: people who are not on one shift together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from constraints.measure.expr import Amount, Hinge
from constraints.measure.on_duty import NOBODY, flat, on, shifts
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Pair, Roster


@dataclass(frozen=True)
class Apart(Rule):
    """Two of the people named, or without names the two of an A/B pair, are never on one shift,
    whichever posts they hold.

    Each shift (duty, date, shift, site) counts once for each such two.
    """

    code, zh, en = "apart", "不同班", "Apart"
    about_zh = (
        "所列人员（不列则为各对AB角）不得在同一事项的同一班次值班，不论岗位；不同事项之间不管；每班次每两人计一次。"
    )
    law_zh = "所列人员（不列则为各对AB角）互不同班"
    law_en = "those named, or without names the two of an A/B pair, are never on one shift"
    say_zh = "{who} 与 {other} 同在 {date} {duty} {shift} {site}"
    say_en = "{who} and {other} are both on {duty} {shift} {site}, {date}"
    keys = ("duty", "date", "shift", "site", "who", "other")
    company = True
    waits = "register"

    def places(self, case: CaseFacts) -> Places:
        """Each shift and each two who could both be on it."""
        couples = _couples(case, self.scope.who)
        for key, sides in shifts(case.mine(self.scope), case.past(self.scope)).items():
            for who, other in couples if self.scope.who is None else combinations(sorted(sides), 2):
                both = sides.get(who, NOBODY), sides.get(other, NOBODY)
                if NOBODY not in both and flat(both):
                    yield Place((*key, who, other), flat(both), data=both)

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if both are on the shift."""
        first, second = (board.any(*one) for one in place.data)
        return (Hinge((first.plus(second).add(-1),)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if both are on the shift."""
        return int(all(on(one, roster) for one in place.data))


def _couples(case: CaseFacts, named: Iterable[str] | None) -> list[Pair]:
    """The A/B pairs, each once; none where people are named."""
    return sorted(
        {
            (min(one.id, one.partner), max(one.id, one.partner))
            for one in case.problem.assignees
            if named is None and one.partner in case.assignees and one.partner != one.id
        }
    )
