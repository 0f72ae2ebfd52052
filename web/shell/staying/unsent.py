"""没有送出的内容: what this log-in sent after its session had ended; nothing of it is done before a click."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, g, redirect, render_template
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.wrappers import Response

from planner.access.log_sentence import LogTeller
from planner.access.sessions.unsent import UnsentForm
from planner.data_entry.rows import BY_ADDRESS
from planner.office.sheets import BY_NAME, WorkbookSheet
from planner.store import Transaction, idempotency
from planner.store.roster import offices
from planner.words import Words
from web.gate.addresses import within_site
from web.shell.access import ANY_LOG_IN, allow, home_page, scoped_key
from web.shell.asker import asker
from web.shell.language import text
from web.shell.sessions.late_forms import drop_late, late_forms
from web.shell.sessions.what_is_sent import DEEDS_SENT, FIELDS_SENT
from web.shell.store import the_store

blueprint = Blueprint("unsent", __name__, url_prefix="/unsent")
DATA, CLAUSES = "/office/data/", "/office/rules/"
"""How the addresses begin to which rows of sheets are sent, and clauses of the rules."""
PARTS = {"month": Words("月份"), "slot": Words("班次"), "person": Words("人员"), "id": Words("编号")}
"""A part of an address that people know → what it is called."""


@dataclass(frozen=True)
class FormToSend:
    """A form as its page shows it: what it asks for, about what and with which words of its sender; what is sent."""

    deed: Words
    said: tuple[tuple[str, str], ...]
    form: UnsentForm


@blueprint.get("")
@allow(ANY_LOG_IN)
def show() -> str | Response:
    """What was sent too late and is not done yet; the first page of this log-in where there is none."""
    found = late_forms(asker())
    with the_store().read() as transaction:
        office = offices.load(transaction)
        teller = LogTeller(office, {}, g.lang)
        forms = [_to_send(one, teller) for one in found if _may_be_sent(transaction, one)]
    if not forms:
        return redirect(home_page())
    return render_template("shell/unsent.html", office=office.settings["单位名称"], forms=forms)


@blueprint.post("/drop")
@allow(ANY_LOG_IN)
def drop() -> Response:
    """Drop all of it."""
    drop_late(asker())
    flash(text("没有送出的内容已删除"))
    return redirect(home_page())


def _may_be_sent(transaction: Transaction, form: UnsentForm) -> bool:
    """Whether a form goes to a view of this site and was not acted on meanwhile."""
    if (form.endpoint, form.choice) not in DEEDS_SENT or not _goes_to(form):
        return False
    keys = [value for name, value in form.fields if name == "key" and value]
    return not any(idempotency.key_known(transaction, scoped_key(one)) for one in keys)


def _goes_to(form: UnsentForm) -> Mapping[str, Any]:
    """The parts of the address by their names; none where it is not one of the view that the form was sent to."""
    try:
        path = urlsplit(within_site(form.address, "")).path
        endpoint, parts = current_app.url_map.bind("").match(path, method="POST")
    except (HTTPException, RoutingException):
        return {}
    return {"": "", **parts} if endpoint == form.endpoint else {}


def _to_send(form: UnsentForm, teller: LogTeller) -> FormToSend:
    labels = _labels(form.address)
    about = [(PARTS[name], name, str(value)) for name, value in _goes_to(form).items() if name in PARTS]
    filled = [(labels[name], name, value.strip()) for name, value in form.fields if name in labels and value.strip()]
    said = tuple((label.say(g.lang), _value(teller, name, value)) for label, name, value in (*about, *filled))
    return FormToSend(DEEDS_SENT[form.endpoint, form.choice], said, form)


def _value(teller: LogTeller, name: str, value: str) -> str:
    """A value as people read it; what cannot be told stands as it was sent."""
    try:
        return teller.value(name, value)
    except (ValueError, KeyError):
        return value


def _labels(address: str) -> Mapping[str, Words]:
    """Name of a field → what it is called: on a sheet its column."""
    sheet: WorkbookSheet | None = None
    if address.startswith(DATA):
        sheet = BY_ADDRESS.get(address.removeprefix(DATA).partition("/")[0])
    elif address.startswith(CLAUSES):
        sheet = BY_NAME["规则"]
    columns = sheet.columns if sheet else ()
    return FIELDS_SENT | {one.name: Words.given(one.metadata["zh"], one.metadata["en"][0]) for one in columns}
