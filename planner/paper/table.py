"""The roster as a table for scripts, as CSV or JSON: one row for each assignment, with fixed columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from planner.roster.finding_text import FindingSentence
from planner.roster.lines import Line


@dataclass(frozen=True)
class TableRow:
    """An assignment, or a person who is missing; its fields are the columns. Days and moments in ISO 8601."""

    slot: str
    duty: str
    nominal_date: str
    date: str
    shift: str
    post: str
    site: str
    place: str
    start: str
    end: str
    assignee_type: str
    assignee: str
    name: str
    unit: str
    version: int | str
    """'' for what is drafted."""
    status: str
    """confirmed, tentative, open, or recorded: entered afterwards."""


COLUMNS = tuple(one.name for one in fields(TableRow))
ORDER = ["start", "duty", "shift", "post", "site", "assignee"]


def rows(lines: Sequence[Line]) -> list[TableRow]:
    """One row for each assignment, and one with an empty assignee for each person missing, sorted by ORDER."""
    found = [row for line in lines for row in _rows(line)]
    frame = pd.DataFrame(found, columns=list(COLUMNS), dtype=object)
    return [TableRow(**row) for row in frame.sort_values(ORDER, kind="stable").to_dict("records")]


def _rows(line: Line) -> list[dict[str, Any]]:
    slot = line.slot
    shared = {
        "slot": slot.id,
        "duty": slot.duty,
        "nominal_date": line.nominal.isoformat(),
        "date": line.day.isoformat(),
        "shift": slot.shift,
        "post": slot.post,
        "site": line.site,
        "place": slot.place,
        "start": line.start.isoformat(),
        "end": line.end.isoformat(),
        "assignee_type": slot.kind,
        "version": "" if line.version is None else line.version,
    }
    shared = {name: _harmless(value) for name, value in shared.items()}
    status = "recorded" if line.entered_afterwards else line.status
    filled = [
        {**shared, "assignee": one.id, "name": _harmless(one.plain), "unit": one.unit, "status": status}
        for one in line.people
    ]
    return filled + [{**shared, "assignee": "", "name": "", "unit": "", "status": "open"}] * line.missing


def _harmless(value: Any) -> Any:
    """The value, with an apostrophe before a text that a spreadsheet would take for a formula."""
    formula = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if formula else value


def write_csv(path: Path, lines: Sequence[Line]) -> None:
    """Write the table as CSV (RFC 4180) in UTF-8 with a byte order mark, which Excel needs."""
    frame = pd.DataFrame([asdict(row) for row in rows(lines)], columns=list(COLUMNS), dtype=object)
    frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def write_json(
    path: Path, lines: Sequence[Line], findings: Sequence[FindingSentence], head: Mapping[str, object]
) -> None:
    """Write a JSON object: what `head` has, the same rows, and the findings."""
    document = {**head, "rows": [asdict(row) for row in rows(lines)], "findings": [asdict(one) for one in findings]}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
