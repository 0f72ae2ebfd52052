"""征集替班 on the site: call a duty out, see the verdict on taking one, take it, and take one's own call back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.changing import open_call
from planner.judging.handover import exchange_of
from planner.judging.refusals import SwapRefused
from planner.judging.swap_terms import policy_of
from planner.judging.verdict import verdict
from planner.office.ids import as_person
from planner.office.office import Office
from planner.roster import fairness
from planner.store.people.offers import Hop
from planner.store.roster import offices
from planner.store.roster.parts import meant
from planner.store.roster.standing import Standing
from planner.store.row_ids import CallId
from planner.store.states import OfferState
from web.shell.access import PERSON, acts_for, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("calls", __name__, url_prefix="/me/call")


def _mine(office: Office) -> frozenset[str]:
    return frozenset(as_person(one) for one in acts_for(office))


@blueprint.post("")
@allow(PERSON)
def ask() -> Response:
    """Call one of my duties out to everybody of its pools."""
    who = request.form.get("who", "")
    with the_store().read() as transaction:
        if who not in _mine(offices.load(transaction)):
            abort(403)
    try:
        open_call.call_out(the_store(), request.form.get("slot", ""), who, now(), as_person(asker().person))
        flash(text("已公开征集。有人接班并生效前，仍由您值班。"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("officials.home.home"))


@blueprint.get("/<int:id>")
@allow(PERSON)
def look(id: CallId) -> str:
    """What is called out, and what taking it would come to."""
    who = request.args.get("who", "")
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        one = next(
            (
                one
                for one, able in open_call.open_to(standing, _mine(standing.office), now())
                if one.id == id and able == who
            ),
            None,
        )
        if one is None:
            abort(404)
        held = meant(standing.issued, one.slot) or abort(404)
        office, slot = standing.office, held.slot
        exchange = exchange_of(standing.issued, (Hop(one.slot, one.giver, who),))
        found = verdict(standing, exchange, g.lang)
        effects = fairness.effect(standing, *exchange.turns(standing.issued), now())
    return render_template(
        "officials/call.html",
        office=office.settings["单位名称"],
        call=one,
        who=who,
        slot=slot,
        found=found,
        effects=effects,
        policy=policy_of(office, slot),
        name=office.name,
        duty_name={one.id: one.name for one in office.duties.values()},
    )


@blueprint.post("/<int:id>/take")
@allow(PERSON)
def take(id: CallId) -> Response:
    """Take a duty that is called out, for myself or for somebody I act for."""
    who = request.form.get("who", "")
    with the_store().read() as transaction:
        if who not in _mine(offices.load(transaction)):
            abort(403)
    try:
        done = open_call.take_call(the_store(), id, who, now(), as_person(asker().person), g.lang)
        flash(
            text("已接班并生效")
            if done.state == OfferState.APPLIED
            else text("已接班，等待审批；批准前仍由原值班人值班")
        )
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("officials.home.home"))


@blueprint.post("/<int:id>/close")
@allow(PERSON)
def close(id: CallId) -> Response:
    """Take a call of mine back."""
    with the_store().read() as transaction:
        may = _mine(offices.load(transaction))
    try:
        open_call.close_call(the_store(), id, as_person(asker().person), may, now())
        flash(text("征集已收回，仍由您值班"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("officials.home.home"))
