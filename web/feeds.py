"""Feed addresses: whole, 304 or gone; never a log-in page, never something else inside."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.http import http_date

from planner.clock import today
from planner.feed import render
from planner.store import feeds as rows
from planner.store import offices
from web.access import ANYBODY, allow
from web.packing import pack

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/feed/public.ics")
@allow(ANYBODY)
def public_all() -> Response:
    """Everything public in one calendar."""
    return _public("")


@blueprint.get("/feed/public/<path:duty>.ics")
@allow(ANYBODY)
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
@allow(ANYBODY)
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
    pack(response)
    response.headers["Date"] = http_date()
    response.make_conditional(request)
    return response
