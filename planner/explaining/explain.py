"""Explaining a month: its clashes (minimal unsatisfiable subsets of facts), priced ways out, and taking one of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from datetime import date, datetime
from time import monotonic

import msgspec

from constraints.explain import explain
from constraints.process import Cancel
from planner.data_entry.rule_history import note_clauses
from planner.errors import NotPossible
from planner.explaining import causes, remedies
from planner.explaining.clash_text import Teller
from planner.explaining.pricing import ROUND, Inputs, Pricing, easiest
from planner.explaining.row_change import RowChange
from planner.explaining.waiting import waits
from planner.office.sheets import BY_NAME
from planner.planning.basis import issued_facts, keeps
from planner.planning.kept_draft import kept_by
from planner.problem.build import NOTHING_KEPT
from planner.problem.period import Period
from planner.store import Store, audit, jobs
from planner.store.jobs import JobSettings, TaskKind
from planner.store.results.explanation import Explanation, PricedChange, PricedWay
from planner.store.roster import drafts, offices
from planner.store.roster.standing import Standing
from planner.words import Words

SECONDS = 20.0
FACTS = 0.75
"""The share of the time in which clashes and ways are looked for; the rest is for pricing."""
WAYS = 6
"""How many ways out are priced."""


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
    turns = waits(given.office, given.period, given.issued, basis.problem)
    found |= {one.fact.id: one for one in turns}
    teller = Teller(basis, found)
    with ThreadPoolExecutor(2) as pool:
        pricing = Pricing(given, teller, began + seconds - ROUND, cancel or Cancel())
        asked: list[Future[list[PricedWay]]] = []
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
        ways = sorted((way for one in asked for way in one.result()), key=easiest)
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
                Words("没有第 %(number)s 条解决办法；请先运行 explain %(month)s", number=number, month=month)
                if not ways
                else Words("只有 %(count)s 条解决办法", count=len(ways))
            )
        some = tuple(_change(one) for one in ways[number - 1].changes)
        office = offices.load(transaction)
        after = remedies.apply_changes(office, some)
        offices.save(transaction, office, after)
        texts = [one.text for one in ways[number - 1].changes]
        audit.record(transaction, now, by, "way out", {"month": month, "changes": [asdict(one) for one in texts]})
        note_clauses(transaction, office, after, now, by)
        return texts


def _change(one: PricedChange) -> RowChange:
    """The rows behind a change, as the sheet has them."""
    kind = BY_NAME[one.sheet].row
    before = msgspec.convert(one.before, kind) if one.before else None
    return RowChange(
        one.sheet, one.row, before, tuple(msgspec.convert(row, kind) for row in one.after), one.to, one.text
    )
