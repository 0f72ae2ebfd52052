"""Knowledge: what each person knows of their duties, and so what they are still to be told.

Somebody knows of a slot what they were told last, or what their own deed put in force. Opening a page or fetching a
calendar is no telling. An open message holds every difference between that (`before`) and what is in force (`after`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from planner.store import Transaction
from planner.store.messages import messages as rows
from planner.store.messages.messages import CalendarFacts, DutyChange, Message
from planner.store.states import MessageState


@dataclass(frozen=True)
class Awareness:
    """Who learns of a release otherwise than by its message, as tagged ids.

    `known` did it themselves or were told it by telephone: tagged id → by what channel. `heard` asked for it or agreed
    to it and were not there when it took effect: they may know, and are told all the same.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    heard: frozenset[str] = frozenset()


UNSEEN = Awareness()
"""A release that only its messages tell of."""


def start_of(change: DutyChange) -> datetime:
    """The earliest start that a change speaks of: from then on it is too late to tell.

    Where all begin alike it is the earliest end: that of a slot of which somebody else has the later days.
    """
    sides = [side for side in (change.before, change.after, change.heard) if side]
    starts, ends = ({datetime.fromisoformat(side[edge]) for side in sides} for edge in ("start", "end"))
    return min(ends) if len(starts) == 1 and len(ends) > 1 else min(starts)


def still_ahead(changes: Mapping[str, DutyChange], now: datetime) -> dict[str, DutyChange]:
    """The changes there is anything to tell of and that have not begun."""
    return {slot: one for slot, one in changes.items() if one.differs and start_of(one) > now}


def followed(old: DutyChange | None, new: DutyChange, unsure: bool) -> DutyChange:
    """What somebody is to be told of a slot once `new` follows what waits for them (`old`).

    `unsure` if they had a part in it and may have heard of it.
    """
    if old is None:
        return _heard(new) if unsure else new
    changed = replace(old, after=new.after, first=False)
    return _heard(changed) if unsure else changed


def _heard(change: DutyChange) -> DutyChange:
    """A change that somebody may have heard of; what they may have heard before stays where this is what they knew."""
    heard = change.heard if not change.sure and change.after == change.before else change.after
    return replace(change, sure=False, heard=heard)


def standing_changes(transaction: Transaction) -> dict[str, dict[str, DutyChange]]:
    """Tagged id → slot → what they know and what is in force, of everybody not told yet for certain.

    A message that is on its way may have arrived or not.
    """
    found: dict[str, dict[str, DutyChange]] = {}
    for one in rows.on_the_way(transaction):
        since = told_since(rows.later(transaction, one))
        for slot, change in one.changes.items():
            if slot not in since and not change.first:
                before = found.get(one.who, {}).get(slot, change).before
                found.setdefault(one.who, {})[slot] = _heard(replace(change, before=before))
    for who, one in rows.waiting(transaction).items():
        found.setdefault(who, {}).update(one.changes)
    return found


def told_since(later: list[Message]) -> set[str]:
    """The slots of which these messages, made later than another, have told."""
    told = (MessageState.SENT, MessageState.CLOSED)
    return {slot for one in later if one.state in told for slot in one.changes}


def told(
    transaction: Transaction, message: Message, in_force: Mapping[str, CalendarFacts], now: datetime
) -> dict[str, DutyChange]:
    """The changes still to be told to somebody who was told an earlier message just now.

    They now know what it said, whatever was released or taken back since; what was told later than it counts more.
    `in_force` has what they serve now of its slots, by slot id.
    """
    after = rows.later(transaction, message)
    found = dict(next((one.changes for one in after if one.state == MessageState.OPEN), {}))
    for slot in message.changes.keys() - told_since(after):
        found[slot] = DutyChange(message.changes[slot].after, in_force.get(slot), first=False)
    return still_ahead(found, now)
