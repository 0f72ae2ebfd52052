"""The chain that the log had in itself before there was a record (schema 0009 and older)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import Connection, MetaData, Table, select

from planner.store.record.digests import BEGINNING
from planner.store.tables import audit

_CHAINED = ("number", "at", "actor", "action", "detail", "previous")


def older_log_broken(connection: Connection) -> list[int]:
    """The numbers of the entries that do not fit the one before or their own digest; none where it has no chain."""
    table = Table(audit.name, MetaData(), autoload_with=connection)
    if "previous" not in table.c:
        return []
    found, previous = [], BEGINNING
    for expected, row in enumerate(connection.execute(select(table).order_by(table.c.number)).mappings(), 1):
        digest = entry_digest({name: row[name] for name in _CHAINED})
        if row["number"] != expected or row["previous"] != previous or row["digest"] != digest:
            found.append(int(row["number"]))
        previous = row["digest"]
    return found


def entry_digest(row: Mapping[str, object]) -> str:
    """The digest that an entry had, from its number, moment, actor, action, detail and the digest before."""
    text = json.dumps(dict(row), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
