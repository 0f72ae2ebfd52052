"""Log-ins for everybody at once: who would get one, and slips with first passwords to print, shown once."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.access.handed_out.many_log_ins import AT_ONCE, drawn_passwords, make_log_ins, missing_log_ins
from planner.store.people.users import Role
from planner.store.roster import offices
from planner.words import Words
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.limits import costly, hashes
from web.shell.store import the_store

ROLE_WORDS = {
    Role.CLERK: Words.meaning("role", "办公室"),
    Role.APPROVER: Words("审批人"),
    Role.LIAISON: Words("联络员"),
    Role.OFFICIAL: Words("干部"),
    Role.AUDITOR: Words("审计"),
}
"""Role → what the pages of log-ins call it."""
blueprint = Blueprint("log_ins", __name__, url_prefix="/office")


@blueprint.get("/users/missing")
@allow(CLERK)
def missing() -> str:
    """Who has no log-in, and what each would be called."""
    role = _role(request.args.get("role", Role.OFFICIAL.value))
    with the_store().read() as transaction:
        office = offices.load(transaction)
        found = missing_log_ins(transaction, office, now().date())
    return render_template(
        "clerks/missing_log_ins.html",
        office=office.settings["单位名称"],
        found=found,
        wanted_role=role,
        name=office.name,
        at_once=AT_ONCE,
    )


@blueprint.post("/users/missing")
@costly
@allow(CLERK)
@hashes
def make_missing() -> str | Response:
    """Make them, as many as go on some sheets of paper, and show their slips."""
    role, store = _role(request.form.get("role", "")), the_store()
    with store.read() as transaction:
        office = offices.load(transaction)
        wanted = missing_log_ins(transaction, office, now().date()).to_make
    drawn = drawn_passwords(office, wanted[:AT_ONCE])
    with store.write() as transaction:
        office = offices.load(transaction)
        slips = make_log_ins(transaction, office, role, drawn, now(), asker().name)
        left = len(missing_log_ins(transaction, office, now().date()).to_make)
    if not slips:
        flash(text("都已经有帐号了"))
        return redirect(url_for("clerks.log.people"))
    return render_template(
        "clerks/slips.html",
        office=office.settings["单位名称"],
        slips=slips,
        left=left,
        wanted_role=role,
        name=office.name,
        address=current_app.config["BASE_URL"],
    )


def _role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        abort(400)
