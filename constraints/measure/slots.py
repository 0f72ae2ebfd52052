"""Slots by scope, by day and by time: the few questions that every rule asks of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

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
    )


def of(pairs: tuple[Pair, ...], who: Set[str] | None) -> tuple[Pair, ...]:
    """Those of the pairs whose assignee a scope names; all of them where it names nobody."""
    return pairs if who is None else tuple(pair for pair in pairs if pair[1] in who)


def by_day(slots: Iterable[Slot]) -> dict[int, list[Slot]]:
    """Day → the slots that start on it, in their order."""
    found: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        found[slot.day].append(slot)
    return found


def touching(slots: Iterable[Slot], start: int, end: int) -> Iterator[Slot]:
    """The slots that meet the time from `start` to `end` (minutes)."""
    return (slot for slot in slots if slot.start < end and start < slot.end)
