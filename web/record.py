"""What was served, and why the roster is as it is: the month-end table and the note for the meeting."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, g, render_template, request

from planner import account
from planner.clock import now
from planner.fault import NotPossible
from planner.note import note
from planner.store import Store, offices
from web.access import CLERK, allow

blueprint = Blueprint("record", __name__, url_prefix="/office")


def _store() -> Store:
    store: Store = current_app.extensions["store"]
    return store


@blueprint.get("/<month>/served")
@allow(CLERK)
def served(month: str) -> str:
    """Everybody's duties of a month as they were served, in rank order; one person's opened where asked for."""
    try:
        with _store().read() as unit:
            office, found = offices.load(unit), account.month_end(unit, month, now())
    except NotPossible:
        abort(404)
    met = {turn.post for one in found.values() for turn in one.turns}
    posts = [post for post in account.posts_of(office) if post in met]
    posts += sorted(met - set(posts))
    return render_template(
        "office/served.html", office=office.settings["单位名称"], month=month, found=found, posts=posts, kinds=account.KINDS, name=office.name,
        duty_name={one.id: one.name for one in office.duties.values()}, opened=found.get(request.args.get("who", "")),
    )


@blueprint.get("/<month>/note")
@allow(CLERK)
def about(month: str) -> str:
    """The note on a month's roster, for the meeting."""
    try:
        with _store().read() as unit:
            office, found = offices.load(unit), note(unit, month, g.lang)
    except NotPossible:
        abort(404)
    return render_template("office/note.html", office=office.settings["单位名称"], month=month, note=found)
