"""One line of a roster as a calendar entry, and its text as a VEVENT (RFC 5545 section 3.6.1)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from planner.office.ids import as_unit
from planner.roster.lines import Line, titled
from planner.store.messages.feeds import FeedKind

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
UNITS = re.compile(r"\\.|.", re.DOTALL)
OCTETS = 75
CANCELLED, TENTATIVE = "【已取消】", "【待定】"


@dataclass(frozen=True)
class CalendarEntry:
    """What a calendar shows of a line; `opaque` says that the time counts as busy."""

    summary: str
    location: str
    description: str
    category: str
    start: datetime
    end: datetime
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
    opaque: bool

    def digest(self) -> str:
        """SHA-256 in hex of everything visible: equal where a calendar would show the same."""
        parts = (
            self.summary,
            self.location,
            self.description,
            self.category,
            self.start.isoformat(),
            self.end.isoformat(),
            self.status,
            str(self.opaque),
        )
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()

    def cancelled(self) -> CalendarEntry:
        """The same entry, marked as cancelled and leaving the time free."""
        plain = self.summary.removeprefix(TENTATIVE)
        return CalendarEntry(
            CANCELLED + plain, self.location, self.description, self.category, self.start, self.end, "CANCELLED", False
        )


def entry(line: Line, kind: FeedKind, who: str = "") -> CalendarEntry:
    """The entry of a line in one kind of feed; `who` is the tagged id whose feed it is, or ''."""
    slot = line.slot
    summary, detail = _SAID[kind](line, who)
    more = [detail, f"主题：{line.held.topic}" if line.held.topic else ""]
    tentative = line.held.tentative
    return CalendarEntry(
        _clean((TENTATIVE if tentative else "") + summary),
        _clean(slot.place),
        _clean("\n".join(part for part in more if part)),
        _clean(line.duty_name),
        line.start,
        line.end,
        "TENTATIVE" if tentative else "CONFIRMED",
        kind == FeedKind.PERSON,
    )


def _to_person(line: Line, who: str) -> tuple[str, str]:
    others = "、".join(one.name for one in line.people if one.tagged != who)
    return _what(line), f"同班：{others}" if others else ""


def _to_unit(line: Line, who: str) -> tuple[str, str]:
    """Summary and description for a unit: which of its people serve, or that it only comes along."""
    own = "、".join(
        one.name for one in (*line.people, *line.named) if one.kind == "person" and as_unit(one.unit) == who
    )
    serves = any(one.tagged == who for one in line.people)
    others = "、".join(one.name for one in line.people if as_unit(one.unit) != who)
    return _what(line) + (f"：{own}" if own else "" if serves else "（陪同）"), f"同班：{others}" if others else ""


def _to_village(line: Line, who: str) -> tuple[str, str]:
    return f"{line.duty_name}：{_names(line, titles=True)}", f"{line.slot.shift} {line.slot.post}"


def _to_office(line: Line, who: str) -> tuple[str, str]:
    slot = line.slot
    named = "、".join(one.name for one in line.named)
    return f"{line.duty_name} {slot.shift}{slot.post}{_place(line)}：{_names(line)}", f"{slot.shift} {slot.post}" + (
        f"\n单位报人：{named}" if named else ""
    )


def _to_public(line: Line, who: str) -> tuple[str, str]:
    return f"{line.duty_name}{_place(line)}：{_names(line, titles=True)}", f"{line.slot.shift} {line.slot.post}"


_SAID: dict[FeedKind, Callable[[Line, str], tuple[str, str]]] = {
    FeedKind.PERSON: _to_person,
    FeedKind.UNIT: _to_unit,
    FeedKind.VILLAGE: _to_village,
    FeedKind.DUTY: _to_office,
    FeedKind.OFFICE: _to_office,
    FeedKind.PUBLIC: _to_public,
}
"""Kind of feed → (line, whose feed) → (summary, description)."""


def _what(line: Line) -> str:
    return " ".join(dict.fromkeys((line.duty_name, line.slot.shift, line.slot.post))) + _place(line)


def _place(line: Line) -> str:
    return f" {line.slot.place}" if line.slot.site else ""


def _names(line: Line, *, titles: bool = False) -> str:
    return "、".join(titled(one) if titles else one.name for one in line.people) or "空缺"


def _clean(text: str) -> str:
    """Text without control characters, and without outer spaces, which some clients drop and others keep."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def uid(office: str, kind: str, slot: str) -> str:
    """The UID of an entry (RFC 5545 section 3.8.4.7): made of office, kind of feed and slot alone, so that it lasts."""
    return hashlib.sha256(f"{office}|{kind}|{slot}".encode()).hexdigest()[:32] + "@dangzhi"


def serialise(one: CalendarEntry, name: str, sequence: int, stamp: datetime, zone: str) -> str:
    """The entry as a VEVENT: lines of at most 75 octets that end in CRLF.

    `name` is its UID, `stamp` the moment of the revision, `zone` the TZID in which start and end are said.
    """
    changed = f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = (
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(one.summary)}",
        f"DTSTART;TZID={zone}:{one.start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={zone}:{one.end:%Y%m%dT%H%M%S}",
        f"DTSTAMP:{changed}",
        f"UID:{name}",
        f"SEQUENCE:{sequence}",
        f"CATEGORIES:{_escaped(one.category)}",
        f"DESCRIPTION:{_escaped(one.description)}" if one.description else "",
        f"LAST-MODIFIED:{changed}",
        f"LOCATION:{_escaped(one.location)}" if one.location else "",
        f"STATUS:{one.status}",
        f"TRANSP:{'OPAQUE' if one.opaque else 'TRANSPARENT'}",
        "END:VEVENT",
    )
    return "".join(_folded(line) + "\r\n" for line in lines if line)


def alarm(minutes: int) -> str:
    """A VALARM (RFC 5545 section 3.6.6) so many minutes before the entry it stands in begins."""
    return f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT{minutes}M\r\nDESCRIPTION:值班提醒\r\nEND:VALARM\r\n"


def reminded(event: str, minutes: tuple[int, ...]) -> str:
    """A serialised entry with a reminder for each number of minutes; a cancelled one gets none."""
    if not minutes or "\r\nSTATUS:CANCELLED\r\n" in event:
        return event
    return event.removesuffix("END:VEVENT\r\n") + "".join(map(alarm, minutes)) + "END:VEVENT\r\n"


def _escaped(text: str) -> str:
    """Text with backslash, semicolon, comma and line break escaped (RFC 5545 section 3.3.11)."""
    return text.translate(ESCAPES)


def _folded(line: str) -> str:
    """A line folded into pieces of at most 75 octets (RFC 5545 section 3.1), no character or escape cut."""
    if len(line) <= OCTETS // 4 or len(line.encode()) <= OCTETS:
        return line
    pieces, piece, size = [], "", 0
    for unit in UNITS.findall(line):
        octets = len(unit.encode())
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = "", 1  # the space that a piece begins with
        piece += unit
        size += octets
    return "\r\n ".join([*pieces, piece])
