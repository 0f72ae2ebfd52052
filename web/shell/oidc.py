"""Logging in by the office's own identity provider (OpenID Connect Core 1.0), beside local passwords.

Whoever the provider vouches for comes in where they are bound to a log-in that is open.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from planner.access.vouched import come_in_vouched
from web.gate.addresses import within_site
from web.shell.access import ANYBODY, allow, home_page
from web.shell.caller import browsers
from web.shell.caller.provider import FAILURES, the_provider, vouched_for
from web.shell.clock import now
from web.shell.language import text
from web.shell.login import begin_session
from web.shell.store import the_store

blueprint = Blueprint("oidc", __name__, url_prefix="/login/office")


def _provider() -> Any:
    return the_provider() or abort(404)


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
    except FAILURES:
        return _failed(text("统一身份认证暂时打不开，可用本系统密码登录"))
    return gone


@blueprint.get("/back")
@allow(ANYBODY)
def back() -> Response:
    """The browser back from the provider: opens a session for the log-in that the identity is bound to."""
    provider = _provider()
    try:
        vouched = vouched_for(provider)
    except FAILURES:
        return _failed(text("统一身份认证没有通过，请重新登录"))
    with the_store().write() as transaction:
        user = come_in_vouched(transaction, vouched, browsers.address(), now())
    if user is None:
        return _failed(text("您的统一身份还没有对应到本系统的帐号。已经记下，请联系办公室确认一次，以后就能直接登录"))
    wanted = str(session.get("wanted", ""))
    begin_session(user, vouched=True)
    return redirect(within_site(wanted, home_page()))


def _failed(why: str) -> Response:
    flash(why, "danger")
    return redirect(url_for("shell.login.log_in"))
