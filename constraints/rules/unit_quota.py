"""Unit quota: each unit's people carry their unit's part of the load."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.shares import Aim, pools
from constraints.measure.unit_shares import facts_by_unit, once_a_unit, unit_on, unit_shares
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class UnitQuota(Rule):
    """The times that a unit's people serve together stay at the unit's share: squares of the distance count.

    The share goes by how many people of the pool the unit has in office (long leave apart),
    or is the same for every unit. A slot that is divided counts once for a unit whose people have several of its parts.
    """

    code, zh, en = "unit_quota", "单位名额", "Unit quota"
    about_zh = (
        "每个单位（按主要单位计）的人合计值班次数贴近该单位的名额：按可排人数分摊，或各单位相同；"
        "超出上取整或低于下取整的差距按平方计。一班分给同一单位几个人的，只计一次。"
    )
    law_zh = "各单位的值班名额按{by}分摊"
    law_en = "each unit's people serve its quota, shared by {by}"
    say_zh = "{unit} 的值班次数偏离名额（计 {amount}）"
    say_en = "{unit} serves off its quota (counts {amount})"
    keys = ("unit", "slot")
    nature = "demand"

    by: str = parameter("按", "heads", choices={"人数": "heads", "固定": "fixed"})

    def places(self, case: CaseFacts) -> Places:
        """Each unit in each group of posts that share candidates."""
        mine = case.mine(self.scope)
        for pool in pools(case, self.scope):
            ids = {slot.id for slot in pool.slots}
            first = min(pool.slots, key=lambda slot: (slot.start, slot.id))
            theirs: dict[str, list[tuple[Slot, str]]] = defaultdict(list)
            for who in pool.members:
                for slot in mine.get(who, ()):
                    if slot.id in ids:
                        theirs[unit_on(case.assignees[who], slot.day)].append((slot, who))
            facts = facts_by_unit(case, self.scope, pool)
            for unit, share in unit_shares(case, self.scope, pool, fixed=self.by == "fixed").items():
                pairs = tuple((slot.id, who) for slot, who in theirs[unit])
                aim, parts = Aim.at((1,) * len(pairs), share.fair), once_a_unit(theirs[unit], facts.get(unit, ()))
                yield Place((unit, first.id), pairs, share.held, "demand", "share", aim, once=parts)

    def post(self, place: Place, board: Measures) -> Amount:
        """The square of how many times the unit is off its quota."""
        aim: Aim = place.data
        return aim.post(place, board)

    def check(self, place: Place, roster: Roster) -> int:
        """The square of how many times the unit is off its quota."""
        aim: Aim = place.data
        return aim.check(place, roster)
