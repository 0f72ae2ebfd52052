"""A request with an Idempotency-Key acts once; sent again, it gets the answer that it got first.

The store keeps that answer sealed by the key, of which it knows a digest alone, and by the site's: some answers hold a
secret told once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from flask import Response, current_app, g, request

from planner.store import idempotency, once
from web.api.answers.refusals import said
from web.shell.access import SAFE
from web.shell.asker import logged_in, session_id
from web.shell.clock import now
from web.shell.store import the_store


def answered_before() -> Response | None:
    """The first answer to a request whose key was used; None for any other request, whose key the deed will keep.

    Answers 409 where the key was used, but the answer is not known, and 422 where it was used for something else.
    """
    key = request.headers.get("Idempotency-Key", "")
    if request.method in SAFE or not key or not logged_in():
        return None
    g.repeat_key = f"{session_id()} {key}"
    with the_store().read() as transaction:
        first = idempotency.first_answer(transaction, _digest(g.repeat_key))
        known = idempotency.key_known(transaction, _digest(g.repeat_key))
    if first is None:
        once.set("" if known else _digest(g.repeat_key))
        return _refusal(409) if known else None
    asked, sealed = first
    if asked != _asked():
        return _refusal(422)
    try:
        return _again(_seal().decrypt(sealed))
    except InvalidToken:  # sealed before the site had another key, or by an earlier release
        return _refusal(409)


def remember(answer: Response) -> None:
    """Keep the answer to the request at work, if it has a key."""
    if g.get("repeat_key"):
        with the_store().write() as transaction:
            idempotency.keep_answer(
                transaction, _digest(g.repeat_key), _asked(), _seal().encrypt(answer.get_data()), now().isoformat()
            )


def _again(data: bytes) -> Response:
    return current_app.response_class(data, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _refusal(status: int) -> Response:
    return current_app.make_response(said(status))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _asked() -> str:
    """What tells one request from another: method, address and body."""
    head = f"{request.method} {request.path}?{request.query_string.decode('latin-1')} "
    return hashlib.sha256(head.encode() + request.get_data()).hexdigest()


def _seal() -> Fernet:
    """What only whoever has the request's key, and the site's as well, opens and cannot change unseen."""
    secret = hmac.new(str(current_app.secret_key).encode(), f"answer {g.repeat_key}".encode(), hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(secret.digest()))
