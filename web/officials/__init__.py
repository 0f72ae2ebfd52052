"""The officials' pages: one's own duties, swaps, calls, leave and wishes, subscriptions, and why.

Secretaries open the same pages for the people they act for. Templates in templates/officials/; an endpoint is named
like its file: `officials.swaps.ask` is `ask` in officials/swaps.py.
Comes in: requests of a log-in with at least one person. Goes out: pages, papers, calendars, redirects.
May ask: planner, and shell; no other audience.
"""

from __future__ import annotations

from flask import Blueprint

from web.officials import answers, calls, home, office_calendar, own_entries, papers, subscriptions, swaps

blueprint = Blueprint("officials", __name__)
for view in (answers, calls, home, office_calendar, own_entries, papers, subscriptions, swaps):
    blueprint.register_blueprint(view.blueprint)
