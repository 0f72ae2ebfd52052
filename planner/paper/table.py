"""The roster as a table for scripts, as CSV or JSON: one row for each assignment, with fixed columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from planner.roster.lines import Line

COLUMNS = (
    "slot",
    "duty",
    "nominal_date",
    "date",
    "shift",
    "post",
    "site",
    "place",
    "start",
    "end",
    "assignee_type",
    "assignee",
    "name",
    "unit",
    "version",
    "status",
)
ORDER = ["start", "duty", "shift", "post", "site", "assignee"]


def rows(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """One row for each assignment, and one with an empty assignee for each person missing, sorted by ORDER."""
    found = [row for line in lines for row in _rows(line)]
    frame = pd.DataFrame(found, columns=list(COLUMNS), dtype=object)
    ordered: list[dict[str, Any]] = frame.sort_values(ORDER, kind="stable").to_dict("records")
    return ordered


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
    filled = [
        {**shared, "assignee": one.id, "name": _harmless(one.name), "unit": one.unit, "status": line.status}
        for one in line.people
    ]
    return filled + [{**shared, "assignee": "", "name": "", "unit": "", "status": "open"}] * line.missing


def _harmless(value: Any) -> Any:
    """The value, with an apostrophe before a text that a spreadsheet would take for a formula."""
    formula = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if formula else value


def write_csv(path: Path, lines: Sequence[Line]) -> None:
    """Write the table as CSV (RFC 4180) in UTF-8 with a byte order mark, which Excel needs."""
    frame = pd.DataFrame(rows(lines), columns=list(COLUMNS), dtype=object)
    frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def write_json(path: Path, lines: Sequence[Line], findings: Sequence[dict[str, Any]], head: dict[str, Any]) -> None:
    """Write a JSON object: what `head` has, the same rows, and the findings."""
    document = {**head, "rows": rows(lines), "findings": list(findings)}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
