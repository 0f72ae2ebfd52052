"""What the record says of itself: a restore, a pruning, a blanking, and that it begins or covers everything anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile

from sqlalchemy import delete, func, select, update

from planner.errors import NotPossible
from planner.store.database import Transaction
from planner.store.record.anchored import KEPT
from planner.store.record.chain import append, as_row, touch
from planner.store.record.covered import Covered, Tables, covered_contents
from planner.store.record.digests import ChainRow, RowSort
from planner.store.record.examination import examine
from planner.store.record.heads import Head, aware_moment
from planner.store.tables import audit, metadata, record_leaves, record_rows
from planner.words import Words


def restored(transaction: Transaction, head: Head | None, at: datetime) -> Head:
    """Write that the store came from a backup with this head, as the first thing after; gives the new head.

    None is the head of a backup from before the record.
    """
    return append(transaction, RowSort.RESTORED, head.text() if head else "", at.isoformat())


def blanked(transaction: Transaction, kind: Covered, keys: Iterable[str], at: datetime) -> Head:
    """Write that the contents of rows were taken away, which the caller has done: their salts go with them.

    What is left of the rows is covered anew; what they held can no longer be guessed from a digest.
    """
    for key in sorted(keys):
        transaction.connection.execute(
            update(record_leaves).where(record_leaves.c.kind == kind.value, record_leaves.c.key == key).values(salt="")
        )
        touch(transaction, kind, key)
    return append(transaction, RowSort.BLANKED, at=at.isoformat())


def prune(transaction: Transaction, at: datetime) -> Head | None:
    """Take away entries of the log and rows of the record that are older than KEPT; gives the head that they had.

    A row with that head stays behind, which covers what only they had covered. None, and nothing done, where nothing is
    so old. Raises NotPossible where the record does not hold: what is wrong would be lost.
    """
    before = at - KEPT
    last = _last_before(transaction, before)
    if last is None:
        return None
    if examine(transaction).troubles:
        raise NotPossible(Words("存证核对有问题，旧日志没有清理；请先执行 verify 查明"))
    gone = _forget_deeds(transaction, before)
    of = record_leaves.c
    newest = select(of.kind, of.key, func.max(of.number)).group_by(of.kind, of.key)
    for kind, key, number in transaction.connection.execute(newest).all():
        taken = kind == Covered.DEED and int(key) in gone
        if taken == (number > last.number) and (taken or kind != Covered.DEED or int(key) >= gone.stop):
            touch(transaction, Covered(kind), key)
    for table in (record_leaves, record_rows):
        transaction.connection.execute(delete(table).where(table.c.number <= last.number))
    head = Head(last.number, last.digest, aware_moment(last.at))
    append(transaction, RowSort.PRUNED, head.text(), at.isoformat())
    return head


def _last_before(transaction: Transaction, before: datetime) -> ChainRow | None:
    """The last of the oldest rows that were all written before a moment; the newest row of all stays."""
    found = None
    rows = [as_row(row) for row in transaction.connection.execute(select(record_rows).order_by(record_rows.c.number))]
    for row in rows[:-1]:
        if aware_moment(row.at) >= before:
            break
        found = row
    return found


def _forget_deeds(transaction: Transaction, before: datetime) -> range:
    """Take away the oldest entries of the log, those before a moment; gives their numbers. The newest stays."""
    entries = transaction.connection.execute(select(audit.c.number, audit.c.at).order_by(audit.c.number)).all()
    numbers = [int(one.number) for one in entries]
    old = sum(1 for _ in takewhile(lambda one: aware_moment(one.at) < before, entries[:-1]))
    if old:
        transaction.connection.execute(delete(audit).where(audit.c.number < numbers[old]))
    return range(numbers[0], numbers[old]) if numbers else range(0)


def cover_all(transaction: Transaction, sort: RowSort, note: str, tables: Tables = metadata.tables) -> Head:
    """Write one row that covers all that stands: the record begins, or begins anew with another schema."""
    for kind in Covered:
        touch(transaction, kind, *covered_contents(transaction.connection, kind, None, tables))
    return append(transaction, sort, note)
