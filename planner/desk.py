"""The office's desk: how a month stands, as one value that a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from planner.changes import Changed, changes
from planner.drafting import stale
from planner.explaining import in_one
from planner.fault import Lang
from planner.issued import draft_lines, issued_lines
from planner.judged import judged
from planner.listing import Line
from planner.month import Period
from planner.office import Office
from planner.paper.layout import in_office_order
from planner.say import sentences
from planner.store import Unit, at_hand, drafts, jobs, offices, versions
from planner.store.drafts import Draft
from planner.store.jobs import Job
from planner.store.versions import Version


@dataclass(frozen=True)
class Grid:
    """A duty's month: its posts as columns, its days (or sites) as rows of cells."""

    duty: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Line, ...], ...]], ...]


@dataclass(frozen=True)
class Desk:
    """A month on the office's desk: what is drafted, issued, under way, and what is broken."""

    month: str
    office: Office
    draft: Draft | None
    stale: bool
    issued: tuple[Version, ...]
    job: Job | None
    grids: tuple[Grid, ...]
    findings: tuple[dict[str, object], ...]
    changes: tuple[Changed, ...]
    """What issuing the draft would change in what is issued."""
    pinned: frozenset[tuple[str, str]]
    drafted: bool
    """Whether the grids show the draft."""
    state: tuple[object, ...]
    """Differs whenever grids or findings could."""


Shown = tuple[tuple[Grid, ...], tuple[dict[str, object], ...], tuple[Changed, ...]]
_SHOWN: at_hand.Shelf[Shown] = at_hand.Shelf(8)


def desk(unit: Unit, month: str, now: datetime, lang: Lang, *, issued: bool = False) -> Desk:
    """A month as it stands; the grids show the draft if there is one, or what is issued where that is wanted."""
    Period.month(month)
    office = offices.load(unit)
    draft = drafts.latest(unit, month)
    state = *at_hand.marks(unit, at_hand.OFFICE, at_hand.ISSUED, at_hand.DRAFTS), month, lang, issued
    editable = draft is not None and not issued
    shown, found, changed = _SHOWN.get(state, lambda: _shown(unit, office, month, draft if editable else None, lang))
    return Desk(
        month, office, draft, draft is not None and stale(unit, draft, now), tuple(versions.current(unit, month)),
        jobs.latest(unit, month), shown, found, changed, pinned(unit, draft) if draft and editable else frozenset(), editable, state,
    )


def explanation(shown: Desk, job: Job | None, lang: Lang) -> dict[str, Any] | None:
    """Why the draft on the desk is not full, if that was worked out for what it rests on."""
    if job is None or shown.draft is None or job.result.get("ground") != list(shown.draft.digests[:2]):
        return None
    return in_one(job.result, lang)


def pinned(unit: Unit, draft: Draft) -> frozenset[tuple[str, str]]:
    """(slot, who) of everybody the draft holds where an order wants them."""
    pins = drafts.basis(unit, draft.digests).problem.pins
    return frozenset((slot, pin.who) for pin in pins if not pin.forbidden for slot in pin.slots if (slot, pin.who) in draft.roster)


def _shown(unit: Unit, office: Office, month: str, draft: Draft | None, lang: Lang) -> Shown:
    lines = draft_lines(unit, draft) if draft else issued_lines(unit, month)
    if draft is None:
        return tuple(grids(office, lines)), (), ()
    issued = [version.duty for version in versions.current(unit, month) if version.duty in draft.duties]
    changed = [one for duty in issued for one in changes(issued_lines(unit, month, duty), [line for line in lines if line.slot.duty == duty])]
    return tuple(grids(office, lines)), _findings(unit, draft, lang), tuple(changed)


def _findings(unit: Unit, draft: Draft, lang: Lang) -> tuple[dict[str, object], ...]:
    case, found = judged(unit, draft)
    office = drafts.basis(unit, draft.digests).office
    return tuple(sentences(office, case.problem, case.book, found, lang))


def grids(office: Office, lines: list[Line]) -> list[Grid]:
    """One grid a duty, in the order of the duty sheet; days down, posts across."""
    found = []
    for duty in office.duties.values():
        mine = [line for line in lines if line.slot.duty == duty.id]
        columns = list(dict.fromkeys((line.slot.shift, line.slot.post) for line in in_office_order(office, duty.id, mine)))
        keys = sorted({(line.day, line.slot.place if line.slot.site else "") for line in mine})
        if mine:
            cells: dict[tuple[object, ...], list[Line]] = {}
            for line in mine:
                where = line.slot.place if line.slot.site else ""
                cells.setdefault((line.day, where, line.slot.shift, line.slot.post), []).append(line)
            rows = tuple(
                (f"{day.isoformat()}|{site}", tuple(tuple(cells.get((day, site, *column), ())) for column in columns))
                for day, site in keys
            )
            found.append(Grid(duty.id, duty.name, tuple(" ".join(dict.fromkeys(column)) for column in columns), rows))
    return found
