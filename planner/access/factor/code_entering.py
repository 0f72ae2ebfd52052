"""The second step of coming in: a code beside a password that was right; wrong ones wait longer each time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from planner.access import door_book, slowing
from planner.access.entering import NotLetIn
from planner.access.factor.recovery import recovery_digest
from planner.access.factor.second_factor import CodeAnswer, take_code
from planner.errors import Refused, fault
from planner.store import Store, Transaction, audit
from planner.store.door.second_factors import factor_of
from planner.store.people import users
from planner.store.people.users import User
from planner.store.row_ids import UserId
from planner.words import Words


@dataclass(frozen=True)
class CodeAttempt:
    """A code as it was given beside the password of `user`, from which address and when by the true clock (UTC).

    `user` is the log-in as it was when the password was right. `browser` is the mark of the browser, '' for none, and
    `known_to` are the log-ins that came in by it before.
    """

    user: User
    code: str = field(repr=False)
    address: str
    at: datetime
    browser: str = ""
    known_to: frozenset[UserId] = frozenset()


class NoCodeOpens(Enum):
    """Why no code can let somebody in."""

    OVER = auto()
    """The log-in was changed or closed since its password was right: it has to be given again."""
    SEALED = auto()
    """The key that opens the secret is missing: a recovery code, or the office, helps."""


def enter_code(store: Store, attempt: CodeAttempt, now: datetime) -> User | NotLetIn | NoCodeOpens:
    """The log-in, if the code fits; the log has it either way, by the office's `now`.

    Raises TryLater where a wrong code was given just before, or where too many come at once.
    """
    return _tried(store, attempt, now, comes_in=True)


def confirm_code(store: Store, attempt: CodeAttempt, now: datetime) -> User | NotLetIn | NoCodeOpens:
    """The same of somebody who is in already and proves to be themselves."""
    return _tried(store, attempt, now, comes_in=False)


def sealed_refusal() -> Refused:
    """What is said where the key is missing that opens the secrets."""
    return Refused(
        fault(
            Words("本机没有当初的密封密钥（多半是从备份恢复时没有带上），核对不了手机上的验证码"),
            Words("请改用一个恢复码，或请办公室在“帐号”页取消您的两步验证"),
        )
    )


def _tried(store: Store, attempt: CodeAttempt, now: datetime, *, comes_in: bool) -> User | NotLetIn | NoCodeOpens:
    with store.read() as transaction:
        by = _by(transaction, attempt)
        _wait_is_over(transaction, by, attempt.at)
        salt = factor_of(transaction, attempt.user.id).salt
    recovery = recovery_digest(attempt.code, salt)
    with store.write() as transaction:
        user = users.by_id(transaction, attempt.user.id)
        if user is None or user.disabled_at or user.generation != attempt.user.generation or not user.factor_at:
            return NoCodeOpens.OVER
        _wait_is_over(transaction, by, attempt.at)
        answer = take_code(transaction, user, attempt.code, recovery, attempt.at)
        if answer is CodeAnswer.SEALED:
            return NoCodeOpens.SEALED
        if answer is CodeAnswer.WRONG:
            return _wrong(transaction, user, by, attempt, now)
        slowing.count_right(transaction, by, attempt.at)
        if answer is CodeAnswer.RECOVERY:
            left = len(factor_of(transaction, user.id).recovery)
            detail: audit.Detail = {"address": attempt.address, "left": left}
            audit.record(transaction, now, user.name, "recovery code used", detail, deed=False)
        if comes_in:
            door_book.came_in(transaction, user, attempt.address, now)
        return user


def _wrong(transaction: Transaction, user: User, by: slowing.TriedBy, attempt: CodeAttempt, now: datetime) -> NotLetIn:
    door_book.code_refused(transaction, user, attempt.address, now)
    wait, locks = slowing.count_wrong(transaction, by, attempt.at)
    if locks:
        detail: audit.Detail = {"name": user.name, "address": attempt.address}
        audit.record(transaction, now, audit.STRANGER, "user locked", detail, deed=False)
    return NotLetIn(wait)


def _by(transaction: Transaction, attempt: CodeAttempt) -> slowing.TriedBy:
    browser = attempt.browser if attempt.user.id in attempt.known_to else ""
    return slowing.code_tried_by(transaction, attempt.user.id, browser)


def _wait_is_over(transaction: Transaction, by: slowing.TriedBy, at: datetime) -> None:
    """Also of tries that were under way at the same time, so that many at once are not many guesses."""
    left = slowing.seconds_left(transaction, by, at)
    if left:
        raise slowing.too_soon(left, code=True)
