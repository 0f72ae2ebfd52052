"""The office's subscriptions: who reads feeds by client, where feeds answer at all, leaders' own."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.feeds import subscriptions
from planner.feeds.clients import BY_ID, families
from planner.feeds.subscriptions import REACHES
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import FeedKind
from planner.store.roster import offices
from planner.store.row_ids import FeedId
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store
from web.shell.subscription_forms import change_one, make

blueprint = Blueprint("subscriptions", __name__)


@blueprint.get("/office/feeds")
@allow(CLERK)
def overview() -> str:
    """Where feeds answer, the office's own subscriptions, and how many of all are read by which clients."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
        live = [one for one in rows.every(transaction) if not subscriptions.ended(one, now())]
        sums = families(transaction, live)
        where = subscriptions.reach(transaction)
        leaders = [
            (id, subscriptions.leader_allowed(transaction, office, id)) for id in office.people if office.is_leader(id)
        ]
    own = [
        (one, subscriptions.subject_name(office, one.kind, one.subject)) for one in live if one.kind != FeedKind.PERSON
    ]
    return render_template(
        "clerks/feeds.html",
        office=office.settings["单位名称"],
        own=own,
        reach=where,
        reaches=REACHES,
        leaders=leaders,
        name=office.name,
        sums=[(BY_ID.get(id), count) for id, count in sums.items()],
        choices={
            "duty": [(one.id, one.name) for one in office.duties.values()],
            "unit": [(one.id, one.name) for one in office.units.values()],
            "village": [(one.id, one.name) for one in office.villages.values()],
        },
    )


@blueprint.post("/office/feeds")
@allow(CLERK)
def subscribe_office() -> str | Response:
    """A subscription of the office, a duty, a unit or a village."""
    kind, _, subject = request.form.get("of", "").partition(":")
    return make(kind, subject, lambda office: kind != FeedKind.PERSON, "clerks.subscriptions.overview")


@blueprint.post("/office/feeds/<int:id>/<any(revoke, rotate):what>")
@allow(CLERK)
def change_office(id: FeedId, what: str) -> str | Response:
    """End one of the office's subscriptions, or give it a new address; persons see to their own."""
    return change_one(id, what, lambda office, one: one.kind != FeedKind.PERSON, "clerks.subscriptions.overview")


@blueprint.post("/office/feeds/reach")
@allow(CLERK)
def set_reach() -> Response:
    """Set from where calendars are answered: everywhere, within the office's network, or nowhere."""
    try:
        with the_store().write() as transaction:
            subscriptions.set_reach(transaction, request.form.get("reach", ""), now(), asker().name)
        flash(text("已设置"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.subscriptions.overview"))


@blueprint.post("/office/feeds/leader/<person>/<any(on, off):state>")
@allow(CLERK)
def allow_leader(person: str, state: str) -> Response:
    """Switch a district leader's personal feed on or off."""
    with the_store().write() as transaction:
        office = offices.load(transaction)
        if person not in office.people or not office.is_leader(person):
            abort(404)
        subscriptions.allow_leader(transaction, office, person, state == "on", now(), asker().name)
    flash(text("已设置"))
    return redirect(url_for("clerks.subscriptions.overview"))
