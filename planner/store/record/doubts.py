"""What did not hold before a row of the record was written, as the row notes it: without anybody's words."""

from __future__ import annotations

from collections.abc import Iterable

from planner.store.record.covered import Covered

_ROW = "row"


def doubt(kind: Covered | None, key: object) -> str:
    """A covered row by its kind and key, or a row of the record by its number where the kind is None."""
    return f"{kind.value if kind else _ROW} {key}"


def noted(doubts: Iterable[str]) -> str:
    """Doubts as a note; '' for none."""
    return "; ".join(doubts)


def read_doubts(note: str) -> list[tuple[Covered | None, str]]:
    """Kind and key of each doubt of a note; None and a number for a row of the record. Raises ValueError."""
    found = []
    for one in note.split("; "):
        kind, _, key = one.partition(" ")
        found.append((None if kind == _ROW else Covered(kind), key))
    return found
