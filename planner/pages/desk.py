"""The office's desk: how a month stands, as one value that a page can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from constraints.judge import concerned
from constraints.problem.problem import minutes
from planner.explaining.explain import in_one
from planner.office.office import Office
from planner.planning.basis import stale
from planner.planning.draft_findings import judged
from planner.problem.period import Period
from planner.roster.changes import Changed, changes
from planner.roster.finding_text import sentences
from planner.roster.issued import draft_lines, issued_lines
from planner.roster.lines import Line, in_office_order
from planner.store import Unit, cache, jobs
from planner.store.jobs import Job
from planner.store.roster import drafts, offices, versions
from planner.store.roster.drafts import Draft
from planner.store.roster.versions import Content, Version
from planner.words import Lang


@dataclass(frozen=True)
class Grid:
    """A duty's month: its posts as columns, its days (and sites) as rows of cells."""

    duty: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    balance: tuple[tuple[str, int], ...] = ()
    """(name, times this month) of everybody on it, in rank order; nothing for duties at many sites."""


@dataclass(frozen=True)
class Row:
    """A day of a duty, at one site where it has many: its cells, and how far it is (past, issued, draft)."""

    day: date
    site: str
    town: str
    cells: tuple[tuple[Line, ...], ...]
    band: str = "draft"


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
    flags: Mapping[str, tuple[int, ...]]
    """Slot → the numbers, from 1, of the findings that are about it."""
    state: tuple[object, ...]
    """Differs whenever grids or findings could."""


Shown = tuple[tuple[Grid, ...], tuple[dict[str, object], ...], tuple[Changed, ...], Mapping[str, tuple[int, ...]]]
FEW = 8
"""A finding about more slots than that is told in the list alone, not on each of them."""
_SHOWN: cache.Shelf[Shown] = cache.Shelf(8)


