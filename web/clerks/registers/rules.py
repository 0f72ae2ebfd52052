"""The rule book on the site: clauses as sentences, added from a catalogue, tried on a month before they are saved."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.data_entry import rows, rule_catalogue, rule_history
from planner.data_entry import rules as law
from planner.data_entry.entering import row_mark
from planner.data_entry.rule_history import RULES
from planner.errors import Fault, NotPossible, Refused
from planner.office import clause_text
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.pages.rule_trial import COUNTED, RuleTrial, rule_trial
from planner.paper.gathering import WantedPaper
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.downloads import as_file
from web.shell.language import coming_month, text
from web.shell.store import the_store

blueprint = Blueprint("rules", __name__, url_prefix="/office")
LISTS = ("duties", "shifts", "posts")
"""Cells of the scope that are ticked; the others are typed."""


@blueprint.errorhandler(NotPossible)
def not_possible(cause: NotPossible) -> Response:
    """What cannot be done is said on the rule book."""
    flash(cause.words.say(g.lang), "danger")
    return redirect(url_for("clerks.rules.home"))


@blueprint.get("/rules")
@allow(CLERK)
def home() -> str:
    """The rule book as sentences with their values, and what was taken out of it."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
        remarks = law.remarks(transaction, office)
        gone = rule_history.taken_out(transaction, office)
    return render_template(
        "clerks/rules.html",
        office=office.settings["单位名称"],
        clauses=law.clause_views(office, g.lang, remarks),
        gone=gone,
    )


@blueprint.get("/rules.<any(xlsx, docx, pdf):kind>")
@allow(CLERK)
def rule_sheet(kind: str) -> Response:
    """The clauses on paper."""
    return as_file(WantedPaper("rules", f"{now():%Y-%m}"), kind, url_for("clerks.rules.home"))


@blueprint.post("/rules/<int:number>")
@allow(CLERK)
def amend(number: int) -> Response:
    """Change the values of a clause, by its number from 1."""
    form = request.form
    mark, force, authority = (form.get(name, "") for name in ("mark", "force", "authority"))
    try:
        law.amend(the_store(), number, mark, _values(), force, authority, now(), asker().name)
        flash(text("已保存，从下一次编排起生效"))
    except Refused as refused:
        flash("；".join(one.say(g.lang) for one in refused.faults), "danger")
    return redirect(url_for("clerks.rules.home", _anchor=f"clause-{number}"))


@blueprint.get("/rules/new")
@allow(CLERK)
def catalogue() -> str:
    """Every rule there is, with an example, to choose one from."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
    return render_template(
        "clerks/rule_catalogue.html", office=office.settings["单位名称"], rules=rule_catalogue.catalogue(office, g.lang)
    )


@blueprint.route("/rules/new/<code>", methods=["GET", "POST"])
@allow(CLERK)
def add(code: str) -> str | Response | tuple[str, int]:
    """The form of a new clause of a rule; a POST tries or saves it."""
    return _filled_in(None, code)


@blueprint.route("/rules/<int:number>/edit", methods=["GET", "POST"])
@allow(CLERK)
def edit(number: int) -> str | Response | tuple[str, int]:
    """The form of a clause, by its number from 1, with its scope; a POST tries or saves it."""
    return _filled_in(number - 1, "")


def _filled_in(number: int | None, code: str) -> str | Response | tuple[str, int]:
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        row = _clause(standing.office, number)
        form = rule_catalogue.clause_form(standing.office, row, code, g.lang)
        if form is None:
            abort(404)
        said = _said(form.rule) if request.method == "POST" else law.typed_clause(standing.office, row) if row else {}
        mark = request.form.get("mark", row_mark(row) if row else "")
        faults: tuple[Fault, ...] = ()
        trial: RuleTrial | None = None
        try:
            if request.method == "POST":
                trial = rule_trial(standing, coming_month(), number, mark, said, now(), g.lang)
        except Refused as refused:
            faults = refused.faults
    if trial and request.form.get("act") == "save":
        rows.save_entry(the_store(), RULES, number, mark, said, now(), asker().name)
        flash(text("已保存，从下一次编排起生效"))
        return redirect(url_for("clerks.rules.home", _anchor=f"clause-{number + 1}" if number is not None else "last"))
    page = render_template(
        "clerks/rule_form.html",
        office=standing.office.settings["单位名称"],
        form=form,
        number=number,
        said=said,
        values=_values() if request.method == "POST" else {},
        mark=mark,
        faults=faults,
        trial=trial,
        month=coming_month(),
        counted=COUNTED,
    )
    return (page, 400) if faults else page


def _clause(office: Office, number: int | None) -> ClauseRow | None:
    """The clause with a number from 0; None for no number."""
    clauses = office.of(ClauseRow)
    if number is not None and not 0 <= number < len(clauses):
        abort(404)
    return clauses[number] if number is not None else None


def _said(rule: str) -> dict[str, str]:
    """The cells of the clause as the form has them, by the names of their columns."""
    form = request.form
    said = {column.name: form.get(column.name, "") for column in RULES.columns if column.name in form}
    said |= {name: "、".join(form.getlist(name)) for name in LISTS}
    return said | {"rule": rule, "parameters": law.written_values(_values())}


def _values() -> dict[str, str]:
    return {name.partition(":")[2]: value for name, value in request.form.items() if name.startswith("value:")}


@blueprint.post("/rules/<int:number>/remove")
@allow(CLERK)
def remove(number: int) -> Response:
    """Take a clause out, by its number from 1; it can be taken back."""
    rows.remove(the_store(), RULES, number - 1, request.form.get("mark", ""), now(), asker().name)
    flash(text("已删除，可在页面末尾恢复"))
    return redirect(url_for("clerks.rules.home", _anchor="gone"))


@blueprint.get("/rules/<int:number>/history")
@allow(CLERK)
def history(number: int) -> str:
    """What a clause was before, by its number from 1, and who changed it."""
    with the_store().read() as transaction:
        office = offices.load(transaction)
        row = _clause(office, number - 1)
        assert row is not None
        found = rule_history.clause_history(transaction, row)
    return render_template(
        "clerks/rule_history.html",
        office=office.settings["单位名称"],
        number=number,
        clause=law.clause_views(office, g.lang)[number - 1],
        deeds=found,
        before={one.number: clause_text.sentence(office, one.before, g.lang) for one in found if one.before},
        said=clause_text.sentence(office, row, g.lang),
    )


@blueprint.post("/rules/<int:number>/restore/<int:change>")
@allow(CLERK)
def restore(number: int, change: int) -> Response:
    """Make a clause what it was before a change, by the change's number in the log; 0 adds one that was taken out."""
    try:
        at = number - 1 if number else None
        law.restore(the_store(), at, request.form.get("mark", ""), change, now(), asker().name)
        flash(text("已恢复，从下一次编排起生效"))
    except Refused as refused:
        flash("；".join(one.say(g.lang) for one in refused.faults), "danger")
    return redirect(url_for("clerks.rules.home", _anchor=f"clause-{number}" if number else "last"))
