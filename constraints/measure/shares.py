"""Fair shares: what part of a pool's load is whose, and what a load off it counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt
from typing import NamedTuple

from constraints.measure.expr import Amount, total
from constraints.measure.place import Place, Scope
from constraints.measure.protocols import CaseFacts, Measures
from constraints.problem.period import bounds, months_before
from constraints.problem.problem import DAY, Assignee, Slot
from constraints.problem.roster import Pair, Roster

ServedSlot = tuple[str, Slot]
"""(who, what they served)"""
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
        together = _together(place)
        weights = [0 if pair in together else one for pair, one in zip(place.pairs, self.weights, strict=True)]
        turns = total(board.any(pairs, facts).add(-facts) for pairs, facts in place.once)
        load = board.total(place.pairs, weights).plus(turns).add(place.fixed)
        return board.above(load, self.high, LAYERS) + board.below(load, self.low, LAYERS)

    def check(self, place: Place, roster: Roster) -> int:
        """The square of the distance from the fair loads; past 30 each further load costs 61."""
        together = _together(place)
        pairs = zip(place.pairs, self.weights, strict=True)
        load = place.fixed + sum(weight for pair, weight in pairs if pair in roster and pair not in together)
        load += sum(int(bool(roster.count(some) + facts)) - facts for some, facts in place.once)
        far = max(load - self.high, self.low - load, 0)
        return far * far if far <= 30 else 900 + 61 * (far - 30)


def _together(place: Place) -> set[Pair]:
    """The pairs that count once together with others, and not by their weights."""
    return {pair for pairs, _ in place.once for pair in pairs}


def loads_away(amount: int) -> int:
    """How many whole loads off the fair ones an amount of `Aim.check` stands for."""
    return isqrt(amount) if amount <= 900 else 30 + (amount - 900) // 61


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


@dataclass(frozen=True)
class LoadMeasure:
    """How duty is added up: by 折算, of which each part of a slot has some, or by times, all parts being one."""

    by_load: bool

    def weigh(self, slot: Slot) -> int:
        """What a slot, or a part of one, counts by itself."""
        return slot.load if self.by_load else 1

    def asked(self, slots: Iterable[Slot]) -> int:
        """What slots ask for together, everybody whom they need counted."""
        if self.by_load:
            return sum(slot.need * slot.load for slot in slots)
        needs: dict[str, int] = defaultdict(int)
        for slot in slots:
            needs[slot.turn] = max(needs[slot.turn], slot.need)
        return sum(needs.values())

    def once(self, served: Iterable[ServedSlot]) -> list[ServedSlot]:
        """Who served what, without further parts of a slot that count no more."""
        if self.by_load:
            return list(served)
        return list({(who, slot.turn): (who, slot) for who, slot in served}.values())


def fair_shares(case: CaseFacts, scope: Scope, measure: LoadMeasure, months: int) -> dict[str, FairShare]:
    """Assignee → fair share, for everybody who is a candidate in scope.

    `measure` adds duty up; what was served in the `months` before the plan is made good, within limits.
    """
    found: dict[str, FairShare] = {}
    for pool in pools(case, scope):
        found.update(_shares(case, scope, pool, measure, months))
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
        if slot in slots and scope.means(who, slots[slot].day):
            root[find("s" + slot)] = find("a" + who)
            members.add(who)
    by_root: dict[str, tuple[list[Slot], list[str]]] = defaultdict(lambda: ([], []))
    for one in slots.values():
        by_root[find("s" + one.id)][0].append(one)
    for who in sorted(members):
        by_root[find("a" + who)][1].append(who)
    return [Pool(tuple(some), tuple(whos)) for some, whos in by_root.values() if whos]


def _shares(case: CaseFacts, scope: Scope, pool: Pool, measure: LoadMeasure, months: int) -> dict[str, FairShare]:
    problem = case.problem
    begin = months_before(problem.first, months)
    served = served_there(case, scope, pool, begin)
    inside_plan = [(who, slot) for who, slot in served if slot.day >= problem.first]
    load = measure.asked(pool.slots) + sum(measure.weigh(slot) for _, slot in served_beside(pool, measure, inside_plan))
    due = _split(case, pool.members, load, problem.first, problem.last)
    balance = _balance(case, pool, measure, [one for one in served if one[1].day < problem.first], begin)

    found = {}
    for who in pool.members:
        reach = due[who] * problem.catch_up / 100
        fair = due[who] + max(-reach, min(reach, balance[who]))
        held = sum(measure.weigh(slot) for one, slot in inside_plan if one == who)
        found[who] = FairShare(fair, held)
    return found


def served_beside(pool: Pool, measure: LoadMeasure, facts: Iterable[ServedSlot]) -> list[ServedSlot]:
    """What was served beside the pool's slots: by times, further parts of these are none of it."""
    turns = set() if measure.by_load else {slot.turn for slot in pool.slots}
    return measure.once(one for one in facts if one[1].turn not in turns)


def served_there(case: CaseFacts, scope: Scope, pool: Pool, begin: int) -> list[ServedSlot]:
    """Who served on the posts of a pool from the day `begin` to the plan's last, as facts."""
    posts = {(one.duty, one.shift, one.post) for one in pool.slots}
    return [
        (who, slot)
        for who, slots in case.past(scope).items()
        for slot in slots
        if begin <= slot.day <= case.problem.last and (slot.duty, slot.shift, slot.post) in posts
    ]


def _balance(
    case: CaseFacts, pool: Pool, measure: LoadMeasure, served: Iterable[ServedSlot], begin: int
) -> dict[str, Fraction]:
    """Assignee → the load that they should have served before the plan, less what they did; month by month."""
    balance: dict[str, Fraction] = defaultdict(Fraction)
    by_month: dict[int, list[ServedSlot]] = defaultdict(list)
    for who, slot in measure.once(served):
        by_month[(bounds(slot.day, "month") or (0, 0))[0]].append((who, slot))
    for first, rows in sorted(by_month.items()):
        _, last = bounds(first, "month") or (first, first)
        there = sorted({*pool.members, *(who for who, _ in rows)} & case.assignees.keys())
        for who, due in _split(case, there, sum(measure.weigh(slot) for _, slot in rows), first, last).items():
            balance[who] += due
        for who, slot in rows:
            balance[who] -= measure.weigh(slot)
    _opening(case, pool, measure, begin, balance)
    return balance


def _opening(case: CaseFacts, pool: Pool, measure: LoadMeasure, begin: int, balance: dict[str, Fraction]) -> None:
    """Add to the balance what was served earlier and given as counts (期初): one stretch, shared as a month is."""
    worth = {(slot.duty, slot.day_kind): measure.weigh(slot) for slot in pool.slots}
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
