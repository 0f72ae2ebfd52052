"""For the office: an issued slot by the words that name it everywhere, with the id that other operations take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort

from planner.roster.addressing import site_name
from planner.roster.issued import issued_lines
from planner.store.roster.standing import Standing
from web.api.operation import ROSTERS, SLOT, Asked, operation
from web.shell.access import CLERK


@dataclass(frozen=True)
class SlotView:
    """An issued slot: its id, the words that name it, when it runs, and who is on it (tagged)."""

    slot: str
    duty: str
    date: date
    shift: str
    post: str
    site: str
    start: str
    end: str
    people: tuple[str, ...]


@operation("GET", "/office/slots", CLERK, ROSTERS, gives=SlotView, queries=SLOT)
def slot(asked: Asked) -> SlotView:
    """The one issued slot that is named, by its id or in words; a refusal lists those to choose from."""
    with asked.store.read() as transaction:
        standing = Standing.read(transaction)
        id = asked.slot(standing)
        held = standing.issued.slots.get(id) or abort(404)
        month = f"{date.fromordinal(held.slot.nominal):%Y-%m}"
        office = standing.office
        line = next(one for one in issued_lines(transaction, office, month, held.slot.duty) if one.slot.id == id)
    return SlotView(
        id,
        held.slot.duty,
        line.day,
        held.slot.shift,
        held.slot.post,
        site_name(office, line),
        line.start.isoformat(),
        line.end.isoformat(),
        tuple(one.tagged for one in line.people),
    )
