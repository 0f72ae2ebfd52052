"""Rows as lines of JSON: the first line names columns and kinds, each other one is a row in their order."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    false,
    func,
    insert,
    select,
)

from planner.errors import NotPossible
from planner.words import Words

Value = str | int | float | bool | bytes | None
AT_ONCE = 500
"""Rows that go into a database with one statement."""
VERSION_TABLE = "alembic_version"
SIGNING = {"switches": ("name", ("secret-key",))}
"""Table → (column, values): rows that no copy holds, since whoever has them can forge a log-in."""
OF_THE_HOUR = frozenset({"sessions", "unsent_forms"})
"""Tables of which a copy holds the head alone: who is logged in just now is over once a copy is restored."""


class ColumnKind(StrEnum):
    """What a column holds, whatever its database calls it."""

    FLAG = "flag"
    WHOLE = "whole"
    NUMBER = "number"
    BYTES = "bytes"
    TEXT = "text"


KINDS = (
    (Boolean, ColumnKind.FLAG, bool),
    (Integer, ColumnKind.WHOLE, int),
    (Float, ColumnKind.NUMBER, float),
    (Numeric, ColumnKind.NUMBER, float),
    (LargeBinary, ColumnKind.BYTES, bytes),
    (String, ColumnKind.TEXT, str),
)
TYPES = {kind: python for _, kind, python in KINDS}


def tables_of(connection: Connection) -> list[Table]:
    """The tables that a database has, whatever its age, those that others rest on first."""
    found = MetaData()
    found.reflect(connection)
    return [one for one in found.sorted_tables if one.name != VERSION_TABLE]


def lines_out(connection: Connection, table: Table) -> Iterator[str]:
    """The lines of a table: its head, then its rows by their key, in the same order on every database.

    Raises NotPossible for a value that is not of its column's kind: SQLite keeps whatever it is given.
    """
    columns = list(table.columns)
    kinds = [_kind(one) for one in columns]
    yield _line({"columns": [one.name for one in columns], "kinds": kinds})
    query = select(table).order_by(*(_in_order(connection, one) for one in table.primary_key))
    if table.name in SIGNING:
        name, hidden = SIGNING[table.name]
        query = query.where(table.c[name].not_in(hidden))
    if table.name in OF_THE_HOUR:
        query = query.where(false())
    for row in connection.execute(query, execution_options={"yield_per": AT_ONCE}):
        pairs = zip(kinds, row, strict=True)
        yield _line([_out(kind, value, table.name) for kind, value in pairs])


def rows_in(connection: Connection, table: Table, lines: Iterable[str]) -> int:
    """Put the rows of a table that is empty into it; returns how many.

    Raises NotPossible where the lines are not those of such a table.
    """
    waiting = (_read(table.name, line) for line in lines)
    columns = _head(table, next(waiting, None))
    kinds = [_kind(table.c[name]) for name in columns]
    done = 0
    while some := list(islice(waiting, AT_ONCE)):
        rows = [_row(table.name, columns, kinds, one) for one in some]
        connection.execute(insert(table), rows)
        done += len(rows)
    _count_on(connection, table)
    return done


def _in_order(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """By bytes, as SQLite orders text, also where PostgreSQL would go by a language."""
    by_language = connection.dialect.name == "postgresql" and isinstance(column.type, String)
    return column.collate("C") if by_language else column


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows behind those that are there."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key:
        counts = str(getattr(column.server_default, "arg", ""))
        if "nextval" in counts:
            last = connection.execute(select(func.max(column))).scalar()
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(sequence, last or 1, last is not None)))


def _kind(column: Column[object]) -> ColumnKind:
    for type_, kind, _ in KINDS:
        if isinstance(column.type, type_):
            return kind
    raise TypeError(f"no copy knows the type of {column}")


def _line(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _out(kind: ColumnKind, value: Value, table: str) -> Value:
    if value is None:
        return None
    if type(value) is not TYPES[kind]:
        raise NotPossible(
            Words("数据库的表 %(table)s 里有不该有的值，不能备份：请先运行 doctor 和 verify", table=table)
        )
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _read(table: str, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise _unfit(table) from None


def _head(table: Table, head: Any) -> list[str]:
    """The columns of the rows to come, which are those of the table, of the same kinds."""
    columns: list[str] = head.get("columns", []) if isinstance(head, dict) else []
    fits = sorted(map(str, columns)) == sorted(table.columns.keys())
    if not fits or head.get("kinds") != [_kind(table.c[name]) for name in columns]:
        raise _unfit(table.name)
    return columns


def _row(table: str, columns: list[str], kinds: list[ColumnKind], values: list[Value]) -> dict[str, Value]:
    if not isinstance(values, list) or len(values) != len(columns):
        raise _unfit(table)
    return {name: _in(kind, value, table) for name, kind, value in zip(columns, kinds, values, strict=True)}


def _in(kind: ColumnKind, value: Value, table: str) -> Value:
    if value is None:
        return None
    if kind is ColumnKind.BYTES and isinstance(value, str):
        return _decoded(value, table)
    if type(value) is not TYPES[kind]:
        raise _unfit(table)
    return value


def _decoded(text: str, table: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise _unfit(table) from None


def _unfit(table: str) -> NotPossible:
    return NotPossible(Words("备份里的表 %(table)s 与它自己写明的版本不符，不能恢复：请换一份备份", table=table))
