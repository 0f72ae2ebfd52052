"""Drafts in the store: one roster each, with what it rests on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update

from constraints.problem.roster import Roster
from planner.store import blobs, cache
from planner.store.database import Transaction
from planner.store.results.outcome import PlanOutcome
from planner.store.roster.bases import Basis, keep_basis
from planner.store.row_ids import DraftId, inserted
from planner.store.tables import draft_pairs, drafts


class DraftState(StrEnum):
    """Whether a draft may be edited, waits for a signature, was issued, or was planned over."""

    OPEN = "open"
    LOCKED = "locked"
    ISSUED = "issued"
    SUPERSEDED = "superseded"


class DraftSource(StrEnum):
    """Who made the roster of a draft."""

    SOLVER = "solver"
    HAND = "hand"


UNDER_WAY = (DraftState.OPEN, DraftState.LOCKED)


@dataclass(frozen=True)
class Draft:
    """A roster that is not issued, or was not yet: its duties, state, result and the digests of its basis.

    States: open, locked (for signature), issued, superseded. Days are ISO text, both included.
    """

    id: DraftId
    month: str
    first: str
    last: str
    duties: tuple[str, ...]
    state: DraftState
    source: DraftSource
    result: PlanOutcome
    roster: Roster
    digests: tuple[str, str, str]
    made_at: str
    locked_at: str | None


def add(
    transaction: Transaction,
    basis: Basis,
    period: tuple[str, str, str],
    duties: tuple[str, ...],
    source: DraftSource,
    result: PlanOutcome,
    roster: Roster,
    made_at: str,
) -> DraftId:
    """Add an open draft; returns its id. Those of its month that are open or locked become superseded.

    `period` is (month as YYYY-MM, first day, last day).
    """
    month, first, last = period
    cache.bump(transaction, cache.DRAFTS)
    problem, book, office = keep_basis(transaction, basis)
    transaction.connection.execute(
        update(drafts).where(drafts.c.month == month, drafts.c.state.in_(UNDER_WAY)).values(state=DraftState.SUPERSEDED)
    )
    made = transaction.connection.execute(
        insert(drafts).values(
            month=month,
            first=first,
            last=last,
            duties=json.dumps(duties, ensure_ascii=False),
            state=DraftState.OPEN,
            source=source,
            result=json.dumps(result.to_json(), ensure_ascii=False),
            problem=problem,
            book=book,
            office=office,
            made_at=made_at,
        )
    )
    id = DraftId(inserted(made))
    if roster.pairs:
        transaction.connection.execute(
            insert(draft_pairs), [{"draft": id, "slot": slot, "who": who} for slot, who in roster]
        )
    return id


@cache.kept(8, cache.DRAFTS)
def latest(transaction: Transaction, month: str, states: tuple[DraftState, ...] = UNDER_WAY) -> Draft | None:
    """The newest draft of a month in one of the states, or None."""
    row = (
        transaction.connection.execute(
            select(drafts)
            .where(drafts.c.month == month, drafts.c.state.in_(states))
            .order_by(drafts.c.id.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    return _draft(transaction, row) if row else None


@dataclass(frozen=True)
class Earlier:
    """A draft that was planned over: its number, when it was made, what it costs."""

    id: DraftId
    made_at: str
    cost: int


def earlier(transaction: Transaction, month: str, count: int) -> list[Earlier]:
    """The last `count` drafts of a month that were planned over, the newest first."""
    query = select(drafts.c.id, drafts.c.made_at, drafts.c.result).where(
        drafts.c.month == month, drafts.c.state == DraftState.SUPERSEDED
    )
    return [
        Earlier(row.id, row.made_at, PlanOutcome.from_json(json.loads(row.result)).cost)
        for row in transaction.connection.execute(query.order_by(drafts.c.id.desc()).limit(count))
    ]


def under_way(transaction: Transaction) -> list[Draft]:
    """The open or locked draft of every month that has one, the latest month first."""
    query = select(drafts.c.month).where(drafts.c.state.in_(UNDER_WAY)).distinct().order_by(drafts.c.month.desc())
    return [one for (month,) in transaction.connection.execute(query) if (one := latest(transaction, month))]


def get(transaction: Transaction, id: DraftId) -> Draft:
    """The draft of an id; raises LookupError where there is none."""
    row = transaction.connection.execute(select(drafts).where(drafts.c.id == id)).mappings().first()
    if row is None:
        raise LookupError(id)
    return _draft(transaction, row)


def last_seconds(transaction: Transaction) -> float | None:
    """How long the newest plan took, in seconds; None where nobody has solved for one."""
    query = select(drafts.c.result).where(drafts.c.source == DraftSource.SOLVER).order_by(drafts.c.id.desc()).limit(1)
    found = transaction.connection.execute(query).scalar()
    return PlanOutcome.from_json(json.loads(found)).seconds.get("total") if found else None


def _draft(transaction: Transaction, row: Any) -> Draft:
    pairs = transaction.connection.execute(
        select(draft_pairs.c.slot, draft_pairs.c.who).where(draft_pairs.c.draft == row["id"])
    ).all()
    return Draft(
        row["id"],
        row["month"],
        row["first"],
        row["last"],
        tuple(json.loads(row["duties"])),
        DraftState(row["state"]),
        DraftSource(row["source"]),
        PlanOutcome.from_json(json.loads(row["result"])),
        Roster(frozenset((slot, who) for slot, who in pairs)),
        (row["problem"], row["book"], row["office"]),
        row["made_at"],
        row["locked_at"],
    )


def lock(transaction: Transaction, draft: Draft, at: str) -> None:
    """Lock a draft for signature, with the digest of its roster as it stands."""
    cache.bump(transaction, cache.DRAFTS)
    transaction.connection.execute(
        update(drafts)
        .where(drafts.c.id == draft.id)
        .values(state=DraftState.LOCKED, locked_at=at, locked_pairs=pairs_digest(draft.roster))
    )


def unlock(transaction: Transaction, draft: Draft) -> None:
    """Open a draft again that was locked for signature."""
    cache.bump(transaction, cache.DRAFTS)
    transaction.connection.execute(
        update(drafts).where(drafts.c.id == draft.id).values(state=DraftState.OPEN, locked_at=None, locked_pairs=None)
    )


def locked_as(transaction: Transaction, draft: Draft) -> str | None:
    """The digest of the roster that was locked, or None if it was never locked."""
    value = transaction.connection.execute(select(drafts.c.locked_pairs).where(drafts.c.id == draft.id)).scalar()
    return str(value) if value else None


def set_state(transaction: Transaction, draft: Draft, state: DraftState) -> None:
    """Put a draft into another state."""
    cache.bump(transaction, cache.DRAFTS)
    transaction.connection.execute(update(drafts).where(drafts.c.id == draft.id).values(state=state))


def replace_roster(transaction: Transaction, draft: Draft, roster: Roster, result: PlanOutcome) -> None:
    """Put another roster and result into a draft; of the roster only the rows that differ are written."""
    cache.bump(transaction, cache.DRAFTS)
    gone, come = draft.roster.diff(roster)
    for slot, who in gone:
        transaction.connection.execute(
            delete(draft_pairs).where(
                draft_pairs.c.draft == draft.id, draft_pairs.c.slot == slot, draft_pairs.c.who == who
            )
        )
    if come:
        transaction.connection.execute(
            insert(draft_pairs), [{"draft": draft.id, "slot": s, "who": w} for s, w in sorted(come)]
        )
    transaction.connection.execute(
        update(drafts).where(drafts.c.id == draft.id).values(result=json.dumps(result.to_json(), ensure_ascii=False))
    )


def rebase(transaction: Transaction, draft: Draft, basis: Basis) -> None:
    """Let a draft rest on another basis, which is kept."""
    cache.bump(transaction, cache.DRAFTS)
    problem, book, office = keep_basis(transaction, basis)
    transaction.connection.execute(
        update(drafts).where(drafts.c.id == draft.id).values(problem=problem, book=book, office=office)
    )


def pairs_digest(roster: Roster) -> str:
    """A digest of who is on what, the same for the same roster: shows whether a locked one was changed."""
    return blobs.blob_digest(json.dumps(sorted(roster.pairs), ensure_ascii=False).encode())
