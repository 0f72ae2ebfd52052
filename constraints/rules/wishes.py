"""Wishes: what people asked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from constraints.measure.expr import Amount, Hinge
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Wishes(Rule):
    """People are kept off the slots they asked to avoid and given one of those they asked for.

    Each slot against a wish, and each wish unmet where such a slot exists, counts with the wish's weight.
    """

    code, zh, en = "wishes", "时间要求", "Wishes"
    about_zh = "尽量满足本人的时间要求；排在希望避开的班次上、或希望安排而未安排的，按权重计。"
    law_zh = "满足本人的时间要求"
    law_en = "people's wishes are met"
    say_zh = "{who} 的时间要求未满足：{slot}"
    say_en = "{who}'s wish is not met: {slot}"
    keys = ("who", "slot")
    nature = "demand"
    waits = "moment"

    def places(self, case: CaseFacts) -> Places:
        """Each slot that somebody would avoid, and each wish for one of some slots."""
        avoided: dict[tuple[str, str], int] = defaultdict(int)
        mine = case.mine(self.scope)
        for wish in case.problem.wishes:
            ids = [slot.id for slot in mine.get(wish.who, ()) if slot.id in wish.slots]
            if wish.want == "avoid":
                for slot in ids:
                    avoided[wish.who, slot] += wish.weight
            elif ids:
                pairs = tuple((slot, wish.who) for slot in ids)
                yield Place((wish.who, wish.id), pairs, 0, "demand", "keep", (True, wish.weight))
        for (who, slot), weight in sorted(avoided.items()):
            yield Place((who, slot), ((slot, who),), 0, "demand", "keep", (False, weight))

    def post(self, place: Place, board: Measures) -> Amount:
        """The weight of the wish, if it is not met."""
        have, weight = place.data
        given = board.count(place)
        hinges = board.below(given, 1) if have else board.above(given, 0)
        return tuple(Hinge(one.exprs, (weight,)) for one in hinges)

    def check(self, place: Place, roster: Roster) -> int:
        """The weight of the wish, if it is not met."""
        have, weight = place.data
        given = roster.count(place.pairs) > 0
        return 0 if given == have else int(weight)
