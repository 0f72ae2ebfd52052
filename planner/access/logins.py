"""Log-ins: who may come in, how a password is kept (argon2id, RFC 9106), when a name is locked."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from planner.errors import NotPossible, Refused, fault
from planner.office.office import Office
from planner.store import Store, Transaction, audit
from planner.store.people import users
from planner.store.people.users import Role, User
from planner.store.row_ids import UserId

ROLES = tuple(Role)
LEAST = 8
FAILURES = 5
LOCKED = timedelta(minutes=15)
"""Characters of a password at least; wrong passwords in a row that lock a log-in; how long it stays locked."""


@cache
def hasher() -> PasswordHasher:
    """argon2id with the library's present defaults."""
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash to check against where the name is unknown, so that both answers take the same time."""
    return hasher().hash("nobody has this password")


def add(
    transaction: Transaction,
    office: Office,
    name: str,
    role: str,
    person: str,
    password: str,
    now: datetime,
    actor: str,
) -> UserId:
    """Make a log-in; returns its id.

    Raises Refused for a weak password, NotPossible for a role or person that does not exist or a name taken.
    """
    if not name or role not in ROLES:
        raise NotPossible("请填写登录名和角色", "give a name and a role")
    _strong(password, name)
    if users.by_name(transaction, name) is not None:
        raise NotPossible(f"登录名“{name}”已存在", f"the log-in '{name}' exists already")
    if person and person not in office.people:
        raise NotPossible(f"没有人员“{person}”", f"there is no person '{person}'")
    id = users.add(transaction, name, Role(role), person, hasher().hash(password), now.isoformat())
    audit.record(transaction, now, actor, "user add", {"name": name, "role": role, "person": person})
    return id


def _strong(password: str, name: str) -> None:
    if len(password) < LEAST or password == name:
        raise Refused(
            fault(
                "密码太短或与登录名相同",
                "the password is too short or the same as the name",
                f"请用至少 {LEAST} 个字符的密码",
                f"use at least {LEAST} characters",
            )
        )


def set_password(transaction: Transaction, name: str, password: str, now: datetime, actor: str) -> None:
    """Give a log-in a new password; its lock is lifted and every session of it ends.

    Raises Refused for a weak password, NotPossible for an unknown name.
    """
    user = _known(transaction, name)
    _strong(password, name)
    users.change(
        transaction,
        user,
        password=hasher().hash(password),
        failures=0,
        locked_until=None,
        generation=user.generation + 1,
    )
    audit.record(transaction, now, actor, "user password", {"name": name})


def disable(transaction: Transaction, name: str, now: datetime, actor: str) -> None:
    """Close a log-in and end its sessions. Raises NotPossible for an unknown name."""
    user = _known(transaction, name)
    users.change(transaction, user, disabled_at=now.isoformat(), generation=user.generation + 1)
    audit.record(transaction, now, actor, "user disable", {"name": name})


def enable(transaction: Transaction, name: str, now: datetime, actor: str) -> None:
    """Open a log-in again and lift its lock. Raises NotPossible for an unknown name."""
    users.change(transaction, _known(transaction, name), disabled_at=None, failures=0, locked_until=None)
    audit.record(transaction, now, actor, "user enable", {"name": name})


def _known(transaction: Transaction, name: str) -> User:
    user = users.by_name(transaction, name)
    if user is None:
        raise NotPossible(f"没有登录名“{name}”", f"there is no log-in '{name}'")
    return user


def log_in(store: Store, name: str, password: str, now: datetime) -> User | None:
    """The log-in, if name and password fit and it is neither closed nor locked; else None, whatever the reason."""
    with store.read() as transaction:
        user = users.by_name(transaction, name)
    right = _right(user.password if user else _nobody(), password)
    if user is None:
        return None
    with store.write() as transaction:
        user = users.by_id(transaction, user.id)
        assert user is not None
        if user.disabled_at or (user.locked_until and now < datetime.fromisoformat(user.locked_until)):
            return None
        if right:
            users.change(transaction, user, failures=0, locked_until=None)
            return user
        failures = user.failures + 1
        locked = (now + LOCKED).isoformat() if failures >= FAILURES else None
        users.change(transaction, user, failures=0 if locked else failures, locked_until=locked)
        if locked:
            audit.record(transaction, now, name, "user locked", {"name": name})
    return None


def _right(kept: str, password: str) -> bool:
    try:
        return hasher().verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def people_of(office: Office, user: User) -> list[str]:
    """The ids of the people a log-in may act for: its own person, then those who named that person their delegate."""
    if not user.person:
        return []
    people = office.people
    principals = [id for id, rows in people.items() if any(row.delegate == user.person for row in rows)]
    return [user.person, *principals] if user.person in people else principals
