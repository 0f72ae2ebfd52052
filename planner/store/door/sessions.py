"""Who is logged in, browser by browser: a row a session, which knows its token by a digest alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from planner.store.database import Transaction
from planner.store.door_tables import sessions
from planner.store.row_ids import SessionId, UserId, inserted


class Ending(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    AGED = "aged"
    LOGGED_OUT = "logged out"
    REPLACED = "replaced"
    PASSWORD = "password"
    CLOSED = "closed"
    BY_ONESELF = "by oneself"
    BY_OFFICE = "by office"


@dataclass(frozen=True)
class LogInSession:
    """A log-in in one browser: since when and when last used (ISO, UTC), from which address, in what browser.

    `generation` is the log-in's at its beginning, `vouched` whether an identity provider let it in, `ending` why
    somebody has ended it, None for nobody. What is over by time alone says nothing here.
    """

    id: SessionId
    digest: str
    user_id: UserId
    generation: int
    vouched: bool
    began_at: str
    used_at: str
    address: str
    browser: str
    ending: Ending | None


def add_session(transaction: Transaction, session: LogInSession) -> SessionId:
    """Keep a session that begins; returns its id, whatever the value's own."""
    values = {column.name: getattr(session, column.name) for column in sessions.columns if column.name != "id"}
    return SessionId(inserted(transaction.connection.execute(insert(sessions).values(**values))))


def session_of(transaction: Transaction, digest: str) -> LogInSession | None:
    """The session whose token has this digest; None for one that nobody has, or that was over long ago."""
    row = transaction.connection.execute(select(sessions).where(sessions.c.digest == digest)).first()
    return _session(row) if row else None


def unended_sessions(transaction: Transaction, user: UserId | None = None) -> list[LogInSession]:
    """The sessions that nobody has ended, of one log-in or of all, the one that began last first."""
    query = (
        select(sessions).where(sessions.c.ending.is_(None)).order_by(sessions.c.began_at.desc(), sessions.c.id.desc())
    )
    if user is not None:
        query = query.where(sessions.c.user_id == user)
    return [_session(row) for row in transaction.connection.execute(query).all()]


def note_used(transaction: Transaction, digest: str, at: str, before: str) -> bool:
    """Note that a session was used at a moment, if it was last noted before another; whether it was noted now."""
    query = update(sessions).where(
        sessions.c.digest == digest, sessions.c.ending.is_(None), sessions.c.used_at <= before
    )
    return bool(transaction.connection.execute(query.values(used_at=at)).rowcount)


def end_session(transaction: Transaction, digest: str, ending: Ending) -> None:
    """End a session; one that has ended stays as it is."""
    query = update(sessions).where(sessions.c.digest == digest, sessions.c.ending.is_(None))
    transaction.connection.execute(query.values(ending=ending))


def end_sessions_of(transaction: Transaction, user: UserId, ending: Ending, *, but: str = "") -> int:
    """End all sessions of a log-in but the one whose token has the digest `but`; returns how many."""
    query = update(sessions).where(sessions.c.user_id == user, sessions.c.ending.is_(None), sessions.c.digest != but)
    return int(transaction.connection.execute(query.values(ending=ending)).rowcount)


def forget_sessions(transaction: Transaction, before: str, after: str) -> None:
    """Drop the sessions that began before a moment, or, the clock put back, after another (both ISO, UTC)."""
    transaction.connection.execute(
        delete(sessions).where(or_(sessions.c.began_at <= before, sessions.c.began_at > after))
    )


def _session(row: Row[Any]) -> LogInSession:
    ending = Ending(row.ending) if row.ending is not None else None
    return LogInSession(**{**row._mapping, "ending": ending})  # noqa: SLF001 - the public way to a row's columns