def desk(unit: Unit, month: str, now: datetime, lang: Lang, *, issued: bool = False) -> Desk:
    """A month as it stands; the grids show the draft if there is one, or what is issued where that is wanted."""
    Period.month(month)
    office = offices.load(unit)
    draft = drafts.latest(unit, month)
    clock = minutes(now.replace(tzinfo=None))
    begun = sum(held.slot.start <= clock for held in versions.in_force(unit).slots.values())
    state = *cache.marks(unit, cache.OFFICE, cache.ISSUED, cache.DRAFTS), month, lang, issued, begun
    editable = draft is not None and not issued
    shown, found, changed, flags = _SHOWN.get(state, lambda: _shown(unit, office, month, draft if editable else None, clock, lang))
    return Desk(
        month, office, draft, draft is not None and stale(unit, draft, now), tuple(versions.current(unit, month)),
        jobs.latest(unit, month), shown, found, changed, pinned(unit, draft) if draft and editable else frozenset(), editable, flags, state,
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


def _shown(unit: Unit, office: Office, month: str, draft: Draft | None, clock: int, lang: Lang) -> Shown:
    lines = draft_lines(unit, draft) if draft else issued_lines(unit, month)
    content = versions.in_force(unit)
    made = tuple(_banded(one, content, clock) for one in grids(office, lines))
    if draft is None:
        return made, (), (), {}
    issued = [version.duty for version in versions.current(unit, month) if version.duty in draft.duties]
    changed = [one for duty in issued for one in changes(issued_lines(unit, month, duty), [line for line in lines if line.slot.duty == duty])]
    found, flags = _findings(unit, draft, lang)
    return made, found, tuple(changed), flags


def _findings(unit: Unit, draft: Draft, lang: Lang) -> tuple[tuple[dict[str, object], ...], dict[str, tuple[int, ...]]]:
    """The findings in words, those of 必须 first, and which of them each slot bears."""
    case, found = judged(unit, draft)
    ordered = sorted(found, key=lambda one: (not one.must, -one.cost))
    office = drafts.basis(unit, draft.digests).office
    about = concerned(case, draft.roster, ordered)
    said = [one | {"slots": len(slots)} for one, slots in zip(sentences(office, case.problem, case.book, ordered, lang), about, strict=True)]
    flags: dict[str, list[int]] = {}
    for number, slots in enumerate(about, 1):
        for slot in slots if len(slots) <= FEW else ():
            flags.setdefault(slot, []).append(number)
    return tuple(said), {slot: tuple(numbers) for slot, numbers in flags.items()}


def _banded(grid: Grid, content: Content, clock: int) -> Grid:
    """A grid with how far each of its rows is."""
    on = versions.grouped(content)

    def band(line: Line) -> str:
        held = content.slots.get(line.slot.id)
        if held is None or sorted(on.get(line.slot.id, [])) != sorted(one.tagged for one in line.people) or held.slot.start != line.slot.start:
            return "draft"
        return "past" if line.slot.start <= clock else "issued"

    def of(row: Row) -> str:
        bands = {band(line) for cell in row.cells for line in cell}
        return next((one for one in ("draft", "issued") if one in bands), "past")
    return replace(grid, rows=tuple(replace(row, band=of(row)) for row in grid.rows))


def grids(office: Office, lines: list[Line]) -> list[Grid]:
    """One grid a duty, in the order of the duty sheet; days down (towns and sites within them), posts across."""
    found = []
    for duty in office.duties.values():
        mine = [line for line in lines if line.slot.duty == duty.id]
        if mine:
            columns = list(dict.fromkeys((line.slot.shift, line.slot.post) for line in in_office_order(office, duty.id, mine)))
            found.append(Grid(duty.id, duty.name, tuple(" ".join(dict.fromkeys(column)) for column in columns), tuple(_rows(office, mine, columns)), _balance(office, mine)))
    return found


def _rows(office: Office, lines: list[Line], columns: list[tuple[str, str]]) -> Iterator[Row]:
    cells: dict[tuple[date, str], dict[tuple[str, str], list[Line]]] = {}
    for line in lines:
        cells.setdefault((line.day, line.slot.site), {}).setdefault((line.slot.shift, line.slot.post), []).append(line)
    towns = {site: _town(office, site) for _, site in cells}

    def order(key: tuple[date, str]) -> tuple[object, ...]:
        return key[0], office.rank.get("u:" + towns[key[1]], (10**9, 0)), key[1]
    for day, site in sorted(cells, key=order):
        mine = cells[day, site]
        place = next(line.slot.place for some in mine.values() for line in some) if site else ""
        town = office.name("u:" + towns[site]) if towns[site] and site.startswith("v:") else ""
        yield Row(day, place, town, tuple(tuple(mine.get(column, ())) for column in columns))


def _town(office: Office, site: str) -> str:
    """The town a site lies in, or is."""
    tag, _, id = site.partition(":")
    return office.villages[id].town if tag == "v" and id in office.villages else id


def _balance(office: Office, lines: list[Line]) -> tuple[tuple[str, int], ...]:
    times = Counter(one.tagged for line in lines if not line.site for one in line.people)
    return tuple((office.name(who), times[who]) for who in sorted(times, key=lambda who: (office.rank.get(who, (10**9, 0)), who)))


def for_somebody(shown: Iterable[Grid], mine: frozenset[str]) -> tuple[Grid, ...]:
    """The grids as those who serve see them: of duties at many sites only the rows in which they do."""
    def kept(grid: Grid) -> Grid:
        return replace(grid, rows=tuple(row for row in grid.rows if not row.site or any(one.tagged in mine for cell in row.cells for line in cell for one in line.people)))
    return tuple(grid for grid in map(kept, shown) if grid.rows)


def narrowed(shown: Iterable[Grid], office: Office, *, who: str = "", unit: str = "", town: str = "") -> tuple[Grid, ...]:
    """The grids with only the rows in which somebody of a name, of a unit, or a town is found; grids without any are left out."""
    def fits(row: Row) -> bool:
        people = [one for cell in row.cells for line in cell for one in (*line.people, *line.named)]
        return (
            (not who or any(who in one.name or who == one.id for one in people))
            and (not unit or any(unit in (one.unit, one.unit_name) or (one.kind == "unit" and unit == one.name) for one in people))
            and (not town or town in (row.town, row.site) or any(office.name("u:" + line.site) == town for cell in row.cells for line in cell if line.site))
        )
    kept = (replace(grid, rows=tuple(row for row in grid.rows if fits(row))) for grid in shown)
    return tuple(grid for grid in kept if grid.rows)
