"""The tokens of every log-in: who has which, for what, used when; each can be ended."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from planner.access.handed_out import tokens
from planner.errors import NotPossible
from planner.store.people import users
from planner.store.roster import offices
from planner.store.row_ids import TokenId
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("tokens", __name__, url_prefix="/office/tokens")


@blueprint.get("")
@allow(CLERK)
def home() -> str:
    """Every token, those that are good first."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
        held = tokens.held_tokens(transaction, users.every(transaction), now())
    return render_template("clerks/tokens.html", office=office.settings["单位名称"], held=held)


@blueprint.post("/<int:id>/end")
@allow(CLERK)
def end_any(id: TokenId) -> Response:
    """End anybody's token."""
    try:
        with the_store().write() as transaction:
            tokens.end_token(transaction, id, now(), asker().name)
        flash(text("令牌已停用"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.tokens.home"))
