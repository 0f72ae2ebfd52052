"""What is issued or drafted, as lines: by month, duty and version, and what differs between two versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from constraints.problem.problem import DAY
from constraints.problem.roster import Pair, Roster
from planner.errors import NotPossible
from planner.office.office import Office
from planner.problem.parts import lasts, whole_again
from planner.problem.rotation.turns import rotations
from planner.roster.changes import Changed, changes
from planner.roster.entered_afterwards import marked
from planner.roster.lines import Line, by_start, held_slots, lines
from planner.roster.turn_text import with_turns
from planner.store import Transaction, cache
from planner.store.held_slot import Held
from planner.store.people import named_people
from planner.store.roster import bases, offices, versions
from planner.store.roster.bases import Basis
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.store.roster.turns import planned_turns
from planner.store.roster.versions import Content, Version
from planner.words import Words


def listed(transaction: Transaction, office: Office, content: Content, version: Version) -> list[Line]:
    """The lines of a version's content, with the names and titles that the office had when it was issued."""
    then = offices.by_digest(transaction, version.digests[2])
    found = lines(
        then,
        content.slots.values(),
        content.pairs,
        {version.duty: version.number},
        named_people.every(transaction),
        office,
    )
    if rotations(then):
        planned = planned_turns(transaction, version.digests[0])
        found = with_turns(found, {turn.slot: turn for turn in planned.turns})
    return marked(transaction, office, found, version.duty, version.month, version.number)


def issued_lines(
    transaction: Transaction, office: Office, month: str, duty: str | None = None, number: int | None = None
) -> list[Line]:
    """The issued lines of a month (YYYY-MM), by start: all in force, or those of one duty.

    With `number`, those of that version of the duty; raises NotPossible where it comes without a duty.
    """
    return list(_issued_lines(transaction, office, month, duty, number))


@cache.kept(64, cache.ISSUED, cache.OFFICE, by=lambda transaction, office, month, duty, number: (month, duty, number))
def _issued_lines(
    transaction: Transaction, office: Office, month: str, duty: str | None, number: int | None
) -> list[Line]:
    if number is not None:
        if duty is None:
            raise NotPossible(Words("--version 须与 --duty 一起用"))
        chosen = [one for one in versions.every(transaction, month) if (one.duty, one.number) == (duty, number)]
    else:
        chosen = versions.current(transaction, month, duty)
    found = []
    for version in chosen:
        found += listed(
            transaction, office, versions.content(transaction, version.duty, month, version.number), version
        )
    return sorted(found, key=by_start)


BACK = timedelta(days=62 + 92)
"""How long before a day a slot that still runs may have its nominal date: as long as one lasts, and may be moved."""


def months_back(transaction: Transaction, first: date, last: date) -> list[str]:
    """The months (YYYY-MM) of versions that may have slots on the days from `first` to `last`, but for moved ones."""
    months = {version.month for version in versions.every(transaction)}
    return sorted(month for month in months if f"{first - BACK:%Y-%m}" <= month <= f"{last:%Y-%m}")


