"""One's own duties as a paper."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from werkzeug.wrappers import Response as Answer

from planner.office.ids import as_person
from planner.paper.gathering import WantedPaper
from planner.paper.presses.press import KINDS
from planner.store.roster import offices
from web.shell.access import PERSON, acts_for, allow
from web.shell.downloads import as_file
from web.shell.limits import costly
from web.shell.store import the_store

blueprint = Blueprint("papers", __name__)


@blueprint.get("/me/paper/<person>/<month:month>.<kind>")
@allow(PERSON)
@costly
def own(person: str, month: str, kind: str) -> Answer:
    """My duties of a month on paper."""
    with the_store().read() as transaction:
        if kind not in KINDS or person not in acts_for(offices.load(transaction)):
            abort(404)
    return as_file(WantedPaper("person", month, who=as_person(person)), kind, url_for("officials.home.home"))
