"""What lies ahead of the office: what the next month lacks, tomorrow's reminders, a year and its holiday notice."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import Fault, NotPossible, Refused, fault
from planner.pages import preparing, tomorrow, year
from planner.planning import notice_preview
from planner.planning.new_notice import HIT_WORDS
from planner.planning.notice_preview import NoticePreview
from planner.roster.fairness import KINDS
from planner.store.jobs import JobSettings, TaskKind
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.words import Words
from planner.worker import jobs
from web.shell import arguments
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now, today
from web.shell.language import text
from web.shell.limits import takes_files
from web.shell.store import the_store

blueprint = Blueprint("ahead", __name__, url_prefix="/office")
MOST_NAME = 100
"""So many letters of a file's name are kept, from its end."""


@blueprint.get("/<month:month>/preparing")
@allow(CLERK)
def before_planning(month: str) -> str:
    """Who has sent nothing, which days lack people, whom to phone."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office, found = standing.office, preparing.preparing(standing, month, now())
    return render_template(
        "clerks/preparing.html", office=office.settings["单位名称"], month=month, found=found, name=office.name
    )


@blueprint.get("/tomorrow")
@allow(CLERK)
def reminding() -> str:
    """Everybody on duty tomorrow, or on another day."""
    day = arguments.day("day") or today() + timedelta(days=1)
    with the_store().read() as transaction:
        office = offices.load(transaction)
        found = tomorrow.reminders_of(transaction, office, day, g.lang)
    return render_template(
        "clerks/tomorrow.html",
        office=office.settings["单位名称"],
        day=day,
        found=found,
        following=day + timedelta(days=1),
        before=day - timedelta(days=1),
    )


@blueprint.post("/tomorrow")
@allow(CLERK)
def tick() -> Response:
    """Tick a reminder as told or answered, or take the tick away."""
    form, day = request.form, arguments.day("day")
    if day is None:
        abort(400)
    try:
        tomorrow.tick(
            the_store(),
            day,
            form.get("slot", ""),
            form.get("who", ""),
            form.get("step", ""),
            form.get("done") == "yes",
            now(),
            asker().name,
        )
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.ahead.reminding", day=day.isoformat(), _anchor=form.get("at", "")))


@blueprint.get("/calendar/<year:number>")
@allow(CLERK)
def calendar(number: int) -> str:
    """The workdays and days off of a year, official or projected, and the dates that move because of them."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
        found = year.year(office, number)
    return render_template("clerks/calendar.html", office=office.settings["单位名称"], year=number, found=found)


@blueprint.route("/calendar/<year:number>/notice", methods=["GET", "POST"])
@allow(CLERK)
@arguments.pasted("words")
@takes_files
def notice(number: int) -> str | tuple[str, int]:
    """Look at a holiday notice of a year before it counts: its days, what they change, or every fault."""
    found: NoticePreview | None = None
    faults: tuple[Fault, ...] = ()
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        if request.method == "POST":
            try:
                found = notice_preview.preview_notice(standing, number, *_handed_over(), now())
            except Refused as refused:
                faults = refused.faults
    page = render_template(
        "clerks/notice.html",
        office=standing.office.settings["单位名称"],
        year=number,
        found=found,
        faults=faults,
        pasted="" if found else request.form.get("words", ""),
        shown=year.year(found.after, number) if found else None,
        day_kinds=KINDS,
        hit_words=HIT_WORDS,
        spans=notice_preview.spans_words,
        iso=date.fromisoformat,
    )
    return page, 400 if faults else 200


def _handed_over() -> tuple[bytes, str]:
    """The file or the words that were sent, and what they are called. Raises Refused for both, or none."""
    file, words = request.files.get("file"), request.form.get("words", "")
    named = file.filename if file else ""
    if bool(named) == bool(words.strip()):
        raise Refused(
            fault(Words("请选一个文件，或贴上文字，两样里只用一样"), Words("选错的文件可重新选，贴错的文字可删去"))
        )
    if file and named:
        return file.read(), named[-MOST_NAME:]
    return words.replace("\0", "").encode(), text("粘贴的通知")


@blueprint.post("/calendar/<year:number>/notice/load")
@allow(CLERK)
def load_notice(number: int) -> Response:
    """Load the notice that was looked at, and look in the background for how issued months that it hits are mended."""
    form = request.form
    asked = (form.get("notice", ""), form.get("name", "")[-MOST_NAME:], form.get("mark", ""))
    try:
        found = notice_preview.load_preview(the_store(), number, *asked, now(), asker().name)
    except NotPossible as cause:
        flash(cause.words.say(g.lang), "danger")
        return redirect(url_for("clerks.ahead.notice", number=number))
    flash(text("%(number)s 年放假通知已装入", number=number))
    for month in found.months:
        try:
            jobs.request(the_store(), month, JobSettings(TaskKind.OFFERS), now(), asker().name)
            flash(text("%(month)s 已印发的班次受影响，正在求改动最少的排法，请到该月查看", month=month))
        except NotPossible as cause:
            flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.ahead.calendar", number=number))
