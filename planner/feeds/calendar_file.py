"""The calendar file that a request gets: stored entries under one head (RFC 5545, RFC 7986).

Nothing is serialised here but the head and a notice; the same store and local date always give the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from constraints.problem.period import months_before
from planner.feeds.entry import reminded, uid
from planner.feeds.revisions import moment_of
from planner.feeds.subscriptions import LEFT_OPEN, subject_name
from planner.office.cells.choices import Publicity
from planner.office.ids import as_sort
from planner.office.office import Office
from planner.store import Transaction, cache
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import Feed, FeedKind, Revision
from planner.store.roster import versions
from planner.store.roster.versions import Version

TOMBSTONE = timedelta(days=7)
"""How long a feed still shows, as cancelled, an entry that was taken away."""
BACK, AHEAD = 2, 6
"""Whole months that a feed shows before and after the present one."""
OF_ONE = (FeedKind.PERSON, FeedKind.UNIT, FeedKind.VILLAGE)
"""Kinds of feeds that are about one of them; the others are about a duty, the office or what is public."""
PAGES = {FeedKind.PERSON: "/me", FeedKind.PUBLIC: "/"}


@dataclass(frozen=True)
class Rendered:
    """A feed's bytes with the ETag and the Last-Modified (UTC) they are sent with (RFC 9110 section 8.8)."""

    data: bytes
    etag: str
    modified: datetime


def render(transaction: Transaction, office: Office, feed: Feed, today: date, base: str = "") -> Rendered:
    """The bytes of a feed on a local date; `base` is the address of the site, '' for no link to its page."""
    zone = str(office.zone)
    found = [] if feed.replaced_at else entries(transaction, feed, office, today)
    body = "".join(reminded(one.event, feed.reminders) for one in found)
    special = _replaced(feed) if feed.replaced_at else "" if found else _nothing(feed, today)
    behind = _behind(transaction, found)
    about = "；".join(f"{_duty(office, one.duty)} {one.month} 校验码 {one.code}" for one in behind)
    data = calendar_of(
        _title(office, feed), zone, body or special, base and base + PAGES.get(feed.kind, "/office"), about
    )
    etag = hashlib.sha256(data + today.isoformat().encode()).hexdigest()[:40]
    return Rendered(
        data, etag, _modified(transaction, feed, found, behind, datetime.combine(today, time(), ZoneInfo(zone)))
    )


def _behind(transaction: Transaction, found: list[Revision]) -> list[Version]:
    """The versions in force that these entries come from; the calendar names their check codes."""
    in_force = _standing(transaction)
    keys = {(one.duty, one.month) for one in found if one.gone_on is None}
    return [one for key, one in in_force.items() if key in keys]


@cache.kept(2, cache.ISSUED)
def _standing(transaction: Transaction) -> dict[tuple[str, str], Version]:
    """(duty, month) → the version in force."""
    return {(one.duty, one.month): one for one in versions.standing(transaction)}


def _duty(office: Office, id: str) -> str:
    return office.duties[id].name if id in office.duties else id


def _modified(
    transaction: Transaction, feed: Feed, found: list[Revision], behind: list[Version], midnight: datetime
) -> datetime:
    """The moment (UTC) at which the bytes last changed, or a later one; never an earlier one.

    The latest of: local midnight, the last change of the office's sheets, of what is issued and of feeds, the
    subscription's own dates, the issue of the versions, the stamps of the entries.
    """
    written = max(map(cache.written_at, cache.marks(transaction, cache.OFFICE, cache.ISSUED, cache.FEEDS)))
    own = [
        datetime.fromisoformat(at).astimezone(UTC).replace(microsecond=0)
        for at in (feed.created_at, feed.replaced_at)
        if at
    ]
    own += [datetime.fromisoformat(one.issued_at).astimezone(UTC).replace(microsecond=0) for one in behind]
    return max([midnight.astimezone(UTC), written, *own, *(moment_of(one.stamp) for one in found)])


