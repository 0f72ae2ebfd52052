"""One person's own duties ahead, and the duties that could be had in exchange for one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.judging.still_serves import Hindrance, cannot_serve, hindrance_words
from planner.judging.swap_terms import policy_of
from planner.office.ids import as_person
from planner.office.office import Office
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.roster import versions
from planner.store.roster.standing import Standing
from planner.words import Lang

AHEAD = timedelta(days=92)
NAMED = "named"
"""In place of a swap policy: the unit has named this person for the slot, and only its liaison changes that."""


@dataclass(frozen=True)
class OwnDuty:
    """A duty that `who` (tagged) serves, with the policy that decides a swap of it, or NAMED."""

    who: str
    line: Line
    policy: str
    cause: Hindrance | None
    """Why they can serve it no longer; the office arranges it then."""

    def why(self, lang: Lang) -> str:
        """The cause in words for `who` and those who act for them; '' where there is none."""
        name = next(one.name for one in (*self.line.people, *self.line.named) if one.tagged == self.who)
        return hindrance_words(name, self.cause, lang, own=True) if self.cause else ""


def own_duties(standing: Standing, people: list[str], now: datetime) -> list[OwnDuty]:
    """The issued duties of these people (untagged ids) that have not ended, three months ahead at most, by start."""
    transaction, office, barred = standing.transaction, standing.office, cannot_serve(standing, now)
    wanted = {as_person(one) for one in people}
    months = sorted({version.month for version in versions.every(transaction)})
    near = [month for month in months if f"{now - timedelta(days=62):%Y-%m}" <= month <= f"{now + AHEAD:%Y-%m}"]
    found = [
        OwnDuty(
            one.tagged,
            line,
            NAMED if one in line.named else policy(office, line),
            barred.get((line.slot.id, one.tagged)),
        )
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
