"""Ways out with their price: the month planned with each of them applied, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import msgspec

from constraints.explaining.found import WayOut
from constraints.process import Cancel
from constraints.solve import Effort, PlanStatus, Solved, solve
from planner.explaining import remedies
from planner.explaining.clash_text import Teller
from planner.explaining.row_change import RowChange
from planner.office.ids import bare, is_person
from planner.office.office import Office
from planner.planning.basis import basis_for
from planner.problem.build import NOTHING_KEPT
from planner.problem.period import Issued, KeptDraft, Period
from planner.store.results.explanation import PersonConcerned, PricedChange, PricedWay
from planner.store.roster.bases import Basis
from planner.words import Words

ROUND = 2.0
"""Seconds held back at the end, and the least that a pricing gets."""
EXCUSED = 2
"""Up to so many people a clause may be kept without."""


@dataclass(frozen=True)
class Inputs:
    """What a month would be planned from now; `keep` says whether changing what is issued costs.

    `kept` is what its draft was planned to keep: the clashes are that draft's own, while ways out are priced as a new
    start, which keeps nothing.
    """

    office: Office
    period: Period
    issued: Issued
    keep: bool
    kept: KeptDraft

    def basis(self, office: Office | None = None) -> Basis:
        """The problem and rule book that follow; those of a new start in another office where one is given."""
        kept = NOTHING_KEPT if office else self.kept
        return basis_for(office or self.office, self.period, self.issued, keep=self.keep, kept=kept)


class Pricing:
    """Prices ways out by planning the month with each of them applied, until a deadline in monotonic seconds."""

    def __init__(self, given: Inputs, teller: Teller, deadline: float, cancel: Cancel) -> None:
        self._given, self._teller, self._deadline, self._cancel = given, teller, deadline, cancel
        self._took = 0.0

    def price(self, way: WayOut) -> list[PricedWay]:
        """A way as a row of the document, given up as far as needed, else wholly; none if that fails or time is out.

        Where a clause had to become softer and few people are without it then, a second row excuses these alone.
        """
        for tried in (way, WayOut(way.facts)):
            some = remedies.row_changes(self._given.office, self._teller.slots, self._teller.causes, tried)
            if solved := self._planned(some):
                excused = self._excused(some, solved)
                more = self._planned(excused) if excused else None
                found = [_way(self._teller, some, solved)]
                return [*found, _way(self._teller, excused, more)] if more else found
        return []

    def _planned(self, some: tuple[RowChange, ...]) -> Solved | None:
        """The month planned with these changes made; None where that cannot be, or time is out."""
        began = monotonic()
        if self._cancel.wanted.is_set() or (self._took and began + self._took > self._deadline):
            return None
        basis = self._given.basis(remedies.apply_changes(self._given.office, some))
        solved = solve(basis.problem, basis.book, Effort(max(ROUND, self._deadline - monotonic())))
        self._took = max(self._took, monotonic() - began)
        return solved if solved.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE) else None

    def _excused(self, some: tuple[RowChange, ...], solved: Solved) -> tuple[RowChange, ...]:
        """The changes with few people excused from the one clause that they make softer; () where that is not so."""
        softer = [one for one in some if remedies.softened(one)]
        hit = _without(self._teller, softer, solved)
        if len(softer) != 1 or not 0 < len(hit) <= EXCUSED or not all(map(is_person, hit)):
            return ()
        only = remedies.excuse(self._given.office, softer[0], tuple(sorted(hit)), self._given.period.last)
        return tuple(only if one is softer[0] else one for one in some) if only else ()


def easiest(way: PricedWay) -> tuple[Any, ...]:
    """Sort key: proved ways first, few changes, no fewer people on single days, few people concerned, low cost."""
    extra = [row.get("extra") for change in way.changes for row in change.after]
    fewer = any(isinstance(one, int) and one < 0 for one in extra)
    return not way.proved, len(way.changes), fewer, len(way.people), way.cost


def _without(teller: Teller, some: Iterable[RowChange], solved: Solved) -> set[str]:
    """Whom the clauses that these changes make softer are not kept for."""
    rows = [one.before for one in some]
    clauses = {cause.fact.clause for cause in teller.causes.values() if cause.fact.clause >= 0 and cause.row in rows}
    return {
        str(key)
        for finding in solved.findings
        if finding.clause in clauses
        for name, key in zip(teller.basis.book.clauses[finding.clause].rule.keys, finding.key, strict=True)
        if name == "who"
    }


def _way(teller: Teller, some: tuple[RowChange, ...], solved: Solved) -> PricedWay:
    office = teller.basis.office
    hit = _without(teller, some, solved)
    phoned = list(dict.fromkeys(who for one in some for who in one.people))
    people = phoned + sorted(hit - set(phoned))
    text = Words.given(
        "；".join(dict.fromkeys(one.text.zh for one in some)), "; ".join(dict.fromkeys(one.text.en for one in some))
    )
    return PricedWay(
        tuple(map(_priced, some)),
        tuple(_person(office, who, who in phoned) for who in people),
        solved.cost,
        solved.proved,
        text,
    )


def _priced(one: RowChange) -> PricedChange:
    before = msgspec.to_builtins(one.before) if one.before else None
    after = tuple(msgspec.to_builtins(row) for row in one.after)
    return PricedChange(one.sheet, one.line, one.to, one.text, before, after)


def _person(office: Office, who: str, phone: bool) -> PersonConcerned:
    rows = office.people.get(bare(who), []) if is_person(who) else []
    numbers = (rows[-1].mobile, rows[-1].office_phone) if rows and phone else ()
    return PersonConcerned(bare(who), office.name(who), phone, tuple(one for one in numbers if one))
