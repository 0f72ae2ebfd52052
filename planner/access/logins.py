"""Log-ins: made, given passwords, closed and opened; whom each may act for."""

from __future__ import annotations

from datetime import datetime

from planner.access.hashing import hash_of
from planner.access.log_in_names import refuse_name
from planner.access.password_age import keep_used, refuse_used
from planner.access.passwords import refuse_weak
from planner.errors import NotPossible
from planner.office.office import Office
from planner.store import Transaction, audit
from planner.store.door.sessions import Ending, end_sessions_of
from planner.store.people import users
from planner.store.people.users import Role, User
from planner.store.row_ids import UserId
from planner.words import Words

ROLES = tuple(Role)


def add(
    transaction: Transaction,
    office: Office,
    name: str,
    role: str,
    person: str,
    password: str,
    now: datetime,
    actor: str,
    *,
    given: bool = False,
) -> UserId:
    """Make a log-in; returns its id. With `given` its holder chooses a password of their own at first use.

    Raises Refused for a weak password or a name that could be taken for another, NotPossible for a role or person that
    does not exist or a name taken.
    """
    if not name or role not in ROLES:
        raise NotPossible(Words("请填写登录名和角色"))
    refuse_name(name, office, person, [one.name for one in users.every(transaction)])
    if users.by_name(transaction, name) is not None:
        raise NotPossible(Words("登录名“%(name)s”已存在", name=name))
    refuse_weak(password, office, name, person)
    if person and person not in office.people:
        raise NotPossible(Words("没有人员“%(person)s”", person=person))
    id = users.add(transaction, name, Role(role), person, hash_of(password), now.isoformat(), given=given)
    audit.record(transaction, now, actor, "user add", {"name": name, "role": role, "person": person})
    return id


def give_password(
    transaction: Transaction, office: Office, name: str, password: str, now: datetime, actor: str
) -> None:
    """Give a log-in a new password, to be changed at first use; every session of it ends.

    Raises Refused for a weak password, NotPossible for an unknown name.
    """
    _set(transaction, office, known(transaction, name), password, now, actor, given=True)


def choose_password(transaction: Transaction, office: Office, user: User, password: str, now: datetime) -> None:
    """A new password that the holder of a log-in has chosen; every session of it ends.

    Raises Refused for a weak password, for the one that it has, and for those before as far as the profile asks.
    """
    refuse_used(transaction, user, password)
    _set(transaction, office, user, password, now, user.name, given=False)


def _set(
    transaction: Transaction, office: Office, user: User, password: str, now: datetime, actor: str, *, given: bool
) -> None:
    refuse_weak(password, office, user.name, user.person)
    keep_used(transaction, user)
    users.change(
        transaction,
        user,
        password=hash_of(password),
        given_at=now.isoformat() if given else None,
        chosen_at=None if given else now.isoformat(),
        generation=user.generation + 1,
    )
    end_sessions_of(transaction, user.id, Ending.PASSWORD)
    audit.record(transaction, now, actor, "user password", {"name": user.name})


def disable(transaction: Transaction, name: str, now: datetime, actor: str) -> None:
    """Close a log-in and end its sessions. Raises NotPossible for an unknown name, and for the last open clerk."""
    user = known(transaction, name)
    clerks = [one for one in users.every(transaction) if one.role is Role.CLERK and not one.disabled_at]
    if [one.id for one in clerks] == [user.id]:
        raise NotPossible(
            Words(
                "“%(name)s”是最后一个能用的办公室帐号，停用后就没有人能排班、管帐号了；请先新建或启用另一个办公室帐号",
                name=name,
            )
        )
    users.change(transaction, user, disabled_at=now.isoformat(), generation=user.generation + 1)
    end_sessions_of(transaction, user.id, Ending.CLOSED)
    audit.record(transaction, now, actor, "user disable", {"name": name})


def enable(transaction: Transaction, name: str, now: datetime, actor: str) -> None:
    """Open a log-in again. Raises NotPossible for an unknown name."""
    users.change(transaction, known(transaction, name), disabled_at=None)
    audit.record(transaction, now, actor, "user enable", {"name": name})


def known(transaction: Transaction, name: str) -> User:
    """The log-in of a name. Raises NotPossible where nobody has it."""
    user = users.by_name(transaction, name)
    if user is None:
        raise NotPossible(Words("没有登录名“%(name)s”", name=name))
    return user


def people_of(office: Office, user: User) -> list[str]:
    """The ids of the people a log-in may act for: its own person, then those who named that person their delegate."""
    if not user.person:
        return []
    people = office.people
    principals = [id for id, rows in people.items() if any(row.delegate == user.person for row in rows)]
    return [user.person, *principals] if user.person in people else principals
