"""A draft's findings, and its problem and book indexed as a case, kept for a whole series of edits."""

from __future__ import annotations

from constraints.judge import Finding, judge, rejudge
from constraints.model.case import Case
from constraints.problem.roster import Roster
from planner.store import Transaction, cache
from planner.store.roster import bases
from planner.store.roster.drafts import Draft

_CASES: cache.Shelf[Case] = cache.Shelf(2)
_FOUND: cache.Shelf[list[Finding]] = cache.Shelf(4)


def judged(transaction: Transaction, draft: Draft) -> tuple[Case, list[Finding]]:
    """The case of a draft, which knows every pair of its roster, and all findings on that roster."""
    basis = bases.basis(transaction, draft.digests)
    strange = draft.roster.pairs - basis.problem.candidates
    case = _CASES.get((draft.digests, strange), lambda: Case(basis.problem, basis.book, strange))
    return case, _FOUND.get((draft.digests, draft.roster), lambda: judge(case, draft.roster))


def after(case: Case, draft: Draft, found: list[Finding], roster: Roster) -> list[Finding]:
    """All findings on another roster; `found` are those on the draft's, so only the difference is judged anew."""
    _, come = draft.roster.diff(roster)
    if case.knows(come):
        return rejudge(case, draft.roster, found, roster)
    return judge(Case(case.problem, case.book, roster.pairs), roster)
