"""Withdrawing: an issued version is taken out of force, never erased."""

from __future__ import annotations

from datetime import datetime

from planner.errors import NotPossible
from planner.feeds.revisions import refresh
from planner.notifying.messages import DutyRelease, release
from planner.roster.issued import listed
from planner.store import Store, audit
from planner.store.roster import offices, versions
from planner.store.roster.versions import Version
from planner.words import Words


def withdraw(store: Store, month: str, duty: str, reason: str, now: datetime, actor: str) -> Version:
    """Withdraw the version in force of a duty's month; returns it. Raises NotPossible where nothing is in force."""
    with store.write() as transaction:
        office = offices.load(transaction)
        found = versions.current(transaction, month, duty)
        if not found:
            raise NotPossible(Words("%(month)s 的 %(duty)s 没有已印发的版本", month=month, duty=duty))
        old = listed(transaction, office, versions.content(transaction, duty, month), found[0])
        versions.withdraw(transaction, found[0], now.isoformat(), reason)
        refresh(transaction, office, duty, month, old, [], now)
        release(transaction, [DutyRelease(old, [], first=False)], now)
        audit.record(
            transaction,
            now,
            actor,
            "withdraw",
            {"month": month, "duty": duty, "number": found[0].number, "reason": reason},
        )
        return found[0]
