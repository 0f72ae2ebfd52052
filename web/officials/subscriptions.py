"""One's own calendar subscriptions: made, ended, given a new address, or downloaded once."""

from __future__ import annotations

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from planner.feeds.calendar_file import render
from planner.feeds.subscriptions import REMINDERS
from planner.settings import site_address
from planner.store.messages.feeds import Feed, FeedKind
from planner.store.roster import offices
from planner.store.row_ids import NO_FEED, FeedId
from web.shell.access import PERSON, acts_for, allow
from web.shell.clock import today
from web.shell.downloads import handed_out
from web.shell.store import the_store
from web.shell.subscription_forms import change_one, make

blueprint = Blueprint("subscriptions", __name__)


@blueprint.app_context_processor
def _choices() -> dict[str, object]:
    return {"reminder_choices": REMINDERS}


@blueprint.post("/me/feed")
@allow(PERSON)
def subscribe() -> str | Response:
    """A new subscription; its address is on this page once and nowhere else."""
    person = request.form.get("person", "")
    return make(FeedKind.PERSON, person, lambda office: person in acts_for(office), "officials.home.home")


@blueprint.post("/me/feed/<int:id>/<any(revoke, rotate):what>")
@allow(PERSON)
def change(id: FeedId, what: str) -> str | Response:
    """End one of my subscriptions, or give it a new address."""
    return change_one(
        id,
        what,
        lambda office, one: one.kind == FeedKind.PERSON and one.subject in acts_for(office),
        "officials.home.home",
    )


@blueprint.get("/me/calendar/<person>.ics")
@allow(PERSON)
def download(person: str) -> Response:
    """My duties as a file to open once."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
        if person not in acts_for(office):
            abort(404)
        feed = Feed(NO_FEED, FeedKind.PERSON, person, "", "", None)
        data = render(transaction, office, feed, today(), site_address()).data
    return handed_out(data)
