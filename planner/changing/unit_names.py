"""Naming: the liaison of a unit names its people for a studio date, a visit or a session that the unit comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.feeds.revisions import refresh
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.verdict import ELSEWHERE
from planner.notifying.messages import DutyRelease, release
from planner.office.ids import as_person, as_unit
from planner.office.office import Office
from planner.problem.assignees import assignees, members
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store import Store, Transaction, audit
from planner.store.people import named_people
from planner.store.roster import versions
from planner.store.roster.standing import Standing
from planner.words import Lang, day_words

MOST = 12
"""The most people that a unit names for one slot; further ones are dropped."""
AHEAD = timedelta(days=92)
"""How far ahead duties are shown."""


@dataclass(frozen=True)
class NamingTask:
    """A slot that a unit serves or comes along to, with the ids of the people it has named so far."""

    line: Line
    unit: str
    people: tuple[str, ...]


def units_of(office: Office, person: str) -> list[str]:
    """The ids of the units whose liaison a person (id) is, in rank order."""
    return sorted(
        (id for id, row in office.units.items() if row.liaison == person), key=lambda id: office.rank[as_unit(id)]
    )


def tasks(transaction: Transaction, office: Office, units: Sequence[str], now: datetime) -> list[NamingTask]:
    """The issued slots, not begun yet, that these units serve or come along to, by start."""
    known, wanted = named_people.every(transaction), set(units)
    found = []
    for month in sorted({one.month for one in versions.standing(transaction)}):
        if f"{now - timedelta(days=62):%Y-%m}" <= month <= f"{now + AHEAD:%Y-%m}":
            for line in issued_lines(transaction, office, month):
                if line.start > now:
                    mine = [id for id in units_on(line) if id in wanted]
                    found += [
                        NamingTask(line, id, tuple(person for of, person in known.get(line.slot.id, ()) if of == id))
                        for id in mine
                    ]
    return sorted(found, key=lambda one: (one.line.start, one.line.slot.id, one.unit))


def own_people(
    transaction: Transaction, office: Office, units: Sequence[str], now: datetime
) -> list[tuple[Line, list[str]]]:
    """The issued lines ahead on which people of these units serve, each with their names."""
    wanted, found = set(units), []
    for month in sorted({one.month for one in versions.standing(transaction)}):
        for line in issued_lines(transaction, office, month):
            names = [one.name for one in line.people if one.kind == "person" and one.unit in wanted]
            if names and now < line.start < now + AHEAD:
                found.append((line, names))
    return found


def units_on(line: Line) -> list[str]:
    """The ids of the units that serve a line themselves or come along to it."""
    return list(dict.fromkeys([*(one.id for one in line.people if one.kind == "unit"), *line.held.units]))


def name_people(
    store: Store,
    slot: str,
    of: str,
    people: Sequence[str],
    now: datetime,
    by: str,
    may: frozenset[str] | None,
    lang: Lang,
) -> None:
    """Name people (ids) of the unit `of` for a slot, in place of those named before, and tell whom it concerns.

    `may` are the units that `by` speaks for, None for the office. Raises SwapRefused where the slot is unknown or has
    begun, the unit has no part in it or is not theirs, or somebody is of another unit or taken.
    """
    with store.write() as transaction:
        standing = Standing.read(transaction)
        office, content = standing.office, standing.issued
        if slot not in content.slots:
            raise SwapRefused(Refusal.UNKNOWN_SLOT)
        duty, month = content.slots[slot].slot.duty, _month(content.slots[slot].slot.nominal)
        before = issued_lines(transaction, office, month, duty)
        line = next(one for one in before if one.slot.id == slot)
        if of not in units_on(line) or (may is not None and of not in may):
            raise SwapRefused(Refusal.NOT_LIAISON)
        if line.start <= now:
            raise SwapRefused(Refusal.STARTED)
        chosen = list(dict.fromkeys(people))[:MOST]
        for person in chosen:
            _free(standing, line, of, person, lang)
        named_people.put(transaction, slot, of, chosen, duty, month, f"{now:%Y-%m-%dT%H:%M:%S}")
        after = issued_lines(transaction, office, month, duty)
        refresh(transaction, office, duty, month, before, after, now)
        release(transaction, [DutyRelease(before, after, first=False)], now)
        audit.record(transaction, now, by, "name", {"slot": slot, "unit": of, "people": chosen})


def _month(nominal: int) -> str:
    return f"{date.fromordinal(nominal):%Y-%m}"


def _free(standing: Standing, line: Line, of: str, person: str, lang: Lang) -> None:
    """Raises SwapRefused where somebody is not of the unit, or away or on another duty at that time."""
    office, content = standing.office, standing.issued
    if person not in members(office, as_unit(of)):
        raise SwapRefused(Refusal.NOT_OF_UNIT, office.name(as_person(person)))
    who, slot = as_person(person), line.slot
    one = assignees(office)[who]
    if any(away.start < slot.end and slot.start < away.end for away in one.absences):
        raise SwapRefused(Refusal.TAKEN, ELSEWHERE.say(lang).format(who=office.name(who)))
    on = [content.slots[id].slot for id, other in content.pairs if other == who]
    on += [
        content.slots[id].slot
        for id, some in named_people.every(standing.transaction).items()
        if id != slot.id and id in content.slots and any(other == person for _, other in some)
    ]
    for other in on:
        if other.hold != "on_call" and other.start < slot.end and slot.start < other.end:
            duty = office.duties[other.duty].name if other.duty in office.duties else other.duty
            raise SwapRefused(
                Refusal.TAKEN,
                f"{office.name(who)} {day_words(date.fromordinal(other.day), lang)} {duty} {other.shift} {other.post}",
            )
