"""Parameters: the fields of a rule that a workbook sets, with their Chinese names, kinds and limits."""

from __future__ import annotations

from dataclasses import MISSING, field
from typing import Any, Literal, NamedTuple

ValueKind = Literal["number", "choice", "choices", "words", "weekdays", "calendar", "topics", "columns", "people"]
Easing = Literal["", "up", "down"]
"""Which way a rule's number goes where the rule is to ask for less; '' where neither way means less."""


class Parameter(NamedTuple):
    """A parameter of a rule: the field's `name`, its Chinese name, and what may be written there.

    `default` is MISSING where something has to be; `assumed` says in people's words what stands where nothing is.
    `choices` are Chinese word → stored value; a number lies between `lowest` and `highest`, both included.
    """

    name: str
    zh: str
    default: Any
    choices: dict[str, str] | None
    kind: ValueKind
    assumed: str
    lowest: int
    highest: int
    eases: Easing


class Bounds(NamedTuple):
    """The least and the most that a clause asks of one amount; `of` tells amounts of one scope apart (the period)."""

    of: tuple[object, ...]
    least: int
    most: int | None


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
    """A dataclass field of a rule that a workbook sets, with its `Parameter` as metadata.

    Its value is one of `choices`, or by `kind` some of them, a whole number, words, weekdays (0 for Monday), calendar
    words with the days they name, topics by day, columns of days, each in calendar words, or words for people with
    those whom they mean.
    """
    one = "choice" if choices and kind == "number" else kind
    metadata = Parameter("", zh, default, choices, one, assumed, lowest, highest, eases)._asdict()
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


PERIODS = {"周": "week", "月": "month", "季": "quarter", "年": "year", "全期": "plan"}
LONGEST = {"week": 7, "month": 31, "quarter": 92, "year": 366}
"""Stored period → the days that it has at most."""
