"""The passwords that a log-in had before, as hashes: kept where the office asks that none comes again."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from planner.store.database import Transaction
from planner.store.door_tables import past_passwords
from planner.store.row_ids import UserId


def passwords_before(transaction: Transaction, user: UserId) -> list[str]:
    """Those that are kept, the newest first."""
    query = select(past_passwords).where(past_passwords.c.user == user).order_by(past_passwords.c.id.desc())
    return [row.password for row in transaction.connection.execute(query)]


def keep_password(transaction: Transaction, user: UserId, password: str, most: int) -> None:
    """Keep one that is no longer in use, and of all of them the newest `most`."""
    transaction.connection.execute(insert(past_passwords).values(user=user, password=password))
    query = select(past_passwords.c.id).where(past_passwords.c.user == user).order_by(past_passwords.c.id.desc())
    old = transaction.connection.execute(query).scalars().all()[most:]
    transaction.connection.execute(delete(past_passwords).where(past_passwords.c.id.in_(old)))
