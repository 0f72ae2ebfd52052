"""Own air day: what people do on the day on which their own unit is on the air."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from constraints.measure.expr import Amount, Hinge
from constraints.measure.on_duty import NOBODY, Shift, Side, flat, on, side
from constraints.measure.parameter import parameter
from constraints.measure.place import Place, Places
from constraints.measure.protocols import CaseFacts, Measures
from constraints.measure.rule import Rule
from constraints.measure.unit_shares import unit_on
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class OwnAirDay(Rule):
    """On a day on which a unit is on a slot in scope its own people (by main unit) serve nowhere else,
    or where `way` says so they do serve.

    Each person and day counts once; serving on the unit's own shift is no other duty.
    """

    code, zh, en = "own_air_day", "本单位上线日", "Own air day"
    about_zh = (
        "本单位（按主要单位计）在范围内班次上线的当天，本人不排其他值班；方式为优先的，当天应排其值班。每人每天计一次。"
        "与本单位同一班次的不算其他值班。"
    )
    law_zh = "本单位上线当天{way}本单位人员值班"
    law_en = "on a day on which their own unit is on the air people serve {way}"
    say_zh = "{who} {date} 本单位上线，值班安排不合规定"
    say_en = "{who}'s own unit is on the air on {date}: the duty does not fit the rule"
    keys = ("who", "date")
    nature = "both"
    subject = "units"
    waits = "register"
    elsewhere = True

    way: str = parameter("方式", "never", choices={"不排": "never", "优先": "first"})

    def places(self, case: CaseFacts) -> Places:
        """Each person and day on which they could serve and their unit could be on the air."""
        air, shows = self._on_air(case)
        mine, past = case.mine(), case.past()
        for who, slots in mine.items():
            for day, some, facts in self._by_day(who, slots, past.get(who, ()), case, shows):
                unit = air.get((unit_on(case.assignees[who], day), day), NOBODY)
                own = side(who, some, facts)
                pairs = flat((own, unit))
                if unit == NOBODY or not own[0]:
                    continue
                if self.way == "first":
                    if facts or not any(case.free(who, slot) for slot in some):
                        continue  # they serve already, or could not
                    yield Place((who, day), pairs, 0, "demand", "keep", (unit, own))
                else:
                    yield Place((who, day), pairs, data=(unit, own))

    def _on_air(self, case: CaseFacts) -> tuple[dict[tuple[str, int], Side], set[Shift]]:
        """(unit, day) → how the unit is on a slot in scope that day; and the shifts of all such slots."""
        found: dict[tuple[str, int], Side] = defaultdict(lambda: NOBODY)
        shows: set[Shift] = set()
        everybody = replace(self.scope, who=None, spans=None)
        for table, fact in ((case.mine(everybody), 0), (case.past(everybody), 1)):
            for who, slots in table.items():
                one = case.assignees.get(who)
                for slot in slots if one and one.kind == "unit" else ():
                    shows.add((slot.duty, slot.day, slot.shift, slot.site))
                    for day in slot.days:
                        pairs, facts = found[unit_on(case.assignees[who], day), day]
                        more = pairs if fact else (*pairs, (slot.id, who))
                        found[unit_on(case.assignees[who], day), day] = more, facts + fact
        return dict(found), shows

    def _by_day(
        self, who: str, slots: Sequence[Slot], facts: Sequence[Slot], case: CaseFacts, shows: set[Shift]
    ) -> Iterator[tuple[int, list[Slot], list[Slot]]]:
        """(day, slots that the person may take, slots held as facts) for each day that a slot takes up."""
        if case.assignees[who].kind != "person":
            return
        found: dict[int, tuple[list[Slot], list[Slot]]] = defaultdict(lambda: ([], []))
        for number, some in enumerate((slots, facts)):
            for slot in some:
                other = (slot.duty, slot.day, slot.shift, slot.site) not in shows
                for day in slot.days if other or self.way == "first" else ():
                    found[day][number].append(slot)
        for day, (some, had) in sorted(found.items()):
            if self.scope.means(who, day):
                yield day, some, had

    def post(self, place: Place, board: Measures) -> Amount:
        """1 if the unit is on the air and the person serves, or where they come first does not."""
        unit, own = (board.any(*one) for one in place.data)
        return (Hinge((unit.minus(own) if place.nature == "demand" else unit.plus(own).add(-1),)),)

    def check(self, place: Place, roster: Roster) -> int:
        """1 if the unit is on the air and the person serves, or where they come first does not."""
        unit, own = (on(one, roster) for one in place.data)
        return int(unit and own != (place.nature == "demand"))
