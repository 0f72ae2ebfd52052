"""Vacant: issued slots ahead that an absence of their holder bars them from."""

from __future__ import annotations

from datetime import datetime

from constraints.problem.problem import Assignee, Slot
from planner.problem.assignees import assignees
from planner.store import cache
from planner.store.roster.standing import Standing


def vacant(standing: Standing, now: datetime) -> frozenset[tuple[str, str]]:
    """(slot, holder) of every issued slot ahead that an absence of its holder bars them from."""
    return _vacant(standing, standing.office.minute(now))


@cache.kept(4, cache.OFFICE, cache.ISSUED)
def _vacant(standing: Standing, clock: int) -> frozenset[tuple[str, str]]:
    content, people = standing.issued, assignees(standing.office)
    return frozenset(
        (slot, who)
        for slot, who in content.pairs
        if content.slots[slot].slot.start > clock and who in people and _away(people[who], content.slots[slot].slot)
    )


def _away(one: Assignee, slot: Slot) -> bool:
    return any(gone.bars(slot) for gone in one.absences)
