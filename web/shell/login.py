"""Logging in and out: one answer for every failure, sessions that end when idle or when the password changes."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Blueprint, Flask, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from planner.access import logins
from planner.store import Store, Transaction, Unreadable
from planner.store.messages import feeds as switches
from planner.store.people import users
from planner.store.people.users import User
from planner.store.row_ids import UserId
from web.shell.access import ANY_LOG_IN, ANYBODY, allow, home_page
from web.shell.arguments import as_number
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text

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
    with store.write() as transaction:
        app.secret_key = _secret(transaction)
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


def _secret(transaction: Transaction) -> str:
    found = switches.switched(transaction, "secret-key")
    if not found:
        found = secrets.token_urlsafe(48)
        switches.switch(transaction, "secret-key", found)
    return found


def _load(key: str) -> SiteSession | None:
    id, _, generation = key.partition(".")
    try:
        with current_app.extensions["store"].read() as transaction:
            user = users.by_id(transaction, UserId(as_number(id)))
    except Unreadable:
        g.store_down = True
        return None
    fresh = user is not None and user.disabled_at is None and str(user.generation) == generation
    return SiteSession(user) if fresh and user else None


@blueprint.route("/login", methods=["GET", "POST"])
@allow(ANYBODY)
def log_in() -> str | Response | tuple[str, int]:
    """The log-in page; a POST opens a session and goes on to where the visitor wanted, or answers 401."""
    if request.method == "GET":
        return render_template("shell/login.html", office=None, failed=False)
    name, password = request.form.get("name", ""), request.form.get("password", "")
    user = logins.log_in(current_app.extensions["store"], name, password, now())
    if user is None:
        return render_template("shell/login.html", office=None, failed=True), 401
    session.clear()
    session.permanent = True
    session["role"] = user.role
    login_user(SiteSession(user))
    return redirect(_next())


def _next() -> str:
    """Where to go on: a path of this site, never another host."""
    wanted = request.args.get("next", "")
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if plain else home_page()


@blueprint.post("/logout")
@allow(ANY_LOG_IN)
def log_out() -> Response:
    """End the session."""
    logout_user()
    session.clear()
    flash(text("已退出", "logged out"))
    return redirect(url_for("public.pages.home"))


@blueprint.route("/password", methods=["GET", "POST"])
@allow(ANY_LOG_IN)
def password() -> str | Response | tuple[str, int]:
    """Choose a new password; every session ends."""
    from planner.errors import Refused

    if request.method == "GET":
        return render_template("shell/password.html", office=None, wrong="")
    store: Store = current_app.extensions["store"]
    mine: User = asker()
    if logins.log_in(store, mine.name, request.form.get("old", ""), now()) is None:
        return render_template(
            "shell/password.html", office=None, wrong=text("原密码不对", "the present password is wrong")
        ), 401
    try:
        with store.write() as transaction:
            logins.set_password(transaction, mine.name, request.form.get("fresh", ""), now(), mine.name)
    except Refused as refused:
        wrong = refused.faults[0]
        said = text(f"{wrong.cause.zh}，{wrong.cure.zh}", f"{wrong.cause.en}: {wrong.cure.en}")
        return render_template("shell/password.html", office=None, wrong=said), 400
    logout_user()
    flash(text("密码已更换，请重新登录", "the password is changed, log in again"))
    return redirect(url_for("shell.login.log_in"))
