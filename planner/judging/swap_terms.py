"""The terms of a swap: which pairs it moves, and whether the posts' policies and deadlines allow it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from constraints.problem.problem import Slot
from planner.judging.handover import Exchange, exchange_of
from planner.judging.refusals import Refusal, SwapRefused
from planner.office.cells.choices import SwapPolicy
from planner.office.ids import bare, is_unit
from planner.office.key_periods import on_day
from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.office.sheets import Post
from planner.store.people.offers import Hop
from planner.store.roster.parts import days_of, holding, meant
from planner.store.roster.versions import Content

STRICT = tuple(SwapPolicy)
"""Swap policies, the mildest first."""


def terms(office: Office, content: Content, hops: tuple[Hop, ...], now: datetime) -> tuple[Exchange, SwapPolicy]:
    """The pairs that some hops move, and the strictest swap policy of their slots (one of STRICT).

    Raises SwapRefused for whatever can be refused without judging rules: unknown slots or holders, units, ranks,
    visits, policies and deadlines. A unit gives to a unit, which the office alone can ask for.
    """
    first = hops[0]
    held = {hop.slot: one for hop in hops if (one := holding(content.slots, hop.slot))}
    if any(hop.slot not in held for hop in hops):
        raise SwapRefused(Refusal.UNKNOWN_SLOT)
    if not first.taker:
        raise SwapRefused(Refusal.NO_PARTNER)
    if any(hop.giver == hop.taker for hop in hops):
        raise SwapRefused(Refusal.SAME_PERSON)
    if any(is_unit(hop.giver) != is_unit(hop.taker) for hop in hops):
        raise SwapRefused(Refusal.UNITS)
    if (held[first.slot].slot.id, first.giver) not in content.pairs:
        raise SwapRefused(Refusal.NOT_YOURS)
    if any(office.is_leader(bare(hop.giver)) != office.is_leader(bare(hop.taker)) for hop in hops):
        raise SwapRefused(Refusal.RANK)
    if any((held[hop.slot].slot.id, hop.giver) not in content.pairs for hop in hops):
        raise SwapRefused(Refusal.NOT_THEIRS)
    concerned = [one.slot for hop in hops if (one := meant(content, hop.slot))]
    if any(one.site for one in concerned) and not (len(hops) > 1 and all(one.site for one in concerned)):
        raise SwapRefused(Refusal.VISIT)
    policy = _decided(office, concerned, now)
    if any((held[hop.slot].slot.id, hop.taker) in content.pairs for hop in hops):
        raise SwapRefused(Refusal.SAME_PERSON)
    return exchange_of(content, hops), policy


def as_they_stand(content: Content, hops: Iterable[Hop]) -> tuple[Hop, ...]:
    """Hops of which each says its days where its slot is divided: it shall not come to mean more, or less, later."""
    return tuple(hop._replace(slot=days_of(content, hop.slot)) for hop in hops)


def call_terms(office: Office, content: Content, slot: str, giver: str, now: datetime) -> SwapPolicy:
    """The swap policy of a slot for which `giver` looks for anybody to take it. Raises SwapRefused, as `terms` does."""
    held, days = holding(content.slots, slot), meant(content, slot)
    if held is None or days is None:
        raise SwapRefused(Refusal.UNKNOWN_SLOT)
    if is_unit(giver):
        raise SwapRefused(Refusal.UNITS)
    if (held.slot.id, giver) not in content.pairs:
        raise SwapRefused(Refusal.NOT_YOURS)
    if office.is_leader(bare(giver)):
        raise SwapRefused(Refusal.NO_CALL)
    if held.slot.site:
        raise SwapRefused(Refusal.VISIT)
    return _decided(office, [days.slot], now)


def _decided(office: Office, slots: Iterable[Slot], now: datetime) -> SwapPolicy:
    """The strictest policy of some slots. Raises SwapRefused where one has begun, is too near or is never swapped."""
    concerned = list(slots)
    for one in concerned:
        late = over(office, one, now)
        if late:
            raise SwapRefused(late)
    policy = max((policy_of(office, one) for one in concerned), key=STRICT.index)
    if policy == SwapPolicy.NEVER:
        raise SwapRefused(Refusal.NEVER)
    return policy


def post_of(office: Office, slot: Slot) -> Post | None:
    """The row of 岗位 that a slot was made from; None where it is no longer there."""
    id = SlotKey.of(slot.id).post
    return next((post for post in office.posts.get(slot.duty, []) if post.id == id), None)


def policy_of(office: Office, slot: Slot) -> SwapPolicy:
    """The swap policy of a slot: its post's, unless a key period says otherwise; `approve` where the post is gone."""
    post = post_of(office, slot)
    return on_day(office, post, date.fromordinal(slot.day), slot.site).swap if post else SwapPolicy.APPROVE


def over(office: Office, slot: Slot, now: datetime) -> Refusal | None:
    """STARTED or TOO_LATE where it is too late to swap a slot, else None; `now` is aware."""
    start = office.moment(slot.start)
    if start <= now:
        return Refusal.STARTED
    return Refusal.TOO_LATE if now > until(office, slot) else None


def until(office: Office, slot: Slot) -> datetime:
    """The last moment (aware, in the office's time zone) to swap a slot: its post's deadline, else its start."""
    start = office.moment(slot.start)
    post = post_of(office, slot)
    return deadline(office, start, post.deadline) if post and post.deadline else start


def deadline(office: Office, start: datetime, text: str) -> datetime:
    """The last moment for a swap: `4h` is four hours before the start, `1w` the end of the workday before its day."""
    count = int(text[:-1])
    if text.endswith("h"):
        return start - timedelta(hours=count)
    day = start.date()
    while count:
        day -= timedelta(days=1)
        count -= office.calendar.workday(day)
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), start.tzinfo)
