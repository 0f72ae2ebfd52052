"""Weekends: on how many weekends somebody serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from constraints.measure.expr import Amount, Expr
from constraints.measure.on_duty import Side, flat, on, side
from constraints.measure.parameter import PERIODS, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.period import bounds, weekday
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster

SATURDAY = 5


@dataclass(frozen=True)
class Weekends(Rule):
    """In each `period` an assignee serves on at most `most` weekends.

    Saturday and Sunday are one weekend, counted where its Saturday lies; days on which everybody works are none.
    """

    code, zh, en = "weekends", "周末", "Weekends"
    about_zh = (
        "每人每期间值班的周末（周六、周日合为一个，调休上班日除外，按周六所在期间计）不超过若干个；每多一个计一次。"
    )
    law_zh = "按{period}计，每人至多有 {most} 个周末值班"
    law_en = "in each {period} everybody serves on at most {most} weekends"
    say_zh = "{who} 在{period}值班的周末超过 {most} 个，多 {amount} 个"
    say_en = "{who} serves on more than {most} weekends in {period}, {amount} too many"
    keys = ("who", "period")

    most: int = parameter("最多", eases="up")
    period: str = parameter("期间", "month", choices=PERIODS)

    def places(self, case: CaseFacts) -> Places:
        """Each assignee and each period with a weekend slot of the plan."""
        past = case.past(self.scope)
        for who, slots in case.mine(self.scope).items():
            mine, facts = _weekends(slots), _weekends(past.get(who, []))
            found: dict[int, list[Side]] = defaultdict(list)
            for saturday in sorted(mine.keys() | facts.keys()):
                span = bounds(saturday, self.period)
                if span or saturday in mine:
                    found[span[0] if span else case.problem.first].append(
                        side(who, mine.get(saturday, ()), facts.get(saturday, ()))
                    )
            for first, sides in found.items():
                if flat(sides):
                    yield Place((who, first), flat(sides), data=tuple(sides))

    def post(self, place: Place, board: Measures) -> Amount:
        """How many weekends above the most."""
        served = Expr((), 0)
        for one in place.data:
            served = served.plus(board.any(*one))
        return board.above(served, self.most)

    def check(self, place: Place, roster: Roster) -> int:
        """How many weekends above the most."""
        return max(0, sum(on(one, roster) for one in place.data) - self.most)


def _weekends(slots: Sequence[Slot]) -> dict[int, list[Slot]]:
    """Saturday → the slots of its weekend."""
    found: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        if weekday(slot.day) >= SATURDAY and slot.day_kind != "workday":
            found[slot.day - weekday(slot.day) + SATURDAY].append(slot)
    return found
