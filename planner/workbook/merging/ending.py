"""Rows that go: what is issued ends instead, and nothing that stays may name what is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.errors import Fault, fault
from planner.office.ids import as_sort, named_in, untagged
from planner.office.office import SHEET_OF, Office
from planner.office.outside import Outside
from planner.office.sheets import SHEETS, Duty, Person, Post, SheetRow, Unit, Village, WorkbookSheet
from planner.words import Words, series

SORT: dict[type[SheetRow], str] = {Person: "person", Unit: "unit", Village: "village", Duty: "duty"}
HEADER = {"人员": "任职止", "单位": "停用", "村居": "停用", "值班事项": "截止日期"}


@dataclass(frozen=True)
class LeftOut:
    """A row that a hand-over leaves out, and as what it stays if such rows are to go; None if it goes."""

    row: SheetRow
    ending: SheetRow | None


def rows_left_out(gone: Sequence[SheetRow], others: Sequence[SheetRow], outside: Outside) -> tuple[LeftOut, ...]:
    """The rows of a sheet that a hand-over leaves out, given those it has; of several terms the last one ends."""
    last = {getattr(row, "id", number): number for number, row in enumerate(gone)}
    return tuple(
        LeftOut(row, ended(row, others, outside) if last[getattr(row, "id", number)] == number else None)
        for number, row in enumerate(gone)
    )


def ended(row: SheetRow, others: Sequence[SheetRow], outside: Outside) -> SheetRow | None:
    """The row with an end, where it is issued and `others` do not go on with its id; None where it may go.

    A post has no date on which it ends: nobody is asked for any more.
    """
    one: Any = row
    if type(row) not in (*SORT, Post) or any(getattr(other, "id", "") == one.id for other in others):
        return None
    if isinstance(row, Post):
        return replace(row, need=0, room=0) if row.id in outside.issued_posts else None
    end = outside.end_of(as_sort(SORT[type(row)], one.id))
    if end is None or (one.start and one.start > end):
        return None
    ending: SheetRow = replace(one, end=min(one.end, end) if one.end else end)
    return ending


def ended_words(row: SheetRow) -> Words:
    """What is said of a row that ends instead of going."""
    one: Any = row
    if isinstance(row, Post):
        return Words(
            "“%(shift)s%(post)s”（%(id)s）已印发的班表里有，没有删除，人数改为 0，以后不再排",
            shift=row.shift,
            post=row.post,
            id=row.id,
        )
    header = HEADER[SHEET_OF[type(row)].zh]
    return Words(
        "“%(name)s”（%(id)s）已印发的班表里有，没有删除，改为%(header)s %(end)s",
        name=one.name,
        id=one.id,
        header=header,
        end=one.end,
    )


def dangling(before: Office, after: Office) -> Iterator[Fault]:
    """A fault for each thing that is gone and still named, with the sheets that name it."""
    gone: dict[str, set[str]] = {
        sort: {one.id for one in before.of(row)} - {one.id for one in after.of(row)}  # type: ignore[attr-defined]
        for row, sort in SORT.items()
    }
    if not any(gone.values()):
        return
    named: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for sheet in SHEETS:
        for sort, id in _named(sheet, after.rows.get(sheet.zh, ())):
            if id in gone.get(sort, ()):
                named[sort, id][sheet.zh] = None
    sheets = {sort: SHEET_OF[row].zh for row, sort in SORT.items()}
    for (sort, id), places in named.items():
        name = before.duties[id].name if sort == "duty" else before.name(as_sort(sort, id))
        yield fault(
            Words("“%(name)s”（%(id)s）要删除，但还有别处用到：%(places)s", name=name, id=id, places=series(places)),
            Words("请先改正或删去那些行，或保留这一行并填写%(header)s", header=HEADER[sheets[sort]]),
        ).at(sheet=sheets[sort])


def _named(sheet: WorkbookSheet, rows: Sequence[SheetRow]) -> Iterator[tuple[str, str]]:
    """(sort, id) of everything that the rows of a sheet name."""
    for column in sheet.columns:
        sorts = column.metadata["kind"].refers
        for row in rows if sorts else ():
            value = getattr(row, column.name)
            for one in (value if isinstance(value, tuple) else (value,)) if value else ():
                tags = {str(as_sort(sort, "")): sort for sort in sorts}
                tag, id = untagged(named_in(one))
                yield (sorts[0], one) if len(sorts) == 1 else (tags[f"{tag}:"], id)
