"""What people are to be told of an issue, in the store: one open message a person, and their addresses.

A message is open, then sending, sent or closed; a later one may replace it while it is open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, Select, and_, delete, func, insert, or_, select, update

from planner.home import keys
from planner.store.database import Transaction
from planner.store.record import Covered, changing, touch
from planner.store.row_ids import MessageId, inserted
from planner.store.states import MessageState
from planner.store.work_tables import messages, targets

CalendarFacts = Mapping[str, Any]
"""What somebody serves on a slot: the words, start, end and place that a calendar shows."""


@dataclass(frozen=True)
class DutyChange:
    """One slot of somebody as they know it (`before`) and as it is in force (`after`); None where it is not theirs.

    `first` says that the printed roster of a month's first issue tells it in time. Where they are not `sure`, they may
    instead have heard of it as `heard`: they asked or agreed, or a message is on its way, but nobody has told them for
    certain.
    """

    before: CalendarFacts | None
    after: CalendarFacts | None
    first: bool
    sure: bool = True
    heard: CalendarFacts | None = None

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell: what they know, or may have heard, is not what is in force."""
        return self.before != self.after or (not self.sure and self.heard != self.after)


@dataclass(frozen=True)
class Message:
    """What one person is to be told: slot id → change.

    `blind` if a calendar would show it too late; `due` is the earliest start among the changes.
    """

    id: MessageId
    who: str
    made_at: str
    changes: Mapping[str, DutyChange]
    blind: bool
    due: str
    state: MessageState
    channel: str
    receipt: str
    closed_at: str | None
    closed_by: str

    @property
    def unanswered(self) -> bool:
        """Whether somebody still has to see to it.

        It is a change too close for a calendar and has no receipt, or nobody knows whether it arrived.
        """
        return self.state == MessageState.SENDING or (
            self.blind and self.state in (MessageState.OPEN, MessageState.SENT)
        )


def add(
    transaction: Transaction,
    who: str,
    made_at: str,
    changes: Mapping[str, DutyChange],
    blind: bool,
    due: str,
    state: MessageState = MessageState.OPEN,
    **values: str,
) -> MessageId:
    """Add a message, an open one unless `state` says otherwise; returns its id."""
    made = transaction.connection.execute(
        insert(messages).values(
            who=who,
            made_at=made_at,
            changes=json.dumps({slot: vars(one) for slot, one in changes.items()}, ensure_ascii=False),
            blind=blind,
            due=due,
            state=state,
            **values,
        )
    )
    id = MessageId(inserted(made))
    touch(transaction, Covered.MESSAGE, id)
    return id


def every(transaction: Transaction) -> list[Message]:
    """All messages, those that a later one replaced too, oldest first."""
    return _some(transaction, select(messages).order_by(messages.c.id))


def standing(transaction: Transaction) -> list[Message]:
    """The messages that no later one replaced, oldest first."""
    return _some(transaction, select(messages).where(messages.c.state != MessageState.REPLACED).order_by(messages.c.id))


def unanswered(transaction: Transaction) -> list[Message]:
    """The messages that somebody still has to see to (see `Message.unanswered`), the closest first."""
    late = and_(messages.c.blind, messages.c.state.in_((MessageState.OPEN, MessageState.SENT)))
    return _some(
        transaction,
        select(messages)
        .where(or_(messages.c.state == MessageState.SENDING, late))
        .order_by(messages.c.due, messages.c.id),
    )


def answered(transaction: Transaction, count: int) -> list[Message]:
    """The last `count` messages that nobody has to see to any more: closed, or sent in time; the newest first."""
    done = or_(messages.c.state == MessageState.CLOSED, and_(messages.c.state == MessageState.SENT, ~messages.c.blind))
    return _some(transaction, select(messages).where(done).order_by(messages.c.id.desc()).limit(count))


def _some(transaction: Transaction, query: Select[Any]) -> list[Message]:
    return [_message(row) for row in transaction.connection.execute(query).mappings()]


