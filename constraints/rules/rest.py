"""Rest: after a shift comes rest before the next full one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import parameter
from constraints.measure.place import Clique, Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Rest(Rule):
    """After an assignment in scope ends, no full assignment starts within `hours` hours.

    Each pair of assignments too close together counts once; two parts of one slot are no pair.
    """

    code, zh, en = "rest", "班后休息", "Rest"
    about_zh = "范围内的班次结束后，若干小时内不得开始任何专职岗位；每对间隔不足的班次计一次。"
    law_zh = "值班结束后休息满 {hours} 小时，才可再上专职岗位"
    law_en = "after a shift come {hours} hours of rest before the next full one"
    say_zh = "{who} 在 {before} 之后休息不足 {hours} 小时又上 {after}"
    say_en = "{who} has less than {hours} hours of rest between {before} and {after}"
    keys = ("who", "before", "after")
    pairwise = True

    hours: int = parameter("小时", 24, eases="down")

    def asks(self) -> bool:
        """Whether any rest."""
        return self.hours > 0

    def places(self, case: CaseFacts) -> Places:
        """Each pair of assignments of one person that are too close together."""
        mine, past = case.mine(), case.past()
        ended, facts = case.mine(self.scope), case.past(self.scope)
        for who in sorted(mine.keys() & (ended.keys() | facts.keys())):
            plan = {slot.id for slot in mine[who]}
            then = [slot for slot in (*mine[who], *past.get(who, ())) if slot.hold == "full"]
            then.sort(key=lambda slot: (slot.start, slot.id))
            starts = [slot.start for slot in then]
            for a in (*ended.get(who, ()), *facts.get(who, ())):
                low, high = bisect_left(starts, a.end), bisect_left(starts, a.end + self.hours * 60)
                for b in (one for one in then[low:high] if one.turn != a.turn):
                    pairs = tuple((slot.id, who) for slot in (a, b) if slot.id in plan)
                    if pairs:
                        yield Place((who, a.id, b.id), pairs, fixed=2 - len(pairs))

    def cliques(self, case: CaseFacts) -> Iterator[Clique] | None:
        """For each person, all shifts of one time with all of another that begins too soon after it: one at most.

        None where 必须 does not keep shifts at one time from each other, which this rests on, or a slot is divided,
        whose parts one person may have.
        """
        slots = (*case.problem.slots, *(one.slot for one in case.problem.taken))
        return self._groups(case) if case.one_at_a_time and not any(slot.whole for slot in slots) else None

    def _groups(self, case: CaseFacts) -> Iterator[Clique]:
        past = case.past()
        ended, facts = case.mine(self.scope), case.past(self.scope)
        for who, slots in case.mine().items():
            before = _by_time(ended.get(who, ()), facts.get(who, ()))
            then = _by_time(
                [slot for slot in slots if slot.hold == "full"],
                [slot for slot in past.get(who, ()) if slot.hold == "full"],
            )
            starts = sorted(then)
            for (_, end, _), (mine, held) in before.items():
                low, high = bisect_left(starts, (end,)), bisect_left(starts, (end + self.hours * 60,))
                for time in starts[low:high]:
                    later, kept = then[time]
                    if held and later:
                        yield tuple((slot, who) for slot in later), 0
                    if kept and mine:
                        yield tuple((slot, who) for slot in mine), 0
                    if mine and later:
                        yield tuple((slot, who) for slot in (*mine, *later)), 1

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if both are assigned."""
        return board.above(board.count(place), 1)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if both are assigned."""
        return max(0, roster.count(place.pairs) + place.fixed - 1)


Time = tuple[int, int, str]
"""(start, end, what runs beside it): shifts of one time of which nobody has two."""


def _by_time(slots: Iterable[Slot], facts: Iterable[Slot]) -> dict[Time, tuple[list[str], bool]]:
    """Time → ids of the plan's slots, and whether a fact is there too."""
    found: dict[Time, tuple[list[str], bool]] = {}
    for some, fact in ((slots, False), (facts, True)):
        for slot in some:
            time = slot.start, slot.end, slot.hold if slot.hold != "on_call" else slot.id
            ids, held = found.get(time, ([], False))
            found[time] = (ids if fact else [*ids, slot.id]), held or fact
    return found
