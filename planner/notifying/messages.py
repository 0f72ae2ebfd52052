"""Messages: each release is told once to everybody whose duties it changes; some are tasks that a receipt closes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from planner.feeds.calendar_file import calendar_of
from planner.feeds.clients import BY_ID
from planner.feeds.subscriptions import Reach, ended, reach
from planner.notifying.knowledge import UNSEEN, Awareness, followed, standing_changes, start_of, still_ahead
from planner.notifying.wording import change_wording
from planner.office.ids import as_person, is_person
from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.messages import feeds, fetches
from planner.store.messages import messages as rows
from planner.store.messages.feeds import FeedKind
from planner.store.messages.messages import CalendarFacts, DutyChange, Message
from planner.store.states import MessageState
from planner.words import Lang

PAPER = timedelta(days=1)
"""A month's first issue goes round on paper; what begins sooner than this has to be told in another way."""
PAPER_CHANNEL = "印发稿"
GIVEN_UP, OVER_A_WEEKEND = 3, timedelta(days=4)
"""A calendar that has not come for so many times its usual wait, and for so long, is reckoned with no more."""


@dataclass(frozen=True)
class DutyRelease:
    """One duty of a release: its lines before and after, and whether this is the first issue of its month (`first`)."""

    before: list[Line]
    after: list[Line]
    first: bool


def release(transaction: Transaction, moved: Iterable[DutyRelease], now: datetime, aware: Awareness = UNSEEN) -> int:
    """Store one message for each person and unit whose duties ahead change; returns how many wait to be told.

    An earlier message that still waits goes into the new one; where the two cancel out there is none. What it says of
    a month's first issue counts as told by the printed roster, unless it was close. Whoever is
    `aware` of the release otherwise is on record as knowing, and still told what else waits for them.
    """
    new = _all_changes(moved, now)
    if not new:
        return 0
    for who, one in rows.waiting(transaction).items():
        if who in new:
            _by_paper(transaction, one, now)
    waiting, owed, waits = rows.waiting(transaction), standing_changes(transaction), calendar_waits(transaction, now)
    made = 0
    for who, changes in new.items():
        old, asked = waiting.get(who), owed.get(who, {})
        now_owed = {slot: followed(asked.get(slot), one, who in aware.heard) for slot, one in changes.items()}
        if who in aware.known:
            seen, at = {**changes, **still_ahead(now_owed, now)}, now.isoformat()
            closed = {"channel": aware.known[who], "closed_at": at}
            blind = _blind(seen, waits.get(who), now)
            rows.add(transaction, who, at, seen, blind, _due(seen), MessageState.CLOSED, **closed)
            now_owed = {}
        left = {slot: one for slot, one in (old.changes if old else {}).items() if slot not in changes}
        made += put(transaction, who, old, {**left, **now_owed}, waits.get(who), now)
    return made


def put(
    transaction: Transaction,
    who: str,
    old: Message | None,
    changes: Mapping[str, DutyChange],
    wait: timedelta | None,
    now: datetime,
) -> bool:
    """Make these changes, as far as they lie ahead, what `who` is to be told, in place of the message that waits.

    Returns whether there is anything to tell. `wait` is after how long their calendar fetches anew; None: no calendar.
    """
    told = still_ahead(changes, now)
    if old and dict(old.changes) == told:
        return True
    if old:
        rows.move(transaction, old.id, (MessageState.OPEN,), MessageState.REPLACED)
    if told:
        rows.add(transaction, who, now.isoformat(), told, _blind(told, wait, now), _due(told))
    return bool(told)


def _due(changes: Mapping[str, DutyChange]) -> str:
    return min(map(start_of, changes.values())).isoformat()


def people_told(
    transaction: Transaction, office: Office, moved: Iterable[DutyRelease], now: datetime, lang: Lang
) -> dict[str, str]:
    """Tagged id → the text a release would send them, with what still waits for them. Writes nothing."""
    owed = {
        who: {slot: one for slot, one in some.items() if not one.first}
        for who, some in standing_changes(transaction).items()
    }
    found = {}
    for who, changes in _all_changes(moved, now).items():
        old = owed.get(who, {})
        told = still_ahead({**old, **{slot: followed(old.get(slot), one, False) for slot, one in changes.items()}}, now)
        if told:
            found[who] = change_wording(office, who, told, lang)
    return found


