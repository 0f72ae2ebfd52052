"""What lies ahead of the office: what the next month still lacks, tomorrow's reminders, the calendar of a year."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.pages import preparing, tomorrow, year
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from web.shell import arguments
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now, today
from web.shell.store import the_store

blueprint = Blueprint("ahead", __name__, url_prefix="/office")


@blueprint.get("/<month:month>/preparing")
@allow(CLERK)
def before_planning(month: str) -> str:
    """Who has sent nothing, which days lack people, whom to phone."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office, found = standing.office, preparing.preparing(standing, month, now())
    return render_template(
        "clerks/preparing.html", office=office.settings["单位名称"], month=month, found=found, name=office.name
    )


@blueprint.get("/tomorrow")
@allow(CLERK)
def reminding() -> str:
    """Everybody on duty tomorrow, or on another day."""
    day = arguments.day("day") or today() + timedelta(days=1)
    with the_store().read() as transaction:
        office = offices.load(transaction)
        found = tomorrow.reminders_of(transaction, office, day, g.lang)
    return render_template(
        "clerks/tomorrow.html",
        office=office.settings["单位名称"],
        day=day,
        found=found,
        following=day + timedelta(days=1),
        before=day - timedelta(days=1),
    )


@blueprint.post("/tomorrow")
@allow(CLERK)
def tick() -> Response:
    """Tick a reminder as told or answered, or take the tick away."""
    form, day = request.form, arguments.day("day")
    if day is None:
        abort(400)
    try:
        tomorrow.tick(
            the_store(),
            day,
            form.get("slot", ""),
            form.get("who", ""),
            form.get("step", ""),
            form.get("done") == "yes",
            now(),
            asker().name,
        )
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.ahead.reminding", day=day.isoformat(), _anchor=form.get("at", "")))


@blueprint.get("/calendar/<year:number>")
@allow(CLERK)
def calendar(number: int) -> str:
    """The workdays and days off of a year, official or projected, and the dates that move because of them."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
        found = year.year(office, number)
    return render_template("clerks/calendar.html", office=office.settings["单位名称"], year=number, found=found)
