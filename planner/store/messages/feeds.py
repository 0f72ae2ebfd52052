"""Subscriptions, and the entries of feeds as last serialised, in the store; and a few switches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Column, RowMapping, bindparam, delete, insert, select, update

from planner.store import cache
from planner.store.database import Transaction
from planner.store.row_ids import FeedId, inserted
from planner.store.tables import feeds, revisions, switches


class FeedKind(StrEnum):
    """What a feed is of: one person, duty, unit or village; all duties for the office; or what is public."""

    PERSON = "person"
    DUTY = "duty"
    UNIT = "unit"
    VILLAGE = "village"
    OFFICE = "office"
    PUBLIC = "public"


@dataclass(frozen=True)
class Feed:
    """A subscription: its kind, the id of its subject ('' for all), its name; the secret is not kept."""

    id: FeedId
    kind: FeedKind
    subject: str
    name: str
    created_at: str
    revoked_at: str | None
    replaced_at: str | None = None
    """When a new address took its place, if one did."""
    reminders: tuple[int, ...] = ()
    """Minutes before an entry begins at which to remind."""


@dataclass(frozen=True)
class Revision:
    """One entry of one kind of feed, as last serialised; `gone_on` is the day it was cancelled, if it was.

    `who` is the tagged person, unit or village whose feed it is in, '' for the other kinds. `content` is the digest
    of what is visible, `event` the VEVENT.
    """

    kind: FeedKind
    slot: str
    who: str
    duty: str
    month: str
    day: str
    sequence: int
    stamp: str
    content: str
    event: str
    gone_on: str | None


def hashed(token: str) -> str:
    """What is kept of a secret: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def add(
    transaction: Transaction,
    kind: FeedKind,
    subject: str,
    name: str,
    token: str,
    at: str,
    reminders: tuple[int, ...] = (),
) -> FeedId:
    """Add a subscription with a fresh secret; returns its id."""
    cache.bump(transaction, cache.FEEDS)
    made = transaction.connection.execute(
        insert(feeds).values(
            kind=kind,
            subject=subject,
            name=name,
            token=hashed(token),
            created_at=at,
            reminders=",".join(map(str, reminders)),
        )
    )
    return FeedId(inserted(made))


def by_token(transaction: Transaction) -> dict[str, Feed]:
    """Hash of a secret (see `hashed`) → its subscription, ended ones too."""
    return {
        row["token"]: _feed(row)
        for row in transaction.connection.execute(select(feeds).order_by(feeds.c.id)).mappings()
    }


def every(transaction: Transaction) -> list[Feed]:
    """All subscriptions, ended ones too, oldest first."""
    return [_feed(row) for row in transaction.connection.execute(select(feeds).order_by(feeds.c.id)).mappings()]


def _feed(row: RowMapping) -> Feed:
    reminders = tuple(int(one) for one in row["reminders"].split(",") if one)
    return Feed(
        row["id"],
        FeedKind(row["kind"]),
        row["subject"],
        row["name"],
        row["created_at"],
        row["revoked_at"],
        row["replaced_at"],
        reminders,
    )


def revoke(transaction: Transaction, id: FeedId, at: str) -> bool:
    """End a subscription; False if there is none, or it was ended before."""
    return _marked(transaction, id, feeds.c.revoked_at, at)


def replace(transaction: Transaction, id: FeedId, at: str) -> bool:
    """Note that a subscription has a new address; False if there is none, or it was ended before."""
    return _marked(transaction, id, feeds.c.replaced_at, at)


def _marked(transaction: Transaction, id: FeedId, column: Column[str], at: str) -> bool:
    cache.bump(transaction, cache.FEEDS)
    done = transaction.connection.execute(
        update(feeds).where(feeds.c.id == id, feeds.c.revoked_at.is_(None)).values({column: at})
    )
    return bool(done.rowcount)


def switch(transaction: Transaction, name: str, value: str) -> None:
    """Set a switch: a name with a value that the office may change."""
    cache.bump(transaction, cache.FEEDS)
    switch_quietly(transaction, name, value)


def switch_quietly(transaction: Transaction, name: str, value: str) -> None:
    """Set a switch on which nothing that is kept at hand, and no feed, rests."""
    transaction.connection.execute(delete(switches).where(switches.c.name == name))
    transaction.connection.execute(insert(switches).values(name=name, value=value))


def switched(transaction: Transaction, name: str) -> str:
    """The value of a switch, or '' if it was never set."""
    return str(transaction.connection.execute(select(switches.c.value).where(switches.c.name == name)).scalar() or "")


BY = (revisions.c.day, revisions.c.slot, revisions.c.who, revisions.c.kind)
"""The order in which entries are read."""


def of_month(transaction: Transaction, duty: str, month: str) -> dict[tuple[FeedKind, str, str], Revision]:
    """(kind, slot, who) → entry, for a duty's month."""
    query = select(revisions).where(revisions.c.duty == duty, revisions.c.month == month)
    found = (_revision(row) for row in transaction.connection.execute(query.order_by(*BY)).mappings())
    return {(one.kind, one.slot, one.who): one for one in found}


def _revision(row: RowMapping) -> Revision:
    return Revision(**{**row, "kind": FeedKind(row["kind"])})


def between(
    transaction: Transaction, kind: FeedKind, first: date, end: date, *, who: str | None = None, duty: str | None = None
) -> list[Revision]:
    """The entries of one kind of feed from the day `first` on and before `end`.

    `who` keeps those of one tagged person, unit or village, `duty` those of one duty.
    """
    query = select(revisions).where(
        revisions.c.kind == kind, revisions.c.day >= first.isoformat(), revisions.c.day < end.isoformat()
    )
    if who is not None:
        query = query.where(revisions.c.who == who)
    if duty is not None:
        query = query.where(revisions.c.duty == duty)
    return [_revision(row) for row in transaction.connection.execute(query.order_by(*BY)).mappings()]


def put(transaction: Transaction, some: Iterable[Revision]) -> None:
    """Write entries in place of those with the same kind, slot and who."""
    rows = [vars(one) for one in some]
    if not rows:
        return
    keys = [{"of_kind": row["kind"], "of_slot": row["slot"], "of_who": row["who"]} for row in rows]
    transaction.connection.execute(
        delete(revisions).where(
            revisions.c.kind == bindparam("of_kind"),
            revisions.c.slot == bindparam("of_slot"),
            revisions.c.who == bindparam("of_who"),
        ),
        keys,
    )
    transaction.connection.execute(insert(revisions), rows)
