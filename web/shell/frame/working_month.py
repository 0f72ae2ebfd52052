"""The month that a clerk works in: the one whose page was opened last, kept by the browser; else the coming one."""

from __future__ import annotations

import re

from flask import Flask, Response, g, request

from planner.store.people.users import Role
from web.gate.cookies import cookie_name, cookies_are_secure
from web.shell.asker import asker, logged_in
from web.shell.language import coming_month

COOKIE = "month"
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
WORKED_IN = ("clerks.month.", "clerks.steps.", "clerks.ahead.before", "clerks.papers.", "clerks.record.")
"""The beginnings of the endpoints whose month is the one that is worked in."""


def register(app: Flask) -> None:
    """Keep the month of the pages that clerks open, and let templates ask for it."""
    app.after_request(_keep)
    app.context_processor(lambda: {"working_month": working_month})


def working_month() -> str:
    """The month (YYYY-MM) of the page that is shown, else the one of the last page that had one."""
    shown = (request.view_args or {}).get("month")
    if isinstance(shown, str) and MONTH.fullmatch(shown):
        return shown
    kept = request.cookies.get(cookie_name(COOKIE), "")
    return kept if MONTH.fullmatch(kept) and kept >= "2000" else coming_month()


def _keep(response: Response) -> Response:
    month = str((request.view_args or {}).get("month", ""))
    asked = request.method == "GET" and (request.endpoint or "").startswith(WORKED_IN)
    if asked and month != request.cookies.get(cookie_name(COOKIE)) and response.status_code == 200 and _is_clerk():
        response.set_cookie(cookie_name(COOKIE), month, samesite="Lax", httponly=True, secure=cookies_are_secure())
    return response


def _is_clerk() -> bool:
    return not g.get("store_down") and logged_in() and asker().role is Role.CLERK
