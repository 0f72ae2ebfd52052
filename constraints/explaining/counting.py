"""Counting: clashes that show without a search, since more is asked than so many places, or people, can give at all.

The pigeonhole principle: what the clauses ask for together is added up and held against what there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from constraints.explaining.oracle import Oracle
from constraints.measure.expr import Expr
from constraints.model.board import Board, Posted
from constraints.rules.filled import Filled


@dataclass(frozen=True)
class Pigeonhole:
    """Ids of facts by which more is asked on some slots than they, or those who serve on them, can give."""

    facts: frozenset[str]
    slots: frozenset[str]


@dataclass(frozen=True)
class _Count:
    """One amount that adds up assignments: what it comes to without any, and column → how often it counts there."""

    posted: Posted
    const: int
    factors: dict[int, int]


def pigeonholes(oracle: Oracle) -> Iterator[Pigeonhole]:
    """Every clause that asks more of people than there are places, or lets them serve less than the needs come to.

    Each shows by counting alone, with no other facts than those named in force.
    """
    for found in _short(oracle, *oracle.board(None, oracle.everything)):
        board, numbers = oracle.board(found.slots, found.facts)
        if any(one.slots == found.slots for one in _short(oracle, board, numbers)):
            yield _fewest(oracle, found)


def _fewest(oracle: Oracle, found: Pigeonhole) -> Pigeonhole:
    """The same for as few slots as show it; the last go first. A slot whose need is not among them stays."""
    needs = {oracle.facts.need_of(slot) for slot in found.slots}
    if needs.isdisjoint(found.facts):
        return found
    kept = sorted(found.slots, key=lambda one: (oracle.facts.slots[one].start, one))
    for slot in kept[::-1]:
        rest = frozenset(kept) - {slot}
        if any(one.slots == rest for one in _short(oracle, *oracle.board(rest, found.facts))):
            kept.remove(slot)
    slots = frozenset(kept)
    return next(one for one in _short(oracle, *oracle.board(slots, found.facts)) if one.slots == slots)


def _short(oracle: Oracle, board: Board, numbers: Sequence[int]) -> Iterator[Pigeonhole]:
    needs: dict[str, _Count] = {}
    asked: dict[int, list[_Count]] = defaultdict(list)
    capped: dict[int, list[_Count]] = defaultdict(list)
    for posted in board.posted:
        one = _count(board, posted)
        clause = oracle.facts.clause_of(numbers[posted.clause])
        if one and isinstance(board.case.book.clauses[posted.clause].rule, Filled):
            needs[posted.place.key[0]] = one
        elif one and clause:
            (asked if posted.place.nature == "demand" else capped)[numbers[posted.clause]].append(one)
    for number, counts in asked.items():
        yield from _too_few_places(oracle, board, number, counts)
    for number, counts in capped.items():
        yield from _too_few_times(oracle, board, number, counts, needs)


def _count(board: Board, posted: Posted) -> _Count | None:
    """The amount as one that adds up assignments, each with one sign; None for any other."""
    if posted.base or len(posted.hinges) != 1 or len(posted.hinges[0].exprs) != 1:
        return None
    expr: Expr = posted.hinges[0].exprs[0]
    sign = -1 if posted.place.nature == "demand" else 1
    if any(column >= len(board.pairs) or factor * sign < 1 for column, factor in expr.terms):
        return None
    return _Count(posted, expr.const * -sign, {column: factor * sign for column, factor in expr.terms})


def _too_few_places(oracle: Oracle, board: Board, number: int, counts: Iterable[_Count]) -> Iterator[Pigeonhole]:
    """Where a clause asks for more assignments than its slots have places."""
    for some in _together(board, counts):
        gain: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for one in some:
            for column, factor in one.factors.items():
                gain[board.pairs[column][0]][column] += factor
        rooms = {slot: board.case.slots[slot].room for slot in gain}
        most = sum(sum(sorted(mine.values())[-rooms[slot] :]) for slot, mine in gain.items() if rooms[slot])
        if sum(one.const for one in some) > most:
            facts = {oracle.facts.clause_of(number), *(oracle.facts.room_of(slot) for slot in gain)}
            yield Pigeonhole(frozenset(facts - {""}), frozenset(gain))


def _too_few_times(
    oracle: Oracle, board: Board, number: int, counts: Iterable[_Count], needs: dict[str, _Count]
) -> Iterator[Pigeonhole]:
    """Where a clause lets people serve less often than the slots need them."""
    for some in _together(board, counts):
        covered = {column for one in some for column in one.factors}
        there = {board.pairs[column][0] for column in covered}
        slots = {slot for slot in there if slot in needs and needs[slot].factors.keys() <= covered}
        most = sum(one.const for one in some)
        if slots and sum(needs[slot].const for slot in slots) > most:
            facts = {oracle.facts.clause_of(number), *(oracle.facts.need_of(slot) for slot in slots)}
            yield Pigeonhole(frozenset(facts - {""}), frozenset(slots))


def _together(board: Board, counts: Iterable[_Count]) -> list[list[_Count]]:
    """The amounts in groups of which no two have a slot in common."""
    groups: list[tuple[set[str], list[_Count]]] = []
    for one in counts:
        slots, some = {board.pairs[column][0] for column in one.factors}, [one]
        for met in [group for group in groups if not group[0].isdisjoint(slots)]:
            groups.remove(met)
            slots, some = slots | met[0], met[1] + some
        groups.append((slots, some))
    return [some for _, some in groups]
