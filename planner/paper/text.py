"""The roster as text to paste, and as a one-off calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from planner.changes import day_words
from planner.codes import check_code
from planner.event import entry, serialise, uid
from planner.feed import calendar_of
from planner.listing import Line, names, times
from planner.office import Office


def text(office: Office, month: str, lines: Sequence[Line], status: dict[str, str]) -> str:
    """Each duty day by day, for a message or a notice; no telephones."""
    parts = []
    for duty in office.duties.values():
        mine = [line for line in lines if line.slot.duty == duty.id]
        if mine:
            body = [f"【{duty.name}】{month}　{status[duty.id]}　校验码 {check_code(mine)}"]
            for day, group in groupby(mine, key=lambda line: line.day):
                body.append(f"{day_words(day, 'zh')}：" + "；".join(_line(line) for line in group))
            parts.append("\n".join(body))
    return "\n\n".join(parts) + "\n"


def _line(line: Line) -> str:
    where = f"{line.slot.place} " if line.slot.site else ""
    mark = "（待定）" if line.status == "tentative" else ""
    return f"{where}{line.slot.shift}{times(line)} {line.slot.post} {names(line.people, line.missing)}{mark}"


def calendar(office: Office, title: str, identity: str, lines: Sequence[Line], stamp: datetime) -> bytes:
    """The roster as a calendar file to open once, entries named as in the duty's feed."""
    zone = office.settings["时区"]
    events = [
        serialise(entry(line, "duty"), uid(identity, "duty", line.slot.id), 0, stamp.astimezone(UTC).replace(microsecond=0), zone)
        for line in lines
    ]
    return calendar_of(title, zone, "".join(events))
