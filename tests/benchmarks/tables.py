"""Tables: what each place of a book costs by its assigned pairs' weight, for a peer that knows sums and no rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from constraints.measure.place import Place
from constraints.measure.rule import Rule
from constraints.measure.shares import Aim
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.problem.roster import Pair, Roster

TOGETHER = {"sectors_apart", "ab_stay"}
"""Rules whose amount depends on which pairs there are, not on how many: they are taken two pairs at a time."""
BY_OTHERS = {"mix"}
"""Rules whose amount hangs on whether anybody else is there: sums cannot say them, so neither side is asked."""
ONE = ("", "")


@dataclass(frozen=True)
class Table:
    """`steps` say what a total weight saves against none, `none` what it costs if nothing of it is assigned."""

    hard: bool
    steps: tuple[int, ...]
    none: int
    pairs: tuple[Pair, ...]
    weights: tuple[int, ...]

    def cost(self, roster: Roster) -> int:
        """What a roster costs here."""
        return (
            self.none
            - self.steps[sum(weight for pair, weight in zip(self.pairs, self.weights, strict=True) if pair in roster)]
        )


def tables(case: Case) -> Iterator[Table]:
    """A table for every place that can cost anything; the breach that facts make alone is left out."""
    for clause, place in _places(case):
        rule, force = clause.rule, 1 if clause.must else clause.force
        for pairs in _twos(rule, place) if rule.code in TOGETHER else (place.pairs,):
            aim = place.data if isinstance(place.data, Aim) else None
            steps = _loads(place, aim) if aim else _counts(rule, place, pairs)
            if any(steps):
                none = rule.check(place, Roster()) if place.nature == "demand" else 0
                yield Table(
                    clause.must,
                    tuple(force * step for step in steps),
                    force * none,
                    pairs,
                    aim.weights if aim else (1,) * len(pairs),
                )


def sayable(book: RuleBook) -> RuleBook:
    """A book without the clauses that tables cannot say."""
    return RuleBook.of([clause for clause in book.clauses if clause.rule.code not in BY_OTHERS])


def alone(case: Case) -> set[Pair]:
    """The pairs that a ban of 必须 forbids alone."""
    return {
        place.pairs[0]
        for clause, place in _places(case)
        if clause.must
        and place.nature == "ban"
        and len(place.pairs) == 1
        and _counts(clause.rule, place, place.pairs)[1] < 0
    }


def _places(case: Case) -> Iterator[tuple[Clause, Place]]:
    for index, clause in enumerate(case.book.clauses):
        for place in case.places(index):
            yield clause, place


def _loads(place: Place, aim: Aim) -> list[int]:
    """What each load saves against none."""
    single = Place((), (ONE,), place.fixed)
    cost = [
        Aim((load,), aim.low, aim.high).check(single, Roster(frozenset({ONE})))
        for load in range(sum(aim.weights) + max(aim.weights) + 1)
    ]
    return [cost[0] - one for one in cost]


def _counts(rule: Rule, place: Place, pairs: tuple[Pair, ...]) -> list[int]:
    """What so many of the pairs save against none; one entry more, for somebody on two seats of a slot."""
    none = rule.check(place, Roster())
    turn: dict[Pair, int] = {}
    days: dict[Pair, int] = defaultdict(int)
    for slot, who in pairs:  # first one pair a person and day, since rules speak of days rather than of shifts
        days[_day(slot), who] += 1
        turn[slot, who] = days[_day(slot), who]
    spread = sorted(pairs, key=lambda pair: turn[pair])
    steps = [none - rule.check(place, Roster(frozenset(spread[:count]))) for count in range(len(pairs) + 1)]
    return [*steps, steps[-1]]


def _day(slot: str) -> str:
    """The day in a slot's name: duty, session, day."""
    return slot.split("|")[2]


def _twos(rule: Rule, place: Place) -> Iterator[tuple[Pair, ...]]:
    """Every pair that costs alone, and every two that cost more together."""
    single = {pair: rule.check(place, Roster(frozenset({pair}))) for pair in place.pairs}
    yield from ((pair,) for pair, cost in single.items() if cost)
    for number, one in enumerate(place.pairs):
        for other in place.pairs[:number]:
            if rule.check(place, Roster(frozenset((one, other)))) > single[one] + single[other]:
                yield one, other
