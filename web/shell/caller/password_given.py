"""That a password was right a moment ago, while a code is still wanted: a signed cookie that opens nothing itself."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from planner.store.people.users import User
from planner.store.row_ids import UserId

COOKIE = "password-given"
STANDS = 300
"""Seconds within which the code has to follow."""
PATH = "/login"
"""Where alone the browser sends it."""


def register(app: Flask) -> None:
    """Give the cookie to whoever has to give a code, and take it from whoever is in."""
    app.after_request(_put)


def password_given(user: User) -> None:
    """Note that this browser gave the right password of a log-in, as the log-in is now."""
    g.password_given = _signer().dumps([user.id, user.generation])


def password_done() -> None:
    """Forget it: the code was right, or another password has to be given."""
    g.password_given = ""


def whose_password() -> tuple[UserId, int] | None:
    """The log-in whose password this browser gave within the last minutes, and its generation then."""
    try:
        found: Any = _signer().loads(request.cookies.get(COOKIE, ""), max_age=STANDS)
    except BadSignature:
        return None
    return UserId(int(found[0])), int(found[1])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="password given, code wanted")


def _put(response: Response) -> Response:
    value = g.get("password_given")
    if value:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(COOKIE, value, STANDS, path=PATH, secure=secure, httponly=True, samesite="Lax")
    elif value is not None:
        response.delete_cookie(COOKIE, path=PATH)
    return response
