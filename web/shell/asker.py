"""Who makes this request: flask-login's current user with the types it lacks."""

from __future__ import annotations

from flask_login import current_user

from planner.store.people.users import User


def logged_in() -> bool:
    """Whether a log-in makes this request."""
    return bool(current_user.is_authenticated)


def asker() -> User:
    """The log-in that makes this request; to be asked only where the guard has let a log-in through."""
    user: User = current_user.user
    return user


def session_id() -> str:
    """The log-in's id and generation, as its session keeps them."""
    return str(current_user.get_id())
