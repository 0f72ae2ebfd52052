"""The site: a request is read, the office's work is asked, and the answer is shown."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, g, render_template, request
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from planner.errors import NotPossible, Refused
from planner.launch import data_home
from planner.settings import site_address
from planner.store import Store, Unreadable
from web import api, clerks, liaisons, officials, public, shell
from web.public.feed_server import Door
from web.shell import access, arguments, clock, language, login, oidc
from web.shell.compression import pack

POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
KINDS = {403: "forbidden", 404: "missing", 405: "method", 413: "large", 500: "broken", 503: "down"}
"""Status → the kind of error page; any other status is told as a request that cannot be read."""


def create_app(store: Store | None = None) -> Flask:
    """The site over a store; without one, over the store in the folder of the data."""
    app = Flask(__name__)
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    app.config["MAX_CONTENT_LENGTH"] = 64 << 20
    app.config["BASE_URL"] = site_address()
    app.extensions["store"] = store or Store(data_home())
    Bootstrap5(app)
    app.register_blueprint(_htmx())
    arguments.register(app)
    clock.register(app)
    language.register(app)
    login.register(app)
    access.register(app)
    oidc.register(app)
    arguments.look_over(app)
    for rooms in (shell, public, officials, liaisons, clerks):
        app.register_blueprint(rooms.blueprint)
    api.register(app)
    app.after_request(pack)
    app.after_request(_harden)
    app.wsgi_app = Door(app.wsgi_app, app.extensions["store"], app.config["BASE_URL"])  # type: ignore[method-assign]
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(Unreadable, lambda error: _told(503))
    app.register_error_handler(NotPossible, lambda error: _told(400, error.words.say(g.lang)))
    app.register_error_handler(Refused, lambda error: _told(400, "；".join(one.say(g.lang) for one in error.faults)))
    return app


def _failed(error: HTTPException) -> Any:
    """The answer to a request that cannot be answered; a redirect is an answer."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    return _told(error.code, kind="stale" if isinstance(error, CSRFError) else "")


def _told(status: int, said: str = "", kind: str = "") -> Any:
    """A page that says in a sentence what is wrong, with its status; on the API the same as JSON."""
    if api.asks_api(request.path):
        return api.said(status)
    kind = "refused" if said else kind or KINDS.get(status, "bad")
    return render_template("shell/error.html", kind=kind, said=said), status


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
