"""我的登录: where this log-in is logged in, since when and in what browser; each can be ended, or all but this one."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from planner import clock
from planner.access import door_book
from planner.access.sessions.lasting import IDLE, LONGEST, end_going_on, going_on
from planner.store.door.sessions import Ending, end_session
from web.shell.access import ANY_LOG_IN, allow
from web.shell.asker import asker, own_session
from web.shell.caller import browsers
from web.shell.clock import now
from web.shell.language import text
from web.shell.sessions.current import forget_seen
from web.shell.store import the_store

blueprint = Blueprint("my_sessions", __name__, url_prefix="/sessions")


@blueprint.get("")
@allow(ANY_LOG_IN)
def home() -> str:
    """The sessions of this log-in that go on, the one that began last first."""
    with the_store().read() as transaction:
        found = going_on(transaction, asker(), clock.true_instant())
    return render_template(
        "shell/sessions.html",
        office=None,
        sessions=found,
        here=_own_digest(),
        minutes=int(IDLE.total_seconds() // 60),
        hours=int(LONGEST.total_seconds() // 3600),
    )


@blueprint.post("/<int:number>/end")
@allow(ANY_LOG_IN)
def end(number: int) -> Response:
    """End one of one's own sessions; 404 for what is none, whoever else's it may be."""
    user, at = asker(), clock.true_instant()
    with the_store().write() as transaction:
        one = next((one for one in going_on(transaction, user, at) if one.id == number), None)
        if one is None:
            abort(404)
        end_session(transaction, one.digest, Ending.BY_ONESELF)
        door_book.ended_for(transaction, user.name, 1, user.name, browsers.address(), now())
    forget_seen(user.id)
    flash(text("已结束那一处登录"))
    return redirect(url_for("shell.my_sessions.home"))


@blueprint.post("/end")
@allow(ANY_LOG_IN)
def end_others() -> Response:
    """End all of one's own sessions but this."""
    user, at = asker(), clock.true_instant()
    with the_store().write() as transaction:
        count = end_going_on(transaction, user, Ending.BY_ONESELF, at, but=_own_digest())
        if count:
            door_book.ended_for(transaction, user.name, count, user.name, browsers.address(), now())
    forget_seen(user.id)
    flash(text("已结束其他 %(count)s 处登录", count=count))
    return redirect(url_for("shell.my_sessions.home"))


def _own_digest() -> str:
    session = own_session()
    return session.digest if session else ""
