"""Leave and wishes that officials enter for themselves or for those they act for."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.data_entry import own_entries
from planner.errors import NotPossible, Refused
from planner.judging.still_serves import Hindrance, cannot_serve
from planner.office.cells.choices import AbsenceKind, AbsenceState, DayPart
from planner.office.ids import as_person
from planner.office.sheets import AbsenceRow, WishRow
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from web.shell.access import PERSON, acts_for, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("own_entries", __name__, url_prefix="/me")
Word = TypeVar("Word", bound=str)


@blueprint.post("/entry/<any(absence, wish):kind>")
@allow(PERSON)
def enter(kind: str) -> Response:
    """Ask for leave, or wish for or against a day."""
    form, person = request.form, request.form.get("person", "")
    try:
        day = date.fromisoformat(form.get("start", ""))
        last = date.fromisoformat(form["end"]) if form.get("end") else None
        row: AbsenceRow | WishRow = (
            AbsenceRow(
                who=as_person(person),
                start=day,
                end=last,
                part=_one_of("part", *DayPart),
                kind=_one_of("kind", *AbsenceKind),
                state=AbsenceState.INTENDED,
            )
            if kind == "absence"
            else WishRow(person=person, date=day, duty=form.get("duty", ""), want=_one_of("want", "avoid", "have"))
        )
        with the_store().write() as transaction:
            standing = Standing.read(transaction)
            if person not in acts_for(standing.office):
                abort(403)
            before = cannot_serve(standing, now())
            own_entries.put_entry(transaction, standing.office, row, now(), asker().name)
            barred = cannot_serve(Standing.read(transaction), now())
            fresh = {pair: cause for pair, cause in barred.items() if pair not in before}
            opened = sum(who == as_person(person) and cause is Hindrance.AWAY for (_, who), cause in fresh.items())
        flash(text("已登记，由办公室统筹"))
        if opened:
            flash(
                text(
                    "您有 %(opened)s 个已印发的值班在请假期间，办公室会找人顶替；找到前仍由您值班，也可先自行换班",
                    opened=opened,
                )
            )
    except ValueError:
        flash(text("请填写日期"), "danger")
    except Refused as refused:
        flash("；".join(one.cause.say(g.lang) for one in refused.faults), "danger")
    return redirect(url_for("officials.home.home"))


def _one_of(field: str, *words: Word) -> Word:
    """A word of a closed list; the first where the form says something else."""
    value = request.form.get(field, "")
    return next((one for one in words if one == value), words[0])


@blueprint.post("/entry/<any(absence, wish):kind>/<person>/<int:number>/withdraw")
@allow(PERSON)
def withdraw(kind: str, person: str, number: int) -> Response:
    """Take back an absence or a wish."""
    row_class = AbsenceRow if kind == "absence" else WishRow
    try:
        with the_store().write() as transaction:
            office = offices.load(transaction)
            if person not in acts_for(office):
                abort(403)
            own_entries.take_back_entry(transaction, office, row_class, person, number, now(), asker().name)
        flash(text("已撤销"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("officials.home.home"))
