"""Drafts in the store: one roster each, with what it rests on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from constraints.model.book import RuleBook
from constraints.problem.problem import Problem
from constraints.problem.roster import Roster
from constraints.wire import problem_bytes, read_problem
from planner.office.office import Office
from planner.store import blobs, cache
from planner.store.database import Unit
from planner.store.roster import offices
from planner.store.tables import draft_pairs, drafts


@dataclass(frozen=True)
class Basis:
    """What a roster rests on: the problem, the rule book and the office, all kept whole."""

    problem: Problem
    book: RuleBook
    office: Office

    def ground(self) -> tuple[str, str]:
        """The names of the problem's and the book's blobs."""
        return blobs.digest(problem_bytes(self.problem)), blobs.digest(self._book())

    def encoded(self) -> tuple[bytes, bytes, bytes]:
        """Problem, book and office as bytes."""
        return problem_bytes(self.problem), self._book(), offices.to_bytes(self.office)

    def _book(self) -> bytes:
        return json.dumps(self.book.to_json(), ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True)
class Draft:
    """A roster that is not issued: its duties, state, result and basis."""

    id: int
    month: str
    first: str
    last: str
    duties: tuple[str, ...]
    state: str
    source: str
    result: dict[str, Any]
    roster: Roster
    digests: tuple[str, str, str]
    made_at: str
    locked_at: str | None


def keep_basis(unit: Unit, basis: Basis) -> tuple[str, str, str]:
    """Keep problem, book and office; returns their digests."""
    problem, book, office = (blobs.keep(unit, data) for data in basis.encoded())
    return problem, book, office


_KEPT: cache.Shelf[Basis] = cache.Shelf(4)


def basis(unit: Unit, digests: tuple[str, str, str]) -> Basis:
    """The basis of those digests; it never changes, so the last few stay at hand."""
    return _KEPT.get(digests, lambda: read_basis(unit, digests))


def read_basis(unit: Unit, digests: tuple[str, str, str]) -> Basis:
    """The basis of those digests, read and checked anew; raises LookupError, ValueError."""
    problem, book, office = (blobs.fetch(unit, name) for name in digests)
    return Basis(read_problem(problem), RuleBook.from_json(json.loads(book)), offices.from_bytes(office))


def add(
    unit: Unit, basis: Basis, period: tuple[str, str, str], duties: tuple[str, ...], source: str,
    result: dict[str, Any], roster: Roster, made_at: str,
) -> int:
    """A new open draft of a month; older ones that are not issued are superseded."""
    month, first, last = period
    cache.bump(unit, cache.DRAFTS)
    problem, book, office = keep_basis(unit, basis)
    unit.connection.execute(
        update(drafts).where(drafts.c.month == month, drafts.c.state.in_(("open", "locked"))).values(state="superseded")
    )
    made = unit.connection.execute(insert(drafts).values(
        month=month, first=first, last=last, duties=json.dumps(duties, ensure_ascii=False), state="open", source=source,
        result=json.dumps(result, ensure_ascii=False), problem=problem, book=book, office=office, made_at=made_at,
    ))
    id = int(made.inserted_primary_key[0])  # type: ignore[index]
    if roster.pairs:
        unit.connection.execute(
            insert(draft_pairs), [{"draft": id, "slot": slot, "who": who} for slot, who in roster]
        )
    return id


def latest(unit: Unit, month: str, states: tuple[str, ...] = ("open", "locked")) -> Draft | None:
    """The newest draft of a month in one of the states."""
    key = *cache.marks(unit, cache.DRAFTS), month, states
    return _LATEST.get(key, lambda: _latest(unit, month, states))


_LATEST: cache.Shelf[Draft | None] = cache.Shelf(8)


def _latest(unit: Unit, month: str, states: tuple[str, ...]) -> Draft | None:
    row = unit.connection.execute(
        select(drafts).where(drafts.c.month == month, drafts.c.state.in_(states)).order_by(drafts.c.id.desc()).limit(1)
    ).mappings().first()
    return _draft(unit, row) if row else None


@dataclass(frozen=True)
class Earlier:
    """A draft that was planned over: its number, when it was made, what it costs."""

    id: int
    made_at: str
    cost: int


def earlier(unit: Unit, month: str, count: int) -> list[Earlier]:
    """The drafts of a month that were planned over, the newest first."""
    query = select(drafts.c.id, drafts.c.made_at, drafts.c.result).where(drafts.c.month == month, drafts.c.state == "superseded")
    return [Earlier(row.id, row.made_at, int(json.loads(row.result).get("cost", 0))) for row in unit.connection.execute(query.order_by(drafts.c.id.desc()).limit(count))]


def under_way(unit: Unit) -> list[Draft]:
    """Every draft that may still be issued, the newest month first."""
    query = select(drafts.c.month).where(drafts.c.state.in_(("open", "locked"))).distinct().order_by(drafts.c.month.desc())
    return [one for (month,) in unit.connection.execute(query) if (one := latest(unit, month))]


def get(unit: Unit, id: int) -> Draft:
    """A draft by its id; raises LookupError."""
    row = unit.connection.execute(select(drafts).where(drafts.c.id == id)).mappings().first()
    if row is None:
        raise LookupError(id)
    return _draft(unit, row)


def _draft(unit: Unit, row: Any) -> Draft:
    pairs = unit.connection.execute(
        select(draft_pairs.c.slot, draft_pairs.c.who).where(draft_pairs.c.draft == row["id"])
    ).all()
    return Draft(
        row["id"], row["month"], row["first"], row["last"], tuple(json.loads(row["duties"])), row["state"], row["source"],
        json.loads(row["result"]), Roster(frozenset((slot, who) for slot, who in pairs)),
        (row["problem"], row["book"], row["office"]), row["made_at"], row["locked_at"],
    )


def lock(unit: Unit, draft: Draft, at: str) -> None:
    """Lock a draft for signature."""
    cache.bump(unit, cache.DRAFTS)
    unit.connection.execute(update(drafts).where(drafts.c.id == draft.id).values(
        state="locked", locked_at=at, locked_pairs=pairs_digest(draft.roster),
    ))


def locked_as(unit: Unit, draft: Draft) -> str | None:
    """The digest of the roster that was locked."""
    value = unit.connection.execute(select(drafts.c.locked_pairs).where(drafts.c.id == draft.id)).scalar()
    return str(value) if value else None


def set_state(unit: Unit, draft: Draft, state: str) -> None:
    """Move a draft on."""
    cache.bump(unit, cache.DRAFTS)
    unit.connection.execute(update(drafts).where(drafts.c.id == draft.id).values(state=state))


def replace_roster(unit: Unit, draft: Draft, roster: Roster, result: dict[str, Any]) -> None:
    """Put another roster into an open draft: only the rows that differ."""
    cache.bump(unit, cache.DRAFTS)
    gone, come = draft.roster.diff(roster)
    for slot, who in gone:
        unit.connection.execute(delete(draft_pairs).where(
            draft_pairs.c.draft == draft.id, draft_pairs.c.slot == slot, draft_pairs.c.who == who,
        ))
    if come:
        unit.connection.execute(insert(draft_pairs), [{"draft": draft.id, "slot": s, "who": w} for s, w in sorted(come)])
    unit.connection.execute(update(drafts).where(drafts.c.id == draft.id).values(result=json.dumps(result, ensure_ascii=False)))


def rebase(unit: Unit, draft: Draft, basis: Basis) -> None:
    """Say that a draft rests on something else by now."""
    cache.bump(unit, cache.DRAFTS)
    problem, book, office = keep_basis(unit, basis)
    _KEPT.get((problem, book, office), lambda: basis)
    unit.connection.execute(update(drafts).where(drafts.c.id == draft.id).values(problem=problem, book=book, office=office))


def pairs_digest(roster: Roster) -> str:
    """A digest of who is on what."""
    return blobs.digest(json.dumps(sorted(roster.pairs), ensure_ascii=False).encode())
