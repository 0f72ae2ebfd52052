"""Planning: the solver's roster, or one made by hand, is judged and stored as the draft of its month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from constraints.engines.search import Tell, silent
from constraints.judge import Finding, judge
from constraints.model.case import Case
from constraints.problem.roster import Roster
from constraints.process import Cancel
from constraints.solve import Effort, PlanStatus, Solved, solve
from planner.planning.basis import prepare
from planner.planning.kept_draft import as_it_stands
from planner.planning.outcome import as_it_is, outcome
from planner.problem.build import NOTHING_KEPT
from planner.problem.period import Period, duties_of
from planner.store import Store, Transaction
from planner.store.results.outcome import PlanOutcome
from planner.store.roster import drafts
from planner.store.roster.bases import Basis
from planner.store.roster.drafts import DraftSource, DraftState
from planner.store.roster.standing import Standing
from planner.store.row_ids import NO_DRAFT, DraftId
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
    """What a plan came to: the id of the draft (0 where nothing was stored), the solver's answer and its document.

    `superseded_lock` says that the draft took the place of one that was locked for signature.
    """

    draft: DraftId
    solved: Solved
    result: PlanOutcome
    basis: Basis
    notes: tuple[Words, ...]
    superseded_lock: bool


End = Callable[[Transaction, Planned], None]
"""Called in the transaction that stores a draft; what it raises leaves nothing stored."""


def at_once(transaction: Transaction, planned: Planned) -> None:
    """An `End` for whoever waits for the plan: nothing more is to be written."""


def plan(
    store: Store,
    ask: Ask,
    now: datetime,
    lang: Lang,
    tell: Tell = silent,
    cancel: Cancel | None = None,
    end: End = at_once,
) -> Planned:
    """Plan a period and store the result as its draft.

    A search that failed stores nothing if it has no roster, or if the month has a draft that did not fail. The seconds
    of the effort count from here. The solver runs outside any transaction; `tell` hears of cost and bound on the way,
    `cancel` ends the search early, and `end` has a part in the transaction that stores what came of it.
    Raises NotPossible for an office without duties, or an unknown one.
    """
    until = monotonic() + ask.effort.seconds
    with store.read() as transaction:
        before = drafts.latest(transaction, ask.period.text) if ask.keep_draft else None
        kept = as_it_stands(transaction, before) if before else NOTHING_KEPT
        basis, month = prepare(Standing.read(transaction), ask.period, now, keep=ask.keep, kept=kept)
    solved = solve(basis.problem, basis.book, ask.effort, tell, cancel, until)
    hurried = cancel is not None and cancel.wanted.is_set()
    said = outcome(basis, solved, lang, ask.effort.seed, hurried=hurried)
    result = replace(said, kept=before.id if before else NO_DRAFT)
    with store.write() as transaction:
        id, locked = NO_DRAFT, False
        if not _useless(transaction, ask.period, solved, basis):
            id, locked = _store(transaction, basis, ask.period, DraftSource.SOLVER, result, solved.roster, now)
        planned = Planned(id, solved, result, basis, month.notes, locked)
        end(transaction, planned)
    return planned


def _useless(transaction: Transaction, period: Period, solved: Solved, basis: Basis) -> bool:
    """Whether a search that failed has nothing to show, or nothing that is better than the draft there is."""
    if solved.status is not PlanStatus.FAILED or not basis.problem.slots:
        return False
    before = drafts.latest(transaction, period.text)
    return not solved.roster.pairs or (before is not None and before.result.status is not PlanStatus.FAILED)


HandEnd = Callable[[Transaction, DraftId], None]
"""Called in the transaction that stores a draft made by hand; what it raises leaves nothing stored."""


def by_hand(
    store: Store, period: Period, roster: Roster, now: datetime, lang: Lang, end: HandEnd = lambda *_: None
) -> tuple[DraftId, list[Finding], Basis]:
    """Store a roster made by hand as the draft of a period; returns the draft's id, the findings and the basis.

    `end` has a part in the transaction that stores it.
    """
    with store.write() as transaction:
        basis, _ = prepare(Standing.read(transaction), period, now)
        case = Case(basis.problem, basis.book, roster.pairs)
        solved = as_it_is(roster, judge(case, roster), case)
        id, _ = _store(transaction, basis, period, DraftSource.HAND, outcome(basis, solved, lang, 0), roster, now)
        end(transaction, id)
    return id, list(solved.findings), basis


def _store(
    transaction: Transaction,
    basis: Basis,
    period: Period,
    source: DraftSource,
    result: PlanOutcome,
    roster: Roster,
    now: datetime,
) -> tuple[DraftId, bool]:
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
