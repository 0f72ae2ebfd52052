"""Several cells of a draft at once: fixed, let go, taken off, given to one person, two exchanged; last month copied."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.pages.month.several import ChosenCell, SeveralCells, chosen_cells, exchange_of, put_on_all, several_cells
from planner.pages.month.slot_cells import Cells, CellState
from planner.planning.basis import draft_of
from planner.planning.by_hand.copying import copied
from planner.planning.by_hand.editing import change_cells
from planner.planning.by_hand.pinning import pin_all
from planner.store.roster.standing import Standing
from planner.words import Words
from web.clerks.workplace.draft import done, place_before, the_same
from web.clerks.workplace.look import asked_look, wants_pieces
from web.clerks.workplace.page import Workplace, workplace
from web.clerks.workplace.refused import not_possible
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("several", __name__, url_prefix="/office")
blueprint.register_error_handler(NotPossible, not_possible)
MOST = 60
"""So many cells are changed at once."""


def _chosen(place: Workplace, texts: list[str]) -> tuple[ChosenCell, ...]:
    """The cells that a form or an address names, each as slot or slot@who, as far as the draft lets them be changed."""
    wanted = []
    for one in texts[:MOST]:
        slot, _, who = one.partition("@")
        wanted.append((slot, who))
    found = chosen_cells(Cells(place.standing, place.desk, now()), place.lines, wanted)
    return tuple(one for one in found if one.cell.state is CellState.OPEN)


def _several(place: Workplace, *, takers: bool = True) -> SeveralCells:
    draft = place.desk.draft
    chosen = _chosen(place, request.args.getlist("slot"))
    if draft is None or not chosen:
        return SeveralCells(chosen, None, ())
    return several_cells(place.standing.transaction, draft, chosen, g.lang, takers=takers)


@blueprint.get("/<month:month>/cells")
@allow(CLERK)
def cells(month: str) -> str:
    """The cells chosen and what could be done with them; for a script the panel, else a page to choose them on."""
    with the_store().read() as transaction:
        place = workplace(Standing.read(transaction), month, asked_look())
        found = _several(place)
    page = "clerks/month/panel_several.html" if wants_pieces() else "clerks/month/several.html"
    return render_template(
        page, office=place.desk.office.settings["单位名称"], place=place, month=month, several=found, alone=True
    )


@blueprint.get("/<month:month>/verdict")
@allow(CLERK)
def verdict(month: str) -> str:
    """What exchanging two cells would come to, in a line: shown while one is dragged over the other."""
    with the_store().read() as transaction:
        place = workplace(Standing.read(transaction), month, asked_look())
        found = _several(place, takers=False)
    return render_template("clerks/month/verdict.html", several=found)


@blueprint.post("/<month:month>/cells/<any(pin, unpin, clear, put, exchange):what>")
@allow(CLERK)
def change(month: str, what: str) -> Response | str:
    """Do one thing with all cells chosen, as one step."""
    before = place_before(month)
    chosen = _chosen(before, request.form.getlist("slot"))
    if not chosen:
        raise NotPossible(Words("请先选格子"))
    with the_store().write() as transaction:
        draft = draft_of(transaction, month)
        the_same(draft)
        if what in ("pin", "unpin"):
            pairs = [(one.line.slot.id, who.who) for one in chosen for who in one.cell.people]
            pin_all(Standing.read(transaction), draft, pairs, what == "pin", now(), asker().name)
        else:
            if what == "exchange" and len(chosen) != 2:
                raise NotPossible(Words("对调要正好选两格"))
            into = request.form.get("into", "") if what == "put" else ""
            changes = exchange_of(chosen) if what == "exchange" else put_on_all(chosen, into)
            change_cells(
                transaction, draft, [one for one in changes if one.out or one.into], now(), asker().name, g.lang
            )
    return done(before, _said(before, what, len(chosen)))


def _said(place: Workplace, what: str, count: int) -> str:
    if what == "exchange":
        return text("两格已对调")
    words = {
        "pin": Words("已固定 %(count)s 格", count=count),
        "unpin": Words("已取消固定 %(count)s 格", count=count),
        "clear": Words("已取消 %(count)s 格的安排", count=count),
    }
    name = place.desk.office.name(request.form.get("into", ""))
    return words.get(what, Words("%(count)s 格已改由%(name)s值班", count=count, name=name)).say(g.lang)


@blueprint.post("/<month:month>/copy")
@allow(CLERK)
def copy(month: str) -> Response:
    """Take over last month's pattern as one step of the draft."""
    with the_store().write() as transaction:
        draft = draft_of(transaction, month)
        changes = copied(Standing.read(transaction), draft)
        change_cells(transaction, draft, changes, now(), asker().name, g.lang)
    flash(text("已照搬上月的排法，改动 %(count)s 处；不合规则的地方见“问题”，可一步撤销", count=len(changes)))
    return redirect(url_for("clerks.month.month", month=month, panel="findings"))
