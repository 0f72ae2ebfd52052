"""Tokens for programs: one's own listed, made and ended; for clerks those of everybody."""

from __future__ import annotations

from dataclasses import dataclass

from planner.access.handed_out import tokens
from planner.access.handed_out.tokens import USUAL_DAYS, HeldToken, TokenState
from planner.store.door.api_tokens import TokenKind, TokenScope
from planner.store.people import users
from planner.store.people.users import Role, User
from planner.store.row_ids import TokenId
from web.api.operation import FULL, READ, WRITE, Asked, done, operation
from web.shell.access import CLERK, SETTLED


@dataclass(frozen=True)
class TokenOrder:
    """A token to be made: which program it is for, its scope (rosters, read or write), days until it ends."""

    name: str
    scope: str
    days: int = USUAL_DAYS


@dataclass(frozen=True)
class KnownToken:
    """A token as it is listed: its holder, what it is for, by whom and when it was made, used, and ends (ISO)."""

    id: int
    holder: str
    kind: TokenKind
    name: str
    scope: TokenScope
    state: TokenState
    made_at: str
    made_by: str
    used_at: str
    expires_at: str
    ended_at: str


@dataclass(frozen=True)
class FreshToken(KnownToken):
    """A token just made, with the secret for the Authorization header, which is told this once."""

    token: str


def _known(held: HeldToken) -> KnownToken:
    one = held.token
    return KnownToken(
        one.id,
        held.holder,
        one.kind,
        one.name,
        one.scope,
        held.state,
        one.made_at,
        one.made_by,
        one.used_at or "",
        one.expires_at,
        one.ended_at or "",
    )


def _own(asked: Asked) -> User:
    assert asked.user is not None
    return asked.user


@operation("GET", "/session/tokens", SETTLED, READ, gives=list[KnownToken])
def own(asked: Asked) -> list[KnownToken]:
    """The tokens of this log-in: those that are good first."""
    with asked.store.read() as transaction:
        return [_known(one) for one in tokens.held_tokens(transaction, [_own(asked)], asked.now)]


@operation("POST", "/session/tokens", SETTLED, FULL, takes=TokenOrder, gives=FreshToken)
def make(asked: Asked) -> FreshToken:
    """A token for a program, told this once."""
    user, body = _own(asked), asked.body
    with asked.store.write() as transaction:
        made, secret = tokens.make_token(transaction, user, body.name, body.scope, body.days, asked.now, asked.by)
    return FreshToken(**vars(_known(HeldToken(made, user.name, TokenState.GOOD))), token=secret)


@operation("DELETE", "/session/tokens/<int:id>", SETTLED, WRITE, gives=dict[str, str])
def end(asked: Asked) -> dict[str, str]:
    """End one of one's own tokens; a clerk ends anybody's."""
    user = _own(asked)
    with asked.store.write() as transaction:
        of = None if user.role is Role.CLERK else user
        tokens.end_token(transaction, TokenId(asked.path["id"]), asked.now, asked.by, of)
    return done()


@operation("GET", "/office/tokens", CLERK, READ, gives=list[KnownToken])
def everybody_s(asked: Asked) -> list[KnownToken]:
    """The tokens of every log-in: those that are good first."""
    with asked.store.read() as transaction:
        return [_known(one) for one in tokens.held_tokens(transaction, users.every(transaction), asked.now)]
