"""How rows of a file meet what is stored: by their keys, and by names where they have no id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, replace
from itertools import chain, count
from typing import Any

from planner.errors import Fault, Refused
from planner.office.sheets import ClauseRow, Person, Post, SheetRow, Unit, Village, WorkbookSheet
from planner.workbook import row_faults
from planner.workbook.headers import Cells, Lacking, missing_columns
from planner.workbook.refs import Index
from planner.workbook.write import called, shown

SORTS: dict[type[SheetRow], str] = {Person: "person", Unit: "unit", Village: "village"}
Shower = Callable[[], Index]
"""Gives what shows names for ids; made when it is first asked for."""


@dataclass
class DraftedRow:
    """A row on its way in: field → value, field → address; names are still names where it refers to others.

    What `values` does not have stays as the stored row has it for which the draft stands: `old`, the one `at` that
    place of its sheet. `lacking` are the required columns that its table does not have.
    """

    sheet: WorkbookSheet
    file: str
    number: int
    values: Cells
    places: dict[str, str]
    lacking: Lacking | None = None
    old: SheetRow | None = None
    at: int | None = None

    def row(self) -> SheetRow:
        """The finished row, once its names are resolved and what it stands for is known."""
        return self.sheet.row(**self.values) if self.old is None else replace(self.old, **self.values)

    def stand_for(self, rows: Sequence[SheetRow], place: int) -> None:
        """Stand for the row at a place of the sheet."""
        self.old, self.at = rows[place], place

    def fault(self, one: Fault, name: str = "") -> Fault:
        """The same fault with this row, or its cell of a field, as its place."""
        return one.at(file=self.file, sheet=self.sheet.zh, cell=self.places.get(name, f"A{self.number}"))


class _Fits:
    """Rows, as field → value, by what some of their fields hold; each choice of fields is gone through once."""

    def __init__(self, rows: Sequence[Cells]) -> None:
        self._rows = rows
        self._by: dict[tuple[str, ...], dict[tuple[Any, ...], list[int]]] = {}

    def places(self, values: Cells, names: Sequence[str]) -> list[int]:
        """The places of the rows that hold what `values` gives of the named fields."""
        given = tuple(name for name in names if name in values)
        if given not in self._by:
            found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
            for place, row in enumerate(self._rows):
                found[tuple(row[name] for name in given)].append(place)
            self._by[given] = found
        return self._by[given].get(tuple(values[name] for name in given), [])


def meet(drafts: list[DraftedRow], rows: Sequence[SheetRow], index: Shower) -> list[Fault]:
    """Find for each draft of one sheet the stored row that it stands for, and give ids to those without one.

    A key whose column is absent fits every row; where two fit, a fault lists both. A row that is new must have what
    is required. `index` is asked, where there are faults, for the names of what is stored.
    """
    faults, new = _identify(drafts, rows, index) if drafts[0].sheet.without_id else ([], [])
    fits = _Fits([vars(row) for row in rows])
    mates: dict[tuple[int, ...], list[DraftedRow]] = defaultdict(list)
    for draft in drafts:
        if draft.old is None and ("id" not in draft.sheet.keys or draft.values.get("id")):
            mates[tuple(fits.places(draft.values, draft.sheet.keys))].append(draft)
    for places, mine in mates.items():
        left, several = _join(mine, places, rows)
        new += left if not several else []
        labels = [called(index(), mine[0].sheet, rows[place]) for place in several]
        told_apart = len({mine[0].sheet.key(rows[place]) for place in several}) > 1
        faults += [
            draft.fault(row_faults.several(labels, _absent_keys(draft) if told_apart else []))
            for draft in left
            if several
        ]
    return [*faults, *_lacking(new, index)]


def _join(
    drafts: list[DraftedRow], places: tuple[int, ...], rows: Sequence[SheetRow]
) -> tuple[list[DraftedRow], tuple[int, ...]]:
    """Let drafts that fit the same rows stand for these; a rule may stand over one scope several times.

    Returns the drafts that are new, or those that may mean any of several places, with these.
    """
    sheet = drafts[0].sheet
    if sheet.row is ClauseRow and len({sheet.key(rows[place]) for place in places}) == 1:
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
        same = (place for place in places if {**vars(rows[place]), **draft.values} == vars(rows[place]))
        if (place := next(same, None)) is not None:
            draft.stand_for(rows, place)
            places.remove(place)
    left = [draft for draft in drafts if draft.old is None]
    if len(left) < len(places):
        return left, tuple(places if left else ())
    for draft, place in zip(left, places, strict=False):
        draft.stand_for(rows, place)
    return left[len(places) :], ()


def _absent_keys(draft: DraftedRow) -> list[str]:
    return [
        column.metadata["zh"]
        for column in draft.sheet.columns
        if column.name in draft.sheet.keys and column.name not in draft.values
    ]


def _identify(
    drafts: list[DraftedRow], rows: Sequence[SheetRow], index: Shower
) -> tuple[list[Fault], list[DraftedRow]]:
    """Give an id to each draft without one: that of the row by whose name it goes, else one that is nobody's.

    Returns faults, and the drafts that are new and lack what they would be called by.
    """
    sheet, known = drafts[0].sheet, _known(drafts, rows)
    fits, used = _Fits(known), {one["id"] for one in known}
    fresh: dict[tuple[Any, ...], DraftedRow] = {}
    faults: list[Fault] = []
    new: list[DraftedRow] = []
    for draft in drafts:
        if draft.values.get("id"):
            continue
        if not any(draft.values.get(name) for name in sheet.without_id):
            faults.append(draft.fault(row_faults.empty("编号"), "id"))
            continue
        places = fits.places(draft.values, sheet.without_id)
        ids = list(dict.fromkeys(known[place]["id"] for place in places))
        if len(ids) > 1:
            several = [_known_as(known[place], rows, sheet, index) for place in places]
            faults.append(draft.fault(row_faults.several(several, ["编号"])))
        elif ids:
            draft.values["id"] = ids[0]
        elif marked := _marked(draft, index):
            draft.values |= {"id": marked, "name": next(one["name"] for one in known if one["id"] == marked)}
        elif draft.lacking:
            new.append(draft)
        else:
            faults += _new_id(draft, fresh, used)
    return faults, new


def _marked(draft: DraftedRow, index: Shower) -> str | None:
    """The id of the stored row whose name the draft has with what tells it from others: 李四（区信访局）."""
    name = str(draft.values.get("name", ""))
    if not name.endswith(("）", ")")) or draft.sheet.row not in SORTS:
        return None
    try:
        return index().find(name, (SORTS[draft.sheet.row],))
    except Refused:
        return None


def _known(drafts: list[DraftedRow], rows: Sequence[SheetRow]) -> list[Cells]:
    """What a draft without an id may mean: the stored rows, and those with ids in the file, as the file has them."""
    given = {draft.values["id"]: draft.values for draft in drafts if draft.values.get("id")}
    stored = [{**vars(row), **given.get(vars(row)["id"], {})} for row in rows]
    ids = {one["id"] for one in stored}
    bare = {one.name: None if one.default is MISSING else one.default for one in drafts[0].sheet.columns}
    return [*stored, *({**bare, **values} for id, values in given.items() if id not in ids)]


def _known_as(known: Cells, rows: Sequence[SheetRow], sheet: WorkbookSheet, index: Shower) -> str:
    row = next((row for row in rows if vars(row)["id"] == known["id"]), None)
    return called(index(), sheet, row) if row else str(known["id"])


def _new_id(draft: DraftedRow, fresh: dict[tuple[Any, ...], DraftedRow], used: set[str]) -> list[Fault]:
    """Give a new row an id, a copy of it the same one; a fault where two rows go by one name and are not the same."""
    twin = fresh.setdefault(tuple(getattr(draft.row(), name) for name in draft.sheet.without_id), draft)
    if {**twin.values, "id": ""} != {**draft.values, "id": ""}:
        return [draft.fault(row_faults.twice(twin.number, with_id=True))]
    if draft.sheet.row is Post:
        free: Iterator[str] = (f"{draft.values['duty']}-{number}" for number in count(1))
    else:
        name = str(draft.values["name"])
        free = chain((name,), (f"{name}-{number}" for number in count(2)))
    draft.values["id"] = twin.values.get("id") or next(one for one in free if one not in used)
    used.add(draft.values["id"])
    return []


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
