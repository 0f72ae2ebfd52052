"""Sectors apart: units of one sector do not follow each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from constraints.measure.expr import Amount, Hinge
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import Slot
from constraints.problem.roster import Pair, Roster

SectorSide = dict[str, tuple[tuple[Pair, ...], int]]
"""sector → (columns, facts)"""


@dataclass(frozen=True)
class SectorsApart(Rule):
    """Two slots at most `sessions` sessions apart are not given to units of one sector.

    Each such pair of slots counts once; a blank sector is never shared. The last sessions before the plan count too.
    """

    code, zh, en = "sectors_apart", "同系统不相邻", "Sectors apart"
    about_zh = "相隔不超过若干场的两场不得由同一系统的单位承担；每对计一次，系统为空的不算。"
    law_zh = "相隔不超过 {sessions} 场的两个单位不属同一系统"
    law_en = "units at most {sessions} sessions apart are of different sectors"
    say_zh = "{before} 与 {after} 由同一系统的单位承担"
    say_en = "{before} and {after} go to units of one sector"
    keys = ("before", "after")
    subject = "units"
    waits = "register"

    sessions: int = parameter("场次", 1, lowest=1, eases="down")

    def places(self, case: CaseFacts) -> Places:
        """Each pair of slots close together, at least one of them in the plan."""
        sides = self._sides(case)
        slots = {slot.id: slot for slot in case.on(self.scope)}
        facts = {one.slot.id: one.slot for one in case.problem.taken if one.slot.id in sides}
        ordered = sorted({**facts, **slots}.values(), key=lambda slot: (slot.start, slot.id))
        sessions = [list(group) for _, group in groupby(ordered, key=lambda slot: slot.start)]
        for index, session in enumerate(sessions):
            near = [slot for other in sessions[index : index + self.sessions + 1] for slot in other]
            for a in session:
                for b in near:
                    if (a.start, a.id) < (b.start, b.id) and (a.id in slots or b.id in slots):
                        yield from self._place(a, b, sides)

    def _sides(self, case: CaseFacts) -> dict[str, SectorSide]:
        found: dict[str, SectorSide] = defaultdict(dict)
        for who, slots in case.mine(self.scope).items():
            sector = case.assignees[who].sector
            for slot in slots if sector else ():
                pairs, fixed = found[slot.id].get(sector, ((), 0))
                found[slot.id][sector] = ((*pairs, (slot.id, who)), fixed)
        for who, slots in case.past(self.scope).items():
            for slot in slots:
                side = found[slot.id]
                sector = case.assignees[who].sector if who in case.assignees else ""
                if sector:
                    pairs, fixed = side.get(sector, ((), 0))
                    side[sector] = (pairs, fixed + 1)
        return found

    def _place(self, a: Slot, b: Slot, sides: dict[str, SectorSide]) -> Places:
        shared = sorted(sides.get(a.id, {}).keys() & sides.get(b.id, {}).keys())
        data = tuple((sides[a.id][sector], sides[b.id][sector]) for sector in shared)
        pairs = tuple(pair for one in data for some, _ in one for pair in some)
        if pairs:
            yield Place((a.id, b.id), pairs, data=data)

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if units of one sector are on both slots."""
        both = tuple(board.any(*one).plus(board.any(*other)).add(-1) for one, other in place.data)
        return (Hinge(both),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if units of one sector are on both slots."""

        def there(pairs: tuple[Pair, ...], fixed: int) -> bool:
            return bool(fixed or roster.count(pairs))

        return int(any(there(*one) and there(*other) for one, other in place.data))
