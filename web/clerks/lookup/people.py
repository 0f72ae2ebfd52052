"""A person over a year: which days they serve, what is behind them and what lies ahead."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template

from planner.office.ids import as_person
from planner.pages.lookup.person_year import person_year
from planner.roster.fairness import KINDS
from planner.store.roster.standing import Standing
from web.shell.access import CLERK, allow
from web.shell.clock import now, today
from web.shell.store import the_store

blueprint = Blueprint("people", __name__, url_prefix="/office/people")


@blueprint.get("/<person>/<year:number>")
@allow(CLERK)
def year(person: str, number: int) -> str:
    """The year of a person."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office = standing.office
        if person not in office.people:
            abort(404)
        found = person_year(standing, person, number, now())
    row = office.person(person, today()) or office.people[person][-1]
    return render_template(
        "clerks/lookup/person_year.html",
        office=office.settings["单位名称"],
        person=person,
        name=office.name(as_person(person)),
        title=row.title,
        found=found,
        kinds={kind: words.say(g.lang) for kind, words in KINDS.items()},
        duty_name={one.id: one.name for one in office.duties.values()},
        this_day=today(),
    )
