"""Case: one problem under one rule book, indexed once, as rules ask for it (`CaseFacts`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from constraints.measure.place import ALL, Place, Scope
from constraints.measure.slots import inside
from constraints.model.book import RuleBook
from constraints.problem.problem import Absence, Assignee, Problem, Slot
from constraints.problem.roster import Pair
from constraints.rules.rest import Rest


class Case:
    """The facts of a problem under a book; its `columns` are the (slot, assignee) pairs that a roster may hold.

    These are the candidates, the pairs ordered, published or drafted, those of `extra`; or those of `only`, no others.
    """

    def __init__(
        self, problem: Problem, book: RuleBook, extra: Iterable[Pair] = (), *, only: Set[Pair] | None = None
    ) -> None:
        self.problem = problem
        self.book = book
        self.slots: dict[str, Slot] = {slot.id: slot for slot in problem.slots}
        self.assignees: dict[str, Assignee] = {one.id: one for one in problem.assignees}
        pinned = (
            set()
            if only is not None
            else {(slot, pin.who) for pin in problem.pins if not pin.forbidden for slot in pin.slots}
        )
        drawn = problem.candidates | problem.published | problem.draft
        known = drawn | pinned | set(extra) if only is None else only
        self.columns: tuple[Pair, ...] = tuple(
            sorted(pair for pair in known if pair[0] in self.slots and pair[1] in self.assignees)
        )
        self._of_clause: dict[int, list[Place]] = {}
        self._mine: dict[Scope, dict[str, list[Slot]]] = {}
        self._past: dict[Scope, dict[str, list[Slot]]] = {}
        self._on: dict[Scope, list[Slot]] = {}

    @cached_property
    def _places(self) -> list[tuple[int, Place]]:
        return [(index, place) for index in range(len(self.book.clauses)) for place in self.places(index)]

    def places(self, clause: int) -> list[Place]:
        """Everything that the clause with this number measures here."""
        if clause not in self._of_clause:
            self._of_clause[clause] = list(self.book.clauses[clause].rule.places(self))
        return self._of_clause[clause]

    def stands(self, clause: int) -> bool:
        """Whether the clause with this number has anything to look at here."""
        return bool(self._of_clause.get(clause)) or self.book.clauses[clause].rule.stands(self)

    @cached_property
    def one_at_a_time(self) -> bool:
        """Whether 必须 lets nobody hold two posts at once that exclude each other."""
        return any(clause.must and clause.rule.exclusive and clause.rule.scope == ALL for clause in self.book.clauses)

    @cached_property
    def _known(self) -> frozenset[Pair]:
        return frozenset(self.columns)

    def knows(self, pairs: Iterable[Pair]) -> bool:
        """Whether every one of the pairs has a column."""
        return self._known.issuperset(pairs)

    def all_places(self) -> list[tuple[int, Place]]:
        """(number of the clause, place) for everything that the book measures here."""
        return self._places

    @cached_property
    def _by_pair(self) -> dict[Pair, list[int]]:
        found: dict[Pair, list[int]] = defaultdict(list)
        for number, (_, place) in enumerate(self._places):
            for pair in (*place.pairs, *place.beside):
                found[pair].append(number)
        return found

    def touched(self, pairs: Iterable[Pair]) -> list[tuple[int, Place]]:
        """(number of the clause, place) for everything that depends on one of these pairs."""
        numbers = {number for pair in pairs for number in self._by_pair.get(pair, ())}
        return [self._places[number] for number in sorted(numbers)]

    def around(self, pairs: Iterable[Pair]) -> list[tuple[int, Place]]:
        """What `touched` gives, worked out without an index: quicker for those who ask once."""
        wanted = frozenset(pairs)
        return [
            (clause, place)
            for clause, place in self._places
            if not (wanted.isdisjoint(place.pairs) and wanted.isdisjoint(place.beside))
        ]

    @cached_property
    def order(self) -> list[Slot]:
        """The plan's slots by start and id."""
        return sorted(self.problem.slots, key=lambda slot: (slot.start, slot.id))

    @cached_property
    def reach(self) -> tuple[int, int]:
        """The first day on which a slot of the plan starts, and the last that one takes up."""
        first = [slot.day for slot in self.problem.slots] or [self.problem.first]
        return min(first), max((slot.days[-1] for slot in self.problem.slots), default=self.problem.first)

    @cached_property
    def _by_slot(self) -> dict[str, tuple[Pair, ...]]:
        return {slot: tuple(pairs) for slot, pairs in groupby(self.columns, key=itemgetter(0))}

    @cached_property
    def _columns_by_who(self) -> dict[str, list[Slot]]:
        found: dict[str, list[Slot]] = defaultdict(list)
        for slot, who in self.columns:
            found[who].append(self.slots[slot])
        for slots in found.values():
            slots.sort(key=lambda slot: (slot.start, slot.id))
        return found

    @cached_property
    def _taken_slots(self) -> dict[str, Slot]:
        return {taken.slot.id: taken.slot for taken in self.problem.taken if taken.slot.id not in self.slots}

    @cached_property
    def candidates(self) -> tuple[Pair, ...]:
        """The pairs that may be, sorted."""
        return tuple(sorted(self.problem.candidates))

    @cached_property
    def _taken_by_who(self) -> dict[str, list[Slot]]:
        found: dict[str, list[Slot]] = defaultdict(list)
        for taken in self.problem.taken:
            if taken.slot.id not in self.slots:
                found[taken.who].append(taken.slot)
        for slots in found.values():
            slots.sort(key=lambda slot: (slot.start, slot.id))
        return found

    def mine(self, scope: Scope = ALL) -> dict[str, list[Slot]]:
        """Assignee → the plan's slots in scope for which there is a column, by start."""
        if scope not in self._mine:
            ids = {slot.id for slot in self.on(scope)}
            self._mine[scope] = _within(self._columns_by_who, scope, ids)
        return self._mine[scope]

    def past(self, scope: Scope = ALL) -> dict[str, list[Slot]]:
        """Assignee → slots in scope, none of the plan's, that they hold as a fact, by start."""
        if scope not in self._past:
            ids = {slot.id for slot in self._taken_slots.values() if inside(scope, slot)}
            self._past[scope] = _within(self._taken_by_who, scope, ids)
        return self._past[scope]

    def on(self, scope: Scope = ALL) -> list[Slot]:
        """The plan's slots in scope, by start; people in the scope are not asked."""
        if scope not in self._on:
            self._on[scope] = [slot for slot in self.order if inside(scope, slot)]
        return self._on[scope]

    def pairs(self, slot: Slot) -> tuple[Pair, ...]:
        """The columns of a slot."""
        return self._by_slot.get(slot.id, ())

    def absent(self, who: str, slot: Slot) -> bool:
        """Whether an absence blocks the slot, or it lies outside the assignee's time in office."""
        one = self.assignees[who]
        if not one.there(slot.days if self.problem.every_day else slot.days[:1]):
            return True
        return bool(one.absences) and any(gone.bars(slot) for gone in one.absences)

    def busy(self, who: str, slot: Slot) -> bool:
        """Whether a fact of the same hold already has the assignee at that time; on-call slots exclude nothing."""
        return slot.hold != "on_call" and any(
            other.hold == slot.hold and other.start < slot.end and slot.start < other.end
            for other in self.past().get(who, ())
        )

    @cached_property
    def closed(self) -> frozenset[Pair]:
        """The pairs that a clause of 必须 closes by themselves: leave, pools, months on air, villages."""
        return frozenset(
            pair
            for index, clause in enumerate(self.book.clauses)
            if clause.must and clause.rule.single
            for place in self.places(index)
            for pair in place.pairs
        )

    def may(self, who: str, slot: Slot) -> bool:
        """Whether the assignee may take the slot at all: a candidate, there, and not closed by 必须."""
        pair = slot.id, who
        return pair in self.problem.candidates and pair not in self.closed and not self.absent(who, slot)

    def free(self, who: str, slot: Slot) -> bool:
        """Whether the assignee, alone in the plan, could take the slot: `may`, and not `busy`."""
        return self.may(who, slot) and not self.busy(who, slot)

    def absences(self, who: str) -> tuple[Absence, ...]:
        """The times away of an assignee."""
        return self.assignees[who].absences

    @cached_property
    def hard_rests(self) -> list[tuple[Scope, int]]:
        """(scope, minutes) of every rest after a shift that 必须 demands."""
        rests = [clause.rule for clause in self.book.clauses if clause.must and isinstance(clause.rule, Rest)]
        return [(rest.scope, rest.hours * 60) for rest in rests]


def _within(table: dict[str, list[Slot]], scope: Scope, ids: set[str]) -> dict[str, list[Slot]]:
    found = {}
    always = scope.spans is None  # asked once: a district has tens of thousands of pairs, and few scopes have spans
    for who in sorted(table):
        if scope.who is None or who in scope.who:
            slots = [slot for slot in table[who] if slot.id in ids and (always or scope.means(who, slot.day))]
            if slots:
                found[who] = slots
    return found
