"""Who makes this request: flask-login's current user with the types it lacks."""

from __future__ import annotations

from flask_login import current_user

from planner.store.door.sessions import LogInSession
from planner.store.people.users import User


def logged_in() -> bool:
    """Whether a log-in makes this request."""
    return bool(current_user.is_authenticated)


def asker() -> User:
    """The log-in that makes this request; to be asked only where the guard has let a log-in through."""
    user: User = current_user.user
    return user


def session_id() -> str:
    """The log-in's id and generation, by which what it has sent is told from what others send."""
    user = asker()
    return f"{user.id}.{user.generation}"


def own_session() -> LogInSession | None:
    """The session that makes this request; None for a request of the API, whose tokens have none."""
    session: LogInSession | None = current_user.session
    return session


def is_vouched() -> bool:
    """Whether an identity provider let this session in: it needs no password here."""
    session = own_session()
    return session is not None and session.vouched
