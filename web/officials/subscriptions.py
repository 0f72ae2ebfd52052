"""Subscriptions on the site: one's own, with what their copies do not know yet; the office's, with sums by client alone."""

from __future__ import annotations

from collections.abc import Callable

import segno
from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from planner.clock import now
from planner.errors import NotPossible
from planner.feeds import subscriptions
from planner.feeds.calendar_file import render
from planner.feeds.clients import BY_ID, families
from planner.feeds.subscriptions import REACHES, REMINDERS
from planner.office.office import Office
from planner.store import Unit, audit
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import Feed
from planner.store.roster import offices
from web.access import CLERK, PERSON, allow
from web.feeds import CALENDAR, NAMES, secret_path
from web.language import text
from web.me import acts_for
from web.store import the_store

blueprint = Blueprint("subscriptions", __name__)


@blueprint.app_context_processor
def _choices() -> dict[str, object]:
    return {"reminder_choices": REMINDERS}


def _address(token: str) -> str:
    base: str = current_app.config["BASE_URL"] or request.host_url.rstrip("/")
    return base + secret_path(token)


def _shown_once(token: str, of: str, back: str) -> str:
    """The page with an address that nowhere else shows."""
    address = _address(token)
    webcal = "webcal://" + address.partition("://")[2]
    code = segno.make(webcal, error="m").svg_data_uri(scale=4, border=2)
    return render_template("me/feed.html", office=_named().settings["单位名称"], address=address, webcal=webcal, code=code, name=of, back=back)


def _named() -> Office:
    with the_store().read() as unit:
        return offices.load(unit)


def _reminders() -> tuple[int, ...]:
    return tuple(sorted({int(one) for one in request.form.getlist("remind") if one.isdigit()}))


def _make(kind: str, subject: str, may: Callable[[Unit], bool], back: str) -> str | Response:
    with the_store().write() as unit:
        if not may(unit):
            abort(403)
        try:
            id, token = subscriptions.create(unit, kind, subject, request.form.get("name", "")[:60], now(), _reminders())
        except NotPossible as cause:
            flash(cause.words.say(g.lang), "danger")
            return redirect(url_for(back))
        audit.record(unit, now(), current_user.user.name, "feed create", {"id": id, "kind": kind, "subject": subject})
        of = subscriptions.subject_name(offices.load(unit), kind, subject)
    return _shown_once(token, of, back)


def _change(id: int, what: str, mine: Callable[[Unit, Feed], bool], back: str) -> str | Response:
    """End a subscription, or give it a new address; 404 for one that is not theirs to change."""
    with the_store().write() as unit:
        one = next((one for one in rows.every(unit) if one.id == id and not subscriptions.ended(one, now())), None)
        if one is None or not mine(unit, one):
            abort(404)
        token = ""
        if what == "rotate":
            try:
                _, fresh, token = subscriptions.rotate(unit, id, now())
            except NotPossible as cause:
                flash(cause.words.say(g.lang), "danger")
                return redirect(url_for(back))
            audit.record(unit, now(), current_user.user.name, "feed rotate", {"old": id, "new": fresh})
        else:
            rows.revoke(unit, id, now().isoformat())
            audit.record(unit, now(), current_user.user.name, "feed revoke", {"id": id})
        of = subscriptions.subject_name(offices.load(unit), one.kind, one.subject)
    if token:
        return _shown_once(token, of, back)
    flash(text("订阅已停用；已下载的内容仍留在设备上", "The subscription has ended; what was downloaded stays on the device"))
    return redirect(url_for(back))


@blueprint.post("/me/feed")
@allow(PERSON)
def subscribe() -> str | Response:
    """A new subscription; its address is on this page once and nowhere else."""
    person = request.form.get("person", "")
    return _make("person", person, lambda unit: person in acts_for(unit), "me.home")


@blueprint.post("/me/feed/<int:id>/<any(revoke, rotate):what>")
@allow(PERSON)
def change(id: int, what: str) -> str | Response:
    """End one of my subscriptions, or give it a new address."""
    return _change(id, what, lambda unit, one: one.kind == "person" and one.subject in acts_for(unit), "me.home")


@blueprint.get("/me/calendar/<person>.ics")
@allow(PERSON)
def download(person: str) -> Response:
    """My duties as a file to open once."""
    with the_store().read() as unit:
        if person not in acts_for(unit):
            abort(404)
        office = offices.load(unit)
        data = render(unit, Feed(0, "person", person, "", "", None), now(office.settings["时区"]).date(), current_app.config["BASE_URL"]).data
    return handed_out(data)


def handed_out(data: bytes) -> Response:
    """A calendar file to open once."""
    return Response(data, headers=[CALENDAR, NAMES["attachment"], ("Cache-Control", "no-store")])


@blueprint.get("/office/feeds")
@allow(CLERK)
def overview() -> str:
    """Where feeds answer, the office's own subscriptions, and how many of all are read by which clients."""
    with the_store().read() as unit:
        office = offices.load(unit)
        live = [one for one in rows.every(unit) if not subscriptions.ended(one, now())]
        sums = families(unit, live)
        where = subscriptions.reach(unit)
        leaders = [(id, subscriptions.allowed(unit, office, id)) for id in office.people if office.is_leader(id)]
    own = [(one, subscriptions.subject_name(office, one.kind, one.subject)) for one in live if one.kind != "person"]
    return render_template(
        "office/feeds.html", office=office.settings["单位名称"], own=own, reach=where, reaches=REACHES, leaders=leaders, name=office.name,
        sums=[(BY_ID.get(id), count) for id, count in sums.items()], choices={
            "duty": [(one.id, one.name) for one in office.duties.values()], "unit": [(one.id, one.name) for one in office.units.values()],
            "village": [(one.id, one.name) for one in office.villages.values()],
        },
    )


@blueprint.post("/office/feeds")
@allow(CLERK)
def subscribe_office() -> str | Response:
    """A subscription of the office, a duty, a unit or a village."""
    kind, _, subject = request.form.get("of", "").partition(":")
    return _make(kind, subject, lambda unit: kind != "person", "subscriptions.overview")


@blueprint.post("/office/feeds/<int:id>/<any(revoke, rotate):what>")
@allow(CLERK)
def change_office(id: int, what: str) -> str | Response:
    """End one of the office's subscriptions, or give it a new address; persons see to their own."""
    return _change(id, what, lambda unit, one: one.kind != "person", "subscriptions.overview")


@blueprint.post("/office/feeds/reach")
@allow(CLERK)
def set_reach() -> Response:
    """Where feeds answer at all."""
    try:
        with the_store().write() as unit:
            subscriptions.set_reach(unit, request.form.get("reach", ""), now(), current_user.user.name)
        flash(text("已设置", "Set"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("subscriptions.overview"))


@blueprint.post("/office/feeds/leader/<person>/<any(on, off):state>")
@allow(CLERK)
def allow_leader(person: str, state: str) -> Response:
    """Switch a district leader's personal feed on or off."""
    with the_store().write() as unit:
        if person not in offices.load(unit).people or not offices.load(unit).is_leader(person):
            abort(404)
        subscriptions.allow(unit, person, state == "on", now(), current_user.user.name)
    flash(text("已设置", "Set"))
    return redirect(url_for("subscriptions.overview"))
