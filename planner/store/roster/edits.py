"""Edits of a draft in the order they were made: the last one can be undone, and redone until another is made."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from planner.store.database import Transaction
from planner.store.row_ids import DraftId, EditId
from planner.store.work_tables import edits


@dataclass(frozen=True)
class Edit:
    """Somebody (tagged id) taken off a slot, put on, or both; '' for nobody."""

    id: EditId
    slot: str
    out: str
    into: str


def add(transaction: Transaction, draft: DraftId, slot: str, out: str, into: str) -> None:
    """Note a further edit of a draft; what was undone before it cannot be redone any more."""
    transaction.connection.execute(delete(edits).where(edits.c.draft == draft, edits.c.undone))
    transaction.connection.execute(insert(edits).values(draft=draft, slot=slot, out=out, into=into))


def last(transaction: Transaction, draft: DraftId, *, undone: bool = False) -> Edit | None:
    """The edit of a draft to undo next or, with `undone`, the one to redo next; None if there is none."""
    order = edits.c.id if undone else edits.c.id.desc()
    row = transaction.connection.execute(
        select(edits).where(edits.c.draft == draft, edits.c.undone == undone).order_by(order).limit(1)
    ).first()
    return Edit(row.id, row.slot, row.out, row.into) if row else None


def mark(transaction: Transaction, id: EditId, undone: bool) -> None:
    """Note that an edit is undone, or in effect again. The roster itself is the caller's to change."""
    transaction.connection.execute(update(edits).where(edits.c.id == id).values(undone=undone))
