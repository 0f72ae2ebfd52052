"""What an import changes, in lines for people and as a document: first what it takes away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from planner.commands.shared import Shared
from planner.data_entry.import_preview import TAKEN_WORDS, CellChange, RowPreview, SheetPreview
from planner.workbook.read import Import

LISTED = 20
"""So many rows that are new, or stay as they are, are named in a line; of more, the rest are counted."""


def report_import(shared: Shared, result: Import, sheets: tuple[SheetPreview, ...], *, dry_run: bool) -> None:
    """Print what an import changes row by row, or would change; notes go before it."""
    for note in result.notes:
        shared.say(note)
    lines = [*_warnings(shared, sheets), *(line for one in sheets for line in _sheet(shared, one))]
    if not result.changes:
        lines = [shared.text("没有变化")]
    if dry_run:
        lines.append(shared.text("（只是预览，没有导入）"))
    shared.show(
        {
            "imported": not dry_run,
            "changes": [vars(one) for one in result.changes],
            "notes": [note.say(shared.lang) for note in result.notes],
            "preview": [asdict(one) for one in sheets],
        },
        lines,
    )


def _warnings(shared: Shared, sheets: tuple[SheetPreview, ...]) -> Iterator[str]:
    """The rows that take something away, of all sheets, with what that is."""
    marked = [(sheet, row) for sheet in sheets for row in sheet.losses]
    if marked:
        yield shared.text("！请先核对，有 %(count)s 行会去掉原有内容：", count=len(marked))
    for sheet, row in marked:
        what = shared.text("、").join(TAKEN_WORDS[one].say(shared.lang) for one in row.takes_away)
        goes = "" if not row.goes else shared.text("（整行删除）")
        yield shared.text("！%(sheet)s %(row)s：%(what)s%(goes)s", sheet=sheet.sheet, row=row.row, what=what, goes=goes)
        yield from (_cell(shared, one) for one in row.cells)


def _sheet(shared: Shared, sheet: SheetPreview) -> Iterator[str]:
    """How many rows of a sheet are new, change, go, stay, and which; what stands in the warnings is not said again."""
    yield shared.text(
        "%(sheet)s：新增 %(added)s，修改 %(changed)s，删除 %(ended)s，不变 %(same)s",
        sheet=sheet.sheet,
        added=len(sheet.added),
        changed=len(sheet.changed),
        ended=len(sheet.ended),
        same=len(sheet.untouched),
    )
    if sheet.added:
        yield _named(shared, shared.text("新增"), sheet.added)
    for row in _unmarked(sheet.changed):
        yield shared.text("  修改：%(row)s", row=row.row)
        yield from (_cell(shared, one) for one in row.cells)
    for row in _unmarked(sheet.ended):
        yield shared.text("  删除：%(row)s", row=row.row)
    same = sheet.same_in_file
    if same:
        yield _named(shared, shared.text("表里有、内容不变"), same)
    if sheet.unnamed:
        said = shared.text("表里没有、照旧保留")
        yield _named(shared, said, tuple(one.row for one in sheet.unnamed))
    ends = [one for one in sheet.unnamed if not one.goes]
    if ends:
        yield "  " + shared.text("其中已印发、加 --prune 也不删、只改的：")
    for row in ends:
        yield f"  {row.row}"
        yield from (_cell(shared, one) for one in row.cells)


def _unmarked(rows: tuple[RowPreview, ...]) -> list[RowPreview]:
    return [row for row in rows if not row.takes_away]


def _named(shared: Shared, said: str, rows: tuple[str, ...]) -> str:
    more = shared.text(" 等 %(count)s 行", count=len(rows)) if len(rows) > LISTED else ""
    return f"  {said}{shared.text('：')}{shared.text('、').join(rows[:LISTED])}{more}"


def _cell(shared: Shared, one: CellChange) -> str:
    empty = shared.text("（空）")
    header = shared.text("%(column)s：", column=one.column, english=one.english)
    return f"    {header}{one.old or empty} → {one.new or empty}"
