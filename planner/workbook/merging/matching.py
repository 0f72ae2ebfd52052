"""How rows of a file meet what is stored: by their keys, and by names where they have no id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import Field
from typing import Any

from planner.errors import Fault
from planner.office.cells.folding import plain_text
from planner.office.english import clause_in_chinese
from planner.office.office import SHEET_OF
from planner.office.sheets import ClauseRow, SheetRow
from planner.workbook.checking import row_faults
from planner.workbook.headings.headers import Cells, Lacking, missing_columns
from planner.workbook.merging.drafts import DraftedRow
from planner.workbook.merging.identity import Fits, Shower, identify
from planner.workbook.write import called, shown


def meet(drafts: list[DraftedRow], rows: Sequence[SheetRow], index: Shower) -> list[Fault]:
    """Find for each draft of one sheet the stored row that it stands for, and give ids to those without one.

    A key whose column is absent fits every row; where two fit, a fault lists both. A row that is new must have what
    is required. `index` is asked, where there are faults, for the names of what is stored.
    """
    stored = {plain_text(id): id for row in rows if (id := getattr(row, "id", ""))}
    for draft in drafts:
        if given := draft.values.get("id"):
            draft.values["id"] = stored.get(plain_text(given), given)
    faults, new = identify(drafts, rows, index) if drafts[0].sheet.without_id else ([], [])
    fits = Fits([_as_read(row) for row in rows])
    mates: dict[tuple[int, ...], list[DraftedRow]] = defaultdict(list)
    for draft in drafts:
        if draft.old is None and ("id" not in draft.sheet.keys or draft.values.get("id")) and not _keyless(draft):
            mates[tuple(fits.places(draft.values, draft.sheet.keys))].append(draft)
    for places, mine in mates.items():
        left, several = _join(mine, places, rows)
        new += left if not several else []
        labels = [called(index(), mine[0].sheet, rows[place]) for place in several]
        told_apart = len({mine[0].sheet.key(rows[place]) for place in several}) > 1
        for draft in left if several else ():
            absent = _absent_keys(draft)
            if not draft.wrong & {*draft.sheet.keys}:
                named = [one.metadata["zh"] for one in absent] if told_apart else []
                faults.append(draft.fault(row_faults.several(labels, named)))
            draft.wrong |= {one.name for one in absent} or {*draft.sheet.keys}
    return [*faults, *_lacking([draft for draft in new if not draft.wrong & {*draft.sheet.keys}], index)]


def _scope(row: SheetRow) -> tuple[Any, ...]:
    """What a clause goes by, whichever way its rule was written."""
    return tuple(_as_read(row)[name] for name in SHEET_OF[type(row)].keys)


def _as_read(row: SheetRow) -> Cells:
    """A stored row as it would be read now: clauses were once stored by their codes."""
    return {**vars(row), "rule": clause_in_chinese(row.rule, "")[0]} if isinstance(row, ClauseRow) else vars(row)


def _keyless(draft: DraftedRow) -> bool:
    """Whether a cell is wrong by which the row would be known; the beginning of a term tells its rows alone apart."""
    return bool(draft.wrong & {*draft.sheet.keys} - ({"id", "start"} if draft.sheet.without_id else set()))


def _join(
    drafts: list[DraftedRow], places: tuple[int, ...], rows: Sequence[SheetRow]
) -> tuple[list[DraftedRow], tuple[int, ...]]:
    """Let drafts that fit the same rows stand for these; a rule may stand over one scope several times.

    Returns the drafts that are new, or those that may mean any of several places, with these.
    """
    sheet = drafts[0].sheet
    if sheet.row is ClauseRow and len({_scope(rows[place]) for place in places}) == 1:
        return _one_by_one(drafts, list(places), rows)
    if len(places) != 1:
        return drafts, places
    for draft in drafts:
        draft.stand_for(rows, places[0])
    return [], ()


def _one_by_one(
    drafts: list[DraftedRow], places: list[int], rows: Sequence[SheetRow]
) -> tuple[list[DraftedRow], tuple[int, ...]]:
    """Let each draft stand for another row of one key: first for one that it leaves as it is, then in order."""
    for draft in drafts:
        same = (place for place in places if {**_as_read(rows[place]), **draft.values} == _as_read(rows[place]))
        if (place := next(same, None)) is not None:
            draft.stand_for(rows, place)
            places.remove(place)
    left = [draft for draft in drafts if draft.old is None]
    if len(left) < len(places):
        return left, tuple(places if left else ())
    for draft, place in zip(left, places, strict=False):
        draft.stand_for(rows, place)
    return left[len(places) :], ()


def _absent_keys(draft: DraftedRow) -> list[Field[Any]]:
    return [one for one in draft.sheet.columns if one.name in draft.sheet.keys and one.name not in draft.values]


def _lacking(new: list[DraftedRow], index: Shower) -> list[Fault]:
    """A fault for each table that has new rows and lacks what is required of these; it names them."""
    tables: dict[Lacking, list[DraftedRow]] = defaultdict(list)
    for draft in new:
        if draft.lacking:
            tables[draft.lacking].append(draft)
    return [
        mine[0].fault(missing_columns(lacking, [(draft.number, _words(draft, index)) for draft in mine]))
        for lacking, mine in tables.items()
    ]


def _words(draft: DraftedRow, index: Shower) -> str:
    """What a draft is called, by as many of its keys and names as it has."""
    columns = [one for one in draft.sheet.columns if one.name in (*draft.sheet.without_id, *draft.sheet.keys)]
    said = [shown(index(), one, draft.values[one.name]) for one in columns if one.name in draft.values]
    return "·".join(one for one in said if one)
