"""Qualified: only people of the right group take a post."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.problem import Assignee, Site, Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Qualified(Rule):
    """Only those of the post's pools, not exempt from its shift and tied to its site, take a slot.

    Each assignment of somebody else counts once.
    """

    code, zh, en = "qualified", "人选范围", "Qualified"
    about_zh = "只有对象相符、在值班序列内、不在不排班次之列（分点的还须联系该点）的人才能上岗；每次计一次。"
    law_zh = "只排值班序列内、不免该班次的人员或单位，分点安排的还须有联系关系"
    law_en = "only those of the post's pools serve, not exempt from the shift and, site by site, linked to it"
    say_zh = "{who} 不在 {slot} 的人选范围内"
    say_en = "{who} is not among those who may take {slot}"
    keys = ("who", "slot")
    standing = True
    single = True

    def places(self, case: CaseFacts) -> Places:
        """Each pair, alone, whose assignee does not fit."""
        sites = {site.id: site for site in case.problem.sites}
        for who, slots in case.mine(self.scope).items():
            for slot in slots:
                if not fits(case.assignees[who], slot, sites.get(slot.site)):
                    yield Place((who, slot.id), ((slot.id, who),))

    def stands(self, case: CaseFacts) -> bool:
        """Whether any slot is in scope: whoever does not fit is left out before there is a place."""
        return bool(case.on(self.scope))

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if assigned."""
        return board.above(board.count(place), 0)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if assigned."""
        return roster.count(place.pairs)


def fits(one: Assignee, slot: Slot, site: Site | None) -> bool:
    """Whether kind, pools, exemptions and links on the slot's day let the assignee take it, at its site if any."""
    spell = one.spell(slot.day) or (one.spells[0] if one.spells else None)
    if spell is None or one.kind != slot.kind or slot.shift in spell.exempt or spell.pools.isdisjoint(slot.pools):
        return False
    if site is None or not spell.units.isdisjoint(site.units):
        return True
    return any(link.site == site.id and link.first <= slot.day <= link.last for link in one.links)
