"""Festival turns: nobody has the same festival again within some years."""

from __future__ import annotations

from dataclasses import dataclass, replace

from constraints.measure.expr import Amount, Hinge
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster

YEAR = 366
"""Days that no year exceeds."""
MOON = 31
"""Days by which a festival of the lunar calendar may come later in one year than in another."""


@dataclass(frozen=True)
class FestivalTurns(Rule):
    """Whoever served on a festival serves on it no more within `years` years.

    Each person counts once for each festival on which they serve again.
    """

    code, zh, en = "festival_turns", "节日轮换", "Festival turns"
    about_zh = "在某个节日值过班的人，若干年内不再于同一节日值班；每人每个节日计一次。"
    law_zh = "在{festivals}值过班的人，{years} 年内不再于同一节日值班"
    law_en = "whoever served on {festivals} does not serve on the same festival again within {years} years"
    say_zh = "{who} 在 {years} 年内再次于{festival}值班"
    say_en = "{who} serves on {festival} again within {years} years"
    keys = ("who", "festival")
    waits = "moment"

    festivals: tuple[tuple[str, tuple[int, ...]], ...] = parameter("节日", kind="calendar", assumed="除夕")
    years: int = parameter("年数", 3, highest=50, eases="down")

    def asks(self) -> bool:
        """Whether for any year."""
        return self.years > 0

    def remembers(self) -> int:
        """So many years."""
        return max(super().remembers(), self.years * YEAR + MOON)

    def places(self, case: CaseFacts) -> Places:
        """Each person who had the festival within the years, and could have it again in the plan."""
        past = case.past(replace(self.scope, term=None))  # whoever served before the clause held is remembered
        for who, slots in case.mine(self.scope).items():
            for name, days in self.festivals:
                again = [slot for slot in slots if slot.day in days]
                reach = min((slot.day for slot in again), default=0) - self.years * YEAR - MOON
                had = any(reach <= slot.day < case.problem.first and slot.day in days for slot in past.get(who, ()))
                if again and had:
                    yield Place((who, name), tuple((slot.id, who) for slot in again), data=())

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if the person serves on the festival again."""
        return (Hinge((board.any(place.pairs),)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if the person serves on the festival again."""
        return int(roster.count(place.pairs) > 0)
