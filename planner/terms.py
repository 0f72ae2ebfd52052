"""Terms of a swap: which pairs it moves, and whether the posts' policies and deadlines let it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from constraints.problem import Slot, moment
from planner.ground import Exchange
from planner.key_periods import on_day
from planner.office import Office
from planner.refusals import Refusal, SwapRefused
from planner.sheets import Post
from planner.store.offers import Offer
from planner.store.versions import Content

STRICT = ("free", "record", "approve", "never")
"""Swap policies, the mildest first."""


def terms(
    office: Office, content: Content, slot: str, giver: str, taker: str, in_return: str, now: datetime
) -> tuple[Exchange, str]:
    """The pairs that move, and the stricter policy of the slots; raises SwapRefused for all that needs no rule."""
    if slot not in content.slots or (in_return and in_return not in content.slots):
        raise SwapRefused(Refusal.UNKNOWN_SLOT)
    if not taker:
        raise SwapRefused(Refusal.NO_PARTNER)
    if taker == giver:
        raise SwapRefused(Refusal.SAME_PERSON)
    if giver.startswith("u:") or taker.startswith("u:"):
        raise SwapRefused(Refusal.UNITS)
    if (slot, giver) not in content.pairs:
        raise SwapRefused(Refusal.NOT_YOURS)
    if in_return and (in_return, taker) not in content.pairs:
        raise SwapRefused(Refusal.NOT_THEIRS)
    concerned = [content.slots[one].slot for one in (slot, in_return) if one]
    if any(one.site for one in concerned) and not (in_return and all(one.site for one in concerned)):
        raise SwapRefused(Refusal.VISIT)
    for one in concerned:
        _in_time(office, one, now)
    policy = max((policy_of(office, one) for one in concerned), key=STRICT.index)
    if policy == "never":
        raise SwapRefused(Refusal.NEVER)
    out, put = {(slot, giver)}, {(slot, taker)}
    if in_return:
        out.add((in_return, taker))
        put.add((in_return, giver))
    if (slot, taker) in content.pairs or (in_return and (in_return, giver) in content.pairs):
        raise SwapRefused(Refusal.SAME_PERSON)
    return Exchange(frozenset(out), frozenset(put)), policy


def post_of(office: Office, slot: Slot) -> Post | None:
    """The post of the post sheet that a slot was made from."""
    id = slot.id.split("|")[1]
    return next((post for post in office.posts.get(slot.duty, []) if post.id == id), None)


def policy_of(office: Office, slot: Slot) -> str:
    """How a swap of a slot is decided: by its post, or by a key period."""
    post = post_of(office, slot)
    return on_day(office, post, date.fromordinal(slot.day), slot.site).swap if post else "approve"


def _in_time(office: Office, slot: Slot, now: datetime) -> None:
    start = moment(slot.start).replace(tzinfo=ZoneInfo(office.settings["时区"]))
    if start <= now:
        raise SwapRefused(Refusal.STARTED)
    post = post_of(office, slot)
    if post and post.deadline and now > deadline(office, start, post.deadline):
        raise SwapRefused(Refusal.TOO_LATE)


def deadline(office: Office, start: datetime, text: str) -> datetime:
    """The last moment for a swap: hours before the start, or the end of so many workdays before its day."""
    count = int(text[:-1])
    if text.endswith("h"):
        return start - timedelta(hours=count)
    day = start.date()
    while count:
        day -= timedelta(days=1)
        count -= office.calendar.workday(day)
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), start.tzinfo)


def exchange_of(found: Offer) -> Exchange:
    """The pairs that an offer moves."""
    out, put = {(found.slot, found.giver)}, {(found.slot, found.taker)}
    if found.in_return:
        out.add((found.in_return, found.taker))
        put.add((found.in_return, found.giver))
    return Exchange(frozenset(out), frozenset(put))
