"""The office's data on the site: every sheet of the workbook, row by row."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.data_entry import rows as register
from planner.data_entry.rows import BY_ADDRESS
from planner.errors import Fault, NotPossible, Refused
from planner.judging.newly_open import newly_open
from planner.judging.still_serves import cannot_serve
from planner.office.sheets import WorkbookSheet
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from web.shell import arguments
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("data", __name__, url_prefix="/office/data")
EACH = 50
"""Rows on a page."""


def _sheet(name: str) -> WorkbookSheet:
    if name not in BY_ADDRESS:
        abort(404)
    return BY_ADDRESS[name]


@blueprint.get("")
@allow(CLERK)
def home() -> str:
    """The sheets with how many rows each has."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
    found = [(address, sheet, len(office.rows.get(sheet.zh, ()))) for address, sheet in BY_ADDRESS.items()]
    return render_template("clerks/data.html", office=office.settings["单位名称"], sheets=found)


@blueprint.get("/<name>")
@allow(CLERK)
def rows(name: str) -> str:
    """The rows of a sheet, those with some words in them where that is asked."""
    sheet, asked, page = _sheet(name), request.args.get("q", "").strip(), max(1, arguments.number("page", 1))
    with the_store().read() as transaction:
        office = offices.load(transaction)
        found = register.sheet_entries(transaction, office, sheet)
    some = [one for one in found if not asked or any(asked in cell for cell in one.cells)]
    used = [
        at
        for at in range(len(sheet.columns))
        if any(one.cells[at] for one in some) or sheet.columns[at].metadata["required"]
    ]
    return render_template(
        "clerks/rows.html",
        office=office.settings["单位名称"],
        name=name,
        sheet=sheet,
        asked=asked,
        count=len(some),
        page=page,
        used=used,
        pages=max(1, -(-len(some) // EACH)),
        rows=some[(page - 1) * EACH : page * EACH],
    )


@blueprint.route("/<name>/new", methods=["GET", "POST"])
@allow(CLERK)
def add(name: str) -> str | Response | tuple[str, int]:
    """The form of a new row of a sheet; a POST saves it."""
    return _edited(_sheet(name), name, None)


@blueprint.route("/<name>/<int:number>", methods=["GET", "POST"])
@allow(CLERK)
def edit(name: str, number: int) -> str | Response | tuple[str, int]:
    """The form of a row, by its number from 0; a POST saves it."""
    return _edited(_sheet(name), name, number)


def _edited(sheet: WorkbookSheet, name: str, number: int | None) -> str | Response | tuple[str, int]:
    faults: tuple[Fault, ...] = ()
    said = (
        {column.name: request.form[column.name] for column in sheet.columns if column.name in request.form}
        if request.method == "POST"
        else None
    )
    try:
        if said is not None:
            _save(sheet, number, said)
            return redirect(url_for("clerks.data.rows", name=name, q=request.args.get("q") or None))
    except Refused as refused:
        faults = refused.faults
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
        return redirect(url_for("clerks.data.rows", name=name))
    try:
        with the_store().read() as transaction:
            office = offices.load(transaction)
            cells = register.fields(transaction, office, sheet, number, said)
            mark = register.sheet_entries(transaction, office, sheet)[number].mark if number is not None else ""
    except NotPossible:
        abort(404)
    page = render_template(
        "clerks/row.html",
        office=office.settings["单位名称"],
        name=name,
        sheet=sheet,
        number=number,
        mark=request.form.get("mark", mark),
        fields=cells,
        faults=faults,
    )
    return (page, 400) if faults else page


def _save(sheet: WorkbookSheet, number: int | None, said: dict[str, str]) -> None:
    """Save a row, and tell which issued duties have come open by it and which clauses have nothing to look at."""
    with the_store().read() as transaction:
        before = cannot_serve(Standing.read(transaction), now())
    idle = register.save_entry(the_store(), sheet, number, request.form.get("mark", ""), said, now(), asker().name)
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        opened = newly_open(standing, before, cannot_serve(standing, now()))
    if opened is None:
        flash(text("已登记。"))
    else:
        flash(text("已登记。%(opened)s：", opened=opened), "opened")
    for one in idle:
        flash(one.say(g.lang), "warning")


@blueprint.post("/<name>/<int:number>/remove")
@allow(CLERK)
def remove(name: str, number: int) -> Response:
    """Take a row out."""
    try:
        done = register.remove(the_store(), _sheet(name), number, request.form.get("mark", ""), now(), asker().name)
        flash(done.say(g.lang))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.data.rows", name=name))
