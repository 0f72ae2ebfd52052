"""The clerks' pages: the month from what lies ahead to the issue, and everything that follows it.

One module a page or a group of pages, its templates in templates/clerks/. An endpoint is named like its file:
`clerks.month.home` is `home` in clerks/month.py. Open to clerks; the record and the papers to auditors too.
Comes in: requests of a log-in whose role `shell.access` has checked. Goes out: pages, papers, redirects.
May ask: planner, and shell; no other audience.
"""

from __future__ import annotations

from flask import Blueprint, g

from planner.judging.still_serves import Hindrance, hindrance_words
from planner.office.ids import is_unit
from web.clerks import (
    actual_service,
    ahead,
    data,
    draft,
    instructions,
    log,
    messages,
    month,
    now,
    papers,
    record,
    requests,
    subscriptions,
    upload,
)
from web.shell.menu import clerks_menu


def _cannot(name: str, cause: Hindrance) -> str:
    """Why somebody cannot serve, whole, for the office."""
    return hindrance_words(name, cause, g.lang, office_eyes=True)


blueprint = Blueprint("clerks", __name__)
blueprint.context_processor(lambda: {"menu": clerks_menu, "is_unit": is_unit, "cannot": _cannot})
for view in (
    actual_service,
    ahead,
    data,
    draft,
    instructions,
    log,
    messages,
    month,
    now,
    papers,
    record,
    requests,
    subscriptions,
    upload,
):
    blueprint.register_blueprint(view.blueprint)
