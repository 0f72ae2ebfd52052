"""The blueprint of the steps, which all their modules share, and how its sheets refuse."""

from __future__ import annotations

from flask import Blueprint

from planner.errors import NotPossible
from web.clerks.workplace.refused import not_possible

blueprint = Blueprint("steps", __name__, url_prefix="/office")
blueprint.register_error_handler(NotPossible, not_possible)
