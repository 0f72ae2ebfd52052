"""What an issue does to feeds: every entry that it changes gets its next revision.

An entry is serialised once for each kind of feed, when it changes, with a later DTSTAMP (RFC 5545 section 3.8.7.2)
and a higher SEQUENCE (section 3.8.7.4).
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from planner.feeds.entry import CalendarEntry, entry, serialise, uid
from planner.office.ids import as_unit, is_village
from planner.office.office import Office
from planner.roster.entered_afterwards import marked
from planner.roster.lines import Line, may_move
from planner.store import Transaction
from planner.store.messages import feeds as rows
from planner.store.messages.feeds import FeedKind, Revision

SECOND = timedelta(seconds=1)
STAMP = "%Y%m%dT%H%M%SZ"
EntryKey = tuple[FeedKind, str, str]
"""(kind of feed, slot id, tagged id of the person, unit or village whose feed it is, else '')"""
FOR_RESIDENTS = (FeedKind.PUBLIC, FeedKind.VILLAGE)


def refresh(
    transaction: Transaction,
    office: Office,
    duty: str,
    month: str,
    before: list[Line],
    after: list[Line],
    now: datetime,
) -> int:
    """Bring the entries of a duty's month from the lines `before` to `after`; returns how many changed.

    An entry whose line is gone is cancelled, once; the rest change only where something visible did. The version with
    the lines `after` is written already.
    """
    part = identity(transaction, office)
    known = rows.of_month(transaction, duty, month)
    wanted = {key: line for line in marked(transaction, office, after, duty, month) for key in keys(line)}
    changed = []
    for key, line in wanted.items():
        changed += _revised(known.get(key), key, line, _entry(office, line, key), part, month, now, None)
    lost = {key: line for line in before for key in keys(line) if key not in wanted}
    for key, line in lost.items():
        was = known.get(key)
        if was is not None and was.gone_on is None:
            gone = now.date().isoformat()
            changed += _revised(was, key, line, _entry(office, line, key).cancelled(), part, month, now, gone)
    rows.put(transaction, changed)
    return len(changed)


def keys(line: Line) -> list[EntryKey]:
    """The keys of all entries that a line gives: office, duty, public, its village, its people, its units.

    What was entered afterwards has none for residents.
    """
    id, site = line.slot.id, line.slot.site
    units = {one.unit for one in line.people if one.unit} | set(line.held.units)
    found = [
        (FeedKind.OFFICE, id, ""),
        (FeedKind.DUTY, id, ""),
        (FeedKind.PUBLIC, id, ""),
        *([(FeedKind.VILLAGE, id, site)] if is_village(site) else []),
        *(
            (FeedKind.PERSON, id, one)
            for one in dict.fromkeys(one.tagged for one in (*line.people, *line.named) if one.kind == "person")
        ),
        *((FeedKind.UNIT, id, as_unit(one)) for one in sorted(units)),
    ]
    return [key for key in found if not line.entered_afterwards or key[0] not in FOR_RESIDENTS]


def _entry(office: Office, line: Line, key: EntryKey) -> CalendarEntry:
    """The entry of a line; to residents only what may still move is tentative."""
    if key[0] in FOR_RESIDENTS and not may_move(office, line):
        line = replace(line, held=replace(line.held, tentative=False))
    return entry(line, key[0], key[2])


def _revised(
    was: Revision | None,
    key: EntryKey,
    line: Line,
    one: CalendarEntry,
    office: str,
    month: str,
    now: datetime,
    gone: str | None,
) -> list[Revision]:
    """The next revision, or nothing if nothing visible changed; stamp and sequence only ever rise."""
    content = one.digest()
    if was is not None and was.content == content and was.gone_on == gone:
        return []
    stamp = now.astimezone(UTC).replace(microsecond=0)
    sequence = 0
    if was is not None:
        stamp = max(stamp, moment_of(was.stamp) + SECOND)
        sequence = was.sequence + 1
    text = serialise(one, uid(office, key[0], key[1]), sequence, stamp, str(line.start.tzinfo))
    return [
        Revision(
            *key, line.slot.duty, month, line.day.isoformat(), sequence, stamp.strftime(STAMP), content, text, gone
        )
    ]


def moment_of(stamp: str) -> datetime:
    """The moment (UTC) that a stamp says, such as 20261201T010000Z."""
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def identity(transaction: Transaction, office: Office) -> str:
    """The office's part of UIDs: made from its name the first time, then kept even if the name changes."""
    found = rows.switched(transaction, "identity")
    if not found:
        found = first_identity(office)
        rows.switch(transaction, "identity", found)
    return found


def first_identity(office: Office) -> str:
    """The part of UIDs that an office's present name gives: 16 hex digits."""
    return hashlib.sha256(office.settings["单位名称"].encode()).hexdigest()[:16]
