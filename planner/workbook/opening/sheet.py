"""One sheet of a workbook: its rows in use, read while its XML streams by."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.errors import Fault, Refused, fault
from planner.words import Words
from planner.workbook.opening.in_use import rows_in_use
from planner.workbook.opening.shared import ShowNumber, iso_moment
from planner.workbook.opening.table import (
    MAX_CHARACTERS,
    MAX_ROWS,
    Budget,
    column_number,
    letter,
    too_long,
    too_many_rows,
)
from planner.workbook.opening.xml_parts import local, read_xml, unescaped

MAX_COLUMN = 256
LAST_ROW = 100_000
"""A cell in use beyond this column or row is a slip: nobody keeps an office there."""
END = 1 << 20
"""The last row that any spreadsheet program knows."""
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
NOT_WORKED_OUT = fault(Words("公式没有算出的值"), Words("请在 Excel 里打开保存，或粘贴为数值"))


def damaged(cell: str = "", row: int = 0) -> Fault:
    """The fault of a sheet that breaks off at a cell or behind a row."""
    return fault(
        (Words("工作表已损坏，读不出来，第 %(row)s 行附近", row=row) if row else Words("工作表已损坏，读不出来")),
        Words("请用 Excel 或 WPS 打开检查后另存为 .xlsx"),
    ).at(cell=cell or (f"A{row}" if row else ""))


@dataclass
class Sheet:
    """What one sheet's XML says: rows in use by their numbers, which are hidden, what is merged, cells at fault."""

    rows: dict[int, list[Any]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    long: list[Fault] = field(default_factory=list)
    at: int = 0
    """The number of the row at which reading is."""


class Reader:
    """Handlers for the XML of one sheet; what they gather is `sheet`."""

    def __init__(self, strings: Sequence[str], formats: Sequence[ShowNumber], budget: Budget) -> None:
        self.sheet = Sheet()
        self.strings, self.formats, self.budget = strings, formats, budget
        self.cells: dict[int, Any] = {}
        self.column = -1
        self.kind, self.style = "n", ""
        self.formula = self.valued = self.inside = False
        self.phonetic = 0
        self.text: list[str] = []
        self.length = 0
        self.address = ""
        self.letters: dict[str, int] = {}
        self.starts = {"row": self.row, "c": self.cell, "f": self.worked, "v": self.value, "t": self.said}
        self.starts |= {"rPh": self.sound, "col": self.columns, "mergeCell": self.merge, "sheetData": self.data}
        self.begun = False
        self.ends = {"v": self.silent, "t": self.silent, "c": self.finish, "rPh": self.spoken, "row": self.close}

    def start(self, tag: str, found: dict[str, str]) -> None:
        """An element begins."""
        handler = self.starts.get(tag) or self.starts.get(local(tag))
        if handler:
            handler(found)

    def end(self, tag: str) -> None:
        """An element ends."""
        handler = self.ends.get(tag) or self.ends.get(local(tag))
        if handler:
            handler()

    def heard(self, text: str) -> None:
        """Text within an element; of a text that is too long only its length is kept."""
        if self.inside and not self.phonetic:
            self.length += len(text)
            if self.length <= MAX_CHARACTERS:
                self.text.append(text)

    def data(self, _: dict[str, str]) -> None:
        """The rows begin, as they do in every sheet, an empty one too: a part without them is none."""
        self.begun = True

    def row(self, found: dict[str, str]) -> None:
        """A row begins; one that lies before another, or beyond all rows, is a sign of damage."""
        number = int(found.get("r", self.sheet.at + 1))
        if not self.sheet.at < number <= END:
            raise Refused(damaged(row=self.sheet.at))
        self.sheet.at, self.cells, self.column = number, {}, -1
        if found.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(number)

    def cell(self, found: dict[str, str]) -> None:
        """A cell begins."""
        address = found.get("r")
        column = self.column + 1 if address is None else self.column_of(address)
        if column <= self.column:
            raise Refused(damaged(row=self.sheet.at))
        self.column, self.address = column, address or f"{letter(column)}{self.sheet.at}"
        self.kind, self.style = found.get("t", "n"), found.get("s", "")
        self.formula = self.valued = False
        self.text, self.length = [], 0

    def column_of(self, address: str) -> int:
        """The column of an address in the row at which reading is."""
        letters = address.removesuffix(str(self.sheet.at))
        if letters not in self.letters:
            if not re.fullmatch(r"[A-Z]{1,3}", letters):
                raise Refused(damaged(row=self.sheet.at))
            self.letters[letters] = column_number(letters)
        return self.letters[letters]

    def worked(self, _: dict[str, str]) -> None:
        """A formula begins."""
        self.formula = True

    def value(self, _: dict[str, str]) -> None:
        """The value of a cell begins."""
        self.valued = self.inside = True

    def said(self, _: dict[str, str]) -> None:
        """A part of a text begins."""
        self.inside = True

    def silent(self) -> None:
        """A value, or a part of a text, ends."""
        self.inside = False

    def sound(self, _: dict[str, str]) -> None:
        """The sound of a text, written beside it, is none of the text."""
        self.phonetic += 1

    def spoken(self) -> None:
        """The sound of a text ends."""
        self.phonetic -= 1

    def columns(self, found: dict[str, str]) -> None:
        """A format of columns, which may hide them."""
        if found.get("hidden") in ("1", "true") and len(self.sheet.hidden_columns) < MAX_COLUMN:
            self.sheet.hidden_columns |= set(range(int(found["min"]) - 1, min(int(found["max"]), MAX_COLUMN)))

    def merge(self, found: dict[str, str]) -> None:
        """A merged range; more of them than rows may be in use are a sign of damage."""
        if len(self.sheet.merged) > MAX_ROWS:
            raise Refused(damaged())
        self.sheet.merged.append(found["ref"])

    def finish(self) -> None:
        """A cell ends: what it says is put into its row."""
        text = unescaped("".join(self.text))
        if self.length > MAX_CHARACTERS:
            self.sheet.long.append(too_long(self.length).at(cell=self.address))
        elif self.formula and not text and (self.kind != "str" or not self.valued):
            self.sheet.faults[self.address] = NOT_WORKED_OUT
            self.cells[self.column] = ""
        elif text or self.kind == "e":
            if self.column >= MAX_COLUMN or self.sheet.at > LAST_ROW:
                self.sheet.long.append(_far(self.address))
            else:
                self.cells[self.column] = self.meant(text)

    def meant(self, text: str) -> Any:
        """The value of a cell by its kind and format."""
        if self.kind == "s":
            return self.shared(text)
        if self.kind == "n":
            number = float(text) if NUMBER.fullmatch(text.strip()) else math.inf
            if math.isinf(number):
                raise Refused(damaged(self.address))
            styled = self.style.isdecimal() and int(self.style) < len(self.formats)
            return self.formats[int(self.style)](number) if styled else number
        if self.kind == "b":
            return text.strip() in ("1", "true")
        if self.kind == "d":
            return iso_moment(text)
        if self.kind == "e":
            self.sheet.faults[self.address] = failed(text)
        return text

    def shared(self, text: str) -> str:
        """A text that the workbook keeps for all its sheets."""
        if not text.isdecimal() or int(text) >= len(self.strings):
            raise Refused(damaged(self.address))
        found = self.strings[int(text)]
        if len(found) > MAX_CHARACTERS:
            self.sheet.long.append(too_long(len(found)).at(cell=self.address))
            return ""
        return found

    def close(self) -> None:
        """A row ends: it counts if any of its cells says something, or should."""
        if self.cells:
            width = max(self.cells) + 1
            self.budget.spend(width)
            if len(self.sheet.rows) >= MAX_ROWS:
                raise Refused(too_many_rows())
            self.sheet.rows[self.sheet.at] = [self.cells.get(column, "") for column in range(width)]


def failed(text: str) -> Fault:
    """The fault of a cell in which a formula failed."""
    return fault(Words("公式出错（%(text)s）", text=text or "#"), Words("请修正公式，或粘贴为数值"))


def _far(address: str) -> Fault:
    return fault(
        Words("很远的 %(address)s 格里有内容", address=address),
        Words("请删去数据以外的内容（Ctrl+End 可见末尾）后保存"),
    ).at(cell=address)


def read_sheet(reader: Reader, chunks: Iterable[bytes]) -> None:
    """Tell the XML of a sheet to its reader; raises Refused for what is no sheet."""
    read_xml((piece for piece, _ in rows_in_use(chunks)), reader.start, reader.end, reader.heard)
    if not reader.begun:
        raise Refused(damaged())
