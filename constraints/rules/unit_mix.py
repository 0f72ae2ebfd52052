"""Unit mix: whether the people of one shift are of one unit, or each of another one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from constraints.measure.expr import Amount, total
from constraints.measure.on_duty import Side, flat, on, shifts
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.unit_shares import unit_on
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class UnitMix(Rule):
    """The people in scope on a shift, whichever posts they hold, are all of one unit, or no two of them are of one.

    Their main unit of the day counts, and whoever has none is not looked at. Each unit above one counts once; or each
    person of a unit above one.
    """

    code, zh, en = "unit_mix", "单位搭配", "Units of a shift"
    about_zh = (
        "同一班次上的人（按当天的主要单位计，不论岗位）须为同一单位，或互不同单位；没有单位的人不计。"
        "方式为同一的，每多一个单位计一次；为不同的，每个单位每多一人计一次。"
    )
    law_zh = "同一班次上的人须为{way}单位"
    law_en = "the people of one shift are of {way} units"
    say_zh = "{date} {duty} {shift} {site}：值班人员的单位不合规定（计 {amount}）"
    say_en = "{duty} {shift} {site}, {date}: the units of its people are against the rule (counts {amount})"
    keys = ("duty", "date", "shift", "site")
    waits = "register"

    way: str = parameter("方式", "same", choices={"同一": "same", "不同": "different"})

    def places(self, case: CaseFacts) -> Places:
        """Each shift on which two people could make a breach."""
        for key, sides in shifts(case.mine(self.scope), case.past(self.scope)).items():
            units: dict[str, list[Side]] = defaultdict(list)
            for who, one in sides.items():
                person = case.assignees.get(who)
                if person is not None and person.kind == "person" and unit_on(person, key[1]):
                    units[unit_on(person, key[1])].append(one)
            groups = tuple(tuple(some) for _, some in sorted(units.items()))
            pairs = flat(one for some in groups for one in some)
            if pairs and (len(groups) > 1 if self.way == "same" else any(len(some) > 1 for some in groups)):
                yield Place(key, pairs, data=groups)

    def post(self, place: Place, board: Measures) -> Amount:
        """How many units above one, or how many people above one of a unit."""
        if self.way == "same":
            there = (board.any(flat(some), sum(fixed for _, fixed in some)) for some in place.data)
            return board.above(total(there), 1)
        return tuple(hinge for some in place.data for hinge in board.above(total(board.any(*one) for one in some), 1))

    def check(self, place: Place, roster: Roster) -> int:
        """How many units above one, or how many people above one of a unit."""
        there = [sum(on(one, roster) for one in some) for some in place.data]
        if self.way == "same":
            return max(0, sum(map(bool, there)) - 1)
        return sum(max(0, people - 1) for people in there)
