"""The office's desk: how a month stands, as one value that a page can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from constraints.judge import concerned
from constraints.problem.problem import minutes
from planner.office.office import Office
from planner.pages.month_grid import Grid, banded, grids
from planner.planning.basis import stale
from planner.planning.draft_findings import judged
from planner.problem.period import Period
from planner.roster.changes import Changed, changes
from planner.roster.finding_text import FindingSentence, sentences
from planner.roster.issued import draft_lines, issued_lines
from planner.store import Transaction, cache, jobs
from planner.store.jobs import Job
from planner.store.results.explanation import Explanation
from planner.store.roster import bases, drafts, offices, versions
from planner.store.roster.drafts import Draft
from planner.store.roster.versions import Version
from planner.words import Lang


@dataclass(frozen=True)
class DeskFinding(FindingSentence):
    """A finding in words, and how many slots it is about."""

    slots: int


@dataclass(frozen=True)
class Desk:
    """A month on the office's desk: what is drafted, issued, under way, and what is broken."""

    month: str
    office: Office
    draft: Draft | None
    stale: bool
    issued: tuple[Version, ...]
    job: Job | None
    grids: tuple[Grid, ...]
    findings: tuple[DeskFinding, ...]
    changes: tuple[Changed, ...]
    """What issuing the draft would change in what is issued."""
    pinned: frozenset[tuple[str, str]]
    drafted: bool
    """Whether the grids show the draft."""
    flags: Mapping[str, tuple[int, ...]]
    """Slot → the numbers, from 1, of the findings that are about it."""
    state: tuple[object, ...]
    """Differs whenever grids or findings could."""


Shown = tuple[tuple[Grid, ...], tuple[DeskFinding, ...], tuple[Changed, ...], Mapping[str, tuple[int, ...]]]
FEW = 8
"""A finding about more slots than that is told in the list alone, not on each of them."""
_SHOWN: cache.Shelf[Shown] = cache.Shelf(8)


def desk(transaction: Transaction, month: str, now: datetime, lang: Lang, *, issued: bool = False) -> Desk:
    """A month as it stands; the grids show the draft if there is one, or what is issued where that is wanted."""
    Period.month(month)
    office = offices.load(transaction)
    draft = drafts.latest(transaction, month)
    clock = minutes(now.replace(tzinfo=None))
    begun = sum(held.slot.start <= clock for held in versions.in_force(transaction).slots.values())
    state = *cache.marks(transaction, cache.OFFICE, cache.ISSUED, cache.DRAFTS), month, lang, issued, begun
    editable = draft is not None and not issued
    shown, found, changed, flags = _SHOWN.get(
        state, lambda: _shown(transaction, office, month, draft if editable else None, clock, lang)
    )
    return Desk(
        month,
        office,
        draft,
        draft is not None and stale(transaction, draft, now),
        tuple(versions.current(transaction, month)),
        jobs.latest(transaction, month),
        shown,
        found,
        changed,
        pinned(transaction, draft) if draft and editable else frozenset(),
        editable,
        flags,
        state,
    )


def explanation(shown: Desk, job: Job | None) -> Explanation | None:
    """Why the draft on the desk is not full, if that was worked out for what it rests on."""
    found = job.result if job else None
    if shown.draft is None or not isinstance(found, Explanation) or found.ground != shown.draft.digests[:2]:
        return None
    return found


def pinned(transaction: Transaction, draft: Draft) -> frozenset[tuple[str, str]]:
    """(slot, who) of everybody the draft holds where an order wants them."""
    pins = bases.basis(transaction, draft.digests).problem.pins
    return frozenset(
        (slot, pin.who) for pin in pins if not pin.forbidden for slot in pin.slots if (slot, pin.who) in draft.roster
    )


def _shown(transaction: Transaction, office: Office, month: str, draft: Draft | None, clock: int, lang: Lang) -> Shown:
    lines = draft_lines(transaction, draft) if draft else issued_lines(transaction, month)
    content = versions.in_force(transaction)
    made = tuple(banded(one, content, clock) for one in grids(office, lines))
    if draft is None:
        return made, (), (), {}
    issued = [version.duty for version in versions.current(transaction, month) if version.duty in draft.duties]
    changed = [
        one
        for duty in issued
        for one in changes(issued_lines(transaction, month, duty), [line for line in lines if line.slot.duty == duty])
    ]
    found, flags = _findings(transaction, draft, lang)
    return made, found, tuple(changed), flags


def _findings(
    transaction: Transaction, draft: Draft, lang: Lang
) -> tuple[tuple[DeskFinding, ...], dict[str, tuple[int, ...]]]:
    """The findings in words, those of 必须 first, and which of them each slot bears."""
    case, found = judged(transaction, draft)
    ordered = sorted(found, key=lambda one: (not one.must, -one.cost))
    office = bases.basis(transaction, draft.digests).office
    about = concerned(case, draft.roster, ordered)
    said = [
        DeskFinding(**vars(one), slots=len(slots))
        for one, slots in zip(sentences(office, case.problem, case.book, ordered, lang), about, strict=True)
    ]
    flags: dict[str, list[int]] = {}
    for number, slots in enumerate(about, 1):
        for slot in slots if len(slots) <= FEW else ():
            flags.setdefault(slot, []).append(number)
    return tuple(said), {slot: tuple(numbers) for slot, numbers in flags.items()}
