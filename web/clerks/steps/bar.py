"""The status bar of a month: its steps, the sentence on it, the one deed that is next, the others folded away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from planner import clock
from planner.pages.last_jobs import failed_plan
from planner.pages.steps.month_steps import MonthDeed, MonthSteps, month_steps
from planner.pages.steps.under_way import UnderWay, work_under_way
from planner.problem.festivals import Festival, festivals
from planner.problem.period import Period
from planner.store.jobs import Job
from planner.store.roster import drafts
from planner.store.roster.drafts import Earlier
from planner.store.roster.standing import Standing
from web.shell.clock import now
from web.shell.store import the_store

OTHERS = 6
"""How many earlier drafts are offered to be compared."""
SHEETS: Mapping[MonthDeed, str] = {
    MonthDeed.SIGN: "clerks.steps.sign_sheet",
    MonthDeed.RECALL: "clerks.steps.recall_sheet",
    MonthDeed.ISSUE: "clerks.steps.issue_form",
    MonthDeed.REPLAN: "clerks.steps.replan",
    MonthDeed.WITHDRAW: "clerks.steps.withdraw_sheet",
}
"""A deed that asks first → the endpoint of its sheet."""
PAGES: Mapping[MonthDeed, str] = {
    MonthDeed.ADOPT: "clerks.steps.planning",
    MonthDeed.PLAN: "clerks.month.month",
    MonthDeed.CALL_OFF: "clerks.steps.planning",
}
"""A deed that is done by a button → the endpoint of the page that has it."""


@dataclass(frozen=True)
class StatusBar:
    """What the status bar shows."""

    steps: MonthSteps
    under_way: UnderWay | None
    failed: Job | None
    """The last plan, if it failed and nothing has come since."""
    festivals: tuple[Festival, ...]
    earlier: tuple[Earlier, ...]
    """Drafts that were planned over, the newest first."""


def status_bar(month: str) -> StatusBar:
    """The status bar of a month (YYYY-MM), as it stands now."""
    period = Period.month(month)
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        steps = month_steps(standing, month, now())
        failed = failed_plan(transaction, month, steps.draft, now())
        others = drafts.earlier(transaction, month, OTHERS)
    running = work_under_way(steps.running, clock.true_instant()) if steps.running else None
    days = () if steps.over else tuple(festivals(standing.office, period.first, period.last))
    return StatusBar(steps, running, failed, days, tuple(others))


def where_done(steps: MonthSteps, deed: MonthDeed) -> str:
    """The address where a deed of a month is done, for pages that lead there."""
    if deed is MonthDeed.TAKE_IN:
        return url_for("clerks.upload.take_in")
    return url_for(SHEETS.get(deed) or PAGES[deed], month=steps.month)