def running_into(transaction: Transaction, office: Office, month: str, duty: str | None = None) -> list[Line]:
    """The issued lines of earlier months that last more than a day and run in a month (YYYY-MM), by start."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=31)).replace(day=1)
    earlier = [one for one in months_back(transaction, first, first) if one < month]
    found = [line for one in earlier for line in issued_lines(transaction, office, one, duty)]
    return [
        line
        for line in found
        if line.lasting and line.day < after and line.end > datetime.combine(first, time(), line.end.tzinfo)
    ]


def begun(standing: Standing, now: datetime) -> int:
    """How many days of issued slots have begun: what tells past from future changes with it, not with every minute."""
    clock = standing.office.minute(now)
    begun_slots = (held.slot for held in standing.issued.slots.values() if held.slot.start <= clock)
    return sum(min(lasts(slot), (clock - slot.start) // DAY + 1) for slot in begun_slots)


def draft_lines(transaction: Transaction, office: Office, draft: Draft, duty: str | None = None) -> list[Line]:
    """The lines of a draft by start, of all its duties or one, with the issued slots that would stay."""
    return list(_draft_lines(transaction, office, draft, duty))


@cache.kept(8, cache.ISSUED, cache.DRAFTS, cache.OFFICE, by=lambda transaction, office, draft, duty: (draft.id, duty))
def _draft_lines(transaction: Transaction, office: Office, draft: Draft, duty: str | None) -> list[Line]:
    of = {slot.id: slot.duty for slot in bases.basis(transaction, draft.digests).problem.slots}
    mine: dict[str, set[Pair]] = defaultdict(set)
    for slot, who in draft.roster.pairs:
        mine[of.get(slot, "")].add((slot, who))
    found = [
        line
        for one in draft.duties
        if duty in (None, one)
        for line in _lines_of_duty(transaction, office, draft, one, frozenset(mine[one]))
    ]
    return sorted(found, key=by_start)


@cache.kept(
    64,
    cache.ISSUED,
    cache.OFFICE,
    by=lambda transaction, office, draft, duty, pairs: (draft.digests, draft.first, draft.last, duty, pairs),
)
def _lines_of_duty(
    transaction: Transaction, office: Office, draft: Draft, duty: str, pairs: frozenset[Pair]
) -> list[Line]:
    """The lines of one duty of a draft, on whose slots it has these pairs: an edit leaves all other duties at hand."""
    basis = bases.basis(transaction, draft.digests)
    content = content_of(basis, draft, duty, versions.content(transaction, duty, draft.month))
    found = lines(basis.office, content.slots.values(), content.pairs, now=office)
    return with_turns(found, {turn.slot: turn for turn in basis.problem.turns})


def content_of(basis: Basis, draft: Draft, duty: str, before: Content) -> Content:
    """The content that a duty's month would have if the draft were issued; `before` is its content in force.

    Issued slots stay as they are if they have begun or lie outside the days of the draft.
    """
    first, last = date.fromisoformat(draft.first), date.fromisoformat(draft.last)
    mine = [slot for slot in basis.problem.slots if slot.duty == duty]
    held = {one.slot.id: one for one in held_slots(basis.office, mine, first, last)}
    outside = {id: one for id, one in before.slots.items() if _kept(one, held, basis.problem.begun, first, last)}
    pairs = {pair for pair in draft.roster.pairs if pair[0] in held}
    pairs |= {pair for pair in before.pairs if pair[0] in outside}
    return Content({**outside, **held}, frozenset(pairs))


def parts_joined(basis: Basis, draft: Draft, duties: Sequence[str]) -> tuple[Basis, Draft]:
    """Basis and draft in which the parts of a slot of these duties that meet at the same people are one again."""
    problem, pairs = whole_again(basis.problem, draft.roster.pairs, duties)
    if problem == basis.problem:
        return basis, draft
    return replace(basis, problem=problem), replace(draft, roster=Roster(pairs))


def _kept(one: Held, held: dict[str, Held], begun: frozenset[str], first: date, last: date) -> bool:
    """Whether an issued slot stays: the draft lacks it, and it has begun or is of a day that is not planned."""
    nominal = date.fromordinal(one.slot.nominal)
    return one.slot.id not in held and (one.slot.id in begun or not first <= nominal <= last)


def diff(transaction: Transaction, office: Office, month: str, old: int, new: int) -> dict[str, tuple[Changed, ...]]:
    """Duty → what changed from version `old` to version `new` of a month, for duties that have `new`.

    Version 0 is an empty roster.
    """
    found = {}
    for duty in dict.fromkeys(one.duty for one in versions.every(transaction, month)):
        sides = [issued_lines(transaction, office, month, duty, number) if number else [] for number in (old, new)]
        numbers = {one.number for one in versions.every(transaction, month) if one.duty == duty}
        if {old, new} & numbers and new in numbers:
            found[duty] = tuple(changes(*sides))
    return found
