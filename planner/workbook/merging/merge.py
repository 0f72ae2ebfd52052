"""Drafted rows get their ids and references, and take the place of the office's rows with their keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from planner.errors import Fault, Refused
from planner.office.office import Office
from planner.office.outside import Outside
from planner.office.sheets import BY_NAME, SHEETS, ClauseRow, Person, Setting, SheetRow, WorkbookSheet
from planner.words import Words
from planner.workbook.checking import row_faults, whole_office
from planner.workbook.checking.row_faults import Doubt, RowFault, RowNote
from planner.workbook.merging.drafts import DraftedRow
from planner.workbook.merging.ending import LeftOut, dangling, ended_words, rows_left_out
from planner.workbook.merging.matching import meet
from planner.workbook.merging.renaming import rename
from planner.workbook.merging.resolving import known_after, resolve
from planner.workbook.write import typed_index

LEFT_OUT: dict[type[SheetRow], set[str]] = {Setting: {"key", "value"}, Person: {"start"}}
"""Row class → fields without which a row would spoil what is right: a setting for all, a term for its person."""
ORDER = {sheet.zh: number for number, sheet in enumerate(SHEETS)}


@dataclass(frozen=True)
class Merged:
    """The office with drafts in it, notes, and by sheet the rows it had that no draft stands for."""

    office: Office
    notes: tuple[Words, ...]
    unnamed: Mapping[str, tuple[LeftOut, ...]]


@dataclass(frozen=True)
class Found:
    """What was found wrong before: faults, and the sheets (Chinese names) of which nothing could be read."""

    faults: tuple[Fault, ...] = ()
    unread: frozenset[str] = frozenset()


def merge(
    drafts: list[DraftedRow], office: Office, prune: bool, found: Found = Found(), outside: Outside = Outside()
) -> Merged:
    """The office with the drafts in it: ids given, names resolved, rows matched by their keys.

    With `prune`, rows that the drafts' sheets had besides go; those end that are issued `outside`. Raises Refused with
    every fault, those `found` before included: each step goes on with what the one before could make out.
    """
    sheets = {sheet.zh: [draft for draft in drafts if draft.sheet is sheet] for sheet in SHEETS}
    office, faults, renamed = rename(drafts, office, outside)
    stored = cache(lambda: typed_index(office))

    def meet_all(first: bool) -> list[Fault]:
        return [
            one
            for sheet in SHEETS
            if sheets[sheet.zh] and ("name" in sheet.without_id) is first
            for one in meet(sheets[sheet.zh], office.rows.get(sheet.zh, ()), stored)
        ]

    faults += [*found.faults, *meet_all(True)]
    known = known_after(sheets, office)
    faults += resolve(drafts, known, found.unread)
    faults += meet_all(False)
    rows: dict[str, tuple[SheetRow, ...]] = dict(office.rows)
    unnamed: dict[str, tuple[LeftOut, ...]] = {}
    for zh, some in sheets.items():
        if some:
            fresh, wrong = _fresh(some[0].sheet, some)
            taken = {draft.at for draft in some}
            gone = [row for at, row in enumerate(office.rows.get(zh, ())) if at not in taken]
            unnamed[zh] = rows_left_out(gone, [*fresh.values()], outside)
            ends = tuple(one.ending for one in unnamed[zh] if one.ending)
            rows[zh] = (*fresh.values(), *ends) if prune else _beside(some[0].sheet, fresh, office)
            faults += wrong
    after = Office(rows, office.notices)
    faults += dangling(office, after) if prune else ()
    placed = {(draft.sheet.zh, draft.row()): draft for draft in reversed(drafts)}
    doubt = Doubt({row: frozenset(draft.wrong) for (_, row), draft in placed.items() if draft.wrong}, found.unread)
    checked, notes = whole_office.check(after, office, frozenset(row for _, row in placed), doubt)
    faults += [_placed(one, placed) for one in checked]
    if faults:
        raise Refused(*_in_order(faults))
    ended = [ended_words(one.ending) for some in unnamed.values() for one in some if one.ending not in (None, one.row)]
    said = (*renamed, *(_note(one, placed) for one in notes))
    return Merged(after, (*said, *ended) if prune else said, unnamed)


def _fresh(sheet: WorkbookSheet, drafts: list[DraftedRow]) -> tuple[dict[object, SheetRow], list[Fault]]:
    """The rows that drafts of a sheet make, by their place in it or as new; whole ones before those partly read."""
    fresh: dict[object, tuple[SheetRow, DraftedRow]] = {}
    faults = []
    for number, draft in sorted(enumerate(drafts), key=lambda one: bool(one[1].wrong)):
        if draft.wrong & LEFT_OUT.get(sheet.row, set()):
            continue
        row = draft.row()
        new = number if sheet.row is ClauseRow else sheet.key(row)  # a rule may stand over one scope several times
        place = ("new", new) if draft.at is None else draft.at
        first, by = fresh.setdefault(place, (row, draft))
        if first != row and not draft.wrong:
            faults.append(draft.fault(row_faults.twice(by.number, with_id=bool(sheet.without_id))))
    return {place: row for place, (row, _) in fresh.items()}, faults


def _beside(sheet: WorkbookSheet, fresh: Mapping[object, SheetRow], office: Office) -> tuple[SheetRow, ...]:
    """The rows of a sheet with fresh ones in their places, and those besides that stay; lists are replaced whole."""
    stored = office.rows.get(sheet.zh, ())
    whole = {sheet.list_of(row) for row in fresh.values()} if sheet.lists else set()
    kept = [
        fresh.get(at, row)
        for at, row in enumerate(stored)
        if at in fresh or not sheet.lists or sheet.list_of(row) not in whole
    ]
    return (*kept, *(row for place, row in fresh.items() if not isinstance(place, int)))


def _placed(one: RowFault, drafts: Mapping[tuple[str, SheetRow], DraftedRow]) -> Fault:
    """A fault about a finished row, with the place of the draft it came from, or the sheet alone."""
    draft = drafts.get((one.sheet, one.row))
    return draft.fault(one.fault, one.column) if draft else one.fault.at(sheet=one.sheet)


def _note(one: RowNote | Words, drafts: Mapping[tuple[str, SheetRow], DraftedRow]) -> Words:
    """A note in words, with the cell that it is about."""
    if isinstance(one, Words):
        return one
    draft = drafts.get((one.sheet, one.row))
    where = f"{one.sheet} {draft.places.get(one.column, f'A{draft.number}')}" if draft else one.sheet
    return Words("%(where)s：%(words)s", where=where, words=one.words)


def _in_order(faults: Sequence[Fault]) -> list[Fault]:
    """The first fault of each cell, file by file, in the order of sheets and cells.

    Where a formula failed, that the cell is no date is no news.
    """
    first: dict[object, Fault] = {}
    for number, one in enumerate(faults):
        first.setdefault((one.file, one.sheet, one.cell) if one.cell else number, one)
    return sorted(first.values(), key=_place)


def _place(one: Fault) -> tuple[str, int, int, int, str]:
    cell = re.fullmatch(r"([A-Z]+)(\d+)", one.cell)
    sheet = ORDER[BY_NAME[one.sheet].zh] if one.sheet in BY_NAME else len(ORDER)
    return (one.file, sheet, *((int(cell[2]), len(cell[1]), cell[1]) if cell else (0, 0, "")))
