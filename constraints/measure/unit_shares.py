"""Shares of units: how often their people serve together in a plan, and how often they should."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from constraints.measure.place import Scope
from constraints.measure.protocols import CaseFacts
from constraints.measure.shares import FairShare, LoadMeasure, Pool, days_there, served_beside, served_there
from constraints.problem.problem import Assignee, Slot
from constraints.problem.roster import Pair

TIMES = LoadMeasure(by_load=False)


def unit_shares(case: CaseFacts, scope: Scope, pool: Pool, *, fixed: bool) -> dict[str, FairShare]:
    """Unit id → its share of the times that a pool serves in this plan; `held` counts every part that is a fact.

    Split by days in office of the units' people, or where `fixed` evenly.
    """
    problem = case.problem
    inside_plan = facts_by_unit(case, scope, pool)
    others = served_beside(
        pool, TIMES, ((seat(slot, who), slot) for some in inside_plan.values() for slot, who in some)
    )
    load = TIMES.asked(pool.slots) + len(others)
    heads: dict[str, int] = defaultdict(int)
    for who in pool.members:
        for unit, days in _by_unit(case.assignees[who], problem.first, problem.last).items():
            heads[unit] += days
    if fixed or not any(heads.values()):
        heads = dict.fromkeys(heads, 1)
    total = sum(heads.values())
    return {
        unit: FairShare(Fraction(load * count, total), len(inside_plan.get(unit, ())))
        for unit, count in sorted(heads.items())
    }


def facts_by_unit(case: CaseFacts, scope: Scope, pool: Pool) -> dict[str, list[tuple[Slot, str]]]:
    """Unit id → what its people served of a pool's posts among the days of the plan, as facts."""
    found: dict[str, list[tuple[Slot, str]]] = defaultdict(list)
    for who, slot in served_there(case, scope, pool, case.problem.first):
        if slot.day >= case.problem.first:
            found[unit_on(case.assignees[who], slot.day)].append((slot, who))
    return dict(found)


def once_a_unit(
    some: Iterable[tuple[Slot, str]], facts: Iterable[tuple[Slot, str]]
) -> tuple[tuple[tuple[Pair, ...], int], ...]:
    """The groups of `Place.once` of a unit: the parts of one slot that its people may take, or have taken as facts."""
    groups: dict[tuple[str, str], tuple[list[Pair], list[str]]] = defaultdict(lambda: ([], []))
    for slot, who in some:
        groups[slot.turn, seat(slot, who)][0].append((slot.id, who))
    for slot, who in facts:
        groups[slot.turn, seat(slot, who)][1].append(slot.id)
    several = ((pairs, had) for pairs, had in groups.values() if len({*had, *(slot for slot, _ in pairs)}) > 1)
    return tuple((tuple(pairs), len(had)) for pairs, had in several)


def seat(slot: Slot, who: str) -> str:
    """What tells the seats of a slot apart: nothing where it takes one person, else whoever sits there."""
    return "" if slot.room == 1 else who


def unit_on(one: Assignee, day: int) -> str:
    """The id of somebody's main unit on a day; '' outside their time in office."""
    spell = one.spell(day)
    return spell.unit if spell else ""


def _by_unit(one: Assignee, first: int, last: int) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for spell in one.spells:
        if spell.unit:
            found[spell.unit] += days_there(replace(one, spells=(spell,)), first, last)
    return found
