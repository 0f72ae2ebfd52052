"""How a store is opened: never made where one should be found, and read where it cannot be written."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from planner.home.trouble import Trouble, Unreadable, of_file
from planner.store.connection.driver_faults import trouble_of
from planner.store.engines import postgresql, sqlite


@dataclass
class OpenedStore:
    """An engine over a store, and why it can only be read, if it can."""

    engine: Engine
    only_read: Trouble | None = None
    file: Path | None = None
    """The file of SQLite."""
    inode: int = 0
    """The file that the engine's connections have open."""
    copy: TemporaryDirectory[str] | None = field(default=None, repr=False)
    """Where a store that cannot be read in its place was copied to, until it is closed."""

    def close(self) -> None:
        """Let go of every connection, and of the copy."""
        self.engine.dispose()
        if self.copy is not None:
            self.copy.cleanup()


def open_sqlite(url: URL, home: Path, *, was_there: bool) -> OpenedStore:
    """Open the file of a URL; it is made, empty and private, only where there never was one.

    Raises Unreadable where it is gone or emptied, or cannot be read.
    """
    file = Path(url.database or "")
    if not was_there and not file.exists():
        _make(file, home)
    found = OpenedStore(sqlite.connections_to_file(url, file, "mode=rw", sqlite.WRITER), file=file)
    check_place(found, home)
    if was_there and not file.stat().st_size:
        raise Unreadable(Trouble.EMPTY, file, home)
    if not os.access(file, os.R_OK):
        raise Unreadable(Trouble.NO_RIGHT, file, home)
    writable = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    wrong = _probed(found.engine) if writable else Trouble.READ_ONLY
    if wrong is None:
        return found
    found.engine.dispose()
    if not file.stat().st_size or wrong not in (Trouble.READ_ONLY, Trouble.FULL, Trouble.DISK):
        raise Unreadable(wrong, file, home)
    return _to_read(url, file, home, wrong)


def _to_read(url: URL, file: Path, home: Path, wrong: Trouble) -> OpenedStore:
    """Open a file that cannot be written for reading: in its place, or a copy of it with what its journal holds."""
    journal = Path(f"{file}-wal")
    if Path(f"{file}-shm").exists():  # a writer has it open, or died
        there = sqlite.connections_to_file(url, file, "mode=ro", sqlite.READER)
        found = OpenedStore(there, wrong, file, file.stat().st_ino)
        if _probed(found.engine) is None:
            return found
        found.engine.dispose()
    if journal.exists() and journal.stat().st_size:
        copy = TemporaryDirectory(prefix="dangzhi-")
        for one in (file, journal):
            shutil.copyfile(one, Path(copy.name) / one.name)
        there = sqlite.connections_to_file(url, Path(copy.name) / file.name, "mode=rw", sqlite.READER)
        found = OpenedStore(there, wrong, file, copy=copy)
    else:
        there = sqlite.connections_to_file(url, file, "immutable=1", sqlite.READER)
        found = OpenedStore(there, wrong, file, file.stat().st_ino)
    failed = _probed(found.engine)
    if failed is not None:
        raise Unreadable(failed, file, home)
    return found


def _probed(engine: Engine) -> Trouble | None:
    """What is wrong when a store is first read; None where it answers."""
    try:
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except DBAPIError as cause:
        return trouble_of(cause, engine.url) or Trouble.DAMAGED
    return None


def check_place(store: OpenedStore, home: Path) -> None:
    """See to it that connections are to the file that stands there now. Raises Unreadable where it is gone or empty."""
    if store.file is None or store.copy is not None:
        return
    try:
        there = store.file.stat()
    except FileNotFoundError:
        raise Unreadable(Trouble.GONE, store.file, home) from None
    except OSError:
        raise Unreadable(Trouble.DISK, store.file, home) from None
    if store.inode and not there.st_size:
        raise Unreadable(Trouble.EMPTY, store.file, home)
    if store.inode not in (0, there.st_ino):  # a restored file has been put in its place
        store.engine.dispose()
    store.inode = there.st_ino


def open_server(url: URL) -> OpenedStore:
    """An engine over a database of PostgreSQL."""
    return OpenedStore(postgresql.connections_to_server(url))


def damage(store: OpenedStore, home: Path) -> Unreadable | None:
    """What is wrong with a store that can be opened, by a look at every page of it; None for a sound one."""
    if store.file is None:
        return None
    try:
        with store.engine.connect() as connection:
            whole = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() == "ok"
    except DBAPIError as cause:
        return Unreadable(trouble_of(cause, store.engine.url) or Trouble.DAMAGED, store.file, home)
    return None if whole else Unreadable(Trouble.DAMAGED, store.file, home)


def _make(file: Path, home: Path) -> None:
    """Make the empty file with its mode: its journals take theirs from it."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except PermissionError:
        raise Unreadable(Trouble.READ_ONLY, file, home) from None
    except OSError as cause:
        raise Unreadable(of_file(cause), file, home) from None
