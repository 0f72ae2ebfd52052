"""An office's own duty table handed over on the site: asked what it is, looked at, taken in after a yes."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.data_entry import own_upload
from planner.data_entry.import_preview import TAKEN_WORDS
from planner.data_entry.own_upload import OwnWanted
from planner.errors import NotPossible, Refused
from planner.pages.own_table import OwnAnswers, OwnTableDesk, month_answered, own_table_desk
from planner.planning.handmade import handed_in, handmade_of, told_by_roster
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.words import Words
from planner.workbook.own_tables.meaning import PASS
from planner.workbook.own_tables.taken_in import ReadAs
from web.clerks.registers.upload import not_possible
from web.shell.access import CLERK, allow
from web.shell.arguments import asked
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.limits import costly
from web.shell.store import the_store

blueprint = Blueprint("own_table", __name__, url_prefix="/office")
blueprint.register_error_handler(NotPossible, not_possible)


def _answers() -> OwnAnswers:
    """What stands in the form."""
    given = request.form if request.method == "POST" else request.args
    places = {int(found[1]): given[name].strip() for name in given if (found := re.fullmatch(r"place-(\d{1,4})", name))}
    times = {
        number: (given.get(f"begin-{number}", "").strip(), given.get(f"finish-{number}", "").strip())
        for number in places
    }
    return OwnAnswers(asked("as"), month_answered(asked("month")), asked("duty"), places, times)


def _month(answers: OwnAnswers) -> date | None:
    return Period.month(answers.month).first if answers.month else None


def _desk(ticket: str, answers: OwnAnswers) -> tuple[str, str, OwnTableDesk]:
    """The office's name, the file's name, and the page by the answers."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        file = own_upload.open_own_table(the_store(), ticket, standing.office, _month(answers))
        desk = own_table_desk(standing, file, answers, now(), g.lang)
    return standing.office.settings["单位名称"], file.name, desk


@blueprint.get("/import/<ticket>/table")
@allow(CLERK)
@costly
def choose(ticket: str) -> str:
    """The page of choices, with what would come of them."""
    name, file, desk = _desk(ticket, _answers())
    return render_template(
        "clerks/own_table.html", office=name, file=file, ticket=ticket, desk=desk, taken=TAKEN_WORDS, none=PASS[0]
    )


@blueprint.post("/import/<ticket>/table")
@allow(CLERK)
@costly
def take_in(ticket: str) -> Response:
    """Take in what was looked at, or show what has changed since; the file stays until it is taken in."""
    answers = _answers()
    desk = _desk(ticket, answers)[2]
    again = redirect(f"{url_for('clerks.own_table.choose', ticket=ticket)}?{urlencode(_sent(answers))}")
    if desk.shown != asked("shown") or not desk.shown:
        flash(text("看过以后数据有变，请再看一遍"), "danger")
        return again
    try:
        if desk.kind is ReadAs.DRAFT:
            return _draft(ticket, answers, desk)
        wanted = OwnWanted(desk.kind, _month(answers), desk.choices())
        own_upload.take_in_own_table(the_store(), ticket, wanted, asked("shown"), now(), asker().name)
    except Refused:
        return again
    if desk.kind is ReadAs.OFFICE:
        flash(
            text("已建立事项、岗位和人员。这张表里值过的班还没有计入历史：看过下面的变化后点“导入”；不需要就不用管。")
        )
        return redirect(f"{url_for('clerks.own_table.choose', ticket=ticket)}?as={ReadAs.HISTORY}")
    flash(text("已导入"))
    return redirect(url_for("clerks.home.home"))


def _draft(ticket: str, answers: OwnAnswers, desk: OwnTableDesk) -> Response:
    """Keep the table as the draft of its month."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
    file = own_upload.open_own_table(the_store(), ticket, office, _month(answers))
    made = handmade_of(file, office, Period.month(desk.month), desk.choices())
    if told_by_roster(made) != asked("shown"):
        raise NotPossible(Words("看过以后数据有变，请再看一遍"))
    period = Period(made.period.first, made.period.last, made.duties)
    end = handed_in(file.name, period, now(), asker().name)
    by_hand(the_store(), period, made.roster, now(), g.lang, end)
    own_upload.drop_own_table(the_store(), ticket)
    flash(text("已作为草稿"))
    return redirect(url_for("clerks.month.month", month=period.text))


def _sent(answers: OwnAnswers) -> dict[str, str]:
    """The answers as they stand in an address."""
    columns = {f"place-{number}": place for number, place in answers.places.items()}
    times = {
        f"{name}-{number}": value
        for number, both in answers.times.items()
        for name, value in zip(("begin", "finish"), both, strict=True)
        if value
    }
    return {"as": answers.kind, "month": answers.month, "duty": answers.duty, **columns, **times}
