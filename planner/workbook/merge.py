"""Drafted rows get their ids and references, and take the place of the office's rows with their keys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from planner.errors import Fault, Refused
from planner.office.office import Office
from planner.office.sheets import SHEETS, ClauseRow, Duty, Person, Post, SheetRow, Unit, Village, WorkbookSheet
from planner.words import Words
from planner.workbook import checks, row_faults
from planner.workbook.headers import Cells
from planner.workbook.refs import Index

NAMED: tuple[Any, ...] = (Unit, Person, Village, Duty)


@dataclass
class DraftedRow:
    """A row on its way in: field → value, field → address; names are still names where it refers to others."""

    sheet: WorkbookSheet
    file: str
    number: int
    values: Cells
    places: dict[str, str]

    def row(self) -> SheetRow:
        """The finished row, once its names are resolved."""
        return self.sheet.row(**self.values)

    def fault(self, one: Fault, name: str = "") -> Fault:
        """The same fault with this row, or its cell of a field, as its place."""
        return one.at(file=self.file, sheet=self.sheet.zh, cell=self.places.get(name, f"A{self.number}"))


def merge(drafts: list[DraftedRow], office: Office, prune: bool) -> tuple[Office, list[Words]]:
    """The office with the drafts in it, and notes: ids given, names resolved, rows matched by their keys.

    With `prune`, rows that the drafts' sheets had besides go. Raises Refused with every fault.
    """
    faults: list[Fault] = []
    _name(drafts, office)
    index = _index(drafts, office)
    for draft in drafts:
        faults += _resolve(draft, index)
    if faults:
        raise Refused(*faults)
    _identify_posts(drafts, office)
    rows = dict(office.rows)
    notes: list[Words] = []
    for sheet in SHEETS:
        mine = [draft for draft in drafts if draft.sheet is sheet]
        if mine:
            merged, wrong = _merged(sheet, mine, office, prune)
            rows[sheet.zh] = merged
            faults += wrong
    after = Office(rows, office.notices)
    fresh = frozenset(row for draft in drafts if isinstance(row := draft.row(), ClauseRow))
    found, more = checks.office(after, fresh)
    faults += [_placed(one, drafts) for one in found]
    if faults:
        raise Refused(*faults)
    return after, [*notes, *more]


def _name(drafts: list[DraftedRow], office: Office) -> None:
    """Give an id to each unit, person, village and duty without one: that of the same name, else the name."""
    for row in NAMED:
        known = {one.name: one.id for one in office.of(row)}
        mine = [draft for draft in drafts if draft.sheet.row is row]
        used = {draft.values["id"] for draft in mine if draft.values["id"]}
        for draft in mine:
            if not draft.values["id"]:
                name = str(draft.values["name"])
                id, number = known.get(name, name), 1
                while id in used:
                    number += 1
                    id = f"{name}-{number}"
                draft.values["id"] = id
                used.add(id)


def _index(drafts: list[DraftedRow], office: Office) -> Index:
    """Everything that can be named after the merge: the file's rows, and the office's that it does not replace."""

    def both(row: type[Any], *names: str) -> list[Any]:
        fresh = [_bare(draft, names) for draft in drafts if draft.sheet.row is row]
        ids = {one.id for one in fresh}
        return [*fresh, *(one for one in office.of(row) if one.id not in ids)]

    units = both(Unit, "leader", "liaison", "merged")
    first = Index((), units, (), ())
    people = [replace(one, units=tuple(_found(first, name, "unit") for name in one.units)) for one in both(Person)]
    villages = [replace(one, town=_found(first, one.town, "unit")) for one in both(Village)]
    pools = {pool for one in units for pool in one.pools}
    pools |= {pool for draft in drafts if draft.sheet.row is Post for pool in draft.values["pools"]}
    return Index(people, units, villages, both(Duty), pools)


def _bare(draft: DraftedRow, names: tuple[str, ...]) -> Any:
    return draft.sheet.row(**{**draft.values, **dict.fromkeys(names, "")})


def _found(index: Index, text: str, sort: str) -> str:
    try:
        return index.find(text, (sort,))
    except Refused:
        return text


def _resolve(draft: DraftedRow, index: Index) -> list[Fault]:
    faults = []
    for column in draft.sheet.columns:
        sorts, value = column.metadata["kind"].refers, draft.values[column.name]
        if sorts and value:
            try:
                many = isinstance(value, tuple)
                found = tuple(index.find(one, sorts) for one in (value if many else (value,)))
                draft.values[column.name] = found if many else found[0]
            except Refused as refused:
                faults += [draft.fault(one, column.name) for one in refused.faults]
    return faults


def _identify_posts(drafts: list[DraftedRow], office: Office) -> None:
    """A post without an id takes that of the same duty, shift, post and days, else the next number that is nobody's."""

    def key(values: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(values[name] for name in ("duty", "shift", "post", "days"))

    mine = [draft for draft in drafts if draft.sheet.row is Post]
    written = {draft.values["id"] for draft in mine if draft.values["id"]}
    known = {key(vars(one)): one.id for one in office.of(Post) if one.id not in written}
    known |= {key(draft.values): draft.values["id"] for draft in mine if draft.values["id"]}
    used = {one.id for one in office.of(Post)} | written
    for draft in mine:
        if not draft.values["id"]:
            if key(draft.values) not in known:
                numbers = (f"{draft.values['duty']}-{number}" for number in count(1))
                known[key(draft.values)] = next(id for id in numbers if id not in used)
            draft.values["id"] = known[key(draft.values)]
            used.add(draft.values["id"])


def _merged(
    sheet: WorkbookSheet, drafts: list[DraftedRow], office: Office, prune: bool
) -> tuple[tuple[SheetRow, ...], list[Fault]]:
    fresh: dict[tuple[Any, ...], tuple[SheetRow, DraftedRow]] = {}
    faults = []
    seen: dict[tuple[Any, ...], int] = {}
    for draft in drafts:
        row = draft.row()
        key = sheet.key(row)
        if sheet.row is ClauseRow:  # one rule may stand twice over one scope, by week and by month
            seen[key] = seen.get(key, 0) + 1
            key = (*key, seen[key])
        elif key in fresh:
            if fresh[key][0] != row:
                faults.append(draft.fault(row_faults.twice(fresh[key][1].number)))
            continue
        fresh[key] = row, draft
    merged, left = [], dict(fresh)
    numbered: dict[tuple[Any, ...], int] = {}
    for row in office.rows.get(sheet.zh, ()):
        key = sheet.key(row)
        if sheet.row is ClauseRow:
            numbered[key] = numbered.get(key, 0) + 1
            key = (*key, numbered[key])
        if key in left:
            merged.append(left.pop(key)[0])
        elif not prune:
            merged.append(row)
    if prune:
        return tuple(row for row, _ in fresh.values()), faults
    return (*merged, *(row for row, _ in left.values())), faults


def _placed(one: row_faults.RowFault, drafts: list[DraftedRow]) -> Fault:
    """A fault about a finished row, with the place of the draft it came from, or the sheet alone."""
    for draft in drafts:
        if draft.sheet.zh == one.sheet and draft.row() == one.row:
            return draft.fault(one.fault, one.column)
    return one.fault.at(sheet=one.sheet)
