"""What really happened (补登), entered on the site: who stood in, with who confirmed it."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from planner.changing import actual_service
from planner.errors import Refused
from planner.judging.refusals import Refusal, SwapRefused
from planner.store.roster import offices
from planner.store.row_ids import ActualServiceId
from planner.workbook.refs import index_of
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("actual_service", __name__, url_prefix="/office")


@blueprint.post("/served")
@allow(CLERK)
def enter() -> Response:
    """Say who really served a slot."""
    form = request.form
    try:
        actual_service.enter(
            the_store(),
            form.get("slot", ""),
            form.get("planned", ""),
            _actual(form),
            form.get("confirmed_by", ""),
            form.get("note", ""),
            now(),
            asker().name,
        )
        flash(text("已补登"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    except Refused as refused:
        flash("；".join(one.cause.say(g.lang) for one in refused.faults), "danger")
    return redirect(url_for("clerks.instructions.duty", month=form.get("month", ""), slot=form.get("slot", "")))


def _actual(form: MultiDict[str, str]) -> str:
    """Who served, tagged: chosen, or named by name or id; '' for nobody. Raises Refused, SwapRefused."""
    named = form.get("somebody", "").strip()
    if named:
        with the_store().read() as transaction:
            return index_of(offices.load(transaction)).find(named, ("person", "unit"))
    if not form.get("actual"):
        raise SwapRefused(Refusal.NO_PARTNER)
    return "" if form["actual"] == "nobody" else form["actual"]


@blueprint.post("/served/<int:id>/undo")
@allow(CLERK)
def take_back(id: ActualServiceId) -> Response:
    """Take an entry back."""
    try:
        actual_service.take_back(the_store(), id, now(), asker().name)
        flash(text("补登已撤销"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(
        url_for("clerks.instructions.duty", month=request.form.get("month", ""), slot=request.form.get("slot", ""))
    )
