"""Versions in the store: issued rosters per duty and month, append-only.

A row of a slot or an assignment holds from version `since` on and before version `until`; without `until` it is in
force, so that a swap writes two rows, not thousands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from planner.store import cache
from planner.store.database import Transaction
from planner.store.held_slot import Held
from planner.store.record import Covered, changing, touch
from planner.store.record.covered import roster_key
from planner.store.roster import actual_service
from planner.store.row_ids import DraftId, VersionId, inserted
from planner.store.tables import assignments, issued_slots, versions


@dataclass(frozen=True)
class Version:
    """One issue of a duty's month."""

    id: VersionId
    duty: str
    month: str
    number: int
    draft: DraftId
    digests: tuple[str, str, str]
    code: str
    issued_at: str
    signed_by: str
    reference: str
    reason: str
    withdrawn_at: str | None
    withdrawn_reason: str | None
    signed_on: str | None = None
    """The day it was signed (YYYY-MM-DD), where that was said."""


@dataclass(frozen=True)
class Content:
    """What a version says: slot id → slot, and (slot id, tagged id) pairs."""

    slots: dict[str, Held]
    pairs: frozenset[tuple[str, str]]
    entered: frozenset[str] = frozenset()
    """Of what is in force, the slots for which it was entered who really served (补登)."""


@dataclass(frozen=True)
class NewVersion:
    """The next version of a duty's month, as its row is written; problem, book and office are digests."""

    duty: str
    month: str
    number: int
    draft: DraftId
    problem: str
    book: str
    office: str
    code: str
    issued_at: str
    signed_by: str
    reference: str
    reason: str
    made_with: str
    signed_on: str | None = None


def current(transaction: Transaction, month: str, duty: str | None = None) -> list[Version]:
    """The version in force of each duty of a month, or of one duty; none where the newest is withdrawn."""
    newest = (
        select(versions.c.duty, func.max(versions.c.number).label("number"))
        .where(versions.c.month == month)
        .group_by(versions.c.duty)
        .subquery()
    )
    query = (
        select(versions)
        .join(
            newest,
            and_(versions.c.duty == newest.c.duty, versions.c.number == newest.c.number, versions.c.month == month),
        )
        .where(versions.c.withdrawn_at.is_(None))
        .order_by(versions.c.duty)
    )
    rows = transaction.connection.execute(query).mappings()
    return [_version(row) for row in rows if duty is None or row["duty"] == duty]


def standing(transaction: Transaction) -> list[Version]:
    """The version in force of every duty and month, by duty and month; none where the newest is withdrawn."""
    newest = {(one.duty, one.month): one for one in every(transaction)}
    return [one for _, one in sorted(newest.items()) if not one.withdrawn_at]


def every(transaction: Transaction, month: str | None = None) -> list[Version]:
    """All versions, of a month or of all, in the order they were issued."""
    query = select(versions).order_by(versions.c.id)
    if month:
        query = query.where(versions.c.month == month)
    return [_version(row) for row in transaction.connection.execute(query).mappings()]


def _version(row: Any) -> Version:
    return Version(
        row["id"],
        row["duty"],
        row["month"],
        row["number"],
        row["draft"],
        (row["problem"], row["book"], row["office"]),
        row["code"],
        row["issued_at"],
        row["signed_by"],
        row["reference"],
        row["reason"],
        row["withdrawn_at"],
        row["withdrawn_reason"],
        row["signed_on"],
    )


def next_number(transaction: Transaction, duty: str, month: str) -> int:
    """The number that the next version of a duty's month gets: one more than the newest, withdrawn or not."""
    query = select(func.max(versions.c.number)).where(versions.c.duty == duty, versions.c.month == month)
    return int(transaction.connection.execute(query).scalar() or 0) + 1


def content(transaction: Transaction, duty: str, month: str, number: int | None = None) -> Content:
    """What a version of a duty's month says; without a number, what is in force."""
    wanted = rows_of_version(issued_slots, duty, month, number), rows_of_version(assignments, duty, month, number)
    query = select(issued_slots.c.slot, issued_slots.c.data).where(wanted[0]).order_by(issued_slots.c.id)
    rows = transaction.connection.execute(query).all()
    pairs = transaction.connection.execute(select(assignments.c.slot, assignments.c.who).where(wanted[1])).all()
    slots = {slot: msgspec.json.decode(data, type=Held) for slot, data in rows}
    return Content(slots, frozenset((slot, who) for slot, who in pairs))


