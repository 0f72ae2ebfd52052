"""The site: a request is read, the office's work is asked, and the answer is shown."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, render_template
from flask_bootstrap import Bootstrap5

from planner.launch import data_home
from planner.settings import site_address
from planner.store import Store, Unreadable
from web import api, clerks, liaisons, officials, public, shell
from web.public.feed_server import Door
from web.shell import access, clock, language, login, oidc
from web.shell.compression import pack

POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
ERRORS: tuple[tuple[int | type[Exception], int, str], ...] = (
    (400, 400, "bad"),
    (403, 403, "forbidden"),
    (404, 404, "missing"),
    (500, 500, "broken"),
    (503, 503, "down"),
    (Unreadable, 503, "down"),
)
"""What goes wrong, the status it answers with, and the kind of error page."""


def create_app(store: Store | None = None) -> Flask:
    """The site over a store; without one, over the store in the folder of the data."""
    app = Flask(__name__)
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    app.config["MAX_CONTENT_LENGTH"] = 64 << 20
    app.config["BASE_URL"] = site_address()
    app.extensions["store"] = store or Store(data_home())
    Bootstrap5(app)
    app.register_blueprint(_htmx())
    clock.register(app)
    language.register(app)
    login.register(app)
    access.register(app)
    oidc.register(app)
    for rooms in (shell, public, officials, liaisons, clerks):
        app.register_blueprint(rooms.blueprint)
    api.register(app)
    app.after_request(pack)
    app.after_request(_harden)
    app.wsgi_app = Door(app.wsgi_app, app.extensions["store"], app.config["BASE_URL"])  # type: ignore[method-assign]
    for error, status, kind in ERRORS:
        app.register_error_handler(error, partial(_error_page, status, kind))
    return app


def _error_page(status: int, kind: str, error: Exception) -> tuple[str, int]:
    """A page for a request that could not be answered, with its status."""
    return render_template("shell/error.html", kind=kind), status


def _htmx() -> Blueprint:
    """htmx, as its package brings it."""
    package = find_spec("js_lib_htmx")
    assert package is not None, "requirements.txt names it"
    folder = Path(package.origin or "").parent / "static" / "htmx"
    return Blueprint("htmx", __name__, static_folder=folder, static_url_path="/htmx")


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Frame-Options", "DENY")
    return response
