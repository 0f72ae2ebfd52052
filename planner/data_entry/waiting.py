"""Files handed over on the site that wait an hour for what becomes of them: a yes, or a look at their faults."""

from __future__ import annotations

import json
import re
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from planner.errors import NotPossible
from planner.home.whole_file import write_private
from planner.store import Store
from planner.words import Words

LETTERS = 50
"""How many letters of a file's name are kept: a folder takes 255 bytes, up to four for a letter."""
KEPT_SECONDS = 3600
"""How long a file waits."""


class Purpose(StrEnum):
    """What a file waits for: a ticket of one purpose is none of another."""

    IMPORT = "import"
    OWN_TABLE = "own_table"
    FAULTY = "faulty"


@dataclass(frozen=True)
class WaitingFile:
    """A file handed over: what it was called, what is in it, and what was noted of it when it came."""

    name: str
    data: bytes
    noted: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """The file under its own name, by which a .csv says which sheet it is; gone at the end."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / file_name(self.name)
            file.write_bytes(self.data)
            yield file


def file_name(name: str) -> str:
    """A name under which an uploaded file can stand in a folder: what it is called, without its way, and cut short."""
    bare = re.sub(r"[^\w.\-]", "_", name.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    stem, dot, kind = bare.rpartition(".")
    return (stem or kind)[:LETTERS] + (dot + kind[:10] if stem else "") or "workbook.xlsx"


def keep(store: Store, purpose: Purpose, file: WaitingFile) -> str:
    """Let a file wait; returns its ticket."""
    ticket = secrets.token_hex(16)
    data, note = _files(store, purpose, ticket)
    write_private(data, file.data)
    write_private(note, json.dumps({"name": file.name, "noted": dict(file.noted)}).encode())
    return ticket


def waiting_file(store: Store, purpose: Purpose, ticket: str) -> WaitingFile:
    """The file of a ticket; each look keeps it for another hour.

    Raises NotPossible where it has expired, or is of another purpose.
    """
    try:
        data, note = _files(store, purpose, ticket)
        said = json.loads(note.read_text("utf-8"))
        for one in (data, note):
            one.touch()
        return WaitingFile(said["name"], data.read_bytes(), said["noted"])
    except FileNotFoundError:
        raise _expired() from None


def drop(store: Store, purpose: Purpose, ticket: str) -> None:
    """Let a file wait no longer."""
    for one in _files(store, purpose, ticket):
        one.unlink(missing_ok=True)


def _files(store: Store, purpose: Purpose, ticket: str) -> tuple[Path, Path]:
    """Where a file and what is noted of it stand; files that waited too long go on the way."""
    if not re.fullmatch(r"[0-9a-f]{32}", ticket):
        raise _expired()
    folder = store.home / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            old.unlink(missing_ok=True)
    return folder / f"{ticket}.{purpose}", folder / f"{ticket}.{purpose}.json"


def _expired() -> NotPossible:
    return NotPossible(Words("文件已过期，请重新上传"))
