"""What of a sheet's XML is in use: rows that hold a value, told from those that hold formats only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from planner.errors import Refused
from planner.workbook.opening.table import MAX_ROWS, Budget, too_long, too_many_rows

MAX_ROW_BYTES = 16 << 20
"""More than any row within the limits can take."""
MIDDLING = 1 << 20
IN_USE = re.compile(rb"<(?:[^<>\s/:]*:)?(?:sheetData|v|is|f)[\s>/]")
FORMAT_ONLY = re.compile(rb"<(?:[^<>\s/:]*:)?row [^<>]*/>")


def rows_in_use(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """The XML of a sheet without the rows that hold formats only, each piece with the number of cells filled in it.

    Formats may reach far beyond the data; to pass over them here is what keeps such a sheet quick to read.
    """
    rest, prefix, behind = b"", b"", False
    for number, chunk in enumerate(chunks):
        if behind:
            yield chunk, 0
            continue
        if not number:
            prefix = _prefix(chunk)
        *pieces, rest = (rest + chunk).split(b"</" + prefix + b"row>")
        for piece in pieces:
            filled = piece.count(b"<" + prefix + b"v>") + piece.count(b"<" + prefix + b"is>")
            if filled or IN_USE.search(piece):
                yield piece + b"</" + prefix + b"row>", filled
        if len(rest) > MIDDLING and not behind:
            rest = FORMAT_ONLY.sub(b"", rest)
        behind = b"</" + prefix + b"sheetData>" in rest
        if behind:
            yield rest, 0
            rest = b""
        elif len(rest) > MAX_ROW_BYTES:
            found = re.findall(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"', rest)
            raise Refused(too_long(len(rest)).at(cell=f"A{found[-1].decode()}" if found else ""))
    yield rest, 0


def _prefix(head: bytes) -> bytes:
    root = re.search(rb"<([^<>\s/:?!]+:)worksheet\b", head)
    return root[1] if root else b""


def measure(chunks: Iterable[bytes], budget: Budget) -> None:
    """Count what a sheet has in use, faster than reading it; raises Refused beyond the limits."""
    rows = 0
    for _, filled in rows_in_use(chunks):
        rows += filled > 0
        budget.spend(filled)
        if rows > MAX_ROWS:
            raise Refused(too_many_rows())
