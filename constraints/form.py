"""Form: a part of the board as plain columns, rows and costs, for one stage of solving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field

from constraints.board import Board, Posted
from constraints.rule import TIERS, Expr, Hinge, Tier

Terms = list[tuple[int, int]]
NO_SLOTS: Set[str] = frozenset()
NOWHERE = -1
"""The root of what touches no column."""


@dataclass
class Form:
    """Whole columns from 0 to `upper`, rows ≤ high, cliques (at most one) and costs to be minimised."""

    upper: list[int]
    rows: list[tuple[Terms, int]] = field(default_factory=list)
    cliques: list[tuple[int, ...]] = field(default_factory=list)
    costs: dict[int, int] = field(default_factory=dict)
    offset: int = 0
    impossible: bool = False
    _seen: set[tuple[object, int]] = field(default_factory=set)

    def row(self, terms: Terms, high: int) -> None:
        """Add a row, dropping what always holds and noting what never can."""
        merged: dict[int, int] = {}
        for column, factor in terms:
            merged[column] = merged.get(column, 0) + factor
        terms = [(column, factor) for column, factor in merged.items() if factor]
        if sum(max(0, factor) * self.upper[column] for column, factor in terms) <= high:
            return
        if sum(min(0, factor) * self.upper[column] for column, factor in terms) > high:
            self.impossible = True
            return
        key = frozenset(terms), high
        if key in self._seen:
            return
        self._seen.add(key)
        if high == 1 and all(factor == 1 and self.upper[column] == 1 for column, factor in terms):
            self.cliques.append(tuple(column for column, _ in terms))
        else:
            self.rows.append((terms, high))

    @property
    def floor(self) -> int:
        """A bound that needs no search: every column at its cheaper end."""
        return self.offset + sum(min(0, cost) * self.upper[column] for column, cost in self.costs.items())

    def reach(self, expr: Expr) -> int:
        """The largest value the expression can take."""
        return expr.const + sum(max(0, factor) * self.upper[column] for column, factor in expr.terms)

    def layers(self, hinge: Hinge) -> tuple[Terms, int]:
        """The hinge as (terms, constant): auxiliaries above every expression, at rising costs."""
        tall = max(self.reach(expr) for expr in hinge.exprs)
        if tall <= 0:
            return [], 0
        if len(hinge.exprs) == 1 and len(hinge.exprs[0].terms) < 2:
            return self._straight(hinge)
        steps: Terms = []
        costs = hinge.costs[:tall]
        for number, cost in enumerate(costs):
            last = number + 1 == len(costs)
            self.upper.append(tall - number if last else 1)
            steps.append((len(self.upper) - 1, cost))
        for expr in hinge.exprs:
            if self.reach(expr) > 0:
                self.row([*expr.terms, *((column, -1) for column, _ in steps)], -expr.const)
        return steps, 0

    def _straight(self, hinge: Hinge) -> tuple[Terms, int]:
        """A hinge on at most one column of 0 or 1 needs no auxiliary; on a wider one it is left to layers."""
        expr = hinge.exprs[0]
        at_zero = price(hinge, expr.const)
        if not expr.terms:
            return [], at_zero
        column, factor = expr.terms[0]
        if self.upper[column] == 1:
            return [(column, price(hinge, expr.const + factor) - at_zero)], at_zero
        return self.layers(Hinge((expr, Expr((), 0)), hinge.costs))

    def pay(self, hinges: tuple[Hinge, ...], weight: int, base: int) -> None:
        """Charge a posted amount."""
        self.offset -= weight * base
        for hinge in hinges:
            terms, constant = self.layers(hinge)
            self.offset += weight * constant
            for column, cost in terms:
                self.costs[column] = self.costs.get(column, 0) + weight * cost

    def bind(self, hinges: tuple[Hinge, ...], base: int) -> None:
        """Hold a posted amount at 0."""
        if base == 0 or (len(hinges) == 1 and hinges[0].costs == (1,)):
            for hinge in hinges:
                for expr in hinge.exprs:
                    self.row(list(expr.terms), base - expr.const)
            return
        self.cap(hinges, base)

    def cap(self, hinges: tuple[Hinge, ...], high: int) -> None:
        """Hold a sum of hinges at or below `high`."""
        terms: Terms = []
        for hinge in hinges:
            some, constant = self.layers(hinge)
            terms += some
            high -= constant
        self.row(terms, high)


def price(hinge: Hinge, value: int) -> int:
    """What a hinge costs at a value of its expression."""
    costs = hinge.costs
    return sum(costs[min(step, len(costs) - 1)] for step in range(max(0, value)))


def paid(hinge: Hinge, values: Sequence[int]) -> int:
    """What a hinge costs with these values of the columns."""
    return price(hinge, max(expr.const + sum(factor * values[column] for column, factor in expr.terms) for expr in hinge.exprs))


@dataclass(frozen=True)
class Part:
    """Columns (renumbered from 0) that hang together, with their rows and posted amounts."""

    columns: tuple[int, ...]
    upper: tuple[int, ...]
    rows: tuple[tuple[Terms, int], ...]
    musts: tuple[tuple[Posted, Tier | None], ...]
    softs: tuple[tuple[Posted, int], ...]

    @property
    def tiers(self) -> list[Tier]:
        """The tiers of this part's demands of 必须, the last given up first in the list."""
        mine = {tier for _, tier in self.musts if tier}
        return [tier for tier in reversed(TIERS) if tier in mine]

    def form(self, caps: dict[Tier, int] | None = None, goal: Tier | None = None) -> Form:
        """The part with all of 必须 at 0, or with demands capped by tier; minimising a tier or the soft cost."""
        form = Form(list(self.upper), [])
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
    """The board split where nothing hangs together, and never between the columns of a slot in `whole`; the smallest part first."""
    rows: list[tuple[Terms, int]] = [(list(terms), high) for terms, high in (*board.rows, *board.tight)]
    root = list(range(len(board.upper)))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    def merge(columns: list[int]) -> None:
        for other in columns[1:]:
            root[find(other)] = find(columns[0])

    touched = [(posted, _touched(posted)) for posted in board.posted]
    for terms, _ in rows:
        merge([column for column, _ in terms])
    for _, columns in touched:
        merge(columns)
    of_slot: dict[str, list[int]] = {}
    for column, (slot, _) in enumerate(board.pairs):
        if slot in whole:
            of_slot.setdefault(slot, []).append(column)
    for columns in of_slot.values():
        merge(columns)
    return _gather(board, rows, touched, find)


