"""The site: parse a request, call the office's work, show."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, render_template
from flask_bootstrap import Bootstrap5

from planner.settings import site
from planner.store import Store, Unreadable
from web import (
    access,
    ahead,
    answers,
    api,
    auth,
    calls,
    draft,
    language,
    log,
    me,
    messages,
    office,
    oidc,
    papers,
    public,
    record,
    register,
    roster,
    subscriptions,
    unit,
    vacancies,
    work,
)
from web.feeds import Door
from web.packing import pack

POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"


def create_app(store: Store | None = None) -> Flask:
    """The site over a store; without one, over DANGZHI_HOME."""
    app = Flask(__name__)
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    app.config["MAX_CONTENT_LENGTH"] = 64 << 20
    app.config["BASE_URL"] = site()
    app.extensions["store"] = store or Store(Path(os.environ.get("DANGZHI_HOME") or "instance"))
    Bootstrap5(app)
    app.register_blueprint(_htmx())
    language.register(app)
    app.register_blueprint(public.blueprint)
    auth.register(app)
    access.register(app)
    app.register_blueprint(auth.blueprint)
    oidc.register(app)
    app.register_blueprint(me.blueprint)
    app.register_blueprint(subscriptions.blueprint)
    app.register_blueprint(messages.blueprint)
    app.register_blueprint(answers.blueprint)
    app.register_blueprint(calls.blueprint)
    app.register_blueprint(office.blueprint)
    app.register_blueprint(draft.blueprint)
    app.register_blueprint(work.blueprint)
    app.register_blueprint(record.blueprint)
    app.register_blueprint(roster.blueprint)
    app.register_blueprint(ahead.blueprint)
    app.register_blueprint(register.blueprint)
    app.register_blueprint(log.blueprint)
    app.register_blueprint(papers.blueprint)
    app.register_blueprint(vacancies.blueprint)
    app.register_blueprint(unit.blueprint)
    api.register(app)
    app.after_request(pack)
    app.after_request(_harden)
    app.wsgi_app = Door(app.wsgi_app, app.extensions["store"], app.config["BASE_URL"])  # type: ignore[method-assign]
    app.register_error_handler(404, lambda error: (render_template("error.html", kind="missing"), 404))
    app.register_error_handler(403, lambda error: (render_template("error.html", kind="forbidden"), 403))
    app.register_error_handler(400, lambda error: (render_template("error.html", kind="bad"), 400))
    app.register_error_handler(503, lambda error: (render_template("error.html", kind="down"), 503))
    app.register_error_handler(Unreadable, lambda error: (render_template("error.html", kind="down"), 503))
    app.register_error_handler(500, lambda error: (render_template("error.html", kind="broken"), 500))
    return app


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