def rows_of_version(table: Any, duty: str, month: str, number: int | None) -> ColumnElement[bool]:
    """The rows of a table that hold in a version of a duty's month; without a number, those in force."""
    there = table.c.until.is_(None)
    if number is not None:
        there = and_(table.c.since <= number, or_(there, table.c.until > number))
    return and_(table.c.duty == duty, table.c.month == month, there)


@cache.kept(4, cache.ISSUED)
def in_force(transaction: Transaction) -> Content:
    """Everything that is issued now, over all duties and months."""
    rows = transaction.connection.execute(
        select(issued_slots.c.slot, issued_slots.c.data)
        .where(issued_slots.c.until.is_(None))
        .order_by(issued_slots.c.slot)
    ).all()
    pairs = transaction.connection.execute(
        select(assignments.c.slot, assignments.c.who).where(assignments.c.until.is_(None))
    ).all()
    return Content(
        {slot: msgspec.json.decode(data, type=Held) for slot, data in rows},
        frozenset((slot, who) for slot, who in pairs),
        frozenset(one.slot for one in actual_service.standing(transaction)),
    )


def issue(transaction: Transaction, new: NewVersion, before: Content, after: Content) -> None:
    """Write a version: one row in versions, and only the slots and people in which it differs.

    `new` has the columns of its row; `before` is what is in force, `after` what the version says.
    """
    duty, month, number = new.duty, new.month, new.number
    cache.bump(transaction, cache.ISSUED)
    changing(transaction, Covered.ROSTER, roster_key(month, duty))
    made = transaction.connection.execute(insert(versions).values(**vars(new)))
    touch(transaction, Covered.VERSION, inserted(made))
    gone = [id for id, held in before.slots.items() if after.slots.get(id) != held]
    fresh = [(id, held) for id, held in after.slots.items() if before.slots.get(id) != held]
    _end(transaction, issued_slots, duty, month, number, ((id,) for id in gone))
    _end(transaction, assignments, duty, month, number, sorted(before.pairs - after.pairs))
    if fresh:
        transaction.connection.execute(
            insert(issued_slots),
            [
                {
                    "duty": duty,
                    "month": month,
                    "slot": id,
                    "since": number,
                    "tentative": held.tentative,
                    "data": msgspec.json.encode(held, order="deterministic").decode(),
                }
                for id, held in fresh
            ],
        )
    added = sorted(after.pairs - before.pairs)
    if added:
        transaction.connection.execute(
            insert(assignments),
            [{"duty": duty, "month": month, "slot": slot, "who": who, "since": number} for slot, who in added],
        )


def _end(
    transaction: Transaction, table: Any, duty: str, month: str, number: int, keys: Iterable[tuple[str, ...]]
) -> None:
    for key in keys:
        where = [table.c.duty == duty, table.c.month == month, table.c.until.is_(None), table.c.slot == key[0]]
        if len(key) > 1:
            where.append(table.c.who == key[1])
        transaction.connection.execute(update(table).where(*where).values(until=number))


def withdraw(transaction: Transaction, version: Version, at: str, reason: str) -> None:
    """Mark the version in force as withdrawn; nothing is erased, its rows end where the next version would begin."""
    cache.bump(transaction, cache.ISSUED)
    changing(transaction, Covered.VERSION, version.id)
    changing(transaction, Covered.ROSTER, roster_key(version.month, version.duty))
    transaction.connection.execute(
        update(versions).where(versions.c.id == version.id).values(withdrawn_at=at, withdrawn_reason=reason)
    )
    until = next_number(transaction, version.duty, version.month)
    for table in (issued_slots, assignments):
        transaction.connection.execute(
            update(table)
            .where(table.c.duty == version.duty, table.c.month == version.month, table.c.until.is_(None))
            .values(until=until)
        )


def grouped(content: Content) -> dict[str, list[str]]:
    """Slot id → the tagged ids on it; slots with nobody are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for slot, who in content.pairs:
        found[slot].append(who)
    return found
