"""Part: columns of a board that hang together, with their rows and amounts; a form for each stage of solving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import TypeVar

from constraints.measure.expr import Expr, Hinge, LinearRow
from constraints.measure.place import TIERS, Place, Tier
from constraints.model.board import Board, Posted
from constraints.model.form import Form, Mark, Terms
from constraints.problem.roster import Pair

T = TypeVar("T")
NO_SLOTS: Set[str] = frozenset()
ANYWHERE = Place(())
NOWHERE = -1
"""The root of what touches no column."""


@dataclass(frozen=True)
class Part:
    """Columns (renumbered from 0) that hang together, with their rows and posted amounts."""

    columns: tuple[int, ...]
    upper: tuple[int, ...]
    rows: tuple[LinearRow, ...]
    musts: tuple[tuple[Posted, Tier | None], ...]
    softs: tuple[tuple[Posted, int], ...]
    marks: tuple[Mark | None, ...] = ()

    @property
    def tiers(self) -> list[Tier]:
        """The tiers of this part's demands of 必须; the first in the list is the last to be given up."""
        mine = {tier for _, tier in self.musts if tier}
        return [tier for tier in reversed(TIERS) if tier in mine]

    def bare(self) -> Part:
        """The part without the places of its amounts, to save memory: only a limit on changes looks at them."""

        def without(posted: Posted) -> Posted:
            return Posted(posted.clause, ANYWHERE, posted.hinges, posted.base)

        return replace(
            self,
            musts=tuple((without(posted), tier) for posted, tier in self.musts),
            softs=tuple((without(posted), weight) for posted, weight in self.softs),
        )

    def form(self, caps: dict[Tier, int] | None = None, goal: Tier | None = None) -> Form:
        """The part as a form that minimises the soft cost, or with a `goal` the demands of that tier.

        Without `caps` all of 必须 is held at 0; with them only bans are, and each tier in `caps` within its cap.
        """
        form = Form(list(self.upper), marks=self.marks)
        for terms, high in self.rows:
            form.row(terms, high)
        by_tier: dict[Tier, list[Hinge]] = {}
        for posted, tier in self.musts:
            if tier is None or caps is None:
                form.bind(posted.hinges, posted.base)
            else:
                by_tier.setdefault(tier, []).extend(posted.hinges)
        for tier, hinges in by_tier.items():
            if tier == goal:
                form.pay(tuple(hinges), 1, 0)
            elif caps and tier in caps:
                form.cap(tuple(hinges), caps[tier])
        for posted, weight in self.softs if goal is None else ():
            form.pay(posted.hinges, weight, posted.base)
        return form


def parts(board: Board, whole: Set[str] = NO_SLOTS) -> list[Part]:
    """The board split into its connected components (union and find), the smallest first.

    Columns hang together that share a row or an amount, or belong to one slot in `whole`. The board's rows and amounts
    pass over to the parts: it has none afterwards.
    """
    rows, amounts = board.hand_over()
    root = list(range(len(board.upper)))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    def merge(columns: list[int]) -> None:
        for other in columns[1:]:
            root[find(other)] = find(columns[0])

    for terms, _ in rows:
        merge([column for column, _ in terms])
    for posted in amounts:
        merge(_touched(posted))
    of_slot: dict[str, list[int]] = {}
    for column, (slot, _) in enumerate(board.pairs):
        if slot in whole:
            of_slot.setdefault(slot, []).append(column)
    for columns in of_slot.values():
        merge(columns)
    return _gather(board, rows, amounts, find)


def assigned(pairs: Sequence[Pair], part: Part, values: Sequence[int]) -> set[Pair]:
    """The pairs that the values of a part's columns assign; `pairs` are the board's, and further values say nothing."""
    return {pairs[column] for column, value in zip(part.columns, values, strict=False) if value and column < len(pairs)}


def _touched(posted: Posted) -> list[int]:
    return [column for hinge in posted.hinges for expr in hinge.exprs for column, _ in expr.terms]


def _gather(board: Board, rows: list[LinearRow], amounts: list[Posted], find: Callable[[int], int]) -> list[Part]:
    """One part for each root, its columns renumbered from 0; what touches no column makes a part of its own."""
    groups: dict[int, list[int]] = {NOWHERE: []}
    for column in range(len(board.upper)):
        groups.setdefault(find(column), []).append(column)
    local = [0] * len(board.upper)
    for columns in groups.values():
        for number, column in enumerate(columns):
            local[column] = number
    new = Numbering(local)
    rows_of: dict[int, list[LinearRow]] = defaultdict(list)
    musts: dict[int, list[tuple[Posted, Tier | None]]] = defaultdict(list)
    softs: dict[int, list[tuple[Posted, int]]] = defaultdict(list)

    for terms, high in _taken(rows):
        rows_of[_root(terms, find)].append((new.terms(terms), high))
    for posted in _taken(amounts):
        columns = _touched(posted)
        key = find(columns[0]) if columns else NOWHERE
        clause = board.case.book.clauses[posted.clause]
        if clause.must:
            musts[key].append((new.posted(posted), posted.place.tier))
        else:
            softs[key].append((new.posted(posted), clause.force))
    known: dict[Mark, Mark] = {}
    marks = [known.setdefault(mark, mark) for mark in ((board.case.slots[slot].day, who) for slot, who in board.pairs)]
    found = [
        Part(
            tuple(columns),
            tuple(board.upper[one] for one in columns),
            tuple(rows_of[key]),
            tuple(musts[key]),
            tuple(softs[key]),
            tuple(marks[one] if one < len(marks) else None for one in columns),
        )
        for key, columns in groups.items()
    ]
    return sorted(
        (part for part in found if part.columns or part.musts or part.softs), key=lambda one: len(one.columns)
    )


def _taken(some: list[T]) -> Iterator[T]:
    """The elements in their order, each taken out of the list, which is empty in the end: none is kept in memory."""
    some.reverse()
    while some:
        yield some.pop()


def _root(terms: Terms, find: Callable[[int], int]) -> int:
    return find(terms[0][0]) if terms else NOWHERE


class Numbering:
    """New numbers for columns: `local` has that of each old one. Terms are shared, since there are many."""

    def __init__(self, local: Sequence[int]) -> None:
        self._local = local
        self._plus = [(number, 1) for number in local]
        self._minus: dict[int, tuple[int, int]] = {}

    def terms(self, terms: Terms) -> tuple[tuple[int, int], ...]:
        """The terms under their new numbers."""
        plus, minus, local = self._plus, self._minus, self._local
        return tuple(
            plus[column]
            if factor == 1
            else minus.get(column) or minus.setdefault(column, (local[column], -1))
            if factor == -1
            else (local[column], factor)
            for column, factor in terms
        )

    def posted(self, posted: Posted) -> Posted:
        """A posted amount under its new numbers."""
        hinges = tuple(
            Hinge(tuple(Expr(self.terms(expr.terms), expr.const) for expr in hinge.exprs), hinge.costs)
            for hinge in posted.hinges
        )
        return Posted(posted.clause, posted.place, hinges, posted.base)
