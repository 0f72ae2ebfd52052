"""Keep: what is issued changes as little as possible."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Keep(Rule):
    """The issued assignments stay as they are.

    Each assignment added to an issued slot or dropped from it counts once.
    """

    code, zh, en = "keep", "已印发少调整", "Keep what is issued"
    about_zh = "已印发的安排尽量不动；每增加或减少一人次计一次。"
    law_zh = "已印发的安排少调整"
    law_en = "what is issued changes as little as can be"
    say_zh = "{slot} 的 {who} 与已印发的不同"
    say_en = "{who} on {slot} differs from what is issued"
    keys = ("who", "slot")
    nature = "demand"
    waits = "moment"

    def places(self, case: CaseFacts) -> Places:
        """Each pair of an issued slot, alone, with whether it is issued as data."""
        for who, slots in case.mine(self.scope).items():
            for slot in slots:
                if slot.id in case.problem.issued:
                    pair = slot.id, who
                    yield Place((who, slot.id), (pair,), 0, "demand", "keep", pair in case.problem.published)

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if an issued pair is dropped or another one added."""
        given = board.count(place)
        return board.below(given, 1) if place.data else board.above(given, 0)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if an issued pair is dropped or another one added."""
        return int(bool(roster.count(place.pairs)) != place.data)
