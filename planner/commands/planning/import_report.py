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
        shared.say(note.zh, note.en)
    lines = [*_warnings(shared, sheets), *(line for one in sheets for line in _sheet(shared, one))]
    if not result.changes:
        lines = [shared.words("没有变化", "nothing changes")]
    if dry_run:
        lines.append(shared.words("（只是预览，没有导入）", "(a preview: nothing was imported)"))
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
        yield shared.words(
            f"！请先核对，有 {len(marked)} 行会去掉原有内容：", f"! Check first, {len(marked)} rows lose something:"
        )
    for sheet, row in marked:
        what = shared.words("、", ", ").join(TAKEN_WORDS[one].say(shared.lang) for one in row.takes_away)
        goes = "" if not row.goes else shared.words("（整行删除）", " (the whole row goes)")
        yield shared.words(f"！{sheet.sheet} {row.row}：{what}{goes}", f"! {sheet.sheet} {row.row}: {what}{goes}")
        yield from (_cell(shared, one) for one in row.cells)


def _sheet(shared: Shared, sheet: SheetPreview) -> Iterator[str]:
    """How many rows of a sheet are new, change, go, stay, and which; what stands in the warnings is not said again."""
    counts = len(sheet.added), len(sheet.changed), len(sheet.ended), len(sheet.untouched)
    yield shared.words(
        "{}：新增 {}，修改 {}，删除 {}，不变 {}".format(sheet.sheet, *counts),
        "{}: {} added, {} changed, {} removed, {} untouched".format(sheet.sheet, *counts),
    )
    if sheet.added:
        yield _named(shared, shared.words("新增", "added"), sheet.added)
    for row in _unmarked(sheet.changed):
        yield shared.words(f"  修改：{row.row}", f"  changed: {row.row}")
        yield from (_cell(shared, one) for one in row.cells)
    for row in _unmarked(sheet.ended):
        yield shared.words(f"  删除：{row.row}", f"  removed: {row.row}")
    same = sheet.same_in_file
    if same:
        yield _named(shared, shared.words("表里有、内容不变", "in the file and unchanged"), same)
    if sheet.unnamed:
        said = shared.words("表里没有、照旧保留", "not in the file, kept")
        yield _named(shared, said, tuple(one.row for one in sheet.unnamed))
    ends = [one for one in sheet.unnamed if not one.goes]
    if ends:
        what = shared.words("其中已印发、加 --prune 也不删、只改的", "issued, so that --prune ends and keeps them")
        yield f"  {what}{shared.words('：', ':')}"
    for row in ends:
        yield f"  {row.row}"
        yield from (_cell(shared, one) for one in row.cells)


def _unmarked(rows: tuple[RowPreview, ...]) -> list[RowPreview]:
    return [row for row in rows if not row.takes_away]


def _named(shared: Shared, said: str, rows: tuple[str, ...]) -> str:
    more = shared.words(f" 等 {len(rows)} 行", f" … {len(rows)} rows") if len(rows) > LISTED else ""
    return f"  {said}{shared.words('：', ': ')}{shared.words('、', ', ').join(rows[:LISTED])}{more}"


def _cell(shared: Shared, one: CellChange) -> str:
    empty = shared.words("（空）", "(empty)")
    header = shared.words(f"{one.column}：", f"{one.column} ({one.english}): ")
    return f"    {header}{one.old or empty} → {one.new or empty}"
