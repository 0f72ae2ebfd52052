"""Writing the workbook: the present state or the empty template, as .xlsx or a folder of .csv."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

from planner.home.whole_file import written_whole
from planner.office.cells.kinds import ChoiceCell
from planner.office.office import Office
from planner.office.sheets import SHEETS, Duty, Person, Post, SheetRow, Unit, Village, WorkbookSheet
from planner.workbook.refs import Index

WIDE = {
    "名称": 24,
    "姓名": 12,
    "单位": 24,
    "职务": 24,
    "分管工作": 30,
    "值班序列": 22,
    "依据": 40,
    "说明": 40,
    "参数": 26,
}
"""Widths of columns in characters, by header; 14 for the others."""
OUTLINE = 500
"""How many rows below the data offer drop-down lists as well."""


def cells(office: Office, sheet: WorkbookSheet) -> list[list[str]]:
    """The header and the rows of a sheet as text, as people would type them."""
    index = typed_index(office)
    header = [column.metadata["zh"] + ("*" if column.metadata["required"] else "") for column in sheet.columns]
    return [header, *(typed(index, sheet, row) for row in office.rows.get(sheet.zh, ()))]


def typed_index(office: Office) -> Index:
    """Everything that a row of an office can name, pools of units and posts included."""
    return Index(office.of(Person), office.of(Unit), office.of(Village), office.of(Duty), _pools(office))


def typed(index: Index, sheet: WorkbookSheet, row: SheetRow) -> list[str]:
    """The cells of a row as people would type them, names instead of ids."""
    return [shown(index, column, getattr(row, column.name)) for column in sheet.columns]


def called(index: Index, sheet: WorkbookSheet, row: SheetRow) -> str:
    """What a row is called: 李四（P04，区信访局），RX·夜班·主班（RX-1）; without an id, by its keys."""
    named = {*sheet.keys, *sheet.without_id, *(("units",) if isinstance(row, Person) else ()), "town"}
    columns = [column for column in sheet.columns if column.name in named]
    said = {column.name: shown(index, column, getattr(row, column.name)) for column in columns}
    if not sheet.without_id:
        return "·".join(said[name] for name in sheet.keys if said[name])
    name = "·".join(said[one] for one in sheet.without_id if said[one] and (one, said[one]) != ("days", "全部"))
    told = [said["id"]] if said["id"] != name else []
    if isinstance(row, Person):
        told += [said["units"], f"{said['start']}起" if said["start"] else ""]
    if isinstance(row, Village):
        told.append(said["town"])
    return f"{name}（{'，'.join(one for one in told if one)}）" if any(told) else name


def _pools(office: Office) -> set[str]:
    pools = {pool for unit in office.of(Unit) for pool in unit.pools}
    return pools | {pool for post in office.of(Post) for pool in post.pools}


def shown(index: Index, column: Any, value: Any) -> str:
    """A value of a column as people would type it, names instead of ids; '' for none."""
    if value in (None, "", ()):
        return ""
    kind = column.metadata["kind"]
    if kind.refers:
        if isinstance(value, tuple):
            return str(kind.show(tuple(index.show(one, kind.refers) for one in value)))
        return index.show(value, kind.refers)
    return str(kind.show(value))


def write_workbook(path: Path, office: Office) -> None:
    """Write the office to an .xlsx or, where the path does not end so, to a folder of .csv (UTF-8 with BOM).

    Of a folder all files are written, or none. Raises OSError where they cannot be.
    """
    if path.suffix.lower() == ".xlsx":
        _xlsx(path, office)
        return
    fresh = not path.exists()
    path.mkdir(parents=True, exist_ok=True)
    try:
        with ExitStack() as all_or_none:
            halves = [(all_or_none.enter_context(written_whole(path / f"{one.zh}.csv")), one) for one in SHEETS]
            for half, sheet in halves:
                with half.open("w", encoding="utf-8-sig", newline="") as stream:
                    csv.writer(stream).writerows(cells(office, sheet))
    except OSError as cause:
        if fresh:
            path.rmdir()
        cause.filename, cause.filename2 = str(path), None
        raise


def _xlsx(path: Path, office: Office) -> None:
    import xlsxwriter

    made = BytesIO()  # whole in memory: the disk's fault is then the system's own, and nothing half-made
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True, "valign": "top"})
        need = book.add_format({"bold": True, "bg_color": "#F5D9C8", "border": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        for sheet in SHEETS:
            page = book.add_worksheet(sheet.zh)
            rows = cells(office, sheet)
            page.freeze_panes(1, 0)
            for number, column in enumerate(sheet.columns):
                page.set_column(number, number, WIDE.get(column.metadata["zh"], 14), text)
                page.write_string(0, number, rows[0][number], need if column.metadata["required"] else head)
                page.write_comment(0, number, header_note(column), {"x_scale": 2})
                if isinstance(column.metadata["kind"], ChoiceCell):
                    page.data_validation(
                        1,
                        number,
                        len(rows) + OUTLINE,
                        number,
                        {
                            "validate": "list",
                            "source": [zh for zh, _ in column.metadata["kind"].words],
                            "ignore_blank": True,
                        },
                    )
            for line, row in enumerate(rows[1:], 1):
                for number, value in enumerate(row):
                    if value:
                        page.write_string(line, number, value, text)
    path.write_bytes(made.getvalue())


def header_note(column: Any) -> str:
    """The comment at a column's header: whether required, choices, lists, note, English name."""
    required = "必填。" if column.metadata["required"] else "可不填。"
    kind = column.metadata["kind"]
    choices = "可填：" + "、".join(zh for zh, _ in kind.words) + "。" if isinstance(kind, ChoiceCell) else ""
    several = "多个用顿号分开。" if kind.many else ""
    english = column.metadata["en"][0]
    return f"{required}{choices}{several}{column.metadata['note']}（{english}）"
