"""Whom the identity provider has vouched for: those who wait for a log-in, and which log-in is whose."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.access import vouched
from planner.errors import NotPossible
from planner.settings import FirstSight, first_sight
from planner.store import Transaction
from planner.store.roster import offices
from planner.store.row_ids import IdentityId
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("identities", __name__, url_prefix="/office/identities")


@blueprint.get("")
@allow(CLERK)
def home() -> str:
    """Those who wait first, each with the log-ins that are free."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
        found, free = vouched.known_identities(transaction), vouched.free_log_ins(transaction)
    return render_template(
        "clerks/identities.html",
        office=office.settings["单位名称"],
        waiting=[one.identity for one in found if one.holder is None],
        bound=[one for one in found if one.holder is not None],
        free=free,
        by_name=first_sight() is FirstSight.NAME,
    )


@blueprint.post("/<int:id>/bind")
@allow(CLERK)
def bind_one(id: IdentityId) -> Response:
    """Bind somebody to a log-in."""
    name = request.form.get("name", "")
    return _done(lambda transaction: vouched.bind(transaction, id, name, now(), asker().name))


@blueprint.post("/<int:id>/unbind")
@allow(CLERK)
def unbind_one(id: IdentityId) -> Response:
    """Take somebody from their log-in, whose sessions end."""
    return _done(lambda transaction: vouched.unbind(transaction, id, now(), asker().name))


def _done(deed: Callable[[Transaction], None]) -> Response:
    try:
        with the_store().write() as transaction:
            deed(transaction)
        flash(text("已办理"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.identities.home"))
