"""Pinned: what the office ordered by name."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Pinned(Rule):
    """Somebody named for a day is on one of the slots named; somebody ruled out is on none.

    Each order not kept counts once, and each assignment ruled out.
    """

    code, zh, en = "pinned", "领导指定", "Pinned"
    about_zh = "指定的人当天须在所指定的岗位之一；指定不排的不得排；每条未落实计一次。"
    law_zh = "领导的指示须落实"
    law_en = "what leaders order is done"
    say_zh = "指定的人选未落实：{slot} {who}"
    say_en = "the order about {who} is not kept: {slot}"
    keys = ("who", "slot")
    nature = "both"
    standing = True
    learned = ("who",)
    waits = "moment"

    def places(self, case: CaseFacts) -> Places:
        """Each order, and each pair, alone, that an order rules out."""
        inside = {slot.id for slot in case.on(self.scope)}
        ruled_out = set()
        named = self.scope.who
        for pin in (one for one in case.problem.pins if named is None or one.who in named):
            columns = {slot.id for slot in case.mine().get(pin.who, ()) if self.scope.means(pin.who, slot.day)}
            slots = sorted(pin.slots & inside & columns)
            if pin.forbidden:
                ruled_out |= {(pin.who, slot) for slot in slots}
            elif slots:
                yield Place((pin.who, pin.id), tuple((slot, pin.who) for slot in slots), 0, "demand", "pinned")
        for who, slot in sorted(ruled_out):
            yield Place((who, slot), ((slot, who),))

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if the order is not kept, or the pair ruled out is assigned."""
        given = board.count(place)
        return board.below(given, 1) if place.nature == "demand" else board.above(given, 0)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if the order is not kept, or the pair ruled out is assigned."""
        given = roster.count(place.pairs)
        return int(given == 0) if place.nature == "demand" else given
