"""Mend: the fewest changes that put an issued roster right again, and the cheapest of those.

Only what such changes can reach is built and searched.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from constraints.engines.cpsat import search
from constraints.engines.search import Limits, Outcome, SearchStatus, Stop
from constraints.judge import breaches
from constraints.model.board import EMPTY, Board
from constraints.model.case import Case
from constraints.model.part import Part, assigned
from constraints.problem.roster import Pair, Roster
from constraints.solving.capped import Cap, within
from constraints.solving.settle import Settled

FURTHER = 3
"""How many changes are tried beyond those that cannot be avoided."""


@dataclass(frozen=True)
class Mended:
    """A mended roster: who is on the slots that were `free` to change, and how many of these do.

    No roster with fewer changes keeps to all of 必须; every other slot stays as it was.
    """

    free: frozenset[str]
    pairs: frozenset[Pair]
    changes: int


def mend(case: Case, limits: Limits, stop: Stop) -> Mended | None:
    """The issued roster with as few slots changed as keep to all of 必须, and the cheapest of these.

    None where more than FURTHER changes are needed beyond those that cannot be avoided, where they reach slots that are
    not issued, or where a search ends without a proof; each search has the limits for itself.
    With n changes that cannot be avoided, n suffice if all else can stay as it is. If they do not, a further change
    helps only on a slot that some clause of 必须 looks at together with one of those: all else stays as it is.
    """
    base = Roster(case.problem.published)
    forced = _forced(case, base)
    free = forced or _broken(case, base)
    if not free:
        return Mended(frozenset(), frozenset(), 0)
    least = max(1, len(forced))
    for changes in range(least, least + FURTHER + 1):
        if changes > least:
            free = _reach(case, free) | _broken(case, base)
        if not free <= case.problem.issued:
            return None
        status, pairs = _within(
            Board(case, free=free, held=base), Cap(changes, frozenset(free), base.pairs), limits, stop
        )
        if status is SearchStatus.OPTIMAL:
            return Mended(frozenset(free), pairs, changes)
        if status is not SearchStatus.INFEASIBLE:
            return None
    return None


def _within(board: Board, cap: Cap, limits: Limits, stop: Stop) -> tuple[SearchStatus, frozenset[Pair]]:
    """`optimal` and the cheapest roster within the cap and all of 必须; else the status of the part that has none."""
    worst = SearchStatus.OPTIMAL

    def settle(some: Sequence[Part]) -> list[Settled]:
        nonlocal worst
        found = []
        for part in some:
            outcome = search(part.form(), limits, stop)
            found.append(Settled(outcome, {}, outcome.status is SearchStatus.OPTIMAL, failed=not outcome.values))
            if outcome.status is not SearchStatus.OPTIMAL:
                worst = SearchStatus.INFEASIBLE if outcome.status is SearchStatus.INFEASIBLE else SearchStatus.UNKNOWN
                break
        return found + [Settled(Outcome(SearchStatus.UNKNOWN), {}, False, failed=True)] * (len(some) - len(found))

    done = within(board, cap, settle)
    return worst, frozenset(pair for part, one in done for pair in assigned(board.pairs, part, one.outcome.values))


def _forced(case: Case, base: Roster) -> Set[str]:
    """Ids of the issued slots that somebody has to leave: that they are there breaks a ban of 必须 by itself."""
    clauses = case.book.clauses
    return {
        place.pairs[0][0]
        for clause, place in case.all_places()
        if len(place.pairs) == 1
        and place.pairs[0] in base
        and place.nature == "ban"
        and clauses[clause].must
        and clauses[clause].rule.check(place, base) > clauses[clause].rule.check(place, EMPTY)
    }


def _broken(case: Case, base: Roster) -> Set[str]:
    """Ids of the slots that a clause of 必须 looks at where the roster breaks it."""
    musts = [index for index, clause in enumerate(case.book.clauses) if clause.must]
    return {slot for _, place, _ in breaches(case, base, musts) for slot, _ in (*place.pairs, *place.beside)}


def _reach(case: Case, free: Set[str]) -> Set[str]:
    """Ids of these slots, and of those that some clause of 必须 looks at together with one of them."""
    touched = case.around([pair for pair in case.columns if pair[0] in free])
    near = {
        slot for clause, place in touched if case.book.clauses[clause].must for slot, _ in (*place.pairs, *place.beside)
    }
    return free | near
