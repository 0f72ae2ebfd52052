"""What the last issue of a month brought: its versions with their codes and changes, and who is still to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.pages.today.telling import to_tell
from planner.roster.changes import Changed, changes
from planner.roster.entered_afterwards import month_over
from planner.roster.issued import issued_lines
from planner.store.roster import versions
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Version


@dataclass(frozen=True)
class IssuedVersion:
    """A version of the last issue: its duty by name, and what it changed; nothing for a duty's first version."""

    duty_name: str
    version: Version
    changed: tuple[Changed, ...]


@dataclass(frozen=True)
class LastIssue:
    """The versions that came into force together, how many people are to be told by hand, whether all this is past.

    `in_time` says how many others learn of it by paper and calendar.
    """

    versions: tuple[IssuedVersion, ...]
    to_tell: int
    in_time: int
    over: bool

    @property
    def adjusted(self) -> bool:
        """Whether something was in force before."""
        return any(one.version.number > 1 for one in self.versions)


def last_issue(standing: Standing, month: str, now: datetime) -> LastIssue | None:
    """The last issue of a month (YYYY-MM) that is in force; None where nothing is."""
    transaction, office = standing.transaction, standing.office
    in_force = versions.current(transaction, month)
    if not in_force:
        return None
    last = max(in_force, key=lambda one: one.id)
    found = tuple(
        IssuedVersion(
            office.duties[one.duty].name if one.duty in office.duties else one.duty,
            one,
            _changed(standing, one) if one.number > 1 else (),
        )
        for one in in_force
        if (one.draft, one.issued_at, one.number > 1) == (last.draft, last.issued_at, last.number > 1)
    )
    told = to_tell(transaction, now)
    return LastIssue(found, len(told.whom), told.in_time, month_over(month, now))


def _changed(standing: Standing, one: Version) -> tuple[Changed, ...]:
    sides = [
        issued_lines(standing.transaction, standing.office, one.month, one.duty, number)
        for number in (one.number - 1, one.number)
    ]
    return tuple(changes(*sides))
