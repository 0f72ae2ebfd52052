"""Coming in by name and password: one answer for every failure, after which the next try has to wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from planner.access import door_book, hashing, slowing
from planner.store import Store, Transaction, audit
from planner.store.people import users
from planner.store.people.users import User
from planner.store.row_ids import UserId


@dataclass(frozen=True)
class Attempt:
    """A name and a password as they were given, from which address, and when by the true clock (UTC).

    `browser` is the mark of the browser, '' for none, and `known_to` are the log-ins that came in by it before.
    """

    name: str
    password: str = field(repr=False)
    address: str
    at: datetime
    browser: str = ""
    known_to: frozenset[UserId] = frozenset()


@dataclass(frozen=True)
class NotLetIn:
    """Name and password do not fit, or the log-in is closed; the next try has to wait so many seconds."""

    wait: int


@dataclass(frozen=True)
class CodeWanted:
    """Name and password fit, and open nothing yet: a code of the second factor is wanted beside them."""

    user: User


def log_in(store: Store, attempt: Attempt, now: datetime) -> User | CodeWanted | NotLetIn:
    """The log-in, if name and password fit and it is not closed; the log has it either way, by the office's `now`.

    Raises TryLater where a wrong password was given just before, or where too many come at once.
    """
    found = _tried(store, attempt, now, comes_in=True)
    return CodeWanted(found) if isinstance(found, User) and found.factor_at else found


def confirm(store: Store, attempt: Attempt, now: datetime) -> User | NotLetIn:
    """The same of somebody who is in already and proves to be themselves."""
    return _tried(store, attempt, now, comes_in=False)


def _tried(store: Store, attempt: Attempt, now: datetime, *, comes_in: bool) -> User | NotLetIn:
    with store.read() as transaction:
        user = users.by_name(transaction, attempt.name)
        _wait_is_over(transaction, _by(transaction, attempt, user), attempt)
    right = hashing.is_right(user.password if user else hashing.hash_of_nobody(), attempt.password)
    stronger = hashing.renewed(user.password, attempt.password) if right and user else None
    with store.write() as transaction:
        now_user = users.by_id(transaction, user.id) if user else None
        by = _by(transaction, attempt, now_user)
        _wait_is_over(transaction, by, attempt)
        if right and user and now_user and now_user.password == user.password and not now_user.disabled_at:
            slowing.count_right(transaction, by, attempt.at)
            if stronger:
                users.change(transaction, now_user, password=stronger)
            if comes_in and not now_user.factor_at:
                door_book.came_in(transaction, now_user, attempt.address, now)
            return now_user
        door_book.turned_away(transaction, now_user, attempt.address, now)
        wait, locks = slowing.count_wrong(transaction, by, attempt.at)
        if locks and now_user:
            detail = {"name": now_user.name, "address": attempt.address}
            audit.record(transaction, now, audit.STRANGER, "user locked", detail, deed=False)
        return NotLetIn(wait)


def _by(transaction: Transaction, attempt: Attempt, user: User | None) -> slowing.TriedBy:
    browser = attempt.browser if user and user.id in attempt.known_to else ""
    return slowing.tried_by(transaction, attempt.name, attempt.address, browser)


def _wait_is_over(transaction: Transaction, by: slowing.TriedBy, attempt: Attempt) -> None:
    """Also of tries that were under way at the same time, so that many at once are not many guesses."""
    left = slowing.seconds_left(transaction, by, attempt.at)
    if left:
        raise slowing.too_soon(left)
