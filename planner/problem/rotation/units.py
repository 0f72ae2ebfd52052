"""Units that take turns on posts of people: the unit whose turn it is staffs every post of the shift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from constraints.problem.problem import Assignee, Slot, Taken
from constraints.problem.turns import Unfit
from planner.office.ids import as_unit
from planner.problem.rotation.hindrances import Hindrances


class Units:
    """The people of each unit, and whether they can staff a shift of a clause."""

    def __init__(self, people: Mapping[str, Assignee], slots: Iterable[Slot], hindered: Hindrances) -> None:
        self._people = [one for one in people.values() if one.kind == "person"]
        self._by_id = {one.id: one for one in self._people}
        self._hindered = hindered
        self._shifts: dict[tuple[str, int, str, str], list[Slot]] = defaultdict(list)
        for slot in slots:
            self._shifts[slot.session].append(slot)

    def shift(self, slot: Slot) -> list[str]:
        """The ids of the slots of one shift with a slot, itself included."""
        return [one.id for one in self._shifts[slot.session]]

    def members(self, units: Iterable[str], day: int) -> tuple[str, ...]:
        """Those who sit in the units (tagged) on a day."""
        wanted = set(units)
        return tuple(
            one.id for one in self._people if (spell := one.spell(day)) and spell.unit and as_unit(spell.unit) in wanted
        )

    def in_place_of(self, taken: Iterable[Taken]) -> tuple[Taken, ...]:
        """Who served, told as the units in which people sat then."""
        return tuple(replace(one, who=self._unit_of(one)) for one in taken)

    def _unit_of(self, one: Taken) -> str:
        spell = self._by_id[one.who].spell(one.slot.day) if one.who in self._by_id else None
        return as_unit(spell.unit) if spell and spell.unit else one.who

    def unable(self, unit: str, slot: Slot) -> Unfit | None:
        """Why a unit cannot staff the shift of a slot: it has too few people for its posts, or too few are there."""
        mine = self.members((unit,), slot.day)
        slots = self._shifts[slot.session]
        why = {(one.id, who): self._hindered.unable(who, one) for one in slots for who in mine}
        if _staffed(slots, mine, lambda one, who: why[one.id, who] is None):
            return None
        fit = _staffed(slots, mine, lambda one, who: why[one.id, who] not in ("pool", "exempt", "office"))
        return "away" if fit else "pool"


def _staffed(slots: Iterable[Slot], people: Iterable[str], may: Callable[[Slot, str], bool]) -> bool:
    """Whether every seat can have somebody of its own (bipartite matching by augmenting paths, Berge 1957)."""
    seats = [slot for slot in slots for _ in range(slot.need)]
    holder: dict[str, int] = {}
    some = list(people)

    def seat(number: int, tried: set[str]) -> bool:
        for who in some:
            if who not in tried and may(seats[number], who):
                tried.add(who)
                if who not in holder or seat(holder[who], tried):
                    holder[who] = number
                    return True
        return False

    return all(seat(number, set()) for number in range(len(seats)))
