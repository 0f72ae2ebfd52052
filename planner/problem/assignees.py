"""People and units as the core sees them: spells, absences without reasons, links, opening counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from constraints.problem.problem import DAY, DAY_KINDS, Assignee, DayKind, Link, Slot, Spell
from constraints.problem.problem import Absence as Away
from planner.office.cells.choices import AbsenceKind, AbsenceState, DayPart
from planner.office.ids import Tag, as_person, as_unit, as_village, untagged
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, LinkRow, Opening, Person, Unit

LAST = date.max.toordinal()
ONE = timedelta(days=1)


def assignees(office: Office) -> dict[str, Assignee]:
    """Tagged id → assignee, for every person and unit of the office, past ones too."""
    away = _absences(office)
    links: dict[str, list[Link]] = defaultdict(list)
    for row in office.of(LinkRow):
        links[row.person].append(Link(as_village(row.village), *_days(row.start, row.end)))
    opening = _openings(office)
    found: dict[str, Assignee] = {}
    for id, rows in office.people.items():
        tagged = as_person(id)
        partner = next((row.partner for row in rows if row.partner), "")
        found[tagged] = Assignee(
            tagged,
            "person",
            tuple(_spell(row) for row in rows),
            tuple(away.get(id, ())),
            tuple(links.get(id, ())),
            partner=as_person(partner) if partner else "",
            opening=tuple(opening.get(tagged, ())),
        )
    for unit in office.units.values():
        tagged = as_unit(unit.id)
        spell = Spell(*_days(unit.start, unit.end), frozenset(unit.pools), frozenset((unit.id,)), unit=unit.id)
        found[tagged] = Assignee(
            tagged,
            "unit",
            (spell,),
            sector=unit.sector,
            months=frozenset(unit.months),
            opening=tuple(opening.get(tagged, ())),
            leader=as_person(unit.leader) if unit.leader else "",
        )
    return found


def topics_of(text: str) -> frozenset[str]:
    """The words of a portfolio or of a session's topic, one by one."""
    return frozenset(part for part in re.split(r"[、；;，,|\s]+", text) if part)


def _spell(row: Person) -> Spell:
    first, last = _days(row.start, row.end)
    return Spell(
        first,
        last,
        frozenset(row.pools),
        frozenset(row.units),
        frozenset(row.exempt),
        topics_of(row.portfolio),
        next(iter(row.units), ""),
    )


def _days(start: date | None, end: date | None) -> tuple[int, int]:
    return start.toordinal() if start else 1, end.toordinal() if end else LAST


def _openings(office: Office) -> dict[str, list[tuple[str, DayKind, int, int]]]:
    found: dict[str, list[tuple[str, DayKind, int, int]]] = defaultdict(list)
    for row in office.of(Opening):
        for kind in DAY_KINDS:
            if getattr(row, kind) and row.as_of:
                found[row.who].append((row.duty, kind, getattr(row, kind), row.as_of.toordinal()))
    return found


def members(office: Office, tagged: str) -> list[str]:
    """The ids of the people whom a tagged person, unit, body or pool stands for, at any time."""
    tag, rest = untagged(tagged)
    if tag is Tag.PERSON:
        return [rest]
    field = {Tag.UNIT: "units", Tag.BODY: "body", Tag.POOL: "pools", Tag.LABEL: "labels"}[tag]
    return [
        id
        for id, rows in office.people.items()
        if any(rest == getattr(row, field) or (field != "body" and rest in getattr(row, field)) for row in rows)
    ]


def everybody(office: Office, tagged: str) -> list[str]:
    """The tagged ids that an entry of a clause's 人员 means; a unit is itself and its people, a pool its units too."""
    found: list[str] = [as_person(id) for id in members(office, tagged)]
    tag, rest = untagged(tagged)
    if tag is Tag.UNIT:
        found.append(tagged)
    if tag is Tag.POOL:
        found += [as_unit(unit.id) for unit in office.of(Unit) if rest in unit.pools]
    return found


def _absences(office: Office) -> dict[str, list[Away]]:
    found: dict[str, list[Away]] = defaultdict(list)
    for _, who, one in absences_by_row(office):
        found[who].append(one)
    return found


def absences_by_row(office: Office) -> Iterator[tuple[int, str, Away]]:
    """(number of the row on the sheet from 0, person id, time away) of every absence that stands.

    Those of one person come together, in the order of the rows.
    """
    spans: dict[str, list[tuple[int, tuple[date, date, DayPart, AbsenceKind]]]] = defaultdict(list)
    for number, row in enumerate(office.of(AbsenceRow)):
        if row.state != AbsenceState.WITHDRAWN:
            for who in members(office, row.who):
                spans[who].append((number, (row.start, row.end or row.start, row.part, row.kind)))
    limit = int(office.settings["长假天数"])
    for who, rows in spans.items():
        long = _long([one for _, one in rows], limit)
        for number, one in rows:
            yield from ((number, who, away) for away in _away(office, one, long))


def _long(rows: list[tuple[date, date, DayPart, AbsenceKind]], limit: int) -> set[date]:
    """The days inside runs of at least `limit` whole days away; meetings do not count as away."""
    days = sorted(
        {
            start + timedelta(days=number)
            for start, end, part, kind in rows
            if part == DayPart.DAY and kind != AbsenceKind.MEETING
            for number in range((end - start).days + 1)
        }
    )
    runs: list[list[date]] = []
    for day in days:
        if runs and runs[-1][-1] + ONE == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return {day for run in runs if len(run) >= limit for day in run}


def _away(office: Office, row: tuple[date, date, DayPart, AbsenceKind], long: set[date]) -> list[Away]:
    start, end, part, kind = row
    blocks = "full" if kind in (AbsenceKind.MEETING, AbsenceKind.TRAINING) else "all"
    sort = AbsenceKind(kind).value
    first, last = start.toordinal(), end.toordinal()
    low, high = office.half_day(part)
    if part == DayPart.DAY:
        return [Away(first * DAY, (last + 1) * DAY, blocks, start in long, sort)]  # type: ignore[arg-type]
    return [
        Away(day * DAY + low, day * DAY + high, blocks, kind=sort)  # type: ignore[arg-type]
        for day in range(first, last + 1)
    ]


def able(office: Office, slot: Slot, day: date) -> list[str]:
    """The tagged ids of everybody in the slot's pools on a day, in rank order, whether away or not."""
    if slot.kind == "unit":
        found = [as_unit(unit.id) for unit in office.of(Unit) if slot.pools & set(unit.pools)]
    else:
        rows = {id: office.person(id, day) for id in office.people}
        found = [as_person(id) for id, row in rows.items() if row and slot.pools & set(row.pools)]
    return sorted(found, key=lambda one: office.rank[one])
