"""Capped: the best roster that changes at most so many slots.

Parts are solved apart as long as the budget of changes suffices for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from constraints.engines.search import Outcome, SearchStatus
from constraints.measure.expr import LinearRow
from constraints.measure.place import Tier
from constraints.model.board import Board, Posted
from constraints.model.form import Mark
from constraints.model.part import Numbering, Part, assigned, parts
from constraints.problem.roster import Pair, Roster
from constraints.solving.settle import Settled


class Cap(NamedTuple):
    """At most `changes` of these slots may have other people than `base`, (slot, assignee) pairs, has on them."""

    changes: int
    slots: frozenset[str]
    base: frozenset[Pair]


Settle = Callable[[Sequence[Part]], list[Settled]]
"""Solves every part, and gives their results in their order."""


def within(board: Board, cap: Cap, settle: Settle) -> list[tuple[Part, Settled]]:
    """Each part of a board with its best roster, such that all together keep to the cap; in no fixed order.

    A part that gains nothing from the whole budget keeps its roster. If the others together keep to the budget as well,
    none of them can do better; only if they do not are they solved as one.
    """
    lost = {slot for slot, who in cap.base if slot in cap.slots} - {
        board.pairs[column][0] for column in range(len(board.pairs))
    }
    budget = cap._replace(changes=cap.changes - len(lost))
    kept: list[tuple[Part, Settled]] = []
    moving: list[tuple[Part, Settled]] = []
    open_parts: list[tuple[Part, Settled | None]] = []
    for part in parts(board, cap.slots):
        still = _unmoved(part, board, cap)
        if still and still.worth == ({}, part.form().floor):
            kept.append((part, still))
        else:
            open_parts.append((part, still))
    found = settle([_limited(part, board, budget) for part, _ in open_parts])
    for (part, still), best in zip(open_parts, found, strict=True):
        if still and best.proved and best.worth == still.worth:
            kept.append((part, still))
        else:
            moving.append((part, best))
    used = sum(len(_moved_slots(part, one, board, cap)) for part, one in moving)
    if used > budget.changes and len(moving) > 1 and not any(one.failed for _, one in moving):
        joint = _joined([part for part, _ in moving])
        moving = [(joint, settle([_limited(joint, board, budget)])[0])]
    return kept + moving


def _unmoved(part: Part, board: Board, cap: Cap) -> Settled | None:
    """The result of leaving the part as `base` has it; None if a ban forbids that, or some of it is new."""
    mine = [board.pairs[column] for column in part.columns if column < len(board.pairs)]
    slots = {slot for slot, _ in mine}
    base = {pair for pair in cap.base if pair[0] in slots}
    if not slots <= cap.slots or not base <= set(mine):
        return None
    roster = Roster(frozenset(base))
    given_up: dict[Tier, int] = {}
    for posted, tier in part.musts:
        amount = _amount(board, posted, roster)
        if amount and tier is None:
            return None
        if tier:
            given_up[tier] = given_up.get(tier, 0) + amount
    cost = sum(weight * _amount(board, posted, roster) for posted, weight in part.softs)
    values = tuple(int(column < len(board.pairs) and board.pairs[column] in base) for column in part.columns)
    return Settled(Outcome(SearchStatus.OPTIMAL, values, cost, cost), given_up, proved=True)


def _amount(board: Board, posted: Posted, roster: Roster) -> int:
    return board.case.book.clauses[posted.clause].rule.check(posted.place, roster) - posted.base


def _limited(part: Part, board: Board, cap: Cap) -> Part:
    """The part with a mark (0/1 column) for each slot that changes, and a row that holds their sum to the cap."""
    upper, rows = list(part.upper), list(part.rows)
    marks: dict[str, int] = {}
    for local, column in enumerate(part.columns):
        pair = board.pairs[column] if column < len(board.pairs) else ("", "")
        if pair[0] in cap.slots:
            if pair[0] not in marks:
                upper.append(1)
                marks[pair[0]] = len(upper) - 1
            held = pair in cap.base
            rows.append((((local, -1 if held else 1), (marks[pair[0]], -1)), -1 if held else 0))
    gone = {slot for slot, who in cap.base if slot in marks and (slot, who) not in board.live}
    rows += [(((marks[slot], -1),), -1) for slot in sorted(gone)]
    rows.append((tuple((mark, 1) for mark in marks.values()), cap.changes))
    return replace(part, upper=tuple(upper), rows=tuple(rows))


def _moved_slots(part: Part, settled: Settled, board: Board, cap: Cap) -> set[str]:
    """Ids of the slots of a part, among those of the cap, that have other people than before."""
    now = assigned(board.pairs, part, settled.outcome.values)
    mine = {board.pairs[column][0] for column in part.columns if column < len(board.pairs)} & cap.slots
    return {slot for slot, _ in now ^ cap.base if slot in mine}


def _joined(some: Sequence[Part]) -> Part:
    """Several parts as one, their columns renumbered one part after another."""
    columns: tuple[int, ...] = ()
    upper: tuple[int, ...] = ()
    marks: tuple[Mark | None, ...] = ()
    rows: list[LinearRow] = []
    musts: list[tuple[Posted, Tier | None]] = []
    softs: list[tuple[Posted, int]] = []
    for part in some:
        shift = Numbering(range(len(upper), len(upper) + len(part.upper)))
        rows += [(shift.terms(terms), high) for terms, high in part.rows]
        musts += [(shift.posted(posted), tier) for posted, tier in part.musts]
        softs += [(shift.posted(posted), weight) for posted, weight in part.softs]
        columns, upper, marks = columns + part.columns, upper + part.upper, marks + part.marks
    return Part(columns, upper, tuple(rows), tuple(musts), tuple(softs), marks)
