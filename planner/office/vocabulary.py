"""Vocabulary: the free words of an office (值班序列, 班次, 岗位 …), and which columns are written in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from planner.office.cells import lists
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import ClauseRow, Duty, KeyPeriod, Person, PinRow, Post, SheetRow, Unit, Village, WishRow


class WordKind(StrEnum):
    """What a free word is a word for."""

    POOL = "pool"
    SHIFT = "shift"
    POST = "post"
    EXTENT = "extent"
    BODY = "body"
    LABEL = "label"


WRITTEN: dict[tuple[type[SheetRow], str], WordKind] = {
    (Person, "pools"): WordKind.POOL,
    (Unit, "pools"): WordKind.POOL,
    (Post, "pools"): WordKind.POOL,
    (KeyPeriod, "pools"): WordKind.POOL,
    (Person, "exempt"): WordKind.SHIFT,
    (ClauseRow, "shifts"): WordKind.SHIFT,
    (Post, "shift"): WordKind.SHIFT,
    (PinRow, "shift"): WordKind.SHIFT,
    (WishRow, "shift"): WordKind.SHIFT,
    (ClauseRow, "posts"): WordKind.POST,
    (KeyPeriod, "posts"): WordKind.POST,
    (Post, "post"): WordKind.POST,
    (Post, "id"): WordKind.POST,
    (PinRow, "post"): WordKind.POST,
    (Duty, "extent"): WordKind.EXTENT,
    (Village, "id"): WordKind.EXTENT,
    (Village, "name"): WordKind.EXTENT,
    (Village, "kind"): WordKind.EXTENT,
    (Unit, "id"): WordKind.EXTENT,
    (Unit, "name"): WordKind.EXTENT,
    (Unit, "short"): WordKind.EXTENT,
    (Unit, "kind"): WordKind.EXTENT,
    (Person, "body"): WordKind.BODY,
    (Person, "labels"): WordKind.LABEL,
}
"""(Row class, field) → what the words of that column are."""


def word_kind(row: type[SheetRow], name: str) -> WordKind | None:
    """What the words of a column are; None where it is not written in free words."""
    return WRITTEN.get((row, name))


def words_of(value: Any) -> tuple[str, ...]:
    """The words of a cell, be it a list or one word."""
    return value if isinstance(value, tuple) else (value,) if value else ()


def known_words(office: Office, more: Iterable[tuple[type[SheetRow], Mapping[str, Any]]]) -> dict[WordKind, set[str]]:
    """The words that stand by themselves in a cell of the office, or of `more` rows (class, field → value).

    What could be several words, such as 夜班 白班, is known by the office alone.
    """
    found: dict[WordKind, set[str]] = defaultdict(set)
    for (row, name), kind in WRITTEN.items():
        for one in office.rows.get(SHEET_OF[row].zh, ()):
            found[kind].update(words_of(getattr(one, name)))
    for cls, values in more:
        for name, value in values.items():
            if (cls, name) in WRITTEN:
                found[WRITTEN[cls, name]].update(word for word in words_of(value) if len(lists.loose_pieces(word)) == 1)
    return found
