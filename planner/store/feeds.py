"""Subscriptions and event revisions in the store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import RowMapping, bindparam, delete, insert, select, update

from planner.store.database import Unit
from planner.store.tables import feeds, revisions, switches


@dataclass(frozen=True)
class Feed:
    """A subscription: kind (person, duty, public), whose, under what name; the secret is not kept."""

    id: int
    kind: str
    subject: str
    name: str
    created_at: str
    revoked_at: str | None


@dataclass(frozen=True)
class Revision:
    """One event of one kind of feed, as last serialised; `gone_on` is the day it was taken away."""

    kind: str
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
    """What is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def add(unit: Unit, kind: str, subject: str, name: str, token: str, at: str) -> int:
    """A new subscription."""
    made = unit.connection.execute(
        insert(feeds).values(kind=kind, subject=subject, name=name, token=hashed(token), created_at=at)
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def by_token(unit: Unit, token: str) -> Feed | None:
    """The subscription of a secret, revoked ones too."""
    row = unit.connection.execute(select(feeds).where(feeds.c.token == hashed(token))).mappings().first()
    return _feed(row) if row else None


def every(unit: Unit) -> list[Feed]:
    """All subscriptions."""
    return [_feed(row) for row in unit.connection.execute(select(feeds).order_by(feeds.c.id)).mappings()]


def _feed(row: RowMapping) -> Feed:
    return Feed(row["id"], row["kind"], row["subject"], row["name"], row["created_at"], row["revoked_at"])


def revoke(unit: Unit, id: int, at: str) -> bool:
    """End a subscription; False if there is none in force."""
    done = unit.connection.execute(
        update(feeds).where(feeds.c.id == id, feeds.c.revoked_at.is_(None)).values(revoked_at=at)
    )
    return bool(done.rowcount)


def switch(unit: Unit, name: str, value: str) -> None:
    """Set a switch."""
    unit.connection.execute(delete(switches).where(switches.c.name == name))
    unit.connection.execute(insert(switches).values(name=name, value=value))


def switched(unit: Unit, name: str) -> str:
    """The value of a switch, or ''."""
    return str(unit.connection.execute(select(switches.c.value).where(switches.c.name == name)).scalar() or "")


def of_month(unit: Unit, duty: str, month: str) -> dict[tuple[str, str, str], Revision]:
    """(kind, slot, who) → revision, for a duty's month."""
    query = select(revisions).where(revisions.c.duty == duty, revisions.c.month == month)
    return {(row["kind"], row["slot"], row["who"]): Revision(**row) for row in unit.connection.execute(query).mappings()}


def of_person(unit: Unit, who: str) -> list[Revision]:
    """The events of a person's feed."""
    query = select(revisions).where(revisions.c.kind == "person", revisions.c.who == who)
    return [Revision(**row) for row in unit.connection.execute(query).mappings()]


def of_duty(unit: Unit, kind: str, duty: str | None = None) -> list[Revision]:
    """The events of a duty's feed, or of the public one over all duties."""
    query = select(revisions).where(revisions.c.kind == kind)
    if duty is not None:
        query = query.where(revisions.c.duty == duty)
    return [Revision(**row) for row in unit.connection.execute(query).mappings()]


def put(unit: Unit, some: Iterable[Revision]) -> None:
    """Write revisions over their older selves."""
    rows = [vars(one) for one in some]
    if not rows:
        return
    keys = [{"of_kind": row["kind"], "of_slot": row["slot"], "of_who": row["who"]} for row in rows]
    unit.connection.execute(delete(revisions).where(
        revisions.c.kind == bindparam("of_kind"), revisions.c.slot == bindparam("of_slot"), revisions.c.who == bindparam("of_who"),
    ), keys)
    unit.connection.execute(insert(revisions), rows)
