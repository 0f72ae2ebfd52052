"""Drafted rows get their ids and references, and take the place of the office's rows with their keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from planner.errors import Fault, Refused
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import SHEETS, ClauseRow, Duty, Person, Post, SheetRow, Unit, Village, WorkbookSheet
from planner.words import Words
from planner.workbook import checks, row_faults
from planner.workbook.matching import DraftedRow, meet
from planner.workbook.refs import Index
from planner.workbook.write import typed_index


@dataclass(frozen=True)
class Merged:
    """The office with drafts in it, notes, and by sheet the rows it had that no draft stands for."""

    office: Office
    notes: tuple[Words, ...]
    unnamed: Mapping[str, tuple[SheetRow, ...]]


def merge(drafts: list[DraftedRow], office: Office, prune: bool) -> Merged:
    """The office with the drafts in it: ids given, names resolved, rows matched by their keys.

    With `prune`, rows that the drafts' sheets had besides go. Raises Refused with every fault.
    """
    sheets = {sheet.zh: [draft for draft in drafts if draft.sheet is sheet] for sheet in SHEETS}
    stored = cache(lambda: typed_index(office))

    def meet_all(first: bool) -> list[Fault]:
        return [
            one
            for sheet in SHEETS
            if sheets[sheet.zh] and ("name" in sheet.without_id) is first
            for one in meet(sheets[sheet.zh], office.rows.get(sheet.zh, ()), stored)
        ]

    _stop_at(meet_all(True))
    index = _index(sheets, office)
    _stop_at([one for draft in drafts for one in _resolve(draft, index)])
    _stop_at(meet_all(False))
    rows, unnamed, faults = dict(office.rows), {}, []
    for sheet in SHEETS:
        if sheets[sheet.zh]:
            rows[sheet.zh], wrong = _merged(sheet, sheets[sheet.zh], office, prune)
            taken = {draft.at for draft in sheets[sheet.zh]}
            unnamed[sheet.zh] = tuple(row for at, row in enumerate(office.rows.get(sheet.zh, ())) if at not in taken)
            faults += wrong
    after = Office(rows, office.notices)
    fresh = frozenset(row for draft in drafts if isinstance(row := draft.row(), ClauseRow))
    found, notes = checks.office(after, fresh)
    _stop_at([*faults, *(_placed(one, drafts) for one in found)])
    return Merged(after, tuple(notes), unnamed)


def _stop_at(faults: list[Fault]) -> None:
    if faults:
        raise Refused(*faults)


def _index(sheets: Mapping[str, list[DraftedRow]], office: Office) -> Index:
    """Everything that can be named after the merge: the file's rows, and the office's that it does not replace."""

    def both(row: type[Any]) -> list[Any]:
        mine = sheets[SHEET_OF[row].zh]
        taken = {draft.at for draft in mine}
        return [*(draft.row() for draft in mine), *(one for at, one in enumerate(office.of(row)) if at not in taken)]

    units = both(Unit)
    first = Index((), units, (), ())
    people = [replace(one, units=tuple(_found(first, name, "unit") for name in one.units)) for one in both(Person)]
    villages = [replace(one, town=_found(first, one.town, "unit")) for one in both(Village)]
    pools = {pool for one in (*units, *office.of(Post)) for pool in one.pools}
    pools |= {pool for draft in sheets[SHEET_OF[Post].zh] for pool in draft.values.get("pools", ())}
    return Index(people, units, villages, both(Duty), pools)


def _found(index: Index, text: str, sort: str) -> str:
    try:
        return index.find(text, (sort,))
    except Refused:
        return text


def _resolve(draft: DraftedRow, index: Index) -> list[Fault]:
    faults = []
    for column in draft.sheet.columns:
        sorts, value = column.metadata["kind"].refers, draft.values.get(column.name)
        if sorts and value:
            try:
                many = isinstance(value, tuple)
                found = tuple(index.find(one, sorts) for one in (value if many else (value,)))
                draft.values[column.name] = found if many else found[0]
            except Refused as refused:
                faults += [draft.fault(one, column.name) for one in refused.faults]
    return faults


def _merged(
    sheet: WorkbookSheet, drafts: list[DraftedRow], office: Office, prune: bool
) -> tuple[tuple[SheetRow, ...], list[Fault]]:
    fresh: dict[object, tuple[SheetRow, DraftedRow]] = {}
    faults = []
    for number, draft in enumerate(drafts):
        row = draft.row()
        new = number if sheet.row is ClauseRow else sheet.key(row)  # a rule may stand over one scope several times
        place = ("new", new) if draft.at is None else draft.at
        first, by = fresh.setdefault(place, (row, draft))
        if first != row:
            faults.append(draft.fault(row_faults.twice(by.number, with_id=bool(sheet.without_id))))
    if prune:
        return tuple(row for row, _ in fresh.values()), faults
    kept = (fresh.pop(at)[0] if at in fresh else row for at, row in enumerate(office.rows.get(sheet.zh, ())))
    return (*kept, *(row for row, _ in fresh.values())), faults


def _placed(one: row_faults.RowFault, drafts: list[DraftedRow]) -> Fault:
    """A fault about a finished row, with the place of the draft it came from, or the sheet alone."""
    for draft in drafts:
        if draft.sheet.zh == one.sheet and draft.row() == one.row:
            return draft.fault(one.fault, one.column)
    return one.fault.at(sheet=one.sheet)
