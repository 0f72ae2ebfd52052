"""A draft by hand: cells edited with their price beforehand, somebody fixed, edits undone, two drafts side by side."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.planning import comparing
from planner.planning.basis import draft_of
from planner.planning.by_hand import editing
from planner.planning.by_hand.pinning import pin as pin_row
from planner.store.roster import offices
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.store.row_ids import DraftId
from planner.words import Words
from web.clerks.workplace.look import asked_look, wants_pieces
from web.clerks.workplace.page import Workplace, workplace
from web.clerks.workplace.refused import not_possible
from web.clerks.workplace.shown import after_deed, shown_month
from web.shell.access import CLERK, allow
from web.shell.arguments import number
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("draft", __name__, url_prefix="/office")
blueprint.register_error_handler(NotPossible, not_possible)


def place_before(month: str, chosen: str = "") -> Workplace:
    """The month as it is shown before a deed, its matrix worked out."""
    with the_store().read() as transaction:
        place = workplace(Standing.read(transaction), month, asked_look(), chosen)
        if wants_pieces():
            place.matrix  # noqa: B018  worked out while the transaction is open
        return place


def deed_answer(before: Workplace, said: str) -> Response | str:
    """The answer to a deed: for a script the pieces that changed, else the page it was done from, where it is said."""
    if wants_pieces():
        return after_deed(before, said=said)
    flash(said)
    return redirect(before.at(before.chosen) if before.chosen else before.here())


def the_same(draft: Draft) -> None:
    """Raise NotPossible where the form was about another draft."""
    if str(draft.id) != request.form.get("draft"):
        raise NotPossible(Words("草稿已被别人重新编排，请重新打开"))


@blueprint.post("/<month:month>/<any(undo, redo):what>")
@allow(CLERK)
def step(month: str, what: str) -> Response | str:
    """Undo the last step of the draft, or redo it."""
    before = place_before(month, request.form.get("chosen", ""))
    with the_store().write() as transaction:
        editing.step(transaction, draft_of(transaction, month), what == "undo", now(), asker().name, g.lang)
    return deed_answer(before, text("已撤销上一处修改") if what == "undo" else text("已重做"))


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
def cell(month: str, slot: str) -> Response | str:
    """The month with one cell chosen, and who could be on it at what price; choosing somebody changes the draft."""
    if request.method != "POST":
        return shown_month(month, asked_look(), slot)
    before = place_before(month, slot)
    out, into = request.form.get("out", ""), request.form.get("into", "")
    with the_store().write() as transaction:
        draft = draft_of(transaction, month)
        the_same(draft)
        editing.put_in_cell(transaction, draft, slot, out, into, now(), asker().name, g.lang)
    name = before.desk.office.name
    said = text("已改由%(name)s值班", name=name(into)) if into else text("已取消%(name)s的安排", name=name(out))
    return deed_answer(before, said)


@blueprint.post("/<month:month>/pin/<slot:slot>")
@allow(CLERK)
def pin(month: str, slot: str) -> Response | str:
    """Fix somebody on a cell for later plans, or let them go."""
    before, wanted = place_before(month, slot), request.form.get("wanted") == "yes"
    with the_store().write() as transaction:
        draft, who = draft_of(transaction, month), request.form.get("who", "")
        pin_row(Standing.read(transaction), draft, slot, who, wanted, now(), asker().name)
    return deed_answer(before, text("已固定，再编排时不动") if wanted else text("已取消固定"))
