"""A month answered: the whole page, or for a script the panel, or after a deed the pieces that changed."""

from __future__ import annotations

from typing import Any

from flask import abort, make_response, render_template
from werkzeug.wrappers import Response

from planner.judging.still_open import open_requests
from planner.pages.month.bands import version_words
from planner.pages.month_desk import explanation
from planner.store import Transaction
from planner.store import jobs as job_rows
from planner.store.jobs import TaskKind
from planner.store.roster import drafts, edits, versions
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.edits import Edit
from planner.store.roster.standing import Standing
from web.clerks.workplace.look import Look, MonthPanel, wants_pieces
from web.clerks.workplace.page import Workplace, around, matrix_html, panel_html, pieces_html, workplace
from web.shell.clock import now
from web.shell.store import the_store

OTHERS = 6
"""How many earlier drafts are offered to be compared."""


def shown_month(month: str, look: Look, chosen: str = "") -> Response:
    """A month under a look, with the cell that is chosen; 404 where the month has no such cell."""
    with the_store().read() as transaction:
        place = workplace(Standing.read(transaction), month, look, chosen)
        if chosen and place.cell is None:
            abort(404)
        if wants_pieces():
            return make_response(panel_html(place, **panel_facts(place)))
        return make_response(render_page(place))


def render_page(place: Workplace, **more: Any) -> str:
    """The whole page."""
    before, after = around(place.month)
    return render_template(
        "clerks/month.html",
        place=place,
        matrix=matrix_html,
        rail=True,
        before=before,
        after=after,
        **{**panel_facts(place), **status_facts(place), **more},
    )


def after_deed(before: Workplace, **more: Any) -> str:
    """The pieces that changed since a deed on the month, seen as it was before it."""
    with the_store().read() as transaction:
        place = workplace(Standing.read(transaction), before.month, before.look, before.chosen)
        return pieces_html(before, place, **{**panel_facts(place), **status_facts(place), **more})


def panel_facts(place: Workplace) -> dict[str, Any]:
    """What single panels tell beside the month itself."""
    transaction = place.standing.transaction
    if place.look.panel is MonthPanel.FINDINGS:
        job = job_rows.latest(transaction, place.month, TaskKind.EXPLAIN)
        return {"why": explanation(place.desk, job), "running": job_rows.running(transaction, place.month)}
    if place.look.panel is MonthPanel.VERSIONS:
        return {
            "history": versions.every(transaction, place.month),
            "drafts": drafts.earlier(transaction, place.month, OTHERS),
            "version_words": version_words,
            "duty_names": {one.id: one.name for one in place.desk.office.duties.values()},
        }
    return {}


def _steps(transaction: Transaction, draft: Draft | None) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """The step of an open draft that can be undone, and the one that can be made again."""
    if draft is None or draft.state is not DraftState.OPEN:
        return (), ()
    return edits.last(transaction, draft.id, undone=False), edits.last(transaction, draft.id, undone=True)


def status_facts(place: Workplace) -> dict[str, Any]:
    """What stands in the status bar and the head: how far the month is, what waits, what can be undone."""
    shown, standing, month = place.desk, place.standing, place.month
    transaction = standing.transaction
    undo, redo = _steps(transaction, shown.draft)
    running = job_rows.running(transaction, month)
    return {
        "office": shown.office.settings["单位名称"],
        "desk": shown,
        "month": month,
        "running": running,
        "waiting": len(open_requests(standing, now())),
        "gaps": len(shown.unable),
        "undo": undo,
        "redo": redo,
        "duty_name": {one.id: one.name for one in shown.office.duties.values()},
    }
