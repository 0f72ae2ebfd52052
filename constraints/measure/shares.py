"""Fair shares: what part of a pool's load is whose, and what a load off it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from constraints.measure.expr import Amount
from constraints.measure.place import Place, Scope
from constraints.measure.protocols import CaseFacts, Measures
from constraints.problem.period import bounds, months_before
from constraints.problem.problem import DAY, Assignee, Slot
from constraints.problem.roster import Roster

Weigh = Callable[[Slot], int]
LAYERS = (1, *(2 * layer - 1 for layer in range(2, 31)), 61)
"""Marginal cost of each whole load off the share: squares up to 30, then 61 each."""


class Aim(NamedTuple):
    """The load that each pair of a place carries, and the least and greatest load that is fair."""

    weights: tuple[int, ...]
    low: int
    high: int

    @classmethod
    def at(cls, weights: tuple[int, ...], fair: Fraction, slack: int = 0) -> Aim:
        """The whole loads just below and just above a fair share, moved apart by `slack` loads each."""
        return cls(weights, floor(fair) - slack, ceil(fair) + slack)

    def post(self, place: Place, board: Measures) -> Amount:
        """The square of the distance from the fair loads, as a hinge with a cost for each whole load."""
        load = board.total(place.pairs, self.weights).add(place.fixed)
        return board.above(load, self.high, LAYERS) + board.below(load, self.low, LAYERS)

    def check(self, place: Place, roster: Roster) -> int:
        """The square of the distance from the fair loads; past 30 each further load costs 61."""
        pairs = zip(place.pairs, self.weights, strict=True)
        load = place.fixed + sum(weight for pair, weight in pairs if pair in roster)
        far = max(load - self.high, self.low - load, 0)
        return far * far if far <= 30 else 900 + 61 * (far - 30)


@dataclass(frozen=True)
class FairShare:
    """Loads of one assignee or unit: `fair` is due in this plan, `held` is what facts among its days give already."""

    fair: Fraction
    held: int


@dataclass(frozen=True)
class Pool:
    """Slots in scope and assignees that hang together, since slots have candidates in common."""

    slots: tuple[Slot, ...]
    members: tuple[str, ...]


def fair_shares(case: CaseFacts, scope: Scope, weigh: Weigh, months: int) -> dict[str, FairShare]:
    """Assignee → fair share, for everybody who is a candidate in scope.

    `weigh` gives the load of a slot; what was served in the `months` before the plan is made good, within limits.
    """
    found: dict[str, FairShare] = {}
    for pool in pools(case, scope):
        found.update(_shares(case, scope, pool, weigh, months))
    return found


def pools(case: CaseFacts, scope: Scope) -> list[Pool]:
    """The groups of slots and candidates in scope that hang together (connected components, by union and find)."""
    root: dict[str, str] = {}

    def find(one: str) -> str:
        while root.setdefault(one, one) != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    slots = {slot.id: slot for slot in case.on(scope)}
    members = set()
    for slot, who in case.candidates:
        if slot in slots and (scope.who is None or who in scope.who):
            root[find("s" + slot)] = find("a" + who)
            members.add(who)
    by_root: dict[str, tuple[list[Slot], list[str]]] = defaultdict(lambda: ([], []))
    for one in slots.values():
        by_root[find("s" + one.id)][0].append(one)
    for who in sorted(members):
        by_root[find("a" + who)][1].append(who)
    return [Pool(tuple(some), tuple(whos)) for some, whos in by_root.values() if whos]


def _shares(case: CaseFacts, scope: Scope, pool: Pool, weigh: Weigh, months: int) -> dict[str, FairShare]:
    problem = case.problem
    begin = months_before(problem.first, months)
    served = _served(case, scope, pool, begin)
    inside_plan = [(who, slot) for who, slot in served if slot.day >= problem.first]
    load = sum(slot.need * weigh(slot) for slot in pool.slots) + sum(weigh(slot) for _, slot in inside_plan)
    due = _split(case, pool.members, load, problem.first, problem.last)
    balance = _balance(case, pool, weigh, [one for one in served if one[1].day < problem.first], begin)

    found = {}
    for who in pool.members:
        reach = due[who] * problem.catch_up / 100
        fair = due[who] + max(-reach, min(reach, balance[who]))
        held = sum(weigh(slot) for one, slot in inside_plan if one == who)
        found[who] = FairShare(fair, held)
    return found


def _served(case: CaseFacts, scope: Scope, pool: Pool, begin: int) -> list[tuple[str, Slot]]:
    posts = {(one.duty, one.shift, one.post) for one in pool.slots}
    return [
        (who, slot)
        for who, slots in case.past(scope).items()
        for slot in slots
        if begin <= slot.day <= case.problem.last and (slot.duty, slot.shift, slot.post) in posts
    ]


def _balance(
    case: CaseFacts, pool: Pool, weigh: Weigh, served: list[tuple[str, Slot]], begin: int
) -> dict[str, Fraction]:
    """Assignee → the load that they should have served before the plan, less what they did; month by month."""
    balance: dict[str, Fraction] = defaultdict(Fraction)
    by_month: dict[int, list[tuple[str, Slot]]] = defaultdict(list)
    for who, slot in served:
        by_month[(bounds(slot.day, "month") or (0, 0))[0]].append((who, slot))
    for first, rows in sorted(by_month.items()):
        _, last = bounds(first, "month") or (first, first)
        there = sorted({*pool.members, *(who for who, _ in rows)} & case.assignees.keys())
        for who, due in _split(case, there, sum(weigh(slot) for _, slot in rows), first, last).items():
            balance[who] += due
        for who, slot in rows:
            balance[who] -= weigh(slot)
    _opening(case, pool, weigh, begin, balance)
    return balance


def _opening(case: CaseFacts, pool: Pool, weigh: Weigh, begin: int, balance: dict[str, Fraction]) -> None:
    """Add to the balance what was served earlier and given as counts (期初): one stretch, shared as a month is."""
    worth = {(slot.duty, slot.day_kind): weigh(slot) for slot in pool.slots}
    duties = {slot.duty for slot in pool.slots}
    counts = {
        who: sum(
            times * worth.get((duty, kind), 1)
            for duty, kind, times, as_of in case.assignees[who].opening
            if duty in duties and begin <= as_of < case.problem.first
        )
        for who in pool.members
    }
    if not any(counts.values()):
        return
    for who, due in _split(case, pool.members, sum(counts.values()), begin, case.problem.first - 1).items():
        balance[who] += due - counts[who]


def unit_shares(case: CaseFacts, scope: Scope, pool: Pool, *, fixed: bool) -> dict[str, FairShare]:
    """Unit id → its share of the times that a pool serves in this plan.

    Split by days in office of the units' people, or where `fixed` evenly.
    """
    problem = case.problem
    inside_plan = [one for one in _served(case, scope, pool, problem.first) if one[1].day >= problem.first]
    load = sum(slot.need for slot in pool.slots) + len(inside_plan)
    heads: dict[str, int] = defaultdict(int)
    for who in pool.members:
        for unit, days in _by_unit(case.assignees[who], problem.first, problem.last).items():
            heads[unit] += days
    if fixed or not any(heads.values()):
        heads = dict.fromkeys(heads, 1)
    total = sum(heads.values())
    held: dict[str, int] = defaultdict(int)
    for who, slot in inside_plan:
        held[unit_on(case.assignees[who], slot.day)] += 1
    return {unit: FairShare(Fraction(load * count, total), held[unit]) for unit, count in sorted(heads.items())}


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


def _split(case: CaseFacts, there: Iterable[str], load: int, first: int, last: int) -> dict[str, Fraction]:
    """Assignee → part of a load, split by days in office and not on long leave; evenly if nobody has any."""
    days = {who: days_there(case.assignees[who], first, last) for who in there}
    total = sum(days.values())
    if not total:
        return {who: Fraction(load, len(days)) for who in days}
    return {who: Fraction(load * count, total) for who, count in days.items()}


def days_there(one: Assignee, first: int, last: int) -> int:
    """How many days from `first` to `last` somebody is in office and not on long leave."""
    days = {day for spell in one.spells for day in range(max(first, spell.first), min(last, spell.last) + 1)}
    for gone in one.absences:
        if gone.long:
            days -= set(range(gone.start // DAY, -(-gone.end // DAY)))
    return len(days)
