"""Planning: the solver's roster, or one made by hand, is judged and stored as the draft of its month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from constraints.engines.search import Tell, silent
from constraints.judge import Finding, findings
from constraints.problem.roster import Roster
from constraints.process import Cancel
from constraints.solve import Effort, PlanStatus, Solved, solve
from planner.planning.basis import prepare
from planner.planning.kept_draft import as_it_stands
from planner.planning.outcome import as_it_is, outcome
from planner.problem.build import NO_DRAFT
from planner.problem.period import Period, duties_of
from planner.store import Store, Transaction
from planner.store.results.outcome import PlanOutcome
from planner.store.roster import drafts
from planner.store.roster.bases import Basis
from planner.store.roster.drafts import DraftState
from planner.words import Lang, Words


@dataclass(frozen=True)
class Ask:
    """What is to be planned and how hard to search.

    With `keep`, changing what is issued costs; with `keep_draft`, so does changing the latest draft, if there is one.
    """

    period: Period
    effort: Effort
    keep: bool = False
    keep_draft: bool = False


@dataclass(frozen=True)
class Planned:
    """What a plan came to: the id of the draft (0 where nothing was stored), the solver's answer and the basis.

    `superseded_lock` says that the draft took the place of one that was locked for signature; `kept` is the id of the
    draft to which it kept, 0 for a new start.
    """

    draft: int
    solved: Solved
    basis: Basis
    notes: tuple[Words, ...]
    superseded_lock: bool
    kept: int = 0


def plan(
    store: Store, ask: Ask, now: datetime, lang: Lang, tell: Tell = silent, cancel: Cancel | None = None
) -> Planned:
    """Plan a period and store the result as its draft, unless the search failed without any roster.

    The solver runs outside any transaction; `tell` hears of cost and bound on the way, `cancel` ends the search early.
    Raises NotPossible for an office without duties, or an unknown one.
    """
    with store.read() as transaction:
        before = drafts.latest(transaction, ask.period.text) if ask.keep_draft else None
        kept = as_it_stands(transaction, before) if before else NO_DRAFT
        basis, month = prepare(transaction, ask.period, now, keep=ask.keep, kept=kept)
    solved = solve(basis.problem, basis.book, ask.effort, tell, cancel)
    result = replace(outcome(basis, solved, lang, ask.effort.seed), kept=before.id if before else 0)
    if solved.status is PlanStatus.FAILED and not solved.roster.pairs and basis.problem.slots:
        return Planned(0, solved, basis, month.notes, False, result.kept)
    with store.write() as transaction:
        id, locked = _store(transaction, basis, ask.period, "solver", result, solved.roster, now)
    return Planned(id, solved, basis, month.notes, locked, result.kept)


def by_hand(
    store: Store, period: Period, roster: Roster, now: datetime, lang: Lang
) -> tuple[int, list[Finding], Basis]:
    """Store a roster made by hand as the draft of a period; returns the draft's id, the findings and the basis."""
    with store.write() as transaction:
        basis, _ = prepare(transaction, period, now)
        solved = as_it_is(roster, findings(basis.problem, basis.book, roster))
        id, _ = _store(transaction, basis, period, "hand", outcome(basis, solved, lang, 0), roster, now)
    return id, list(solved.findings), basis


def _store(
    transaction: Transaction,
    basis: Basis,
    period: Period,
    source: str,
    result: PlanOutcome,
    roster: Roster,
    now: datetime,
) -> tuple[int, bool]:
    before = drafts.latest(transaction, period.text)
    duties = tuple(duty.id for duty in duties_of(basis.office, period))
    id = drafts.add(
        transaction,
        basis,
        (period.text, period.first.isoformat(), period.last.isoformat()),
        duties,
        source,
        result,
        roster,
        now.isoformat(),
    )
    return id, before is not None and before.state is DraftState.LOCKED
