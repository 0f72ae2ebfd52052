"""Words by which sheets and columns are known, however they are typed, and the known word nearest to another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from planner.office.cells.kinds import text_of
from planner.office.cells.known_words import nearest
from planner.office.sheets import BY_NAME, SHEETS, WorkbookSheet
from planner.words import Words
from planner.workbook.other_names import COLUMN_NAMES, SHEET_NAMES

OF_DUTY = frozenset(("日期", "星期", "班次", "岗位", "值班日期", "值班时间", "时间"))
"""Headers of duty tables: a table with one of them is no list of people."""
LOOKED_AT = 15
"""The header of a list is looked for in so many rows from the top."""


def sheet_named(text: str) -> WorkbookSheet | None:
    """The sheet that a name means, in Chinese or English, in any width, case and spacing; None if unknown."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text_of(text))).lower()
    return BY_NAME.get(plain) or BY_NAME.get(plain.replace(" ", ""))


def own_sheet(name: str, rows: Sequence[Sequence[object]]) -> WorkbookSheet | None:
    """The sheet that a clerk's own list is: by what it is called, else by its headers; None where that is not clear."""
    named = _own_sheets().get(plain_header(re.sub(r"\d+|年|月|日", "", name)))
    if named:
        return named
    fitting = {sheet.zh: max((_heads(row, sheet) for row in rows[:LOOKED_AT]), default=0) for sheet in SHEETS}
    best = [zh for zh, many in fitting.items() if many and many == max(fitting.values())]
    return BY_NAME[best[0]] if len(best) == 1 else None


@cache
def _own_sheets() -> dict[str, WorkbookSheet]:
    return {plain_header(one): BY_NAME[zh] for zh, names in SHEET_NAMES.items() for one in names.split()}


def _heads(row: Sequence[object], sheet: WorkbookSheet) -> int:
    """How many columns of a list of this sheet a row names; 0 where something needed or half of it is unknown.

    A number of the row says nothing, and where days or shifts are named people are on duty.
    """
    filled = [cell for cell in row if cell not in (None, "")]
    known = {**other_headers(sheet), **header_names(sheet)}
    means = {plain_header(cell): match(cell, known) for cell in filled}
    found = set(means.values()) - {None, "order"}
    needed = set(sheet.without_id or [one.name for one in sheet.columns if one.metadata["required"]])
    on_duty = any(name is None and header in OF_DUTY for header, name in means.items())
    return len(found) if not on_duty and needed <= found and len(found) >= max(2, len(filled) / 2) else 0


def unknown_sheet(text: str) -> Words:
    """The note on a sheet that is passed over, with the known name that is nearest."""
    near = nearest(text, (sheet.zh for sheet in SHEETS))
    ask = Words("（是不是“%(near)s”？）", near=near) if near else ""
    return Words("不认识的工作表“%(text)s”已略过%(ask)s", text=text, ask=ask)


def plain_header(text: object) -> str:
    """A header folded for comparing: without case, spaces, stars and words such as 必填."""
    folded = unicodedata.normalize("NFKC", text_of(text)).lower()
    folded = re.sub(r"\(?(必填|选填|required|optional)\)?", "", folded)
    return re.sub(r"[\s*＊_·:：]+", "", folded).strip("()[]")


def header_names(sheet: WorkbookSheet) -> dict[str, str]:
    """Folded header → field name, for every name a sheet's columns go by."""
    found: dict[str, str] = {}
    for column in sheet.columns:
        for text in (column.metadata["zh"], *column.metadata["en"], column.name):
            found.setdefault(plain_header(text), column.name)
    for text in ("原编号", "original id", "old id") if sheet.without_id else ():
        found.setdefault(plain_header(text), "original")
    return found


@cache
def other_headers(sheet: WorkbookSheet) -> dict[str, str]:
    """Folded header → field name, for what clerks call the columns in lists of their own."""
    return {plain_header(one): name for name, said in COLUMN_NAMES.get(sheet.zh, {}).items() for one in said.split()}


@cache
def every_header() -> frozenset[str]:
    """The folded headers of every sheet."""
    return frozenset(name for sheet in SHEETS for name in header_names(sheet))


def match(text: object, known: dict[str, str]) -> str | None:
    """The field that a header means, as a whole or by one of its Chinese and English parts; None if unknown."""
    whole = plain_header(text)
    if whole in known:
        return known[whole]
    for part in re.split(
        r"[/|()（）\n]|(?<=[\u4e00-\u9fff])\s*(?=[A-Za-z])|(?<=[A-Za-z])\s*(?=[\u4e00-\u9fff])", text_of(text)
    ):
        if plain_header(part) and plain_header(part) in known:
            return known[plain_header(part)]
    return None
