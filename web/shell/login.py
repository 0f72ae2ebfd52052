"""Logging in and out: one answer for every failure, sessions that end when idle or when the password changes."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask, current_app, flash, g, redirect, render_template, request, session, url_for
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
from planner.store.people import users
from planner.store.people.users import User
from planner.store.roster import offices
from planner.store.row_ids import UserId
from web.gate.addresses import within_site
from web.shell.access import ANY_LOG_IN, ANYBODY, allow, home_page
from web.shell.arguments import as_number
from web.shell.asker import asker
from web.shell.caller import browsers
from web.shell.caller.password_given import password_given
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("login", __name__)
IDLE = timedelta(minutes=30)


class SiteSession(UserMixin):  # type: ignore[misc]
    """A log-in as the session knows it."""

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        """Id and generation: a new password or a disabled log-in ends the session."""
        return f"{self.user.id}.{self.user.generation}"


def register(app: Flask) -> None:
    """Give the site its sessions, tokens against forged forms (CSRF), and the loader of log-ins."""
    store: Store = app.extensions["store"]
    app.secret_key = keys.signing_key(store.home)
    https = app.config["BASE_URL"].startswith("https://")
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        PERMANENT_SESSION_LIFETIME=IDLE,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    CSRFProtect(app)
    manager = LoginManager(app)
    manager.login_view = "shell.login.log_in"
    manager.login_message = None
    manager.user_loader(_load)


def _load(key: str) -> SiteSession | None:
    id, _, generation = key.partition(".")
    try:
        with current_app.extensions["store"].read() as transaction:
            user = users.by_id(transaction, UserId(as_number(id)))
    except Unreadable as cause:
        g.store_down = cause
        return None
    fresh = user is not None and user.disabled_at is None and str(user.generation) == generation
    return SiteSession(user) if fresh and user else None


@blueprint.route("/login", methods=["GET", "POST"])
@allow(ANYBODY)
def log_in() -> str | Response | tuple[str, int]:
    """The log-in page; a POST opens a session and goes on to where the visitor wanted, or answers 401."""
    if request.method == "GET":
        return render_template("shell/login.html", office=None, wrong="")
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
    """Open a session for a log-in, and none of what was there before goes on.

    Whoever is `vouched` for by an identity provider needs no password here, nor to change one.
    """
    session.clear()
    session["vouched"] = vouched
    session.permanent = True
    session["role"] = user.role
    login_user(SiteSession(user))


def _not_in(said: str, status: int, seconds: int) -> Response:
    """The log-in page with what was wrong and when to come again; the name stands there still."""
    page = render_template("shell/login.html", office=None, wrong=said, name=request.form.get("name", "")[:80])
    return Response(page, status, {"Retry-After": str(seconds)}, mimetype="text/html")


@blueprint.post("/logout")
@allow(ANY_LOG_IN)
def log_out() -> Response:
    """End the session."""
    with the_store().write() as transaction:
        door_book.went_out(transaction, asker(), browsers.address(), now())
    logout_user()
    session.clear()
    flash(text("已退出", "logged out"))
    return redirect(url_for("public.pages.home"))


@blueprint.route("/password", methods=["GET", "POST"])
@allow(ANY_LOG_IN)
def password() -> str | Response | tuple[str, int]:
    """Choose a new password; every session ends."""
    if request.method == "GET":
        return _password_page("")
    store, mine = the_store(), asker()
    found = entering.confirm(store, browsers.attempt_here(mine.name, request.form.get("old", "")), now())
    if isinstance(found, NotLetIn):
        wait = waiting_words(found.wait)
        said = text(f"原密码不对，请过 {wait.zh}再试", f"the present password is wrong: try again in {wait.en}")
        return _password_page(said), 401
    try:
        with store.write() as transaction:
            logins.choose_password(transaction, offices.load(transaction), found, request.form.get("fresh", ""), now())
    except Refused as refused:
        return _password_page(refused.faults[0].say(g.lang)), 400
    logout_user()
    flash(text("密码已更换，请重新登录", "the password is changed, log in again"))
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