def _by_paper(transaction: Transaction, old: Message, now: datetime) -> None:
    """Note what a waiting message says of a month's first issue as told by the printed roster."""
    paper = {slot: one for slot, one in old.changes.items() if one.first}
    rest = {slot: one for slot, one in old.changes.items() if not one.first}
    closed = {"channel": PAPER_CHANNEL, "closed_at": now.isoformat()}
    if paper and not rest:
        rows.move(transaction, old.id, (MessageState.OPEN,), MessageState.CLOSED, **closed)
    elif paper:
        rows.move(transaction, old.id, (MessageState.OPEN,), MessageState.REPLACED)
        rows.add(transaction, old.who, old.made_at, paper, False, _due(paper), MessageState.CLOSED, **closed)
        rows.add(transaction, old.who, old.made_at, rest, old.blind, _due(rest))


def _all_changes(moved: Iterable[DutyRelease], now: datetime) -> dict[str, dict[str, DutyChange]]:
    """Tagged id → slot → what a release changes for them."""
    found: dict[str, dict[str, DutyChange]] = {}
    for one in moved:
        for who, slot, change in _changes(one, now):
            found.setdefault(who, {})[slot] = change
    return found


def _changes(moved: DutyRelease, now: datetime) -> Iterable[tuple[str, str, DutyChange]]:
    """(tagged id, slot id, change) for everybody whose duty, place or time differs, if neither side has begun."""
    sides = _entries(moved.before), _entries(moved.after)
    for key in dict.fromkeys((*sides[0], *sides[1])):
        was, will = (side.get(key) for side in sides)
        if was != will:
            change = DutyChange(was, will, first=False)
            if start_of(change) > now:
                yield *key, replace(change, first=moved.first and start_of(change) - now >= PAPER)


def _entries(lines: list[Line]) -> dict[tuple[str, str], CalendarFacts]:
    return {
        (one.tagged, line.slot.id): {
            "what": " ".join(dict.fromkeys((line.duty_name, line.slot.shift, line.slot.post))),
            "place": line.slot.place,
            "start": line.start.isoformat(),
            "end": line.end.isoformat(),
        }
        for line in lines
        for one in (*line.people, *line.named)
    }


def served_now(transaction: Transaction, office: Office, who: str, slots: Iterable[str]) -> dict[str, CalendarFacts]:
    """What somebody (tagged) serves of these slots as issued now: slot id → facts; the others are not theirs."""
    wanted = set(slots)
    duties = {(key.duty, f"{key.nominal:%Y-%m}") for key in map(SlotKey.of, wanted)}
    found = _entries([line for duty, month in duties for line in issued_lines(transaction, office, month, duty)])
    return {slot: facts for (other, slot), facts in found.items() if other == who and slot in wanted}


def calendar_waits(transaction: Transaction, now: datetime) -> dict[str, timedelta]:
    """Tagged person → after how long the quickest of their calendars fetches anew; others are not in it.

    A calendar that has not come for much longer than that is none, and none comes while feeds answer nowhere.
    """
    seen, found = fetches.every(transaction), dict[str, timedelta]()
    for feed in feeds.every(transaction) if reach(transaction) is not Reach.OFF else ():
        if feed.kind == FeedKind.PERSON and feed.id in seen and not feed.replaced_at and not ended(feed, now):
            last, who = seen[feed.id], as_person(feed.subject)
            wait = BY_ID[last.family].wait
            if now - datetime.fromisoformat(last.at) <= max(GIVEN_UP * wait, OVER_A_WEEKEND):
                found[who] = min(wait, found.get(who, wait))
    return found


def too_late_by_now(transaction: Transaction, now: datetime) -> list[Message]:
    """The open messages that were in time when they were made and are so no more: the calendar comes no longer."""
    waits = calendar_waits(transaction, now)
    return [
        one
        for who, one in rows.waiting(transaction).items()
        if not one.blind and _blind(one.changes, waits.get(who), datetime.fromisoformat(one.made_at))
    ]


def _blind(changes: Mapping[str, DutyChange], wait: timedelta | None, now: datetime) -> bool:
    """Whether their calendar (None: they have none) and the printed roster come too late for some change."""

    def late(change: DutyChange) -> bool:
        return not change.first and (wait is None or start_of(change) - now < wait)

    return any(map(late, changes.values()))


def ics(transaction: Transaction, office: Office, message: Message) -> bytes:
    """The entries of a message as an iCalendar file (RFC 5545) to open once, cancelled ones included."""
    kind = FeedKind.PERSON if is_person(message.who) else FeedKind.UNIT
    found = [
        one
        for one in feeds.between(transaction, kind, date.min, date.max, who=message.who)
        if one.slot in message.changes
    ]
    body = "".join(one.event for one in sorted(found, key=lambda one: (one.day, one.slot)))
    return calendar_of(f"{office.settings['单位名称']} {office.name(message.who)}", str(office.zone), body)
