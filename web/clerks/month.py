"""排班: the office imports, plans, looks, edits, locks, issues, withdraws and settles swaps."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.judging.still_open import open_requests
from planner.office.ids import as_unit
from planner.office.office import Office
from planner.pages.month_desk import Desk, desk, explanation
from planner.pages.month_grid import narrowed
from planner.problem.period import Period
from planner.store import Transaction, cache
from planner.store import jobs as job_rows
from planner.store.jobs import TaskKind
from planner.store.roster import edits as edit_rows
from planner.store.roster import versions
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.edits import Edit
from planner.store.roster.standing import Standing
from web.shell.access import CLERK, allow
from web.shell.clock import now
from web.shell.language import coming_month
from web.shell.store import the_store

blueprint = Blueprint("month", __name__, url_prefix="/office")


def _edits(transaction: Transaction, draft: Draft | None) -> tuple[Edit | None, Edit | None]:
    """The edit of an open draft that can be undone, and the one that can be made again."""
    if draft is None or draft.state is not DraftState.OPEN:
        return None, None
    return edit_rows.last(transaction, draft.id, undone=False), edit_rows.last(transaction, draft.id, undone=True)


@blueprint.errorhandler(NotPossible)
def not_possible(cause: NotPossible) -> Response:
    """What cannot be done is said on the page it was asked from."""
    flash(cause.words.say(g.lang), "danger")
    month = (request.view_args or {}).get("month")
    return redirect(url_for("clerks.month.month", month=month) if month else url_for("clerks.month.home"))


@blueprint.get("")
@allow(CLERK)
def home() -> Response:
    """The month that is being made: the next one."""
    return redirect(url_for("clerks.month.month", month=coming_month()))


@blueprint.get("/<month:month>")
@allow(CLERK)
def month(month: str) -> Response:
    """A month on the desk; while it is being planned the page asks every second how far it is."""
    period = Period.month(month)
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        shown = desk(standing, month, now(), g.lang, issued=request.args.get("shown") == "issued")
        history = versions.every(transaction, month)
        waiting = len(open_requests(standing, now()))
        running, why = job_rows.running(transaction, month), job_rows.latest(transaction, month, TaskKind.EXPLAIN)
        undo, redo = _edits(transaction, shown.draft)
    given = {name: request.args.get(name, "").strip() for name in ("who", "unit", "town")}
    asked = {name: value for name, value in given.items() if value}
    before = period.first.replace(day=1).toordinal() - 1
    return make_response(
        render_template(
            "clerks/month.html",
            grids=_grid(shown, asked),
            asked=asked,
            undo=undo,
            redo=redo,
            town_names=_towns(shown.office),
            office=shown.office.settings["单位名称"],
            desk=shown,
            running=running,
            history=history,
            waiting=waiting,
            gaps=len(shown.unable),
            month=month,
            why=explanation(shown, why),
            before=date.fromordinal(before).strftime("%Y-%m"),
            after=date.fromordinal(period.last.toordinal() + 1).strftime("%Y-%m"),
            duty_name={one.id: one.name for one in shown.office.duties.values()},
        )
    )


def _grid(shown: Desk, asked: dict[str, str]) -> Markup:
    """The grids as they are shown; kept ready where nothing is left out."""
    if not asked:
        return _whole_grid(shown)
    some = narrowed(shown.grids, shown.office, **asked)
    return Markup(render_template("clerks/grid.html", desk=shown, grids=some, asked=asked))


@cache.kept(8, by=lambda shown: shown.state)
def _whole_grid(shown: Desk) -> Markup:
    return Markup(render_template("clerks/grid.html", desk=shown, grids=shown.grids, asked={}))


def _towns(office: Office) -> list[str]:
    """The names of the towns that have villages, in rank order."""
    found = {row.town for row in office.villages.values()}
    return [office.name(as_unit(id)) for id in sorted(found, key=lambda id: office.rank.get(as_unit(id), (10**9, 0)))]
