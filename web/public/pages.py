"""Public pages: who receives today and tomorrow, the month of each public duty, how to subscribe."""

from __future__ import annotations

import io
from datetime import timedelta

import segno
from flask import Blueprint, Response, abort, current_app, render_template, request

from planner.office.cells.choices import Publicity
from planner.pages import notice
from planner.paper import code_lookup as checking
from planner.problem.period import Period
from planner.store.roster import offices
from web.shell.access import ANYBODY, allow
from web.shell.calendar_links import public_path
from web.shell.clock import today
from web.shell.language import text

blueprint = Blueprint("pages", __name__)
YEAR = timedelta(days=366)
"""How far from today the months are linked: nobody who follows links goes on for ever."""


@blueprint.get("/")
@allow(ANYBODY)
def home() -> str:
    """今日接访与服务安排: who receives today, tomorrow and next, by duty."""
    with current_app.extensions["store"].read() as transaction:
        office = offices.load(transaction)
        day = today()
        board = notice.board(transaction, office, day)
    return render_template(
        "public/today.html",
        office=office.settings["单位名称"],
        day=day,
        board=board,
        tomorrow=day + timedelta(days=1),
        month=f"{day:%Y-%m}",
    )


@blueprint.get("/month/<month:month>")
@allow(ANYBODY)
def month(month: str) -> str:
    """A month of every public duty, as far as its policy lets it be seen today."""
    period = Period.month(month)
    with current_app.extensions["store"].read() as transaction:
        office = offices.load(transaction)
        day = today()
        tables = notice.month(transaction, office, period.text, day)
    before, after = (
        one if abs(one - day) < YEAR else None
        for one in (period.first - timedelta(days=1), period.last + timedelta(days=1))
    )
    return render_template(
        "public/month.html",
        office=office.settings["单位名称"],
        month=period.first,
        tables=tables,
        before=before and f"{before:%Y-%m}",
        after=after and f"{after:%Y-%m}",
    )


@blueprint.get("/subscribe")
@allow(ANYBODY)
def subscribe() -> str:
    """The addresses of the public calendars."""
    with current_app.extensions["store"].read() as transaction:
        office = offices.load(transaction)
    duties = [duty for duty in office.duties.values() if duty.public != Publicity.NO]
    feeds = [("", text("全部公开事项"), _address(None))]
    feeds += [(duty.id, duty.name, _address(duty.id)) for duty in duties]
    return render_template("public/subscribe.html", office=office.settings["单位名称"], feeds=feeds)


@blueprint.get("/subscribe/qr.svg")
@allow(ANYBODY)
def qr() -> Response:
    """The webcal address of a public calendar as a QR code."""
    with current_app.extensions["store"].read() as transaction:
        office = offices.load(transaction)
    duty = request.args.get("duty") or None
    if duty is not None and (duty not in office.duties or office.duties[duty].public == Publicity.NO):
        abort(404)
    drawn = io.BytesIO()
    segno.make(_address(duty)["webcal"], error="m").save(
        drawn, kind="svg", scale=4, border=2, svgclass=None, lineclass=None
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@blueprint.get("/check")
@allow(ANYBODY)
def check() -> str:
    """The check code of a sheet, page or feed looked up: whether it holds, or what replaced it."""
    asked = request.args.get("code", "").strip()[:40]
    with current_app.extensions["store"].read() as transaction:
        office = offices.load(transaction)
        found = checking.look_up(transaction, office, asked)
    return render_template(
        "public/check.html", office=office.settings["单位名称"], asked=asked, code=checking.tidy(asked), found=found
    )


def _address(duty: str | None) -> dict[str, str]:
    base = current_app.config["BASE_URL"]
    path = public_path(duty or "")
    return {"url": base + path, "webcal": "webcal://" + base.partition("://")[2] + path}
