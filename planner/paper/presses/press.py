"""The press: sheets as a file of the kind that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.paper.sheet import PaperSheet

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""Kind of file → its media type."""


def press(kind: str, sheets: Sequence[PaperSheet], title: str, author: str) -> bytes:
    """The bytes of a file of a kind (a key of KINDS) with the sheets. Raises NotPossible for a PDF without a font."""
    return _press(kind)(sheets, title, author)


def _press(kind: str) -> Callable[[Sequence[PaperSheet], str, str], bytes]:
    """The press for a kind, loaded when it is first wanted, since together they take a second."""
    if kind == "xlsx":
        from planner.paper.presses.spreadsheet import spreadsheet

        return spreadsheet
    if kind == "docx":
        from planner.paper.presses.document import document

        return document
    from planner.paper.presses.portable import portable

    return portable
