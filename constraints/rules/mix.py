"""Mix: how many of certain people are on a shift, at least and at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from constraints.measure.expr import Amount, Hinge, total
from constraints.measure.on_duty import NOBODY, Side, flat, on
from constraints.measure.parameter import Bounds, parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster

Crew = tuple[str, int, str, str, str]
"""(duty, day, shift, site, post); of a whole shift the post is ''."""


@dataclass(frozen=True)
class PeopleMix(Rule):
    """On each shift that is staffed, or on each post of it, at least `least` and at most `most` of those named serve.

    Each person below or above counts once. A shift without anybody is an open post and no breach of this rule.
    """

    code, zh, en = "mix", "人员搭配", "Mix"
    about_zh = "每个班次（或岗位）上，所列人员不少于最少、不多于最多；每差一人计一次。一个人也没有的班次只算空岗。"
    law_zh = "每个{within}上所列人员[至少 {least} 人，][至多 {most} 人，]"
    law_en = "on each {within} [at least {least} of those named serve, ][at most {most} of those named serve, ]"
    say_zh = "{date} {duty} {shift} {site} {post}：所列人员{side}规定，相差 {amount} 人"
    say_en = "{duty} {shift} {site} {post}, {date}: those named are {side} the rule by {amount}"
    keys = ("duty", "date", "shift", "site", "post", "side")
    nature = "both"
    needs = ("who",)

    within: str = parameter("范围", "shift", choices={"班次": "shift", "岗位": "post"})
    least: int = parameter("最少", 0, eases="down")
    most: int | None = parameter("最多", None, eases="up")

    def asks(self) -> bool:
        """Whether there is a least or a most."""
        return self.least > 0 or self.most is not None

    def bounds(self) -> Bounds:
        """The least and the most."""
        return Bounds((self.within,), self.least, self.most)

    def places(self, case: CaseFacts) -> Places:
        """Each shift or post, once for each side that is asked."""
        for crew, named, others in self._crews(case):
            pairs, beside = flat(named), flat(others)
            if self.least and (pairs or beside):
                there = (*pairs, *beside), sum(fixed for _, fixed in (*named, *others))
                data = named, there, self.least
                yield Place((*crew, "below"), pairs, 0, "demand", "share", data, beside)
            if self.most is not None and pairs:
                yield Place((*crew, "above"), pairs, data=(named, NOBODY, self.most))

    def _crews(self, case: CaseFacts) -> Iterator[tuple[Crew, tuple[Side, ...], tuple[Side, ...]]]:
        """(crew, those named who could be on it or are as a fact, the others of their kind)."""
        everybody = replace(self.scope, who=None, spans=None)
        found: dict[Crew, dict[str, Side]] = defaultdict(dict)
        for table, fact in ((case.mine(everybody), 0), (case.past(everybody), 1)):
            for who, slots in table.items():
                for slot in slots:
                    post = slot.post if self.within == "post" else ""
                    sides = found[slot.duty, slot.day, slot.shift, slot.site, post]
                    pairs, facts = sides.get(who, NOBODY)
                    sides[who] = (pairs if fact else (*pairs, (slot.id, who))), facts + fact
        for crew, sides in sorted(found.items()):
            named = {who: one for who, one in sides.items() if self.scope.means(who, crew[1])}
            kinds = {case.assignees[who].kind for who in named if who in case.assignees} or {"person"}
            others = [
                one
                for who, one in sides.items()
                if who not in named and who in case.assignees and case.assignees[who].kind in kinds
            ]
            yield crew, tuple(named.values()), tuple(others)

    def post(self, place: Place, board: Measures) -> Amount:
        """How many of those named are missing while somebody is there, or are too many."""
        named, there, limit = place.data
        serving = total(board.any(*one) for one in named)
        if place.nature == "demand":
            return (Hinge((board.any(*there).times(limit).minus(serving),)),)
        return board.above(serving, limit)

    def check(self, place: Place, roster: Roster) -> int:
        """How many of those named are missing while somebody is there, or are too many."""
        named, there, limit = place.data
        serving = sum(on(one, roster) for one in named)
        if place.nature == "demand":
            return max(0, int(limit) - serving) if on(there, roster) else 0
        return max(0, serving - int(limit))
