"""The database of an office, SQLite or PostgreSQL: its schema, kept by migrations, and its transactions."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url

from planner.store.commits import Commits

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MILLISECONDS = 15_000
"""How long a writer on SQLite waits for the write lock before it fails."""
HEAD = "0008"
"""The newest migration: a schema with this number needs none."""
WRITERS = 20150304
"""The number of the advisory lock by which writers on PostgreSQL come one by one, as they do on SQLite."""


class Transaction:
    """One transaction: everything in it happens, or nothing if it ends with an exception."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.marks: dict[str, str] = {}
        """Name of a part of the store → its mark, as this transaction has read it (see `cache`)."""


class Store:
    """The data of one office: in the folder `home`, or where `url`, else DATABASE_URL, names a database."""

    def __init__(self, home: Path, url: str | None = None) -> None:
        self.home = home
        self.url = url or os.environ.get("DATABASE_URL") or f"sqlite:///{home / 'dangzhi.sqlite'}"
        home.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(self.url)
        self.commits = Commits(home)
        _migrate(self.engine, self.url, home)

    @contextlib.contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that writes: writers come one by one, each seeing all that was committed before it.

        On SQLite it begins with BEGIN IMMEDIATE, on PostgreSQL with an advisory lock.
        """
        with self.engine.connect() as connection:
            connection = connection.execution_options(
                **({"immediate": True} if self._sqlite else {"isolation_level": "READ COMMITTED"})
            )
            with connection.begin():
                if not self._sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
                yield Transaction(connection)
                number = self.commits.begin()
            self.commits.end(number)

    @contextlib.contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only reads: all of it sees the store as it was at one moment."""
        with self.engine.connect() as connection, connection.begin():
            yield Transaction(connection)

    @property
    def _sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True)
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def on_connect(raw: Any, record: Any) -> None:
        raw.isolation_level = None  # the driver must not begin by itself: BEGIN is ours to say
        cursor = raw.cursor()
        for pragma in (f"busy_timeout={BUSY_MILLISECONDS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _migrate(engine: Engine, url: str, home: Path) -> None:
    """Bring the schema up to date, under a lock file, so that two processes never do it at once."""
    if _current(engine):
        return
    with _lock(home / "schema.lock"):
        if not _current(engine):
            from alembic import command
            from alembic.config import Config

            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["engine"] = engine
            command.upgrade(config, "head")


def _current(engine: Engine) -> bool:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return bool(found == HEAD)


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold a lock file; one left by a dead process is taken over after half a minute."""
    deadline = time.monotonic() + 30
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > 30 or time.monotonic() > deadline:
                    path.unlink()
            time.sleep(0.05)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
