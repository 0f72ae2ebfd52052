"""Who may open what: every view says so itself, and a view that does not is closed; a form sent twice acts once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.access import door_book, logins
from planner.access.factor.second_factor import is_missing
from planner.access.password_age import is_too_old
from planner.office.ids import as_person
from planner.office.office import Office
from planner.store import Repeated, Store, Unreadable, idempotency, once
from planner.store.door.api_tokens import ApiToken, TokenKind
from planner.store.people.users import Role, User
from web.gate.addresses import within_site
from web.shell.asker import asker, is_vouched, logged_in, session_id
from web.shell.caller import browsers
from web.shell.clock import now
from web.shell.language import text
from web.shell.sessions.current import role_while_away
from web.shell.sessions.late_forms import keep_late
from web.shell.store import the_store

View = TypeVar("View", bound=Callable[..., Any])
ANYBODY, ANY_LOG_IN, SETTLED, PERSON, CLERK, RECORD, LIAISON = (
    "anybody",
    "any log-in",
    "log-in with its own password",
    "person",
    "clerk",
    "clerk or auditor",
    "liaison",
)
ROLES = {CLERK: (Role.CLERK,), RECORD: (Role.CLERK, Role.AUDITOR), LIAISON: (Role.LIAISON,)}
HOME = {Role.CLERK: "clerks.home.home", Role.AUDITOR: "clerks.log.home", Role.LIAISON: "liaisons.unit.home"}
"""Role → the endpoint where it begins; everybody else begins at their own page."""
ASSETS = ("static", "bootstrap.static", "htmx.static")
LOG_IN = "shell.login.log_in"
SAFE = ("GET", "HEAD", "OPTIONS")


class FirstPassword(Exception):
    """Raised where a log-in whose password was given to it wants more than to choose one of its own."""


class PasswordTooOld(FirstPassword):
    """The same of one whose own password is older than the profile lets it be."""


class SecondFactorMissing(Exception):
    """Raised where a log-in that must have a second factor wants more than to set one up."""


def allow(whom: str) -> Callable[[View], View]:
    """Open a view to anybody, to any log-in, to those that need choose no password first, or that act for somebody,
    or to some roles.
    """

    def mark(view: View) -> View:
        view.allowed = whom  # type: ignore[attr-defined]
        return view

    return mark


def polled(view: View) -> View:
    """A view that open pages ask for by themselves: to be asked for it is not to be used."""
    view.polled = True  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    """Put the guard before every request, and let a form that is sent twice act once."""
    app.before_request(_guard)
    app.before_request(_first_time)
    app.after_request(_not_kept)
    app.teardown_request(_forget_key)
    app.register_error_handler(Repeated, lambda error: _already())
    app.register_error_handler(FirstPassword, lambda error: redirect(url_for("shell.login.password")))
    app.register_error_handler(SecondFactorMissing, lambda error: redirect(url_for("shell.second_factor.setting_up")))
    app.context_processor(lambda: {"fresh_key": lambda: secrets.token_urlsafe(18)})


def _not_kept(response: Response) -> Response:
    """Nothing that a log-in was shown, no form with a token and no refusal stays in a cache or a browser."""
    if request.endpoint not in ASSETS or response.status_code >= 400:
        public = request.endpoint is not None and allowed(request.endpoint) == ANYBODY and response.status_code < 400
        if not public or "csrf_token" in g or logged_in():
            response.headers["Cache-Control"] = "no-store"
    return response


def _forget_key(error: BaseException | None) -> None:
    """Forget the form's key, so that the next request on this thread begins without one."""
    once.set("")


def allowed(endpoint: str) -> str | None:
    """Whom a view is open to; None where it does not say."""
    return ANYBODY if endpoint in ASSETS else getattr(current_app.view_functions[endpoint], "allowed", None)


def _guard() -> Response | None:
    """Default deny: what no view says is refused."""
    if request.endpoint is None:
        return None
    whom = allowed(request.endpoint)
    if whom == ANYBODY:
        return None
    if whom is None:
        abort(403)
    if not logged_in():
        if g.get("store_down"):
            _without_store(request.endpoint, g.store_down)
            return None
        if request.blueprint == "api":
            abort(401)
        return _to_log_in()
    user = asker()
    if whom != ANY_LOG_IN and not is_vouched():
        _refuse_unfinished(user)
    if user.role not in ROLES.get(whom, (user.role,)) or (whom in (PERSON, LIAISON) and not user.person):
        abort(403)
    return None


def _by_program() -> bool:
    """Whether a token that was made for a program asks: only who need choose no password first can make one."""
    token: ApiToken | None = g.get("api_token")
    return token is not None and token.kind is TokenKind.NAMED


def _refuse_unfinished(user: User) -> None:
    """Raise what a log-in by password has to do before anything else."""
    if user.given_at and not _by_program():
        raise FirstPassword
    if is_too_old(user, now()):
        raise PasswordTooOld
    if is_missing(user):
        raise SecondFactorMissing


def record_forbidden(action: str = door_book.FORBIDDEN) -> None:
    """Write down that this request was refused; nothing while the store cannot be written."""
    with suppress(Unreadable), the_store().write() as transaction:
        door_book.forbidden(transaction, asker() if logged_in() else None, browsers.address(), now(), action)


def _without_store(endpoint: str, cause: Unreadable) -> None:
    """While the store does not answer, a clerk who is logged in still sees who is on duty."""
    if endpoint != "clerks.now.present" or role_while_away() is not Role.CLERK:
        raise cause


def _to_log_in() -> Response:
    """To the log-in page, and from there to where the visitor wanted, or to the form that came too late."""
    if "HX-Request" in request.headers:  # a part of a page: the whole page goes
        there = urlsplit(request.headers.get("HX-Current-URL", ""))
        wanted = within_site(f"{there.path}?{there.query}" if there.query else there.path, "")
        return Response(status=401, headers={"HX-Redirect": url_for(LOG_IN, next=wanted or None)})
    if request.method in SAFE:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined,no-any-return]
    late = keep_late()
    if late is not None and not late.kept:
        flash(text("您刚才提交的内容没有办理，也没有保存。请登录后回到那一页重新填写。"), "danger")
    return redirect(url_for(LOG_IN, next=url_for("shell.unsent.show") if late and late.kept else None))


def _first_time() -> Response | None:
    """Answer a form whose key was acted on already; otherwise leave the key for the deed to keep."""
    if request.method in SAFE or request.blueprint == "api" or not logged_in():  # the API gives its first answer again
        return None
    key = request.form.get("key") or request.headers.get("Idempotency-Key", "")
    if not key:
        return None
    scoped = scoped_key(key)
    store: Store = current_app.extensions["store"]
    with store.read() as transaction:
        if idempotency.key_known(transaction, scoped):
            return _already()
    once.set(scoped)
    return None


def scoped_key(key: str) -> str:
    """The key of a form as the store keeps it: one for each log-in, whatever its session."""
    return hashlib.sha256(f"{session_id()} {key}".encode()).hexdigest()


def _already() -> Response:
    if request.blueprint == "api":
        abort(409)
    flash(text("这项操作已经办过，没有重复办理"))
    return redirect(home_page())


def home_page() -> str:
    """The address of the page where this log-in begins."""
    return url_for(HOME.get(asker().role, "officials.home.home"))


def acts_for(office: Office) -> list[str]:
    """The persons this log-in acts for; 403 for a log-in without any."""
    people = logins.people_of(office, asker())
    if not people:
        abort(403)
    return people


def tagged(people: list[str]) -> frozenset[str]:
    """The ids of some people, tagged as assignees are."""
    return frozenset(as_person(one) for one in people)
