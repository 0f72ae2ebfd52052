"""The roster as text to paste, and as a calendar file that is opened once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby

from planner.feeds.calendar_file import calendar_of
from planner.feeds.entry import entry, serialise, uid
from planner.office.office import Office
from planner.roster.check_code import check_code
from planner.roster.entered_afterwards import days_marked
from planner.roster.lines import Line, in_office_order, joined_names, times
from planner.store.messages.feeds import FeedKind
from planner.words import day_words


def roster_text(
    office: Office, month: str, lines: Sequence[Line], status: dict[str, str], running: Sequence[Line] = ()
) -> str:
    """Each duty day by day, without telephones, for a message or a notice; `status` is duty id → its status.

    `running` are lines of earlier months that still run: they stand at the top.
    """
    parts = []
    for duty in office.duties.values():
        mine = [line for line in lines if line.slot.duty == duty.id]
        if mine:
            body = [f"【{duty.name}】{month}　{status[duty.id]}　校验码 {check_code(mine)}"]
            shown = [*(line for line in running if line.slot.duty == duty.id), *mine]
            ordered = sorted(in_office_order(office, duty.id, shown), key=lambda line: line.day)
            for day, group in groupby(ordered, key=lambda line: line.day):
                body += _day(day, list(group))
            body += filter(None, [days_marked(shown)])
            parts.append("\n".join(body))
    return "\n\n".join(parts) + "\n"


def _day(day: date, some: list[Line]) -> list[str]:
    """The lines of a day: one with all its shifts; for a duty at sites, one more for each site."""
    if any(line.slot.site for line in some):
        sites = [f"　{site}：{_posts(list(group))}" for site, group in groupby(some, key=lambda line: line.slot.place)]
        return [f"{day_words(day, 'zh')} {some[0].slot.shift}{times(some[0])}", *sites]
    shifts = groupby(some, key=lambda line: (line.slot.shift, times(line)))
    return [
        f"{day_words(day, 'zh')}："
        + "；".join(f"{shift}{span} {_posts(list(group))}" for (shift, span), group in shifts)
    ]


def _posts(some: list[Line]) -> str:
    mark = "（待定）" if some[0].held.tentative else ""
    return "，".join(f"{line.slot.post} {joined_names(line.people, line.missing)}" for line in some) + mark


def calendar(office: Office, title: str, identity: str, lines: Sequence[Line], stamp: datetime) -> bytes:
    """The roster as an iCalendar file (RFC 5545) to open once; its entries have the UIDs of the duty's feed.

    `identity` is the office's part of the UIDs, `stamp` (aware) the DTSTAMP of all entries.
    """
    zone = str(office.zone)
    events = [
        serialise(
            entry(line, FeedKind.DUTY),
            uid(identity, FeedKind.DUTY, line.slot.id),
            0,
            stamp.astimezone(UTC).replace(microsecond=0),
            zone,
        )
        for line in lines
    ]
    return calendar_of(title, zone, "".join(events))
