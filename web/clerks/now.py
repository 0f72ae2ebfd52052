"""Who is on duty at this moment, with telephones."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from planner.roster import contacts
from planner.roster.on_duty import on_duty
from planner.store import Unreadable
from planner.store.roster import offices
from planner.worker import snapshot
from web.shell.access import CLERK, allow
from web.shell.clock import now
from web.shell.store import the_store

blueprint = Blueprint("now", __name__, url_prefix="/office")


@blueprint.get("/now")
@allow(CLERK)
def present() -> str:
    """Who is on duty at this moment, with telephones; from the snapshot while the store does not answer."""
    written = None
    try:
        with the_store().read() as transaction:
            office = offices.load(transaction)
            name, rooms = office.settings["单位名称"], contacts.rooms(office)
            posts = [snapshot.post(line) for line in on_duty(transaction, office, now())]
    except Unreadable:
        name = ""
        try:
            written, posts, rooms = snapshot.read_snapshot(the_store().home, now())
        except (OSError, ValueError):
            abort(503)
    return render_template("clerks/now.html", office=name, posts=posts, rooms=rooms, moment=now(), written=written)
