"""Tasks: messages that somebody has to see to, closed by a receipt, opened again."""

from __future__ import annotations

from datetime import datetime

from planner.errors import NotPossible
from planner.notifying.knowledge import told
from planner.notifying.messages import calendar_waits, put, served_now
from planner.store import Transaction, audit
from planner.store.messages import messages as rows
from planner.store.roster.standing import Standing
from planner.store.row_ids import MessageId
from planner.store.states import MessageState
from planner.words import Words

_CLOSING = (MessageState.OPEN, MessageState.SENDING, MessageState.SENT, MessageState.REPLACED)


def close_task(standing: Standing, id: MessageId, channel: str, receipt: str, now: datetime, by: str) -> bool:
    """Close a message told by `channel` and answered by `receipt`; returns whether they are to be told more.

    Somebody told by a message that a later one has replaced knows what it said, so the later one starts from there.
    Raises NotPossible if it is closed or there is no channel.
    """
    if not channel.strip():
        raise NotPossible(Words("请写明通过什么方式告知"))
    transaction = standing.transaction
    message = rows.get(transaction, id)
    if message is None or not rows.move(
        transaction,
        id,
        _CLOSING,
        MessageState.CLOSED,
        channel=channel.strip()[:60],
        receipt=receipt.strip(),
        closed_at=now.isoformat(),
        closed_by=by,
    ):
        raise NotPossible(Words("没有这条通知，或已办结"))
    audit.record(transaction, now, by, "message closed", {"id": id, "channel": channel, "receipt": receipt})
    if message.state in (MessageState.SENDING, MessageState.REPLACED):
        holds = served_now(transaction, standing.office, message.who, message.changes)
        left, wait = told(transaction, message, holds, now), calendar_waits(transaction, now).get(message.who)
        return put(transaction, message.who, rows.waiting(transaction).get(message.who), left, wait, now)
    return False


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
        raise NotPossible(Words("只有发送未确认、且没有更新通知的可以重发"))
    audit.record(transaction, now, by, "message reopened", {"id": id})
