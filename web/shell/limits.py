"""Limits of a request: how large, by whom; how often, by address and, where it costs much, by log-in.

What is refused is refused before its body is read. Sizes and numbers stand in docs/limits.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from werkzeug.exceptions import HTTPException, TooManyRequests

from web.gate.buckets import Allowance, Buckets, asking_address
from web.shell.access import ASSETS, ROLES, SAFE
from web.shell.asker import asker, logged_in

Limited = TypeVar("Limited", bound=Callable[..., Any])

STRANGER, FORM, UPLOAD = 64 << 10, 1 << 20, 64 << 20
"""Bytes in a body: of whoever is not logged in, of a form, of a file where one is taken."""
READ_TO_TELL = 2 * UPLOAD
"""Bytes up to which a log-in's body is read away, so that a page can say that it is too large."""
FORM_TEXT = 500_000
"""Bytes of text in a form with a file."""
FIELDS = 2000
"""Fields in a form or a query."""
LONGEST_QUERY = 8000
"""Letters of path and query together."""
BY_ADDRESS = Allowance(600, 30.0)
"""Anonymous requests of one address: an office, or a street, behind one address asks less."""
FEEDS_BY_ADDRESS = Allowance(3000, 50.0)
"""Feeds asked for from one address: five thousand subscribers behind one are served within minutes."""
BY_ACCOUNT = Allowance(40, 0.5)
"""Seconds of this program's work for one log-in, whatever it asks for."""
WITH_HELP = 1.0
"""Seconds that a request counts for beforehand where other programs work for it as well."""

WRITTEN_DOWN = Allowance(1, 1 / 600)
"""Refusals of one address that are written down, for what is refused because it costs too much shall cost little."""


def takes_files(view: Limited) -> Limited:
    """Let those whom a view is open to send it a file."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def costly(view: Limited) -> Limited:
    """Count this for a log-in before it is done: other programs work for it too, and that is not measured."""
    view.costly = True  # type: ignore[attr-defined]
    return view


def hashes(view: Limited) -> Limited:
    """Let this wait for others that hash a password too: together they keep few threads."""
    view.hashes = True  # type: ignore[attr-defined]
    return view


def hashes_for(site: Flask, method: str, path: str, asked: Mapping[str, str]) -> str | None:
    """Who asks, '' for this machine, if the view behind a path hashes a password; None otherwise."""
    try:
        endpoint, _ = site.url_map.bind("").match(path, method)
    except HTTPException:
        return None
    if not getattr(site.view_functions[endpoint], "hashes", False):
        return None
    slowdown: Slowdown = site.extensions["slowdown"]
    return slowdown.asking(asked)


class Slowdown:
    """The buckets of a site, and how many proxies stand before it."""

    def __init__(self, proxies: int) -> None:
        self._proxies = proxies
        self._addresses, self._feeds = Buckets(BY_ADDRESS), Buckets(FEEDS_BY_ADDRESS)
        self._accounts = Buckets(BY_ACCOUNT)
        self._written_down = Buckets(WRITTEN_DOWN)

    def asking(self, environ: Mapping[str, Any]) -> str:
        """Whose requests count together; '' for this machine itself."""
        return asking_address(dict(environ), self._proxies)

    def page(self, environ: Mapping[str, Any]) -> int:
        """Seconds that an anonymous request has to wait."""
        return self._of(self._addresses, environ)

    def feed(self, environ: Mapping[str, Any]) -> int:
        """Seconds that a calendar has to wait."""
        return self._of(self._feeds, environ)

    def account(self, environ: Mapping[str, Any], id: int, price: float) -> int:
        """Seconds that a log-in has to wait after all the work that was done for it."""
        return self._accounts.wait(str(id), price) if self.asking(environ) else 0

    def worked(self, id: int, seconds: float) -> None:
        """Count the work that was done for a log-in."""
        self._accounts.charge(str(id), seconds)

    def is_news(self, environ: Mapping[str, Any]) -> bool:
        """Whether no refusal of this address was written down in the last minutes."""
        return not self._written_down.wait(asking_address(dict(environ), self._proxies))

    def _of(self, buckets: Buckets, environ: Mapping[str, Any]) -> int:
        address = self.asking(environ)
        return buckets.wait(address) if address else 0


def register(app: Flask, slowdown: Slowdown) -> None:
    """Put the limits before everything that reads a body."""
    app.config.update(MAX_CONTENT_LENGTH=UPLOAD, MAX_FORM_PARTS=FIELDS, MAX_FORM_MEMORY_SIZE=FORM_TEXT)
    app.extensions["slowdown"] = slowdown
    app.before_request(_not_too_often)
    app.before_request(_not_too_large)


def look_after(app: Flask) -> None:
    """Count, once the guards have let a request through, the work that it costs, and fields."""
    app.before_request(_not_too_dear)
    app.teardown_request(_worked)


def is_news() -> bool:
    """Whether a refusal of this request is to be written down."""
    return _slowdown().is_news(request.environ)


def _slowdown() -> Slowdown:
    found: Slowdown = current_app.extensions["slowdown"]
    return found


def _not_too_often() -> None:
    if request.endpoint in ASSETS:
        return
    wait = _slowdown().page(request.environ)
    if wait and not logged_in():
        raise TooManyRequests(retry_after=wait)


def _not_too_large() -> None:
    if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > LONGEST_QUERY:
        abort(414)
    sent = request.content_length or 0
    if not sent and request.method in SAFE and "Transfer-Encoding" not in request.headers:
        return
    request.max_content_length = most = _most()
    if sent > most:
        abort(413)


def _most() -> int:
    """How many bytes this request may bring."""
    if not logged_in():
        return STRANGER
    view = current_app.view_functions.get(request.endpoint or "")
    whom = getattr(view, "allowed", None)
    return UPLOAD if getattr(view, "takes_files", False) and asker().role in ROLES.get(whom or "", ()) else FORM


def _not_too_dear() -> None:
    if request.method not in SAFE and sum(len(values) for _, values in request.form.lists()) > FIELDS:
        abort(413)
    if request.endpoint in ASSETS or not logged_in():
        return
    view = current_app.view_functions.get(request.endpoint or "")
    price = WITH_HELP if getattr(view, "costly", False) else 0.0
    wait = _slowdown().account(request.environ, asker().id, price)
    if wait:
        raise TooManyRequests(retry_after=wait)
    g.at_work = asker().id, time.thread_time() + price


def _worked(error: BaseException | None) -> None:
    """Time on the processor, not on the clock: nobody pays for a site that is slow because of others."""
    if "at_work" in g:
        id, paid_until = g.at_work
        _slowdown().worked(id, max(0.0, time.thread_time() - paid_until))
