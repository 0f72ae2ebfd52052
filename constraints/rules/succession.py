"""Succession: which shift does not follow which on the next day."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount, Hinge
from constraints.measure.on_duty import NOBODY, days, flat, on
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Succession(Rule):
    """Whoever has a shift of `before` has none of `after` on the next day.

    Each such day counts once for each assignee; shifts of history and shifts issued beside the plan count too.
    """

    code, zh, en = "succession", "班次衔接", "Succession"
    about_zh = "值了“前”中班次的人，次日不得值“不接”中的班次；每人每天计一次。"
    law_zh = "值了{before}的次日不值{after}"
    law_en = "whoever has {before} has no {after} on the next day"
    say_zh = "{who} 在 {date} 值{before}，次日又值{after}"
    say_en = "{who} has {before} on {date} and {after} the next day"
    keys = ("who", "date")

    before: tuple[str, ...] = parameter("前", kind="words")
    after: tuple[str, ...] = parameter("不接", kind="words")

    def places(self, case: CaseFacts) -> Places:
        """Each assignee and each day on which the one shift and the next day's other could meet."""
        past = case.past(self.scope)
        for who, slots in case.mine(self.scope).items():
            facts = past.get(who, [])
            first, then = (
                days(
                    who,
                    [slot for slot in slots if slot.shift in shifts],
                    [slot for slot in facts if slot.shift in shifts],
                )
                for shifts in (self.before, self.after)
            )
            for day in sorted(first):
                sides = first[day], then.get(day + 1, NOBODY)
                if NOBODY not in sides and flat(sides):
                    yield Place((who, day), flat(sides), data=sides)

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if the person has the one shift and the other on the next day."""
        first, then = (board.any(*one) for one in place.data)
        return (Hinge((first.plus(then).add(-1),)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if the person has the one shift and the other on the next day."""
        return int(all(on(one, roster) for one in place.data))
