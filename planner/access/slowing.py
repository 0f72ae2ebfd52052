"""How long whoever tried a wrong password or code has to wait: by name and place, after passwords never by name alone.

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
from planner.store.door.tries import Tries, forget_tries, keep_tries, names_tried, tries_of
from planner.store.row_ids import UserId
from planner.words import Words

LONGEST = 60
"""Seconds to wait at most."""
LONGEST_KNOWN = 5
"""Seconds to wait at most at an address from which the holder came in before."""
LONGEST_CODE = 900
"""Seconds to wait at most after wrong codes: whoever gives them knows the password already."""
FORGIVEN = timedelta(hours=1)
"""So long after the last wrong password it counts no more."""
LOCK_AFTER, LOCKED = 5, timedelta(minutes=15)
"""The profile mlps: wrong passwords in a row that lock a name at an address, and for how long."""
NAMES = 30
"""So many names are counted each by itself at one place; all further ones there are counted together."""
EVERYWHERE = "everywhere"
"""Where codes are counted, but for browsers in which the holder came in before."""
OTHERS = "*"
"""Whom those further tries are kept for."""
WRONG_KEPT, RIGHT_KEPT = timedelta(days=1), timedelta(days=30)
"""How long is kept where only wrong passwords came from, and where a right one did."""


@dataclass(frozen=True)
class TriedBy:
    """Whom a try is for, as a digest that only this home can make, and the place that it is counted at.

    It is of a password, or of a `code` beside it.
    """

    who: str
    place: str
    code: bool = False


def tried_by(transaction: Transaction, name: str, address: str, browser: str) -> TriedBy:
    """Whom and where a try counts for; `browser` is one that its holder came in by before, '' for any other.

    A name is kept as a digest, whether it exists or not: a password may have been typed in its stead.
    """
    who = _whom(transaction, name)
    place = _known_place(browser) or network_of(address)
    if tries_of(transaction, who, place) is None and names_tried(transaction, place) >= NAMES:
        who = OTHERS
    return TriedBy(who, place)


def code_tried_by(transaction: Transaction, user: UserId, browser: str) -> TriedBy:
    """Whom and where a code counts for: from all addresses together, since more of them shall not mean more guesses.

    `browser` is one that the holder came in by before, '' for any other: nothing that others try counts there.
    """
    return TriedBy(_whom(transaction, f"\ncode of {user}"), _known_place(browser) or EVERYWHERE, code=True)


def _whom(transaction: Transaction, name: str) -> str:
    key = keys.signing_key(transaction.home).encode()
    return hmac.new(key, name.encode("utf-8", "replace"), sha256).hexdigest()


def _known_place(browser: str) -> str:
    """The place of a browser that is known; '' for any other, and where the profile tells none apart."""
    return f"browser {browser}" if browser and password_profile() is not Profile.MLPS else ""


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
    return ceil(_left(found, by, at).total_seconds()) if found else 0


def too_soon(seconds: int, *, code: bool = False) -> TryLater:
    """What is raised at who does not wait after a wrong password, or a wrong code."""
    wait = waiting_words(seconds)
    if code:
        return TryLater(
            Words(
                "刚才输错过验证码，请过 %(wait)s再试；手机不在身边的，可以用一个恢复码，或请办公室取消两步验证。",
                wait=wait,
            ),
            seconds,
        )
    return TryLater(
        Words("这个登录名刚才输错过密码，请过 %(wait)s再试；忘记密码的，请找办公室重设。", wait=wait), seconds
    )


def wrong_words(seconds: int) -> Words:
    """What is said where name and password do not fit, whatever the reason."""
    wait = waiting_words(seconds)
    return Words("登录名或密码不对，请过 %(wait)s再试；再错，等的时间会更长。忘记密码的，请找办公室重设。", wait=wait)


def wrong_code_words(seconds: int) -> Words:
    """What is said where a code does not fit, or was used before."""
    wait = waiting_words(seconds)
    return Words(
        "验证码不对，或已经用过。请等手机上换出下一个，过 %(wait)s再试。总是不对的，请看手机的时间准不准。", wait=wait
    )


def waiting_words(seconds: int) -> Words:
    """How long to wait, in seconds or, beyond a minute, in minutes."""
    if seconds > LONGEST:
        minutes = ceil(seconds / 60)
        return Words("%(minutes)s 分钟", minutes=minutes)
    return Words.plural(seconds, "%(number)s 秒")


def count_wrong(transaction: Transaction, by: TriedBy, at: datetime) -> tuple[int, bool]:
    """Count a wrong password or code; gives how many seconds the next try has to wait, and whether that is a lock."""
    forget_tries(transaction, (at - WRONG_KEPT).isoformat(), (at - RIGHT_KEPT).isoformat())
    before = tries_of(transaction, by.who, by.place)
    failures = 0 if before is None or _over(before, at) else before.failures
    found = Tries(failures + 1, at.isoformat(), before.right_at if before else None)
    keep_tries(transaction, by.who, by.place, found)
    return ceil(_wait(found, by).total_seconds()), locked(found)


def count_right(transaction: Transaction, by: TriedBy, at: datetime) -> None:
    """Nothing is counted any more, and the place is known as the holder's."""
    keep_tries(transaction, by.who, by.place, Tries(0, at.isoformat(), at.isoformat()))


def locked(found: Tries) -> bool:
    """Whether so many wrong passwords lock by the profile that is in force."""
    return password_profile() is Profile.MLPS and found.failures >= LOCK_AFTER


def _wait(found: Tries, by: TriedBy) -> timedelta:
    if locked(found):
        return LOCKED
    longest = LONGEST_CODE if by.code else LONGEST_KNOWN if found.right_at else LONGEST
    return timedelta(seconds=min(2 ** (min(found.failures, 30) - 1), longest) if found.failures else 0)


def _left(found: Tries, by: TriedBy, at: datetime) -> timedelta:
    """What is left of the wait; a clock that was put back makes nobody wait for it."""
    since = at - datetime.fromisoformat(found.at)
    return max(_wait(found, by) - since, timedelta(0)) if since >= timedelta(0) else timedelta(0)


def _over(found: Tries, at: datetime) -> bool:
    since = at - datetime.fromisoformat(found.at)
    return since >= (LOCKED if locked(found) else FORGIVEN)
