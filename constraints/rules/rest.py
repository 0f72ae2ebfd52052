"""Rest: after a shift comes rest before the next full one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from constraints.board import Board
from constraints.case import Case
from constraints.roster import Roster
from constraints.rule import Amount, Place, Places, Rule, parameter


@dataclass(frozen=True)
class Rest(Rule):
    """After an assignment in scope ends, no full assignment starts within `hours` hours.

    Each pair of assignments too close together counts once.
    """

    code, zh, en = "rest", "班后休息", "Rest"
    about_zh = "范围内的班次结束后，若干小时内不得开始任何专职岗位；每对间隔不足的班次计一次。"
    law_zh = "值班结束后休息满 {hours} 小时，才可再上专职岗位"
    law_en = "after a shift come {hours} hours of rest before the next full one"
    say_zh = "{who} 在 {before} 之后休息不足 {hours} 小时又上 {after}"
    say_en = "{who} has less than {hours} hours of rest between {before} and {after}"
    keys = ("who", "before", "after")

    hours: int = parameter("小时", 24, eases="down")

    def places(self, case: Case) -> Places:
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
                for b in then[low:high]:
                    pairs = tuple((slot.id, who) for slot in (a, b) if slot.id in plan)
                    if pairs:
                        yield Place((who, a.id, b.id), pairs, fixed=2 - len(pairs))

    def post(self, place: Place, board: Board) -> Amount:
        """1 if both."""
        return board.above(board.count(place), 1)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if both."""
        return max(0, roster.count(place.pairs) + place.fixed - 1)


