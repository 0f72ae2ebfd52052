"""What people are to be told of a release, in the store: one message a person, what becomes of it, and where they can be reached."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import RowMapping, Select, and_, delete, func, insert, or_, select, update

from planner.store.database import Transaction
from planner.store.work_tables import messages, targets

State = Literal["open", "sending", "sent", "closed", "replaced"]
CalendarFacts = Mapping[str, Any]
"""What somebody serves on a slot: what, start, end, place."""


@dataclass(frozen=True)
class DutyChange:
    """One slot of somebody before and after; None where it is not theirs. `first`: the month had not been issued before."""

    before: CalendarFacts | None
    after: CalendarFacts | None
    first: bool


@dataclass(frozen=True)
class Message:
    """What one person is to be told: slot → change; `blind` if a calendar would come too late, `due` the earliest start."""

    id: int
    who: str
    made_at: str
    changes: Mapping[str, DutyChange]
    blind: bool
    due: str
    state: State
    channel: str
    receipt: str
    closed_at: str | None
    closed_by: str

    @property
    def unanswered(self) -> bool:
        """Whether somebody still has to see to it: a close change without a receipt, or one of which nobody knows whether it arrived."""
        return self.state == "sending" or (self.blind and self.state in ("open", "sent"))


def add(
    transaction: Transaction, who: str, made_at: str, changes: Mapping[str, DutyChange], blind: bool, due: str
) -> int:
    """A new message that nobody has been given yet."""
    made = transaction.connection.execute(
        insert(messages).values(
            who=who,
            made_at=made_at,
            changes=json.dumps({slot: vars(one) for slot, one in changes.items()}, ensure_ascii=False),
            blind=blind,
            due=due,
            state="open",
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def standing(transaction: Transaction) -> list[Message]:
    """Every message that was not replaced by a later one, oldest first."""
    return _some(transaction, select(messages).where(messages.c.state != "replaced").order_by(messages.c.id))


def unanswered(transaction: Transaction) -> list[Message]:
    """Those that somebody still has to see to, the closest first."""
    late = and_(messages.c.blind, messages.c.state.in_(("open", "sent")))
    return _some(
        transaction,
        select(messages).where(or_(messages.c.state == "sending", late)).order_by(messages.c.due, messages.c.id),
    )


def in_time(transaction: Transaction, first: int, count: int) -> tuple[list[Message], int]:
    """Some of those that a calendar or the paper carries in time, by their first duty, and how many there are."""
    of = and_(messages.c.state == "open", ~messages.c.blind)
    whole = transaction.connection.execute(select(func.count()).select_from(messages).where(of)).scalar_one()
    return _some(
        transaction, select(messages).where(of).order_by(messages.c.due, messages.c.id).offset(first).limit(count)
    ), int(whole)


def answered(transaction: Transaction, count: int) -> list[Message]:
    """The last ones that nobody has to see to any more."""
    done = or_(messages.c.state == "closed", and_(messages.c.state == "sent", ~messages.c.blind))
    return _some(transaction, select(messages).where(done).order_by(messages.c.id.desc()).limit(count))


def _some(transaction: Transaction, query: Select[Any]) -> list[Message]:
    return [_message(row) for row in transaction.connection.execute(query).mappings()]


def sendable(transaction: Transaction) -> set[str]:
    """Those with a message they have not been given, and an address to send it to."""
    query = select(messages.c.who).join(targets, targets.c.who == messages.c.who).where(messages.c.state == "open")
    return set(transaction.connection.execute(query).scalars())


def waiting(transaction: Transaction) -> dict[str, Message]:
    """Person → the message that they have not been given yet."""
    query = select(messages).where(messages.c.state == "open")
    return {row["who"]: _message(row) for row in transaction.connection.execute(query).mappings()}


def get(transaction: Transaction, id: int) -> Message | None:
    """One message."""
    row = transaction.connection.execute(select(messages).where(messages.c.id == id)).mappings().first()
    return _message(row) if row else None


def move(transaction: Transaction, id: int, before: tuple[State, ...], after: State, **values: str) -> bool:
    """Take a message from one of some states into another; False if it is in none of them, so that of two who try one succeeds."""
    done = transaction.connection.execute(
        update(messages).where(messages.c.id == id, messages.c.state.in_(before)).values(state=after, **values)
    )
    return bool(done.rowcount)


def target(transaction: Transaction, who: str, address: str) -> None:
    """Where a person is reached, as an address of the sending library; '' for nowhere."""
    transaction.connection.execute(delete(targets).where(targets.c.who == who))
    if address:
        transaction.connection.execute(insert(targets).values(who=who, address=address))


def reached(transaction: Transaction) -> dict[str, str]:
    """Person → where they are reached."""
    return {row.who: row.address for row in transaction.connection.execute(select(targets))}


def _message(row: RowMapping) -> Message:
    changes = {slot: DutyChange(**one) for slot, one in json.loads(row["changes"]).items()}
    return Message(
        row["id"],
        row["who"],
        row["made_at"],
        changes,
        bool(row["blind"]),
        row["due"],
        cast("State", row["state"]),
        row["channel"],
        row["receipt"],
        row["closed_at"],
        row["closed_by"],
    )
