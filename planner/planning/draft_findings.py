"""A draft's findings, and its problem and book indexed as a case, kept for a whole series of edits."""

from __future__ import annotations

from constraints.judge import Finding, judge, rejudge
from constraints.model.case import Case
from constraints.problem.roster import Pair, Roster
from planner.store import Transaction, cache
from planner.store.roster import bases
from planner.store.roster.drafts import Draft

FEW = 200
"""A roster that differs from the one judged last by so few pairs is judged by the difference."""


def judged(transaction: Transaction, draft: Draft) -> tuple[Case, list[Finding]]:
    """The case of a draft, which knows every pair of its roster, and all findings on that roster."""
    strange = draft.roster.pairs - bases.basis(transaction, draft.digests).problem.candidates
    case = _case(transaction, draft.digests, strange)
    return case, _findings(case, draft)


@cache.kept(2)
def _case(transaction: Transaction, digests: tuple[str, str, str], strange: frozenset[Pair]) -> Case:
    basis = bases.basis(transaction, digests)
    return Case(basis.problem, basis.book, strange)


@cache.kept(4, by=lambda case, draft: (draft.digests, draft.roster))
def _findings(case: Case, draft: Draft) -> list[Finding]:
    judged_last = _judged_last(case)
    roster, found = judged_last[-1] if judged_last else (None, [])
    gone, come = roster.diff(draft.roster) if roster is not None else (frozenset(), frozenset())
    if roster is not None and len(gone) + len(come) <= FEW and case.knows(gone | come):
        found = rejudge(case, roster, found, draft.roster)
    else:
        found = judge(case, draft.roster)
    judged_last[:] = [(draft.roster, found)]
    return found


@cache.kept(2, by=lambda case: case)
def _judged_last(case: Case) -> list[tuple[Roster, list[Finding]]]:
    """The roster that was judged last under a case, with its findings; none at first."""
    return []


def after(case: Case, draft: Draft, found: list[Finding], roster: Roster) -> list[Finding]:
    """All findings on another roster; `found` are those on the draft's, so only the difference is judged anew."""
    _, come = draft.roster.diff(roster)
    if case.knows(come):
        return rejudge(case, draft.roster, found, roster)
    return judge(Case(case.problem, case.book, roster.pairs), roster)
