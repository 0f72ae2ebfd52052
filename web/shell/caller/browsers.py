"""Browsers in which somebody came in before: a signed cookie tells them, so that no stranger's tries count there."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, Request, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from planner.access.entering import Attempt
from planner.access.factor.code_entering import CodeAttempt
from planner.clock import true_instant
from planner.store.people.users import User
from planner.store.row_ids import UserId
from web.gate.cookies import cookie_name, cookies_are_secure
from web.shell.caller.network import Network

COOKIE = "browser"
KEPT = 180 * 86_400
"""Seconds for which a browser is known after a right password."""
MOST = 20
"""So many log-ins are known of one browser, those that came in last."""


def register(app: Flask) -> None:
    """Let the site know its proxies, and give the cookie to whoever has come in."""
    app.extensions["network"] = Network.from_environment()
    app.after_request(_give)


def address() -> str:
    """The address of whoever makes this request; '' where it has none."""
    network: Network = current_app.extensions["network"]
    return network.address(request.environ)


def through_uncounted_proxy() -> bool:
    """Whether a proxy has passed this request on although none is counted."""
    network: Network = current_app.extensions["network"]
    return network.uncounted(request.environ)


def attempt_here(name: str, password: str) -> Attempt:
    """A try of a name and a password by this request."""
    browser, known_to = _told()
    return Attempt(name, password, address(), true_instant(), browser, frozenset(known_to))


def code_here(user: User, code: str) -> CodeAttempt:
    """A code beside the password of a log-in, by this request."""
    browser, known_to = _told()
    return CodeAttempt(user, code, address(), true_instant(), browser, frozenset(known_to))


def remember_here(user: User) -> None:
    """Know this browser as one of this log-in's from now on."""
    browser, known_to = _told()
    kept = [*(one for one in known_to if one != user.id), user.id][-MOST:]
    g.browser_cookie = _signer(current_app).dumps([browser or secrets.token_urlsafe(16), kept])


def is_known(site: Flask, cookies: str) -> bool:
    """Whether a Cookie header is of a browser that somebody came in by."""
    return bool(_read(site, Request({"HTTP_COOKIE": cookies}).cookies.get(cookie_name(COOKIE, site), ""))[1])


def _signer(site: Flask) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(site.secret_key), salt="browser")


def _told() -> tuple[str, list[UserId]]:
    """The browser's mark and the log-ins known in it; '' and none for one that nobody came in by."""
    return _read(current_app, request.cookies.get(cookie_name(COOKIE), ""))


def _read(site: Flask, cookie: str) -> tuple[str, list[UserId]]:
    try:
        found: Any = _signer(site).loads(cookie, max_age=KEPT)
    except BadSignature:
        return "", []
    return str(found[0]), [UserId(int(one)) for one in found[1]]


def _give(response: Response) -> Response:
    if g.get("browser_cookie"):
        response.set_cookie(
            cookie_name(COOKIE),
            g.browser_cookie,
            max_age=KEPT,
            path="/",
            secure=cookies_are_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
