"""Who is on duty now as one looks at it from a desk: the posts with people and telephone, and who takes over next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from constraints.problem.problem import Slot
from planner.office.office import Office
from planner.roster.issued import issued_lines, months_back
from planner.roster.lines import Line
from planner.roster.on_duty import as_served
from planner.store import Transaction

FEW = 2
"""So many people of a post are named, and phoned themselves; of more the first is named, and the duty is phoned."""


@dataclass(frozen=True)
class Present:
    """A post at a moment: what it is called, who is there, and where to phone first, '' for nowhere."""

    post: str
    names: tuple[str, ...]
    phone: str

    @property
    def many(self) -> bool:
        """Whether they are too many to be named."""
        return len(self.names) > FEW


@dataclass(frozen=True)
class Handover:
    """The next change of people: when, and who comes (the names), to posts that are staffed until then."""

    at: datetime
    names: tuple[str, ...]


def post_called(office: Office, slot: Slot) -> str:
    """What a post is called on its day: with its shift only where its duty has several."""
    shifts = {post.shift for post in office.posts.get(slot.duty, ())}
    return " ".join(dict.fromkeys((slot.shift, slot.post))) if len(shifts) > 1 else slot.post


def present(office: Office, running: Iterable[Line]) -> list[Present]:
    """The posts of lines that run (`on_duty`), in the order an office phones."""
    found = []
    for line in running:
        first = line.people[0] if line.people else None
        own = (first.mobile or first.office_phone) if first else ""
        duty = office.duties.get(line.slot.duty)
        shared = duty.phone if duty and len(line.people) > FEW else ""
        names = tuple(one.name for one in line.people)
        found.append(Present(post_called(office, line.slot), names, shared or own))
    return found


def next_handover(transaction: Transaction, office: Office, running: list[Line], now: datetime) -> Handover | None:
    """The first moment at which posts of lines that run (`on_duty`) go to others, and to whom; None if to nobody."""
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
