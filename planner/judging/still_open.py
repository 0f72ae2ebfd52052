"""Requests and calls as they stand at a moment: what has ended by itself is open to nobody who asks.

The store learns of an end at the next look (`changing/lapse.py`); until then it is told here, to every page, command,
operation and reminder alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from planner.judging.handover import back, has_them
from planner.judging.refusals import Refusal
from planner.judging.still_serves import cannot_serve
from planner.judging.swap_terms import over
from planner.store.people import calls, offers
from planner.store.people.calls import OpenCall
from planner.store.people.offers import Hop, Offer, Origin
from planner.store.roster.parts import holding, meant, parts_of
from planner.store.roster.standing import Standing
from planner.store.states import OfferState
from planner.words import Words

MOVED = Words("班次已另行安排")
WITHDRAWN = Words("班次已撤回或取消")
BEGUN = Words("班次已开始")
TOO_LATE = Words("已过换班截止时间")
NOT_VACANT = Words("该班次已不缺人")
CAUSES = {one.zh: one for one in (MOVED, WITHDRAWN, BEGUN, TOO_LATE, NOT_VACANT)}
"""Why a request or a call has ended by itself, by what the store keeps of it."""


def why_closed(reason: str | None) -> Words:
    """The reason that a request was closed for: a cause in both languages, or what somebody wrote."""
    return CAUSES.get(reason or "", Words.same(reason or ""))


def requests(standing: Standing, now: datetime) -> list[Offer]:
    """All requests, oldest first; one that has ended by itself says so, and why."""
    return [_as_it_stands(standing, one, now) for one in offers.every(standing.transaction)]


def open_requests(standing: Standing, now: datetime) -> list[Offer]:
    """The requests that still wait for somebody, oldest first."""
    some = offers.every(standing.transaction, still_open=True)
    return [one for one in some if _as_it_stands(standing, one, now) == one]


def ended_requests(standing: Standing, now: datetime) -> list[Offer]:
    """The requests that the store has as open though they have ended by themselves, with their state and cause."""
    some = offers.every(standing.transaction, still_open=True)
    return [now_is for one in some if (now_is := _as_it_stands(standing, one, now)) != one]


def open_calls(standing: Standing, now: datetime) -> list[OpenCall]:
    """The calls that somebody can still take, oldest first."""
    return [one for one in calls.still_open(standing.transaction) if not _call_ended(standing, one, now)]


def ended_calls(standing: Standing, now: datetime) -> list[tuple[OpenCall, str]]:
    """The calls that the store has as open though they have ended by themselves, each with its cause."""
    some = [(one, _call_ended(standing, one, now)) for one in calls.still_open(standing.transaction)]
    return [(one, cause) for one, cause in some if cause]


def can_be_undone(standing: Standing, one: Offer, now: datetime) -> bool:
    """Whether a swap is in effect, everybody still has what it gave them, and nothing of it has begun.

    What itself undid a swap is not undone: one asks for the swap again.
    """
    office, content, hops = standing.office, standing.issued, back(one.hops)
    if one.state != OfferState.APPLIED or one.undoes or not has_them(content, hops):
        return False
    return all((days := meant(content, hop.slot)) and office.moment(days.slot.start) > now for hop in hops)


def _as_it_stands(standing: Standing, one: Offer, now: datetime) -> Offer:
    if one.state not in offers.OPEN:
        return one
    cause, state = _ended(standing, one.hops, now), OfferState.LAPSED
    held = holding(standing.issued.slots, one.slot)
    vacant = held and (held.slot.id, one.giver) in cannot_serve(standing, now)
    if not cause and one.origin is Origin.LEAVE and not vacant:
        cause, state = NOT_VACANT.zh, OfferState.DECLINED
    return replace(one, state=state, closed_at=now.isoformat(), reason=cause) if cause else one


def _call_ended(standing: Standing, one: OpenCall, now: datetime) -> str:
    return _ended(standing, [Hop(one.slot, one.giver, "")], now)


def _ended(standing: Standing, hops: Iterable[Hop], now: datetime) -> str:
    """Why nothing can come of some hops any more: what they give is no longer in force, or it is too late; or ''."""
    content, out = standing.issued, list(hops)
    if any(not parts_of(content.slots, hop.slot) for hop in out):
        return WITHDRAWN.zh
    if not has_them(content, out):
        return MOVED.zh
    late = {over(standing.office, held.slot, now) for hop in out if (held := meant(content, hop.slot))}
    return BEGUN.zh if Refusal.STARTED in late else TOO_LATE.zh if Refusal.TOO_LATE in late else ""
