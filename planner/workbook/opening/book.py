"""A workbook as tables: its sheets one by one, so that one that cannot be read does not hide the others."""

from __future__ import annotations

import bisect
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import partial

from planner.errors import Fault, Refused, fault
from planner.words import Words
from planner.workbook.known import sheet_named
from planner.workbook.opening.guard import unsafe
from planner.workbook.opening.in_use import measure
from planner.workbook.opening.kinds import DAMAGED
from planner.workbook.opening.shared import ShowNumber, read_formats, read_strings
from planner.workbook.opening.sheet import Reader, Sheet, damaged, read_sheet
from planner.workbook.opening.table import MAX_CELLS, Budget, CellTable, Hidden, Opened, column_number, letter
from planner.workbook.opening.xml_parts import Contents, SheetPart, chunks, contents


def read_book(data: bytes, file: str, hidden: Hidden, budget: Budget) -> Opened:
    """Every sheet that can be read, with the faults of the others; raises Refused for a workbook that cannot."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        wrong = unsafe(archive.infolist())
        if wrong:
            raise Refused(wrong)
        try:
            listed = contents(archive)
            strings = read_strings(partial(chunks, archive, listed.strings)) if listed.strings else []
            formats = read_formats(chunks(archive, listed.styles), listed.from_1904) if listed.styles else []
        except Refused:
            raise
        except Exception:  # whatever a reader throws at a spoiled part: one net for all of them
            raise Refused(DAMAGED) from None
        return _sheets(archive, listed, (strings, formats), hidden, budget, file)


def _sheets(
    archive: zipfile.ZipFile,
    listed: Contents,
    shared: tuple[Sequence[str], Sequence[ShowNumber]],
    hidden: Hidden,
    budget: Budget,
    file: str,
) -> Opened:
    tables: list[CellTable] = []
    faults: list[Fault] = []
    sound: list[tuple[SheetPart, str]] = []
    for one in listed.sheets:
        if one.part is None:
            faults.append(_missing().at(sheet=one.name))
        elif not (one.hidden and hidden == "drop"):
            part = one.part
            if _netted(partial(measure, chunks(archive, part), budget), one.name, faults):
                sound.append((one, part))
            elif budget.cells < 0:
                return Opened((), tuple(faults))
    room = Budget(4 * MAX_CELLS)
    for one, part in sound:
        reader = Reader(*shared, room)
        if _netted(partial(read_sheet, reader, chunks(archive, part)), one.name, faults, reader):
            table, wrong = _table(one, reader.sheet, hidden, file)
            tables.append(table)
            faults += wrong
    return Opened(tuple(tables), tuple(faults))


def _netted(read: Callable[[], None], name: str, faults: list[Fault], reader: Reader | None = None) -> bool:
    """Whether a sheet was read; whatever its reading throws becomes a fault that names the sheet and the row."""
    try:
        read()
    except Refused as refused:
        faults += [one.at(sheet=name) for one in refused.faults]
        return False
    except Exception:  # the one net under every reader of a sheet
        faults.append(damaged(row=reader.sheet.at if reader else 0).at(sheet=name))
        return False
    return True


def _missing() -> Fault:
    return fault(Words("文件里缺少这张工作表的内容"), Words("请用 Excel 或 WPS 打开检查后另存为 .xlsx"))


def _table(part: SheetPart, sheet: Sheet, hidden: Hidden, file: str) -> tuple[CellTable, list[Fault]]:
    """The table of a sheet, less what is hidden where that is to be dropped, and the faults of the sheet."""
    faults = list(sheet.long)
    columns = _hidden_and_filled(sheet)
    rows = sorted(sheet.hidden_rows & sheet.rows.keys())
    if hidden == "fault":
        faults += _hidden_sheet(part, sheet) or [*_hidden_rows(rows), *_hidden_columns(columns, sheet)]
    if hidden == "drop":
        for number in rows:
            del sheet.rows[number]
        for row in sheet.rows.values():
            for column in columns:
                row[column : column + 1] = [""] * (column < len(row))
    _fill_merged(sheet)
    kept = tuple(tuple(row) for row in sheet.rows.values())
    table = CellTable(file, part.name, kept, tuple(sheet.rows), sheet.faults)
    return table, [one.at(sheet=part.name) for one in faults]


def _hidden_and_filled(sheet: Sheet) -> dict[int, int]:
    """Hidden column → the first row in which it says something."""
    found: dict[int, int] = {}
    for number, row in sheet.rows.items():
        for column in sheet.hidden_columns:
            if column < len(row) and row[column] != "":
                found.setdefault(column, number)
    return dict(sorted(found.items()))


def _hidden_sheet(part: SheetPart, sheet: Sheet) -> list[Fault]:
    if not part.hidden or not sheet.rows or not sheet_named(part.name):
        return []
    return [fault(Words("这张工作表是隐藏的"), Words("请取消隐藏，或用 --hidden keep（照读）、--hidden drop（不读）"))]


def _hidden_rows(rows: list[int]) -> list[Fault]:
    listed = "、".join(str(number) for number in rows[:8])
    return [
        fault(
            Words("有 %(count)s 个隐藏行（%(listed)s）", count=len(rows), listed=listed),
            Words("请取消隐藏，或用 --hidden keep（照读）、--hidden drop（不读）"),
        ).at(cell=f"A{rows[0]}")
        for _ in rows[:1]
    ]


def _hidden_columns(columns: dict[int, int], sheet: Sheet) -> list[Fault]:
    """A fault for each hidden column, at the first of its cells that says something: mostly its header."""
    return [
        fault(
            Words("%(column)s 列（%(rows)s）是隐藏的", column=letter(column), rows=str(sheet.rows[row][column])[:20]),
            Words("请取消隐藏，或用 --hidden keep（照读）、--hidden drop（不读）"),
        ).at(cell=f"{letter(column)}{row}")
        for column, row in columns.items()
    ]


def _fill_merged(sheet: Sheet) -> None:
    """Copy a cell that is merged over several rows of one column into each row in use, in place."""
    numbers = list(sheet.rows)
    budget = Budget()
    for reference in sheet.merged:
        found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):\1(\d{1,7})", reference)
        top = sheet.rows.get(int(found[2]), []) if found else []
        if not found or column_number(found[1]) >= len(top):
            continue
        column = column_number(found[1])
        below = numbers[bisect.bisect_right(numbers, int(found[2])) : bisect.bisect_right(numbers, int(found[3]))]
        budget.spend(len(below))
        for number in below:
            row = sheet.rows[number]
            row += [""] * (column + 1 - len(row))
            row[column] = top[column]
