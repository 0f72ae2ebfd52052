"""Keep draft: a month that is planned again before it is issued changes as little of its draft as possible."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class KeepDraft(Rule):
    """The draft that is kept stays as it is, on every slot that is not issued yet.

    Each assignment added to a slot of that draft or dropped from it counts once; a plan begun anew keeps no draft.
    """

    code, zh, en = "keep_draft", "草稿少调整", "Keep the draft"
    about_zh = "重新编排时，原草稿中未印发的安排尽量不动；每增加或减少一人次计一次。从头编排时不起作用。"
    law_zh = "重新编排时原草稿少调整"
    law_en = "the draft changes as little as can be when it is planned again"
    say_zh = "{slot} 的 {who} 与原草稿不同"
    say_en = "{who} on {slot} differs from the draft before"
    keys = ("who", "slot")
    nature = "demand"
    waits = "moment"

    def places(self, case: CaseFacts) -> Places:
        """Each pair of a slot that the draft fills, alone, with whether the draft has it as data."""
        for who, slots in case.mine(self.scope).items():
            for slot in slots:
                if slot.id in case.problem.drafted:
                    pair = slot.id, who
                    yield Place((who, slot.id), (pair,), 0, "demand", "keep", pair in case.problem.draft)

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if a pair of the draft is dropped or another one added."""
        given = board.count(place)
        return board.below(given, 1) if place.data else board.above(given, 0)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if a pair of the draft is dropped or another one added."""
        return int(bool(roster.count(place.pairs)) != place.data)
