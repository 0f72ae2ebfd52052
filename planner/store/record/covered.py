"""What the record covers: for each kind its table, how a row is called by its key, and its content as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import groupby

from sqlalchemy import Connection, RowMapping, Table, and_, or_, select

from planner.store.door_tables import api_tokens, identities, second_factors, users
from planner.store.tables import metadata

Tables = Mapping[str, Table]
"""Name of a table → the table: as the program has them, or as an older store does."""
AT_ONCE = 300
"""So many keys are asked for in one statement."""


class Covered(StrEnum):
    """A kind of row that the record covers; its key is the row's number, a roster's is month and duty."""

    DEED = "deed"
    USER = "user"
    TOKEN = "token"
    IDENTITY = "identity"
    FACTOR = "factor"
    OFFER = "offer"
    CALL = "call"
    INSTRUCTION = "instruction"
    SERVED = "served"
    MESSAGE = "message"
    VERSION = "version"
    ROSTER = "roster"


_TABLES: Mapping[Covered, str] = {
    Covered.DEED: "audit",
    Covered.USER: users.name,
    Covered.TOKEN: api_tokens.name,
    Covered.IDENTITY: identities.name,
    Covered.FACTOR: second_factors.name,
    Covered.OFFER: "offers",
    Covered.CALL: "calls",
    Covered.INSTRUCTION: "instructions",
    Covered.SERVED: "served",
    Covered.MESSAGE: "messages",
    Covered.VERSION: "versions",
}
_OF_A_ROSTER = ("issued_slots", "assignments")
COVERED_TABLES = frozenset((*_TABLES.values(), *_OF_A_ROSTER))
UNCOVERED = frozenset({"failures", "locked_until"})
"""Columns of the log-ins of older stores that counted wrong passwords: they came and went, and were never covered."""


def roster_key(month: str, duty: str) -> str:
    """The key of a duty's month."""
    return f"{month} {duty}"


def covered_contents(
    connection: Connection, kind: Covered, keys: Iterable[str] | None = None, tables: Tables = metadata.tables
) -> dict[str, str]:
    """Key → content of the rows of a kind with these keys, or of all; what is not there is left out.

    A column without a value does not count, so that one that is added later changes nothing.
    """
    found: dict[str, str] = {}
    for some in [None] if keys is None else _portions(sorted(keys)):
        found |= _rosters(connection, some, tables) if kind is Covered.ROSTER else _rows(connection, kind, some, tables)
    return found


def _portions(keys: list[str]) -> list[list[str]]:
    return [keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE)]


def _rows(connection: Connection, kind: Covered, keys: list[str] | None, tables: Tables) -> dict[str, str]:
    table = tables[_TABLES[kind]]
    (number,) = table.primary_key.columns
    query = select(table)
    if keys is not None:
        query = query.where(number.in_([int(key) for key in keys]))
    return {str(row[number.name]): _text(row) for row in connection.execute(query).mappings()}


def _rosters(connection: Connection, keys: list[str] | None, tables: Tables) -> dict[str, str]:
    """All rows ever of a duty's month: what is in force, and what was."""
    found: dict[str, list[object]] = {}
    for name in _OF_A_ROSTER:
        table = tables[name]
        query = select(table).order_by(table.c.month, table.c.duty, table.c.id)
        if keys is not None:
            query = query.where(or_(*(and_(table.c.month == key[:7], table.c.duty == key[8:]) for key in keys)))
        done = connection.execute(query)
        columns = list(done.keys())
        month, duty = columns.index("month"), columns.index("duty")
        for key, rows in groupby(done.all(), key=lambda row: roster_key(row[month], row[duty])):
            found.setdefault(key, []).append([name, *_table(columns, [tuple(row) for row in rows])])
    return {key: json.dumps(parts, ensure_ascii=False) for key, parts in found.items()}


def _table(columns: list[str], rows: list[tuple[object, ...]]) -> tuple[list[str], list[object]]:
    """The names of the columns that have a value somewhere, and their values row by row."""
    values = {name: column for name, column in zip(columns, zip(*rows, strict=True), strict=True) if _any_value(column)}
    return sorted(values), list(zip(*(values[name] for name in sorted(values)), strict=True))


def _any_value(column: tuple[object, ...]) -> bool:
    return any(value is not None for value in column)


def _text(row: RowMapping) -> str:
    kept = {name: value for name, value in row.items() if value is not None and name not in UNCOVERED}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)
