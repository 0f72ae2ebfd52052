"""A draft by hand: cells edited with their price beforehand, somebody fixed, edits undone, two drafts side by side."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.judging.why_this_person import why_in_draft
from planner.pages.month_desk import pinned
from planner.planning import comparing, editing
from planner.planning.basis import draft_of
from planner.roster.issued import draft_lines
from planner.store.roster import bases, offices
from planner.store.roster.standing import Standing
from planner.store.row_ids import DraftId
from planner.words import Words
from web.clerks.month import not_possible
from web.shell.access import CLERK, allow
from web.shell.arguments import number
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("draft", __name__, url_prefix="/office")
blueprint.register_error_handler(NotPossible, not_possible)


@blueprint.post("/<month:month>/<any(undo, redo):what>")
@allow(CLERK)
def step(month: str, what: str) -> Response:
    """Undo the last edit of the draft, or redo it."""
    with the_store().write() as transaction:
        editing.step(transaction, draft_of(transaction, month), what == "undo", now(), asker().name, g.lang)
    flash(text("已撤回上一处修改") if what == "undo" else text("已重做"))
    return redirect(url_for("clerks.month.month", month=month))


@blueprint.get("/<month:month>/compare")
@allow(CLERK)
def compare(month: str) -> str:
    """The page that shows two drafts of a month side by side."""
    left, right = (DraftId(number(name)) for name in ("left", "right"))
    with the_store().read() as transaction:
        office = offices.load(transaction)
        found = comparing.compare(transaction, office, left, right, g.lang)
    return render_template("clerks/compare.html", office=office.settings["单位名称"], month=month, found=found)


@blueprint.post("/<month:month>/choose")
@allow(CLERK)
def choose(month: str) -> Response:
    """Go on with an earlier draft."""
    comparing.choose(the_store(), month, DraftId(number("draft")), now(), asker().name)
    flash(text("已改用这份草稿"))
    return redirect(url_for("clerks.month.month", month=month))


@blueprint.route("/<month:month>/cell/<slot:slot>", methods=["GET", "POST"])
@allow(CLERK)
def cell(month: str, slot: str) -> str | Response:
    """Everybody for one cell, with what each would cost; choosing changes the draft."""
    if request.method == "POST":
        with the_store().write() as transaction:
            draft = draft_of(transaction, month)
            if str(draft.id) != request.form.get("draft"):
                raise NotPossible(Words("草稿已被别人重新编排，请重新打开"))
            editing.put_in_cell(
                transaction,
                draft,
                slot,
                request.form.get("out", ""),
                request.form.get("into", ""),
                now(),
                asker().name,
                g.lang,
            )
        return redirect(url_for("clerks.month.month", month=month))
    with the_store().read() as transaction:
        office, draft = offices.load(transaction), draft_of(transaction, month)
        basis = bases.basis(transaction, draft.digests)
        held = next((one for one in basis.problem.slots if one.id == slot), None)
        if held is None:
            abort(404)
        on = sorted(who for id, who in draft.roster.pairs if id == slot)
        out = request.args.get("out", on[0] if len(on) >= held.need else "")
        found = editing.choices(transaction, draft, slot, out, g.lang)
        fixed = {who for one, who in pinned(transaction, draft) if one == slot}
        line = next((one for one in draft_lines(transaction, office, draft, held.duty) if one.slot.id == slot), None)
        said = why_in_draft(transaction, office, draft, line, out, g.lang).words(g.lang) if line and out else []
    return render_template(
        "clerks/cell.html",
        office=basis.office.settings["单位名称"],
        month=month,
        slot=held,
        choices=found,
        draft=draft,
        out=out,
        name=basis.office.name,
        on=[one for one in found if one.on_it],
        fixed=fixed,
        said=said,
    )


@blueprint.post("/<month:month>/pin/<slot:slot>")
@allow(CLERK)
def pin(month: str, slot: str) -> Response:
    """Fix somebody on a cell for later plans, or let them go."""
    with the_store().write() as transaction:
        draft = draft_of(transaction, month)
        editing.pin(
            Standing.read(transaction),
            draft,
            slot,
            request.form.get("who", ""),
            request.form.get("wanted") == "yes",
            now(),
            asker().name,
        )
    return redirect(url_for("clerks.draft.cell", month=month, slot=slot))
