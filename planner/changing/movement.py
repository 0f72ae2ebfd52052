"""Movement: what a leader's instruction moves, as pairs, slots and rows of 场次; nothing is judged or written here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from constraints.problem.problem import DAY, DAY_KINDS, Slot
from planner.judging.handover import exchange_of, has_them
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.swap_terms import post_of
from planner.office.cells.choices import SessionTarget
from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.office.sheets import Session
from planner.problem.parts import offset
from planner.store.held_slot import Held
from planner.store.people.instructions import InstructedChange, InstructionKind
from planner.store.people.offers import Hop
from planner.store.roster.parts import days_of, holding, meant
from planner.store.roster.versions import Content


@dataclass(frozen=True)
class Instruction:
    """What a leader wants: `who` (tagged, as `partner` is) leaves `slot`.

    exchange: for the slot `other` of `partner`; standin: `partner` takes it over, and `who` joins the slot `other` if
    one is named, or without `who`, `partner` takes a seat of it that nobody has; session: all of that day's session
    goes to `day`. With `along` the accompanying units go with `who`.
    `slot` and `other` may mean some days of a slot (`store.roster.parts.days_of`).
    """

    kind: InstructionKind
    slot: str
    who: str
    ordered_by: str = ""
    partner: str = ""
    other: str = ""
    day: date | None = None
    reason: str = ""
    along: bool = True


def movement(office: Office, content: Content, wish: Instruction, now: datetime) -> InstructedChange:
    """The pairs, slots and rows of 场次 that an instruction moves, before and after.

    Raises SwapRefused where a slot is unknown or has begun, or its people or the day do not fit.
    """
    wish = replace(wish, slot=days_of(content, wish.slot), other=days_of(content, wish.other))
    held, days = holding(content.slots, wish.slot), meant(content, wish.slot)
    if held is None or days is None or (wish.other and not holding(content.slots, wish.other)):
        raise SwapRefused(Refusal.UNKNOWN_SLOT)
    not_begun(office, days.slot, now)
    if wish.kind == InstructionKind.SESSION:
        return _session(office, content, held, wish.day, now)
    if not wish.partner:
        raise SwapRefused(Refusal.NO_PARTNER)
    if wish.kind == InstructionKind.STANDIN and not wish.who:
        return _filled(content, held, wish)
    if wish.partner == wish.who or (held.slot.id, wish.partner) in content.pairs:
        raise SwapRefused(Refusal.SAME_PERSON)
    hops = [Hop(wish.slot, wish.who, wish.partner)]
    if wish.kind == InstructionKind.EXCHANGE:
        hops.append(Hop(wish.other, wish.partner, wish.who))
    if not has_them(content, hops):
        raise SwapRefused(Refusal.NOT_THEIRS)
    joins = frozenset({(_joined(office, content, wish, now), wish.who)} if wish.other else ())
    exchange = exchange_of(content, hops)
    if wish.kind == InstructionKind.STANDIN:
        exchange = replace(exchange, put=exchange.put | joins)
    moved = _along(office, content, wish) if wish.along and wish.other and not exchange.slots else None
    parts = {id: content.slots[id] for id, _ in exchange.slots if id in content.slots}
    return InstructedChange(
        tuple(sorted(exchange.out)),
        tuple(sorted(exchange.put)),
        *(moved or (parts, {id: one for id, one in exchange.slots if one}, (), ())),
    )


def _filled(content: Content, held: Held, wish: Instruction) -> InstructedChange:
    """A seat of a slot that nobody has, taken by the partner. Raises SwapRefused where there is none."""
    slot, on = held.slot, {who for slot, who in content.pairs if slot == held.slot.id}
    if wish.partner in on:
        raise SwapRefused(Refusal.SAME_PERSON)
    if len(on) >= slot.need or wish.other or wish.slot != slot.id:
        raise SwapRefused(Refusal.NOT_THEIRS)
    return InstructedChange((), ((slot.id, wish.partner),), {}, {}, (), ())


def _joined(office: Office, content: Content, wish: Instruction, now: datetime) -> str:
    """The id of the slot that `who` goes to. Raises SwapRefused where they are on it, or its days have begun."""
    held, days = holding(content.slots, wish.other), meant(content, wish.other)
    assert held, "it was looked up before"
    assert days, "and its days with it"
    not_begun(office, days.slot, now)
    if (held.slot.id, wish.who) in content.pairs:
        raise SwapRefused(Refusal.SAME_PERSON)
    return held.slot.id


def not_begun(office: Office, slot: Slot, now: datetime) -> None:
    """Raises SwapRefused for a slot that has begun."""
    if office.moment(slot.start) <= now:
        raise SwapRefused(Refusal.STARTED)


MovedRows = tuple[dict[str, Held], dict[str, Held], tuple[Session, ...], tuple[Session, ...]]


def _along(office: Office, content: Content, wish: Instruction) -> MovedRows | None:
    """Topic, accompanying units and note, which go with the leader: exchanged, or added to those of the other slot.

    None where there is nothing to move, or one of the two is an extra session.
    """
    here, there = content.slots[wish.slot], content.slots[wish.other]
    if (
        _extra(here.slot)
        or _extra(there.slot)
        or _details(here) == _details(there)
        or not any((*_details(here), *_details(there)))
    ):
        return None
    joined = Held(
        there.slot,
        there.tentative,
        "；".join(dict.fromkeys(filter(None, (there.topic, here.topic)))),
        tuple(dict.fromkeys((*there.units, *here.units))),
        "；".join(dict.fromkeys(filter(None, (there.note, here.note)))),
    )
    become = (there, here) if wish.kind == InstructionKind.EXCHANGE else (Held(here.slot), joined)
    before: dict[str, Held] = {}
    after: dict[str, Held] = {}
    for was, now in zip((here, there), become, strict=True):
        for id, held in _occasion(content, was.slot).items():
            before[id] = held
            after[id] = replace(held, topic=now.topic, units=now.units, note=now.note)
    return before, after, *_rows(office, after)


def _details(held: Held) -> tuple[str, tuple[str, ...], str]:
    return held.topic, held.units, held.note


def _session(office: Office, content: Content, held: Held, day: date | None, now: datetime) -> InstructedChange:
    """All slots of an occasion moved to a day. Raises SwapRefused if one has begun, or the day is the same or past."""
    if day is None or day.toordinal() == held.slot.day - offset(held.slot):
        raise SwapRefused(Refusal.SAME_DAY)
    if _extra(held.slot):
        raise SwapRefused(Refusal.EXTRA)
    before = _occasion(content, held.slot)
    if min(one.slot.start for one in before.values()) <= office.minute(now):
        raise SwapRefused(Refusal.STARTED)
    after = {id: _on_day(office, one, day) for id, one in before.items()}
    if min(one.slot.start for one in after.values()) <= office.minute(now):
        raise SwapRefused(Refusal.PAST_DAY)
    return InstructedChange((), (), before, after, *_rows(office, after))


def _extra(slot: Slot) -> bool:
    """Whether a slot belongs to an extra session: one without a date from the duty's own recurrence."""
    return SlotKey.of(slot.id).extra


