"""Overtaken: what time makes of messages: all they tell has begun, or their calendar comes no more.

Whoever only looks is told so by `message_board`; the store learns of it at the next round of the worker.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from planner.notifying.messages import too_late_by_now
from planner.store import Store, Transaction, audit
from planner.store.messages import messages as rows
from planner.store.messages.messages import Message
from planner.store.states import MessageState


@dataclass(frozen=True)
class MessageBoard:
    """The messages as they stand at a moment, whatever the store has learned of it so far."""

    tasks: tuple[Message, ...]
    """Those that somebody has to see to, the closest first."""
    in_time: tuple[Message, ...]
    """The open ones that paper and calendars carry in time, the closest first."""
    done: tuple[Message, ...]
    """Those that nobody has to see to any more, the newest first."""

    @property
    def open_for(self) -> set[str]:
        """The tagged ids that have an open message."""
        return {one.who for one in (*self.tasks, *self.in_time) if one.state == MessageState.OPEN}


def message_board(transaction: Transaction, now: datetime, recent: int) -> MessageBoard:
    """What `end_overtaken` would make of the messages, without writing it; `recent` of those that are done."""
    waiting, tasks = list(rows.waiting(transaction).values()), rows.unanswered(transaction)
    late = {one.id for one in too_late_by_now(transaction, now)}
    over = {one.id for one in (*waiting, *tasks) if one.state != MessageState.SENDING and _begun(one, now)}
    ahead = [one for one in waiting if one.id not in over and not one.blind]
    hurried = [replace(one, blind=True) for one in ahead if one.id in late]
    told = [_closed(one, now) for one in tasks if one.id in over and one.state == MessageState.SENT]
    done = sorted((*told, *rows.answered(transaction, recent)), key=lambda one: -one.id)
    return MessageBoard(
        _closest_first([*(one for one in tasks if one.id not in over), *hurried]),
        _closest_first([one for one in ahead if one.id not in late]),
        tuple(done[:recent]),
    )


def _closed(one: Message, now: datetime) -> Message:
    return replace(one, state=MessageState.CLOSED, closed_at=now.isoformat())


def _closest_first(some: list[Message]) -> tuple[Message, ...]:
    return tuple(sorted(some, key=lambda one: (one.due, one.id)))


def end_overtaken(store: Store, now: datetime) -> None:
    """End every message whose changes have all begun: one that was sent counts as told, another as told to nobody.

    What is on its way stays, for nobody knows whether it arrived. The log keeps what was told to nobody. What a
    calendar was to tell that comes no more becomes somebody's task.
    """
    with store.read() as transaction:
        some = [*rows.waiting(transaction).values(), *rows.unanswered(transaction)]
        over = {one.id: one for one in some if _begun(one, now)}
        late = [one.id for one in too_late_by_now(transaction, now) if one.id not in over]
    if not over and not late:
        return
    with store.write() as transaction:
        for id in late:
            rows.hurry(transaction, id)
        for one in over.values():
            if rows.move(transaction, one.id, (MessageState.OPEN,), MessageState.REPLACED):
                audit.record(transaction, now, audit.CLOCK, "message overtaken", {"id": one.id, "who": one.who})
            else:
                rows.move(transaction, one.id, (MessageState.SENT,), MessageState.CLOSED, closed_at=now.isoformat())


def _begun(one: Message, now: datetime) -> bool:
    """Whether nothing that any of its changes speaks of lies ahead."""
    changes = one.changes.values()
    sides = (side for change in changes for side in (change.before, change.after, change.heard) if side)
    return all(datetime.fromisoformat(side["start"]) <= now for side in sides)
