"""Judging a roster in plain Python: every breach, clause by clause and key by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from constraints.measure.place import Place, Tier
from constraints.model.board import EMPTY
from constraints.model.book import MUST, RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Problem
from constraints.problem.roster import Roster

Breach = tuple[int, Place, int]


@dataclass(frozen=True)
class Finding:
    """A breach: the clause (its index in the book), the rule's code, the key and the amount."""

    clause: int
    rule: str
    key: tuple[Any, ...]
    amount: int
    force: int
    nature: str
    tier: Tier | None

    @property
    def must(self) -> bool:
        """Whether a clause of 必须 is broken."""
        return self.force == MUST

    @property
    def cost(self) -> int:
        """The weighted amount; 0 for 必须."""
        return self.force * self.amount


def findings(problem: Problem, book: RuleBook, roster: Roster) -> list[Finding]:
    """Every breach of the roster, in the order of the book."""
    return judge(Case(problem, book, roster.pairs), roster)


def judge(case: Case, roster: Roster) -> list[Finding]:
    """Every breach, for a case that knows the roster's pairs; of assignments two by two, only those the roster has."""
    return [_finding(case, *one) for one in breaches(case, roster, range(len(case.book.clauses)))]


def breaches(case: Case, roster: Roster, clauses: Iterable[int]) -> Iterator[Breach]:
    """(clause, place, amount) wherever the roster breaks one of these clauses."""
    assigned = Case(case.problem, case.book, only=roster.pairs)
    for index in clauses:
        of = assigned if case.book.clauses[index].rule.pairwise else case
        yield from _measured(case, ((index, place) for place in of.places(index)), roster)


def rejudge(case: Case, roster: Roster, found: list[Finding], after: Roster) -> list[Finding]:
    """The breaches of `after`, from those of `roster`: only what depends on a pair that differs is measured again.

    `case` must know the pairs of both; the order within a clause may differ from `judge`.
    """
    gone, come = roster.diff(after)
    again = case.touched(gone | come)
    stale = {(index, place.key) for index, place in again}
    kept = [one for one in found if (one.clause, one.key) not in stale]
    return sorted([*kept, *(_finding(case, *one) for one in _measured(case, again, after))], key=lambda one: one.clause)


def _measured(case: Case, places: Iterable[tuple[int, Place]], roster: Roster) -> Iterator[Breach]:
    pairs = roster.pairs
    for index, place in places:
        if place.nature == "ban" and pairs.isdisjoint(place.pairs):
            continue
        amount = amount_at(case, index, place, roster)
        if amount:
            yield index, place, amount


def _finding(case: Case, index: int, place: Place, amount: int) -> Finding:
    clause = case.book.clauses[index]
    return Finding(index, clause.rule.code, place.key, amount, clause.force, place.nature, place.tier)


def amount_at(case: Case, index: int, place: Place, roster: Roster) -> int:
    """The amount at one place, less what facts alone break there."""
    rule = case.book.clauses[index].rule
    amount = rule.check(place, roster)
    return amount - rule.check(place, EMPTY) if amount and place.nature == "ban" else amount


def concerned(case: Case, roster: Roster, found: Iterable[Finding]) -> list[frozenset[str]]:
    """For each finding the slots it is about: those on which the roster has somebody its place looks at, else all that it looks at."""
    wanted = list(found)
    assigned = Case(case.problem, case.book, only=roster.pairs)
    places: dict[tuple[int, Any], Place] = {}
    for index in {one.clause for one in wanted}:
        keys = {one.key for one in wanted if one.clause == index}
        of = assigned if case.book.clauses[index].rule.pairwise else case
        places |= {(index, place.key): place for place in of.places(index) if place.key in keys}
    about = [places[one.clause, one.key].pairs if (one.clause, one.key) in places else () for one in wanted]
    return [
        frozenset(slot for slot, who in some if (slot, who) in roster) or frozenset(slot for slot, _ in some)
        for some in about
    ]


def cost(found: list[Finding]) -> int:
    """The soft cost: the sum of weight times amount."""
    return sum(finding.cost for finding in found)


def worse(before: list[Finding], after: list[Finding]) -> list[Finding]:
    """The findings that are new, or larger under the same clause and key."""
    had = {(finding.clause, finding.key): finding.amount for finding in before}
    return [finding for finding in after if finding.amount > had.get((finding.clause, finding.key), 0)]
