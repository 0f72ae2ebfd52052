"""How long whoever tried a wrong password has to wait: by the name and by where it was tried, never by the name alone.

A stranger slows down only themselves: from another address, and in the browser in which the holder came in before,
nothing is counted of it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from planner.errors import TryLater
from planner.home import keys
from planner.settings import Profile, password_profile
from planner.store import Transaction
from planner.store.people.tries import Tries, forget_tries, keep_tries, names_tried, tries_of
from planner.words import Words

LONGEST = 60
"""Seconds to wait at most."""
LONGEST_KNOWN = 5
"""Seconds to wait at most at an address from which the holder came in before."""
FORGIVEN = timedelta(hours=1)
"""So long after the last wrong password it counts no more."""
LOCK_AFTER, LOCKED = 5, timedelta(minutes=15)
"""The profile mlps: wrong passwords in a row that lock a name at an address, and for how long."""
NAMES = 30
"""So many names are counted each by itself at one place; all further ones there are counted together."""
OTHERS = "*"
"""Whom those further tries are kept for."""
WRONG_KEPT, RIGHT_KEPT = timedelta(days=1), timedelta(days=30)
"""How long is kept where only wrong passwords came from, and where a right one did."""


@dataclass(frozen=True)
class TriedBy:
    """Whom a try is for, as a digest that only this home can make, and the place that it is counted at."""

    who: str
    place: str


def tried_by(transaction: Transaction, name: str, address: str, browser: str) -> TriedBy:
    """Whom and where a try counts for; `browser` is one that its holder came in by before, '' for any other.

    A name is kept as a digest, whether it exists or not: a password may have been typed in its stead.
    """
    key = keys.signing_key(transaction.home).encode()
    who = hmac.new(key, name.encode("utf-8", "replace"), sha256).hexdigest()
    known = browser and password_profile() is not Profile.MLPS
    place = f"browser {browser}" if known else network_of(address)
    if tries_of(transaction, who, place) is None and names_tried(transaction, place) >= NAMES:
        who = OTHERS
    return TriedBy(who, place)


def network_of(address: str) -> str:
    """What of an address is one subscriber: all of IPv4, the first 64 bits of IPv6; what is neither stays as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:45]
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)


def seconds_left(transaction: Transaction, by: TriedBy, at: datetime) -> int:
    """How many seconds are still to be waited."""
    found = tries_of(transaction, by.who, by.place)
    return ceil(_left(found, at).total_seconds()) if found else 0


def too_soon(seconds: int) -> TryLater:
    """What is raised at who does not wait."""
    wait = waiting_words(seconds)
    return TryLater(
        Words(
            f"这个登录名刚才输错过密码，请过 {wait.zh}再试；忘记密码的，请找办公室重设。",
            f"A wrong password was given for this name: try again in {wait.en}; the office can set a new password.",
        ),
        seconds,
    )


def wrong_words(seconds: int) -> Words:
    """What is said where name and password do not fit, whatever the reason."""
    wait = waiting_words(seconds)
    return Words(
        f"登录名或密码不对，请过 {wait.zh}再试；再错，等的时间会更长。忘记密码的，请找办公室重设。",
        f"Name or password is wrong: try again in {wait.en}; each wrong one makes the wait longer. "
        "The office can set a new password.",
    )


def waiting_words(seconds: int) -> Words:
    """How long to wait, in seconds or, beyond a minute, in minutes."""
    if seconds > LONGEST:
        minutes = ceil(seconds / 60)
        return Words(f"{minutes} 分钟", f"{minutes} minutes")
    return Words(f"{seconds} 秒", "a second" if seconds == 1 else f"{seconds} seconds")


def count_wrong(transaction: Transaction, by: TriedBy, at: datetime) -> tuple[int, bool]:
    """Count a wrong password; returns how many seconds the next try has to wait, and whether it is locked by that."""
    forget_tries(transaction, (at - WRONG_KEPT).isoformat(), (at - RIGHT_KEPT).isoformat())
    before = tries_of(transaction, by.who, by.place)
    failures = 0 if before is None or _over(before, at) else before.failures
    found = Tries(failures + 1, at.isoformat(), before.right_at if before else None)
    keep_tries(transaction, by.who, by.place, found)
    return ceil(_wait(found).total_seconds()), locked(found)


def count_right(transaction: Transaction, by: TriedBy, at: datetime) -> None:
    """Nothing is counted any more, and the place is known as the holder's."""
    keep_tries(transaction, by.who, by.place, Tries(0, at.isoformat(), at.isoformat()))


def locked(found: Tries) -> bool:
    """Whether so many wrong passwords lock by the profile that is in force."""
    return password_profile() is Profile.MLPS and found.failures >= LOCK_AFTER


def _wait(found: Tries) -> timedelta:
    if locked(found):
        return LOCKED
    longest = LONGEST_KNOWN if found.right_at else LONGEST
    return timedelta(seconds=min(2 ** (min(found.failures, 30) - 1), longest) if found.failures else 0)


def _left(found: Tries, at: datetime) -> timedelta:
    """What is left of the wait; a clock that was put back makes nobody wait for it."""
    since = at - datetime.fromisoformat(found.at)
    return max(_wait(found) - since, timedelta(0)) if since >= timedelta(0) else timedelta(0)


def _over(found: Tries, at: datetime) -> bool:
    since = at - datetime.fromisoformat(found.at)
    return since >= (LOCKED if locked(found) else FORGIVEN)
