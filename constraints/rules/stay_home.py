"""Stay home: enough of each unit's people are left at the office."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from constraints.measure.expr import Amount, Expr, Hinge
from constraints.measure.on_duty import on, side
from constraints.measure.parameter import Bounds, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import touching
from constraints.measure.unit_shares import unit_on
from constraints.problem.problem import DAY, Assignee
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class StayHome(Rule):
    """In each half of a workday enough people of each unit are neither absent nor on a duty in scope.

    Enough is `least`, or `percent` of those in office, rounded up, whichever is more.
    Each person missing counts once a half-day; what absences alone leave missing does not count.
    """

    code, zh, en = "stay_home", "留守", "Stay home"
    about_zh = (
        "工作日的每个半天，各单位（按主要单位计）至少留下规定人数，或在职人数的规定比例："
        "既未请假外出，也未值范围内的班；每缺一人计一次，请假外出本身造成的不计。"
    )
    law_zh = "工作日的每个半天，各单位[至少留守 {least} 人，][至少留守在职人数的 {percent}%，]"
    law_en = (
        "in each half of a workday every unit keeps "
        "[at least {least} of its people, ][at least {percent}% of its people, ]"
    )
    say_zh = "{unit} {date}{half}留守人员少 {amount} 人"
    say_en = "{unit} lacks {amount} people at the office on {date}, {half}"
    keys = ("unit", "date", "half")
    needs = ("duties",)
    whole_units = True
    waits = "register"

    least: int = parameter("最少", 0, eases="down")
    percent: int = parameter("比例", 0, eases="down")

    def asks(self) -> bool:
        """Whether anybody."""
        return self.least > 0 or self.percent > 0

    def bounds(self) -> Bounds:
        """No more than everybody can be asked to stay."""
        return Bounds(("percent",), self.percent, 100)

    def places(self, case: CaseFacts) -> Places:
        """Each unit and half of a workday in which one of its people could be away by a duty."""
        mine, past = case.mine(self.scope), case.past(self.scope)
        for unit, people in sorted(_units(case, self.scope.who).items()):
            days = {
                day
                for one in people
                for slot in mine.get(one.id, ())
                for day in range(slot.day, (slot.end - 1) // DAY + 1)
                if unit_on(one, day) == unit
            }
            for day in sorted(days & case.problem.workdays):
                there = [one for one in people if unit_on(one, day) == unit]
                need = max(self.least, -(-self.percent * len(there) // 100))
                for half, (start, end) in zip(("am", "pm"), case.problem.halves, strict=True):
                    span = day * DAY + start, day * DAY + end
                    left = [
                        one
                        for one in there
                        if not any(gone.start < span[1] and span[0] < gone.end for gone in one.absences)
                    ]
                    sides = tuple(
                        side(one.id, touching(mine.get(one.id, ()), *span), touching(past.get(one.id, ()), *span))
                        for one in left
                    )
                    pairs = tuple(pair for some, _ in sides for pair in some)
                    if pairs and need > 0:
                        yield Place((unit, day, half), pairs, data=(sides, need))

    def post(self, place: Place, board: Measures) -> Amount:
        """How many people are missing at the office."""
        sides, need = place.data
        away = Expr((), need - len(sides))
        for one in sides:
            away = away.plus(board.any(*one))
        return (Hinge((away,)),)

    def check(self, place: Place, roster: Roster) -> int:
        """How many people are missing at the office."""
        sides, need = place.data
        return int(max(0, need - sum(not on(one, roster) for one in sides)))


def _units(case: CaseFacts, who: frozenset[str] | None) -> dict[str, list[Assignee]]:
    """Unit id → everybody who sits there at some time.

    Where a scope names units it is those alone, and where it names people the units of these; None stands for all.
    """
    named = {one.partition(":")[2] for one in who or () if one in case.assignees and case.assignees[one].kind == "unit"}
    found: dict[str, list[Assignee]] = defaultdict(list)
    for one in case.problem.assignees:
        for unit in sorted({spell.unit for spell in one.spells if spell.unit and one.kind == "person"}):
            found[unit].append(one)
    if who is None:
        return found
    return {
        unit: some for unit, some in found.items() if (unit in named if named else any(one.id in who for one in some))
    }
