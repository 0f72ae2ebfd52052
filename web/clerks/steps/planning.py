"""编排: a month is planned in the background; while that goes on its page tells how far it is, and what there is."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner import clock
from planner.errors import NotPossible
from planner.explaining import explain
from planner.office.sheets import ClauseRow
from planner.pages.steps.month_steps import month_title
from planner.pages.steps.under_way import work_under_way
from planner.planning.replan import offer_words
from planner.problem.festivals import festivals
from planner.problem.period import Period
from planner.store import Transaction
from planner.store import jobs as job_rows
from planner.store.jobs import JobSettings, TaskKind
from planner.store.roster import drafts, offices
from planner.store.roster.drafts import DraftState
from planner.words import Words
from planner.worker import jobs
from web.clerks.steps.blueprint import blueprint
from web.shell.access import CLERK, allow, polled
from web.shell.arguments import number
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

PIECES = ("course", "closer")
"""What of the page asks how far it is, besides the status bar."""


@blueprint.post("/<month:month>/plan")
@allow(CLERK)
def plan(month: str) -> Response:
    """Plan the month in the background, close to its draft unless a new start is asked for.

    Raises NotPossible while the draft is locked for signature: it is taken back first, with a reason.
    """
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
    with the_store().read() as transaction:
        draft = drafts.latest(transaction, month)
    if draft is not None and draft.state is DraftState.LOCKED:
        raise NotPossible(Words("稿子已送签锁定：先收回送签，再重新编排"))
    jobs.request(the_store(), month, settings, now(), asker().name)
    return redirect(url_for("clerks.steps.planning", month=month))


@blueprint.post("/<month:month>/<any(explain, offers):task>")
@allow(CLERK)
def look(month: str, task: str) -> Response:
    """Look in the background for why the month has no full roster, or for what planning it again would change."""
    jobs.request(the_store(), month, JobSettings(TaskKind(task)), now(), asker().name)
    return redirect(url_for("clerks.steps.planning", month=month))


@blueprint.get("/<month:month>/planning")
@allow(CLERK)
def planning(month: str) -> Response:
    """A month that is being planned; the page asks every second how far it is, and leads on once that has ended."""
    with the_store().read() as transaction:
        job = job_rows.running(transaction, month)
        if job is None:
            return redirect(_where_it_led(transaction, month))
        office = offices.load(transaction)
    return make_response(
        render_template(
            "clerks/steps/planning.html",
            office=office.settings["单位名称"],
            month=month,
            title=month_title(month),
            under_way=work_under_way(job, clock.true_instant()),
            people=len(office.people),
            duties=len(office.duties),
            clauses=len(office.of(ClauseRow)),
            offer_words=offer_words,
        )
    )


def _where_it_led(transaction: Transaction, month: str) -> str:
    """The address of what the newest job of a month came to: its roster, the offers, or what stands in the way."""
    newest = max(
        (job for task in TaskKind if (job := job_rows.latest(transaction, month, task))),
        key=lambda job: job.id,
        default=None,
    )
    match newest and newest.settings.task:
        case TaskKind.OFFERS:
            return url_for("clerks.steps.replan", month=month)
        case TaskKind.EXPLAIN:
            return url_for("clerks.month.month", month=month, panel="findings")
    return url_for("clerks.month.month", month=month)


@blueprint.get("/<month:month>/progress")
@allow(CLERK)
@polled
def progress(month: str) -> Response:
    """How far the planning of a month is; once it has ended, the whole page is to be asked for again."""
    with the_store().read() as transaction:
        job = job_rows.running(transaction, month)
        if job is None:
            return Response(headers={"HX-Refresh": "true"})
        office = offices.load(transaction)
    return make_response(
        render_template(
            "clerks/steps/piece.html",
            part=piece if (piece := request.args.get("of")) in PIECES else "progress",
            month=month,
            under_way=work_under_way(job, clock.true_instant()),
            people=len(office.people),
            duties=len(office.duties),
            clauses=len(office.of(ClauseRow)),
            offer_words=offer_words,
        )
    )


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
    if last is None:
        flash(text("已经结束，没有正在进行的编排"))
    return redirect(url_for("clerks.steps.planning", month=month))


@blueprint.post("/<month:month>/call-off")
@allow(CLERK)
def call_off(month: str) -> Response:
    """End what is under way and keep nothing of it; the draft there was stays."""
    if jobs.call_off(the_store(), month, now(), asker().name):
        flash(text("已取消，原来的安排没有变"))
    else:
        flash(text("已经结束，没有正在进行的编排"))
    return redirect(url_for("clerks.month.month", month=month))
