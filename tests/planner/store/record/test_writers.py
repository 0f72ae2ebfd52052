"""Whoever writes a row that the record covers says so to the record; one who does not is caught."""

import ast
from pathlib import Path

import pytest

from planner.store.record.covered import COVERED_TABLES

ROOT = Path(__file__).resolve().parents[4]
SOURCES = sorted(
    path for name in ("planner", "web") for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts
)
WRITE, SAY = {"insert", "update", "delete"}, {"touch", "changing"}
MEANT = {
    "planner/store/roster/versions.py _end": "issue says it of the whole roster",
    "planner/store/record/events.py _forget_deeds": "prune says it of what a later row covers",
}


def silent(text):
    """The functions that write a covered table and say nothing to the record; a table may be a parameter."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef):
            continue
        calls = [one for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
        written = {
            one.args[0].id for one in calls if one.func.id in WRITE and one.args and isinstance(one.args[0], ast.Name)
        }
        if written & (COVERED_TABLES | {"table"}) and not {one.func.id for one in calls} & SAY:
            found.append(node.name)
    return found


def everywhere():
    return {f"{path.relative_to(ROOT)} {name}" for path in SOURCES for name in silent(path.read_text("utf-8"))}


OTHER_TABLES = {
    "planner/store/idempotency.py forget_keys": "keys and answers alone",
    "planner/store/copies/rows.py rows_in": "every table of a backup, the record with what it covers",
}
"""Functions whose parameter is another table, or all of them with their record."""


def test_whoever_writes_a_covered_row_says_so():
    assert everywhere() == MEANT.keys() | OTHER_TABLES.keys()


@pytest.mark.parametrize(
    "line",
    [
        "transaction.connection.execute(update(users).where(users.c.id == 1).values(role='clerk'))",
        "transaction.connection.execute(insert(offers).values(state='applied'))",
        "transaction.connection.execute(delete(messages))",
    ],
)
def test_a_planted_writer_is_caught(line):
    assert silent(f"def quietly(transaction):\n    {line}\n") == ["quietly"]
    assert silent(f"def said(transaction):\n    {line}\n    touch(transaction, Covered.USER, 1)\n") == []
