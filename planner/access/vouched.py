"""Coming in because an identity provider vouches for somebody: by issuer and subject, never by a name alone.

A name at the provider may be given to somebody else one day; a subject is one person's for good (OpenID Connect Core
1.0, section 5.7). So an identity is bound to a log-in once, and from then on the subject decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.access import door_book
from planner.errors import NotPossible
from planner.settings import FirstSight, first_sight
from planner.store import Transaction, audit
from planner.store.door.identities import (
    Identity,
    add_identity,
    all_identities,
    change_identity,
    forget_identity,
    identity_by_id,
    identity_of,
    identity_of_log_in,
)
from planner.store.people import users
from planner.store.people.users import User
from planner.store.row_ids import IdentityId
from planner.words import Words

MOST_WAITING = 200
"""So many who have no log-in are kept for the office to look at, those that were seen last."""
LONGEST_SUBJECT, LONGEST_ISSUER, LONGEST_NAME = 255, 200, 120
"""Characters; a subject has 255 at most (OpenID Connect Core 1.0, section 2)."""


@dataclass(frozen=True)
class Vouched:
    """Whom a provider vouches for: its issuer, the subject, and the name that it gives them now."""

    issuer: str
    subject: str
    name: str

    @property
    def whole(self) -> bool:
        """Whether it names somebody, in no more characters than there may be."""
        return 0 < len(self.subject) <= LONGEST_SUBJECT and 0 < len(self.issuer) <= LONGEST_ISSUER


@dataclass(frozen=True)
class KnownIdentity:
    """An identity as a list shows it, and the log-in that it is bound to, None for none."""

    identity: Identity
    holder: User | None


def come_in_vouched(transaction: Transaction, vouched: Vouched, address: str, now: datetime) -> User | None:
    """The open log-in of whom a provider vouches for; None where there is none. The log has it either way.

    Somebody who is seen for the first time is bound to the log-in of their name where DANGZHI_OIDC_FIRST_SIGHT says
    so, nobody else is bound to it and it is open; otherwise they are kept for the office to bind.
    """
    found = _seen(transaction, vouched, now) if vouched.whole else None
    user = users.by_id(transaction, found.holder) if found and found.holder else None
    if found and found.holder is None and found.unbound_at is None and first_sight() is FirstSight.NAME:
        user = _bound_by_name(transaction, found, vouched.name, now)
    if user is None or user.disabled_at:
        door_book.identity_refused(transaction, user, address, now)
        return None
    door_book.came_in(transaction, user, address, now, vouched=True)
    return user


def _seen(transaction: Transaction, vouched: Vouched, now: datetime) -> Identity:
    """The identity, kept with the name that it has now."""
    found, name = identity_of(transaction, vouched.issuer, vouched.subject), vouched.name[:LONGEST_NAME]
    if found is None:
        waiting = [one for one in all_identities(transaction) if one.holder is None and one.unbound_at is None]
        for one in waiting[MOST_WAITING - 1 :]:
            forget_identity(transaction, one.id)
        return add_identity(transaction, vouched.issuer, vouched.subject, name, now.isoformat())
    if found.holder is None or found.name != name:
        change_identity(transaction, found.id, name=name, seen_at=now.isoformat())
    return found


def _bound_by_name(transaction: Transaction, found: Identity, name: str, now: datetime) -> User | None:
    user = users.by_name(transaction, name) if name else None
    if user is None or user.disabled_at or identity_of_log_in(transaction, user.id):
        return None
    _bind(transaction, found, user, now, audit.CLOCK)
    return user


def known_identities(transaction: Transaction) -> list[KnownIdentity]:
    """All identities: those that wait to be bound first, the one that was seen last first."""
    by_id = {one.id: one for one in users.every(transaction)}
    found = [KnownIdentity(one, by_id[one.holder] if one.holder else None) for one in all_identities(transaction)]
    return sorted(found, key=lambda one: one.holder is not None)


def free_log_ins(transaction: Transaction) -> list[User]:
    """The open log-ins that no identity is bound to."""
    taken = {one.holder for one in all_identities(transaction)}
    return [one for one in users.every(transaction) if not one.disabled_at and one.id not in taken]


def bind(transaction: Transaction, id: IdentityId, name: str, now: datetime, by: str) -> None:
    """Bind an identity to the log-in of a name, for good.

    Raises NotPossible where there is no such identity or open log-in, or one of them is bound already.
    """
    found, user = identity_by_id(transaction, id), users.by_name(transaction, name)
    if found is None:
        raise NotPossible(Words("没有编号为 %(id)s 的统一身份", id=id))
    if user is None or user.disabled_at:
        raise NotPossible(Words("没有在用的帐号“%(name)s”", name=name))
    if found.holder is not None:
        raise NotPossible(Words("这个统一身份已经对应到一个帐号，要改请先解除"))
    if identity_of_log_in(transaction, user.id):
        raise NotPossible(Words("帐号“%(name)s”已经对应到另一个统一身份，要改请先解除", name=name))
    _bind(transaction, found, user, now, by)


def _bind(transaction: Transaction, found: Identity, user: User, now: datetime, by: str) -> None:
    change_identity(transaction, found.id, holder=user.id, bound_at=now.isoformat(), bound_by=by, unbound_at=None)
    audit.record(transaction, now, by, "identity bound", {"id": found.id, "name": user.name})


def unbind(transaction: Transaction, id: IdentityId, now: datetime, by: str) -> None:
    """Take an identity from its log-in, whose sessions and tokens end: nobody knows who opened them.

    It is bound again by the office alone. Raises NotPossible where it is bound to none.
    """
    found = identity_by_id(transaction, id)
    user = users.by_id(transaction, found.holder) if found and found.holder else None
    if found is None or user is None:
        raise NotPossible(Words("没有编号为 %(id)s、已对应到帐号的统一身份", id=id))
    change_identity(transaction, id, holder=None, bound_at=None, bound_by=None, unbound_at=now.isoformat())
    users.change(transaction, user, generation=user.generation + 1)
    audit.record(transaction, now, by, "identity unbound", {"id": id, "name": user.name})
