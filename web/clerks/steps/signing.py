"""送签 and 收回送签: a draft goes round for signature and is locked, and is taken back with a reason."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.errors import NotPossible
from planner.issuing import publish
from planner.issuing.recall import recall
from planner.issuing.review import review
from planner.issuing.seen import SeenNoMore, state_seen
from planner.pages.steps.month_steps import month_steps
from planner.planning.basis import draft_of
from planner.store.roster.drafts import DraftState
from planner.store.roster.standing import Standing
from planner.words import Words
from web.clerks.steps.blueprint import blueprint
from web.shell.access import CLERK, allow
from web.shell.asker import asker
from web.shell.clock import now
from web.shell.language import text
from web.shell.store import the_store


@blueprint.get("/<month:month>/sign")
@allow(CLERK)
def sign_sheet(month: str) -> str | Response:
    """What goes round for signature, and what that means."""
    with the_store().read() as transaction:
        locked = draft_of(transaction, month).state is DraftState.LOCKED
    return redirect(url_for("clerks.month.month", month=month)) if locked else _sign_sheet(month)


def _sign_sheet(month: str, refused: Words | None = None) -> str:
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        draft = draft_of(transaction, month)
        return render_template(
            "clerks/steps/sign.html",
            office=standing.office.settings["单位名称"],
            month=month,
            steps_of=month_steps(standing, month, now()),
            seen=state_seen(transaction, month),
            judged=review(standing, draft, now(), g.lang),
            refused=refused,
        )


@blueprint.post("/<month:month>/sign")
@allow(CLERK)
def sign(month: str) -> str | Response:
    """Lock for signature; what the sender has not seen is shown first."""
    seen = request.form.get("seen", "")
    try:
        if not seen:
            raise SeenNoMore
        publish.sign(the_store(), month, now(), asker().name, seen=seen)
    except SeenNoMore as cause:
        with the_store().read() as transaction:
            if draft_of(transaction, month).state is DraftState.LOCKED:
                raise NotPossible(Words("已经送签，稿子已锁定")) from None
        return _sign_sheet(month, cause.words)
    flash(text("已送签，稿子已锁定，各表标注“送审稿”"))
    return redirect(url_for("clerks.month.month", month=month))


@blueprint.get("/<month:month>/recall")
@allow(CLERK)
def recall_sheet(month: str) -> str | Response:
    """The sheet on which a draft is taken back from signature."""
    with the_store().read() as transaction:
        locked = draft_of(transaction, month).state is DraftState.LOCKED
    return _recall_sheet(month) if locked else redirect(url_for("clerks.month.month", month=month))


def _recall_sheet(month: str, refused: Words | None = None) -> str:
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        return render_template(
            "clerks/steps/recall.html",
            office=standing.office.settings["单位名称"],
            month=month,
            steps_of=month_steps(standing, month, now()),
            reason=request.form.get("reason", ""),
            refused=refused,
        )


@blueprint.post("/<month:month>/recall")
@allow(CLERK)
def take_back(month: str) -> str | Response:
    """Take the draft back from signature; it can be edited again."""
    reason = request.form.get("reason", "")
    if not reason.strip():
        return _recall_sheet(month, Words("请写明为什么收回"))
    recall(the_store(), month, reason, now(), asker().name)
    flash(text("已收回送签，可以修改；已送出的送审稿作废"))
    return redirect(url_for("clerks.month.month", month=month))
