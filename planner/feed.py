"""Feeds: revisions are written when a version is issued; a request only joins what is stored."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from planner.event import Entry, FeedKind, entry, serialise, uid
from planner.fault import NotPossible
from planner.listing import Line
from planner.office import Office
from planner.store import Unit, offices
from planner.store import feeds as rows
from planner.store.feeds import Feed, Revision

TOMBSTONE = timedelta(days=7)
SECOND = timedelta(seconds=1)
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Rendered:
    """A feed's bytes, and what tells one state from another."""

    data: bytes
    etag: str
    modified: datetime


def refresh(unit: Unit, duty: str, month: str, before: list[Line], after: list[Line], now: datetime) -> int:
    """Bring the revisions of a duty's month to a new version; returns how many entries changed."""
    office = identity(unit)
    known = rows.of_month(unit, duty, month)
    wanted = _wanted(after)
    lost = {key: _entries(line, key) for line in before for key in _keys(line) if key not in wanted}
    changed = []
    for key, (line, one) in wanted.items():
        changed += _revised(known.get(key), key, line, one, office, month, now, None)
    for key, (line, one) in lost.items():
        gone = now.date().isoformat()
        was = known.get(key)
        if was is not None and was.gone_on is None:
            changed += _revised(was, key, line, one.cancelled(), office, month, now, gone)
    rows.put(unit, changed)
    return len(changed)


Key = tuple[str, str, str]


def _wanted(lines: list[Line]) -> dict[Key, tuple[Line, Entry]]:
    return {key: _entries(line, key) for line in lines for key in _keys(line)}


def _keys(line: Line) -> list[Key]:
    """(kind, slot, who) of every entry that a line gives."""
    people: list[Key] = [("person", line.slot.id, one.tagged) for one in line.people if one.kind == "person"]
    return [("duty", line.slot.id, ""), ("public", line.slot.id, ""), *people]


def _entries(line: Line, key: Key) -> tuple[Line, Entry]:
    kind: FeedKind = key[0]  # type: ignore[assignment]
    return line, entry(line, kind, key[2])


def _revised(
    was: Revision | None, key: Key, line: Line, one: Entry, office: str, month: str, now: datetime, gone: str | None
) -> list[Revision]:
    """The next revision, if anything visible changed: a later stamp and a higher sequence, never back."""
    content = one.digest()
    if was is not None and was.content == content and was.gone_on == gone:
        return []
    stamp = now.astimezone(UTC).replace(microsecond=0)
    sequence = 0
    if was is not None:
        stamp = max(stamp, datetime.strptime(was.stamp, STAMP).replace(tzinfo=UTC) + SECOND)
        sequence = was.sequence + 1
    text = serialise(one, uid(office, key[0], key[1]), sequence, stamp, line.zone)
    return [Revision(
        *key, line.slot.duty, month, line.day.isoformat(), sequence, stamp.strftime(STAMP), content, text, gone,
    )]


def identity(unit: Unit) -> str:
    """The office's name in UIDs: taken from its name once, then kept whatever it is called."""
    found = rows.switched(unit, "identity")
    if not found:
        found = first_identity(offices.load(unit))
        rows.switch(unit, "identity", found)
    return found


def first_identity(office: Office) -> str:
    """What an office that has issued nothing yet will be called."""
    return hashlib.sha256(office.settings["单位名称"].encode()).hexdigest()[:16]


def create(unit: Unit, kind: str, subject: str, name: str, now: datetime) -> tuple[int, str]:
    """A new subscription and its secret; the secret is not kept. Raises NotPossible."""
    office = offices.load(unit)
    known: dict[str, set[str]] = {"person": set(office.people), "duty": set(office.duties), "public": {""}}
    if subject not in known[kind]:
        raise NotPossible(f"没有“{subject}”", f"there is no '{subject}'")
    if kind == "person" and office.is_leader(subject) and rows.switched(unit, f"leader-feed:{subject}") != "on":
        raise NotPossible(
            f"{office.name('p:' + subject)}是区级领导，个人日历须由办公室先开通（feed allow --person {subject}）",
            f"{subject} is a district leader: the office must switch the personal feed on first (feed allow --person {subject})",
        )
    token = secrets.token_urlsafe(32)
    return rows.add(unit, kind, subject, name or _default_name(office, kind, subject), token, now.isoformat()), token


def _default_name(office: Office, kind: str, subject: str) -> str:
    if kind == "person":
        return office.name("p:" + subject)
    return office.duties[subject].name if kind == "duty" else "公示"


def render(unit: Unit, feed: Feed, today: date) -> Rendered:
    """The bytes of a feed on a local date: the same store and date always give the same bytes."""
    office = offices.load(unit)
    found = [one for one in _revisions(unit, feed, office, today) if _shown(one, today)]
    found.sort(key=lambda one: (one.day, one.slot, one.who))
    zone = office.settings["时区"]
    body = "".join(one.event for one in found) or _nothing(feed, today, zone)
    data = calendar_of(_title(office, feed), zone, body)
    etag = hashlib.sha256(data + today.isoformat().encode()).hexdigest()[:40]
    midnight = datetime.combine(today, time(), ZoneInfo(zone)).astimezone(UTC)
    stamps = [datetime.strptime(one.stamp, STAMP).replace(tzinfo=UTC) for one in found]
    return Rendered(data, etag, max([midnight, *stamps]))


def _revisions(unit: Unit, feed: Feed, office: Office, today: date) -> list[Revision]:
    if feed.kind == "person":
        return rows.of_person(unit, "p:" + feed.subject)
    if feed.kind == "duty":
        return rows.of_duty(unit, "duty", feed.subject)
    found = []
    for one in rows.of_duty(unit, "public", feed.subject or None):
        duty = office.duties.get(one.duty)
        if duty is not None and visible(duty.public, date.fromisoformat(one.day), today):
            found.append(one)
    return found


def visible(policy: str, day: date, today: date) -> bool:
    """Whether 公开 lets a day be seen today: never, by month, or so many days before."""
    return policy == "month" or (policy.isdigit() and day - timedelta(days=int(policy)) <= today)


def _shown(one: Revision, today: date) -> bool:
    return one.gone_on is None or today < date.fromisoformat(one.gone_on) + TOMBSTONE


def _title(office: Office, feed: Feed) -> str:
    return f"{office.settings['单位名称']} {_default_name(office, feed.kind, feed.subject)}".strip()


def calendar_of(title: str, zone: str, events: str) -> bytes:
    """A whole calendar around events that are serialised already."""
    return (_head(title, zone) + events + "END:VCALENDAR\r\n").encode()


def _head(title: str, zone: str) -> str:
    """Everything before the first event; REFRESH-INTERVAL needs its VALUE said."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Dangzhi//duty roster//ZH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", zone)
    calendar.add("color", "steelblue")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_timezone(zone))
    return str(calendar.to_ical().decode()).removesuffix("END:VCALENDAR\r\n")


def _timezone(zone: str) -> Timezone:
    """A VTIMEZONE of one STANDARD block where the clock never changes."""
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


def _nothing(feed: Feed, today: date, zone: str) -> str:
    """One transparent entry, since an empty calendar does not clear a client."""
    first = today.replace(day=1)
    event = Event()
    event.add("uid", uid(f"{feed.kind}|{feed.subject}", "nothing", first.isoformat()))
    event.add("dtstamp", datetime.combine(first, time(), UTC))
    event.add("last-modified", datetime.combine(first, time(), UTC))
    event.add("sequence", 0)
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    event.add("summary", "本期无值班安排")
    event.add("transp", "TRANSPARENT")
    return str(event.to_ical().decode())

