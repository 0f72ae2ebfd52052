"""Who cannot take a place when their turn comes, and why: facts alone, never what a solver may choose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from constraints.problem.problem import Assignee, Pin, Site, Slot, Taken
from constraints.problem.turns import Unfit
from constraints.rules.qualified import fits


def excludes(first: Slot, second: Slot) -> bool:
    """Whether nobody can be on both: one slot, or two of one hold that run at the same time; 听班 excludes nothing."""
    if first.id == second.id:
        return True
    apart = first.hold != second.hold or first.hold == "on_call"
    return not apart and first.start < second.end and second.start < first.end


@dataclass
class Hindrances:
    """The facts around some slots: who is away, ordered, issued elsewhere, or has a place by a clause that comes first.

    `months` says whether 必须 keeps units to their months on air.
    """

    people: Mapping[str, Assignee]
    sites: Mapping[str, Site]
    months: bool
    ordered: dict[str, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    barred: set[tuple[str, str]] = field(default_factory=set)
    issued: dict[str, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    earlier: dict[str, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    here: dict[str, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    """What the clause that is worked out now has given."""

    def add_facts(self, taken: Iterable[Taken], first: int) -> None:
        """What people hold as a fact from a day on, the day before included: a night may run into it."""
        for one in taken:
            if one.slot.end > (first - 1) * 1440:
                self.issued[one.who].append(one.slot)

    def add_orders(self, pins: Iterable[Pin], slots: Mapping[str, Slot]) -> dict[str, list[str]]:
        """Take in what is ordered, and return slot → those whom an order puts there.

        Of several slots somebody is ordered to the first for which they are fit, or else to the first of all.
        """
        there: dict[str, list[str]] = defaultdict(list)
        order = {id: number for number, id in enumerate(slots)}
        for pin in pins:
            if pin.forbidden:
                self.barred |= {(slot, pin.who) for slot in pin.slots}
                continue
            some = [slots[id] for id in sorted(pin.slots & slots.keys(), key=order.__getitem__)]
            slot = next((one for one in some if self._fit(pin.who, one)), some[0] if some else None)
            if slot is not None and pin.who not in there[slot.id]:
                there[slot.id].append(pin.who)
                self.ordered[pin.who].append(slot)
        return there

    def next_clause(self, *, binding: bool) -> None:
        """Go on to the next clause; the places given by one that is 必须 are taken."""
        for who, slots in self.here.items() if binding else ():
            self.earlier[who] += slots
        self.here.clear()

    def unable(self, who: str, slot: Slot) -> Unfit | None:
        """Why somebody cannot take a slot; None where they can."""
        one = self.people.get(who)
        spell = one.spell(slot.day) if one else None
        if one is None or spell is None or not one.there(slot.days):
            return "office"
        if not self._fit(who, slot):
            return "exempt" if slot.shift in spell.exempt else "pool"
        if self.months and one.months and date.fromordinal(slot.day).month not in one.months:
            return "exempt"
        gone = [away for away in one.absences if away.bars(slot)]
        if gone:
            return "away" if any(away.blocks == "all" for away in gone) else "busy"
        if (slot.id, who) in self.barred or _meets(self.ordered.get(who), slot):
            return "order"
        if _meets(self.issued.get(who), slot):
            return "taken"
        if _meets(self.earlier.get(who), slot):
            return "earlier"
        return "here" if _meets(self.here.get(who), slot) else None

    def _fit(self, who: str, slot: Slot) -> bool:
        return who in self.people and fits(self.people[who], slot, self.sites.get(slot.site))


def _meets(some: list[Slot] | None, slot: Slot) -> bool:
    return some is not None and any(excludes(one, slot) for one in some)
