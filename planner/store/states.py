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
    OfferState.OFFERED: Words("等待对方同意"),
    OfferState.CONSENTED: Words("等待审批"),
    OfferState.APPLIED: Words("已生效"),
    OfferState.DECLINED: Words("已作废"),
    OfferState.UNDONE: Words("已撤销"),
    OfferState.LAPSED: Words("已过期"),
}
INSTRUCTION_WORDS: dict[InstructionState, Words] = {
    InstructionState.APPLIED: OFFER_WORDS[OfferState.APPLIED],
    InstructionState.UNDONE: OFFER_WORDS[OfferState.UNDONE],
}
MESSAGE_WORDS: dict[MessageState, Words] = {
    MessageState.OPEN: Words("待告知"),
    MessageState.SENDING: Words("发送未确认"),
    MessageState.SENT: Words("已发送"),
    MessageState.CLOSED: Words("已告知"),
}
