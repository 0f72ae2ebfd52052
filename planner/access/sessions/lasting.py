"""How long a log-in lasts in a browser: half an hour unused, twelve hours in all, until somebody ends it.

A browser has a random token, the store its SHA-256 alone. Moments are of the true clock (UTC), so that a rehearsal by
DANGZHI_NOW neither lengthens nor shortens a session (ASVS 5.0 7.2 to 7.4).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from planner.store import Transaction
from planner.store.door.sessions import (
    Ending,
    LogInSession,
    add_session,
    end_session,
    end_sessions_of,
    forget_sessions,
    note_used,
    session_of,
    unended_sessions,
)
from planner.store.people import users
from planner.store.people.users import User
from planner.store.row_ids import NO_SESSION

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
"""How long a session lasts unused, and in all."""
NOTED = timedelta(minutes=1)
"""So long a use is not noted anew: each note is a commit, for which all other writers wait."""
REMEMBERED = timedelta(days=1)
"""So long after its beginning a session is known, so that its browser is told why it is over."""
AHEAD = timedelta(minutes=5)
"""So far a clock of another machine may be before ours; what began later is of a clock that was put back."""
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Caller:
    """From where somebody comes in: the address, and the browser in a few words."""

    address: str
    browser: str


@dataclass(frozen=True)
class FoundSession:
    """A session with its log-in, and why it is over; None while it goes on."""

    session: LogInSession
    user: User
    ending: Ending | None

    @property
    def began(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.session.began_at)


def token_digest(token: str) -> str:
    """What the store knows of a token."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def moment_text(at: datetime) -> str:
    """A moment as it is kept: text whose order is that of time."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def open_session(transaction: Transaction, user: User, caller: Caller, at: datetime, *, vouched: bool) -> str:
    """Begin a session of a log-in; returns its token, which nobody can ask for again."""
    forget_sessions(transaction, moment_text(at - REMEMBERED), moment_text(at + AHEAD))
    token, moment = secrets.token_urlsafe(TOKEN_BYTES), moment_text(at)
    add_session(
        transaction,
        LogInSession(
            NO_SESSION,
            token_digest(token),
            user.id,
            user.generation,
            vouched,
            moment,
            moment,
            caller.address[:60],
            caller.browser[:60],
            None,
        ),
    )
    return token


def find_session(
    transaction: Transaction, token: str, at: datetime, used: datetime | None = None
) -> FoundSession | None:
    """The session of a token, over or not; None for a token that no session has.

    `used` is when it was last used, for whoever knows it of a time in which nothing could be noted.
    """
    session = session_of(transaction, token_digest(token))
    user = users.by_id(transaction, session.user_id) if session else None
    return FoundSession(session, user, _ending(session, user, at, used)) if session and user else None


def going_on(transaction: Transaction, user: User, at: datetime) -> list[LogInSession]:
    """The sessions of a log-in that go on, the one that began last first."""
    return [one for one in unended_sessions(transaction, user.id) if _ending(one, user, at, None) is None]


def how_many_go_on(transaction: Transaction, at: datetime) -> dict[str, int]:
    """Name of a log-in → how many sessions of it go on; those without one are left out."""
    known = {one.id: one for one in users.every(transaction)}
    counts: dict[str, int] = {}
    for one in unended_sessions(transaction):
        user = known.get(one.user_id)
        if user and _ending(one, user, at, None) is None:
            counts[user.name] = counts.get(user.name, 0) + 1
    return counts


def note_use(transaction: Transaction, session: LogInSession, at: datetime) -> bool:
    """Note that a session is used, unless that was noted within the last minute; whether it was noted now."""
    return note_used(transaction, session.digest, moment_text(at), moment_text(at - NOTED))


def close_session(transaction: Transaction, token: str, ending: Ending) -> None:
    """End the session of a token; nothing where it has none or is over."""
    end_session(transaction, token_digest(token), ending)


def end_going_on(transaction: Transaction, user: User, ending: Ending, at: datetime, *, but: str = "") -> int:
    """End all sessions of a log-in but the one whose token has the digest `but`; returns how many went on till now."""
    count = sum(one.digest != but for one in going_on(transaction, user, at))
    end_sessions_of(transaction, user.id, ending, but=but)
    return count


def _ending(session: LogInSession, user: User, at: datetime, used: datetime | None) -> Ending | None:
    if session.ending is not None:
        return session.ending
    if user.disabled_at is not None:
        return Ending.CLOSED
    if user.generation != session.generation:
        return Ending.PASSWORD
    began, noted = datetime.fromisoformat(session.began_at), datetime.fromisoformat(session.used_at)
    if at - began >= LONGEST or began - at > AHEAD:
        return Ending.AGED
    return Ending.IDLE if at - max(noted, used or noted) >= IDLE else None
