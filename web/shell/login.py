"""Logging in and out: one answer for every failure; what a session is and when it ends stands in the store."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from planner.access import door_book, entering, logins
from planner.access.entering import CodeWanted, NotLetIn
from planner.access.password_age import LASTS, is_too_old
from planner.access.passwords import LEAST, MOST, asks_for_kinds
from planner.access.slowing import waiting_words, wrong_words
from planner.errors import Refused, TryLater
from planner.home import keys
from planner.store import Store, Unreadable
from planner.store.door.sessions import Ending, LogInSession
from planner.store.people.users import User
from planner.store.roster import offices
from web.gate.addresses import within_site
from web.gate.cookies import bind_cookies
from web.shell.access import ANY_LOG_IN, ANYBODY, ASSETS, allow, home_page
from web.shell.asker import asker, is_vouched, logged_in
from web.shell.caller import browsers
from web.shell.caller.password_given import password_given
from web.shell.caller.provider import left
from web.shell.clock import now
from web.shell.language import text
from web.shell.limits import hashes
from web.shell.sessions import current
from web.shell.store import the_store

blueprint = Blueprint("login", __name__)
CLEARED = '"cache", "storage"'
"""What a browser forgets at log-out (Clear-Site-Data); of cookies only the session's, so that it stays a known one."""


class SiteSession(UserMixin):  # type: ignore[misc]
    """A log-in that makes requests: with a token and a session in a browser, with neither through the API."""

    def __init__(self, user: User, token: str = "", session: LogInSession | None = None) -> None:
        self.user, self.session, self._token = user, session, token

    def get_id(self) -> str:
        """The token, which the cookie keeps."""
        return self._token


def register(app: Flask) -> None:
    """Give the site its sessions, tokens against forged forms (CSRF), and the loader of log-ins."""
    store: Store = app.extensions["store"]
    app.secret_key = keys.signing_key(store.home)
    https = app.config["BASE_URL"].startswith("https://")
    bind_cookies(app, https=https)
    current.keep_sessions(app)
    app.before_request(_look)
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    CSRFProtect(app)
    manager = LoginManager(app)
    manager.login_view = "shell.login.log_in"
    manager.login_message = None
    manager.session_protection = None
    manager.user_loader(_load)


def _load(token: str) -> SiteSession | None:
    found = current.session_here(token)
    return SiteSession(found.user, token, found.session) if found else None


def _look() -> None:
    """Look for the session before anything else does, so that no use is noted in the midst of a deed."""
    if request.endpoint not in ASSETS:
        logged_in()


@blueprint.route("/login", methods=["GET", "POST"])
@allow(ANYBODY)
@hashes
def log_in() -> str | Response | tuple[str, int]:
    """The log-in page; a POST opens a session and goes on to where the visitor wanted, or answers 401."""
    if request.method != "POST":
        over = None if logged_in() else current.over_words()
        waits = within_site(request.args.get("next", ""), "") == url_for("shell.unsent.show")
        return render_template("shell/login.html", office=None, wrong="", over=over, waits=waits)
    try:
        found = entering.log_in(
            the_store(), browsers.attempt_here(request.form.get("name", ""), request.form.get("password", "")), now()
        )
    except TryLater as later:
        return _not_in(later.words.say(g.lang), 503 if later.busy else 429, later.seconds)
    if isinstance(found, CodeWanted):
        password_given(found.user)
        return redirect(url_for("shell.second_factor.code", next=request.args.get("next") or None))
    if isinstance(found, NotLetIn):
        return _not_in(wrong_words(found.wait).say(g.lang), 401, found.wait)
    begin_session(found)
    browsers.remember_here(found)
    return redirect(within_site(request.args.get("next", ""), home_page()))


def begin_session(user: User, *, vouched: bool = False) -> None:
    """Open a session for a log-in and end the one that this browser had.

    Whoever is `vouched` for by an identity provider needs no password here, nor to change one.
    """
    token = current.begin_here(user, vouched=vouched)
    login_user(SiteSession(user, token))


def _not_in(said: str, status: int, seconds: int) -> Response:
    """The log-in page with what was wrong and when to come again; the name stands there still."""
    page = render_template("shell/login.html", office=None, wrong=said, name=request.form.get("name", "")[:80])
    return Response(page, status, {"Retry-After": str(seconds)}, mimetype="text/html")


@blueprint.post("/logout")
@allow(ANY_LOG_IN)
def log_out() -> Response:
    """End the session, also where it cannot be written down; of whoever came in by the identity provider, there too.

    The browser forgets what it was shown.
    """
    by_provider = is_vouched()
    with suppress(Unreadable), the_store().write() as transaction:
        door_book.went_out(transaction, asker(), browsers.address(), now())
    current.end_here(Ending.LOGGED_OUT)
    logout_user()
    session.clear()
    answer = left() if by_provider else _left()
    answer.headers["Clear-Site-Data"] = CLEARED
    return answer


def _left() -> Response:
    flash(text("已退出"))
    return redirect(url_for("public.pages.home"))


@blueprint.route("/password", methods=["GET", "POST"])
@allow(ANY_LOG_IN)
@hashes
def password() -> str | Response | tuple[str, int]:
    """Choose a new password; every session ends."""
    if request.method != "POST":
        return _password_page("")
    store, mine = the_store(), asker()
    found = entering.confirm(store, browsers.attempt_here(mine.name, request.form.get("old", "")), now())
    if isinstance(found, NotLetIn):
        wait = waiting_words(found.wait)
        said = text("原密码不对，请过 %(wait)s再试", wait=wait)
        return _password_page(said), 401
    try:
        with store.write() as transaction:
            logins.choose_password(transaction, offices.load(transaction), found, request.form.get("fresh", ""), now())
    except Refused as refused:
        return _password_page(refused.faults[0].say(g.lang)), 400
    current.forget_seen(mine.id)
    return redirect(url_for("shell.login.log_in"))


def _password_page(wrong: str) -> str:
    mine = asker()
    return render_template(
        "shell/password.html",
        office=None,
        wrong=wrong,
        first=mine.given_at is not None,
        old=is_too_old(mine, now()),
        days=LASTS.days,
        kinds=asks_for_kinds(),
        least=LEAST,
        most=MOST,
    )
