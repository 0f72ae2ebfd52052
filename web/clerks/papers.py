"""Papers on the site: what a month has to print, as .xlsx, .docx, .pdf, text and data; one's own duties."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from planner.paper.catalogue import PAPERS, available
from planner.paper.gathering import WantedPaper
from planner.paper.presses.press import KINDS
from planner.store.roster import versions
from planner.store.roster.standing import Standing
from web.shell.access import CLERK, RECORD, allow
from web.shell.arguments import number
from web.shell.clock import now
from web.shell.downloads import as_file
from web.shell.limits import costly
from web.shell.store import the_store

blueprint = Blueprint("papers", __name__)
APART = ("person", "rules", "card")
"""Papers that belong to somebody or to no month: they have addresses of their own."""


@blueprint.get("/office/<month:month>/papers")
@allow(RECORD)
def home(month: str) -> str:
    """What a month has to print."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office, found, issued = standing.office, available(standing, month), versions.every(transaction, month)
    return render_template(
        "clerks/papers.html",
        office=office.settings["单位名称"],
        month=month,
        papers=found,
        names=PAPERS,
        kinds=KINDS,
        issued=issued,
        duty_name={one.id: one.name for one in office.duties.values()},
    )


@blueprint.get("/office/<month:month>/papers/<paper>.<kind>")
@allow(RECORD)
@costly
def office_paper(month: str, paper: str, kind: str) -> Answer:
    """A paper as a file: of what is issued, of a version, or of the draft."""
    if paper not in PAPERS or paper in APART or kind not in KINDS:
        abort(404)
    version = number("version") or None
    wanted = WantedPaper(paper, month, request.args.get("duty") or None, version, request.args.get("draft") == "yes")
    return as_file(wanted, kind, url_for("clerks.papers.home", month=month))


@blueprint.get("/office/now/card.<any(pdf, docx, xlsx):kind>")
@allow(CLERK)
@costly
def card(kind: str) -> Answer:
    """Seven days of those who can be phoned."""
    return as_file(WantedPaper("card", f"{now():%Y-%m}"), kind, url_for("clerks.now.present"))
