"""What is said where something about a month cannot be done."""

from __future__ import annotations

from flask import flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible


def not_possible(cause: NotPossible) -> Response:
    """What cannot be done is said on the page it was asked from."""
    flash(cause.words.say(g.lang), "danger")
    month = (request.view_args or {}).get("month")
    return redirect(url_for("clerks.month.month", month=month) if month else url_for("clerks.home.home"))
