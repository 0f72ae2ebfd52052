"""The press: sheets as files of every kind that papers have."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.paper.sheet import PaperSheet

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""Kinds of file that sheets can be, and how the web calls them."""


def press(kind: str, sheets: Sequence[PaperSheet], title: str, author: str) -> bytes:
    """The sheets as a file of a kind."""
    return _press(kind)(sheets, title, author)


def _press(kind: str) -> Callable[[Sequence[PaperSheet], str, str], bytes]:
    """Each press is loaded when it is first wanted: together they take a second."""
    if kind == "xlsx":
        from planner.paper.presses.spreadsheet import spreadsheet

        return spreadsheet
    if kind == "docx":
        from planner.paper.presses.document import document

        return document
    from planner.paper.presses.portable import portable

    return portable
