"""What the profile mlps asks of passwords in time: another after ninety days, and none of the last five again."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.access.hashing import is_right
from planner.errors import Refused, fault
from planner.settings import Profile, password_profile
from planner.store import Transaction
from planner.store.door.past_passwords import keep_password, passwords_before
from planner.store.people.users import User
from planner.words import Words

LASTS = timedelta(days=90)
"""So long a password is good."""
NOT_AGAIN = 5
"""So many passwords in a row differ, the present one counted."""


def is_too_old(user: User, now: datetime) -> bool:
    """Whether the profile asks for another password by now; one that the office gave is another matter."""
    if password_profile() is not Profile.MLPS or user.given_at:
        return False
    return now - datetime.fromisoformat(user.chosen_at or user.created_at) >= LASTS


def refuse_used(transaction: Transaction, user: User, password: str) -> None:
    """Raise Refused for the password that a log-in has, and by the profile for those it had before."""
    if is_right(user.password, password):
        raise Refused(fault(Words("新密码和原密码一样"), Words("请换一个没有用过的密码")))
    before = passwords_before(transaction, user.id) if password_profile() is Profile.MLPS else []
    if any(is_right(one, password) for one in before):
        raise Refused(
            fault(
                Words("这个密码以前用过：按等级保护的要求，最近 %(not_again)s 次的密码不能重复", not_again=NOT_AGAIN),
                Words("请换一个没有用过的密码"),
            )
        )


def keep_used(transaction: Transaction, user: User) -> None:
    """Keep the password that a log-in has, as a hash, before it goes; nothing where the profile does not ask."""
    if password_profile() is Profile.MLPS:
        keep_password(transaction, user.id, user.password, NOT_AGAIN - 1)
