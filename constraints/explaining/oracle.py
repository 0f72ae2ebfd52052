"""Oracle: whether part of a problem has a roster with some of its facts in force, and what fails where it has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from time import monotonic
from typing import Any

from constraints.engines.cpsat import search
from constraints.engines.search import Limits, Outcome, SearchStatus, Stop
from constraints.explaining.fact import FactKind
from constraints.explaining.facts import AS_WRITTEN, Facts
from constraints.measure.place import Place
from constraints.measure.rule import Rule
from constraints.model.board import EMPTY, Board
from constraints.model.case import Case
from constraints.model.form import Form, paid
from constraints.model.part import Part, parts
from constraints.problem.roster import Pair
from constraints.rules.filled import Filled
from constraints.rules.pinned import Pinned
from constraints.rules.room import Room

BreachKey = tuple[int, tuple[Any, ...]]
"""(the clause's number in the book, the place's key): one thing that the book measures."""
PATIENCE = 20.0
"""Seconds for one question; what takes longer stays open."""


@dataclass(frozen=True)
class Shortfall:
    """A demand that cannot be met together with the others: its key, and the ids of the slots it depends on."""

    key: BreachKey
    slots: frozenset[str]


class Oracle:
    """Asks the solver about parts of a problem: some slots, with some facts in force.

    A part only relaxes the whole: what is measured beyond its slots is left out, and so are demands that are new or
    larger once a fact is lifted. So whatever has no roster here has none in the whole either.
    """

    def __init__(self, facts: Facts, stop: Stop, deadline: float) -> None:
        self.facts, self._stop, self.deadline = facts, stop, deadline
        self.everything = frozenset(facts.all) - facts.offers
        """All that stands; what differs from it in force is a fact that is given up, or an offer that is taken."""
        self.excused: set[BreachKey] = set()
        """Demands that are not asked for any more."""
        self.barren: set[str] = set()
        """Ids of the slots of all parts that were seen to have no roster."""
        self._answers: dict[tuple[frozenset[str], frozenset[str], int, tuple[tuple[int, Rule], ...]], SearchStatus] = {}
        self._full: set[tuple[tuple[Pair, ...], int]] = set()
        """Parts of the whole (their pairs, how many amounts) that have a roster; fewer demands do not take it away."""
        self._demanded: dict[BreachKey, int] = {}
        closing = (FactKind.ABSENCE, FactKind.EXEMPT, FactKind.WINDOW)
        self._loose = frozenset(id for id in self.everything if facts.all[id].kind not in closing)
        self._span = self._spans((self._loose, self.everything))
        self._span_offered = self._spans((self._loose | facts.offers, self.everything)) if facts.offers else self._span
        """The spans where loans are taken and turns wait: they let people serve on more slots."""

    def _spans(self, forces: Sequence[frozenset[str]]) -> dict[BreachKey, frozenset[str]]:
        """What is measured with some of these facts in force → ids of the slots that it depends on."""
        found: dict[BreachKey, frozenset[str]] = {}
        for force in forces:
            problem, book, numbers = self.facts.under(force)
            for index, place in Case(problem, book).all_places():
                key = numbers[index], place.key
                slots = frozenset(slot for slot, _ in (*place.pairs, *place.beside))
                found[key] = found.get(key, frozenset()) | slots
                if place.nature == "demand" and force is self.everything:
                    self._demanded[key] = book.clauses[index].rule.check(place, EMPTY)
        return found

    def left(self) -> float:
        """Seconds that are left for all questions; below 0 once time is up."""
        return self.deadline - monotonic()

    def span(self, key: BreachKey) -> frozenset[str]:
        """Ids of the slots that a demand or ban depends on."""
        return self._span[key]

    def board(
        self,
        slots: Set[str] | None,
        force: Set[str],
        opened: frozenset[Pair] = frozenset(),
        rules: Mapping[int, Rule] = AS_WRITTEN,
        *,
        lifted: bool = False,
    ) -> tuple[Board, tuple[int, ...]]:
        """The board of some slots (None: all) with these facts in force, and its clauses' numbers in the whole book.

        Demands, and bans that more assignments may mend, are on it only if they lie wholly among the slots; nothing
        closes an `opened` pair by itself, and with `lifted` no clause that is a fact closes any. `rules` (clause's
        number → rule) stand in place of the clauses' own.
        """
        problem, book, numbers = self.facts.under(force, slots, rules)
        chosen = self.facts.slots.keys() if slots is None else slots
        span = self._span_offered if force & self.facts.offers else self._span

        def asked(index: int, place: Place) -> bool:
            key = numbers[index], place.key
            if key not in span:
                return False
            if place.nature == "demand":
                asked = key not in self.excused and span[key] <= chosen
                return asked and book.clauses[index].rule.check(place, EMPTY) <= self._demanded.get(key, -1)
            if len(place.pairs) == 1 and place.pairs[0] in opened:
                rule = book.clauses[index].rule
                return not rule.single and not isinstance(rule, Pinned)
            return not book.clauses[index].rule.mutual or span[key] <= chosen

        def bars(index: int, place: Place) -> bool:
            return asked(index, place) and not (lifted and self.facts.clause_of(numbers[index]))

        return Board(Case(problem, book), asked=asked, bars=bars), numbers

    def impossible(self, slots: Set[str], force: Set[str]) -> bool:
        """Whether these slots are proved to have no roster with these facts in force; False where that is open."""
        return self._verdict(slots, force) is SearchStatus.INFEASIBLE

    def possible(self, slots: Set[str], force: Set[str], rules: Mapping[int, Rule] = AS_WRITTEN) -> bool:
        """Whether a roster of these slots is found with these facts in force; False where it stays open."""
        return self._verdict(slots, force, rules) is SearchStatus.OPTIMAL

    def full(self, slots: Set[str], force: Set[str], rules: Mapping[int, Rule] = AS_WRITTEN) -> bool:
        """Whether a full roster of these slots alone is found; every demand on them counts, new ones too."""
        problem, book, _ = self.facts.under(force, slots, rules)
        return self._solved(Board(Case(problem, book))) is SearchStatus.OPTIMAL

    def _verdict(self, slots: Set[str], force: Set[str], rules: Mapping[int, Rule] = AS_WRITTEN) -> SearchStatus:
        asked = frozenset(slots), frozenset(force), len(self.excused), tuple(rules.items())
        if asked not in self._answers:
            self._answers[asked] = self._solved(self.board(slots, force, rules=rules)[0])
        return self._answers[asked]

    def _solved(self, board: Board) -> SearchStatus:
        for part in parts(board):
            if part.musts:
                outcome = self._search(part.form())
                if outcome.status is not SearchStatus.OPTIMAL:
                    return outcome.status if outcome.status is SearchStatus.INFEASIBLE else SearchStatus.UNKNOWN
        return SearchStatus.OPTIMAL

    def _search(self, form: Form) -> Outcome:
        seconds = min(PATIENCE, self.left())
        return search(form, Limits(seconds), self._stop)

    def shortfalls(self) -> tuple[frozenset[str], list[Shortfall]]:
        """Ids of the slots of every part without a roster, and the demands that fail where as few as possible do.

        The demands that depend on the fewest slots come first.
        """
        board, numbers = self.board(None, self.everything)
        slots: set[str] = set()
        found = []
        for part in parts(board):
            same = tuple(board.pairs[column] for column in part.columns if column < len(board.pairs)), len(part.musts)
            if not part.musts or same in self._full:
                continue
            status = self._search(part.form()).status
            if status is SearchStatus.OPTIMAL:
                self._full.add(same)
            if status is SearchStatus.INFEASIBLE:
                slots |= {board.pairs[column][0] for column in part.columns if column < len(board.pairs)}
                slots |= self._mended_elsewhere(board, part, numbers)
                found += self._failing(part, numbers)
        for one in found:
            slots |= one.slots
        self.barren |= slots
        return frozenset(slots), sorted(found, key=lambda one: (len(one.slots), str(one.key)))

    def _mended_elsewhere(self, board: Board, part: Part, numbers: tuple[int, ...]) -> set[str]:
        """Ids of the slots that bans of a part depend on which more assignments may mend, where nobody can serve too.

        Without all of them such a ban is not on the board of a part.
        """
        rules = board.case.book.clauses
        keys = ((numbers[one.clause], one.place.key) for one, _ in part.musts if rules[one.clause].rule.mutual)
        return {slot for key in keys for slot in self._span[key]}

    def _failing(self, part: Part, numbers: tuple[int, ...]) -> list[Shortfall]:
        form = Form(list(part.upper))
        for terms, high in part.rows:
            form.row(terms, high)
        for posted, tier in part.musts:
            if tier is None:
                form.bind(posted.hinges, posted.base)
            else:
                form.pay(posted.hinges, 1, 0)
        values = self._search(form).values
        keys = [
            (numbers[posted.clause], posted.place.key)
            for posted, tier in part.musts
            if tier and (not part.columns or not values or any(paid(hinge, values) for hinge in posted.hinges))
        ]
        return [Shortfall(key, self._span[key]) for key in keys]

    def surroundings(self, slots: Set[str]) -> frozenset[str]:
        """Ids of these slots, and of all that hang together with them whichever facts are lifted."""
        found = set(slots)
        board, _ = self.board(None, self._loose | self.facts.offers)
        for part in parts(board):
            mine = {board.pairs[column][0] for column in part.columns if column < len(board.pairs)}
            if not mine.isdisjoint(slots):
                found |= mine
        return frozenset(found)

    def values(self, form: Form) -> tuple[int, ...]:
        """The cheapest values found of a form; empty if there are none, or none are found in time."""
        return self._search(form).values

    def owner(self, number: int, place: Place) -> str:
        """The id of the fact that asks for what is measured at a place; '' for what stands by itself.

        It is a need, a room, an order, or the clause with this number.
        """
        rule = self.facts.book.clauses[number].rule
        if isinstance(rule, Filled):
            return self.facts.need_of(place.key[0])
        if isinstance(rule, Room):
            return self.facts.room_of(place.key[0])
        if isinstance(rule, Pinned) and place.nature == "demand":
            return self.facts.order_of(*place.key)
        return self.facts.clause_of(number)
