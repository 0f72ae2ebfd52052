"""The office's work on what is issued: swaps, leaders' instructions, what really happened, who is on duty now."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from planner.changing import actual_service, instruction, open_call, swap, unanswered
from planner.changing.movement import Instruction
from planner.clock import now
from planner.errors import NotPossible, Refused
from planner.judging import repairs, standins
from planner.judging.refusals import Refusal, SwapRefused
from planner.pages import my_duties
from planner.problem.assignees import able
from planner.problem.period import Period
from planner.roster import contacts
from planner.roster.issued import issued_lines
from planner.roster.on_duty import on_duty
from planner.store import Unreadable
from planner.store.people import calls, instructions, offers
from planner.store.roster import actual_service as entries
from planner.store.roster import offices, versions
from planner.workbook.refs import index_of
from planner.worker import snapshot
from web.access import CLERK, allow
from web.language import text
from web.store import the_store

blueprint = Blueprint("work", __name__, url_prefix="/office")


@blueprint.get("/swaps")
@allow(CLERK)
def swaps() -> str:
    """Requests that wait for somebody."""
    swap.lapse(the_store(), now())
    with the_store().read() as unit:
        office, content = offices.load(unit), versions.in_force(unit)
        found, called = offers.every(unit, still_open=True), calls.still_open(unit)
        chased = unanswered.waiting(unit, now(), g.lang)
    slots = {id: held.slot for id, held in content.slots.items()}
    return render_template("office/swaps.html", office=office.settings["单位名称"], offers=found, slots=slots, name=office.name, chased=chased, calls=called)


@blueprint.post("/swaps/<int:id>/chased")
@allow(CLERK)
def chase(id: int) -> Response:
    """Say that somebody who has not answered was reminded."""
    try:
        unanswered.note(the_store(), id, request.form.get("who", ""), request.form.get("channel", ""), now(), current_user.user.name)
        flash(text("已记下催办", "Noted"))
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("work.swaps"))


@blueprint.post("/calls/<int:id>/close")
@allow(CLERK)
def close_call(id: int) -> Response:
    """End an open call on its giver's behalf."""
    try:
        open_call.close(the_store(), id, swap.OFFICE, frozenset(), now())
        flash(text("已办理", "Done"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("work.swaps"))


@blueprint.post("/swaps/<int:id>/<any(accept, approve, decline):what>")
@allow(CLERK)
def settle(id: int, what: str) -> Response:
    """Agree on behalf of somebody who said so, approve, or decline with a reason."""
    try:
        if what == "accept":
            swap.accept(the_store(), id, swap.OFFICE, frozenset(), now(), g.lang)
        elif what == "approve":
            swap.approve(the_store(), id, swap.OFFICE, frozenset(), now(), g.lang)
        else:
            swap.decline(the_store(), id, swap.OFFICE, frozenset(), request.form.get("reason", ""), now())
        flash(text("已办理", "Done"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("work.swaps"))


@blueprint.get("/<month>/duty/<path:slot>")
@allow(CLERK)
def duty(month: str, slot: str) -> str:
    """An issued slot: a leader's instruction before it begins, with what it would come to; 补登 once it has begun."""
    found, refused = None, ""
    try:
        Period.month(month)
    except NotPossible:
        abort(404)
    with the_store().read() as unit:
        line = next((one for one in issued_lines(unit, month) if one.slot.id == slot), None)
        if line is None:
            abort(404)
        office, moment = offices.load(unit), now()
        others = my_duties.partners(unit, line, "", moment)
        if request.args.get("kind"):
            try:
                found = instruction.look(unit, _wish(slot, request.args), moment, g.lang)
            except SwapRefused as cause:
                refused = cause.words.say(g.lang)
        begun = line.start <= moment
        whos = [one.tagged for one in line.people]
        leaves = request.args.get("who", "") if request.args.get("who", "") in whos else "".join(whos[:1])
        ranked = [] if begun else standins.standins(unit, slot, leaves, g.lang)
        more = repairs.repairs(unit, slot, leaves, moment, g.lang) if leaves.startswith("p:") and not begun else None
        slots = {id: held.slot for id, held in versions.in_force(unit).slots.items()} if more else {}
        entered = [one for one in entries.standing(unit) if one.slot == slot]
    return render_template(
        "office/duty.html", office=office.settings["单位名称"], month=month, line=line, begun=begun, others=others, ranked=ranked, leaves=leaves, more=more, slots=slots,
        able=[] if line.slot.site else able(office, line.slot, line.day), name=office.name, found=found, refused=refused, asked=request.args, entered=entered,
    )


def _wish(slot: str, form: MultiDict[str, str]) -> Instruction:
    """The instruction that a form describes; a day that is none counts as not given."""
    other, _, holder = form.get("for", "").rpartition("@")
    kind = form.get("kind", "")
    try:
        day = date.fromisoformat(form.get("day", ""))
    except ValueError:
        day = None
    bare = {"ordered_by": form.get("ordered_by", ""), "reason": form.get("reason", "")}
    who, along = form.get("who", ""), form.get("stay") != "yes"
    if kind == "session":
        return Instruction("session", slot, who, day=day, **bare)
    if kind == "standin":
        return Instruction("standin", slot, who, partner=form.get("partner", ""), other=form.get("move", ""), along=along, **bare)
    return Instruction("exchange", slot, who, partner=holder, other=other, along=along, **bare)


@blueprint.post("/orders")
@allow(CLERK)
def give() -> Response:
    """Put an instruction into effect."""
    form = request.form
    slot, month = form.get("slot", ""), form.get("month", "")
    try:
        given = instruction.give(the_store(), _wish(slot, form), frozenset(form.getlist("agreed")), now(), current_user.user.name, g.lang)
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
        kept = {key: form[key] for key in ("kind", "who", "for", "partner", "move", "day", "stay") if form.get(key)}
        return redirect(url_for("work.duty", month=month, slot=slot, **kept))
    flash(text("指示已生效，可打印调整通知", "The instruction is in effect; the notice can be printed"))
    return redirect(url_for("work.order", id=given.id))


@blueprint.get("/orders")
@allow(CLERK)
def orders() -> str:
    """Every instruction that was given."""
    with the_store().read() as unit:
        office, found = offices.load(unit), instructions.every(unit)
    return render_template("office/orders.html", office=office.settings["单位名称"], orders=found)


@blueprint.get("/orders/<int:id>")
@allow(CLERK)
def order(id: int) -> str:
    """One instruction: its change notice, to be printed."""
    with the_store().read() as unit:
        office, found = offices.load(unit), instructions.get(unit, id)
        if found is None:
            abort(404)
        duties = {slot.partition("|")[0] for slot in {one for one, _ in found.change.put} | set(found.change.after)}
        issued = [version for version in versions.every(unit) if version.issued_at == found.made_at and version.duty in duties]
    return render_template("office/order.html", office=office.settings["单位名称"], order=found, name=office.name, issued=issued,
                           duty_name={one.id: one.name for one in office.duties.values()}, made=date.fromisoformat(found.made_at[:10]))


@blueprint.post("/orders/<int:id>/undo")
@allow(CLERK)
def undo(id: int) -> Response:
    """Take an instruction back."""
    try:
        instruction.undo(the_store(), id, now(), current_user.user.name, g.lang)
        flash(text("已撤销", "Undone"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("work.order", id=id))


@blueprint.post("/served")
@allow(CLERK)
def enter() -> Response:
    """Say who really served a slot."""
    form = request.form
    try:
        actual_service.enter(the_store(), form.get("slot", ""), form.get("planned", ""), _actual(form), form.get("confirmed_by", ""),
                     form.get("note", ""), now(), current_user.user.name)
        flash(text("已补登", "Entered"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    except Refused as refused:
        flash("；".join(one.cause.say(g.lang) for one in refused.faults), "danger")
    return redirect(url_for("work.duty", month=form.get("month", ""), slot=form.get("slot", "")))


def _actual(form: MultiDict[str, str]) -> str:
    """Who served, tagged: chosen, or named by name or id; '' for nobody. Raises Refused, SwapRefused."""
    named = form.get("somebody", "").strip()
    if named:
        with the_store().read() as unit:
            return "p:" + index_of(offices.load(unit)).find(named, ("person",))
    if not form.get("actual"):
        raise SwapRefused(Refusal.NO_PARTNER)
    return "" if form["actual"] == "nobody" else form["actual"]


@blueprint.post("/served/<int:id>/undo")
@allow(CLERK)
def take_back(id: int) -> Response:
    """Take an entry back."""
    try:
        actual_service.take_back(the_store(), id, now(), current_user.user.name)
        flash(text("补登已撤销", "The entry is taken back"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("work.duty", month=request.form.get("month", ""), slot=request.form.get("slot", "")))


@blueprint.get("/now")
@allow(CLERK)
def present() -> str:
    """Who is on duty at this moment, with telephones; from the snapshot while the store does not answer."""
    written = None
    try:
        with the_store().read() as unit:
            office = offices.load(unit)
            name, rooms = office.settings["单位名称"], contacts.rooms(office)
            posts = [snapshot.post(line) for line in on_duty(unit, now())]
    except Unreadable:
        name = ""
        try:
            written, posts, rooms = snapshot.read(the_store().home, now())
        except (OSError, ValueError):
            abort(503)
    return render_template("office/now.html", office=name, posts=posts, rooms=rooms, moment=now(), written=written)
