"""Streak: how many days running somebody is on duty, at least and at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from constraints.measure.expr import Amount, Expr, Hinge, total
from constraints.measure.on_duty import NOBODY, Side, days, flat, on
from constraints.measure.parameter import Bounds, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Streak(Rule):
    """A run of days on duty is at least `least` and at most `most` days long.

    Every window of `most` + 1 days that is full counts once; a run too short counts the days it lacks.
    A run that touches the plan's last day, or a first day without history, is not measured.
    """

    code, zh, en = "streak", "连续", "Streak"
    about_zh = "连续值班的天数不少于最少、不多于最多；每个全部值班的（最多+1）天时段计一次，过短的按所缺天数计。"
    law_zh = "[连续值班至少 {least} 天，][连续值班至多 {most} 天，]"
    law_en = "[runs of days on duty last at least {least} days, ][runs of days on duty last at most {most} days, ]"
    say_zh = "{who} 从 {first} 起连续值班天数{side}规定（{amount}）"
    say_en = "{who}'s run of days on duty from {first} is {side} the rule ({amount})"
    keys = ("who", "first", "side")
    mutual = True

    least: int = parameter("最少", 1, eases="down")
    most: int | None = parameter("最多", None, eases="up")

    def asks(self) -> bool:
        """Whether there is a least or a most."""
        return self.least > 1 or self.most is not None

    def bounds(self) -> Bounds:
        """The least and the most."""
        return Bounds((), self.least, self.most)

    def places(self, case: CaseFacts) -> Places:
        """Each window of `most` + 1 days, and each day on which a short run could begin."""
        past = case.past(self.scope)
        for who, slots in case.mine(self.scope).items():
            duty = days(who, slots, past.get(who, []))
            starts = sorted({slot.day for slot in slots})
            yield from self._too_long(who, starts, duty)
            if self.least > 1:
                yield from self._too_short(case, who, starts, duty)

    def _too_long(self, who: str, starts: list[int], duty: dict[int, Side]) -> Places:
        if self.most is None or self.most >= len(duty):
            return
        for first in sorted({at - back for at in starts for back in range(self.most + 1)}):
            span = [duty.get(at, NOBODY) for at in range(first, first + self.most + 1)]
            if all(pairs or fixed for pairs, fixed in span):
                yield Place((who, first, "above"), flat(span), data=tuple(span))

    def _too_short(self, case: CaseFacts, who: str, starts: list[int], duty: dict[int, Side]) -> Places:
        """Each day on which a run could begin; one that a fact begins is the past's and not measured."""
        last = case.problem.last
        known = min(duty) < case.problem.first
        for first in starts:
            if first > last or duty[first][1] or (first == case.problem.first and not known):
                continue
            room = min(self.least, last - first + 1)
            span = [duty.get(at, NOBODY) for at in range(first - 1, first + room)]
            yield Place((who, first, "below"), flat(span), data=tuple(span))

    def post(self, place: Place, board: Measures) -> Amount:
        """1 for a full window, or how many days the run lacks."""
        duty = [board.any(pairs, fixed) for pairs, fixed in place.data]
        if place.key[2] == "above":
            return board.above(total(duty), len(duty) - 1)
        before, first, *later = duty
        begins = board.start(before, first)
        off = tuple(begins.minus(day) for day in later)
        lacks = [1] * (len(off) - 1) + [self.least - len(off)]
        return tuple(Hinge(off[:length], (lack,)) for length, lack in enumerate(lacks, 1)) if off else ()

    def tighten(self, places: Iterable[Place], board: Measures) -> Iterator[Expr]:
        """Whoever is on duty on the last day of a window of `most` + 1 days began the run after the window's first day.

        And of a day and the `least` - 1 days before it, one at most begins a run; none if the person is off that day.
        """
        reached: dict[tuple[str, int], list[Expr]] = defaultdict(list)
        there: dict[tuple[str, int], Expr] = {}
        for place in places:
            who, first, side = place.key
            duty = [board.any(pairs, fixed) for pairs, fixed in place.data]
            if side == "above":
                yield duty[-1].minus(total([board.start(*pair) for pair in pairwise(duty)]))
                continue
            for day, on_duty in enumerate(duty[1:], first):
                there[who, day] = on_duty
                reached[who, day].append(board.start(duty[0], duty[1]))
        for key, starts in reached.items():
            yield total(starts).minus(there[key])

    def check(self, place: Place, roster: Roster) -> int:
        """1 for a full window, or how many days the run lacks."""
        duty = [on(one, roster) for one in place.data]
        if place.key[2] == "above":
            return int(all(duty))
        before, *days = duty
        if before or not days[0] or all(days):
            return 0
        return self.least - days.index(False)
