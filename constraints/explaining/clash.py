"""Clashes: minimal unsatisfiable subsets of facts, which leave a part of the problem no roster; verified by solving."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from constraints.explaining.counting import Pigeonhole, pigeonholes
from constraints.explaining.fact import FactKind
from constraints.explaining.facts import Facts
from constraints.explaining.oracle import BreachKey, Oracle, Shortfall
from constraints.model.board import EMPTY
from constraints.problem.problem import DAY
from constraints.rules.filled import Filled

LAST = (FactKind.CLAUSE, FactKind.NEED, FactKind.ROOM, FactKind.PIN, FactKind.WINDOW, FactKind.EXEMPT, FactKind.ABSENCE)
"""The order in which kinds of fact are kept in a clash: the last are tried first as superfluous."""
RADII = (0, 1, 3, 7, 15)
"""So many days around a demand are looked at, one number after another, before all slots without a roster are."""


@dataclass(frozen=True)
class Clash:
    """Ids of facts that cannot all stand, and ids of the slots among which they cannot."""

    facts: frozenset[str]
    slots: frozenset[str]
    keys: frozenset[BreachKey]
    """The demands among those slots."""


def clashes(oracle: Oracle) -> Iterator[Clash]:
    """One clash after another, those first that mere counting shows.

    The demands of each are excused before the next is searched; ends when the rest can be met, or time is up.
    """
    known: dict[frozenset[str], None] = {}
    whole: frozenset[str] = frozenset()
    for one in pigeonholes(oracle):
        if (found := _shown(oracle, one)) and found.keys - oracle.excused:
            oracle.excused |= found.keys
            known[found.facts] = None
            yield found
    shortfalls = counted(oracle)
    while oracle.left() > 0:
        fresh = False
        for shortfall in shortfalls:
            if shortfall.key not in oracle.excused and (found := _behind(oracle, shortfall, whole, known)):
                oracle.excused |= found.keys
                known[found.facts] = None
                fresh = True
                yield found
        if not fresh and whole:
            return
        whole, shortfalls = oracle.shortfalls()
        if not whole:
            return


def _shown(oracle: Oracle, one: Pigeonhole) -> Clash | None:
    """What counting shows as a clash; None where one of its facts could be spared."""
    found = Clash(one.facts, one.slots, _demands(oracle, one.slots, one.facts))
    spared = all(oracle.possible(found.slots, found.facts - {fact}) for fact in found.facts)
    return found if spared and found.facts else None


def counted(oracle: Oracle) -> list[Shortfall]:
    """The demands of slots with fewer people free than they need, which shows without a solver."""
    board, numbers = oracle.board(None, oracle.everything)
    found = []
    for posted in board.posted:
        if isinstance(board.case.book.clauses[posted.clause].rule, Filled):
            live = board.columns(posted.place.pairs)
            if len(live) < posted.place.data:
                key = numbers[posted.clause], posted.place.key
                found.append(Shortfall(key, oracle.span(key) | {posted.place.key[0]}))
    return found


def _behind(
    oracle: Oracle, shortfall: Shortfall, whole: frozenset[str], known: Iterable[frozenset[str]]
) -> Clash | None:
    """The verified clash behind a demand that fails; None if it can be met after all, or none is verified.

    It is searched among ever more slots around the demand, and among the facts of a known clash if they suffice.
    """
    for part in _around(oracle.facts, shortfall.slots, whole):
        if oracle.impossible(part, oracle.everything):
            force = next((facts for facts in known if oracle.impossible(part, facts)), oracle.everything)
            found = smallest(oracle, part, force)
            return found if verified(oracle, found) else None
    return None


def _around(facts: Facts, seed: frozenset[str], whole: frozenset[str]) -> Iterator[frozenset[str]]:
    """The demand's own slots (`seed`), then with them those near in time that share people with them, then all."""
    people = {who for slot in seed for who in facts.holders[slot]}
    sharing = {slot for slot in whole if not people.isdisjoint(facts.holders[slot])}
    low = min((facts.slots[slot].start for slot in seed), default=0)
    high = max((facts.slots[slot].end for slot in seed), default=0)
    tried: set[frozenset[str]] = set()
    yield seed
    for radius in RADII:
        near = seed | {
            slot
            for slot in sharing
            if facts.slots[slot].start < high + radius * DAY and low - radius * DAY < facts.slots[slot].end
        }
        if near not in tried | {seed}:
            tried.add(near)
            yield near
    yield seed | whole


def smallest(oracle: Oracle, slots: frozenset[str], force: frozenset[str]) -> Clash:
    """The clash in slots that have no roster with these facts in force: of it no slot and no fact can be spared."""
    facts = sorted(force, key=lambda one: (-LAST.index(oracle.facts.all[one].kind), one))
    kept = shrunk(
        sorted(slots, key=lambda one: (-oracle.facts.slots[one].start, one)),
        lambda some: oracle.impossible(frozenset(some), force),
    )
    near = _relevant(oracle.facts, frozenset(kept), facts)
    start = near if oracle.impossible(frozenset(kept), frozenset(near)) else facts
    needed = shrunk(start, lambda some: oracle.impossible(frozenset(kept), frozenset(some)))
    kept = shrunk(kept, lambda some: oracle.impossible(frozenset(some), frozenset(needed)))
    part = frozenset(kept)
    return Clash(frozenset(needed), part, _demands(oracle, part, frozenset(needed)))


def verified(oracle: Oracle, clash: Clash) -> bool:
    """Whether the clash's slots have no roster with all its facts in force, and have one without any one of them."""
    return oracle.impossible(clash.slots, clash.facts) and all(
        oracle.possible(clash.slots, clash.facts - {one}) for one in clash.facts
    )


def shrunk(items: list[str], broken: Callable[[list[str]], bool]) -> list[str]:
    """Items of which none can be left out with `broken` still true, which it is of all of them.

    Blocks are left out first, from the front, ever smaller ones (as in delta debugging, Zeller and Hildebrandt 2002).
    """
    kept, size = list(items), max(1, len(items) // 2)
    while True:
        before, at = len(kept), 0
        while at < len(kept):
            trial = kept[:at] + kept[at + size :]
            if broken(trial):
                kept = trial
            else:
                at += size
        if size == 1 and len(kept) == before:
            return kept
        size = max(1, size // 2)


def _relevant(facts: Facts, slots: frozenset[str], ordered: list[str]) -> list[str]:
    """Of these fact ids those that may bear on the slots, in their order.

    They are all clauses, and what speaks of the slots or keeps those who could take them away on their days.
    """
    people = {who for slot in slots for who in facts.holders[slot]}
    days = {day for slot in slots for day in range(facts.slots[slot].day, (facts.slots[slot].end - 1) // DAY + 1)}
    low, high = min(days, default=0) * DAY, (max(days, default=0) + 1) * DAY

    def near(id: str) -> bool:
        one = facts.all[id]
        return (
            one.kind == FactKind.CLAUSE
            or not one.slots.isdisjoint(slots)
            or one.who in people
            or any(pin.slots <= slots for pin in one.pins)
            or any(who in people and gone.start < high and low < gone.end for who, gone in one.absences)
        )

    return [id for id in ordered if near(id)]


def _demands(oracle: Oracle, slots: frozenset[str], force: frozenset[str]) -> frozenset[BreachKey]:
    board, numbers = oracle.board(slots, force)
    rule = board.case.book.clauses
    return frozenset(
        (numbers[posted.clause], posted.place.key)
        for posted in board.posted
        if posted.place.nature == "demand" and rule[posted.clause].rule.check(posted.place, EMPTY) > 0
    )
