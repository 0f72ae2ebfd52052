"""排班: the office imports, plans, looks, edits, locks, issues, withdraws and settles swaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from flask import Blueprint, abort, current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from planner import editing, handover, jobs, publish, swap
from planner.clock import now
from planner.desk import desk
from planner.duty_now import on_duty
from planner.fault import NotPossible, Refused
from planner.month import Period
from planner.refusals import SwapRefused
from planner.store import Store, offers, offices, versions
from planner.store import drafts as draft_rows
from planner.store import jobs as job_rows
from web.language import text

blueprint = Blueprint("office", __name__, url_prefix="/office")
View = Callable[..., Any]


def _store() -> Store:
    store: Store = current_app.extensions["store"]
    return store


def clerk(view: View) -> View:
    """For clerks alone."""
    @wraps(view)
    @login_required
    def guarded(*arguments: Any, **named: Any) -> Any:
        if current_user.user.role != "clerk":
            abort(403)
        try:
            return view(*arguments, **named)
        except NotPossible as cause:
            flash(cause.words.say(g.lang), "danger")
            month = named.get("month")
            return redirect(url_for("office.month", month=month) if month else url_for("office.home"))
    return guarded


@blueprint.get("")
@clerk
def home() -> Response:
    """The month that is being made: the next one."""
    today = now().date()
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return redirect(url_for("office.month", month=f"{following:%Y-%m}"))


@blueprint.get("/<month>")
@clerk
def month(month: str) -> Response:
    """A month on the desk; while it is being planned the page asks for itself again every second."""
    try:
        period = Period.month(month)
    except NotPossible:
        abort(404)
    with _store().read() as unit:
        shown = desk(unit, month, now(), g.lang)
        history = versions.every(unit, month)
        waiting = len(offers.every(unit, still_open=True))
    running = shown.job is not None and shown.job.state in ("waiting", "running")
    before = period.first.replace(day=1).toordinal() - 1
    page = make_response(render_template(
        "office/month.html", office=shown.office.settings["单位名称"], desk=shown, running=running, history=history, waiting=waiting,
        before=date.fromordinal(before).strftime("%Y-%m"), after=date.fromordinal(period.last.toordinal() + 1).strftime("%Y-%m"),
        duty_name={one.id: one.name for one in shown.office.duties.values()}, day_of=lambda text: date.fromisoformat(text.partition("|")[0]),
    ))
    if running:
        page.headers["Refresh"] = "1"
    return page


@blueprint.post("/<month>/plan")
@clerk
def plan(month: str) -> Response:
    """Plan the month in the background."""
    settings = {"seconds": 60, "keep": request.form.get("keep") == "published"}
    jobs.request(_store(), month, settings, current_user.user.name)
    return redirect(url_for("office.month", month=month))


@blueprint.post("/<month>/stop")
@clerk
def stop(month: str) -> Response:
    """End the planning under way; the best roster is kept."""
    with _store().write() as unit:
        last = job_rows.latest(unit, month)
        if last is not None:
            job_rows.stop(unit, last.id)
    flash(text("正在停止，保留目前最好的结果", "Stopping; the best result so far is kept"))
    return redirect(url_for("office.month", month=month))


@blueprint.post("/<month>/sign")
@clerk
def sign(month: str) -> Response:
    """Lock for signature."""
    publish.sign(_store(), month, now(), current_user.user.name)
    flash(text("已送签锁定，各表标注“送审稿”", "Locked for signature"))
    return redirect(url_for("office.month", month=month))


@blueprint.post("/<month>/issue")
@clerk
def issue(month: str) -> str:
    """Issue what is drafted, and show what became of it."""
    form = request.form
    order = publish.Order(form.get("signed_by", ""), form.get("number", ""), form.get("reason", ""))
    done = publish.publish(_store(), month, order, now(), current_user.user.name, g.lang)
    with _store().read() as unit:
        office = offices.load(unit)
    return render_template("office/issued.html", office=office.settings["单位名称"], month=month, done=done, name=office.name,
                           duty_name={one.id: one.name for one in office.duties.values()})


@blueprint.post("/<month>/withdraw")
@clerk
def withdraw(month: str) -> Response:
    """Take an issued version back."""
    publish.withdraw(_store(), month, request.form["duty"], request.form.get("reason", ""), now(), current_user.user.name)
    flash(text("已撤回，记录保留", "Withdrawn; it stays on record"))
    return redirect(url_for("office.month", month=month))


@blueprint.route("/<month>/cell/<path:slot>", methods=["GET", "POST"])
@clerk
def cell(month: str, slot: str) -> str | Response:
    """Everybody for one cell, with what each would cost; choosing changes the draft."""
    if request.method == "POST":
        with _store().write() as unit:
            draft = publish.draft_of(unit, month)
            if str(draft.id) != request.form.get("draft"):
                raise NotPossible("草稿已被别人重新编排，请重新打开", "somebody planned again meanwhile: open the month anew")
            editing.put(unit, draft, slot, request.form.get("out", ""), request.form.get("into", ""), g.lang)
        return redirect(url_for("office.month", month=month))
    with _store().read() as unit:
        draft = publish.draft_of(unit, month)
        basis = draft_rows.basis(unit, draft.digests)
        held = next((one for one in basis.problem.slots if one.id == slot), None)
        if held is None:
            abort(404)
        on = sorted(who for id, who in draft.roster.pairs if id == slot)
        out = request.args.get("out", on[0] if len(on) >= held.need else "")
        found = editing.choices(unit, draft, slot, out, g.lang)
    return render_template("office/cell.html", office=basis.office.settings["单位名称"], month=month, slot=held, choices=found, draft=draft,
                           out=out, name=basis.office.name, on=[one for one in found if one.on_it])


@blueprint.route("/import", methods=["GET", "POST"])
@clerk
def take_in() -> str | tuple[str, int]:
    """Look at a workbook before it is imported: what changes, or every fault."""
    found, faults = None, ()
    if request.method == "POST" and request.files.get("workbook"):
        upload = request.files["workbook"]
        try:
            found = handover.look(_store(), upload.filename or "", upload.read())
        except Refused as refused:
            faults = refused.faults
    with _store().read() as unit:
        name = offices.load(unit).settings["单位名称"]
    return render_template("office/import.html", office=name, found=found, faults=faults), 400 if faults else 200


@blueprint.post("/import/<ticket>")
@clerk
def confirm(ticket: str) -> Response:
    """Import what was looked at."""
    handover.take(_store(), ticket, request.form.get("prune") == "yes", now(), current_user.user.name)
    flash(text("已导入", "Imported"))
    return redirect(url_for("office.home"))


@blueprint.get("/swaps")
@clerk
def swaps() -> str:
    """Requests that wait for somebody."""
    swap.lapse(_store(), now())
    with _store().read() as unit:
        office, content = offices.load(unit), versions.in_force(unit)
        found = offers.every(unit, still_open=True)
    slots = {id: held.slot for id, held in content.slots.items()}
    return render_template("office/swaps.html", office=office.settings["单位名称"], offers=found, slots=slots, name=office.name)


@blueprint.post("/swaps/<int:id>/<any(accept, approve, decline):what>")
@clerk
def settle(id: int, what: str) -> Response:
    """Agree on behalf of somebody who said so, approve, or decline with a reason."""
    try:
        if what == "accept":
            swap.accept(_store(), id, swap.OFFICE, frozenset(), now(), g.lang)
        elif what == "approve":
            swap.approve(_store(), id, swap.OFFICE, frozenset(), now(), g.lang)
        else:
            swap.decline(_store(), id, swap.OFFICE, frozenset(), request.form.get("reason", ""), now())
        flash(text("已办理", "Done"))
    except SwapRefused as refused:
        flash(refused.words.say(g.lang), "danger")
    return redirect(url_for("office.swaps"))


@blueprint.get("/now")
@clerk
def present() -> str:
    """Who is on duty at this moment, with telephones."""
    with _store().read() as unit:
        office, found = offices.load(unit), on_duty(unit, now())
    return render_template("office/now.html", office=office.settings["单位名称"], lines=found, moment=now())


