"""Who is on duty now as one looks at it from a desk: the posts with people and telephone, and who takes over next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.office.office import Office
from planner.roster.issued import issued_lines, months_back
from planner.roster.on_duty import as_served, on_duty
from planner.store import Transaction


@dataclass(frozen=True)
class Handover:
    """The next change of people: when, who comes (the names), to posts that are staffed until then."""

    at: datetime
    names: tuple[str, ...]


def next_handover(transaction: Transaction, office: Office, now: datetime) -> Handover | None:
    """The first moment at which posts staffed now go to others, and to whom; None where nobody follows."""
    running = on_duty(transaction, office, now)
    ends = {(line.slot.duty, line.slot.post): line.end for line in reversed(running)}
    if not ends:
        return None
    months = months_back(transaction, now.date(), now.date() + timedelta(days=62))
    lines = [line for month in months for line in issued_lines(transaction, office, month)]
    following = [line for line in lines if ends.get((line.slot.duty, line.slot.post)) == line.start]
    if not following:
        return None
    at = min(line.start for line in following)
    order = {(line.slot.duty, line.slot.post): number for number, line in enumerate(running)}
    mine = sorted(
        as_served(transaction, office, [line for line in following if line.start == at]),
        key=lambda line: (order[line.slot.duty, line.slot.post], line.slot.id),
    )
    return Handover(at, tuple(dict.fromkeys(one.name for line in mine for one in line.people)))
