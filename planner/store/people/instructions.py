"""Leaders' instructions in the store: what was ordered, who agreed, what moved, the notice that was printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import RowMapping, insert, select, update

from planner.office.sheets import Session
from planner.store.database import Transaction
from planner.store.held_slot import Held
from planner.store.record import Covered, changing, touch
from planner.store.row_ids import InstructionId, inserted
from planner.store.states import InstructionState
from planner.store.work_tables import instructions


class InstructionKind(StrEnum):
    """What a leader may order: two change places, somebody stands in, a whole session goes to another day."""

    EXCHANGE = "exchange"
    STANDIN = "standin"
    SESSION = "session"


@dataclass(frozen=True)
class InstructedChange:
    """What an instruction takes out and puts in, the slots before and after it, and the rows of 场次 before it."""

    out: tuple[tuple[str, str], ...]
    put: tuple[tuple[str, str], ...]
    before: dict[str, Held]
    after: dict[str, Held]
    rows_before: tuple[Session, ...]
    rows_after: tuple[Session, ...]


@dataclass(frozen=True)
class Given:
    """An instruction that was given; `agreed` holds the tagged ids of those who said yes on the telephone."""

    id: InstructionId
    kind: InstructionKind
    slot: str
    who: str
    ordered_by: str
    reason: str
    agreed: tuple[str, ...]
    change: InstructedChange
    notice_zh: str
    notice_en: str
    state: InstructionState
    made_at: str
    made_by: str
    closed_at: str | None


def add(transaction: Transaction, change: InstructedChange, agreed: tuple[str, ...], **values: Any) -> InstructionId:
    """Add an instruction that is in effect; returns its id."""
    made = transaction.connection.execute(
        insert(instructions).values(
            state=InstructionState.APPLIED,
            change=msgspec.json.encode(change).decode(),
            agreed=msgspec.json.encode(agreed).decode(),
            **values,
        )
    )
    id = InstructionId(inserted(made))
    touch(transaction, Covered.INSTRUCTION, id)
    return id


def get(transaction: Transaction, id: InstructionId) -> Given | None:
    """The instruction of an id, or None."""
    row = transaction.connection.execute(select(instructions).where(instructions.c.id == id)).mappings().first()
    return _given(row) if row else None


def every(transaction: Transaction) -> list[Given]:
    """All instructions, undone ones too, the newest first."""
    return [
        _given(row)
        for row in transaction.connection.execute(select(instructions).order_by(instructions.c.id.desc())).mappings()
    ]


def _given(row: RowMapping) -> Given:
    plain = dict(row)
    change = msgspec.json.decode(plain.pop("change"), type=InstructedChange)
    agreed = msgspec.json.decode(plain.pop("agreed"), type=tuple[str, ...])
    kind, state = InstructionKind(plain.pop("kind")), InstructionState(plain.pop("state"))
    return Given(change=change, agreed=agreed, kind=kind, state=state, **plain)


def undone(transaction: Transaction, id: InstructionId, at: str) -> None:
    """Mark an instruction as taken back."""
    changing(transaction, Covered.INSTRUCTION, id)
    transaction.connection.execute(
        update(instructions).where(instructions.c.id == id).values(state=InstructionState.UNDONE, closed_at=at)
    )
