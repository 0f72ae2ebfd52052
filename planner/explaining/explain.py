"""Explaining a month: its clashes (minimal unsatisfiable subsets of facts), priced ways out, and taking one of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Any

import msgspec

from constraints.explain import explain
from constraints.explaining.found import WayOut
from constraints.process import Cancel
from constraints.solve import Effort, PlanStatus, Solved, solve
from planner.errors import NotPossible
from planner.explaining import causes, remedies
from planner.explaining.clash_text import Teller
from planner.explaining.row_change import RowChange
from planner.office.ids import bare, is_person
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import BY_NAME, KeyPeriod
from planner.planning.basis import basis_for, issued_facts, keeps
from planner.planning.kept_draft import kept_by
from planner.problem.build import NOTHING_KEPT
from planner.problem.period import Issued, KeptDraft, Period
from planner.store import Store, audit, jobs
from planner.store.jobs import JobSettings, TaskKind
from planner.store.results.explanation import Explanation, PersonConcerned, PricedChange, PricedWay
from planner.store.roster import drafts, offices
from planner.store.roster.bases import Basis
from planner.store.roster.standing import Standing
from planner.words import Words

SECONDS = 20.0
FACTS = 0.75
"""The share of the time in which clashes and ways are looked for; the rest is for pricing."""
ROUND = 2.0
"""Seconds held back at the end, and the least that a pricing gets."""
WAYS = 6
"""How many ways out are priced."""


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


def inputs(standing: Standing, month: str, now: datetime) -> Inputs:
    """What the draft of a month (YYYY-MM) would be planned from now, or the whole month where there is no draft."""
    draft = drafts.latest(standing.transaction, month)
    period = Period.month(month)
    if draft is not None:
        period = Period(date.fromisoformat(draft.first), date.fromisoformat(draft.last), draft.duties)
    return Inputs(
        standing.office,
        period,
        issued_facts(standing, now),
        draft is not None and keeps(standing.transaction, draft),
        kept_by(standing.transaction, draft) if draft else NOTHING_KEPT,
    )


def explained(
    store: Store,
    month: str,
    now: datetime,
    by: str,
    *,
    seconds: float = SECONDS,
    tell: Callable[[Words], None] = lambda words: None,
) -> Explanation:
    """What `work_out` returns, stored as a finished job of `by`, so that a way out can be applied later."""
    found = work_out(store, month, now, seconds=seconds, tell=tell)
    with store.write() as transaction:
        jobs.record_done(transaction, month, JobSettings(TaskKind.EXPLAIN), found, now.isoformat(), by)
    return found


def work_out(
    store: Store,
    month: str,
    now: datetime,
    *,
    seconds: float = SECONDS,
    tell: Callable[[Words], None] = lambda words: None,
    cancel: Cancel | None = None,
) -> Explanation:
    """Clashes and priced ways out, easiest first, in both languages; `ground`: the digests of problem and rule book."""
    began = monotonic()
    with store.read() as transaction:
        given = inputs(Standing.read(transaction), Period.month(month).text, now)
    basis = given.basis()
    found = causes.causes(given.office, given.period, given.issued, basis.problem, basis.book)
    teller = Teller(basis, found)
    with ThreadPoolExecutor(2) as pool:
        pricing = _Pricing(given, teller, began + seconds - ROUND, cancel or Cancel())
        asked: list[Future[PricedWay | None]] = []
        answer = explain(
            basis.problem,
            basis.book,
            [one.fact for one in found.values()],
            seconds=seconds * FACTS,
            most=WAYS,
            tell=lambda clash: tell(teller.clash(clash)),
            offer=lambda way: asked.append(pool.submit(pricing.price, way)),
            cancel=cancel,
        )
        ways = sorted((way for one in asked if (way := one.result()) is not None), key=_easiest)
    return Explanation(
        tuple(teller.named(clash) for clash in answer.clashes),
        tuple(teller.told(answer.clashes)),
        tuple(ways),
        answer.complete,
        basis.ground(),
    )


def apply_way(store: Store, month: str, number: int, now: datetime, by: str) -> list[Words]:
    """Change the rows of the workbook as way `number` (from 1) of the last explanation says. Raises NotPossible."""
    with store.write() as transaction:
        last = jobs.latest(transaction, Period.month(month).text, TaskKind.EXPLAIN)
        ways = last.result.ways if last and isinstance(last.result, Explanation) else ()
        if not 1 <= number <= len(ways):
            raise NotPossible(
                f"没有第 {number} 条出路；请先运行 explain {month}" if not ways else f"只有 {len(ways)} 条出路",
                f"there is no way {number}: run explain {month} first"
                if not ways
                else f"there are only {len(ways)} ways",
            )
        some = tuple(_change(one) for one in ways[number - 1].changes)
        office = offices.load(transaction)
        offices.save(transaction, office, remedies.apply_changes(office, some))
        texts = [one.text for one in ways[number - 1].changes]
        audit.record(transaction, now, by, "way out", {"month": month, "changes": [vars(one) for one in texts]})
        return texts


def _change(one: PricedChange) -> RowChange:
    """The rows behind a change, as the sheet has them."""
    kind = BY_NAME[one.sheet].row
    before = msgspec.convert(one.before, kind) if one.before else None
    return RowChange(
        one.sheet, one.row, before, tuple(msgspec.convert(row, kind) for row in one.after), one.to, one.text
    )


class _Pricing:
    """Prices ways out by planning the month with each of them applied, until a deadline in monotonic seconds."""

    def __init__(self, given: Inputs, teller: Teller, deadline: float, cancel: Cancel) -> None:
        self._given, self._teller, self._deadline, self._cancel = given, teller, deadline, cancel
        self._took = 0.0

    def price(self, way: WayOut) -> PricedWay | None:
        """A way as a row of the document, given up as far as needed, else wholly; None if that fails or time is out."""
        began = monotonic()
        if self._cancel.wanted.is_set() or (self._took and began + self._took > self._deadline):
            return None
        for tried in (way, WayOut(way.facts)):
            some = remedies.row_changes(self._given.office, self._teller.slots, self._teller.causes, tried)
            basis = self._given.basis(remedies.apply_changes(self._given.office, some))
            solved = solve(basis.problem, basis.book, Effort(max(ROUND, self._deadline - monotonic())))
            self._took = max(self._took, monotonic() - began)
            if solved.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE):
                return _way(self._teller, some, solved)
        return None


def _easiest(way: PricedWay) -> tuple[Any, ...]:
    """Sort key: proved ways first, few changes, no fewer people on single days, few people concerned, low cost."""
    fewer = any(change.sheet == SHEET_OF[KeyPeriod].zh for change in way.changes)
    return not way.proved, len(way.changes), fewer, len(way.people), way.cost


def _way(teller: Teller, some: tuple[RowChange, ...], solved: Solved) -> PricedWay:
    office = teller.basis.office
    softened = {cause.fact.clause for cause in teller.causes.values() if any(cause.row == one.before for one in some)}
    hit = {
        str(key)
        for finding in solved.findings
        if finding.clause in softened
        for name, key in zip(teller.basis.book.clauses[finding.clause].rule.keys, finding.key, strict=True)
        if name == "who"
    }
    phoned = list(dict.fromkeys(who for one in some for who in one.people))
    people = phoned + sorted(hit - set(phoned))
    text = Words(
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
