"""A store opened only to be read: nothing is made, migrated or mended by looking."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from planner.home.trouble import Trouble
from planner.store.connection.driver_faults import trouble_of
from planner.store.engines.choice import connected


class NoStore(Exception):
    """Raised where there is no database file."""


class Damaged(Exception):
    """Raised where a database file is there and is none, or not whole."""


class NoAnswer(Exception):
    """Raised where a server does not answer, lets nobody in or does not give what it is asked for: what is wrong."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.name)
        self.trouble = trouble


@contextmanager
def store_look(url: str) -> Iterator[Connection]:
    """A connection that reads. Raises NoStore, Damaged or NoAnswer."""
    place = make_url(url)
    own = place.get_backend_name() == "sqlite"
    engine = _reader(Path(place.database or "")) if own else connected(url)[1]
    try:
        with engine.connect() as connection:
            if own:
                _whole(connection)
            yield connection
    except DBAPIError as cause:
        raise Damaged() if own else NoAnswer(trouble_of(cause, place) or Trouble.SERVER_BROKEN) from cause
    finally:
        engine.dispose()


def _reader(file: Path) -> Engine:
    if not file.is_file() or not file.stat().st_size:
        raise NoStore

    def opened() -> sqlite3.Connection:
        address = f"file:{quote(str(file.resolve()))}?mode=ro"
        with suppress(sqlite3.OperationalError):
            connection = sqlite3.connect(address, uri=True)
            connection.execute("SELECT count(*) FROM sqlite_master")
            return connection
        return sqlite3.connect(f"{address}&immutable=1", uri=True)  # a folder in which no journal can be made

    return create_engine("sqlite://", creator=opened, poolclass=NullPool)


def _whole(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        raise Damaged
