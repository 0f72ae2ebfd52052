"""People who are to serve together: on which shifts all of them have a seat, by bipartite matching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from constraints.measure.rule import Rule
from constraints.model.case import Case
from constraints.problem.problem import Slot

Seat = frozenset[str]
"""Who of those named may take a seat."""


@dataclass(frozen=True)
class ShiftSeats:
    """A kind of shift on which some of those named could serve: one slot of it, its seats, whether all have one."""

    slot: Slot
    seats: int
    all_seated: bool


def shift_seats(case: Case, rule: Rule) -> list[ShiftSeats]:
    """Each kind of shift in the scope of a rule on which one of the people named could serve."""
    people = (rule.scope.who or frozenset()) & case.assignees.keys()
    shifts: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    for slot in case.on(rule.scope):
        shifts[slot.duty, slot.day, slot.shift, slot.site].append(slot)
    found: dict[object, ShiftSeats] = {}
    for slots in shifts.values():
        seats = tuple(_seats(case, slots, people))
        kind = slots[0].duty, slots[0].shift, seats
        if kind not in found and any(seats):
            found[kind] = ShiftSeats(slots[0], sum(map(bool, seats)), _seated(people, seats))
    return list(found.values())


def _seats(case: Case, slots: list[Slot], people: frozenset[str]) -> Iterator[Seat]:
    for slot in slots:
        able = frozenset(who for _, who in case.pairs(slot)) & people
        yield from [able] * min(slot.room, len(people))


def _seated(people: frozenset[str], seats: tuple[Seat, ...]) -> bool:
    """Whether all have a seat of their own at once (augmenting paths, Kuhn)."""
    taken: dict[int, str] = {}

    def seat(who: str, tried: set[int]) -> bool:
        for number, able in enumerate(seats):
            if who in able and number not in tried:
                tried.add(number)
                if number not in taken or seat(taken[number], tried):
                    taken[number] = who
                    return True
        return False

    return all(seat(who, set()) for who in sorted(people))
