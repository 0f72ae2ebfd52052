"""Tokens of the API in the store: whose, for what, until when; of the token itself only its digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import RowMapping, Select, delete, insert, or_, select, update

from planner.store.database import Transaction
from planner.store.door_tables import api_tokens, token_uses
from planner.store.record import Covered, changing, touch
from planner.store.row_ids import TokenId, UserId, inserted


class TokenKind(StrEnum):
    """How a token came about."""

    SESSION = "session"
    """For a name and its password, for some hours."""
    NAMED = "named"
    """Made by its holder, or for them, for a program, under a name."""


class TokenScope(StrEnum):
    """What a token is for, each reaching further than the one before, and none further than its holder."""

    ROSTERS = "rosters"
    """To read who is on duty."""
    READ = "read"
    """To read all that its holder may read."""
    WRITE = "write"
    """To do all that its holder may do, but for log-ins, passwords and tokens."""
    FULL = "full"
    """Those too."""

    def reaches(self, wanted: TokenScope) -> bool:
        """Whether this is enough for what needs another."""
        order = tuple(TokenScope)
        return order.index(self) >= order.index(wanted)


@dataclass(frozen=True)
class NewToken:
    """A token to be kept: its holder and the generation that they had, kind, name, scope, by whom, from when to when.

    The moments are ISO.
    """

    holder: UserId
    generation: int
    kind: TokenKind
    name: str
    scope: TokenScope
    made_at: str
    made_by: str
    expires_at: str


@dataclass(frozen=True)
class ApiToken(NewToken):
    """A token as it is kept; `used_at` is when it was used last, to within the hour, None for never (moments are ISO).

    It counts no more once its holder has another generation: a new password, or the log-in was closed.
    """

    id: TokenId
    ended_at: str | None
    used_at: str | None


def digest_of(secret: str) -> str:
    """What is kept of a token: its SHA-256 in hex. A token is drawn at random, so that a plain digest is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def add_token(transaction: Transaction, secret: str, new: NewToken) -> TokenId:
    """Keep a token; returns its id."""
    made = transaction.connection.execute(insert(api_tokens).values(digest=digest_of(secret), **vars(new)))
    id = TokenId(inserted(made))
    touch(transaction, Covered.TOKEN, id)
    return id


def token_by_secret(transaction: Transaction, secret: str) -> ApiToken | None:
    """The token that a secret is of, one that counts no more too; None for none."""
    found = _some(transaction, _query().where(api_tokens.c.digest == digest_of(secret)))
    return found[0] if found else None


def token_by_id(transaction: Transaction, id: TokenId) -> ApiToken | None:
    """The token of an id, or None."""
    found = _some(transaction, _query().where(api_tokens.c.id == id))
    return found[0] if found else None


def tokens_of(transaction: Transaction, holder: UserId | None = None) -> list[ApiToken]:
    """The tokens of a log-in, or of all for None, those that count no more too, oldest first."""
    query = _query().order_by(api_tokens.c.id)
    return _some(transaction, query if holder is None else query.where(api_tokens.c.holder == holder))


def end_token_row(transaction: Transaction, id: TokenId, at: str) -> None:
    """Note that a token was ended at a moment (ISO)."""
    changing(transaction, Covered.TOKEN, id)
    transaction.connection.execute(update(api_tokens).where(api_tokens.c.id == id).values(ended_at=at))


def note_token_use(transaction: Transaction, id: TokenId, at: str) -> None:
    """Note when a token was used last (ISO)."""
    here = token_uses.c.token == id
    if not transaction.connection.execute(update(token_uses).where(here).values(at=at)).rowcount:
        transaction.connection.execute(insert(token_uses).values(token=id, at=at))


def forget_tokens(transaction: Transaction, before: str) -> None:
    """Drop the tokens that ended or expired before a moment (ISO, by the offset that moments are kept in)."""
    old = or_(api_tokens.c.expires_at < before, api_tokens.c.ended_at < before)
    for id in transaction.connection.execute(select(api_tokens.c.id).where(old)).scalars().all():
        changing(transaction, Covered.TOKEN, id)
        transaction.connection.execute(delete(api_tokens).where(api_tokens.c.id == id))
        transaction.connection.execute(delete(token_uses).where(token_uses.c.token == id))


def _query() -> Select[tuple[object, ...]]:
    return select(*(one for one in api_tokens.c if one.name != "digest"), token_uses.c.at.label("used_at")).join(
        token_uses, token_uses.c.token == api_tokens.c.id, isouter=True
    )


def _some(transaction: Transaction, query: Select[tuple[object, ...]]) -> list[ApiToken]:
    return [_token(row) for row in transaction.connection.execute(query).mappings()]


def _token(row: RowMapping) -> ApiToken:
    return ApiToken(**{**row, "kind": TokenKind(row["kind"]), "scope": TokenScope(row["scope"])})