def sendable(transaction: Transaction) -> set[str]:
    """The tagged ids that have an open message and an address to send it to."""
    return waiting(transaction).keys() & reached(transaction).keys()


def waiting(transaction: Transaction) -> dict[str, Message]:
    """Tagged id → their open message."""
    query = select(messages).where(messages.c.state == MessageState.OPEN).order_by(messages.c.who)
    return {one.who: one for one in _some(transaction, query)}


def on_the_way(transaction: Transaction) -> list[Message]:
    """The messages of which nobody knows yet whether they arrived, oldest first."""
    return _some(transaction, select(messages).where(messages.c.state == MessageState.SENDING).order_by(messages.c.id))


def moved_mark(transaction: Transaction) -> tuple[tuple[str, bool, int, int], ...]:
    """What differs whenever a message is added or moves: by state and blindness, how many there are and the last id."""
    query = select(messages.c.state, messages.c.blind, func.count(), func.max(messages.c.id))
    rows = transaction.connection.execute(query.group_by(messages.c.state, messages.c.blind))
    return tuple(sorted((str(state), bool(blind), int(count), int(last)) for state, blind, count, last in rows))


def later(transaction: Transaction, message: Message) -> list[Message]:
    """The messages made for the same person after this one, oldest first."""
    query = select(messages).where(messages.c.who == message.who, messages.c.id > message.id).order_by(messages.c.id)
    return _some(transaction, query)


def get(transaction: Transaction, id: MessageId) -> Message | None:
    """The message of an id, or None."""
    row = transaction.connection.execute(select(messages).where(messages.c.id == id)).mappings().first()
    return _message(row) if row else None


def move(
    transaction: Transaction, id: MessageId, before: tuple[MessageState, ...], after: MessageState, **values: str
) -> bool:
    """Take a message from one of the states `before` into `after`, and set further columns.

    False, and nothing done, if it is in none of them: of two who try at once, one succeeds.
    """
    changing(transaction, Covered.MESSAGE, id)
    done = transaction.connection.execute(
        update(messages).where(messages.c.id == id, messages.c.state.in_(before)).values(state=after, **values)
    )
    return bool(done.rowcount)


def hurry(transaction: Transaction, id: MessageId) -> None:
    """Note that a message no longer reaches its reader by a calendar in time."""
    changing(transaction, Covered.MESSAGE, id)
    transaction.connection.execute(update(messages).where(messages.c.id == id).values(blind=True))


def target(transaction: Transaction, who: str, address: str) -> None:
    """Note where somebody (tagged id) is reached, as an Apprise address, which is kept sealed; '' for nowhere."""
    transaction.connection.execute(delete(targets).where(targets.c.who == who))
    if address:
        transaction.connection.execute(insert(targets).values(who=who, address=keys.seal(transaction.home, address)))


def reached(transaction: Transaction) -> dict[str, str]:
    """Tagged id → where they are reached, as an Apprise address; without those that `shut` names."""
    return {who: address for who, address in _addresses(transaction).items() if address is not None}


def shut(transaction: Transaction) -> list[str]:
    """The tagged ids whose address this home's sealing key does not open, so that it must be entered anew."""
    return sorted(who for who, address in _addresses(transaction).items() if address is None)


def _addresses(transaction: Transaction) -> dict[str, str | None]:
    rows = transaction.connection.execute(select(targets).order_by(targets.c.who))
    return {row.who: keys.unsealed(transaction.home, row.address) for row in rows}


def _message(row: RowMapping) -> Message:
    changes = {slot: DutyChange(**one) for slot, one in json.loads(row["changes"]).items()}
    return Message(
        row["id"],
        row["who"],
        row["made_at"],
        changes,
        bool(row["blind"]),
        row["due"],
        MessageState(row["state"]),
        row["channel"],
        row["receipt"],
        row["closed_at"],
        row["closed_by"],
    )
