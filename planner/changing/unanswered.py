"""Chasing: whoever leaves a request unanswered is reminded each half-day, in office hours, before it lapses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.changing import swap
from planner.errors import NotPossible
from planner.judging.still_open import open_requests
from planner.judging.swap_terms import until
from planner.notifying.sending import Deliver, deliver, handed_over
from planner.office.cells.choices import DayPart
from planner.office.ids import bare
from planner.office.office import Office
from planner.roster.contacts import PhoneCall, phone_call
from planner.roster.swap_words import slot_days
from planner.store import Store, audit
from planner.store.messages import messages
from planner.store.people import chases, offers
from planner.store.people.offers import Offer
from planner.store.roster.parts import meant
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content
from planner.store.row_ids import OfferId
from planner.store.states import OfferState
from planner.words import Lang, Words

PARTS = (DayPart.AM, DayPart.PM)
SOON = timedelta(hours=24)
"""A request that lapses sooner than this is chased hourly."""


@dataclass(frozen=True)
class Chase:
    """Somebody who is to be reminded of a request: what to say, whom to phone, until when, and when they were \
reminded last."""

    offer: Offer
    who: str
    name: str
    text: str
    phone: PhoneCall
    until: datetime
    """When the request lapses."""
    last: tuple[str, str] | None
    """(moment, channel) of the last reminder."""
    due: bool
    """Whether to remind them now."""


def unanswered_requests(standing: Standing, now: datetime, lang: Lang) -> list[Chase]:
    """Everybody whom an open request waits for, those to be reminded now first, then by when it lapses."""
    transaction, office, content = standing.transaction, standing.office, standing.issued
    last = chases.latest(transaction)
    found = []
    for one in open_requests(standing, now):
        ends = min(until(office, days.slot) for hop in one.hops if (days := meant(content, hop.slot)))
        for who in sorted(one.waiting if one.state == OfferState.OFFERED else swap.approvers(standing, one)):
            before = last.get((one.id, who))
            found.append(
                Chase(
                    one,
                    who,
                    office.name(who),
                    reminder_wording(office, content, one, who, ends, lang),
                    phone_call(office, who, now.date(), asked=True),
                    ends,
                    before,
                    _due(office, before[0] if before else one.made_at, ends, now),
                )
            )
    return sorted(found, key=lambda one: (not one.due, one.until, one.offer.id, one.who))


def in_office_hours(office: Office, now: datetime) -> bool:
    """Whether the office is at work at an aware moment: on a workday, in its morning or afternoon."""
    return office.calendar.workday(now.date()) and any(start <= now < end for start, end in _halves(office, now))


def _halves(office: Office, now: datetime) -> list[tuple[datetime, datetime]]:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    halves = (office.half_day(part) for part in PARTS)
    return [(midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)) for start, end in halves]


def _due(office: Office, since: str, ends: datetime, now: datetime) -> bool:
    """Whether to remind now: in office hours, in another half-day than `since`, or hourly near the end."""
    asked = datetime.fromisoformat(since)
    if not in_office_hours(office, now):
        return False
    if ends - now < SOON:
        return now - asked >= timedelta(hours=1)
    return all(not start <= asked < end for start, end in _halves(office, now) if start <= now < end)


def reminder_wording(office: Office, content: Content, one: Offer, who: str, ends: datetime, lang: Lang) -> str:
    """The text of a reminder to `who` (tagged), to paste or send."""

    def slot(id: str) -> str:
        days = meant(content, id)
        return f"{slot_days(days.slot, lang)} {days.slot.shift}{days.slot.post}" if days else ""

    moves = "；".join(f"{office.name(hop.giver)} {slot(hop.slot)} → {office.name(hop.taker)}" for hop in one.hops)
    bureau, end = office.settings["单位名称"], f"{ends:%m-%d %H:%M}"
    asks = Words("请您答复是否同意") if one.state == OfferState.OFFERED else Words("请您审批")
    return Words(
        "【%(bureau)s】%(name)s同志：有一项换班申请等您办理：%(moves)s。"
        "%(asks)s，%(end)s 前未办自动作废，此前仍由原值班人值班。收到请回复。",
        bureau=bureau,
        name=office.name(who),
        moves=moves,
        asks=asks,
        end=end,
    ).say(lang)


def note_reminder(store: Store, id: OfferId, who: str, channel: str, now: datetime, by: str) -> None:
    """Note that somebody was reminded by a channel. Raises NotPossible where the request is closed."""
    with store.write() as transaction:
        found = offers.get(transaction, id)
        if found is None or found.state not in offers.OPEN:
            raise NotPossible(Words("申请已经办结"))
        chases.note(transaction, id, who, now.isoformat(), channel[:60] or "电话")
        audit.record(transaction, now, by, "swap chased", {"id": id, "who": who, "channel": channel})


def send_due(store: Store, now: datetime, hand: Deliver = deliver) -> int:
    """Remind everybody who is due and has an address, but no district leader; returns how many messages were taken.

    A reminder is noted before it leaves, so that nobody gets it twice.
    """
    with store.read() as transaction:
        standing = Standing.read(transaction)
        office, reached = standing.office, messages.reached(transaction)
        due = (
            [
                one
                for one in unanswered_requests(standing, now, "zh")
                if one.due and one.who in reached and not office.is_leader(bare(one.who))
            ]
            if reached
            else []
        )
    sent = 0
    for one in due:
        address = reached[one.who]
        try:
            note_reminder(store, one.offer.id, one.who, address.partition(":")[0], now, audit.CLOCK)
        except NotPossible:
            continue
        sent += handed_over(hand, address, Words("换班申请待办").zh, one.text, None)
    return sent
