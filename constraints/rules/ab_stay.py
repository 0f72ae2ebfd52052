"""A/B pairs: one of the two stays."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount, Hinge
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.slots import touching
from constraints.problem.problem import DAY
from constraints.problem.roster import Pair, Roster


@dataclass(frozen=True)
class AbStay(Rule):
    """Of an A/B pair, one is always there: never both absent or on a duty in scope in one half-day.

    Each half-day counts once if at least one of the two is away by a duty.
    """

    code, zh, en = "ab_stay", "AB角不同时离岗", "A/B pair stays"
    about_zh = "AB角两人不得在同一个半天都不在（范围内值班或请假外出），其中至少一人因值班；每半天计一次。"
    law_zh = "AB角不同时离岗"
    law_en = "the two of an A/B pair are not away at once"
    say_zh = "AB角 {who}、{other} 在 {date}{half}都离岗"
    say_en = "{who} and {other}, an A/B pair, are both away on {date}, {half}"
    keys = ("who", "other", "date", "half")
    needs = ("duties",)
    waits = "register"

    def places(self, case: CaseFacts) -> Places:
        """Each A/B pair and each half-day that a slot of the plan meets and in which both could be away."""
        mine, past = case.mine(self.scope), case.past(self.scope)
        for a, b in _partners(case, self.scope.who):
            slots = [*mine.get(a, ()), *mine.get(b, ())]
            days = sorted({day for slot in slots for day in range(slot.day, (slot.end - 1) // DAY + 1)})
            for day in (one for one in days if self.scope.means(a, one) and self.scope.means(b, one)):
                for half, (start, end) in zip(("am", "pm"), case.problem.halves, strict=True):
                    span = day * DAY + start, day * DAY + end
                    sides = []
                    for who in (a, b):
                        pairs = tuple((slot.id, who) for slot in touching(mine.get(who, ()), *span))
                        fixed = sum(1 for _ in touching(past.get(who, ()), *span))
                        gone = any(one.start < span[1] and span[0] < one.end for one in case.absences(who))
                        sides.append((pairs, fixed, gone))
                    pairs = sides[0][0] + sides[1][0]
                    if pairs and all(some or fixed or gone for some, fixed, gone in sides):
                        yield Place((a, b, day, half), pairs, data=tuple(sides))

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if both are away and at least one of them on a duty."""
        (pairs_a, fixed_a, gone_a), (pairs_b, fixed_b, gone_b) = place.data
        on_a, on_b = board.any(pairs_a, fixed_a), board.any(pairs_b, fixed_b)
        if gone_a and gone_b:
            return (Hinge((on_a, on_b)),)
        if gone_a or gone_b:
            return (Hinge((on_b if gone_a else on_a,)),)
        return (Hinge((on_a.plus(on_b).add(-1),)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if both are away and at least one of them on a duty."""
        duty = [bool(fixed or roster.count(pairs)) for pairs, fixed, _ in place.data]
        away = [on or gone for on, (_, _, gone) in zip(duty, place.data, strict=True)]
        return int(all(away) and any(duty))


def _partners(case: CaseFacts, who: frozenset[str] | None) -> list[Pair]:
    pairs = {
        (min(one.id, one.partner), max(one.id, one.partner))
        for one in case.problem.assignees
        if one.partner in case.assignees and one.partner != one.id
    }
    return sorted(pair for pair in pairs if who is None or set(pair) <= who)
