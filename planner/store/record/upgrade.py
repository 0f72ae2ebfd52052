"""The record across a change of the schema: what stood is examined before, and covered by one row after."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, MetaData, inspect

from planner.store.database import Transaction
from planner.store.record.covered import COVERED_TABLES, Covered
from planner.store.record.digests import RowSort
from planner.store.record.doubts import doubt, noted
from planner.store.record.events import cover_all
from planner.store.record.examination import examined
from planner.store.record.heads import Head
from planner.store.record.older_log import older_log_broken
from planner.store.tables import audit, record_rows

NAMED = 20
"""So many things that did not hold are named in a note at most."""


def wrong_before(connection: Connection) -> list[str]:
    """What does not hold of a store as it stands before its schema changes: of its record, or of its older log."""
    names = set(inspect(connection).get_table_names())
    if record_rows.name in names:
        older = MetaData()
        older.reflect(connection, only=sorted(COVERED_TABLES & names))
        found = examined(connection, (), older.tables).troubles
        return [doubt(one.kind, one.key) if one.kind else doubt(None, one.first) for one in found]
    return [doubt(Covered.DEED, number) for number in older_log_broken(connection)] if audit.name in names else []


def cover_anew(connection: Connection, wrong: list[str], home: Path) -> Head:
    """Cover all that stands by the schema as it now is; `wrong` is what did not hold before."""
    begun = connection.execute(record_rows.select().limit(1)).first() is None
    note = noted(wrong[:NAMED])
    return cover_all(Transaction(connection, home), RowSort.BEGUN if begun else RowSort.RENEWED, note)
