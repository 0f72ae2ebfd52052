"""Not together anywhere: people who are not on duty at one time, on whichever duties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from constraints.measure.expr import Amount, Hinge
from constraints.measure.on_duty import NOBODY, Side, flat, on, side
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import DAY, KeptApart, Slot
from constraints.problem.roster import Roster

WITHIN = {"同时": "moment", "同日": "day", "同夜": "night"}
Both = tuple[Side, Side]
"""The two of a pair: a breach where both are on duty."""


@dataclass(frozen=True)
class NotTogetherAnywhere(Rule):
    """Two of the people named, or without names two who are kept apart, do not serve at the same time,
    on whichever duties.

    At one moment, each meeting counts once, when the later of the two begins; within a day or a night, each day or
    night on which both serve.
    """

    code, zh, en = "not_together_anywhere", "不同时值班", "Not on duty at once"
    about_zh = (
        "所列人员（不列则为“回避”表中的各对）不得同时值班，不论事项和岗位；范围为同日、同夜的，不得在同一天、同一个晚上值班。"
        "每两人每次（每天、每晚）计一次。"
    )
    law_zh = "所列人员（不列则为“回避”表中的各对）不得{within}值班"
    law_en = "no two of those named (without names, of the pairs kept apart) serve in one {within}"
    say_zh = "{who} 与 {other} {time} {within}值班"
    say_en = "{who} and {other} are both on duty {within}: {time}"
    keys = ("who", "other", "within", "time")
    company = True
    waits = "register"

    within: str = parameter("范围", "moment", choices=WITHIN)

    def places(self, case: CaseFacts) -> Places:
        """Each two and each moment, day or night in which both could be on duty."""
        mine, past = case.mine(self.scope), case.past(self.scope)
        for one in self._kept_apart(case):
            slots = [list(mine.get(who, ())) for who in (one.who, one.other)]
            facts = _near([past.get(who, ()) for who in (one.who, one.other)], slots)
            within = one.within or self.within
            meetings = _moments(one, slots, facts) if within == "moment" else _days(case, within, one, slots, facts)
            for time, both in meetings:
                some = tuple(sides for sides in both if NOBODY not in sides)
                pairs = flat(part for sides in some for part in sides)
                if pairs and one.first <= time // DAY <= one.last:
                    yield Place((one.who, one.other, within, time), pairs, data=some)

    def _kept_apart(self, case: CaseFacts) -> list[KeptApart]:
        if self.scope.who is None:
            return [one for one in case.problem.apart if {one.who, one.other} <= case.assignees.keys()]
        named = sorted(self.scope.who & case.assignees.keys())
        return [KeptApart(who, other) for who, other in combinations(named, 2)]

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if both are on duty."""
        return (Hinge(tuple(board.any(*one).plus(board.any(*other)).add(-1) for one, other in place.data)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if both are on duty."""
        return int(any(on(one, roster) and on(other, roster) for one, other in place.data))


def _near(facts: list[Sequence[Slot]], slots: list[list[Slot]]) -> list[list[Slot]]:
    """The facts of each that could meet a slot of the plan."""
    every = [slot for some in slots for slot in some]
    first = min((slot.day for slot in every), default=0) - 1
    last = max((slot.end for slot in every), default=0) // DAY + 1
    return [[fact for fact in some if fact.end >= first * DAY and fact.day <= last] for some in facts]


def _moments(two: KeptApart, slots: list[list[Slot]], facts: list[list[Slot]]) -> Iterator[tuple[int, list[Both]]]:
    """(moment, who begins then beside who is on duty) for each moment at which a slot of one of the two begins."""

    def sides(number: int, moment: int, *, begins: bool) -> Side:
        mine, had = (
            [slot for slot in some if (slot.start == moment if begins else slot.start <= moment < slot.end)]
            for some in (slots[number], facts[number])
        )
        return side((two.who, two.other)[number], mine, had)

    for moment in sorted({slot.start for some in (*slots, *facts) for slot in some}):
        yield (moment, [(sides(one, moment, begins=True), sides(1 - one, moment, begins=False)) for one in (0, 1)])


def _days(
    case: CaseFacts, within: str, two: KeptApart, slots: list[list[Slot]], facts: list[list[Slot]]
) -> Iterator[tuple[int, list[Both]]]:
    """(when a day or a night begins, both of them) for each that they could have in common."""
    begin, end = case.problem.night if within == "night" else (0, DAY)

    def filled(some: list[Slot]) -> dict[int, list[Slot]]:
        found: dict[int, list[Slot]] = defaultdict(list)
        for slot in some:
            nights = range((slot.start - end) // DAY + 1, -(-(slot.end - begin) // DAY))
            for day in nights if within == "night" else slot.days:
                found[day].append(slot)
        return found

    mine, had = [filled(some) for some in slots], [filled(some) for some in facts]
    for day in sorted((mine[0].keys() | had[0].keys()) & (mine[1].keys() | had[1].keys())):
        both = [
            side(who, mine[number].get(day, ()), had[number].get(day, ()))
            for number, who in enumerate((two.who, two.other))
        ]
        yield day * DAY + begin, [(both[0], both[1])]
