"""Forms that came after the end of a session: kept for an hour under its token, for the same log-in alone.

Nothing is acted on by itself: whoever is back reads what it was and sends it with a click of their own. The store has
it sealed by the token, which only the browser knows.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
from cryptography.fernet import Fernet, InvalidToken

from planner.access.sessions.lasting import AHEAD, REMEMBERED, FoundSession, moment_text, token_digest
from planner.store import Transaction
from planner.store.door.sessions import forget_sessions
from planner.store.door.unsent_forms import SealedForm, add_sealed, drop_sealed, forget_sealed, sealed_of
from planner.store.people.users import User

KEPT = timedelta(hours=1)
MOST_FORMS = 5
"""So many forms are kept of one session, those that came last."""
MOST_BYTES = 64 << 10
"""So large may a form be, all names and values together."""


@dataclass(frozen=True)
class UnsentForm:
    """A form: its view, the choice in its address, the address (path and query), its fields in order, its files."""

    endpoint: str
    choice: str
    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def keep_unsent(transaction: Transaction, token: str, found: FoundSession, form: UnsentForm, at: datetime) -> bool:
    """Keep a form that came after the end of the session of a token; False where it is too large, and is not kept."""
    data = msgspec.json.encode(form)
    if len(data) > MOST_BYTES:
        return False
    forget_unsent(transaction, at)
    sealed = _seal(token).encrypt(data)
    add_sealed(transaction, SealedForm(token_digest(token), found.user.id, moment_text(at), sealed), MOST_FORMS)
    return True


def unsent_of(transaction: Transaction, tokens: Sequence[str], user: User, at: datetime) -> list[UnsentForm]:
    """What a log-in sent after the end of the sessions of these tokens and within the last hour, the oldest first."""
    after = moment_text(at - KEPT)
    return [
        form
        for token in tokens
        for one in sealed_of(transaction, token_digest(token), user.id, after)
        if (form := _opened(token, one.sealed)) is not None
    ]


def drop_unsent(transaction: Transaction, tokens: Sequence[str], user: User) -> None:
    """Drop what a log-in sent after the end of these sessions."""
    for token in tokens:
        drop_sealed(transaction, token_digest(token), user.id)


def forget_unsent(transaction: Transaction, at: datetime) -> None:
    """Drop every form that came more than an hour ago."""
    forget_sealed(transaction, moment_text(at - KEPT), moment_text(at + AHEAD))


def forget_over(transaction: Transaction, at: datetime) -> None:
    """Drop what nobody is told of any more: sessions of yesterday and forms of an hour ago."""
    forget_sessions(transaction, moment_text(at - REMEMBERED), moment_text(at + AHEAD))
    forget_unsent(transaction, at)


def _seal(token: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(f"unsent form {token}".encode("utf-8", "replace")).digest()))


def _opened(token: str, sealed: bytes) -> UnsentForm | None:
    """The form; None for one that another program sealed, or that somebody changed."""
    try:
        return msgspec.json.decode(_seal(token).decrypt(sealed), type=UnsentForm)
    except (InvalidToken, msgspec.MsgspecError):
        return None
