"""Handing a workbook over on the site: looked at first, imported once somebody says yes."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from planner.data_entry.import_preview import SheetPreview, preview_import
from planner.errors import NotPossible
from planner.office.office import Office
from planner.problem.coverage import ahead
from planner.store import Store, audit
from planner.store.roster import offices
from planner.workbook.read import Import, read_workbook

LETTERS = 50
"""How many letters of a file's name are kept: a folder takes 255 bytes, up to four for a letter."""
KEPT_SECONDS = 3600
"""How long an uploaded file waits for a yes."""


@dataclass(frozen=True)
class UploadPreview:
    """A workbook that could be imported: its ticket, its name, what it would change, and that row by row."""

    ticket: str
    name: str
    result: Import
    sheets: tuple[SheetPreview, ...]


def _folder(store: Store) -> Path:
    folder = store.home / "uploads"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)
    return folder


def preview_upload(store: Store, name: str, data: bytes, now: datetime) -> UploadPreview:
    """What a workbook would change, and a ticket under which it waits an hour. Raises Refused with every fault.

    Among its notes are gaps and overlaps of what is staffed round the clock.
    """
    with store.read() as transaction:
        office = offices.load(transaction)
    result = _read(name, data, office)
    sheets = preview_import(office, result)
    result = replace(result, notes=(*result.notes, *ahead(result.office, now.date())))
    suffix = Path(name).suffix.lower()
    ticket = secrets.token_hex(16) + (suffix if suffix in (".xlsx", ".csv") else ".xlsx")
    seen = {"name": name, "shown": _digest(sheets, prune=False), "shown with prune": _digest(sheets, prune=True)}
    (_folder(store) / ticket).write_bytes(data)
    (_folder(store) / f"{ticket}.seen").write_text(json.dumps(seen), "utf-8")
    return UploadPreview(ticket, name, result, sheets)


def _read(name: str, data: bytes, office: Office, *, prune: bool = False) -> Import:
    """Read an uploaded file under its own name, by which a .csv says which sheet it is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / _file_name(name)
        file.write_bytes(data)
        return read_workbook(file, office, prune=prune)


def _digest(sheets: tuple[SheetPreview, ...], *, prune: bool) -> str:
    """Differs for every preview: by the rows that are new, change and end, those included that go with `prune`."""
    told = [(one.sheet, one.added, one.changed, one.unnamed if prune else one.ended) for one in sheets]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _file_name(name: str) -> str:
    """A name under which an uploaded file can stand in a folder: what it is called, without its way, and cut short."""
    bare = re.sub(r"[^\w.\-]", "_", name.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    stem, dot, kind = bare.rpartition(".")
    return (stem or kind)[:LETTERS] + (dot + kind[:10] if stem else "") or "workbook.xlsx"


def take_in_upload(store: Store, ticket: str, prune: bool, now: datetime, by: str) -> Import:
    """Import the workbook of a ticket into the office as it is by now; with `prune`, rows it lacks go.

    Raises NotPossible where the ticket has expired, or by now more or less would change than was shown; Refused where
    the workbook no longer fits.
    """
    file = _folder(store) / ticket
    note = _folder(store) / f"{ticket}.seen"
    if not re.fullmatch(r"[0-9a-f]{32}\.(xlsx|csv)", ticket) or not file.exists() or not note.exists():
        raise NotPossible("文件已过期，请重新上传", "the file has expired: hand it over again")
    seen = json.loads(note.read_text("utf-8"))
    with store.write() as transaction:
        office = offices.load(transaction)
        result = _read(seen["name"], file.read_bytes(), office)
        shown = seen["shown with prune" if prune else "shown"]
        if _digest(preview_import(office, result), prune=prune) != shown:
            raise NotPossible("看过以后数据有变，请重新上传再看", "the data changed since you looked: look again")
        result = _read(seen["name"], file.read_bytes(), office, prune=True) if prune else result
        offices.save(transaction, office, result.office)
        audit.record(transaction, now, by, "import", {"file": ticket, "changes": [vars(one) for one in result.changes]})
    for one in (file, note):
        one.unlink(missing_ok=True)
    return result
