"""The states that rows of the store go through, each with its two words: one phrase for each, wherever it is read."""

from __future__ import annotations

from enum import StrEnum

from planner.words import Words


class OfferState(StrEnum):
    """A request to swap: asked, agreed to by all, in effect; or ended without or after effect."""

    OFFERED = "offered"
    CONSENTED = "consented"
    APPLIED = "applied"
    DECLINED = "declined"
    UNDONE = "undone"
    LAPSED = "lapsed"


class CallState(StrEnum):
    """A duty called out: until somebody takes it, it is taken back, or its deadline passes."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"
    LAPSED = "lapsed"


class InstructionState(StrEnum):
    """A leader's instruction: in effect, or taken back."""

    APPLIED = "applied"
    UNDONE = "undone"


class MessageState(StrEnum):
    """A message to somebody: to be told, on its way, sent, told, or replaced by a later one."""

    OPEN = "open"
    SENDING = "sending"
    SENT = "sent"
    CLOSED = "closed"
    REPLACED = "replaced"


OFFER_WORDS: dict[OfferState, Words] = {
    OfferState.OFFERED: Words("等待对方同意", "waits for the other"),
    OfferState.CONSENTED: Words("等待审批", "waits for approval"),
    OfferState.APPLIED: Words("已生效", "in effect"),
    OfferState.DECLINED: Words("已作废", "no longer stands"),
    OfferState.UNDONE: Words("已撤销", "undone"),
    OfferState.LAPSED: Words("已过期", "lapsed"),
}
INSTRUCTION_WORDS: dict[InstructionState, Words] = {
    InstructionState.APPLIED: OFFER_WORDS[OfferState.APPLIED],
    InstructionState.UNDONE: OFFER_WORDS[OfferState.UNDONE],
}
MESSAGE_WORDS: dict[MessageState, Words] = {
    MessageState.OPEN: Words("待告知", "to be told"),
    MessageState.SENDING: Words("发送未确认", "sent, not confirmed"),
    MessageState.SENT: Words("已发送", "sent"),
    MessageState.CLOSED: Words("已告知", "told"),
}
