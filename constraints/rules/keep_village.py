"""Keep village: a visitor goes where they went before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster

TEN_YEARS = 3660
"""Days."""


@dataclass(frozen=True)
class KeepVillage(Rule):
    """A person goes to the village visited last before the plan, else to one they are linked to.

    Each visit elsewhere counts once; somebody with neither may go anywhere.
    """

    code, zh, en = "keep_village", "联系村不换", "Keep village"
    about_zh = "走访人员去上次走访的村居，没有记录的去本人联系的村居；每次去别处计一次。"
    law_zh = "走访的联系村不换"
    law_en = "everybody visits the village they had before"
    say_zh = "{who} 的 {slot} 不是原联系村居"
    say_en = "{slot} is not the village that {who} is linked to"
    keys = ("who", "slot")
    single = True
    subject = "sites"
    waits = "moment"

    def remembers(self) -> int:
        """Whoever visited a village has it, however long ago that was: as far back as history is looked at."""
        return TEN_YEARS

    def places(self, case: CaseFacts) -> Places:
        """Each pair, alone, of a slot at another village."""
        past = case.past(replace(self.scope, term=None))  # a visit from before the clause held is remembered
        for who, slots in case.mine(self.scope).items():
            before = [slot for slot in past.get(who, ()) if slot.site and slot.day < case.problem.first]
            own: dict[tuple[str, int], set[str]] = {}
            for slot in slots:
                if slot.site:
                    at = slot.duty, slot.day
                    if at not in own:
                        own[at] = self._own(case, who, *at, before)
                    if own[at] and slot.site not in own[at]:
                        yield Place((who, slot.id), ((slot.id, who),))

    def _own(self, case: CaseFacts, who: str, duty: str, day: int, before: list[Slot]) -> set[str]:
        """The site of the village visited last, or the sites linked on the day; empty where any will do."""
        visited = [other.site for other in before if other.duty == duty]
        return set(visited[-1:]) or {link.site for link in case.assignees[who].links if link.first <= day <= link.last}

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if assigned."""
        return board.above(board.count(place), 0)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if assigned."""
        return roster.count(place.pairs)
