"""Ways out: minimal correction subsets, the fewest facts to give up so that every demand is met, and how far each.

A way has to hold a fact of every clash known (hitting sets, Reiter 1987); one programme asks for the cheapest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from constraints.explaining.clash import Clash
from constraints.explaining.easing import eased
from constraints.explaining.fact import Eased, FactKind
from constraints.explaining.facts import Facts
from constraints.explaining.found import WayOut
from constraints.explaining.oracle import BreachKey, Oracle
from constraints.measure.expr import Hinge
from constraints.model.board import Board, Posted
from constraints.model.case import Case
from constraints.model.form import Form, paid
from constraints.problem.roster import Pair
from constraints.problem.turns import SlotTurn
from constraints.rules.filled import Filled
from constraints.rules.pinned import Pinned
from constraints.rules.room import Room
from constraints.rules.rotation import Rotation

GIVEN_UP = {
    FactKind.ABSENCE: 0,
    FactKind.LOAN: 5,
    FactKind.PIN: 10,
    FactKind.WINDOW: 10,
    FactKind.CLAUSE: 20,
    FactKind.WAIT: 25,
    FactKind.ROOM: 30,
    FactKind.NEED: 300,
}
"""The kinds of fact that may be given up (an offer: taken), and what one costs beyond FACT; never an exemption."""
EVENLY = (1, 3, 5, 7, 9)
"""What each further person missing, or too many, on the same slot costs: they are spread."""
TRIED = 3
"""How many sets are looked at for each way that is wanted."""
FACT = 1000
"""What giving up one fact costs, where a pair that is opened costs 1: few facts count before few pairs."""


@dataclass(frozen=True)
class Way:
    """Ids of facts to give up, and of offers to take, none of them for nothing, and how far each has to go.

    `pairs` are those that the facts close, or the loans open, and the way needs; `unmet` says what stays unmet, and by
    how much; `eased` are clauses among the facts that need only give way, not go.
    """

    facts: frozenset[str]
    pairs: frozenset[Pair]
    unmet: tuple[tuple[BreachKey, int], ...]
    eased: tuple[Eased, ...] = ()


def ways(oracle: Oracle, clashes: Sequence[Clash], most: int) -> Iterator[Way]:
    """At most `most` ways out of these clashes, the cheapest first; none holds all facts of another."""
    oracle.excused.clear()
    known = [clash.facts | _offering(oracle.facts, clash) for clash in clashes]
    moved = {turn.slot for facts in known for id in facts for turn in oracle.facts.all[id].turns}
    slots = oracle.surroundings(oracle.barren.union(moved, *(clash.slots for clash in clashes)))
    relaxed = Relaxed(oracle, slots, known)
    given: list[frozenset[str]] = []
    for _ in range(TRIED * most):
        found = relaxed.next() if len(given) < most else None
        if found is None:
            return
        needed = _needed(oracle, slots, known, found.facts)
        if not any(one <= needed for one in given) and oracle.full(slots, oracle.everything ^ needed):
            given.append(needed)
            way = found if needed == found.facts else Way(needed, frozenset(), ())
            yield replace(way, eased=eased(oracle, slots, clashes, needed))


def _needed(
    oracle: Oracle, slots: frozenset[str], known: list[frozenset[str]], chosen: frozenset[str]
) -> frozenset[str]:
    """The chosen facts less those that can stay after all: a rule may ask for less once another fact is given up."""
    for one in sorted(chosen):
        rest = chosen - {one}
        if all(not facts.isdisjoint(rest) for facts in known) and oracle.full(slots, oracle.everything ^ rest):
            chosen = rest
    return chosen


def _offering(facts: Facts, clash: Clash) -> frozenset[str]:
    """The loans that bring others to the slots of a clash, and the turns on them that could wait."""
    waits = frozenset(id for id in facts.waits if not facts.all[id].slots.isdisjoint(clash.slots))
    return waits | frozenset(id for id in facts.loans if any(slot in clash.slots for slot, _ in facts.all[id].pairs))


@dataclass
class Relaxed:
    """A form of some slots in which each fact can be given up at a price, and of each known clash one has to be.

    An offer is taken as a fact is given up: at a price, and it helps where it brings people to the slots of a clash.
    """

    oracle: Oracle
    slots: frozenset[str]
    clashes: Sequence[frozenset[str]]
    form: Form = field(init=False)
    _given: dict[str, int] = field(init=False, default_factory=dict)
    _eased: list[tuple[Posted, BreachKey]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        closers = _closers(self.oracle, self.slots)
        force = self.oracle.everything | self.oracle.facts.loans
        self.board, numbers = self.oracle.board(self.slots, force, frozenset(closers), lifted=True)
        self.form = Form(list(self.board.upper))
        for terms, high in self.board.rows:
            self.form.row(list(terms), high)
        for posted in self.board.posted:
            self._measure(posted, numbers[posted.clause])
        self.closed = {pair: facts for pair, facts in closers.items() if self.board.columns([pair])}
        for pair, facts in self.closed.items():
            column = self.board.columns([pair])[0]
            self.form.costs[column] = self.form.costs.get(column, 0) + 1
            for fact in facts:
                self.form.row([(column, 1), (self._literal(fact), -1)], 0)
        for facts in self.clashes:
            mine = [fact for fact in facts if fact in self._given]
            self.form.row([(self._given[fact], -1) for fact in mine], -1)

    def _literal(self, fact: str) -> int:
        """The column that is 1 where a fact is given up; made, and given its price, when it is first asked for."""
        if fact not in self._given:
            self.form.upper.append(1)
            self._given[fact] = len(self.form.upper) - 1
            self.form.costs[self._given[fact]] = FACT + GIVEN_UP[self.oracle.facts.all[fact].kind]
        return self._given[fact]

    def _measure(self, posted: Posted, number: int) -> None:
        """Hold an amount at 0, unless the fact that asks for it is given up."""
        owner = self.oracle.owner(number, posted.place)
        if not owner:
            self.form.bind(posted.hinges, posted.base)
            return
        given = self._literal(owner)
        clause = self.oracle.facts.all[owner].kind == FactKind.CLAUSE
        if clause and (posted.base == 0 or posted.hinges[0].costs == (1,)):
            waits = self._waits(posted, number)
            for expr in (expr for hinge in posted.hinges for expr in hinge.exprs):
                beyond = -max(0, self.form.reach(expr) - posted.base)
                freed = [(one, beyond) for one in (given, *waits)]
                self.form.row([*expr.terms, *freed], posted.base - expr.const)
            self._turn_about(posted, given, waits)
            return
        self._eased.append((posted, (number, posted.place.key)))
        for hinge in posted.hinges:
            terms, constant = self.form.layers(hinge if clause else Hinge(hinge.exprs, EVENLY))
            tall = sum(max(0, factor) * self.form.upper[column] for column, factor in terms) + constant
            self.form.row([*terms, (given, -max(0, tall - posted.base))], posted.base - constant)
            for column, cost in () if clause else terms:
                self.form.costs[column] = self.form.costs.get(column, 0) + cost

    def _waits(self, posted: Posted, number: int) -> dict[int, SlotTurn]:
        """The literals of turns that could wait, out of a clash, and move that of a slot measured; whose it is then."""
        facts = self.oracle.facts
        if not isinstance(facts.book.clauses[number].rule, Rotation):
            return {}
        some = sorted(facts.waits & frozenset().union(*self.clashes))
        moved = [(id, turn) for id in some for turn in facts.all[id].turns if turn.slot == posted.place.key[0]]
        return {self._literal(id): turn for id, turn in moved}

    def _turn_about(self, posted: Posted, given: int, waits: Mapping[int, SlotTurn]) -> None:
        """Hold a slot to those whose turn it is as it stands, or, where one waits, to those whose turn it is then."""
        if not waits or posted.place.data:
            return
        others = {pair[1] for pair in posted.place.pairs}
        for slot, who in ((slot, who) for slot, who in self.board.pairs if slot == posted.place.key[0]):
            (column,) = self.board.columns([(slot, who)])
            if who in others:
                then = [(one, -1) for one, turn in waits.items() if who in turn.named]
                self.form.row([(column, 1), (given, -1), *then], 0)
            else:
                for one in (one for one, turn in waits.items() if who not in turn.named):
                    self.form.row([(column, 1), (one, 1), (given, -1)], 1)

    def next(self) -> Way | None:
        """The next cheapest way, not holding one given before; None if there is no other, or none is found in time."""
        values = self.oracle.values(self.form)
        chosen = frozenset(fact for fact, column in self._given.items() if values and values[column])
        if not chosen:
            return None
        self.form.row([(self._given[fact], 1) for fact in chosen], len(chosen) - 1)
        pairs = frozenset(pair for pair in self.closed if values[self.board.columns([pair])[0]])
        unmet = [
            (key, sum(paid(hinge, values) for hinge in posted.hinges) - posted.base) for posted, key in self._eased
        ]
        return Way(chosen, pairs, tuple((key, amount) for key, amount in unmet if amount > 0))


def _closers(oracle: Oracle, slots: frozenset[str]) -> dict[Pair, frozenset[str]]:
    """Pair → ids of the facts that close it, for pairs that nothing else closes and whose facts may be given up.

    A pair that a loan opens is as good as closed by it, if nothing else closes it.
    """
    found: dict[Pair, set[str]] = defaultdict(set)
    for fact in oracle.facts.all.values():
        if fact.closes and fact.kind in GIVEN_UP:
            for pair in oracle.facts.closed_by(fact, slots):
                found[pair].add(fact.id)
    still = _dead(oracle, oracle.everything - {id for ids in found.values() for id in ids}, slots)
    closers = {pair: frozenset(ids) for pair, ids in found.items() if pair not in still}
    if oracle.facts.loans:
        still = _dead(oracle, oracle.everything | oracle.facts.loans, slots)
        lent = ((pair, id) for id in oracle.facts.loans for pair in oracle.facts.all[id].pairs)
        closers |= {pair: frozenset((id,)) for pair, id in lent if pair[0] in slots and pair not in still}
    return closers


def _dead(oracle: Oracle, force: Set[str], slots: frozenset[str]) -> Set[Pair]:
    """The pairs that are closed with these facts in force."""
    problem, book, _ = oracle.facts.under(force, slots)
    return Board(Case(problem, book)).dead


def way_out(oracle: Oracle, way: Way) -> WayOut:
    """A way as it is told: its facts, the pairs it opens, the needs and orders that it leaves unmet."""
    book = oracle.facts.book.clauses
    unmet = [(book[number].rule, key, amount) for (number, key), amount in way.unmet]
    return WayOut(
        tuple(sorted(way.facts)),
        tuple(sorted(way.pairs)),
        tuple(sorted((key[0], amount) for rule, key, amount in unmet if isinstance(rule, Filled))),
        tuple(sorted((key[0], key[1]) for rule, key, _ in unmet if isinstance(rule, Pinned))),
        way.eased,
        tuple(sorted((key[0], amount) for rule, key, amount in unmet if isinstance(rule, Room))),
    )
