"""Tasks: messages that somebody has to see to, closed by a receipt, opened again; and who knows without being told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from planner.errors import NotPossible
from planner.store import Transaction, audit
from planner.store.messages import messages as rows
from planner.store.row_ids import MessageId
from planner.store.states import MessageState


def close_task(transaction: Transaction, id: MessageId, channel: str, receipt: str, now: datetime, by: str) -> None:
    """Close a message told by `channel` and answered by `receipt`. Raises NotPossible if closed or without channel."""
    if not channel.strip():
        raise NotPossible("请写明通过什么方式告知", "say by what channel")
    if not rows.move(
        transaction,
        id,
        (MessageState.OPEN, MessageState.SENDING, MessageState.SENT),
        MessageState.CLOSED,
        channel=channel.strip()[:60],
        receipt=receipt.strip(),
        closed_at=now.isoformat(),
        closed_by=by,
    ):
        raise NotPossible("没有这条通知，或已办结", "there is no such message, or it is closed")
    audit.record(transaction, now, by, "message closed", {"id": id, "channel": channel, "receipt": receipt})


def knows(
    transaction: Transaction, whos: Iterable[str], slots: Iterable[str], channel: str, now: datetime, by: str
) -> None:
    """Close the waiting messages of `whos` (tagged) on no other slots than these: they agreed to the change."""
    waiting, there = rows.waiting(transaction), set(slots)
    for who in sorted(set(whos) & waiting.keys()):
        if waiting[who].changes.keys() <= there:
            rows.move(
                transaction,
                waiting[who].id,
                (MessageState.OPEN,),
                MessageState.CLOSED,
                channel=channel,
                closed_at=now.isoformat(),
                closed_by=by,
            )


def reopen(transaction: Transaction, id: MessageId, now: datetime, by: str) -> None:
    """Let a message be sent again that is still in sending: it never arrived.

    Raises NotPossible where it is in another state, or a later message for the same person waits.
    """
    message = rows.get(transaction, id)
    if (
        message is None
        or message.who in rows.waiting(transaction)
        or not rows.move(transaction, id, (MessageState.SENDING,), MessageState.OPEN)
    ):
        raise NotPossible(
            "只有发送未确认、且没有更新通知的可以重发",
            "only what was sent without an answer, and has no later message, can be sent again",
        )
    audit.record(transaction, now, by, "message reopened", {"id": id})
