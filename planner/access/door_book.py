"""Who came in, went out and was refused, as rows of the log with the address; a stranger cannot flood it.

The first refusal of an address is a row at once. Those that follow within some minutes are counted, and are one row
when the minutes are over.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from planner.access.slowing import network_of
from planner.store import Transaction, audit
from planner.store.door.knocks import Knocks, how_many_count, keep_knocks, knocks_of, take_knocks
from planner.store.people.users import User

WINDOW = timedelta(minutes=10)
"""So long refusals of one address are counted before they are a row."""
ADDRESSES = 100
"""So many addresses are counted each by itself; what comes from further ones meanwhile is counted together."""
ELSEWHERE = "*"
"""Where those come from."""
NAMES = 8
"""So many log-ins are named in a row at most."""
REFUSED, CODE_REFUSED, FORBIDDEN = "log in refused", "code refused", "forbidden"
"""No password that fits; no code that fits beside a right password; no right to what was asked for."""
NO_TOKEN, NOT_BOUND = "token refused", "identity refused"
"""No token that is good; an identity without a log-in."""
FORGED, TOO_MUCH = "form forged", "too much"
"""A form without the token of the page that it came from; too large, or too often."""


def came_in(transaction: Transaction, user: User, address: str, now: datetime, *, vouched: bool = False) -> None:
    """Write down that a log-in came in, by its password or because an identity provider vouched for it."""
    write_counted(transaction, now)
    detail: audit.Detail = {"address": address}
    audit.record(transaction, now, user.name, "log in", detail | ({"vouched": True} if vouched else {}), deed=False)


def went_out(transaction: Transaction, user: User, address: str, now: datetime) -> None:
    """Write down that a log-in went out."""
    audit.record(transaction, now, user.name, "log out", {"address": address}, deed=False)


def ended_for(transaction: Transaction, name: str, count: int, by: str, address: str, now: datetime) -> None:
    """Write down that somebody ended so many sessions of a log-in, their own or, as the office may, another's."""
    detail: audit.Detail = {"name": name, "ended": count, "address": address}
    audit.record(transaction, now, by, "sessions ended", detail, deed=False)


def turned_away(transaction: Transaction, user: User | None, address: str, now: datetime) -> None:
    """Write down, or count, that name and password did not fit; `user` is whose name it was, None for nobody's.

    A name that nobody has is not written down: a password may have been typed in its stead.
    """
    _knocked(transaction, REFUSED, audit.STRANGER, user.name if user else "", address, now)


def code_refused(transaction: Transaction, user: User, address: str, now: datetime) -> None:
    """Write down, or count, that a code did not fit beside the right password of a log-in."""
    _knocked(transaction, CODE_REFUSED, audit.STRANGER, user.name, address, now)


def token_refused(transaction: Transaction, holder: User | None, address: str, now: datetime) -> None:
    """Write down, or count, that a token was no good; `holder` is whose it was once, None for nobody's."""
    _knocked(transaction, NO_TOKEN, audit.STRANGER, holder.name if holder else "", address, now)


def identity_refused(transaction: Transaction, user: User | None, address: str, now: datetime) -> None:
    """Write down, or count, that somebody whom a provider vouched for has no open log-in; `user` is the closed one."""
    _knocked(transaction, NOT_BOUND, audit.STRANGER, user.name if user else "", address, now)


def forbidden(
    transaction: Transaction, user: User | None, address: str, now: datetime, action: str = FORBIDDEN
) -> None:
    """Write down, or count, that somebody asked for what is not theirs; None for somebody who is not logged in.

    With FORGED or TOO_MUCH as the `action` that they asked in a way that is refused.
    """
    _knocked(transaction, action, user.name if user else audit.STRANGER, "", address, now)


def write_counted(transaction: Transaction, now: datetime) -> None:
    """Make rows of what was counted long enough."""
    for one in take_knocks(transaction, _text(now - WINDOW), _text(now)):
        if one.times:
            since = datetime.fromisoformat(one.since).astimezone(now.tzinfo)
            detail = {"name": "、".join(one.names), "count": one.times, "since": f"{since:%H:%M}"}
            where = {} if one.address == ELSEWHERE else {"address": one.address}
            audit.record(transaction, now, one.actor, one.action, detail | where, deed=False)


def _knocked(transaction: Transaction, action: str, actor: str, name: str, address: str, now: datetime) -> None:
    write_counted(transaction, now)
    place = network_of(address)
    if knocks_of(transaction, place, action, actor) is None and how_many_count(transaction) >= ADDRESSES:
        place = ELSEWHERE
    found = knocks_of(transaction, place, action, actor)
    if found is None:
        audit.record(transaction, now, actor, action, {"name": name, "address": address}, deed=False)
        keep_knocks(transaction, Knocks(place, action, actor, _text(now), 0, ()))
        return
    names = found.names if not name or name in found.names else (*found.names, name)[:NAMES]
    keep_knocks(transaction, Knocks(place, action, actor, found.since, found.times + 1, names))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
