"""What some days of an issued slot mean: the part that holds them, whether or not they are a part of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from planner.office.keys import SlotKey
from planner.problem.parts import lasts, some_days
from planner.store.held_slot import Held
from planner.store.roster.versions import Content

DAY = timedelta(days=1)


def parts_of(slots: Mapping[str, Held], slot: str) -> list[Held]:
    """The parts of the slot that an id or a word for some of its days belongs to, in their order.

    It is the slot alone where it is not divided, and nothing where it is not issued.
    """
    try:
        turn = str(SlotKey.of(slot).whole)
    except ValueError:
        return []
    first = slots.get(turn)
    if first is None or (lasts(first.slot) == 1 and not _divided(slots, turn)):
        return [first] if first else []
    return sorted((one for one in slots.values() if one.slot.turn == turn), key=lambda one: one.slot.start)


def _divided(slots: Mapping[str, Held], turn: str) -> bool:
    return any(one.slot.whole == turn for one in slots.values())


def key_days(slot: Held) -> tuple[date, date]:
    """First and last day of an issued slot, as its key counts them: as if it began on its nominal day."""
    first = SlotKey.of(slot.slot.id).first
    return first, first + (lasts(slot.slot) - 1) * DAY


def holding(slots: Mapping[str, Held], slot: str) -> Held | None:
    """The issued slot that holds what is meant: an id, or some days of a slot; None where no single one does.

    An id without days means a slot that is not divided.
    """
    some = parts_of(slots, slot)
    key = SlotKey.of(slot) if some else None
    if key is None or key.until is None:
        return some[0] if len(some) == 1 and some[0].slot.id == slot else None
    return next((one for one in some if key_days(one)[0] <= key.first and key.until <= key_days(one)[1]), None)


def meant(content: Content, slot: str) -> Held | None:
    """The days that are meant as a slot of their own, cut out of the one that holds them; None where none does."""
    held = holding(content.slots, slot)
    if held is None:
        return None
    key = SlotKey.of(slot)
    if key.until is None or key_days(held) == (key.first, key.until):
        return held
    first, last = (key.first - key.nominal).days, (key.until - key.nominal).days + 1
    return replace(held, slot=some_days(held.slot, first, last))


def days_of(content: Content, slot: str, first: date | None = None, last: date | None = None) -> str:
    """What means an issued slot from a day to a day, both of the calendar; without them all its days.

    It is the id alone of a slot that is not divided, for all its days. Days outside the slot are cut off; '' where no
    day is left.
    """
    held = content.slots.get(slot)
    if held is None:
        return slot
    low, high = key_days(held)
    away = date.fromordinal(held.slot.day) - low
    start, end = max(low, first - away if first else low), min(high, last - away if last else high)
    if start > end:
        return ""
    key = SlotKey.of(slot)
    if (start, end) == (low, high) and len(parts_of(content.slots, slot)) == 1:
        return slot
    return str(replace(key.whole, part=start, until=end))
