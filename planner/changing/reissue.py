"""Reissuing: the one way in which every change writes the next version of each duty that it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from constraints.problem.problem import Slot
from constraints.wire import problem_bytes
from planner.feeds.revisions import refresh
from planner.judging.handover import Exchange
from planner.judging.in_force import touched
from planner.notifying.knowledge import Awareness
from planner.notifying.messages import DutyRelease, release
from planner.office.ids import as_unit
from planner.office.office import Office
from planner.planning.outcome import made_with
from planner.problem.parts import as_in_force
from planner.roster.changes import changes
from planner.roster.check_code import check_code
from planner.roster.issued import listed
from planner.roster.lines import lines
from planner.store import Transaction, blobs
from planner.store.people import named_people
from planner.store.roster import bases, offices, versions
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content, NewVersion, Version


def reissue(standing: Standing, exchange: Exchange, now: datetime, reason: str, aware: Awareness) -> None:
    """Write the next version of each duty that an exchange touches, and the messages about it.

    `aware` says who learns of it otherwise than by a message. Rows that stay the same belong to both versions; a duty
    without any difference gets none. Nothing is judged here.
    """
    transaction, content = standing.transaction, standing.issued
    everything = {id: held.slot for id, held in exchange.after(content.slots).items()}
    done = [
        _next(transaction, standing.office, version, exchange, now, reason, everything)
        for version in touched(transaction, exchange.concerns(content.slots))
    ]
    release(transaction, [one for one in done if one], now, aware)


def _next(
    transaction: Transaction,
    office: Office,
    version: Version,
    exchange: Exchange,
    now: datetime,
    reason: str,
    slots: Mapping[str, Slot],
) -> DutyRelease | None:
    before = versions.content(transaction, version.duty, version.month)
    ours = [(id, one) for id, one in exchange.slots if id in before.slots or (one and one.slot.whole in before.slots)]
    held = replace(exchange, slots=tuple(ours)).after(before.slots)
    after = Content(held, frozenset(pair for pair in exchange.of(before.pairs) if pair[0] in held))
    number = versions.next_number(transaction, version.duty, version.month)
    old = listed(transaction, office, before, version)
    _names_follow(transaction, version, before, after, now)
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
            signed_on=version.signed_on,
        ),
        before,
        after,
    )
    refresh(transaction, office, version.duty, version.month, old, new, now)
    return DutyRelease(old, new, first=False)


def _names_follow(transaction: Transaction, version: Version, before: Content, after: Content, now: datetime) -> None:
    """Give each new part of a divided slot the names of the part it was cut from, where the unit that named them stays.

    Another unit is asked for its own. What was named for a part that is none any more goes with it.
    """
    known, at = named_people.every(transaction), f"{now:%Y-%m-%dT%H:%M:%S}"
    for id in sorted(before.slots.keys() - after.slots.keys()):
        for of in {of for of, _ in known.get(id, ())}:
            named_people.put(transaction, id, of, (), version.duty, version.month, at)
    for id in sorted(after.slots.keys() - before.slots.keys()):
        held = after.slots[id]
        cut_from = next((one for one in before.slots.values() if _holds(one.slot, held.slot)), None)
        some = known.get(cut_from.slot.id, ()) if cut_from else ()
        for of in dict.fromkeys(of for of, _ in some):
            if (id, as_unit(of)) in after.pairs or of in held.units:
                people = [person for named_by, person in some if named_by == of]
                named_people.put(transaction, id, of, people, version.duty, version.month, at)


def _holds(slot: Slot, part: Slot) -> bool:
    """Whether a part was cut from what was one slot, or one part of it."""
    return slot.turn == part.turn and slot.start <= part.start < slot.end


def _facts(transaction: Transaction, version: Version, slots: Mapping[str, Slot]) -> str:
    """The digest of the next version's problem: the last version's, its slots at their times and in their parts."""
    problem = bases.basis(transaction, version.digests).problem
    now = as_in_force(problem, slots)
    return version.digests[0] if now == problem else blobs.keep_blob(transaction, problem_bytes(now))
