"""Who is who: the ids of drafted rows that have none, by the names they go by, and new ones that are nobody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING
from itertools import chain, count
from typing import Any

from planner.errors import Fault, Refused
from planner.office.cells.folding import comparable, plain_text
from planner.office.sheets import Person, Post, SheetRow, Unit, Village, WorkbookSheet
from planner.office.vocabulary import words_of
from planner.workbook.checking import row_faults
from planner.workbook.headings.headers import Cells
from planner.workbook.merging.drafts import DraftedRow
from planner.workbook.refs import Index
from planner.workbook.write import called

SORTS: dict[type[SheetRow], str] = {Person: "person", Unit: "unit", Village: "village"}
Shower = Callable[[], Index]
"""Gives what shows names for ids; made when it is first asked for."""
NUMERALS = 6
"""A longer number behind a duty's id was not made by this program."""


class Fits:
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
                found[tuple(_plain(name, row[name]) for name in given)].append(place)
            self._by[given] = found
        return self._by[given].get(tuple(_plain(name, values[name]) for name in given), [])


def _plain(name: str, value: Any) -> Any:
    """What a field holds as it is compared: names and ids whatever their width."""
    return value if not isinstance(value, str) else comparable(value) if name == "name" else plain_text(value)


def identify(drafts: list[DraftedRow], rows: Sequence[SheetRow], index: Shower) -> tuple[list[Fault], list[DraftedRow]]:
    """Give an id to each draft without one: that of the row by whose name it goes, else one that is nobody's.

    Returns faults, and the drafts that are new and lack what they would be called by.
    """
    sheet, known = drafts[0].sheet, _known(drafts, rows)
    fits, used = Fits(known), {plain_text(one["id"]) for one in known}
    fresh: dict[tuple[Any, ...], DraftedRow] = {}
    faults: list[Fault] = []
    new: list[DraftedRow] = []
    for draft in drafts:
        if draft.values.get("id"):
            continue
        if draft.wrong & {*sheet.without_id}:
            draft.values["id"] = draft.said.get("id") or f"{draft.file} {draft.number}"
            continue
        if not any(draft.values.get(name) for name in sheet.without_id):
            faults += draft.spoilt(Refused(row_faults.empty("编号")), "id")
            continue
        places = fits.places(draft.values, sheet.without_id)
        ids = list(dict.fromkeys(known[place]["id"] for place in places))
        if len(ids) > 1:
            several = [_known_as(known[place], rows, sheet, index) for place in places]
            if "id" not in draft.wrong:
                faults += draft.spoilt(Refused(row_faults.several(several, ["编号"])), "id")
            draft.values["id"] = f"{draft.file} {draft.number}"
        elif ids:
            draft.values["id"] = ids[0]
            faults += _unlike(fresh.setdefault((ids[0],), draft), draft) if "name" in sheet.without_id else []
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


def _unlike(twin: DraftedRow, draft: DraftedRow) -> list[Fault]:
    """A fault of two rows without ids that go by one name and are not the same."""
    if draft.wrong | twin.wrong or {**twin.values, "id": ""} == {**draft.values, "id": ""}:
        return []
    if "name" not in draft.sheet.without_id:
        return draft.spoilt(Refused(row_faults.twice(twin.number, with_id=True)), "")
    rows = [
        (one.number, "、".join(words_of(one.values.get("units") or one.values.get("town")))) for one in (twin, draft)
    ]
    one = row_faults.namesakes(str(draft.values["name"]), rows, terms=draft.sheet.row is Person)
    return draft.spoilt(Refused(one), "id" if "id" in draft.places else "name")


def _new_id(draft: DraftedRow, fresh: dict[tuple[Any, ...], DraftedRow], used: set[str]) -> list[Fault]:
    """Give a new row an id, a copy of it the same one; a fault where two rows go by one name and are not the same."""
    twin = fresh.setdefault(tuple(getattr(draft.row(), name) for name in draft.sheet.without_id), draft)
    if {**twin.values, "id": ""} != {**draft.values, "id": ""}:
        draft.values["id"] = f"{draft.file} {draft.number}"
        return _unlike(twin, draft)
    if draft.sheet.row is Post:
        first = max((_number(one, draft.values["duty"]) for one in used), default=0) + 1
        free: Iterator[str] = (f"{draft.values['duty']}-{number}" for number in count(first))
    else:
        name = str(draft.values["name"])
        free = chain((name,), (f"{name}-{number}" for number in count(2)))
    draft.values["id"] = twin.values.get("id") or next(one for one in free if plain_text(one) not in used)
    used.add(plain_text(draft.values["id"]))
    return []


def _number(id: str, duty: str) -> int:
    """The number of a post's id as this program makes them, such as 3 of RX-3; 0 for another id."""
    number = id.removeprefix(f"{plain_text(duty)}-")
    return int(number) if number != id and number.isdecimal() and len(number) < NUMERALS else 0
