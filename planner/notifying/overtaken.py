"""Overtaken: what time makes of messages: all they tell has begun, or their calendar comes no more."""

from __future__ import annotations

from datetime import datetime

from planner.notifying.messages import too_late_by_now
from planner.store import Store, audit
from planner.store.messages import messages as rows
from planner.store.messages.messages import Message
from planner.store.states import MessageState


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
