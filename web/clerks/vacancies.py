"""Duties that leave has opened: who could fill each, and the request that asks them."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.changing import vacancies
from planner.clock import now
from planner.errors import NotPossible
from planner.store.roster import offices
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("vacancies", __name__, url_prefix="/office/vacancies")


@blueprint.get("")
@allow(CLERK)
def home() -> str:
    """Every issued duty ahead whose holder is away by now."""
    vacancies.close(the_store(), now())
    with the_store().read() as unit:
        office = offices.load(unit)
        found = vacancies.vacancies(unit, now(), g.lang)
    return render_template("clerks/vacancies.html", office=office.settings["单位名称"], found=found, name=office.name)


@blueprint.post("")
@allow(CLERK)
def ask() -> Response:
    """Send the request that was drafted."""
    form = request.form
    try:
        made = vacancies.ask(the_store(), form.get("slot", ""), form.get("who", ""), form.get("to", ""), now(), asker().name, g.lang)
        flash(text(f"申请 {made.id} 已提出", f"Request {made.id} is made"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.vacancies.home"))
