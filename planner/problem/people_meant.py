"""Whom the words of a clause's 人员 mean, and on which days: people past an age, new in office, with a label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from planner.office.ids import Tag, as_person, as_unit, untagged
from planner.office.office import Office
from planner.office.people_words import Condition, conditions
from planner.office.sheets import Person
from planner.problem.assignees import LAST, everybody

DaySpans = tuple[tuple[int, int], ...]
"""Spans of days as (first, last), both included, apart from each other and in order."""
ALWAYS: DaySpans = ((1, LAST),)
ONE = timedelta(days=1)


def whom_and_when(office: Office, entries: Sequence[str]) -> dict[str, DaySpans]:
    """Tagged id of everybody whom some entries mean → the days on which they do; all but those left out, if no others.

    A unit is itself and its people, a pool its units too.
    """
    off = [untagged(one)[1] for one in entries if untagged(one)[0] is Tag.NOT]
    named = [one for one in entries if untagged(one)[0] is not Tag.NOT]
    found = _all_of(office, named) if named else {who: ALWAYS for who in _everybody(office)}
    for who, days in _all_of(office, off).items():
        if who in found:
            found[who] = _both(found[who], _beyond(days))
    return {who: days for who, days in found.items() if days}


def _everybody(office: Office) -> list[str]:
    return [*map(as_person, office.people), *map(as_unit, office.units)]


def _all_of(office: Office, entries: Iterable[str]) -> dict[str, DaySpans]:
    found: dict[str, DaySpans] = {}
    for entry in entries:
        for who, days in _one(office, entry).items():
            found[who] = _either(found[who], days) if who in found else days
    return found


def _one(office: Office, entry: str) -> dict[str, DaySpans]:
    tag, rest = untagged(entry)
    if tag is Tag.LABEL:
        return {as_person(id): days for id, rows in office.people.items() if (days := _labelled(rows, rest))}
    if tag is Tag.CONDITION:
        asked = conditions(rest)
        return {as_person(id): days for id, rows in office.people.items() if (days := _answering(rows, asked))}
    return dict.fromkeys(everybody(office, entry), ALWAYS)


def _labelled(rows: Sequence[Person], label: str) -> DaySpans:
    """The days on which somebody has a label: those of each row that has it, the first one's since ever."""
    days: DaySpans = ()
    for number, row in enumerate(rows):
        first = row.start.toordinal() if row.start and number else 1
        later = rows[number + 1].start if number + 1 < len(rows) else None
        last = later.toordinal() - 1 if later else LAST
        days = _either(days, ((first, last),)) if label in row.labels else days
    return days


def _answering(rows: Sequence[Person], asked: Iterable[Condition]) -> DaySpans:
    """The days on which somebody is all that is asked; none where what it takes to know is not registered."""
    days = ALWAYS
    for one in asked:
        days = _both(days, _days(rows, one))
    return days


def _days(rows: Sequence[Person], asked: Condition) -> DaySpans:
    if asked.measure == "everybody":
        return ALWAYS
    if asked.measure in ("male", "female"):
        return ALWAYS if any(row.sex == asked.measure for row in rows) else ()
    if asked.measure == "age":
        birth = next((row.birth for row in rows if row.birth), None)
        if birth is None:
            return ()
        reached = asked.after(birth).toordinal()
        return ((1, reached - 1),) if asked.under else ((reached, LAST),)
    early: DaySpans = ()
    for begun in _begun(rows):
        early = _either(early, ((begun.toordinal(), asked.after(begun).toordinal() - 1),))
    return early if asked.under else _beyond(early)


def _begun(rows: Sequence[Person]) -> list[date]:
    """The days on which somebody took office; another post without a break between is no new beginning."""
    ends = {row.end + ONE for row in rows if row.end}
    return [row.start for row in rows if row.start and row.start not in ends]


def _both(some: DaySpans, other: DaySpans) -> DaySpans:
    return tuple((max(a, c), min(b, d)) for a, b in some for c, d in other if max(a, c) <= min(b, d))


def _beyond(some: DaySpans) -> DaySpans:
    """Every other day."""
    found, begin = [], 1
    for first, last in sorted(some):
        if begin < first:
            found.append((begin, first - 1))
        begin = max(begin, last + 1)
    return (*found, (begin, LAST)) if begin <= LAST else tuple(found)


def _either(some: DaySpans, other: DaySpans) -> DaySpans:
    return _beyond(_both(_beyond(some), _beyond(other)))
