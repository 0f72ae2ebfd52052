"""What stands in the cells of a duty's table: days, notes, people one a line, units that come along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from planner.office.ids import as_unit
from planner.office.office import Office
from planner.roster.lines import OPEN, Holder, Line
from planner.roster.turn_text import on_paper


def note(office: Office, line: Line) -> str:
    """待定, the nominal day of what was moved, topic, note, and whose turn it is where that is not plain."""
    moved = "" if line.nominal == line.day else f"原定{line.nominal.month}月{line.nominal.day}日"
    tentative = "待定" if line.status == "tentative" else ""
    return "；".join(
        part for part in (tentative, moved, line.held.topic, line.held.note, on_paper(office, line)) if part
    )


def notes(office: Office, some: Iterable[Line]) -> str:
    """The notes of several lines, each once."""
    return "；".join(dict.fromkeys(said for line in some if (said := note(office, line))))


def each(people: Iterable[Holder], get: Callable[[Holder], str]) -> str:
    """One text of each who has it, a line each."""
    return "\n".join(get(one) for one in people if get(one))


def one_a_line(some: Sequence[Line]) -> str:
    """The names on some lines, a line each, and 空缺 for each who is missing."""
    return "\n".join([*(one.name for one in holders(some)), *[OPEN] * sum(line.missing for line in some)])


def holders(some: Iterable[Line]) -> list[Holder]:
    """The people and units on some lines."""
    return [one for line in some for one in line.people]


def along(office: Office, some: Sequence[Line]) -> list[str]:
    """The names of the units that come along, each once."""
    return list(dict.fromkeys(office.name(as_unit(unit)) for line in some for unit in line.held.units))


def of_units(some: Iterable[Line]) -> list[Line]:
    """The lines whose post units hold."""
    return [line for line in some if line.slot.kind == "unit"]


def of_people(some: Iterable[Line]) -> list[Line]:
    """The lines whose post people hold."""
    return [line for line in some if line.slot.kind == "person"]


def posts(some: Iterable[Line]) -> list[str]:
    """The names of the posts of some lines, each once, in the order given."""
    return list(dict.fromkeys(line.slot.post for line in some))
