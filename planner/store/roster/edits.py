"""Edits of a draft in the order they were made: the last step can be undone, and redone until another is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from planner.store.database import Transaction
from planner.store.row_ids import DraftId, EditId, inserted
from planner.store.work_tables import edits


@dataclass(frozen=True)
class Edit:
    """Somebody (tagged id) taken off a slot, put on, or both; '' for nobody."""

    id: EditId
    slot: str
    out: str
    into: str


def add(transaction: Transaction, draft: DraftId, changes: Sequence[tuple[str, str, str]]) -> None:
    """Note a further step of a draft, one change or more as (slot, out, into).

    What was undone before it cannot be redone any more.
    """
    connection = transaction.connection
    connection.execute(delete(edits).where(edits.c.draft == draft, edits.c.undone))
    rows = [{"draft": draft, "slot": slot, "out": out, "into": into} for slot, out, into in changes]
    first = inserted(connection.execute(insert(edits).values(**rows[0])))
    if rows[1:]:
        connection.execute(insert(edits), [{**row, "first": first} for row in rows[1:]])


def last(transaction: Transaction, draft: DraftId, *, undone: bool = False) -> tuple[Edit, ...]:
    """The edits of the step of a draft to undo next or, with `undone`, of the one to redo next; () if there is none."""
    connection = transaction.connection
    order = edits.c.id if undone else edits.c.id.desc()
    row = connection.execute(
        select(edits).where(edits.c.draft == draft, edits.c.undone == undone).order_by(order).limit(1)
    ).first()
    if row is None:
        return ()
    first = row.first or row.id
    same = select(edits).where(edits.c.draft == draft, (edits.c.id == first) | (edits.c.first == first))
    rows = connection.execute(same.order_by(edits.c.id))
    return tuple(Edit(one.id, one.slot, one.out, one.into) for one in rows)


def mark(transaction: Transaction, step: Sequence[Edit], undone: bool) -> None:
    """Note that the edits of a step are undone, or in effect again. The roster itself is the caller's to change."""
    ids = [one.id for one in step]
    transaction.connection.execute(update(edits).where(edits.c.id.in_(ids)).values(undone=undone))
