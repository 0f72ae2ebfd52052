"""The desk: how a month stands for the office, as one value: draft, versions, grids, findings, changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from constraints.judge import concerned
from planner.effect.effect import ClauseRemark, all_remarks
from planner.effect.this_month import month_remarks
from planner.judging.still_serves import Hindrance, cannot_serve
from planner.office.office import Office
from planner.pages.last_jobs import failed_plan
from planner.pages.month.month_grid import Grid, banded, grids
from planner.pages.steps.month_steps import draft_at_hand
from planner.planning.basis import stale
from planner.planning.draft_findings import judged
from planner.planning.kept_draft import redrawn
from planner.problem.period import Period
from planner.roster.changes import Changed, changes
from planner.roster.entered_afterwards import month_over, slots_entered_afterwards
from planner.roster.finding_text import FindingSentence, sentences
from planner.roster.issued import begun, draft_lines, issued_lines, running_into
from planner.roster.lines import Line, by_start
from planner.roster.turn_text import said_beside
from planner.store import Transaction, cache
from planner.store.jobs import Job
from planner.store.results.explanation import Explanation
from planner.store.roster import bases, offices, versions
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Version
from planner.words import Lang, Words


@dataclass(frozen=True)
class DeskFinding(FindingSentence):
    """A finding in words, and how many slots it is about."""

    slots: int = 0


@dataclass(frozen=True)
class Desk:
    """A month on the office's desk: its draft and whether that is stale, what is issued, findings."""

    month: str
    office: Office
    draft: Draft | None
    stale: bool
    issued: tuple[Version, ...]
    failed: Job | None
    """The last plan, if it failed and nothing has come since."""
    grids: tuple[Grid, ...]
    findings: tuple[DeskFinding, ...]
    idle: tuple[ClauseRemark, ...]
    """The clauses that have no effect this month."""
    changes: tuple[Changed, ...]
    """What issuing the draft would change in what is issued."""
    redrawn: tuple[Changed, ...]
    """What the draft changed in the one before it, which it was to keep; none for a new start."""
    pinned: frozenset[tuple[str, str]]
    """(slot, assignee) of those whom an order puts where they are."""
    drafted: bool
    """Whether the grids show the draft."""
    flags: Mapping[str, tuple[int, ...]]
    """Slot → the numbers, from 1, of the findings that are about it."""
    unable: Mapping[tuple[str, str], Hindrance]
    """(slot, holder) of all that is issued and ahead whose holder can serve no longer → why."""
    turns: Mapping[str, Words]
    """Slot → whose turn it is, where somebody was passed over or others serve."""
    over: bool
    """Whether the month lies wholly in the past: then it can only be entered afterwards."""
    late: int
    """How many slots issuing the draft would enter afterwards, as they have begun."""
    state: tuple[object, ...]
    """A key that is another one whenever grids or findings could be others."""


Shown = tuple[
    tuple[Grid, ...],
    tuple[DeskFinding, ...],
    tuple[ClauseRemark, ...],
    tuple[Changed, ...],
    Mapping[str, tuple[int, ...]],
]
PARTS = (cache.OFFICE, cache.ISSUED, cache.DRAFTS)
"""The parts of the store that grids and findings rest on."""
FEW = 8
"""A finding about more slots than this is shown in the list alone, not on each of them."""


def desk(standing: Standing, month: str, now: datetime, lang: Lang, *, issued: bool = False) -> Desk:
    """A month (YYYY-MM) as it stands; the grids show its draft, or without one, or with `issued`, what is issued.

    Raises NotPossible for a month that is none.
    """
    Period.month(month)
    transaction, office = standing.transaction, standing.office
    draft = draft_at_hand(standing, month, now)
    past = begun(standing, now)
    state = *cache.marks(transaction, *PARTS), month, lang, issued, past
    editable = draft is not None and not issued
    shown, found, idle, changed, flags = _shown(
        standing, month, draft if editable else None, office.minute(now), lang, past
    )
    return Desk(
        month,
        office,
        draft,
        draft is not None and stale(standing, draft, now),
        tuple(versions.current(transaction, month)),
        failed_plan(transaction, month, draft, now),
        shown,
        found,
        idle,
        changed,
        _redrawn(transaction, office, draft) if draft and editable else (),
        pinned(transaction, draft) if draft and editable else frozenset(),
        editable,
        flags,
        cannot_serve(standing, now),
        _turns(office, shown),
        month_over(month, now),
        _late(standing, shown, now) if editable else 0,
        state,
    )


