"""Swaps and open calls that wait for the office: agreed on somebody's behalf, approved, declined, chased."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.changing import open_call, swap, unanswered
from planner.clock import now
from planner.errors import NotPossible
from planner.judging.refusals import SwapRefused
from planner.store.people import calls, offers
from planner.store.roster import offices, versions
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("requests", __name__, url_prefix="/office")


@blueprint.get("/swaps")
@allow(CLERK)
def swaps() -> str:
    """Requests that wait for somebody."""
    swap.lapse(the_store(), now())
    with the_store().read() as unit:
        office, content = offices.load(unit), versions.in_force(unit)
        found, called = offers.every(unit, still_open=True), calls.still_open(unit)
        chased = unanswered.waiting(unit, now(), g.lang)
    slots = {id: held.slot for id, held in content.slots.items()}
    return render_template("clerks/swaps.html", office=office.settings["单位名称"], offers=found, slots=slots, name=office.name, chased=chased, calls=called)


@blueprint.post("/swaps/<int:id>/chased")
@allow(CLERK)
def chase(id: int) -> Response:
    """Say that somebody who has not answered was reminded."""
    try:
        unanswered.note(the_store(), id, request.form.get("who", ""), request.form.get("channel", ""), now(), asker().name)
        flash(text("已记下催办", "Noted"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.requests.swaps"))


@blueprint.post("/calls/<int:id>/close")
@allow(CLERK)
def close_call(id: int) -> Response:
    """End an open call on its giver's behalf."""
    try:
        open_call.close(the_store(), id, swap.OFFICE, frozenset(), now())
        flash(text("已办理", "Done"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("clerks.requests.swaps"))


@blueprint.post("/swaps/<int:id>/<any(accept, approve, decline):what>")
@allow(CLERK)
def settle(id: int, what: str) -> Response:
    """Agree on behalf of somebody who said so, approve, or decline with a reason."""
    try:
        if what == "accept":
            swap.accept(the_store(), id, swap.OFFICE, frozenset(), now(), g.lang)
        elif what == "approve":
            swap.approve(the_store(), id, swap.OFFICE, frozenset(), now(), g.lang)
        else:
            swap.decline(the_store(), id, swap.OFFICE, frozenset(), request.form.get("reason", ""), now())
        flash(text("已办理", "Done"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("clerks.requests.swaps"))
