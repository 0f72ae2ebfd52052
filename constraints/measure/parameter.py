"""Parameters: the fields of a rule that a workbook sets, with their Chinese names, kinds and limits."""

from __future__ import annotations

from dataclasses import MISSING, field
from typing import Any, Literal, NamedTuple

ValueKind = Literal["number", "choice", "words", "weekdays", "calendar", "topics"]
Easing = Literal["", "up", "down"]


class Parameter(NamedTuple):
    """A rule's parameter: field, Chinese name, default or MISSING, choices (Chinese → stored), kind of value, what
    stands where nothing is written (in people's words), the lowest and highest number it may be, and which way its rule
    asks for less."""

    name: str
    zh: str
    default: Any
    choices: dict[str, str] | None
    kind: ValueKind
    assumed: str
    lowest: int
    highest: int
    eases: Easing


def parameter(
    zh: str,
    default: Any = MISSING,
    *,
    choices: dict[str, str] | None = None,
    kind: ValueKind = "number",
    assumed: str = "",
    lowest: int = 0,
    highest: int = 999_999,
    eases: Easing = "",
) -> Any:
    """A field of a rule that a workbook sets: one of `choices`, a whole number, words, weekdays (0 for Monday),
    calendar words with the days they name, or topics by day."""
    metadata = Parameter(
        "", zh, default, choices, "choice" if choices else kind, assumed, lowest, highest, eases
    )._asdict()
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


PERIODS = {"周": "week", "月": "month", "季": "quarter", "年": "year", "全期": "plan"}
