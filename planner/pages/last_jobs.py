"""What the last jobs of a month left, as long as it is news: nothing that a later draft or version has overtaken."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.store import Transaction, jobs
from planner.store.jobs import Job, JobState, TaskKind
from planner.store.results.job_results import JobFailure
from planner.store.roster import versions
from planner.store.roster.drafts import Draft

NEWS = timedelta(days=3)
"""How long it is told that a job failed: over a weekend."""


def failed_plan(transaction: Transaction, month: str, draft: Draft | None, now: datetime) -> Job | None:
    """The last plan of a month if it failed and that is news; None where a draft or a version has come since.

    None too where somebody called it off: that is no failure.
    """
    last = jobs.latest(transaction, month)
    if last is None or last.state is not JobState.FAILED or called_off(last) or not _news(transaction, last, now):
        return None
    newer = draft is not None and datetime.fromisoformat(draft.made_at) > datetime.fromisoformat(last.made_at)
    return None if newer else last


def offered_plans(transaction: Transaction, month: str, now: datetime) -> Job | None:
    """The last offers of a new plan of a month; None where a version has come since, or they failed and that is old."""
    last = jobs.latest(transaction, month, TaskKind.OFFERS)
    return last if last and not called_off(last) and _news(transaction, last, now) else None


def called_off(one: Job) -> bool:
    """Whether somebody called a job off."""
    return isinstance(one.result, JobFailure) and one.result.called_off


def _news(transaction: Transaction, one: Job, now: datetime) -> bool:
    """Whether no version of the month came after a job was asked for, and a failure is not old."""
    asked = datetime.fromisoformat(one.made_at)
    issued = (datetime.fromisoformat(version.issued_at) for version in versions.every(transaction, one.month))
    old = one.state is JobState.FAILED and now - asked > NEWS
    return not old and not any(at > asked for at in issued)
