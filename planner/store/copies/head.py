"""The end of the chain that audits a store: how many entries, the digest of the last one, and when it was written."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, column, inspect, select, table

NOTHING = "0" * 64
"""The digest at the end of a chain without entries."""
CHAINS = ("record_rows", "audit")
"""Tables that hold the chain, by the age of the schema, the newest first; each has a number, a digest and a moment."""


@dataclass(frozen=True)
class ChainHead:
    """The end of a chain: the number of its last entry (0 for none), that entry's digest, and its moment (ISO)."""

    count: int = 0
    digest: str = NOTHING
    when: str = ""


def chain_head(connection: Connection) -> ChainHead:
    """The end of the chain, whichever of its schemas the database has."""
    looked = inspect(connection)
    for name in CHAINS:
        if looked.has_table(name) and "digest" in {one["name"] for one in looked.get_columns(name)}:
            query = f"SELECT number, digest, at FROM {name} ORDER BY number DESC LIMIT 1"
            row = connection.exec_driver_sql(query).first()
            return ChainHead(int(row[0]), str(row[1]), str(row[2])) if row else ChainHead()
    return ChainHead()


def has_entry(connection: Connection, count: int, digest: str) -> bool:
    """Whether a database has the entry of this number and digest in its chain, of today's schema."""
    if not inspect(connection).has_table(CHAINS[0]):
        return False
    rows = table(CHAINS[0], column("number"), column("digest"))
    query = select(rows.c.number).where(rows.c.number == count, rows.c.digest == digest)
    return connection.execute(query).first() is not None
