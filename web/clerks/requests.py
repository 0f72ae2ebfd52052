"""What waits for the office: swaps and open calls to settle or chase, and duties whose holder can serve no longer."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.changing import asking, open_call, swap, swap_undo, unanswered, vacancies
from planner.errors import NotPossible
from planner.judging.refusals import SwapRefused
from planner.judging.still_open import open_calls, open_requests
from planner.office.office import Office
from planner.pages.swap_view import swap_view
from planner.roster.lines import holder
from planner.store.roster.parts import meant
from planner.store.roster.standing import Standing
from planner.store.row_ids import CallId, OfferId
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("requests", __name__, url_prefix="/office")


@blueprint.get("/swaps")
@allow(CLERK)
def swaps() -> str:
    """The page of swap requests and open calls that wait for somebody, and of those who have not answered."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office, content = standing.office, standing.issued
        found, called = open_requests(standing, now()), open_calls(standing, now())
        views = [swap_view(standing, one, now(), g.lang, None) for one in found]
        chased = unanswered.unanswered_requests(standing, now(), g.lang)
        slots = {one.slot: held.slot for one in called if (held := meant(content, one.slot))}
    return render_template(
        "clerks/swaps.html",
        office=office.settings["单位名称"],
        offers=views,
        duty_name={one.id: one.name for one in office.duties.values()},
        slots=slots,
        name=office.name,
        chased=chased,
        calls=called,
    )


@blueprint.post("/swaps/<int:id>/chased")
@allow(CLERK)
def chase(id: OfferId) -> Response:
    """Say that somebody who has not answered was reminded."""
    try:
        unanswered.note_reminder(
            the_store(), id, request.form.get("who", ""), request.form.get("channel", ""), now(), asker().name
        )
        flash(text("已记下催办"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.requests.swaps"))


@blueprint.post("/calls/<int:id>/close")
@allow(CLERK)
def close_call(id: CallId) -> Response:
    """End an open call on its giver's behalf."""
    try:
        open_call.close_call(the_store(), id, asking.OFFICE, frozenset(), now())
        flash(text("已办理"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("clerks.requests.swaps"))


@blueprint.post("/swaps/<int:id>/<any(accept, approve, decline):what>")
@allow(CLERK)
def settle(id: OfferId, what: str) -> Response:
    """Agree on behalf of somebody who said so, approve, or decline, each with a word."""
    words = request.form.get("reason", "")
    try:
        if what == "accept":
            swap.accept(the_store(), id, asking.OFFICE, frozenset(), now(), g.lang, words)
        elif what == "approve":
            swap.approve(the_store(), id, asking.OFFICE, frozenset(), now(), g.lang, words)
        else:
            swap.decline(the_store(), id, asking.OFFICE, frozenset(), words, now())
        flash(text("已办理"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("clerks.requests.swaps"))


@blueprint.post("/<month:month>/swaps/<int:id>/undo")
@allow(CLERK)
def undo(month: str, id: OfferId) -> Response:
    """Undo a swap in effect for the office, at once and with a reason."""
    try:
        swap_undo.undo_now(the_store(), id, request.form.get("reason", ""), now(), g.lang)
        flash(text("已撤销，恢复原安排；请告知双方"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("clerks.record.swaps", month=month))


@blueprint.get("/vacancies")
@allow(CLERK)
def open_duties() -> str:
    """Every issued duty ahead whose holder can serve no longer, whatever the cause."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office = standing.office
        found = vacancies.vacancies(standing, now(), g.lang)
    return render_template(
        "clerks/vacancies.html",
        office=office.settings["单位名称"],
        found=found,
        name=office.name,
        numbers=_numbers(office, found),
    )


def _numbers(office: Office, found: list[vacancies.Vacancy]) -> dict[str, list[str]]:
    """Tagged id → mobile and office telephone of everybody who can be asked."""
    asked = {other.who: holder(office, other.who, one.line.day) for one in found for other in one.best}
    return {who: [number for number in (one.mobile, one.office_phone) if number] for who, one in asked.items()}


@blueprint.post("/vacancies")
@allow(CLERK)
def ask_stand_in() -> Response:
    """Ask the chosen stand-in to take an open duty: makes the request that the page proposed."""
    form = request.form
    try:
        made = vacancies.ask_stand_in(
            the_store(), form.get("slot", ""), form.get("who", ""), form.get("to", ""), now(), asker().name, g.lang
        )
        flash(text("申请 %(id)s 已提出", id=made.id))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.requests.open_duties"))
