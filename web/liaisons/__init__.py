"""The liaisons' page: what their units serve, and whom they name for it.

Template in templates/liaisons/. Comes in: requests of a liaison. Goes out: the page, and redirects after a name is put.
May ask: planner, and shell; no other audience.
"""

from __future__ import annotations

from flask import Blueprint

from web.liaisons import unit

blueprint = Blueprint("liaisons", __name__)
for view in (unit,):
    blueprint.register_blueprint(view.blueprint)
