"""Drafts taken back from signature: kept with the draft, and the codes of the sheets that had gone out with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from planner.store.database import Transaction
from planner.store.row_ids import DraftId
from planner.store.tables import drafts, recalls


@dataclass(frozen=True)
class Recall:
    """A draft of a month (YYYY-MM) that was sent for signature and taken back, with moments in ISO 8601.

    `by` is the log-in that took it back; `codes` are duty → the check code of its sheet as it had been sent.
    """

    draft: DraftId
    month: str
    sent_at: str
    at: str
    by: str
    reason: str
    codes: Mapping[str, str]


def add(transaction: Transaction, found: Recall) -> None:
    """Keep that a draft was taken back."""
    transaction.connection.execute(
        insert(recalls).values(
            draft=found.draft,
            sent_at=found.sent_at,
            at=found.at,
            by=found.by,
            reason=found.reason,
            codes=json.dumps(found.codes, ensure_ascii=False),
        )
    )


def recalls_of(transaction: Transaction, draft: DraftId) -> list[Recall]:
    """How often a draft was taken back, the first time first."""
    query = _all().where(recalls.c.draft == draft).order_by(recalls.c.id)
    return [_recall(row) for row in transaction.connection.execute(query).mappings()]


def with_code(transaction: Transaction, code: str) -> list[Recall]:
    """The recalls of a sheet with this check code, the last one first."""
    query = _all().where(recalls.c.codes.contains(code, autoescape=True)).order_by(recalls.c.id.desc())
    found = [_recall(row) for row in transaction.connection.execute(query).mappings()]
    return [one for one in found if code in one.codes.values()]


def _all() -> Any:
    return select(recalls, drafts.c.month).join(drafts, drafts.c.id == recalls.c.draft)


def _recall(row: Any) -> Recall:
    return Recall(
        row["draft"], row["month"], row["sent_at"], row["at"], row["by"], row["reason"], json.loads(row["codes"])
    )
