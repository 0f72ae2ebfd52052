"""Before a month is planned, on the 25th: who has sent nothing yet, which slots lack people, whom to phone first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from constraints.problem.problem import Slot
from planner.judging.still_serves import Hindrance, Today, cannot_serve
from planner.office.ids import as_person, as_unit, bare, is_person
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, WishRow
from planner.planning.basis import issued_facts
from planner.problem.assignees import able
from planner.problem.build import build_problem, period_slots
from planner.problem.period import Period
from planner.problem.rotation.turns import rotations
from planner.roster.contacts import PhoneCall, phone_call
from planner.roster.issued import begun
from planner.roster.turn_text import turn_words, worth_saying
from planner.store import cache
from planner.store.roster.standing import Standing
from planner.words import Words

CALLS = 3
"""How many telephone calls are proposed."""


@dataclass(frozen=True)
class Silent:
    """A unit, or the leaders, with how many of its people are of some pool and who of them has entered nothing \
for the month."""

    name: str
    """'' for the leaders."""
    people: int
    silent: tuple[str, ...]
    """The ids of those who have entered nothing."""


@dataclass(frozen=True)
class Short:
    """A slot that has fewer free people than it needs, or none to spare."""

    slot: Slot
    need: int
    free: int
    away: tuple[str, ...]
    """The tagged ids of those in its pools who are on leave or a trip."""


@dataclass(frozen=True)
class MovedTurn:
    """A slot on which somebody is passed over, and whose turn it is instead, in words for the office."""

    slot: Slot
    words: Words


@dataclass(frozen=True)
class Prepared:
    """What the office should know before it plans a month."""

    silent: tuple[Silent, ...]
    short: tuple[Short, ...]
    calls: tuple[tuple[PhoneCall, Words], ...]
    turns: tuple[MovedTurn, ...]
    """Slots that go by turns and on which somebody is passed over."""
    vacant: int
    """How many issued duties ahead, of any month, have a holder who can serve no longer."""
    asked: int = 0
    """How many people are of some pool of the month, and so are asked."""


def preparing(standing: Standing, month: str, now: datetime) -> Prepared:
    """What is known of a month (YYYY-MM) before it is planned. Raises NotPossible for a month that is none."""
    period = Period.month(month)
    return replace(
        _prepared(standing, period, now.date()),
        turns=_turns(standing, period, now, begun(standing, now)) if rotations(standing.office) else (),
        vacant=len(cannot_serve(standing, now)),
    )


def answers(standing: Standing, month: str, now: datetime) -> tuple[int, int]:
    """Of how many people of a month's pools nothing is entered yet, and how many there are."""
    silent, asked = _answers(standing, Period.month(month))
    return sum(len(one.silent) for one in silent), asked


@cache.kept(4, cache.OFFICE, cache.ISSUED, by=lambda standing, period, now, past: (period.text, past))
def _turns(standing: Standing, period: Period, now: datetime, past: int) -> tuple[MovedTurn, ...]:
    """`past` issued slots lie in the past: the turns rest on no other part of the present moment."""
    problem = build_problem(standing.office, period, issued_facts(standing, now)).problem
    slots = {slot.id: slot for slot in problem.slots}
    return tuple(
        MovedTurn(slots[turn.slot], words)
        for turn in problem.turns
        if turn.slot in slots and worth_saying(turn)
        for words in [turn_words(standing.office, turn, date.fromordinal(slots[turn.slot].day), private=True)]
    )


@cache.kept(4, cache.OFFICE, by=lambda standing, period, day: (period.text, day))
def _prepared(standing: Standing, period: Period, day: date) -> Prepared:
    office = standing.office
    silent, asked = _answers(standing, period)
    short = tuple(_short(office, period_slots(office, period)))
    return Prepared(silent, short, tuple(_calls(office, silent, short, day)), (), 0, asked)


@cache.kept(4, cache.OFFICE, by=lambda standing, period: period.text)
def _answers(standing: Standing, period: Period) -> tuple[tuple[Silent, ...], int]:
    """Who of a month's pools has entered nothing, and how many people are in them."""
    office = standing.office
    slots = period_slots(office, period)
    heard = _heard(office, period.first, period.last)
    pools = frozenset(pool for slot in slots if slot.kind == "person" for pool in slot.pools)
    pooled = {
        id
        for id, rows in office.people.items()
        if any(pools & set(row.pools) for row in rows if (row.end or period.first) >= period.first)
    }
    return tuple(_silent(office, pooled, heard)), len(pooled)


def _heard(office: Office, first: date, last: date) -> set[str]:
    """The ids of people with an absence or a wish on record for these days, or a wish for no day in particular."""
    found = {
        bare(row.who)
        for row in office.of(AbsenceRow)
        if is_person(row.who) and row.start <= last and (row.end or row.start) >= first
    }
    return found | {row.person for row in office.of(WishRow) if row.date is None or first <= row.date <= last}


def _silent(office: Office, pooled: set[str], heard: set[str]) -> list[Silent]:
    """The leaders first, then units in rank order; those with nobody silent are left out."""
    groups: dict[str, list[str]] = {}
    for id in sorted(pooled, key=lambda one: office.rank[as_person(one)]):
        rows = office.people[id]
        group = "" if office.is_leader(id) else next(iter(rows[-1].units), "-")
        groups.setdefault(group, []).append(id)
    ordered = sorted(groups.items(), key=lambda one: (one[0] != "", office.rank.get(as_unit(one[0]), (10**9, 0))))
    found = [
        Silent(
            "" if not group else office.name(as_unit(group)), len(ids), tuple(one for one in ids if one not in heard)
        )
        for group, ids in ordered
    ]
    return [one for one in found if one.silent]


def _short(office: Office, slots: Iterable[Slot]) -> list[Short]:
    """Slots of people, without those at sites, for which nobody is to spare, the worst first."""
    mine = [slot for slot in slots if slot.kind == "person" and not slot.site and slot.need]
    facts, found = Today.of(office, mine), list[Short]()
    for slot in mine:
        causes = {who: facts.cause(slot, who) for who in able(office, slot, date.fromordinal(slot.day))}
        free = sum(cause is None for cause in causes.values())
        if free <= slot.need:
            away = tuple(who for who, cause in causes.items() if cause is Hindrance.AWAY)
            found.append(Short(slot, slot.need, free, away))
    return sorted(found, key=lambda one: (one.free - one.need, one.slot.start, one.slot.id))


def _calls(
    office: Office, silent: tuple[Silent, ...], short: tuple[Short, ...], day: date
) -> list[tuple[PhoneCall, Words]]:
    """The first few calls, with why: to those away from most short slots, then to the largest silent groups."""
    wanted: dict[str, Words] = {}
    counts: dict[str, int] = {}
    for one in short:
        for who in one.away:
            counts[who] = counts.get(who, 0) + 1
    for who, count in sorted(counts.items(), key=lambda one: (-one[1], office.rank[one[0]])):
        wanted.setdefault(who, Words("有 %(count)s 个缺人的班次因其外出，能否调整时间", count=count))
    for group in sorted(silent, key=lambda one: -len(one.silent)):
        unit = next((id for id, row in office.units.items() if row.name == group.name), "")
        first = as_unit(unit) if unit else as_person(group.silent[0])
        wanted.setdefault(
            first,
            Words(
                "%(name)s还有 %(count)s 人没有报请假和要求",
                name=group.name or Words("区级领导"),
                count=len(group.silent),
            ),
        )
    return [(phone_call(office, who, day, asked=True), why) for who, why in list(wanted.items())[:CALLS]]
