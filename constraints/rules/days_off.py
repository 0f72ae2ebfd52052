"""Days off: how long a run of days off is, at least."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from constraints.measure.expr import Amount, Expr, Hinge, total
from constraints.measure.on_duty import NOBODY, days, flat, on
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class DaysOff(Rule):
    """Between two days on duty lie no days off, or at least `least` of them.

    A run too short counts the days it lacks, under its first day. A run that touches the plan's last day, or a first
    day without history, is not measured; one that facts alone cut short asks for no more than they leave.
    """

    code, zh, en = "days_off", "连休", "Days off"
    about_zh = (
        "两个值班日之间的休息一旦开始，至少连休若干天；每少一天计一次。"
        "延续到计划最后一天的不计，历史和已印发造成的短休不计。"
    )
    law_zh = "休息一旦开始，至少连休 {least} 天"
    law_en = "days off run for at least {least} days"
    say_zh = "{who} 自 {first} 起连休不足 {least} 天，少 {amount} 天"
    say_en = "{who} has fewer than {least} days off running from {first}, {amount} short"
    keys = ("who", "first")
    mutual = True

    least: int = parameter("最少", eases="down")

    def asks(self) -> bool:
        """Whether more than the one day off that every run has."""
        return self.least > 1

    def places(self, case: CaseFacts) -> Places:
        """Each person and each day of the plan on which a run of days off too short could begin."""
        past, last = case.past(self.scope), case.problem.last
        for who, slots in case.mine(self.scope).items():
            duty = days(who, slots, past.get(who, []))
            for first in range(case.problem.first, last):
                before = duty.get(first - 1, NOBODY)
                span = [duty.get(day, NOBODY) for day in range(first, min(first + self.least, last + 1))]
                if before != NOBODY and not span[0][1]:
                    least = (
                        next((length for length, (_, fixed) in enumerate(span) if fixed), self.least)
                        if before[1]
                        else self.least
                    )
                    sides = before, *span[: least + 1]
                    if flat(sides) and any(one != NOBODY for one in sides[2:]):
                        yield Place((who, first), flat(sides), data=(least, sides))

    def post(self, place: Place, board: Measures) -> Amount:
        """How many days off the run lacks."""
        least, sides = place.data
        before, first, *later = (board.any(*one) for one in sides)
        ends = board.stop(before, first)
        back = tuple(ends.plus(day).add(-1) for day in later[: least - 1])
        lacks = [1] * (len(back) - 1) + [least - len(back)]
        return tuple(Hinge(back[:length], (lack,)) for length, lack in enumerate(lacks, 1)) if back else ()

    def tighten(self, places: Iterable[Place], board: Measures) -> Iterator[Expr]:
        """Of a day and the `least` - 1 days before it, one at most begins a run of days off.

        None does if the person is on duty that day.
        """
        reached: dict[tuple[str, int], list[Expr]] = defaultdict(list)
        there: dict[tuple[str, int], Expr] = {}
        for place in places:
            (who, first), (least, sides) = place.key, place.data
            before, *duty = (board.any(*one) for one in sides)
            for day, on_duty in enumerate(duty[:least], first):
                there[who, day] = on_duty
                reached[who, day].append(board.stop(before, duty[0]))
        for key, ends in reached.items():
            yield total(ends).plus(there[key]).add(-1)

    def check(self, place: Place, roster: Roster) -> int:
        """How many days off the run lacks."""
        least, sides = place.data
        before, *duty = (on(one, roster) for one in sides)
        if not before or duty[0]:
            return 0
        return next((least - length for length in range(1, min(least, len(duty))) if duty[length]), 0)