def _touched(posted: Posted) -> list[int]:
    return [column for hinge in posted.hinges for expr in hinge.exprs for column, _ in expr.terms]


def _gather(
    board: Board, rows: list[tuple[Terms, int]], touched: list[tuple[Posted, list[int]]], find: Callable[[int], int]
) -> list[Part]:
    """One part a root, its columns renumbered from 0; what touches no column makes a part of its own."""
    groups: dict[int, list[int]] = {NOWHERE: []}
    for column in range(len(board.upper)):
        groups.setdefault(find(column), []).append(column)
    local = {column: number for columns in groups.values() for number, column in enumerate(columns)}
    rows_of: dict[int, list[tuple[Terms, int]]] = defaultdict(list)
    musts: dict[int, list[tuple[Posted, Tier | None]]] = defaultdict(list)
    softs: dict[int, list[tuple[Posted, int]]] = defaultdict(list)

    for terms, high in rows:
        rows_of[_root(terms, find)].append(([(local[column], factor) for column, factor in terms], high))
    for posted, columns in touched:
        key = find(columns[0]) if columns else NOWHERE
        clause = board.case.book.clauses[posted.clause]
        if clause.must:
            musts[key].append((moved(posted, local), posted.place.tier))
        else:
            softs[key].append((moved(posted, local), clause.force))
    found = [
        Part(tuple(columns), tuple(board.upper[one] for one in columns), tuple(rows_of[key]), tuple(musts[key]), tuple(softs[key]))
        for key, columns in groups.items()
    ]
    return sorted((part for part in found if part.columns or part.musts or part.softs), key=lambda one: len(one.columns))


def _root(terms: Terms, find: Callable[[int], int]) -> int:
    return find(terms[0][0]) if terms else NOWHERE


def moved(posted: Posted, local: dict[int, int]) -> Posted:
    """A posted amount with its columns renumbered."""
    return Posted(posted.clause, posted.place, tuple(_move(hinge, local) for hinge in posted.hinges), posted.base)


def _move(hinge: Hinge, local: dict[int, int]) -> Hinge:
    return Hinge(
        tuple(Expr(tuple((local[column], factor) for column, factor in expr.terms), expr.const) for expr in hinge.exprs),
        hinge.costs,
    )
