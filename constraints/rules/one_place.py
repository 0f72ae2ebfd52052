"""One place: nobody is on two posts that exclude each other, nor travels faster than the road."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class OnePlace(Rule):
    """Nobody holds two full posts, or two shared ones, at one time; `travel` minutes lie between places.

    Counted at every moment a slot starts: the assignments running then above one; and once for each
    assignment that starts elsewhere too soon after another ended.
    """

    code, zh, en = "one_place", "时间不冲突", "One place"
    about_zh = "同一时间不得有两个互斥的岗位（占用相同者互斥，听班除外）；异地岗位之间须留够路途分钟数。"
    law_zh = "同一人不同时在两处[，两处之间至少留 {travel} 分钟路途]"
    law_en = "nobody is in two places at once[, and {travel} minutes are left for the way between places]"
    say_zh = "{who} 在 {moment} 同时有互斥的岗位，多 {amount} 个"
    say_en = "{who} is on {amount} too many posts at {moment}"
    keys = ("who", "moment", "what")
    standing = True
    exclusive = True

    travel: int = parameter("路途", 0, eases="down")

    def places(self, case: CaseFacts) -> Places:
        """Each moment at which a person could be on two posts, and each two slots that travel keeps apart."""
        past = case.past(self.scope)
        for who, slots in case.mine(self.scope).items():
            mine = {slot.id for slot in slots}
            near = _near(past.get(who, []), slots, self.travel)
            for moment, hold, running in _moments([*near, *slots]):
                pairs = tuple((slot.id, who) for slot in running if slot.id in mine)
                if pairs:
                    yield Place((who, moment, hold), pairs, fixed=len(running) - len(pairs))
            for first, then in _too_far([*near, *slots], self.travel):
                pairs = tuple((slot.id, who) for slot in (first, then) if slot.id in mine)
                if pairs:
                    yield Place((who, then.start, f"{first.id}>{then.id}"), pairs, fixed=2 - len(pairs))

    def post(self, place: Place, board: Measures) -> Amount:
        """How many assignments above one."""
        return board.above(board.count(place), 1)

    def check(self, place: Place, roster: Roster) -> int:
        """How many assignments above one."""
        return max(0, roster.count(place.pairs) + place.fixed - 1)


def _near(facts: Sequence[Slot], slots: Sequence[Slot], travel: int) -> list[Slot]:
    """The facts that could meet the plan's slots at all."""
    first = min(slot.start for slot in slots) - travel
    last = max(slot.end for slot in slots) + travel
    return [fact for fact in facts if fact.end >= first and fact.start <= last]


def _moments(slots: Iterable[Slot]) -> Iterator[tuple[int, str, list[Slot]]]:
    """(moment, hold, slots of that hold running then) wherever two of them meet."""
    for hold in ("full", "shared"):
        running: list[Slot] = []
        ordered = sorted((slot for slot in slots if slot.hold == hold), key=lambda slot: (slot.start, slot.id))
        for index, slot in enumerate(ordered):
            running = [other for other in running if other.end > slot.start] + [slot]
            last = index + 1 == len(ordered) or ordered[index + 1].start != slot.start
            if last and len(running) > 1:
                yield slot.start, hold, list(running)


def _too_far(slots: list[Slot], travel: int) -> Iterator[tuple[Slot, Slot]]:
    if travel <= 0:
        return
    for first in slots:
        for then in slots:
            if first.place != then.place and 0 <= then.start - first.end < travel:
                yield first, then