@cache.kept(8, *PARTS, by=lambda transaction, office, draft: draft.id)
def _redrawn(transaction: Transaction, office: Office, draft: Draft) -> tuple[Changed, ...]:
    return tuple(redrawn(transaction, office, draft))


def explanation(shown: Desk, job: Job | None) -> Explanation | None:
    """The explanation in a job's result, in one language; None where it is not about the draft's problem and book."""
    found = job.result if job else None
    if shown.draft is None or not isinstance(found, Explanation) or found.ground != shown.draft.digests[:2]:
        return None
    return found


def pinned(transaction: Transaction, draft: Draft) -> frozenset[tuple[str, str]]:
    """(slot, assignee) of everybody whom the draft has on a slot where an order (指定) wants them."""
    pins = bases.basis(transaction, draft.digests).problem.pins
    return frozenset(
        (slot, pin.who) for pin in pins if not pin.forbidden for slot in pin.slots if (slot, pin.who) in draft.roster
    )


@cache.kept(8, *PARTS, by=lambda standing, month, draft, clock, lang, past: (month, draft and draft.id, lang, past))
def _shown(standing: Standing, month: str, draft: Draft | None, clock: int, lang: Lang, past: int) -> Shown:
    """`past` issued slots lie in the past: the bands change with them, not with the clock."""
    transaction, office, content = standing.transaction, standing.office, standing.issued
    lines = _drafted(standing, month, draft, clock) if draft else issued_lines(transaction, office, month)
    before = running_into(transaction, office, month)
    late = slots_entered_afterwards(standing)
    made = tuple(banded(one, content, clock, late) for one in grids(office, lines, before))
    if draft is None:
        return made, (), (), (), {}
    issued = [version.duty for version in versions.current(transaction, month) if version.duty in draft.duties]
    changed = [
        one
        for duty in issued
        for one in changes(
            issued_lines(transaction, office, month, duty), [line for line in lines if line.slot.duty == duty]
        )
    ]
    found, flags = _findings(transaction, draft, lang)
    idle = month_remarks(_remarks(transaction, draft.digests[2]), judged(transaction, draft)[0])
    return made, found, idle, tuple(changed), flags


def _drafted(standing: Standing, month: str, draft: Draft, clock: int) -> list[Line]:
    """The lines that a month would have if its draft were issued now: what has begun by now stays as it is issued."""
    transaction, office, slots = standing.transaction, standing.office, standing.issued.slots
    begun = {id for id, held in slots.items() if held.slot.start <= clock}
    stays = [line for line in issued_lines(transaction, office, month) if line.slot.duty in draft.duties]
    found = [line for line in stays if line.slot.id in begun]
    found += [line for line in draft_lines(transaction, office, draft) if line.slot.id not in begun]
    return sorted(found, key=by_start)


def _turns(office: Office, shown: Iterable[Grid]) -> dict[str, Words]:
    lines = [line for grid in shown for row in grid.rows for cell in row.cells for line in cell]
    said = {line.slot.id: said_beside(office, line, private=True) for line in lines if line.turn}
    return {slot: words for slot, words in said.items() if words}


def _late(standing: Standing, shown: Iterable[Grid], now: datetime) -> int:
    lines = [line for grid in shown for row in grid.rows for cell in row.cells for line in cell]
    slots = {line.slot.id for line in lines if line.start <= now}
    return len(slots - standing.issued.slots.keys())


@cache.kept(2)
def _remarks(transaction: Transaction, digest: str) -> tuple[ClauseRemark, ...]:
    """What there is to know of the clauses of the office kept under a digest."""
    return all_remarks(offices.by_digest(transaction, digest))


def _findings(
    transaction: Transaction, draft: Draft, lang: Lang
) -> tuple[tuple[DeskFinding, ...], dict[str, tuple[int, ...]]]:
    """The findings in words, those of 必须 first, then the dearest, and slot id → their numbers, from 1."""
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
