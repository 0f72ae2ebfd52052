"""Making and changing a subscription, and the one page that shows its secret address."""

from __future__ import annotations

from collections.abc import Callable

import segno
from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.feeds import subscriptions
from planner.office.office import Office
from planner.store import audit
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import Feed
from planner.store.roster import offices
from planner.store.row_ids import FeedId
from web.shell.arguments import as_number
from web.shell.asker import asker
from web.shell.calendar_links import secret_path
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store


def _address(token: str) -> str:
    base: str = current_app.config["BASE_URL"]
    return base + secret_path(token)


def _shown_once(token: str, of: str, back: str) -> str:
    """The page that shows a subscription's secret address; no other page ever does."""
    address = _address(token)
    webcal = "webcal://" + address.partition("://")[2]
    code = segno.make(webcal, error="m").svg_data_uri(scale=4, border=2)
    return render_template(
        "officials/feed.html",
        office=_named().settings["单位名称"],
        address=address,
        webcal=webcal,
        code=code,
        name=of,
        back=back,
    )


def _named() -> Office:
    with the_store().read() as transaction:
        return offices.load(transaction)


def reminders() -> tuple[int, ...]:
    """The reminders that the form chooses, in minutes before a duty, the shortest first."""
    return tuple(sorted({as_number(one, -1) for one in request.form.getlist("remind")} - {-1}))


def make(kind: str, subject: str, may: Callable[[Office], bool], back: str) -> str | Response:
    """Make a subscription and show its address once; 403 where `may` says no, back to endpoint `back` if refused."""
    with the_store().write() as transaction:
        office = offices.load(transaction)
        if not may(office):
            abort(403)
        try:
            id, token = subscriptions.create(
                transaction, office, kind, subject, request.form.get("name", "")[:60], now(), reminders()
            )
        except NotPossible as cause:
            flash(cause.words.say(g.lang), "danger")
            return redirect(url_for(back))
        audit.record(transaction, now(), asker().name, "feed create", {"id": id, "kind": kind, "subject": subject})
        of = subscriptions.subject_name(office, kind, subject)
    return _shown_once(token, of, back)


def change_one(id: FeedId, what: str, mine: Callable[[Office, Feed], bool], back: str) -> str | Response:
    """End a subscription, or give it a new address; 404 for one that is not theirs to change."""
    with the_store().write() as transaction:
        office = offices.load(transaction)
        one = next(
            (one for one in rows.every(transaction) if one.id == id and not subscriptions.ended(one, now())), None
        )
        if one is None or not mine(office, one):
            abort(404)
        token = ""
        if what == "rotate":
            try:
                _, fresh, token = subscriptions.rotate(transaction, office, id, now())
            except NotPossible as cause:
                flash(cause.words.say(g.lang), "danger")
                return redirect(url_for(back))
            audit.record(transaction, now(), asker().name, "feed rotate", {"old": id, "new": fresh})
        else:
            rows.revoke(transaction, id, now().isoformat())
            audit.record(transaction, now(), asker().name, "feed revoke", {"id": id})
        of = subscriptions.subject_name(office, one.kind, one.subject)
    if token:
        return _shown_once(token, of, back)
    flash(text("订阅已停用；已下载的内容仍留在设备上"))
    return redirect(url_for(back))
