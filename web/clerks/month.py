"""排班: the office imports, plans, looks, edits, locks, issues, withdraws and settles swaps."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.explaining import explain
from planner.issuing import publish, withdrawal
from planner.problem.festivals import festivals
from planner.problem.period import Period
from planner.store import jobs as job_rows
from planner.store.jobs import JobSettings, TaskKind
from planner.store.roster import offices
from planner.worker import jobs
from web.clerks.workplace.look import asked_look
from web.clerks.workplace.refused import not_possible
from web.clerks.workplace.shown import plan_kinds, shown_month
from web.shell.access import CLERK, allow, polled
from web.shell.arguments import number
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("month", __name__, url_prefix="/office")
blueprint.register_error_handler(NotPossible, not_possible)


@blueprint.get("/<month:month>")
@allow(CLERK)
def month(month: str) -> Response:
    """A month on the desk, seen as its address asks; a script that asks for the panel gets that alone."""
    return shown_month(month, asked_look())


@blueprint.get("/<month:month>/progress")
@allow(CLERK)
@polled
def progress(month: str) -> Response:
    """How far the planning of a month is; once it has ended, the whole page is to be asked for again."""
    with the_store().read() as transaction:
        job = job_rows.running(transaction, month)
    if job is None:
        return Response(headers={"HX-Refresh": "true"})
    return make_response(render_template("clerks/progress.html", month=month, job=job, kinds=plan_kinds()))


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
