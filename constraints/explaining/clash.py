"""Clashes: the smallest sets of facts that leave a part of the problem without a roster, each verified by solving."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from constraints.explaining.facts import Facts
from constraints.explaining.oracle import BreachKey, Oracle, Shortfall
from constraints.model.board import EMPTY
from constraints.problem.problem import DAY

LAST = ("clause", "need", "room", "pin", "window", "exempt", "absence")
"""The order in which kinds of fact are kept; the last are tried first as superfluous."""
RADII = (0, 1, 3, 7, 15)
"""Days around a demand that are looked at before its whole part is."""


@dataclass(frozen=True)
class Clash:
    """Facts that cannot all stand, and the slots of the part in which they cannot."""

    facts: frozenset[str]
    slots: frozenset[str]
    keys: frozenset[BreachKey]
    """The demands of that part."""


def clashes(oracle: Oracle) -> Iterator[Clash]:
    """One clash after another, counting checks first, until what they leave of the demands can be met."""
    known: dict[frozenset[str], None] = {}
    whole: frozenset[str] = frozenset()
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


def counted(oracle: Oracle) -> list[Shortfall]:
    """Slots with fewer people free than they need: no solver is needed to see it."""
    board, numbers = oracle.board(None, oracle.everything)
    found = []
    for posted in board.posted:
        if board.case.book.clauses[posted.clause].rule.code == "filled":
            live = board.columns(posted.place.pairs)
            if len(live) < posted.place.data:
                key = numbers[posted.clause], posted.place.key
                found.append(Shortfall(key, oracle.span(key) | {posted.place.key[0]}))
    return found


def _behind(
    oracle: Oracle, shortfall: Shortfall, whole: frozenset[str], known: Iterable[frozenset[str]]
) -> Clash | None:
    """The verified clash behind a demand that fails, by the facts of a known one if they do; None if it can be met after all."""
    for part in _around(oracle.facts, shortfall.slots, whole):
        if oracle.impossible(part, oracle.everything):
            force = next((facts for facts in known if oracle.impossible(part, facts)), oracle.everything)
            found = smallest(oracle, part, force)
            return found if verified(oracle, found) else None
    return None


def _around(facts: Facts, seed: frozenset[str], whole: frozenset[str]) -> Iterator[frozenset[str]]:
    """The demand's own slots, then those near in time that share people with them, then all."""
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
    """From a part that is impossible with these facts in force: no slot and no fact of it can be spared."""
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
    """With all its facts the part has no roster; without any one of them it has."""
    return oracle.impossible(clash.slots, clash.facts) and all(
        oracle.possible(clash.slots, clash.facts - {one}) for one in clash.facts
    )


def shrunk(items: list[str], broken: Callable[[list[str]], bool]) -> list[str]:
    """Items of which none can be left out with `broken` still true; blocks of them are tried first, from the front."""
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
    """The facts that speak of the part's slots, of those who could take them, or of the days they touch."""
    people = {who for slot in slots for who in facts.holders[slot]}
    days = {day for slot in slots for day in range(facts.slots[slot].day, (facts.slots[slot].end - 1) // DAY + 1)}
    low, high = min(days, default=0) * DAY, (max(days, default=0) + 1) * DAY

    def near(id: str) -> bool:
        one = facts.all[id]
        return (
            one.kind == "clause"
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
