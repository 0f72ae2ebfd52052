"""A workbook handed over on the site: looked at first, imported once somebody says yes."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.data_entry import own_upload, upload
from planner.data_entry.import_preview import TAKEN_WORDS
from planner.errors import Fault, NotPossible, Refused
from planner.store.roster import offices
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.downloads import attachment
from web.shell.language import text
from web.shell.limits import costly, takes_files
from web.shell.store import the_store

blueprint = Blueprint("upload", __name__, url_prefix="/office")


@blueprint.errorhandler(NotPossible)
def not_possible(cause: NotPossible) -> Response:
    """What cannot be done with a file is said where another can be handed over."""
    flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.upload.take_in"))


@blueprint.route("/import", methods=["GET", "POST"])
@allow(CLERK)
@takes_files
@costly
def take_in() -> Response | tuple[str, int]:
    """Look at a workbook before it is imported: what changes, or every fault; a duty table has a page of its own."""
    found: upload.UploadPreview | None = None
    faults: tuple[Fault, ...] = ()
    marked = ""
    if request.method == "POST" and request.files.get("workbook"):
        file = request.files["workbook"]
        named, data = file.filename or "", file.read()
        try:
            found = upload.preview_upload(the_store(), named, data, now())
        except Refused as refused:
            if ticket := own_upload.keep_own_table(the_store(), named, data, refused):
                return redirect(url_for("clerks.own_table.choose", ticket=ticket))
            faults, marked = refused.faults, upload.keep_faulty(the_store(), named, data)
    with the_store().read() as transaction:
        name = offices.load(transaction).settings["单位名称"]
    page = render_template(
        "clerks/import.html", office=name, found=found, faults=faults, marked=marked, taken=TAKEN_WORDS
    )
    return page, 400 if faults else 200


@blueprint.get("/import/<ticket>/marked")
@allow(CLERK)
@costly
def marked_copy(ticket: str) -> Response:
    """The copy of a workbook with faults that shows them."""
    name, copy = upload.marked_upload(the_store(), ticket, now(), g.lang)
    return attachment(copy, f"{text('标注')}-{Path(name).stem}", "xlsx")


@blueprint.post("/import/<ticket>")
@allow(CLERK)
def confirm(ticket: str) -> Response:
    """Import what was looked at."""
    upload.take_in_upload(the_store(), ticket, request.form.get("prune") == "yes", now(), asker().name)
    flash(text("已导入"))
    return redirect(url_for("clerks.home.home"))
