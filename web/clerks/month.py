"""排班: the office imports, plans, looks, edits, locks, issues, withdraws and settles swaps."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from web.clerks.workplace.look import asked_look
from web.clerks.workplace.refused import not_possible
from web.clerks.workplace.shown import shown_month
from web.shell.access import CLERK, allow

blueprint = Blueprint("month", __name__, url_prefix="/office")
blueprint.register_error_handler(NotPossible, not_possible)


@blueprint.get("/<month:month>")
@allow(CLERK)
def month(month: str) -> Response:
    """A month on the desk, seen as its address asks; a script that asks for the panel gets that alone."""
    return shown_month(month, asked_look())
