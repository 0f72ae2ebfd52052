"""A workbook handed over on the site: looked at first, imported once somebody says yes."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.data_entry import upload
from planner.data_entry.import_preview import TAKEN_WORDS
from planner.errors import Fault, NotPossible, Refused
from planner.store.roster import offices
from web.clerks.month import not_possible
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("upload", __name__, url_prefix="/office")
blueprint.register_error_handler(NotPossible, not_possible)


@blueprint.route("/import", methods=["GET", "POST"])
@allow(CLERK)
def take_in() -> str | tuple[str, int]:
    """Look at a workbook before it is imported: what changes, or every fault."""
    found: upload.UploadPreview | None = None
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and request.files.get("workbook"):
        file = request.files["workbook"]
        try:
            found = upload.preview_upload(the_store(), file.filename or "", file.read(), now())
        except Refused as refused:
            faults = refused.faults
    with the_store().read() as transaction:
        name = offices.load(transaction).settings["单位名称"]
    page = render_template("clerks/import.html", office=name, found=found, faults=faults, taken=TAKEN_WORDS)
    return page, 400 if faults else 200


@blueprint.post("/import/<ticket>")
@allow(CLERK)
def confirm(ticket: str) -> Response:
    """Import what was looked at."""
    upload.take_in_upload(the_store(), ticket, request.form.get("prune") == "yes", now(), asker().name)
    flash(text("已导入", "Imported"))
    return redirect(url_for("clerks.month.home"))
