"""The office's calendar for all who serve: what is issued in a month, no telephones, one's own duties marked."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template

from planner.office.ids import as_person
from planner.pages.month.month_desk import desk
from planner.pages.month.month_grid import for_somebody
from planner.problem.period import Period
from planner.store.roster.standing import Standing
from web.shell.access import PERSON, acts_for, allow
from web.shell.clock import now
from web.shell.language import meaning, text
from web.shell.store import the_store

blueprint = Blueprint("office_calendar", __name__, url_prefix="/me/office")
YEAR = timedelta(days=366)
"""How far from today the months are linked."""


@blueprint.get("/<month:month>")
@allow(PERSON)
def month(month: str) -> str:
    """A month as it is issued."""
    period = Period.month(month)
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        mine = frozenset(as_person(one) for one in acts_for(standing.office))
        shown = desk(standing, period.text, now(), "zh", issued=True)
    near = (
        one if abs(one - now().date()) < YEAR else None
        for one in (period.first - timedelta(days=1), period.last + timedelta(days=1))
    )
    before, after = (one and f"{one:%Y-%m}" for one in near)
    return render_template(
        "officials/office.html",
        office=shown.office.settings["单位名称"],
        month=month,
        grids=for_somebody(shown.grids, mine),
        mine=mine,
        unable=shown.unable,
        before=before,
        after=after,
        bands={"past": text("已过"), "recorded": meaning("state", "补登")},
    )
