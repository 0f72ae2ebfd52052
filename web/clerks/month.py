"""排班: the office imports, plans, looks, edits, locks, issues, withdraws and settles swaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.explaining import explain
from planner.issuing import preview, publish, withdrawal
from planner.judging.still_open import open_requests
from planner.office.ids import as_unit
from planner.office.office import Office
from planner.pages.last_jobs import offered_plans
from planner.pages.month_desk import Desk, desk, explanation
from planner.pages.month_grid import narrowed
from planner.planning.replan import KINDS
from planner.problem.festivals import festivals
from planner.problem.period import Period
from planner.store import Transaction, cache
from planner.store import jobs as job_rows
from planner.store.jobs import JobSettings, TaskKind
from planner.store.roster import drafts as draft_rows
from planner.store.roster import edits as edit_rows
from planner.store.roster import offices, versions
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.edits import Edit
from planner.store.roster.standing import Standing
from planner.worker import jobs
from web.shell.access import CLERK, allow, polled
from web.shell.arguments import number
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import coming_month, text
from web.shell.store import the_store

blueprint = Blueprint("month", __name__, url_prefix="/office")
OTHERS = 6
"""How many earlier drafts are offered to be compared."""


def _edits(transaction: Transaction, draft: Draft | None) -> tuple[Edit | None, Edit | None]:
    """The edit of an open draft that can be undone, and the one that can be made again."""
    if draft is None or draft.state is not DraftState.OPEN:
        return None, None
    return edit_rows.last(transaction, draft.id, undone=False), edit_rows.last(transaction, draft.id, undone=True)


def _told(standing: Standing, shown: Desk) -> list[tuple[str, str]]:
    """Whom an issue of the draft would tell, and what, where something is issued already and would change."""
    if not (shown.draft and shown.issued and shown.changes):
        return []
    return preview.preview(standing, shown.draft, now(), g.lang)


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
        replans = offered_plans(transaction, month, now()) if shown.issued else None
        undo, redo = _edits(transaction, shown.draft)
        feasts = festivals(shown.office, period.first, period.last)
        told = _told(standing, shown)
        others = draft_rows.earlier(transaction, month, OTHERS)
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
            drafts=others,
            feasts=feasts,
            told=told,
            town_names=_towns(shown.office),
            office=shown.office.settings["单位名称"],
            desk=shown,
            running=running,
            history=history,
            waiting=waiting,
            gaps=len(shown.unable),
            month=month,
            job=running,
            why=explanation(shown, why),
            replans=replans,
            kinds=_kinds(),
            before=date.fromordinal(before).strftime("%Y-%m"),
            after=date.fromordinal(period.last.toordinal() + 1).strftime("%Y-%m"),
            duty_name={one.id: one.name for one in shown.office.duties.values()},
        )
    )


@blueprint.get("/<month:month>/progress")
@allow(CLERK)
@polled
def progress(month: str) -> Response:
    """How far the planning of a month is; once it has ended, the whole page is to be asked for again."""
    with the_store().read() as transaction:
        job = job_rows.running(transaction, month)
    if job is None:
        return Response(headers={"HX-Refresh": "true"})
    return make_response(render_template("clerks/progress.html", month=month, job=job, kinds=_kinds()))


def _kinds() -> dict[str, str]:
    """What the offers of a new plan are called."""
    return {kind: words.say(g.lang) for kind, words in KINDS.items()}


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


@blueprint.post("/<month:month>/plan")
@allow(CLERK)
def plan(month: str) -> Response:
    """Plan the month in the background, close to its draft unless a new start is asked for."""
    form, changes = request.form, number("changes", -1)
    most = changes if changes >= 0 else None
    settings = JobSettings(keep=form.get("keep") == "published", changes=most, keep_draft=form.get("start") != "new")
    with the_store().read() as transaction:
        period = Period.month(month)
        apart = {f"{one.first}": one for one in festivals(offices.load(transaction), period.first, period.last)}.get(
            request.form.get("festival", "")
        )
    if apart:
        settings = replace(settings, first=apart.first, last=apart.last)
        month = f"{apart.first:%Y-%m}"
    jobs.request(the_store(), month, settings, now(), asker().name)
    return redirect(url_for("clerks.month.month", month=month))


@blueprint.post("/<month:month>/<any(explain, offers):task>")
@allow(CLERK)
def look(month: str, task: str) -> Response:
    """Look in the background for why the month has no full roster, or for what planning it again would change."""
    jobs.request(the_store(), month, JobSettings(TaskKind(task)), now(), asker().name)
    return redirect(url_for("clerks.month.month", month=month))


@blueprint.post("/<month:month>/way")
@allow(CLERK)
def way(month: str) -> Response:
    """Put a way out into the inputs of the next plan."""
    texts = explain.apply_way(the_store(), month, number("number"), now(), asker().name)
    flash("；".join(one.say(g.lang) for one in texts) + text("。已写入编排依据，请重新编排"))
    return redirect(url_for("clerks.month.month", month=month))


@blueprint.post("/<month:month>/stop")
@allow(CLERK)
def stop(month: str) -> Response:
    """End the planning under way; the best roster is kept."""
    with the_store().write() as transaction:
        last = job_rows.running(transaction, month)
        if last is not None:
            job_rows.stop(transaction, last.id)
    flash(text("正在停止，保留目前最好的结果") if last else text("已经结束，没有正在进行的编排"))
    return redirect(url_for("clerks.month.month", month=month))


@blueprint.post("/<month:month>/sign")
@allow(CLERK)
def sign(month: str) -> Response:
    """Lock for signature."""
    publish.sign(the_store(), month, now(), asker().name)
    flash(text("已送签锁定，各表标注“送审稿”"))
    return redirect(url_for("clerks.month.month", month=month))


@blueprint.post("/<month:month>/issue")
@allow(CLERK)
def issue(month: str) -> str:
    """Issue what is drafted, and show what became of it."""
    form = request.form
    order = publish.Order(
        form.get("signed_by", ""), form.get("number", ""), form.get("reason", ""), record=form.get("record") == "yes"
    )
    done = publish.publish(the_store(), month, order, now(), asker().name, g.lang)
    with the_store().read() as transaction:
        office = offices.load(transaction)
    return render_template(
        "clerks/issued.html",
        office=office.settings["单位名称"],
        month=month,
        done=done,
        name=office.name,
        duty_name={one.id: one.name for one in office.duties.values()},
    )


@blueprint.post("/<month:month>/withdraw")
@allow(CLERK)
def withdraw(month: str) -> Response:
    """Take an issued version back."""
    withdrawal.withdraw(the_store(), month, request.form["duty"], request.form.get("reason", ""), now(), asker().name)
    flash(text("已撤回，记录保留"))
    return redirect(url_for("clerks.month.month", month=month))
