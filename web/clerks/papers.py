"""Papers on the site: what a month has to print, as .xlsx, .docx, .pdf, text and data; one's own duties."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from planner.clock import now
from planner.errors import NotPossible
from planner.paper.catalogue import PAPERS, Wanted, available, printed, title
from planner.paper.presses.press import KINDS
from planner.problem.period import Period
from planner.store.roster import offices, versions
from web.access import CLERK, PERSON, RECORD, allow
from web.me import acts_for
from web.store import the_store

blueprint = Blueprint("papers", __name__)
APART = ("person", "rules", "card")
"""Papers that belong to somebody or to no month: they have addresses of their own."""


@blueprint.get("/office/<month>/papers")
@allow(RECORD)
def home(month: str) -> str:
    """What a month has to print."""
    _month(month)
    with the_store().read() as unit:
        office, found, issued = offices.load(unit), available(unit, month), versions.every(unit, month)
    return render_template("office/papers.html", office=office.settings["单位名称"], month=month, papers=found, names=PAPERS, kinds=KINDS, issued=issued,
                           duty_name={one.id: one.name for one in office.duties.values()})


@blueprint.get("/office/<month>/papers/<paper>.<kind>")
@allow(RECORD)
def office_paper(month: str, paper: str, kind: str) -> Answer:
    """A paper as a file: of what is issued, of a version, or of the draft."""
    _month(month)
    if paper not in PAPERS or paper in APART or kind not in KINDS:
        abort(404)
    number = request.args.get("version", type=int)
    wanted = Wanted(paper, month, request.args.get("duty") or None, number, request.args.get("draft") == "yes")
    return as_file(wanted, kind, url_for("papers.home", month=month))


@blueprint.get("/office/now/card.<any(pdf, docx, xlsx):kind>")
@allow(CLERK)
def card(kind: str) -> Answer:
    """Seven days of those who can be phoned."""
    return as_file(Wanted("card", f"{now():%Y-%m}"), kind, url_for("work.present"))


@blueprint.get("/me/paper/<person>/<month>.<kind>")
@allow(PERSON)
def own(person: str, month: str, kind: str) -> Answer:
    """My duties of a month on paper."""
    _month(month)
    with the_store().read() as unit:
        if kind not in KINDS or person not in acts_for(unit):
            abort(404)
    return as_file(Wanted("person", month, who="p:" + person), kind, url_for("me.home"))


def _month(month: str) -> None:
    try:
        Period.month(month)
    except NotPossible:
        abort(404)


def as_file(wanted: Wanted, kind: str, back: str) -> Answer:
    """A paper to be saved; where it cannot be made, the page it was asked from says why."""
    try:
        with the_store().read() as unit:
            data = printed(unit, wanted, kind, now())
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
        return redirect(back)
    name = quote(f"{title(wanted)}.{kind}")
    return Response(data, mimetype=KINDS[kind], headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"})
