"""How often somebody tried a wrong password: by whom was meant, and by where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, delete, func, insert, or_, select, update

from planner.store.database import Transaction
from planner.store.door_tables import tries


@dataclass(frozen=True)
class Tries:
    """Wrong passwords in a row, when the last try was, and when a right one came from there (ISO, UTC), if ever."""

    failures: int
    at: str
    right_at: str | None


def tries_of(transaction: Transaction, who: str, place: str) -> Tries | None:
    """What was tried for somebody from a place; None where nothing was."""
    row = transaction.connection.execute(select(tries).where(tries.c.who == who, tries.c.place == place)).first()
    return Tries(row.failures, row.at, row.right_at) if row else None


def keep_tries(transaction: Transaction, who: str, place: str, found: Tries) -> None:
    """Keep what was tried, in place of what was kept before."""
    values = {"failures": found.failures, "at": found.at, "right_at": found.right_at}
    changed = transaction.connection.execute(
        update(tries).where(tries.c.who == who, tries.c.place == place).values(**values)
    )
    if not changed.rowcount:
        transaction.connection.execute(insert(tries).values(who=who, place=place, **values))


def names_tried(transaction: Transaction, place: str) -> int:
    """For how many a wrong password was tried from a place and no right one ever."""
    query = select(func.count()).where(tries.c.place == place, tries.c.right_at.is_(None))
    return int(transaction.connection.execute(query).scalar() or 0)


def forget_tries(transaction: Transaction, wrong_before: str, right_before: str) -> None:
    """Drop what is old: where only wrong ones came from, and where a right one did (both ISO, UTC)."""
    transaction.connection.execute(
        delete(tries).where(or_(and_(tries.c.right_at.is_(None), tries.c.at < wrong_before), tries.c.at < right_before))
    )
