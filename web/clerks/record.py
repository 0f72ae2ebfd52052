"""What was served, and why the roster is as it is: the month-end table, the swaps, the note for the meeting."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible, Refused
from planner.office.ids import as_person
from planner.pages.roster_note import note
from planner.paper.presses.press import KINDS
from planner.roster import fairness
from planner.roster.swap_register import register
from planner.store.roster.standing import Standing
from planner.workbook.refs import index_of
from web.shell.access import CLERK, RECORD, allow
from web.shell.clock import now
from web.shell.store import the_store

blueprint = Blueprint("record", __name__, url_prefix="/office")


@blueprint.get("/<month:month>/served")
@allow(CLERK)
def served(month: str) -> str:
    """Everybody's duties of a month as they were served, in rank order; one person's opened where asked for."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office, found = standing.office, fairness.month_end(standing, month, now())
    met = {turn.post for one in found.values() for turn in one.turns}
    posts = [post for post in fairness.posts_of(office) if post in met]
    posts += sorted(met - set(posts))
    return render_template(
        "clerks/served.html",
        office=office.settings["单位名称"],
        month=month,
        found=found,
        posts=posts,
        kinds=fairness.KINDS,
        name=office.name,
        duty_name={one.id: one.name for one in office.duties.values()},
        opened=found.get(request.args.get("who", "")),
    )


@blueprint.get("/<month:month>/swaps")
@allow(RECORD)
def swaps(month: str) -> str:
    """The register of swaps of a month, of everybody or one person, of all duties or one."""
    asked, duty = request.args.get("person", "").strip(), request.args.get("duty", "")
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office, who = standing.office, ""
        try:
            who = as_person(index_of(office).find(asked, ("person",))) if asked else ""
        except Refused as refused:
            flash("；".join(one.cause.say(g.lang) for one in refused.faults), "danger")
        found = register(standing, g.lang, month, who, duty)
    return render_template(
        "clerks/register.html",
        office=office.settings["单位名称"],
        month=month,
        entries=found,
        asked=asked,
        duty=duty,
        duties=[(one.id, one.name) for one in office.duties.values()],
        kinds=KINDS,
    )


@blueprint.get("/<month:month>/note")
@allow(CLERK)
def about(month: str) -> str | Response:
    """The note on a month's roster, for the meeting."""
    try:
        with the_store().read() as transaction:
            standing = Standing.read(transaction)
            office, found = standing.office, note(standing, month, now(), g.lang)
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
        return redirect(url_for("clerks.month.month", month=month))
    return render_template("clerks/note.html", office=office.settings["单位名称"], month=month, note=found)
