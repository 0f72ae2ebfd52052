"""One person's own duties ahead, and the duties that could be had in exchange for one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.judging.swap_terms import policy_of
from planner.office.ids import as_person
from planner.office.office import Office
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.roster import versions

AHEAD = timedelta(days=92)
NAMED = "named"
"""In place of a swap policy: the unit has named this person for the slot, and only its liaison changes that."""


@dataclass(frozen=True)
class OwnDuty:
    """A duty that `who` (tagged) serves, with the policy that decides a swap of it, or NAMED."""

    who: str
    line: Line
    policy: str


def own_duties(transaction: Transaction, office: Office, people: list[str], now: datetime) -> list[OwnDuty]:
    """The issued duties of these people (untagged ids) that have not ended, three months ahead at most, by start."""
    wanted = {as_person(one) for one in people}
    months = sorted({version.month for version in versions.every(transaction)})
    near = [month for month in months if f"{now - timedelta(days=62):%Y-%m}" <= month <= f"{now + AHEAD:%Y-%m}"]
    found = [
        OwnDuty(one.tagged, line, NAMED if one in line.named else policy(office, line))
        for month in near
        for line in issued_lines(transaction, office, month)
        for one in (*line.people, *line.named)
        if one.tagged in wanted and line.end > now
    ]
    return sorted(found, key=lambda one: (one.line.start, one.who))


def policy(office: Office, line: Line) -> str:
    """The swap policy of a line's post."""
    return policy_of(office, line.slot)


def partners(transaction: Transaction, office: Office, line: Line, who: str, now: datetime) -> list[Line]:
    """What `who` (tagged) could have for a line: the issued lines of its post, still ahead, that they are not on."""
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
        for other in issued_lines(transaction, office, month, line.slot.duty)
        if other.slot.post == line.slot.post
        and other.slot.id != line.slot.id
        and other.start > now
        and who not in {one.tagged for one in other.people}
    ]
