"""What anybody may read: today's notice, the months, check codes, and every feed.

In it: the public pages (`pages`), the feeds' own way in before the framework (`feed_server`, with what it keeps ready
in `ready_feeds`), what machines ask that look after the site (`probes`, `counts`), and the notice while no store
answers (`kept_notice`). Templates in templates/public/.
Comes in: requests without a log-in; a feed's secret is its whole right. Goes out: pages without anything personal.
May ask: planner, and shell; no other audience.
"""

from __future__ import annotations

from flask import Blueprint

from web.public import pages

blueprint = Blueprint("public", __name__)
for view in (pages,):
    blueprint.register_blueprint(view.blueprint)
