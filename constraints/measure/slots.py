"""Slots by scope, by day and by time: the few questions that every rule asks of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from constraints.measure.place import Scope
from constraints.problem.problem import Slot
from constraints.problem.roster import Pair


def inside(scope: Scope, slot: Slot) -> bool:
    """Whether a clause with this scope speaks of the slot; people in the scope are not asked."""
    return (
        (scope.duties is None or slot.duty in scope.duties)
        and (scope.shifts is None or slot.shift in scope.shifts)
        and (scope.posts is None or slot.post in scope.posts)
        and (scope.day_kinds is None or slot.day_kind in scope.day_kinds)
        and (scope.days is None or slot.day in scope.days)
        and (scope.term is None or scope.term[0] <= slot.day <= scope.term[1])
    )


def of(slot: Slot, pairs: tuple[Pair, ...], scope: Scope) -> tuple[Pair, ...]:
    """Those of a slot's pairs whose assignee a scope means on its day; all of them where it names nobody."""
    return pairs if scope.who is None else tuple(pair for pair in pairs if scope.means(pair[1], slot.day))


def by_day(slots: Iterable[Slot]) -> dict[int, list[Slot]]:
    """Day → the slots that start on it, in their order."""
    found: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        found[slot.day].append(slot)
    return found


def once(who: str, slots: Iterable[Slot], facts: Iterable[Slot] = ()) -> tuple[tuple[tuple[Pair, ...], int], ...]:
    """The groups of `Place.once`: the parts of one slot among those somebody may take and those that are facts."""
    some, had = tuple(slots), tuple(facts)
    if not any(slot.whole for slot in (*some, *had)):
        return ()  # as nearly always
    parts: dict[str, tuple[list[Pair], list[str]]] = defaultdict(lambda: ([], []))
    for slot in some:
        parts[slot.turn][0].append((slot.id, who))
    for slot in had:
        parts[slot.turn][1].append(slot.id)
    return tuple((tuple(mine), len(had)) for mine, had in parts.values() if len(mine) + len(had) > 1)


def touching(slots: Iterable[Slot], start: int, end: int) -> Iterator[Slot]:
    """The slots that meet the time from `start` to `end` (minutes)."""
    return (slot for slot in slots if slot.start < end and start < slot.end)
