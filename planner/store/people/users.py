"""Log-ins in the store: names, roles, hashed passwords."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from planner.store.database import Transaction
from planner.store.door_tables import users
from planner.store.record import Covered, changing, touch
from planner.store.row_ids import UserId, inserted


class Role(StrEnum):
    """What a log-in is for."""

    CLERK = "clerk"
    APPROVER = "approver"
    LIAISON = "liaison"
    OFFICIAL = "official"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class User:
    """A log-in; `person` is the id of the person it belongs to, or ''.

    `password` is a hash; a session of an older `generation` has ended. `given_at` is when the office gave the password,
    None once its holder has chosen one, and `chosen_at` when that was. From `factor_at` on a code is asked for beside
    it; `factor_taken_at` is when the office took that off again, None once its holder has been told.
    """

    id: UserId
    name: str
    role: Role
    person: str
    password: str
    created_at: str
    disabled_at: str | None
    generation: int
    given_at: str | None
    chosen_at: str | None
    factor_at: str | None
    factor_taken_at: str | None


def _user(row: RowMapping) -> User:
    return User(**{**row, "role": Role(row["role"])})


def add(
    transaction: Transaction, name: str, role: Role, person: str, password: str, at: str, *, given: bool = False
) -> UserId:
    """Add a log-in; `password` is hashed already, and `given` to its holder or their own. Returns its id."""
    made = transaction.connection.execute(
        insert(users).values(
            name=name, role=role, person=person, password=password, created_at=at, given_at=at if given else None
        )
    )
    id = UserId(inserted(made))
    touch(transaction, Covered.USER, id)
    return id


def by_name(transaction: Transaction, name: str) -> User | None:
    """The log-in of a name, or None."""
    row = transaction.connection.execute(select(users).where(users.c.name == name)).mappings().first()
    return _user(row) if row else None


def by_id(transaction: Transaction, id: UserId) -> User | None:
    """The log-in of an id, or None."""
    row = transaction.connection.execute(select(users).where(users.c.id == id)).mappings().first()
    return _user(row) if row else None


def every(transaction: Transaction) -> list[User]:
    """All log-ins, closed ones too, oldest first."""
    return [_user(row) for row in transaction.connection.execute(select(users).order_by(users.c.id)).mappings()]


def change(transaction: Transaction, user: User, **values: Any) -> None:
    """Set columns of a log-in."""
    changing(transaction, Covered.USER, user.id)
    transaction.connection.execute(update(users).where(users.c.id == user.id).values(**values))
