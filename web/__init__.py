"""The site: a request is read, the office's work is asked, and the answer is shown."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Request, Response, g, make_response, render_template, request
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from planner.access import door_book
from planner.access.home_log import log_mended
from planner.errors import NotPossible, Refused, TryLater
from planner.home.trouble import Trouble, of_file
from planner.launch import data_home
from planner.settings import links_address, site_address
from planner.store import Store, Unreadable
from web import api, clerks, liaisons, officials, public, shell
from web.gate.addresses import FixedAddress
from web.gate.headers import SafeHeaders
from web.gate.lanes import Waiter
from web.public.feed_server import Door
from web.public.kept_notice import HEADERS, KeptPages, kept_notice
from web.public.probes import Probes
from web.shell import access, arguments, clock, language, limits, login
from web.shell.caller import browsers, password_given, provider
from web.shell.caller.network import Network
from web.shell.compression import pack
from web.shell.frame import menu, working_month
from web.shell.sessions import current
from web.shell.store import the_store
from web.waiting import WaitingSite

KINDS = {
    403: "forbidden",
    404: "missing",
    405: "method",
    413: "large",
    414: "long",
    429: "busy",
    500: "broken",
    503: "down",
}
"""Status → the kind of error page; any other status is told as a request that cannot be read."""


def create_app(store: Store | None = None, *, reached_at: str = "") -> Flask:
    """The site over a store; without one, over the store in the folder of the data.

    Its links carry the address that DANGZHI_BASE_URL says, or, where it says none, `reached_at`.

    A site whose store cannot be opened says so until it can (see `waiting`). Raises Unreadable where that would never
    end, since the folder is none, or another account's.
    """
    try:
        app = _site(store or Store(data_home()), reached_at)
    except Unreadable as cause:
        if cause.trouble.at_start_only:
            raise
        app = _until_it_opens(cause, reached_at)
    return _behind_the_gate(app, links_address(reached_at))


def _bare() -> Flask:
    """An application that is never debugged, whatever FLASK_DEBUG says: it would show its insides."""
    app = Flask(__name__)
    app.debug = False
    return app


def _until_it_opens(cause: Unreadable, reached_at: str) -> Flask:
    """What stands where the site will be, and keeps it once it is there."""
    app = _bare()

    def opened() -> Flask:
        app.extensions["site"] = site = _site(Store(data_home()), reached_at)
        return site

    app.wsgi_app = WaitingSite(  # type: ignore[method-assign]
        cause, opened, lambda inside: Probes(KeptPages(inside, data_home()), None)
    )
    return app


def body_limit(app: Flask, headers: Mapping[str, str]) -> int:
    """How many bytes a server should take in behind these headers (NAME_OF_HEADER → value), before anything is read.

    Whoever the site knows by a cookie or a token may send a file; what it may be is looked at later. The store is asked
    only for what the site itself has signed, and a session that somebody has ended is none.
    """
    site: Flask = app.extensions.get("site", app)
    asked = Request({"HTTP_COOKIE": headers.get("COOKIE", ""), "REQUEST_METHOD": "POST"})
    session = site.session_interface.open_session(site, asked) if site.secret_key else None
    known = False
    if session and current.TOKEN in session:
        with site.app_context():
            known = current.may_send(str(session[current.TOKEN]))
    if not known and site.secret_key and "AUTHORIZATION" in headers:
        with site.app_context():
            known = api.is_token(headers["AUTHORIZATION"])
    return limits.READ_TO_TELL if known else limits.STRANGER


def waits_aside(app: Flask, method: str, path: str, asked: Mapping[str, str]) -> Waiter | None:
    """Who asks, if this request hashes a password and so waits for others that do; None for any other request.

    `asked` has REMOTE_ADDR, HTTP_X_FORWARDED_FOR and HTTP_COOKIE.
    """
    site: Flask = app.extensions.get("site", app)
    if method in access.SAFE or "slowdown" not in site.extensions:
        return None
    who = limits.hashes_for(site, method, path, asked)
    return None if who is None else Waiter(who, browsers.is_known(site, asked.get("HTTP_COOKIE", "")))


def _behind_the_gate(app: Flask, address: str) -> Flask:
    fixed = FixedAddress(app.wsgi_app, address)
    app.wsgi_app = SafeHeaders(fixed, https=address.startswith("https://"))  # type: ignore[method-assign]
    return app


def _site(store: Store, reached_at: str) -> Flask:
    app = _bare()
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    app.config["BASE_URL"] = links_address(reached_at)
    app.extensions["store"] = store
    slowdown = limits.Slowdown(Network.from_environment().proxies)
    log_mended(store)
    Bootstrap5(app)
    app.register_blueprint(_htmx())
    arguments.register(app)
    clock.register(app)
    language.register(app)
    limits.register(app, slowdown)
    login.register(app)
    browsers.register(app)
    password_given.register(app)
    access.register(app)
    menu.register(app)
    working_month.register(app)
    provider.register(app)
    arguments.look_over(app)
    limits.look_after(app)
    for rooms in (shell, public, officials, liaisons, clerks):
        app.register_blueprint(rooms.blueprint)
    api.register(app)
    app.after_request(pack)
    door = Door(app.wsgi_app, app.extensions["store"], site_address(), slowdown.feed)
    app.extensions["door"] = door
    app.wsgi_app = Probes(door, app.extensions["store"])  # type: ignore[method-assign]
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(Unreadable, lambda error: _halted(error.trouble))
    app.register_error_handler(OSError, lambda error: _halted(of_file(error)))
    app.register_error_handler(NotPossible, lambda error: _told(400, error.words.say(g.lang)))
    app.register_error_handler(TryLater, _later)
    app.register_error_handler(Refused, lambda error: _told(400, "；".join(one.say(g.lang) for one in error.faults)))
    return app


def _failed(error: HTTPException) -> Any:
    """The answer to a request that cannot be answered; a redirect is an answer."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    if error.code == 403:
        access.record_forbidden()
    elif isinstance(error, CSRFError) and limits.is_news():
        access.record_forbidden(door_book.FORGED)
    elif error.code in (413, 429) and limits.is_news():
        access.record_forbidden(door_book.TOO_MUCH)
    answer = make_response(_told(error.code, kind="stale" if isinstance(error, CSRFError) else ""))
    if isinstance(error, TooManyRequests):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _halted(trouble: Trouble) -> Any:
    """The answer while the store or the disk does not: what is wrong, without the place, which is nobody's business."""
    if api.asks_api(request.path):
        return api.said(503, trouble.without_place)
    kept = kept_notice(the_store().home) if request.path == "/" and request.method in ("GET", "HEAD") else None
    if kept is not None:
        return Response(kept, headers=dict(HEADERS))
    return _told(503, trouble.without_place.say(g.lang), "down" if request.method in ("GET", "HEAD") else "refused")


def _later(later: TryLater) -> Any:
    """The answer to who comes too often or in too great a crowd: when to come again."""
    answer = make_response(_told(503 if later.busy else 429, later.words.say(g.lang), "refused"))
    answer.headers["Retry-After"] = str(later.seconds)
    return answer


def _told(status: int, said: str = "", kind: str = "") -> Any:
    """A page that says in a sentence what is wrong, with its status; on the API the same as JSON."""
    if api.asks_api(request.path):
        return api.said(status)
    kind = kind or ("refused" if said else KINDS.get(status, "bad"))
    return render_template("shell/error.html", kind=kind, said=said), status


def _htmx() -> Blueprint:
    """htmx, as its package brings it."""
    package = find_spec("js_lib_htmx")
    assert package is not None, "requirements.txt names it"
    folder = Path(package.origin or "").parent / "static" / "htmx"
    return Blueprint("htmx", __name__, static_folder=folder, static_url_path="/htmx")