def entries(transaction: Transaction, feed: Feed, office: Office, today: date) -> list[Revision]:
    """The entries that a feed shows on a local date, by day.

    They lie from two months before its month to six after it; cancelled ones leave after a week, and a public feed
    has only what 公开 lets be seen.
    """
    first, end = (date.fromordinal(months_before(today.toordinal(), count)) for count in (BACK, -AHEAD - 1))
    who = as_sort(feed.kind, feed.subject) if feed.kind in OF_ONE else None
    duty = feed.subject if feed.kind in (FeedKind.DUTY, FeedKind.PUBLIC) and feed.subject else None
    found = [
        one
        for one in rows.between(transaction, feed.kind, first, end, who=who, duty=duty)
        if (one.gone_on is None or today < date.fromisoformat(one.gone_on) + TOMBSTONE)
        and (feed.kind != FeedKind.PUBLIC or _seen(office, one, today))
    ]
    return sorted(found, key=lambda one: (one.day, one.slot, one.who))


def _seen(office: Office, one: Revision, today: date) -> bool:
    duty = office.duties.get(one.duty)
    return duty is not None and visible(duty.public, date.fromisoformat(one.day), today)


def visible(policy: str, day: date, today: date) -> bool:
    """Whether 公开 lets a day be seen today: 'no' never, 'month' always, a number so many days before."""
    return policy == Publicity.MONTH or (policy.isdigit() and day - timedelta(days=int(policy)) <= today)


def _title(office: Office, feed: Feed) -> str:
    return f"{office.settings['单位名称']} {subject_name(office, feed.kind, feed.subject)}".strip()


def calendar_of(title: str, zone: str, events: str, page: str = "", about: str = "") -> bytes:
    """A whole calendar in UTF-8 around `events`, which are serialised already; `page` is a link, `about` a text."""
    return (_head(title, zone, page, about) + events + "END:VCALENDAR\r\n").encode()


def _head(title: str, zone: str, page: str, about: str) -> str:
    """Everything before the first event; REFRESH-INTERVAL must state VALUE=DURATION (RFC 7986 section 5.7)."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Dangzhi//duty roster//ZH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    if about:
        calendar.add("description", about)
        calendar.add("x-wr-caldesc", about)
    calendar.add("x-wr-timezone", zone)
    calendar.add("color", "steelblue")
    if page:
        calendar.add("url", page)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_timezone(zone))
    return str(calendar.to_ical().decode()).removesuffix("END:VCALENDAR\r\n")


def _timezone(zone: str) -> Timezone:
    """The VTIMEZONE (RFC 5545 section 3.6.5); a single STANDARD block where the clock never changes."""
    now = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    summer = datetime(2026, 7, 1, tzinfo=ZoneInfo(zone))
    if now.utcoffset() != summer.utcoffset():
        return Timezone.from_tzid(zone)
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1992, 1, 1))
    standard.add("tzoffsetfrom", now.utcoffset())
    standard.add("tzoffsetto", now.utcoffset())
    standard.add("tzname", now.tzname())
    found = Timezone()
    found.add("tzid", zone)
    found.add_component(standard)
    return found


def _nothing(feed: Feed, today: date) -> str:
    """One transparent entry, since an empty calendar does not clear a client."""
    first = today.replace(day=1)
    return _all_day(feed, "nothing", first, first + timedelta(days=1), "本期无值班安排")


def _replaced(feed: Feed) -> str:
    """The one entry left at an address that was changed: it asks to subscribe again under the new one."""
    first = date.fromisoformat(str(feed.replaced_at)[:10])
    return _all_day(feed, f"replaced|{feed.id}", first, first + LEFT_OPEN, "日历地址已更换，请用新地址重新订阅")


def _all_day(feed: Feed, what: str, first: date, end: date, summary: str) -> str:
    event = Event()
    event.add("uid", uid(f"{feed.kind}|{feed.subject}", what, first.isoformat()))
    event.add("dtstamp", datetime.combine(first, time(), UTC))
    event.add("last-modified", datetime.combine(first, time(), UTC))
    event.add("sequence", 0)
    event.add("dtstart", first)
    event.add("dtend", end)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return str(event.to_ical().decode())
