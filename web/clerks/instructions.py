"""A leader's instruction on the site: what it would come to, put into effect, its notice to print, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from planner.changing import instruction
from planner.changing.movement import Instruction
from planner.errors import NotPossible
from planner.judging import repairs, standins
from planner.judging.refusals import SwapRefused
from planner.judging.standins import StandIn
from planner.office.ids import is_person
from planner.office.keys import SlotKey
from planner.pages import my_duties
from planner.pages.days_to_choose import days_to_choose
from planner.problem.assignees import able
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store.people import instructions
from planner.store.people.instructions import InstructionKind
from planner.store.roster import actual_service as entries
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.store.row_ids import InstructionId
from web.shell import arguments
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("instructions", __name__, url_prefix="/office")


@blueprint.get("/<month:month>/duty/<slot:slot>")
@allow(CLERK)
def duty(month: str, slot: str) -> str:
    """An issued slot: a leader's instruction before it begins, with what it would come to; 补登 once it has begun."""
    found, refused = None, ""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        line = next((one for one in issued_lines(transaction, standing.office, month) if one.slot.id == slot), None)
        if line is None:
            abort(404)
        office, moment = standing.office, now()
        others = my_duties.partners(transaction, office, line, "", moment)
        days = days_to_choose(standing, slot, arguments.day("from_day"), arguments.day("until"), moment)
        begun = line.start <= moment
        leaves = _who_leaves(line, request.args.get("who", ""))
        ranked = standins.standins(standing, days.slot, leaves, g.lang) if days.days else []
        asked = _with_the_best(request.args, ranked)
        if asked.get("kind"):
            try:
                found = instruction.prospect(standing, _wish(days.slot, asked), moment, g.lang)
            except NotPossible as cause:
                refused = cause.words.say(g.lang)
        more = repairs.repairs(standing, days.slot, leaves, moment, g.lang) if is_person(leaves) and days.days else None
        slots = repairs.slots_moved(standing.issued, more)
        entered = [one for one in entries.standing(transaction) if one.slot == slot]
    return render_template(
        "clerks/duty.html",
        office=office.settings["单位名称"],
        month=month,
        line=line,
        begun=begun,
        days=days,
        others=others,
        ranked=ranked,
        leaves=leaves,
        more=more,
        slots=slots,
        able=[] if line.slot.site else able(office, line.slot, line.day),
        name=office.name,
        found=found,
        refused=refused,
        asked=asked,
        entered=entered,
    )


def _who_leaves(line: Line, who: str) -> str:
    """Whose place is looked at (tagged): of those on a duty the one who is asked for; '' for a seat that nobody has."""
    whos = [one.tagged for one in line.people]
    return who if who in whos else "" if line.missing else "".join(whos[:1])


def _with_the_best(asked: MultiDict[str, str], ranked: list[StandIn]) -> MultiDict[str, str]:
    """What is asked for; whoever fits best stands in where nobody is named."""
    found = MultiDict(asked)
    if found.get("kind") == InstructionKind.STANDIN and "partner" not in found and ranked and not ranked[0].broken:
        found["partner"] = ranked[0].who
    return found


def _wish(slot: str, form: MultiDict[str, str]) -> Instruction:
    """The instruction that a form describes. Raises NotPossible for a day that is none."""
    other, _, holder = form.get("for", "").rpartition("@")
    kind = form.get("kind", "")
    who, along = form.get("who", ""), form.get("stay") != "yes"
    if kind == InstructionKind.SESSION:
        wished = Instruction(InstructionKind.SESSION, slot, who, day=arguments.day("day"))
    elif kind == InstructionKind.STANDIN:
        wished = Instruction(
            InstructionKind.STANDIN, slot, who, partner=form.get("partner", ""), other=form.get("move", ""), along=along
        )
    else:
        wished = Instruction(InstructionKind.EXCHANGE, slot, who, partner=holder, other=other, along=along)
    return replace(wished, ordered_by=form.get("ordered_by", ""), reason=form.get("reason", ""))


@blueprint.post("/orders")
@allow(CLERK)
def give() -> Response:
    """Put an instruction into effect."""
    form = request.form
    slot, month = form.get("slot", ""), form.get("month", "")
    try:
        given = instruction.give(
            the_store(),
            _wish(form.get("meant", "") or slot, form),
            frozenset(form.getlist("agreed")),
            now(),
            asker().name,
            g.lang,
        )
    except NotPossible as refused:
        flash(refused.words.say(g.lang), "danger")
        kept: dict[str, Any] = {
            key: form[key]
            for key in ("kind", "who", "for", "partner", "move", "day", "stay", "from_day", "until")
            if form.get(key)
        }
        return redirect(url_for("clerks.instructions.duty", month=month, slot=slot, **kept))
    flash(text("指示已生效，可打印调整通知"))
    return redirect(url_for("clerks.instructions.order", id=given.id))


@blueprint.get("/orders")
@allow(CLERK)
def orders() -> str:
    """Every instruction that was given."""
    with the_store().read() as transaction:
        office, found = offices.load(transaction), instructions.every(transaction)
    return render_template("clerks/orders.html", office=office.settings["单位名称"], orders=found)


@blueprint.get("/orders/<int:id>")
@allow(CLERK)
def order(id: InstructionId) -> str:
    """One instruction: its change notice, to be printed."""
    with the_store().read() as transaction:
        office, found = offices.load(transaction), instructions.get(transaction, id)
        if found is None:
            abort(404)
        duties = {SlotKey.of(slot).duty for slot in {one for one, _ in found.change.put} | set(found.change.after)}
        issued = [
            version
            for version in versions.every(transaction)
            if version.issued_at == found.made_at and version.duty in duties
        ]
    return render_template(
        "clerks/order.html",
        office=office.settings["单位名称"],
        order=found,
        name=office.name,
        issued=issued,
        duty_name={one.id: one.name for one in office.duties.values()},
        made=date.fromisoformat(found.made_at[:10]),
    )


@blueprint.post("/orders/<int:id>/undo")
@allow(CLERK)
def undo(id: InstructionId) -> Response:
    """Take an instruction back."""
    try:
        instruction.undo(the_store(), id, now(), asker().name, g.lang)
        flash(text("已撤销"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("clerks.instructions.order", id=id))