def _occasion(content: Content, slot: Slot) -> dict[str, Held]:
    """Slot id → issued slot, for all of the same duty and nominal day."""
    return {
        id: held
        for id, held in content.slots.items()
        if (held.slot.duty, held.slot.nominal, _extra(held.slot)) == (slot.duty, slot.nominal, _extra(slot))
    }


def _on_day(office: Office, held: Held, day: date) -> Held:
    """A slot on another day: same hours, but the kind of day, the load and whether it is tentative are that day's."""
    slot, post = held.slot, post_of(office, held.slot)
    shift = (day.toordinal() + offset(slot) - slot.day) * DAY
    kind = office.calendar.kind(day)
    load = post.load[DAY_KINDS.index(kind)] if post else slot.load
    official = office.calendar.official(day) and office.calendar.official(date.fromordinal(slot.nominal))
    moved = replace(slot, start=slot.start + shift, end=slot.end + shift, day_kind=kind, load=load)
    return replace(held, slot=moved, tentative=not official)


def _rows(office: Office, after: dict[str, Held]) -> tuple[tuple[Session, ...], tuple[Session, ...]]:
    """The rows of 场次 for these occasions as they are, and as they must be for a later plan to agree."""
    keys = {(held.slot.duty, date.fromordinal(held.slot.nominal)): held for held in after.values()}
    before = tuple(
        row
        for row in office.of(Session)
        if row.nominal and row.to != SessionTarget.EXTRA and (row.duty, row.nominal) in keys
    )
    return before, tuple(
        Session(
            duty=duty,
            nominal=nominal,
            to=date.fromordinal(held.slot.day).isoformat(),
            topic=held.topic,
            units=held.units,
            note=held.note,
        )
        for (duty, nominal), held in keys.items()
    )
