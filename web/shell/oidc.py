"""Logging in by the office's own identity provider (OpenID Connect Core 1.0), beside local passwords.

Whoever the provider vouches for comes in, where a log-in of that name is open.
"""

from __future__ import annotations

import os
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, abort, current_app, flash, redirect, request, session, url_for
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from planner.access import door_book
from planner.store.people import users
from web.gate.addresses import within_site
from web.shell.access import ANYBODY, allow, home_page
from web.shell.caller import browsers
from web.shell.clock import now
from web.shell.language import text
from web.shell.login import begin_session
from web.shell.store import the_store

blueprint = Blueprint("oidc", __name__, url_prefix="/login/office")


def register(app: Flask) -> None:
    """Make the provider that DANGZHI_OIDC names known to the site; without one, its pages answer 404."""
    issuer = os.environ.get("DANGZHI_OIDC", "").rstrip("/")
    app.extensions["oidc"] = None
    if issuer:
        known = OAuth(app).register(
            "office",
            client_id=os.environ.get("DANGZHI_OIDC_CLIENT", ""),
            client_secret=os.environ.get("DANGZHI_OIDC_SECRET", ""),
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
        )
        app.extensions["oidc"] = known
    app.context_processor(lambda: {"oidc": app.extensions["oidc"] is not None})


def _provider() -> Any:
    return current_app.extensions["oidc"] or abort(404)


def _back() -> str:
    base: str = current_app.config["BASE_URL"]
    return base + url_for("shell.oidc.back")


@blueprint.get("")
@allow(ANYBODY)
def leave() -> Response:
    """Send the browser to the provider."""
    provider = _provider()
    session["wanted"] = within_site(request.args.get("next", ""), "")
    try:
        gone: Response = provider.authorize_redirect(_back())
    except (RequestException, OAuthError, ValueError):
        return _failed(
            text(
                "统一身份认证暂时打不开，可用本系统密码登录",
                "the identity provider does not answer; log in with a password of this site",
            )
        )
    return gone


@blueprint.get("/back")
@allow(ANYBODY)
def back() -> Response:
    """The browser back from the provider: opens a session for the log-in that the provider's claim names."""
    provider = _provider()
    try:
        claims = provider.authorize_access_token().get("userinfo") or {}
    except (OAuthError, JoseError, RequestException, ValueError, KeyError):
        return _failed(
            text("统一身份认证没有通过，请重新登录", "the identity provider did not vouch for you: log in again")
        )
    name = str(claims.get(os.environ.get("DANGZHI_OIDC_CLAIM") or "preferred_username") or "")
    with the_store().write() as transaction:
        user = users.by_name(transaction, name) if name else None
        if user is None or user.disabled_at:
            door_book.turned_away(transaction, user, browsers.address(), now())
        else:
            door_book.came_in(transaction, user, browsers.address(), now(), vouched=True)
    if user is None or user.disabled_at:
        return _failed(text("您在本系统还没有帐号，请联系办公室", "you have no log-in here yet: ask the office"))
    wanted = str(session.get("wanted", ""))
    begin_session(user, vouched=True)
    return redirect(within_site(wanted, home_page()))


def _failed(why: str) -> Response:
    flash(why, "danger")
    return redirect(url_for("shell.login.log_in"))
