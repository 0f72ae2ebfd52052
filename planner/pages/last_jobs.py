"""What the last jobs of a month left, as long as it is news: nothing that a later draft or version has overtaken."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.store import Transaction, jobs
from planner.store.jobs import Job, JobState, TaskKind
from planner.store.roster import versions
from planner.store.roster.drafts import Draft

NEWS = timedelta(days=3)
"""How long it is told that a plan failed: over a weekend."""


def failed_plan(transaction: Transaction, month: str, draft: Draft | None, now: datetime) -> Job | None:
    """The last plan of a month if it failed.

    None where a draft or a version has come since, or it lies back more than three days.
    """
    last = jobs.latest(transaction, month)
    if last is None or last.state is not JobState.FAILED:
        return None
    asked = datetime.fromisoformat(last.made_at)
    newer = draft is not None and datetime.fromisoformat(draft.made_at) > asked
    return None if newer or now - asked > NEWS or _issued_since(transaction, month, asked) else last


def offered_plans(transaction: Transaction, month: str) -> Job | None:
    """The last offers of a new plan of a month, found or failed; None where a version has come since."""
    last = jobs.latest(transaction, month, TaskKind.OFFERS)
    return last if last and not _issued_since(transaction, month, datetime.fromisoformat(last.made_at)) else None


def _issued_since(transaction: Transaction, month: str, asked: datetime) -> bool:
    found = (datetime.fromisoformat(one.issued_at) for one in versions.every(transaction, month))
    return any(at > asked for at in found)
