"""A change of 编号: old to new by the column 原编号, and everything in the office that names the old one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planner.errors import Fault, Refused, fault
from planner.office.cells.folding import plain_text
from planner.office.ids import as_sort, taken_off
from planner.office.office import Office
from planner.office.outside import Outside
from planner.office.sheets import SHEETS, Duty, KeyPeriod, Post, SheetRow
from planner.words import Words
from planner.workbook.merging.drafts import DraftedRow
from planner.workbook.merging.ending import SORT

ORIGINAL = "original"
"""The field of the column 原编号, which no row keeps."""


def rename(drafts: list[DraftedRow], office: Office, outside: Outside) -> tuple[Office, list[Fault], list[Words]]:
    """The office with new ids in place of the old ones that drafts give, everywhere; faults, and notes of what changed.

    What something `outside` names keeps its id. A draft whose old id is gone and whose new one is there was read
    before, and changes nothing.
    """
    faults: list[Fault] = []
    notes: list[Words] = []
    for draft in drafts:
        old, new = draft.said.get(ORIGINAL, ""), draft.values.get("id", "")
        if not old or "id" in draft.wrong or plain_text(old) == plain_text(str(new)):
            continue
        ids = {plain_text(row.id): row.id for row in office.rows.get(draft.sheet.zh, ())}  # type: ignore[attr-defined]
        stored = ids.get(plain_text(old))
        wrong = _wrong(draft, stored, str(new), ids, outside)
        if wrong:
            faults += draft.spoilt(Refused(wrong), ORIGINAL)
        elif stored:
            office = _renamed(office, draft.sheet.row, stored, str(new))
            notes.append(
                Words(
                    "%(sheet)s：编号 %(stored)s 改为 %(new)s，用到它的地方一并改了",
                    sheet=draft.sheet.zh,
                    stored=stored,
                    new=new,
                )
            )
    return office, faults, notes


def _wrong(draft: DraftedRow, stored: str | None, new: str, ids: Mapping[str, str], outside: Outside) -> Fault | None:
    if not new:
        return fault(Words("写了原编号，没有写新的编号"), Words("请填写编号"))
    if stored is None:
        if plain_text(new) in ids:
            return None
        old = draft.said[ORIGINAL]
        return fault(Words("没有原编号“%(old)s”", old=old), Words("请改正原编号，或清空"))
    if plain_text(new) in ids:
        return fault(Words("编号“%(new)s”已有", new=new), Words("请另写一个编号"))
    sort = SORT.get(draft.sheet.row)
    named = outside.named.get(as_sort(sort, stored)) if sort else outside.posts.get(stored)
    if named:
        return fault(
            Words("编号“%(stored)s”不能改：%(named)s里用的是它", stored=stored, named=named),
            Words("请保留原来的编号；名称可以改"),
        )
    return None


def _renamed(office: Office, row_class: type[SheetRow], old: str, new: str) -> Office:
    rows = {zh: tuple(_with(row, row_class, old, new) for row in some) for zh, some in office.rows.items()}
    return Office(rows, office.notices)


def _with(row: SheetRow, row_class: type[SheetRow], old: str, new: str) -> SheetRow:
    """A row with a new id wherever it has or names the old one."""
    values: dict[str, Any] = {}
    if isinstance(row, row_class) and row.id == old:  # type: ignore[attr-defined]
        values["id"] = new
    sort = SORT.get(row_class)
    for sheet in SHEETS:
        if sheet.row is not type(row):
            continue
        for column in sheet.columns:
            sorts = column.metadata["kind"].refers
            if sort and sort in sorts:
                was, now = (old, new) if len(sorts) == 1 else (as_sort(sort, old), as_sort(sort, new))
                values |= _swapped(row, column.name, was, now)
    if isinstance(row, KeyPeriod) and row_class is Post:
        values |= _swapped(row, "posts", old, new)
    if isinstance(row, Duty) and sort in ("unit", "village"):
        values |= _swapped(row, "extent", old, new)
    return replace(row, **values) if values else row


def _swapped(row: SheetRow, name: str, old: str, new: str) -> dict[str, Any]:
    value = getattr(row, name)
    if isinstance(value, tuple):
        become = {old: new, taken_off(old): taken_off(new)}
        return {name: tuple(become.get(one, one) for one in value)} if become.keys() & {*value} else {}
    return {name: new} if value == old else {}
