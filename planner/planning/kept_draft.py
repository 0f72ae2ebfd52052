"""The draft that a new plan of its month keeps to where it can, and what that plan changed in it."""

from __future__ import annotations

from planner.office.office import Office
from planner.problem.period import KeptDraft
from planner.roster.changes import Changed, changes
from planner.roster.issued import draft_lines
from planner.store import Transaction
from planner.store.roster import bases, drafts
from planner.store.roster.drafts import Draft


def as_it_stands(transaction: Transaction, draft: Draft) -> KeptDraft:
    """A draft, its edits by hand included, as what a new plan is to keep."""
    slots = bases.basis(transaction, draft.digests).problem.slots
    return KeptDraft(frozenset(slot.id for slot in slots), draft.roster.pairs)


def kept_by(transaction: Transaction, draft: Draft) -> KeptDraft:
    """What a draft itself was planned to keep; nothing for a new start or one made by hand."""
    problem = bases.basis(transaction, draft.digests).problem
    return KeptDraft(problem.drafted, problem.draft)


def redrawn(transaction: Transaction, office: Office, draft: Draft) -> list[Changed]:
    """Every slot on which a draft differs from the one that it was planned to keep, by start; none for a new start."""
    before = _before(transaction, draft)
    return changes(*(draft_lines(transaction, office, one) for one in (before, draft))) if before else []


def moved(transaction: Transaction, draft: Draft) -> dict[str, tuple[list[str], list[str]]]:
    """Slot id → the tagged ids that leave it and those that come, against the draft that was to be kept."""
    before = _before(transaction, draft)
    gone, come = (before.roster if before else draft.roster).diff(draft.roster)
    return {
        slot: (sorted(who for id, who in gone if id == slot), sorted(who for id, who in come if id == slot))
        for slot in sorted({id for id, _ in gone | come})
    }


def _before(transaction: Transaction, draft: Draft) -> Draft | None:
    return drafts.get(transaction, draft.result.kept) if draft.result.kept else None
