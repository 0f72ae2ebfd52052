"""The places that a clause of 轮流 fills in turn: its slots of a period, planned now or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from constraints.problem.problem import Slot
from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Post
from planner.problem.occasions import occasions
from planner.problem.period import Issued, Period, duties_of
from planner.problem.rule_book import days_meant, term
from planner.problem.sites import slots


def all_slots(
    office: Office, period: Period, rows: Iterable[ClauseRow], planned: Sequence[Slot], issued: Issued
) -> list[Slot]:
    """The slots of a period of all duties that these clauses cover: as planned, else as issued, else as they would be.

    By start, then in the order of duties, posts and sites.
    """
    duties = {duty for row in rows for duty in row.duties or office.duties}
    planning = {duty.id for duty in duties_of(office, period)}
    found = {slot.id: slot for slot in planned if slot.duty in duties}
    for duty in (one for one in office.duties.values() if one.id in duties - planning):
        for occasion in occasions(office, duty, period.first, period.last):
            found |= {slot.id: slot for slot in slots(office, duty, occasion)}
    first, last = period.first.toordinal(), period.last.toordinal()
    for slot in issued.slots.values():
        stands = slot.start <= issued.now or slot.duty not in planning  # else the plan has it, or drops it
        if slot.duty in duties and stands and first <= slot.nominal <= last:
            found[slot.id] = slot
    order = {(post.duty, post.id): number for number, post in enumerate(_posts(office))}
    return sorted(found.values(), key=lambda slot: (slot.start, order.get(_post(slot), len(order)), slot.site))


def _posts(office: Office) -> Iterator[Post]:
    """Every post, in the order of the duties, then of the posts of each."""
    for duty in office.duties:
        yield from office.posts.get(duty, ())


def _post(slot: Slot) -> tuple[str, str]:
    return slot.duty, SlotKey.of(slot.id).post


def in_scope(office: Office, row: ClauseRow, some: Iterable[Slot], first: date) -> list[Slot]:
    """Those of some slots that a clause speaks of, however long ago; people are not asked.

    `first` is the first day planned, from which counts what says no other day.
    """
    words, held = days_meant(office, row, first), term(row)
    return [
        slot
        for slot in some
        if (not row.duties or slot.duty in row.duties)
        and (not row.shifts or slot.shift in row.shifts)
        and (not row.posts or slot.post in row.posts)
        and (words is None or words.matches(date.fromordinal(slot.day), office.calendar))
        and (held is None or held[0] <= slot.day <= held[1])
    ]
