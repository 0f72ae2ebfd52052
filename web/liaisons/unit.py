"""本单位: a liaison sees the unit's studio dates and visits and names its people."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.changing import unit_names
from planner.judging.refusals import SwapRefused
from planner.office.ids import as_person, as_unit
from planner.office.office import Office
from planner.problem.assignees import members
from planner.store.roster import offices
from web.shell.access import LIAISON, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("unit", __name__, url_prefix="/unit")


def _units(office: Office) -> list[str]:
    return unit_names.units_of(office, asker().person)


@blueprint.get("")
@allow(LIAISON)
def home() -> str:
    """What the units I speak for serve, and whom they have named."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
        units, moment = _units(office), now()
        tasks = unit_names.tasks(transaction, office, units, moment)
        own = unit_names.own_people(transaction, office, units, moment)
    people = {id: sorted(members(office, as_unit(id)), key=lambda one: office.rank[as_person(one)]) for id in units}
    phones = {one.id: one.phone for one in office.duties.values() if one.phone}
    return render_template(
        "liaisons/unit.html",
        office=office.settings["单位名称"],
        units=units,
        tasks=tasks,
        own=own,
        people=people,
        name=office.name,
        phones=phones,
        most=unit_names.MOST,
    )


@blueprint.post("")
@allow(LIAISON)
def put() -> Response:
    """Name people for a slot."""
    form = request.form
    with the_store().read() as transaction:
        mine = frozenset(_units(offices.load(transaction)))
    if form.get("unit", "") not in mine:
        abort(403)
    try:
        unit_names.name_people(
            the_store(),
            form.get("slot", ""),
            form["unit"],
            [one for one in form.getlist("person") if one],
            now(),
            asker().name,
            mine,
            g.lang,
        )
        flash(text("已报名单；日历和值班表随之更新"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("liaisons.unit.home"))
