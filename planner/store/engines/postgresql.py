"""PostgreSQL: a server, for many processes and machines."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Engine, String, Text, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TEXT, VARCHAR

from planner.store.engines.engine import PATIENCE

WRITERS = 20150304
"""The number of the advisory lock by which writers come one by one, as they do on SQLite."""
NEXT_WRITER = f"SET LOCAL lock_timeout = {PATIENCE * 1000:.0f}; SELECT pg_advisory_xact_lock({WRITERS})"
LINE = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds, and a count: a server that cannot be reached is given up, and a machine that went away holds no lock."""


@compiles(String, "postgresql")
@compiles(Text, "postgresql")
@compiles(VARCHAR, "postgresql")
@compiles(TEXT, "postgresql")
def text_as_on_sqlite(type_: String, compiler: Any, **context: Any) -> str:
    """Every column of text takes any length and sorts by code points, whatever language the server was set up in."""
    return 'TEXT COLLATE "C"' if isinstance(context.get("type_expression"), Column) else "TEXT"


def connections_to_server(url: URL) -> Engine:
    """Connections to a database."""
    line = {name: value for name, value in LINE.items() if name not in url.query}
    return create_engine(url, connect_args=line, pool_pre_ping=True)


class PostgreSQL:
    """Writers come one by one by an advisory lock, so that none has to be tried again."""

    @contextlib.contextmanager
    def transaction(self, engine: Engine, *, writes: bool) -> Iterator[Connection]:
        """See StoreEngine."""
        level = "READ COMMITTED" if writes else "REPEATABLE READ"  # whoever holds the lock sees what is committed
        with engine.connect() as connection:
            only_read = None if writes else True  # who writes leaves the server its word: it may be set to be read only
            connection = connection.execution_options(isolation_level=level, postgresql_readonly=only_read)
            with connection.begin():
                if writes:
                    connection.exec_driver_sql(NEXT_WRITER)
                yield connection
