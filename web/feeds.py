"""Feed addresses: whole, 304 or gone; never a log-in page, never something else inside."""

from __future__ import annotations

import gzip
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.http import http_date

from planner.clock import today
from planner.feed import Rendered, render
from planner.store import feeds as rows
from planner.store import offices

blueprint = Blueprint("feeds", __name__)
GZIP_FROM = 500
"""Smaller bodies are not worth packing."""


@blueprint.get("/feed/public.ics")
def public_all() -> Response:
    """Everything public in one calendar."""
    return _public("")


@blueprint.get("/feed/public/<path:duty>.ics")
def public(duty: str) -> Response:
    """One public duty."""
    with current_app.extensions["store"].read() as unit:
        known = offices.load(unit).duties.get(duty)
    if known is None or known.public == "no":
        abort(404)
    return _public(duty)


def _public(duty: str) -> Response:
    return _answer(rows.Feed(0, "public", duty, "", "", None))


@blueprint.get("/feed/<token>.ics")
def secret(token: str) -> Response:
    """The calendar of a secret address: 404 where nobody knows it, 410 once it is revoked."""
    with current_app.extensions["store"].read() as unit:
        feed = rows.by_token(unit, token)
    if feed is None:
        return Response("unknown\n", 404, mimetype="text/plain")
    if feed.revoked_at:
        return Response("revoked\n", 410, mimetype="text/plain")
    return _answer(feed)


def _answer(feed: rows.Feed) -> Response:
    with current_app.extensions["store"].read() as unit:
        found = render(unit, feed, today(offices.load(unit).settings["时区"]))
    response = Response(found.data, content_type="text/calendar; charset=utf-8")
    response.set_etag(found.etag)
    response.last_modified = found.modified
    response.headers["Cache-Control"] = "private, max-age=300"
    kind = "attachment" if request.args.get("download") else "inline"
    response.headers["Content-Disposition"] = f"{kind}; filename=duty.ics; filename*=UTF-8''{quote('值班.ics')}"
    response.vary.add("Accept-Encoding")
    _pack(response, found)
    response.make_conditional(request)
    return response


def _pack(response: Response, found: Rendered) -> None:
    """gzip with a fixed time, so that packed bytes are as stable as plain ones."""
    if len(found.data) >= GZIP_FROM and request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(found.data, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.set_etag(found.etag + "-gz")
    response.headers["Date"] = http_date()
