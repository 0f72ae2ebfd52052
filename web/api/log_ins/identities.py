"""Whom the identity provider has vouched for, and which log-in each is bound to."""

from __future__ import annotations

from dataclasses import dataclass

from planner.access import vouched
from planner.store.row_ids import IdentityId
from web.api.operation import FULL, READ, Asked, done, operation
from web.shell.access import CLERK


@dataclass(frozen=True)
class SeenIdentity:
    """Somebody as the provider knows them, and the log-in that they are bound to, '' for none (moments are ISO)."""

    id: int
    issuer: str
    subject: str
    name: str
    seen_at: str
    log_in: str
    bound_at: str


@dataclass(frozen=True)
class Binding:
    """The log-in that an identity is to be bound to; '' for none."""

    log_in: str


@operation("GET", "/office/identities", CLERK, READ, gives=list[SeenIdentity])
def seen(asked: Asked) -> list[SeenIdentity]:
    """Everybody whom the provider has vouched for, those who wait for a log-in first."""
    with asked.store.read() as transaction:
        return [_seen(one) for one in vouched.known_identities(transaction)]


@operation("PUT", "/office/identities/<int:id>", CLERK, FULL, takes=Binding, gives=dict[str, str])
def bind_or_unbind(asked: Asked) -> dict[str, str]:
    """Bind somebody to a log-in, or take them from theirs, whose sessions and tokens end."""
    id = IdentityId(asked.path["id"])
    with asked.store.write() as transaction:
        if asked.body.log_in:
            vouched.bind(transaction, id, asked.body.log_in, asked.now, asked.by)
        else:
            vouched.unbind(transaction, id, asked.now, asked.by)
    return done()


def _seen(one: vouched.KnownIdentity) -> SeenIdentity:
    found = one.identity
    holder = one.holder.name if one.holder else ""
    return SeenIdentity(found.id, found.issuer, found.subject, found.name, found.seen_at, holder, found.bound_at or "")
