"""Reissuing: the one way in which every change writes the next version of each duty that it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from constraints.problem.problem import Slot
from constraints.wire import problem_bytes
from planner.feeds.revisions import refresh
from planner.judging.in_force import Exchange, touched
from planner.notifying.knowledge import Awareness
from planner.notifying.messages import DutyRelease, release
from planner.office.office import Office
from planner.planning.outcome import made_with
from planner.roster.changes import changes
from planner.roster.check_code import check_code
from planner.roster.issued import listed
from planner.roster.lines import lines
from planner.store import Transaction, blobs
from planner.store.held_slot import Held
from planner.store.people import named_people
from planner.store.roster import bases, offices, versions
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content, NewVersion, Version


def reissue(
    standing: Standing,
    exchange: Exchange,
    now: datetime,
    reason: str,
    aware: Awareness,
    moved: Mapping[str, Held] | None = None,
) -> None:
    """Write the next version of each duty that an exchange or moved slots (id → slot) touch, and the messages about it.

    `aware` says who learns of it otherwise than by a message. Rows that stay the same belong to both versions; a duty
    without any difference gets none. Nothing is judged here.
    """
    transaction, content = standing.transaction, standing.issued
    slots = [content.slots[slot].slot for slot in {slot for slot, _ in exchange.out | exchange.put} | set(moved or ())]
    everything = {id: held.slot for id, held in {**content.slots, **(moved or {})}.items()}
    done = [
        _next(transaction, standing.office, version, exchange, now, reason, moved or {}, everything)
        for version in touched(transaction, slots)
    ]
    release(transaction, [one for one in done if one], now, aware)


def _next(
    transaction: Transaction,
    office: Office,
    version: Version,
    exchange: Exchange,
    now: datetime,
    reason: str,
    moved: Mapping[str, Held],
    slots: Mapping[str, Slot],
) -> DutyRelease | None:
    before = versions.content(transaction, version.duty, version.month)
    held = {id: moved.get(id, one) for id, one in before.slots.items()}
    after = Content(held, frozenset(pair for pair in exchange.of(before.pairs) if pair[0] in before.slots))
    number = versions.next_number(transaction, version.duty, version.month)
    old = listed(transaction, office, before, version)
    new = lines(
        offices.by_digest(transaction, version.digests[2]),
        after.slots.values(),
        after.pairs,
        {version.duty: number},
        named_people.every(transaction),
        office,
    )
    if not changes(old, new):
        return None
    versions.issue(
        transaction,
        NewVersion(
            duty=version.duty,
            month=version.month,
            number=number,
            draft=version.draft,
            problem=_facts(transaction, version, slots),
            book=version.digests[1],
            office=version.digests[2],
            code=check_code(new),
            issued_at=now.isoformat(),
            signed_by=version.signed_by,
            reference=version.reference,
            reason=reason,
            made_with=made_with(),
        ),
        before,
        after,
    )
    refresh(transaction, office, version.duty, version.month, old, new, now)
    return DutyRelease(old, new, first=False)


def _facts(transaction: Transaction, version: Version, slots: Mapping[str, Slot]) -> str:
    """The digest of the next version's problem: the last version's, with its slots at the times they now have."""
    problem = bases.basis(transaction, version.digests).problem
    now = tuple(slots.get(slot.id, slot) for slot in problem.slots)
    return (
        version.digests[0]
        if now == problem.slots
        else blobs.keep_blob(transaction, problem_bytes(replace(problem, slots=now)))
    )
