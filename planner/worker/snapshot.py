"""The snapshot: who is on duty, as a JSON file beside the store, for a night when the store does not answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from planner.clock import OFFICIAL
from planner.home.whole_file import write_private
from planner.roster.contacts import rooms
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.roster.on_duty import as_served, phoning_order, staffed_at
from planner.store import Store
from planner.store.roster import offices, versions

NAME = "on-duty.json"
BACK, AHEAD = timedelta(days=3), timedelta(days=62)
"""How far before and after the moment of writing the file reaches."""


@dataclass(frozen=True)
class PostNow:
    """A post at a moment: what, until when, who with which telephones, in the order an office phones."""

    duty: str
    post: str
    until: datetime
    people: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(name, title, telephones, the mobile first)"""
    slot: str = ""
    month: str = ""


def write_snapshot(store: Store, now: datetime) -> Path:
    """Write what is issued around a moment, as it is really served; the old file stays until the new one is whole."""
    with store.read() as transaction:
        office = offices.load(transaction)
        months = sorted({version.month for version in versions.every(transaction)})
        lines = as_served(
            transaction,
            office,
            [
                line
                for month in months
                for line in issued_lines(transaction, office, month)
                if now - BACK < line.end and line.start < now + AHEAD
            ],
        )
    rows = [_row(line) | {"order": phoning_order(office, line)} for line in lines]
    file = store.home / NAME
    document = {"written": now.isoformat(), "zone": str(office.zone), "rows": rows, "rooms": rooms(office)}
    write_private(file, json.dumps(document, ensure_ascii=False).encode())
    return file


def _row(line: Line) -> dict[str, Any]:
    return {
        "duty": line.duty_name,
        "post": f"{line.slot.shift} {line.slot.post}",
        "start": line.start.isoformat(),
        "end": line.end.isoformat(),
        "slot": line.slot.id,
        "month": f"{line.nominal:%Y-%m}",
        "people": [
            [one.name, one.title, [phone for phone in (one.mobile, one.office_phone) if phone]] for one in line.people
        ],
    }


def post(line: Line) -> PostNow:
    """A line in the form in which the snapshot shows it."""
    return _post(_row(line))


def _post(row: dict[str, Any]) -> PostNow:
    people = tuple((name, title, tuple(phones)) for name, title, phones in row["people"])
    return PostNow(
        row["duty"], row["post"], datetime.fromisoformat(row["end"]), people, row.get("slot", ""), row.get("month", "")
    )


def snapshot_zone(home: Path) -> str:
    """The time zone of the office that wrote the file; raises OSError or ValueError where there is none."""
    return str(json.loads((home / NAME).read_text("utf-8")).get("zone", OFFICIAL))


def read_snapshot(home: Path, now: datetime) -> tuple[datetime, list[PostNow], list[tuple[str, str]]]:
    """When the file was written, the posts on duty at a moment as an office phones them, and (town, phone) of rooms.

    Raises OSError where there is no file.
    """
    document = json.loads((home / NAME).read_text("utf-8"))
    running = [
        row
        for row in document["rows"]
        if staffed_at(datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"]), now)
    ]
    running.sort(key=lambda row: (row["order"], row["start"], row["slot"]))
    return (
        datetime.fromisoformat(document["written"]),
        [_post(row) for row in running],
        [(name, phone) for name, phone in document.get("rooms", ())],
    )
