"""Available: nobody serves while away or outside their time in office."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Available(Rule):
    """Nobody is put on a slot that meets an absence blocking it, or that lies outside their office.

    Leave and trips block every post, meetings in the district only full ones; each assignment counts once.
    """

    code, zh, en = "available", "请假外出不排", "Available"
    about_zh = "休假、外出期间一律不排，区内会议、培训期间不排专职岗位，任职起止以外不排；每次计一次。"
    law_zh = "请假外出期间和不在任时不排班"
    law_en = "nobody serves while away or out of office"
    say_zh = "{who} 在 {slot} 期间另有安排或不在任"
    say_en = "{who} is not available for {slot}"
    keys = ("who", "slot")
    standing = True
    waits = "moment"
    single = True

    def places(self, case: CaseFacts) -> Places:
        """Each pair, alone, that an absence or a term of office closes."""
        low, high = case.reach
        for who, slots in case.mine(self.scope).items():
            one = case.assignees[who]
            if not one.absences and any(spell.first <= low and high <= spell.last for spell in one.spells):
                continue
            for slot in slots:
                if case.absent(who, slot):
                    yield Place((who, slot.id), ((slot.id, who),))

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if assigned."""
        return board.above(board.count(place), 0)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if assigned."""
        return roster.count(place.pairs)
