"""Judge a roster in plain Python: every breach, clause by clause and key by key."""

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
"""(the clause's number in the book, the place, the amount there)"""


@dataclass(frozen=True)
class Finding:
    """A breach: the clause by its number in the book, its rule's code, where (`key`, as the rule's `keys` name it), and
    the amount in whole units; force, nature and tier are those of the clause and the place. A `personal` one tells of
    single people, as its clause does."""

    clause: int
    rule: str
    key: tuple[Any, ...]
    amount: int
    force: int
    nature: str
    tier: Tier | None
    personal: bool = False

    @property
    def must(self) -> bool:
        """Whether a clause of 必须 is broken."""
        return self.force == MUST

    @property
    def cost(self) -> int:
        """The weighted amount; 0 for 必须."""
        return self.force * self.amount


def findings(problem: Problem, book: RuleBook, roster: Roster) -> list[Finding]:
    """Every breach of the roster, clause by clause in the order of the book."""
    return judge(Case(problem, book, roster.pairs), roster)


def judge(case: Case, roster: Roster, clauses: Iterable[int] | None = None) -> list[Finding]:
    """Every breach of a roster whose pairs the case knows, clause by clause in the order of the book.

    With the numbers of some `clauses`, only of these.

    A rule that looks at assignments two by two is asked about those that the roster has, not about all that could be.
    """
    looked_at = range(len(case.book.clauses)) if clauses is None else clauses
    return [_finding(case, *one) for one in breaches(case, roster, looked_at)]


def breaches(case: Case, roster: Roster, clauses: Iterable[int]) -> Iterator[Breach]:
    """(clause, place, amount) wherever the roster breaks one of the clauses with these numbers."""
    assigned = Case(case.problem, case.book, only=roster.pairs)
    for index in clauses:
        of = assigned if case.book.clauses[index].rule.pairwise else case
        yield from _measured(case, ((index, place) for place in of.places(index)), roster)


def rejudge(case: Case, roster: Roster, found: list[Finding], after: Roster) -> list[Finding]:
    """The breaches of `after`, given those `found` in `roster`: only what depends on a pair that differs is measured.

    `case` must know the pairs of both rosters; the order within a clause may differ from `judge`.
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
    force, personal = clause.force, clause.personal
    return Finding(index, clause.rule.code, place.key, amount, force, place.nature, place.tier, personal)


def amount_at(case: Case, index: int, place: Place, roster: Roster) -> int:
    """The rule's amount at one place; of a ban, less what facts break there without anybody assigned."""
    rule = case.book.clauses[index].rule
    amount = rule.check(place, roster)
    return amount - rule.check(place, EMPTY) if amount and place.nature == "ban" else amount


def concerned(case: Case, roster: Roster, found: Iterable[Finding]) -> list[frozenset[str]]:
    """The ids of the slots that each finding is about, in their order.

    These are the slots on which the roster has somebody whom the finding's place looks at; where there are none, all
    slots that the place looks at.
    """
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
    """The soft cost in whole cost units: weight times amount over all findings, those of 必须 at 0."""
    return sum(finding.cost for finding in found)


def worse(before: list[Finding], after: list[Finding]) -> list[Finding]:
    """The findings of `after` that are new, or larger than those of `before` under the same clause and key."""
    had = {(finding.clause, finding.key): finding.amount for finding in before}
    return [finding for finding in after if finding.amount > had.get((finding.clause, finding.key), 0)]
