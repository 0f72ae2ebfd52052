"""Cells of a draft changed by hand, one or several in one step, and such steps undone and redone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from planner.errors import NotPossible
from planner.planning.by_hand.choosing import CellChange, changed_roster
from planner.planning.draft_findings import after, judged
from planner.planning.outcome import outcome_of
from planner.store import Transaction, audit
from planner.store.roster import bases, drafts, edits
from planner.store.roster.drafts import Draft, DraftState
from planner.words import Lang, Words


def put_in_cell(
    transaction: Transaction, draft: Draft, slot: str, out: str, into: str, now: datetime, by: str, lang: Lang
) -> None:
    """Take `out` off a slot of a draft and put `into` on it; either may be ''.

    Raises NotPossible where the draft is locked, the slot or `into` unknown, or `out` no longer on the slot.
    """
    change_cells(transaction, draft, (CellChange(slot, out, into),), now, by, lang)


def change_cells(
    transaction: Transaction, draft: Draft, changes: Sequence[CellChange], now: datetime, by: str, lang: Lang
) -> None:
    """Make changes of a draft at once, as one step, undone as a whole; raises NotPossible as `put_in_cell` does."""
    _put(transaction, draft, changes, lang)
    edits.add(transaction, draft.id, [(one.slot, one.out, one.into) for one in changes])
    _log(transaction, draft, "edit", changes, now, by)


def step(transaction: Transaction, draft: Draft, back: bool, now: datetime, by: str, lang: Lang) -> None:
    """Undo the last step of a draft (`back`), or redo the one undone last.

    Raises NotPossible where there is none, or it no longer fits the draft.
    """
    found = edits.last(transaction, draft.id, undone=not back)
    if not found:
        raise (NotPossible(Words("没有可以撤销的修改")) if back else NotPossible(Words("没有可以重做的修改")))
    changes = [
        CellChange(one.slot, one.into, one.out) if back else CellChange(one.slot, one.out, one.into) for one in found
    ]
    _put(transaction, draft, changes, lang)
    edits.mark(transaction, found, back)
    _log(transaction, draft, "undo" if back else "redo", changes, now, by)


def _log(
    transaction: Transaction, draft: Draft, action: str, changes: Iterable[CellChange], now: datetime, by: str
) -> None:
    for one in changes:
        detail = {"draft": draft.id, "slot": one.slot, "out": one.out, "into": one.into}
        audit.record(transaction, now, by, action, detail)


def _put(transaction: Transaction, draft: Draft, changes: Sequence[CellChange], lang: Lang) -> None:
    if draft.state is not DraftState.OPEN:
        raise NotPossible(Words("草稿已送签锁定，不能修改"))
    basis = bases.basis(transaction, draft.digests)
    slots, people = {one.id for one in basis.problem.slots}, {one.id for one in basis.problem.assignees}
    for one in changes:
        if one.slot not in slots:
            raise NotPossible(Words("草稿里没有这个班次"))
        if one.out and (one.slot, one.out) not in draft.roster:
            raise NotPossible(Words("草稿已被别人改过，请重新打开"))
        if one.into and one.into not in people:
            raise NotPossible(Words("没有这个人"))
    roster = changed_roster(draft.roster, changes)
    case, found = judged(transaction, draft)
    knowing = case if case.knows(roster.pairs) else None
    result = outcome_of(basis, roster, after(case, draft, found, roster), lang, knowing)
    drafts.replace_roster(transaction, draft, roster, replace(result, kept=draft.result.kept))
