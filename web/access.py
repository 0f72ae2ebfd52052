"""Who may open what: every view says so itself, and a view that does not is closed; a form sent twice acts once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, flash, redirect, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from planner.clock import now
from planner.store import Repeated, Store, Unreadable, once
from web.language import text

View = TypeVar("View", bound=Callable[..., Any])
ANYBODY, ANY_LOG_IN, PERSON, CLERK = "anybody", "any log-in", "person", "clerk"
ASSETS = ("static", "bootstrap.static")
SAFE = ("GET", "HEAD", "OPTIONS")


def allow(whom: str) -> Callable[[View], View]:
    """Open a view to anybody, to any log-in, to log-ins that act for somebody, or to clerks."""
    def mark(view: View) -> View:
        view.allowed = whom  # type: ignore[attr-defined]
        return view
    return mark


def register(app: Flask) -> None:
    """Guard every request, and let a form act once."""
    app.before_request(_guard)
    app.before_request(_first_time)
    app.teardown_request(lambda error: once.set(""))
    app.register_error_handler(Repeated, lambda error: _already())
    app.context_processor(lambda: {"fresh_key": lambda: secrets.token_urlsafe(18)})


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
    try:
        user = current_user._get_current_object()
    except Unreadable:
        return _without_store(whom)
    if not user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined,no-any-return]
    if (whom == CLERK and user.user.role != "clerk") or (whom == PERSON and not user.user.person):
        abort(403)
    return None
