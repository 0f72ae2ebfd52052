"""The examination of the record: all of it, all that it covers, and the heads that were kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from planner.store.database import Transaction
from planner.store.record.anchored import RecordGap, anchor_troubles, before_first, gaps
from planner.store.record.chain import as_row, cover_touched
from planner.store.record.covered import Tables
from planner.store.record.digests import ChainRow, RowSort
from planner.store.record.heads import Head
from planner.store.record.leaves import covered_troubles, listing_troubles, read_leaves
from planner.store.record.links import link_troubles
from planner.store.record.troubles import RecordEvent, RecordTrouble, TroubleKind, before_then, of_rows, one_span
from planner.store.tables import metadata, record_rows
from planner.words import Words


@dataclass(frozen=True)
class Examined:
    """What does not hold, and what the record tells of itself without alarm."""

    troubles: tuple[RecordTrouble, ...]
    events: tuple[RecordEvent, ...]


def broken(transaction: Transaction, anchor: Head | None = None) -> list[RecordTrouble]:
    """What does not hold of the record, of what it covers, and against a head kept elsewhere; empty if all holds."""
    return list(examine(transaction, [anchor] if anchor else []).troubles)


def examine(transaction: Transaction, anchors: Iterable[Head] = ()) -> Examined:
    """Examine the record against itself, against what stands in the store and against heads kept elsewhere."""
    cover_touched(transaction)
    return examined(transaction.connection, anchors)


def examined(connection: Connection, anchors: Iterable[Head] = (), tables: Tables = metadata.tables) -> Examined:
    """The same on a connection, of a store that has these tables."""
    rows = [as_row(row) for row in connection.execute(select(record_rows).order_by(record_rows.c.number))]
    leaves = read_leaves(connection)
    told, wrong = gaps(rows)
    wrong += link_troubles(rows, before_first(rows, told))
    wrong += _beginnings(rows)
    wrong += listing_troubles(rows, leaves)
    wrong += anchor_troubles(rows, told, anchors)
    wrong = [*_joined(wrong), *covered_troubles(connection, leaves, tables)]
    return Examined(tuple(wrong), _events(rows, told, {one.number for one in leaves}))


def _beginnings(rows: list[ChainRow]) -> list[RecordTrouble]:
    """The record begins once, with its first row, and says of nothing that it was wrong before a row covered it."""
    if not rows:
        nothing = Words("存证一条也没有，全部被删除")
        return [RecordTrouble(TroubleKind.DROPPED, nothing)]
    found = []
    for row in rows:
        if (row.number == 1) != (row.sort == RowSort.BEGUN):
            found.append(of_rows(TroubleKind.REWRITTEN, row.number, row.number))
        elif row.sort in (RowSort.BEGUN, RowSort.RENEWED, RowSort.CHANGES) and row.note:
            found.append(_noted(row))
    return found


def _noted(row: ChainRow) -> RecordTrouble:
    try:
        return before_then(row.number, row.note)
    except ValueError:  # somebody wrote into the note: its digest tells that too
        return of_rows(TroubleKind.CHANGED, row.number, row.number)


def _joined(found: list[RecordTrouble]) -> list[RecordTrouble]:
    """Troubles of rows side by side as one, each thing once, in the order of the rows."""
    joined: list[RecordTrouble] = []
    for one in sorted(dict.fromkeys(found), key=lambda one: (one.what, one.first, one.last)):
        both = one_span(joined[-1], one) if joined else None
        joined[-1:] = [both] if both else [*joined[-1:], one]
    return sorted(joined, key=lambda one: (one.first, one.last))


def _events(rows: list[ChainRow], told: list[RecordGap], covering: set[int]) -> tuple[RecordEvent, ...]:
    found = [_told(gap) for gap in told]
    if rows and rows[0].sort == RowSort.BEGUN and rows[0].number in covering:
        day = rows[0].at[:10]
        found.append(RecordEvent(1, Words("存证自%(day)s开始，此前的数据按当日所见一并存证", day=day)))
    return tuple(sorted(found, key=lambda one: one.number))


def _told(gap: RecordGap) -> RecordEvent:
    at, count = f"{gap.at:%Y-%m-%d %H:%M}", gap.head.count
    if gap.row.sort == RowSort.PRUNED:
        words = Words("%(at)s 清理了到期的旧日志：存证第%(count)s条及以前", at=at, count=count)
    elif count:
        words = Words(
            "%(at)s 数据库由备份恢复，接在存证第%(count)s条之后；备份之后、恢复之前的记录不在库中", at=at, count=count
        )
    else:
        words = Words("%(at)s 数据库由没有存证的旧备份恢复", at=at)
    return RecordEvent(gap.row.number, words)
