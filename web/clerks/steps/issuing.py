"""印发 and 撤回: what leaves the house is shown whole on a sheet, asked once, and told afterwards with what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.issuing import publish, withdrawal
from planner.issuing.issue_sheet import IssueSheet, issue_sheet
from planner.issuing.seen import SeenNoMore
from planner.pages.steps.last_issue import last_issue
from planner.pages.steps.month_steps import MonthSteps, month_steps, month_title
from planner.store.roster import drafts, versions
from planner.store.roster.standing import Standing
from planner.words import Words
from web.clerks.steps.blueprint import blueprint
from web.shell.access import CLERK, allow
from web.shell.arguments import day
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store


@dataclass(frozen=True)
class IssueForm:
    """What whoever issues has filled in."""

    signed_by: str
    signed_on: date | None
    number: str
    reason: str
    record: bool

    @property
    def order(self) -> publish.Order:
        """The order that it gives."""
        return publish.Order(self.signed_by, self.number, self.reason, record=self.record, signed_on=self.signed_on)


@blueprint.get("/<month:month>/issue")
@allow(CLERK)
def issue_form(month: str) -> str | Response:
    """The sheet before an issue: a page of its own, or with script a sheet over the month."""
    found = _asked(month)
    if isinstance(found, Response):
        return found
    sheet = found[0]
    return _shown(*found, IssueForm(sheet.signer, sheet.today, sheet.number, "", False))


def _asked(month: str) -> tuple[IssueSheet, MonthSteps] | Response:
    """The sheet of a month, and how far it is; where it has no draft, the page that says what is to be done."""
    with the_store().read() as transaction:
        if drafts.latest(transaction, month) is None:
            issued = bool(versions.current(transaction, month))
            return redirect(url_for("clerks.steps.issued" if issued else "clerks.month.month", month=month))
        standing = Standing.read(transaction)
        return issue_sheet(standing, month, now(), g.lang), month_steps(standing, month, now())


def _shown(sheet: IssueSheet, steps: MonthSteps, form: IssueForm, refused: Words | None = None) -> str:
    return render_template(
        "clerks/steps/issue.html",
        office=sheet.judged.basis.office.settings["单位名称"],
        month=steps.month,
        sheet=sheet,
        at=steps,
        form=form,
        refused=refused,
    )


@blueprint.post("/<month:month>/issue")
@allow(CLERK)
def issue(month: str) -> str | Response:
    """Issue what is drafted; where it is not what was seen, or cannot be, the sheet comes back as it was filled in."""
    found = _asked(month)
    if isinstance(found, Response):
        flash(text("没有待印发的稿子：可能已经印发"))
        return found
    sheet, form = found[0], _filled_in()
    try:
        if request.form.get("seen", "") != sheet.seen:
            raise SeenNoMore
        if sheet.needs_reason and not (form.signed_by and form.reason):
            raise NotPossible(Words("有未满足的要求，须写明签发人和理由才能印发"))
        publish.publish(the_store(), month, form.order, now(), asker().name, g.lang, seen=sheet.seen)
    except NotPossible as cause:
        return _shown(*found, form, cause.words)
    return redirect(url_for("clerks.steps.issued", month=month))


def _filled_in() -> IssueForm:
    given = request.form
    return IssueForm(
        given.get("signed_by", "").strip(),
        day("signed_on"),
        given.get("number", "").strip(),
        given.get("reason", "").strip(),
        given.get("record") == "yes",
    )


@blueprint.get("/<month:month>/issued")
@allow(CLERK)
def issued(month: str) -> str | Response:
    """What the last issue brought, and what is to be done now."""
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        found = last_issue(standing, month, now())
    if found is None:
        return redirect(url_for("clerks.month.month", month=month))
    return render_template(
        "clerks/steps/issued.html",
        office=standing.office.settings["单位名称"],
        month=month,
        title=month_title(month),
        found=found,
        name=standing.office.name,
    )


@blueprint.get("/<month:month>/withdraw")
@allow(CLERK)
def withdraw_sheet(month: str) -> str | Response:
    """The sheet on which an issue is taken back."""
    return _withdraw_sheet(month)


def _withdraw_sheet(month: str, refused: Words | None = None) -> str | Response:
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        steps = month_steps(standing, month, now())
    if not steps.issued:
        return redirect(url_for("clerks.month.month", month=month))
    return render_template(
        "clerks/steps/withdraw.html",
        office=standing.office.settings["单位名称"],
        month=month,
        steps_of=steps,
        duty_name={one.id: one.name for one in standing.office.duties.values()},
        chosen=request.form.get("duty", ""),
        reason=request.form.get("reason", ""),
        refused=refused,
    )


@blueprint.post("/<month:month>/withdraw")
@allow(CLERK)
def withdraw(month: str) -> str | Response:
    """Take an issued version back."""
    duty, reason = request.form.get("duty", ""), request.form.get("reason", "").strip()
    if not (duty and reason):
        return _withdraw_sheet(month, Words("请选事项，并写明撤回的理由"))
    withdrawal.withdraw(the_store(), month, duty, reason, now(), asker().name)
    flash(text("已撤回，记录保留；有变动的人会收到告知"))
    return redirect(url_for("clerks.month.month", month=month))
