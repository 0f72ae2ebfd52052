"""All visit: everybody who can goes out on the visit day."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import by_day, inside, touching
from constraints.problem.problem import DAY, Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class AllVisit(Rule):
    """On a visit day everybody who could visit does, unless another post keeps them.

    A post that day excuses, on-call ones apart; so does one after which a rest that must hold bars every visit.
    Each person left behind counts once. Without a duty in its scope the clause speaks of slots that have a site.
    """

    code, zh, en = "all_visit", "全员走访", "All visit"
    about_zh = "走访日凡能走访的人都要走访；当天另有专职或可兼岗位、或班后必须休息的除外；每漏一人计一次。"
    law_zh = "当日能走访的人员全员走访"
    law_en = "everybody who can visit on the day does"
    say_zh = "{who} 在 {date} 没有走访"
    say_en = "{who} has no visit on {date}"
    keys = ("who", "date")
    nature = "demand"
    waits = "register"

    def places(self, case: CaseFacts) -> Places:
        """Each person and day on which they could visit, with the pairs that are a visit or an excuse."""
        everything, past = case.mine(), case.past()
        for who, slots in case.mine(self.scope).items():
            visits = [slot for slot in slots if slot.site or self.scope.duties is not None]
            for day, some in sorted(by_day(visits).items()):
                able = [
                    slot for slot in some if (slot.id, who) in case.problem.candidates and not case.absent(who, slot)
                ]
                ids = {slot.id for slot in some}
                facts = [slot for slot in past.get(who, ()) if _keeps(case, slot, day, able)]
                if able and not facts:
                    other = [slot for slot in everything[who] if slot.id not in ids and _keeps(case, slot, day, able)]
                    pairs = tuple((slot.id, who) for slot in (*some, *other))
                    yield Place((who, day), pairs, nature="demand", tier="visit")

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if there is neither a visit nor an excuse."""
        return board.below(board.count(place), 1)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if there is neither a visit nor an excuse."""
        return int(roster.count(place.pairs) == 0)


def _keeps(case: CaseFacts, slot: Slot, day: int, visits: list[Slot]) -> bool:
    """Whether an assignment excuses from the visits of a day."""
    if slot.hold != "on_call" and any(touching([slot], day * DAY, (day + 1) * DAY)):
        return True
    return any(
        inside(scope, slot)
        and all(visit.hold == "full" and slot.end <= visit.start < slot.end + pause for visit in visits)
        for scope, pause in case.hard_rests
        if visits
    )
