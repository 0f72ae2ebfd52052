"""Messages: each release is told once to everybody whose duties it changes; some are tasks that a receipt closes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.feeds.calendar_file import calendar_of
from planner.feeds.clients import BY_ID
from planner.feeds.subscriptions import ended
from planner.office.ids import as_person, is_person
from planner.office.office import Office
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.messages import feeds, fetches
from planner.store.messages import messages as rows
from planner.store.messages.feeds import FeedKind
from planner.store.messages.messages import CalendarFacts, DutyChange, Message
from planner.store.states import MessageState
from planner.words import Lang, day_words, span_words

PAPER = timedelta(days=1)
"""A month's first issue goes round on paper; what begins sooner than this has to be told in another way."""


@dataclass(frozen=True)
class DutyRelease:
    """One duty of a release: its lines before and after, and whether this is the first issue of its month (`first`)."""

    before: list[Line]
    after: list[Line]
    first: bool


def release(transaction: Transaction, moved: Iterable[DutyRelease], now: datetime) -> int:
    """Store one message for each person and unit whose duties ahead change; returns how many were stored.

    An earlier message that still waits goes into the new one; where the two cancel out there is none. A waiting first
    issue of a month counts as told if it is not close: it goes round on paper.
    """
    changes: dict[str, dict[str, DutyChange]] = {}
    for one in moved:
        for who, slot, change in _changes(one, now):
            changes.setdefault(who, {})[slot] = change
    if not changes:
        return 0
    waiting, waits, made = rows.waiting(transaction), _waits(transaction, now), 0
    for who, new in changes.items():
        old = _still(transaction, waiting.get(who), now)
        told = _merged(old.changes if old else {}, new, now)
        if told:
            rows.add(
                transaction,
                who,
                now.isoformat(),
                told,
                _blind(told, waits.get(who), now),
                min(map(_start, told.values())).isoformat(),
            )
            made += 1
    return made


def people_told(
    transaction: Transaction, office: Office, moved: Iterable[DutyRelease], now: datetime, lang: Lang
) -> dict[str, str]:
    """Tagged id → the text a release would send them, with what still waits for them. Writes nothing."""
    changes: dict[str, dict[str, DutyChange]] = {}
    for one in moved:
        for who, slot, change in _changes(one, now):
            changes.setdefault(who, {})[slot] = change
    waiting = {who: one.changes for who, one in rows.waiting(transaction).items() if not _on_paper(one)}
    merged = {who: _merged(waiting.get(who, {}), new, now) for who, new in changes.items()}
    return {who: change_wording(office, who, some, lang) for who, some in merged.items() if some}


def _still(transaction: Transaction, old: Message | None, now: datetime) -> Message | None:
    """The message that waits and goes into the new one, marked as replaced; None where it counts as told on paper."""
    if old is None:
        return None
    if _on_paper(old):
        rows.move(
            transaction, old.id, (MessageState.OPEN,), MessageState.CLOSED, channel="印发稿", closed_at=now.isoformat()
        )
        return None
    rows.move(transaction, old.id, (MessageState.OPEN,), MessageState.REPLACED)
    return old


def _on_paper(old: Message) -> bool:
    """Whether a message is of a month's first issue and not close, so that the paper tells it."""
    return not old.blind and all(one.first for one in old.changes.values())


def _changes(moved: DutyRelease, now: datetime) -> Iterable[tuple[str, str, DutyChange]]:
    """(tagged id, slot id, change) for everybody whose duty, place or time differs, if neither side has begun."""
    sides = _entries(moved.before), _entries(moved.after)
    for key in dict.fromkeys((*sides[0], *sides[1])):
        was, will = (side.get(key) for side in sides)
        if was != will:
            change = DutyChange(was, will, moved.first)
            if _start(change) > now:
                yield *key, change


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


def _start(change: DutyChange) -> datetime:
    """The earlier of the starts before and after: from then on it is too late to tell."""
    return min(datetime.fromisoformat(side["start"]) for side in (change.before, change.after) if side)


def _merged(old: Mapping[str, DutyChange], new: Mapping[str, DutyChange], now: datetime) -> dict[str, DutyChange]:
    """Slot → the change from what they last knew to what is now, without changes that cancel out or have begun."""
    both = {
        slot: DutyChange(old[slot].before, one.after, old[slot].first and one.first) if slot in old else one
        for slot, one in new.items()
    }
    both = {**old, **both}
    return {slot: one for slot, one in both.items() if one.before != one.after and _start(one) > now}


def _waits(transaction: Transaction, now: datetime) -> dict[str, timedelta]:
    """Tagged person → after how long the quickest of their calendars fetches anew; others are not in it."""
    seen, found = fetches.every(transaction), dict[str, timedelta]()
    for feed in feeds.every(transaction):
        if feed.kind == FeedKind.PERSON and feed.id in seen and not feed.replaced_at and not ended(feed, now):
            wait, who = BY_ID[seen[feed.id].family].wait, as_person(feed.subject)
            found[who] = min(wait, found.get(who, wait))
    return found


def _blind(changes: Mapping[str, DutyChange], wait: timedelta | None, now: datetime) -> bool:
    """Whether their calendar (None: they have none), or at a first issue the paper, comes too late for some change."""

    def late(change: DutyChange) -> bool:
        if change.first:
            return _start(change) - now < PAPER
        return wait is None or _start(change) - now < wait

    return any(map(late, changes.values()))


def message_words(office: Office, message: Message, lang: Lang) -> str:
    """The text of a message as it is sent or pasted: each change as old → new, by start."""
    return change_wording(office, message.who, message.changes, lang)


def change_wording(office: Office, who: str, changes: Mapping[str, DutyChange], lang: Lang) -> str:
    """The text that tells `who` (tagged) of some changes."""
    lines = [_line(one, lang) for one in sorted(changes.values(), key=_start)]
    name, office_name = office.name(who), office.settings["单位名称"]
    if lang == "zh":
        comrade = "同志" if is_person(who) else ""
        return f"【{office_name}】{name}{comrade}：您的值班有调整：\n" + "\n".join(lines) + "\n收到请回复。"
    return f"[{office_name}] {name}, your duties have changed:\n" + "\n".join(lines) + "\nPlease confirm."


def _line(change: DutyChange, lang: Lang) -> str:
    was, will = (_entry(side, lang) if side else "" for side in (change.before, change.after))
    if was and will:
        return f"· {was} → {will}"
    if lang == "zh":
        return f"· 新增：{will}" if will else f"· 取消：{was}"
    return f"· new: {will}" if will else f"· cancelled: {was}"


def _entry(one: CalendarFacts, lang: Lang) -> str:
    start, end = (datetime.fromisoformat(one[side]) for side in ("start", "end"))
    return (
        f"{day_words(start.date(), lang)}{' ' if lang == 'en' else ''}"
        f"{span_words(start, end, lang)} {one['what']}" + (f" {one['place']}" if one["place"] else "")
    )


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
