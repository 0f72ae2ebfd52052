"""Rows of the record: what a transaction writes is covered by one row at its end, behind the last row."""

from __future__ import annotations

import secrets
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Row, insert, select

from planner.clock import OFFICIAL, now
from planner.store.database import Transaction
from planner.store.record import anchor_file
from planner.store.record.covered import Covered, covered_contents
from planner.store.record.digests import BEGINNING, ChainRow, Leaf, RowSort, covered_digest, leaf_digest
from planner.store.record.doubts import doubt, noted
from planner.store.record.heads import Head, aware_moment
from planner.store.tables import record_leaves, record_rows

SALT = 16
"""Bytes of a salt."""


def touch(transaction: Transaction, kind: Covered, *keys: object) -> None:
    """Say that rows of a kind are new: at the end of the transaction the record covers them as they then are."""
    if not transaction.touched:
        transaction.at_end.append(cover_touched)
    transaction.touched.update((kind.value, str(key)) for key in keys)


def changing(transaction: Transaction, kind: Covered, key: object) -> None:
    """Say that a row is about to be written: the record will cover it as it is at the end of the transaction.

    What is not as the record has it by now is noted there first: the new state must not cover up for the old.
    """
    if (kind.value, str(key)) not in transaction.touched:
        text = covered_contents(transaction.connection, kind, [str(key)]).get(str(key))
        leaf = _last_leaf(transaction, kind, str(key))
        if leaf.digest != leaf_digest(leaf.salt, kind.value, str(key), text) if leaf else text is not None:
            transaction.doubts.append(doubt(kind, key))
        touch(transaction, kind, key)


def _last_leaf(transaction: Transaction, kind: Covered, key: str) -> Leaf | None:
    of = record_leaves.c
    query = select(record_leaves).where(of.kind == kind.value, of.key == key).order_by(of.number.desc()).limit(1)
    row = transaction.connection.execute(query).first()
    return Leaf(row.number, row.kind, row.key, row.salt, row.digest) if row else None


def head(transaction: Transaction) -> Head:
    """The head of the record, what this transaction has written included."""
    cover_touched(transaction)
    last = last_row(transaction)
    return Head(last.number, last.digest, aware_moment(last.at)) if last else Head(0, BEGINNING, now(OFFICIAL))


def last_row(transaction: Transaction) -> ChainRow | None:
    """The last row of the record; None where it has none."""
    found = transaction.connection.execute(select(record_rows).order_by(record_rows.c.number.desc()).limit(1)).first()
    return as_row(found) if found else None


def as_row(row: Row[Any]) -> ChainRow:
    """A row of the table as a value."""
    return ChainRow(row.number, row.at, row.sort, row.note, row.covered, row.previous, row.digest)


def cover_touched(transaction: Transaction) -> None:
    """Cover what the transaction has touched so far by a row of the record; without anything touched, none."""
    if transaction.touched:
        append(transaction, RowSort.CHANGES, noted(transaction.doubts))


def append(transaction: Transaction, sort: RowSort, note: str = "", at: str = "") -> Head:
    """Add a row that covers what is touched, at a moment (ISO) or now; gives the new head."""
    last = last_row(transaction)
    number = last.number + 1 if last else 1
    leaves = _leaves(transaction, number)
    bare = ChainRow(
        number,
        at or now(OFFICIAL).isoformat(),
        sort.value,
        note,
        covered_digest(leaves),
        last.digest if last else BEGINNING,
        "",
    )
    transaction.connection.execute(insert(record_rows).values(**{**vars(bare), "digest": bare.worked_out()}))
    if leaves:
        transaction.connection.execute(insert(record_leaves), [vars(one) for one in leaves])
    found = Head(number, bare.worked_out(), aware_moment(bare.at))
    if any(kind == Covered.VERSION for kind, _ in transaction.touched):
        transaction.afterwards.append(partial(anchor_file.keep_head, found))
    transaction.touched.clear()
    transaction.doubts.clear()
    return found


def _leaves(transaction: Transaction, number: int) -> list[Leaf]:
    found = []
    for kind, pairs in groupby(sorted(transaction.touched), key=lambda one: one[0]):
        keys = [key for _, key in pairs]
        texts = covered_contents(transaction.connection, Covered(kind), keys)
        for key in keys:
            salt = secrets.token_hex(SALT)
            found.append(Leaf(number, kind, key, salt, leaf_digest(salt, kind, key, texts.get(key))))
    return found
