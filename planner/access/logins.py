"""Accounts: who may log in, how a password is kept, when a name is locked."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from planner.errors import NotPossible, Refused, fault
from planner.store import Store, Transaction, audit
from planner.store.people import users
from planner.store.people.users import User
from planner.store.roster import offices

ROLES = ("clerk", "approver", "liaison", "official", "auditor")
LEAST = 8
FAILURES = 5
LOCKED = timedelta(minutes=15)


@cache
def hasher() -> PasswordHasher:
    """argon2id with the library's present defaults."""
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash to check against where the name is unknown, so that both answers take the same time."""
    return hasher().hash("nobody has this password")


def add(transaction: Transaction, name: str, role: str, person: str, password: str, now: datetime, actor: str) -> int:
    """A new log-in; raises Refused for a weak password, NotPossible for a name taken or a person unknown."""
    if not name or role not in ROLES:
        raise NotPossible("请填写登录名和角色", "give a name and a role")
    _strong(password, name)
    if users.by_name(transaction, name) is not None:
        raise NotPossible(f"登录名“{name}”已存在", f"the log-in '{name}' exists already")
    if person and person not in offices.load(transaction).people:
        raise NotPossible(f"没有人员“{person}”", f"there is no person '{person}'")
    id = users.add(transaction, name, role, person, hasher().hash(password), now.isoformat())
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
    """A new password; the lock is lifted and every session of the log-in ends."""
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
    """A log-in that no longer opens; its sessions end."""
    user = _known(transaction, name)
    users.change(transaction, user, disabled_at=now.isoformat(), generation=user.generation + 1)
    audit.record(transaction, now, actor, "user disable", {"name": name})


def enable(transaction: Transaction, name: str, now: datetime, actor: str) -> None:
    """A log-in that opens again."""
    users.change(transaction, _known(transaction, name), disabled_at=None, failures=0, locked_until=None)
    audit.record(transaction, now, actor, "user enable", {"name": name})


def _known(transaction: Transaction, name: str) -> User:
    user = users.by_name(transaction, name)
    if user is None:
        raise NotPossible(f"没有登录名“{name}”", f"there is no log-in '{name}'")
    return user


def log_in(store: Store, name: str, password: str, now: datetime) -> User | None:
    """The log-in, if name and password fit and it is neither disabled nor locked; one answer for every failure."""
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


def people_of(transaction: Transaction, user: User) -> list[str]:
    """The person ids a log-in may act for: its own, and those who named it their delegate."""
    if not user.person:
        return []
    people = offices.load(transaction).people
    principals = [id for id, rows in people.items() if any(row.delegate == user.person for row in rows)]
    return [user.person, *principals] if user.person in people else principals
