"""Tokens of the API: made for a program or for a name and its password, known again, ended.

A token is drawn at random, shown once and kept as a digest. It opens what its scope says, and never more than its
holder may at that moment.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from planner.access import door_book
from planner.errors import Fault, NotPossible, Refused, fault
from planner.store import Transaction, audit
from planner.store.door.api_tokens import (
    ApiToken,
    NewToken,
    TokenKind,
    TokenScope,
    add_token,
    end_token_row,
    forget_tokens,
    note_token_use,
    token_by_id,
    token_by_secret,
    tokens_of,
)
from planner.store.people import users
from planner.store.people.users import User
from planner.store.row_ids import TokenId
from planner.words import Words, series

BEGINS = "dangzhi_"
"""What every token begins with, so that one that has slipped into a file or a log is found."""
DRAWN = 32
"""Bytes of a token that are drawn at random."""
SESSION = timedelta(hours=12)
"""How long a token for a name and its password is good."""
USUAL_DAYS, MOST_DAYS = 90, 365
"""Days for which a named token is good if nobody says otherwise, and at most."""
LONGEST_NAME = 60
MOST_TOKENS = 20
"""So many named tokens of one log-in may be good at once."""
USE_NOTED = timedelta(hours=1)
"""A use is written down at most so often."""
KEPT = timedelta(days=30)
"""How long one that is over is still listed."""
NAMED_SCOPES = (TokenScope.ROSTERS, TokenScope.READ, TokenScope.WRITE)
"""What a named token may be for, the least first."""
SCOPE_WORDS: dict[TokenScope, Words] = {
    TokenScope.ROSTERS: Words("只看班表"),
    TokenScope.READ: Words.meaning("scope", "查看"),
    TokenScope.WRITE: Words("查看和办理"),
    TokenScope.FULL: Words.meaning("scope", "全部"),
}


class TokenState(StrEnum):
    """Whether a token is good, and why not."""

    GOOD = "good"
    ENDED = "ended"
    EXPIRED = "expired"
    OUTDATED = "outdated"
    """Its holder has another password since, or was closed."""


STATE_WORDS: dict[TokenState, Words] = {
    TokenState.GOOD: Words("有效"),
    TokenState.ENDED: Words.meaning("token", "已停用"),
    TokenState.EXPIRED: Words("已到期"),
    TokenState.OUTDATED: Words("密码已换或帐号曾停用，已失效"),
}


@dataclass(frozen=True)
class Bearer:
    """Who a token speaks for, and the token."""

    user: User
    token: ApiToken


@dataclass(frozen=True)
class HeldToken:
    """A token as a list shows it: whose, and whether it is good."""

    token: ApiToken
    holder: str
    state: TokenState


def token_for_password(transaction: Transaction, user: User, now: datetime) -> tuple[ApiToken, str]:
    """A token for a log-in that has just given its password; returns it with its secret, which nobody can read again.

    It reaches everything the log-in may, for twelve hours.
    """
    return _made(transaction, user, TokenKind.SESSION, "", TokenScope.FULL, SESSION, now, user.name)


def make_token(
    transaction: Transaction, user: User, name: str, scope: str, days: int, now: datetime, by: str
) -> tuple[ApiToken, str]:
    """A token for a program of a log-in; returns it with its secret, which nobody can read again.

    `name` is what its holder calls it. Raises Refused for a name, a scope or a number of days that cannot be,
    NotPossible for a closed log-in and where it has too many tokens.
    """
    called = " ".join(name.split())
    faults = [one for one in (_name_fault(called), _scope_fault(scope), _days_fault(days)) if one]
    if faults:
        raise Refused(*faults)
    if user.disabled_at:
        raise NotPossible(Words("帐号“%(name)s”已停用，不能建令牌", name=user.name))
    good = [one for one in held_tokens(transaction, [user], now) if one.state is TokenState.GOOD]
    if sum(one.token.kind is TokenKind.NAMED for one in good) >= MOST_TOKENS:
        raise NotPossible(
            Words("每个帐号最多有 %(most_tokens)s 个有效的令牌，请先停用不再用的", most_tokens=MOST_TOKENS)
        )
    made = _made(transaction, user, TokenKind.NAMED, called, TokenScope(scope), timedelta(days=days), now, by)
    detail = {"id": made[0].id, "name": called, "for": user.name, "scope": scope}
    audit.record(transaction, now, by, "token made", detail)
    return made


def _made(
    transaction: Transaction,
    user: User,
    kind: TokenKind,
    name: str,
    scope: TokenScope,
    span: timedelta,
    now: datetime,
    by: str,
) -> tuple[ApiToken, str]:
    secret = BEGINS + secrets.token_urlsafe(DRAWN)
    new = NewToken(
        user.id, user.generation, kind, name, scope, now.isoformat(), by, (now + span).isoformat(timespec="seconds")
    )
    id = add_token(transaction, secret, new)
    return ApiToken(**vars(new), id=id, ended_at=None, used_at=None), secret


def bearer_of(transaction: Transaction, secret: str, now: datetime) -> tuple[Bearer | None, User | None]:
    """(who a secret speaks for, None where it is no good; whose it was, None for nobody's)."""
    token = token_by_secret(transaction, secret) if secret.startswith(BEGINS) else None
    user = users.by_id(transaction, token.holder) if token else None
    if token is None or user is None:
        return None, None
    return (Bearer(user, token) if state_of(token, user, now) is TokenState.GOOD else None), user


def state_of(token: ApiToken, holder: User, now: datetime) -> TokenState:
    """Whether a token of a log-in is good."""
    if token.ended_at:
        return TokenState.ENDED
    if datetime.fromisoformat(token.expires_at) <= now:
        return TokenState.EXPIRED
    outdated = holder.disabled_at is not None or token.generation != holder.generation
    return TokenState.OUTDATED if outdated else TokenState.GOOD


def use_is_due(token: ApiToken, now: datetime) -> bool:
    """Whether a use of a token now is to be written down: none was within the last hour."""
    return token.used_at is None or now - datetime.fromisoformat(token.used_at) >= USE_NOTED


def write_use(transaction: Transaction, token: ApiToken, now: datetime) -> None:
    """Write down that a token was used."""
    note_token_use(transaction, token.id, now.isoformat())


def held_tokens(transaction: Transaction, holders: Iterable[User], now: datetime) -> list[HeldToken]:
    """The tokens of some log-ins: those that are good first, the newest first among each."""
    by_id = {one.id: one for one in holders}
    only = next(iter(by_id)) if len(by_id) == 1 else None
    found = [one for one in reversed(tokens_of(transaction, only)) if one.holder in by_id]
    held = [HeldToken(one, by_id[one.holder].name, state_of(one, by_id[one.holder], now)) for one in found]
    return sorted(held, key=lambda one: one.state is not TokenState.GOOD)


def end_token(transaction: Transaction, id: TokenId, now: datetime, by: str, of: User | None = None) -> ApiToken:
    """End a token, one of `of` alone where that is said. Raises NotPossible where there is none, or it is over."""
    token = token_by_id(transaction, id)
    holder = users.by_id(transaction, token.holder) if token else None
    mine = token is not None and (of is None or token.holder == of.id)
    if token is None or holder is None or not mine or state_of(token, holder, now) is not TokenState.GOOD:
        raise NotPossible(Words("没有编号为 %(id)s 的有效令牌", id=id))
    end_token_row(transaction, id, now.isoformat())
    audit.record(transaction, now, by, "token ended", {"id": id, "name": token.name, "for": holder.name})
    return token


def give_back(transaction: Transaction, user: User, token: ApiToken, address: str, now: datetime) -> None:
    """End the token that its holder asks for it with; one for a password is a log-out. Raises NotPossible."""
    if token.kind is TokenKind.NAMED:
        end_token(transaction, token.id, now, user.name, user)
        return
    end_token_row(transaction, token.id, now.isoformat())
    door_book.went_out(transaction, user, address, now)


def end_every_token(transaction: Transaction, now: datetime) -> None:
    """End all tokens, as after a restore: one that was ended since the backup must not come back with it."""
    for one in tokens_of(transaction):
        if not one.ended_at:
            end_token_row(transaction, one.id, now.isoformat())


def forget_old(transaction: Transaction, now: datetime) -> None:
    """Drop the tokens that have been over for a month."""
    forget_tokens(transaction, (now - KEPT).isoformat())


def _name_fault(name: str) -> Fault | None:
    if name and len(name) <= LONGEST_NAME and name.isprintable():
        return None
    return fault(
        (
            Words("令牌要有名称")
            if not name
            else Words("令牌名称有 %(count)s 个字符，太长，或有看不见的字符", count=len(name))
        ),
        Words("请写明给哪个程序用，不超过 %(longest_name)s 个字", longest_name=LONGEST_NAME),
    )


def _scope_fault(scope: str) -> Fault | None:
    if scope in NAMED_SCOPES:
        return None
    return fault(
        Words("没有“%(scope)s”这种权限", scope=scope),
        Words("可选：%(named_scopes)s", named_scopes=series(NAMED_SCOPES)),
    )


def _days_fault(days: int) -> Fault | None:
    if 1 <= days <= MOST_DAYS:
        return None
    return fault(
        Words("有效期不对", days=days) if days < 1 else Words("有效期 %(days)s 天太长", days=days),
        Words("请填 1 到 %(most)s 天", most=MOST_DAYS),
    )
