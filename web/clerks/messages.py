"""Messages of the office: whom to tell of a change by another channel, with the text to paste, and who was told."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible, Refused
from planner.notifying import messages, overtaken, sending, tasks, wording
from planner.notifying.targets import target_of
from planner.office.ids import as_person
from planner.office.office import Office
from planner.roster.contacts import phone_call
from planner.store.messages import messages as rows
from planner.store.messages.messages import Message
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.store.row_ids import MessageId
from planner.workbook.refs import index_of
from web.shell.access import CLERK, allow
from web.shell.arguments import number
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.downloads import handed_out
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("messages", __name__, url_prefix="/office/messages")
RECENT, EACH = 20, 10
"""How many closed messages are still shown; how many that are in time, on one page."""


@blueprint.get("")
@allow(CLERK)
def home() -> str:
    """The page of messages: those to be told by another channel, the closest first.

    Below them stand those whom paper and calendars reach in time, and those that are closed.
    """
    page = max(1, number("page", 1))
    with the_store().read() as transaction:
        office, reached = offices.load(transaction), rows.reached(transaction)
        board = overtaken.message_board(transaction, now(), RECENT)
        can_send = sum(not sending.leader(office, who) for who in board.open_for & reached.keys())
    others, count = board.in_time[(page - 1) * EACH : page * EACH], len(board.in_time)

    def shown(some: tuple[Message, ...]) -> list[dict[str, Any]]:
        return [_shown(office, one, reached) for one in some]

    return render_template(
        "clerks/messages.html",
        office=office.settings["单位名称"],
        tasks=shown(board.tasks),
        others=shown(others),
        count=count,
        page=page,
        pages=-(-count // EACH),
        done=shown(board.done),
        can_send=can_send,
        kept=[office.name(who) for who in sorted(reached)],
    )


def _shown(office: Office, one: Message, reached: dict[str, str]) -> dict[str, Any]:
    return {
        "message": one,
        "name": office.name(one.who),
        "text": wording.message_words(office, one, g.lang),
        "reached": one.who in reached,
        "leader": sending.leader(office, one.who),
        "call": phone_call(office, one.who, now().date(), asked=True),
    }


@blueprint.post("/<int:id>/<any(close, send, reopen):what>")
@allow(CLERK)
def settle(id: MessageId, what: str) -> Response:
    """Close a message as told and answered, hand it to its target, or open it again where it has not arrived."""
    by, moment = asker().name, now()
    try:
        if what == "send":
            taken = sending.send_message(the_store(), id, moment, by, g.lang)
            flash(
                text("已发送") if taken else text("对方系统没有确认，请核实是否送达，再办结或重发"),
                "success" if taken else "danger",
            )
        else:
            with the_store().write() as transaction:
                if what == "close":
                    tasks.close_task(
                        Standing.read(transaction),
                        id,
                        request.form.get("channel", ""),
                        request.form.get("receipt", "")[:300],
                        moment,
                        by,
                    )
                else:
                    tasks.reopen(transaction, id, moment, by)
            flash(text("已办理"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.messages.home"))


@blueprint.post("/send")
@allow(CLERK)
def send_all() -> Response:
    """Send every open message to those who have an address, but for district leaders: they are told one by one."""
    taken, unsure = sending.send_all(the_store(), now(), asker().name, g.lang)
    flash(
        text("已发送 %(taken)s 条，未确认 %(unsure)s 条", taken=taken, unsure=unsure), "danger" if unsure else "success"
    )
    return redirect(url_for("clerks.messages.home"))


@blueprint.post("/target")
@allow(CLERK)
def target() -> Response:
    """Keep the address at which somebody is reached; no page shows it again."""
    address = request.form.get("address", "").strip()
    try:
        kept = target_of(address) if address else None
        with the_store().write() as transaction:
            person = index_of(offices.load(transaction)).find(request.form.get("person", ""), ("person",))
            sending.set_target(transaction, as_person(person), kept, now(), asker().name)
        flash(text("已登记") if kept else text("已取消"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    except Refused as refused:
        flash("；".join(one.cause.say(g.lang) for one in refused.faults), "danger")
    return redirect(url_for("clerks.messages.home"))


@blueprint.get("/<int:id>.ics")
@allow(CLERK)
def file(id: MessageId) -> Response:
    """The entries of a message as a file to hand on."""
    with the_store().read() as transaction:
        one = rows.get(transaction, id)
        if one is None:
            abort(404)
        data = messages.ics(transaction, offices.load(transaction), one)
    return handed_out(data)
