"""Identities that a provider has vouched for, by issuer and subject, and the log-ins that they are bound to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from planner.store.database import Transaction
from planner.store.door_tables import identities
from planner.store.record import Covered, changing, touch
from planner.store.row_ids import IdentityId, UserId, inserted


@dataclass(frozen=True)
class Identity:
    """Somebody as a provider knows them: `subject` is theirs for good at `issuer`, `name` is what it called them last.

    `holder` is the log-in that they are bound to, None for none; `unbound_at` is when the office last took that away.
    Moments are ISO.
    """

    id: IdentityId
    issuer: str
    subject: str
    name: str
    seen_at: str
    holder: UserId | None
    bound_at: str | None
    bound_by: str | None
    unbound_at: str | None


def add_identity(transaction: Transaction, issuer: str, subject: str, name: str, at: str) -> Identity:
    """Keep somebody who is seen for the first time (ISO), bound to no log-in."""
    values = {"issuer": issuer, "subject": subject, "name": name, "seen_at": at}
    id = IdentityId(inserted(transaction.connection.execute(insert(identities).values(**values))))
    touch(transaction, Covered.IDENTITY, id)
    return Identity(id, issuer, subject, name, at, None, None, None, None)


def identity_of(transaction: Transaction, issuer: str, subject: str) -> Identity | None:
    """The identity of a subject at its issuer, or None."""
    return _first(transaction, (identities.c.issuer == issuer) & (identities.c.subject == subject))


def identity_by_id(transaction: Transaction, id: IdentityId) -> Identity | None:
    """The identity of an id, or None."""
    return _first(transaction, identities.c.id == id)


def identity_of_log_in(transaction: Transaction, holder: UserId) -> Identity | None:
    """The identity that a log-in is bound to, or None."""
    return _first(transaction, identities.c.holder == holder)


def all_identities(transaction: Transaction) -> list[Identity]:
    """All identities, the one that was seen last first."""
    query = select(identities).order_by(identities.c.seen_at.desc(), identities.c.id.desc())
    return [Identity(**row) for row in transaction.connection.execute(query).mappings()]


def change_identity(transaction: Transaction, id: IdentityId, **values: Any) -> None:
    """Set columns of an identity."""
    changing(transaction, Covered.IDENTITY, id)
    transaction.connection.execute(update(identities).where(identities.c.id == id).values(**values))


def forget_identity(transaction: Transaction, id: IdentityId) -> None:
    """Drop an identity."""
    changing(transaction, Covered.IDENTITY, id)
    transaction.connection.execute(delete(identities).where(identities.c.id == id))


def _first(transaction: Transaction, here: ColumnElement[bool]) -> Identity | None:
    row = transaction.connection.execute(select(identities).where(here)).mappings().first()
    return Identity(**row) if row else None
