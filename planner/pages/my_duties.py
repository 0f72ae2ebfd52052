"""One person's own affairs: next duties, absences and wishes, and what could be exchanged for a duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.judging.terms import policy_of
from planner.office.office import Office
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.roster import versions

AHEAD = timedelta(days=92)
NAMED = "named"
"""The policy of a duty that one's own unit named one for: its liaison changes it."""


@dataclass(frozen=True)
class OwnDuty:
    """A duty of somebody's, with the post's policy for swaps."""

    who: str
    line: Line
    policy: str


def own_duties(transaction: Transaction, office: Office, people: list[str], now: datetime) -> list[OwnDuty]:
    """The duties ahead of these persons, by start."""
    wanted = {"p:" + one for one in people}
    months = sorted({version.month for version in versions.every(transaction)})
    near = [month for month in months if f"{now - timedelta(days=62):%Y-%m}" <= month <= f"{now + AHEAD:%Y-%m}"]
    found = [
        OwnDuty(one.tagged, line, NAMED if one in line.named else policy(office, line))
        for month in near
        for line in issued_lines(transaction, month)
        for one in (*line.people, *line.named)
        if one.tagged in wanted and line.end > now
    ]
    return sorted(found, key=lambda one: (one.line.start, one.who))


def policy(office: Office, line: Line) -> str:
    """How a swap of this line is decided."""
    return policy_of(office, line.slot)


def partners(transaction: Transaction, line: Line, who: str, now: datetime) -> list[Line]:
    """The lines of the same post, later than now and of any month issued, that others hold: what could be had in exchange."""
    months = sorted(
        {
            version.month
            for version in versions.every(transaction)
            if version.month >= f"{now - timedelta(days=62):%Y-%m}"
        }
    )
    return [
        other
        for month in months
        for other in issued_lines(transaction, month, line.slot.duty)
        if other.slot.post == line.slot.post
        and other.slot.id != line.slot.id
        and other.start > now
        and who not in {one.tagged for one in other.people}
    ]
