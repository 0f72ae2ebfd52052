"""Room: no post holds more people than it has room for."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Room(Rule):
    """No slot has more people than it has room for.

    Each person above the room counts once, slot by slot.
    """

    code, zh, en = "room", "不超员", "Room"
    about_zh = "每个岗位不超过最多人数；每超一人计一次。"
    law_zh = "每个班次岗位的人数不超过最多人数"
    law_en = "no slot has more people than there is room for"
    say_zh = "{slot} 超出最多人数 {amount} 人"
    say_en = "{slot} holds {amount} more than it has room for"
    keys = ("slot",)
    standing = True
    reads = ("duties", "shifts", "posts", "days")

    def places(self, case: CaseFacts) -> Places:
        """Each slot in scope, with its room as data."""
        for slot in case.on(self.scope):
            yield Place((slot.id,), case.pairs(slot), data=slot.room)

    def post(self, place: Place, board: Measures) -> Amount:
        """How many people above the room."""
        return board.above(board.count(place), place.data)

    def check(self, place: Place, roster: Roster) -> int:
        """How many people above the room."""
        return max(0, roster.count(place.pairs) - int(place.data))
