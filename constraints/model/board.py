"""Board: what the rules of a case post, as one linear form; it offers rules the words of `Measures`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from constraints.measure.expr import Amount, Expr, Hinge, LinearRow, total
from constraints.measure.place import Clique, Place
from constraints.model.case import Case
from constraints.problem.roster import Pair, Roster

EMPTY = Roster()
DIRECT = 3
"""Up to so many columns that exclude each other are summed to say whether one is assigned; more get an auxiliary."""


@dataclass(frozen=True)
class Posted:
    """What one clause measures at one place: the sum of the hinges less `base`, the breach that facts make alone."""

    clause: int
    place: Place
    hinges: Amount
    base: int


def _everything(clause: int, place: Place) -> bool:
    return True


class Board:
    """The columns (pairs first, then auxiliaries), rows and posted amounts of a case; `tight` are rows that only help.

    `measure` keeps every column and posts every place, so that any roster can be pinned and read off; only places
    for which `asked` (clause, place) is true are posted at all, and only those of which `bars` is true (None: those
    asked) take a pair away that they forbid alone. With `free` slots everything else stays as `held` has it: what
    depends on a free slot is posted, others are facts. With `cliques` bans of 必须 that fewer rows say are not posted.
    """

    def __init__(
        self,
        case: Case,
        *,
        measure: bool = False,
        asked: Callable[[int, Place], bool] = _everything,
        bars: Callable[[int, Place], bool] | None = None,
        free: Set[str] | None = None,
        held: Roster = EMPTY,
        cliques: bool = False,
    ) -> None:
        self.case = case
        self._held = frozenset() if free is None else frozenset(pair for pair in held.pairs if pair[0] not in free)
        said = _said_by_cliques(case) if cliques else {}
        self._clauses = [index for index in range(len(case.book.clauses)) if index not in said]
        self._around = None if free is None else case.around([pair for pair in case.columns if pair[0] in free])
        self.dead = frozenset() if measure else frozenset(self._barred(bars or asked))
        live = [pair for pair in case.columns if (free is None or pair[0] in free) and pair not in self.dead]
        self.pairs: tuple[Pair, ...] = tuple(live)
        self.upper: list[int] = [1] * len(live)
        self.rows: list[LinearRow] = []
        self.posted: list[Posted] = []
        self._once = {pair: (column, 1) for column, pair in enumerate(live)}
        self._less = [(column, -1) for column in range(len(live))]
        self.live = self._once.keys()
        self.rows += [(self._sum(pairs), high) for some in said.values() for pairs, high in some]
        self._any: dict[tuple[int, ...], Expr] = {}
        self._cliques: dict[int, tuple[frozenset[int], ...]] = (
            {} if measure or asked is not _everything else self._exclusive()
        )
        self._least: dict[tuple[Place, ...], Expr] = {}
        self._start: dict[tuple[Expr, Expr], Expr] = {}
        for clause, place in self._places():
            if not asked(clause, place):
                continue
            if measure or any(pair in self._once for pair in place.pairs) or place.nature == "demand":
                rule = case.book.clauses[clause].rule
                base = rule.check(place, EMPTY) if place.nature == "ban" else 0
                self.posted.append(Posted(clause, place, rule.post(place, self), base))
        self.tight: list[LinearRow] = [] if measure else self._tightened()

    def hand_over(self) -> tuple[list[LinearRow], list[Posted]]:
        """The board's rows and posted amounts; it keeps neither, since a large plan has no room for them twice."""
        rows, posted = [*self.rows, *self.tight], self.posted
        self.rows, self.tight, self.posted = [], [], []
        self._cliques, self._any, self._start, self._least, self._less = {}, {}, {}, {}, []
        return rows, posted

    def _places(self) -> Iterator[tuple[int, Place]]:
        """(number of the clause, place) for everything that may be posted."""
        if self._around is not None:
            yield from self._around
        for index in self._clauses if self._around is None else ():
            for place in self.case.places(index):
                yield index, place

    def _tightened(self) -> list[LinearRow]:
        held: dict[int, list[Place]] = {}
        for posted in self.posted:
            if posted.base == 0 and posted.place.nature == "ban" and self.case.book.clauses[posted.clause].must:
                held.setdefault(posted.clause, []).append(posted.place)
        return [
            (tuple(expr.terms), -expr.const)
            for clause, places in held.items()
            for expr in self.case.book.clauses[clause].rule.tighten(places, self)
        ]

    def _exclusive(self) -> dict[int, tuple[frozenset[int], ...]]:
        """Column → the sets of columns around it of which 必须 lets one be assigned at most."""
        found: dict[int, tuple[frozenset[int], ...]] = {}
        for clause, place in self._places():
            if self.case.book.clauses[clause].must and self.case.book.clauses[clause].rule.exclusive:
                one = (frozenset(self.columns(place.pairs)),)
                for column in one[0] if len(one[0]) > 1 else ():  # most share the tuple of their only set
                    found[column] = found[column] + one if column in found else one
        return found

    def _groups(self, columns: tuple[int, ...]) -> list[tuple[int, ...]]:
        """The columns split into few sets, greedily, each with one assigned at most."""
        left, found = dict.fromkeys(columns), []
        while left:
            first = next(iter(left))
            most = max(
                self._cliques.get(first, ()), key=lambda one: len(left.keys() & one), default=frozenset((first,))
            )
            group = tuple(column for column in left if column in most)
            found.append(group)
            for column in group:
                del left[column]
        return found

    def columns(self, pairs: Sequence[Pair]) -> tuple[int, ...]:
        """The live columns of the pairs."""
        once = self._once
        return tuple(once[pair][0] for pair in pairs if pair in once)

    def _sum(self, pairs: Sequence[Pair]) -> tuple[tuple[int, int], ...]:
        """The sum of the pairs' live columns as terms, which are shared, since there are many."""
        once = self._once
        return tuple(once[pair] for pair in pairs if pair in once)

    def count(self, place: Place) -> Expr:
        """How many of the place's pairs are assigned, its facts included."""
        together = {pair for pairs, _ in place.once for pair in pairs}
        alone = [pair for pair in place.pairs if pair not in together] if together else place.pairs
        counted = Expr(self._sum(alone), place.fixed - sum(facts for _, facts in place.once) + self._facts(alone))
        return total((counted, *(self.any(pairs, facts) for pairs, facts in place.once))) if place.once else counted

    def _facts(self, pairs: Sequence[Pair]) -> int:
        """How many of the pairs are held by the roster around the free slots."""
        return sum(pair in self._held for pair in pairs) if self._held else 0

    def total(self, pairs: Sequence[Pair], weights: Sequence[int]) -> Expr:
        """The sum of the assigned pairs' weights."""
        once, held = self._once, self._held
        return Expr(
            tuple(
                (once[pair][0], weight) for pair, weight in zip(pairs, weights, strict=True) if weight and pair in once
            ),
            sum(weight for pair, weight in zip(pairs, weights, strict=True) if pair in held) if held else 0,
        )

    def any(self, pairs: Sequence[Pair], fixed: int = 0) -> Expr:
        """1 if one of the pairs is assigned or a fact stands, else 0."""
        if fixed or self._facts(pairs):
            return Expr((), 1)
        columns = self.columns(pairs)
        if len(columns) < 2:
            return Expr(tuple((column, 1) for column in columns))
        if columns not in self._any:
            groups = self._groups(columns)
            if len(groups) == 1 and len(columns) <= DIRECT:
                return Expr(tuple((column, 1) for column in columns))
            either = self._auxiliary(1)
            self.rows += [((*((column, 1) for column in group), (either, -1)), 0) for group in groups]
            self.rows.append((((either, 1), *((column, -1) for column in columns)), 0))
            self._any[columns] = Expr(((either, 1),))
        return self._any[columns]

    def start(self, before: Expr, after: Expr) -> Expr:
        """1 if `after` is 1 and `before` is 0, both of them 0 or 1."""
        if not after.terms and not after.const:
            return after
        if not before.terms:
            return after if not before.const else Expr(())
        if not after.terms:
            return Expr((), 1).minus(before)
        if (before, after) not in self._start:
            begins = Expr(((self._auxiliary(1), 1),))
            less = after.minus(before).minus(begins), begins.minus(after), begins.plus(before).add(-1)
            self.rows += [(one.terms, -one.const) for one in less]
            self._start[before, after] = begins
        return self._start[before, after]

    def stop(self, before: Expr, after: Expr) -> Expr:
        """1 if `before` is 1 and `after` is 0, both of them 0 or 1."""
        if not before.terms or not after.terms:
            return self.start(after, before)
        return self.start(before, after).plus(before).minus(after)

    def least(self, places: tuple[Place, ...]) -> Expr:
        """The smallest of what `count` says of the places; only for amounts that fall as it rises."""
        if places not in self._least:
            counts = [self.count(one) for one in places]
            smallest = self._auxiliary(max(len(one.terms) + one.const for one in counts))
            self.rows += [(((smallest, 1), *((column, -1) for column, _ in one.terms)), one.const) for one in counts]
            self._least[places] = Expr(((smallest, 1),))
        return self._least[places]

    def above(self, value: Expr, limit: int, costs: tuple[int, ...] = (1,)) -> Amount:
        """max(0, value − limit), each further unit at the next cost."""
        return (Hinge((value.add(-limit),), costs),)

    def below(self, value: Expr, limit: int, costs: tuple[int, ...] = (1,)) -> Amount:
        """max(0, limit − value), each further unit at the next cost."""
        less, own = self._less, len(self._less)
        terms = tuple(
            less[column] if factor == 1 and column < own else (column, -factor) for column, factor in value.terms
        )
        return (Hinge((Expr(terms, limit - value.const),), costs),)

    def _auxiliary(self, upper: int) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def _barred(self, bars: Callable[[int, Place], bool]) -> set[Pair]:
        """The pairs that a ban of 必须 forbids alone: no pair beside the place could mend what they break."""
        barred = set()
        for clause, place in self._places():
            if (
                place.nature == "ban"
                and len(place.pairs) == 1
                and not place.beside
                and self.case.book.clauses[clause].must
                and bars(clause, place)
            ):
                rule = self.case.book.clauses[clause].rule
                if rule.check(place, Roster(frozenset(place.pairs))) > rule.check(place, EMPTY):
                    barred.add(place.pairs[0])
        return barred


def _said_by_cliques(case: Case) -> dict[int, list[Clique]]:
    """Clause → the rows that say it, for those of 必须 that have some."""
    found = {}
    for index, clause in enumerate(case.book.clauses):
        some = clause.rule.cliques(case) if clause.must else None
        if some is not None:
            found[index] = list(some)
    return found
