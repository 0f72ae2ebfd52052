"""The office in the store: every row of every sheet."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select

from planner.office.office import Office
from planner.office.sheets import SHEETS, SheetRow
from planner.store import blobs, cache
from planner.store.database import Transaction
from planner.store.tables import notices, office_rows

_SHEETS = {sheet.zh: sheet for sheet in SHEETS}


@cache.kept(4, cache.OFFICE)
def load(transaction: Transaction) -> Office:
    """The office as it stands in this transaction."""
    found: dict[str, list[SheetRow]] = defaultdict(list)
    for sheet, data in transaction.connection.execute(
        select(office_rows.c.sheet, office_rows.c.data).order_by(office_rows.c.sheet, office_rows.c.position)
    ):
        found[sheet].append(msgspec.json.decode(data, type=_SHEETS[sheet].row))
    loaded = transaction.connection.execute(select(notices.c.year, notices.c.data).order_by(notices.c.year)).all()
    return Office({zh: tuple(rows) for zh, rows in found.items()}, {int(year): str(data) for year, data in loaded})


def load_notice(transaction: Transaction, year: int, data: str) -> None:
    """Keep a holiday notice (JSON text as `read_notice` takes it) in place of an older one of its year."""
    transaction.connection.execute(delete(notices).where(notices.c.year == year))
    transaction.connection.execute(insert(notices).values(year=year, data=data))
    cache.bump(transaction, cache.OFFICE)


def save(transaction: Transaction, before: Office, after: Office) -> None:
    """Write the office `after`: only the sheets in which it differs from `before`, each as a whole."""
    cache.bump(transaction, cache.OFFICE)
    for sheet in SHEETS:
        rows = after.rows.get(sheet.zh, ())
        if rows != before.rows.get(sheet.zh, ()):
            transaction.connection.execute(delete(office_rows).where(office_rows.c.sheet == sheet.zh))
            if rows:
                transaction.connection.execute(
                    insert(office_rows),
                    [
                        {"sheet": sheet.zh, "position": number, "data": msgspec.json.encode(row).decode()}
                        for number, row in enumerate(rows)
                    ],
                )


def to_bytes(office: Office) -> bytes:
    """The office as JSON; the same office always gives the same bytes."""
    plain: dict[str, Any] = {zh: msgspec.to_builtins(rows) for zh, rows in sorted(office.rows.items()) if rows}
    plain["notices"] = {str(year): text for year, text in sorted(office.notices.items())}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Office:
    """The office that `to_bytes` wrote."""
    plain = json.loads(data)
    loaded = {int(year): text for year, text in plain.pop("notices").items()}
    rows = {zh: tuple(msgspec.convert(row, _SHEETS[zh].row) for row in some) for zh, some in plain.items()}
    return Office(rows, loaded)


@cache.kept(8)
def by_digest(transaction: Transaction, digest: str) -> Office:
    """The office kept under a digest; it never changes, so the last few read stay at hand. Raises LookupError."""
    return from_bytes(blobs.fetch_blob(transaction, digest))
