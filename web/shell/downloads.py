"""Files handed out: papers and calendars."""

from __future__ import annotations

from flask import Response, flash, g, redirect
from werkzeug.wrappers import Response as Answer

from planner.errors import NotPossible
from planner.paper.catalogue import paper_title, printed
from planner.paper.gathering import WantedPaper
from planner.paper.presses.press import KINDS
from planner.store.roster.standing import Standing
from web.gate.headers import disposition
from web.shell.calendar_links import CALENDAR, NAMES
from web.shell.clock import now
from web.shell.store import the_store


def as_file(wanted: WantedPaper, kind: str, back: str) -> Answer:
    """A paper as an attachment; where it cannot be made, back to the page it was asked from, which says why."""
    try:
        with the_store().read() as transaction:
            data = printed(Standing.read(transaction), wanted, kind, now())
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
        return redirect(back)
    return attachment(data, paper_title(wanted), kind)


def attachment(data: bytes, title: str, kind: str) -> Response:
    """A file of one of KINDS to save under its title."""
    named = disposition("attachment", f"{title}.{kind}", f"duty.{kind}")
    return Response(data, mimetype=KINDS[kind], headers={"Content-Disposition": named})


def handed_out(data: bytes) -> Response:
    """A calendar file to open once."""
    return Response(data, headers=[CALENDAR, NAMES["attachment"]])
