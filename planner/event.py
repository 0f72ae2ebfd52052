"""Events: one line of a roster as a calendar entry, serialised once per revision."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from planner.listing import Holder, Line

FeedKind = Literal["person", "duty", "public"]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
UNITS = re.compile(r"\\.|.", re.DOTALL)
OCTETS = 75
CANCELLED, TENTATIVE = "【已取消】", "【待定】"


@dataclass(frozen=True)
class Entry:
    """What a calendar shows of a line; `opaque` blocks the time."""

    summary: str
    location: str
    description: str
    category: str
    start: datetime
    end: datetime
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
    opaque: bool

    def digest(self) -> str:
        """SHA-256 of everything visible."""
        parts = (
            self.summary, self.location, self.description, self.category, self.start.isoformat(), self.end.isoformat(),
            self.status, str(self.opaque),
        )
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()

    def cancelled(self) -> Entry:
        """The entry after the duty was taken away."""
        plain = self.summary.removeprefix(TENTATIVE)
        return Entry(
            CANCELLED + plain, self.location, self.description, self.category, self.start, self.end, "CANCELLED", False,
        )


def entry(line: Line, kind: FeedKind, who: str = "") -> Entry:
    """The entry of a line in one kind of feed."""
    slot = line.slot
    what = " ".join(dict.fromkeys((line.duty_name, slot.shift, slot.post)))
    names = "、".join(_named(one, kind) for one in line.people) or "空缺"
    if kind == "person":
        others = "、".join(one.name for one in line.people if one.tagged != who)
        summary = f"{what} {slot.place}" if slot.site else what
        detail = f"同班：{others}" if others else ""
    else:
        place = f" {slot.place}" if slot.site else ""
        which = "" if kind == "public" else f" {slot.shift}{slot.post}"
        summary, detail = f"{line.duty_name}{which}{place}：{names}", f"{slot.shift} {slot.post}"
    more = [detail, f"主题：{line.held.topic}" if line.held.topic else ""]
    tentative = line.status == "tentative"
    return Entry(
        _clean((TENTATIVE if tentative else "") + summary), _clean(slot.place),
        _clean("\n".join(part for part in more if part)), _clean(line.duty_name),
        line.start, line.end, "TENTATIVE" if tentative else "CONFIRMED", kind == "person",
    )


def _named(one: Holder, kind: FeedKind) -> str:
    return f"{one.name}（{one.title}）" if kind == "public" and one.title else one.name


def _clean(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def uid(office: str, kind: str, slot: str) -> str:
    """The name of an entry: from office, kind of feed and slot alone."""
    return hashlib.sha256(f"{office}|{kind}|{slot}".encode()).hexdigest()[:32] + "@dangzhi"


def serialise(one: Entry, name: str, sequence: int, stamp: datetime, zone: str) -> str:
    """The entry as a VEVENT, CRLF lines of at most 75 octets."""
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


def _escaped(text: str) -> str:
    """Text by RFC 5545 3.3.11."""
    return text.translate(ESCAPES)


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, never cut inside a character or an escape."""
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
