"""What a workbook keeps once for all its sheets: texts, and how numbers are shown, as a date, a time, 007 or 50%."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

from planner.workbook.opening.table import MAX_CELLS, MAX_CHARACTERS, Budget
from planner.workbook.opening.xml_parts import local, read_xml, unescaped

ShowNumber = Callable[[float], object]
"""From the number of a cell to what the cell says."""
DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
SPANS = {46}
PERCENTS = {9, 10}
"""Formats that every workbook knows by number: of dates and times, of lengths of time, of percents."""
LAST_DAY = 2_958_465
"""Dates of a spreadsheet end with this day, 9999-12-31."""
LITERAL = r'(?:"[^"]*"|\\.|[-/. ])'


def read_formats(chunks: Iterable[bytes], from_1904: bool) -> list[ShowNumber]:
    """By number of a cell's style, how its number is shown."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = {"cellXfs": False}

    def start(tag: str, found: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "numFmt":
            codes.setdefault(int(found["numFmtId"]), found.get("formatCode", ""))
        elif tag == "cellXfs":
            inside["cellXfs"] = True
        elif tag == "xf" and inside["cellXfs"]:
            styles.append(int(found.get("numFmtId", 0)))

    def end(tag: str) -> None:
        if local(tag) == "cellXfs":
            inside["cellXfs"] = False

    read_xml(chunks, start, end)
    known = {number: shown_by(number, codes.get(number, ""), from_1904) for number in set(styles)}
    return [known[number] for number in styles]


def shown_by(number: int, code: str, from_1904: bool) -> ShowNumber:
    """How a format, known by its number or written as a code, shows a number."""
    first = code.split(";")[0]
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", first, flags=re.I).lower()
    if number in SPANS or re.search(r"\[(?:h+|m+|s+)\]", bare):
        return _span
    if number in DATES or ("general" not in bare and re.search(r"[ymdhs]", bare)):
        return lambda value: _moment(value, from_1904)
    if number in PERCENTS or bare.rstrip().endswith("%"):
        return lambda value: f"{value * 100:.12g}%"
    zeros = re.fullmatch(rf"({LITERAL}*)(0+)({LITERAL}*)", first)
    if zeros and (zeros[1] or len(zeros[2]) > 1):
        return _padded(_plain(zeros[1]), len(zeros[2]), _plain(zeros[3]))
    return lambda value: value


def _plain(literal: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda found: found[1] or found[2] or "", literal)


def _padded(before: str, width: int, after: str) -> ShowNumber:
    def shown(value: float) -> object:
        whole = value >= 0 and value.is_integer()
        return f"{before}{int(value):0{width}}{after}" if whole else value

    return shown


def _span(value: float) -> object:
    return timedelta(milliseconds=round(value * 86_400_000)) if abs(value) < LAST_DAY else value


def _moment(value: float, from_1904: bool) -> object:
    """The date, the time of day or both; a number that is none stays one."""
    if not 0 <= value < LAST_DAY - (1462 if from_1904 else 0):
        return value
    moment = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    moment += timedelta(milliseconds=round(value * 86_400_000))
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment


def iso_moment(text: str) -> object:
    """A date written as such in the file, as strict workbooks do; text that is none stays text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.date() if len(text) <= 10 or moment.time() == time() else moment.replace(tzinfo=None)


def read_strings(pieces: Callable[[], Iterable[bytes]]) -> list[str]:
    """Every text by its number; one that is too long for a cell is kept as blanks of its length.

    `pieces` gives the part anew each time; texts are counted first, which is faster. Raises Refused for too many.
    """
    found: list[str] = []
    parts: list[str] = []
    at = {"text": False, "sound": False}
    length = 0
    budget = Budget(MAX_CELLS)
    for piece in pieces():
        budget.spend(piece.count(b"si>") // 2)

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal length
        tag = local(tag)
        if tag == "si":
            parts.clear()
            length = 0
        elif tag == "t":
            at["text"] = True
        elif tag == "rPh":
            at["sound"] = True

    def end(tag: str) -> None:
        tag = local(tag)
        if tag == "si":
            found.append(unescaped("".join(parts)) if length <= MAX_CHARACTERS else " " * length)
        elif tag == "t":
            at["text"] = False
        elif tag == "rPh":
            at["sound"] = False

    def heard(text: str) -> None:
        nonlocal length
        if at["text"] and not at["sound"]:
            length += len(text)
            if length <= MAX_CHARACTERS:
                parts.append(text)

    read_xml(pieces(), start, end, heard)
    return found
