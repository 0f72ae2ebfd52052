"""One stays: of several principals, one is always there."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount, Expr, Hinge
from constraints.measure.on_duty import on, side
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import touching
from constraints.problem.problem import DAY
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class OneStays(Rule):
    """In each half-day at least one of the people named is neither absent nor on a duty in scope.

    A half-day in which all are away counts once if at least one of them is away by a duty.
    """

    code, zh, en = "one_stays", "主要负责同志不同时外出", "One stays"
    about_zh = (
        "所列人员在每个半天至少有一人在岗（未请假外出，也未值范围内的班）；全都不在且其中有人因值班的，每半天计一次。"
    )
    law_zh = "所列人员任何半天都至少有一人在岗"
    law_en = "in each half-day at least one of those named is there"
    say_zh = "{date}{half}所列主要负责同志都不在"
    say_en = "none of the principals named is there on {date}, {half}"
    keys = ("date", "half")
    needs = ("who", "duties")
    company = True
    onlookers = True
    waits = "moment"

    def places(self, case: CaseFacts) -> Places:
        """Each half-day that a slot of the plan meets and in which all could be away."""
        mine, past = case.mine(self.scope), case.past(self.scope)
        named = sorted((self.scope.who or frozenset()) & case.assignees.keys())
        slots = [slot for who in named for slot in mine.get(who, ())]
        for day in sorted({day for slot in slots for day in range(slot.day, (slot.end - 1) // DAY + 1)}):
            for half, (start, end) in zip(("am", "pm"), case.problem.halves, strict=True):
                span = day * DAY + start, day * DAY + end
                data = tuple(
                    (
                        side(who, touching(mine.get(who, ()), *span), touching(past.get(who, ()), *span)),
                        any(gone.start < span[1] and span[0] < gone.end for gone in case.absences(who)),
                    )
                    for who in named
                    if self.scope.means(who, day)
                )
                pairs = tuple(pair for (some, _), _ in data for pair in some)
                if pairs and all(some or fixed or gone for (some, fixed), gone in data):
                    yield Place((day, half), pairs, data=data)

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if all are away and at least one of them on a duty."""
        there = [board.any(*one) for one, gone in place.data if not gone]
        if not there:
            return (Hinge(tuple(board.any(*one) for one, _ in place.data)),)
        away = Expr((), 1 - len(there))
        for one in there:
            away = away.plus(one)
        return (Hinge((away,)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if all are away and at least one of them on a duty."""
        duty = [on(one, roster) for one, _ in place.data]
        return int(any(duty) and all(busy or gone for busy, (_, gone) in zip(duty, place.data, strict=True)))
