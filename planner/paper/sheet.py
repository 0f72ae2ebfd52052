"""A sheet of paper as a value, whatever kind of file it becomes, and the measures by which its table fits the page."""

from __future__ import annotations

from dataclasses import dataclass

TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
"""The fonts of official papers: named in the files, never bundled."""
FOOT = "接访领导如因公务临时调整，以接待场所当日公告为准。"
DRAFT_MARK = "送审稿　未经签发不得外传"

MARGIN, WIDTH, ROOM = 12.0, 297 - 2 * 12.0, 158.0
"""Millimetres of A4 landscape: the margin, and what a table may take across and down."""
SMALLEST, LARGEST, POINT = 8.0, 11.0, 25.4 / 72
"""The size of a table's letters in points, at least and at most; and a point in millimetres."""
LEADING, PADDING = 1.3, 0.6
"""The height of a line in heights of a letter; millimetres above and below a cell's text."""


@dataclass(frozen=True)
class Imprint:
    """What a sheet says of itself: its status (such as 第1版, 送审稿, 草稿), reference number, date and signer."""

    status: str
    reference: str = ""
    date: str = ""
    signed_by: str = ""
    locked: bool = False


@dataclass(frozen=True)
class Page:
    """A table: its header, the widths of its columns in characters, and its rows, each as long as the header."""

    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PaperSheet:
    """A table on A4 landscape under a centred title.

    `tab` is its short name, `under` the line below the title, which `marked` sets in bold, `date` the end of the foot.
    """

    tab: str
    title: str
    page: Page
    under: str = ""
    marked: bool = False
    foot: str = ""
    """A sentence below the table."""
    margin: str = ""
    """What the foot of every page says: check code and status."""
    date: str = ""


def wide(text: str) -> int:
    """The width of a text in ASCII characters, all others counted double."""
    return sum(1 if one.isascii() else 2 for one in text)


def lines_needed(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width in characters."""
    return sum(max(1, -int(-wide(part) // max(1, int(width)))) for part in text.split("\n"))


def letters(one: PaperSheet, width: float, room: float) -> float:
    """The size in points of a table's letters, for `width` and `room` (across and down) in millimetres.

    It is what the columns allow, or smaller where that brings the table onto one page.
    """
    natural = max(SMALLEST, min(LARGEST, LARGEST * 140 / sum(one.page.widths)))
    sizes = [natural, *(size / 2 for size in range(int(natural * 2), int(SMALLEST * 2) - 1, -1))]
    return next((size for size in sizes if _depth(one.page, size, width) <= room - 8 * bool(one.foot)), natural)


def _depth(page: Page, size: float, width: float) -> float:
    """The depth in millimetres of a table with letters of a size in points."""
    across = (width - len(page.widths)) / (size * POINT / 2)
    scale = across / sum(page.widths)
    rows = (
        max(lines_needed(text, column * scale) for text, column in zip(row, page.widths, strict=True))
        for row in (page.header, *page.rows)
    )
    return sum(LEADING * size * POINT * deep + 2 * PADDING for deep in rows)
