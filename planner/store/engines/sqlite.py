"""SQLite: one file, for one office on one machine."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from planner.store.engines.engine import PATIENCE

READER = (f"busy_timeout={PATIENCE * 1000:.0f}", "foreign_keys=ON")
WRITER = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", *READER)
"""What is deleted or replaced is overwritten, so that no old secret stays in the file."""


def connections_to_file(url: URL, file: Path, way: str, settings: tuple[str, ...]) -> Engine:
    """Connections to a file, opened in a way of SQLite's file addresses, each with its settings."""
    address = f"file:{quote(str(file.absolute()))}?{way}"
    engine = create_engine(url, creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False))

    @event.listens_for(engine, "connect")
    def on_connect(raw: Any, record: Any) -> None:
        raw.isolation_level = None  # the driver must not begin by itself: BEGIN is ours to say
        cursor = raw.cursor()
        for setting in settings:
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql(f"PRAGMA query_only = {int(writes is False)}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class SQLite:
    """Writers come one by one by BEGIN IMMEDIATE."""

    @contextlib.contextmanager
    def transaction(self, engine: Engine, *, writes: bool) -> Iterator[Connection]:
        """See StoreEngine."""
        with engine.connect() as connection:
            connection = connection.execution_options(writes=writes)
            with connection.begin():
                yield connection
