"""Facts together: a problem taken apart into what people could change, and put together with some in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from types import MappingProxyType

from constraints.explaining.fact import Fact, FactKind
from constraints.measure.rule import Rule
from constraints.model.book import RuleBook
from constraints.problem.problem import Absence, Assignee, Pin, Problem, Slot, Spell
from constraints.problem.roster import Pair
from constraints.problem.turns import SlotTurn

AS_WRITTEN: Mapping[int, Rule] = MappingProxyType({})
MANY = 10_000
"""The room of a slot, in people, once its limit is lifted."""


class Facts:
    """A problem under the clauses of 必须 of a book, taken apart into facts, by id in `all`."""

    def __init__(self, problem: Problem, book: RuleBook, facts: Iterable[Fact]) -> None:
        self.problem, self.book = problem, book
        self.all = {fact.id: fact for fact in facts}
        self.offers = frozenset(fact.id for fact in self.all.values() if fact.offered)
        """Ids of loans and of turns that could wait: no part of what stands, taken where they are in force."""
        self.loans = frozenset(id for id in self.offers if self.all[id].kind is FactKind.LOAN)
        self.waits = frozenset(id for id in self.offers if self.all[id].kind is FactKind.WAIT)
        self.slots: dict[str, Slot] = {slot.id: slot for slot in problem.slots}
        self._people = {one.id: one for one in problem.assignees}
        self._by_absence: dict[tuple[str, Absence], set[str]] = defaultdict(set)
        self._by_pin: dict[Pin, set[str]] = defaultdict(set)
        self._by_exemption: dict[tuple[str, int], str] = {}
        self._by_pair: dict[Pair, str] = {}
        self._by_window: dict[str, str] = {}
        self._by_need: dict[str, str] = {}
        self._by_room: dict[str, str] = {}
        self._by_loan: dict[str, str] = {}
        self._by_clause: dict[int, str] = {}
        for fact in self.all.values():
            self._index(fact)
        self.holders: dict[str, list[str]] = defaultdict(list)
        """Slot → everybody who could take it if nothing kept them."""
        for slot, who in sorted(
            problem.candidates
            | problem.published
            | problem.draft
            | self._by_pair.keys()
            | {(slot, pin.who) for pin in problem.pins for slot in pin.slots}
        ):
            self.holders[slot].append(who)
        self._units = {one.id for one in problem.assignees if one.kind == "unit"}
        self._named = {
            who
            for clause in book.clauses
            if clause.must and "who" in clause.rule.needs
            for who in clause.rule.scope.who or ()
        }

    def _index(self, fact: Fact) -> None:
        for one in fact.absences:
            self._by_absence[one].add(fact.id)
        for pin in fact.pins:
            self._by_pin[pin].add(fact.id)
        if fact.kind == FactKind.EXEMPT:
            self._by_exemption[fact.who, fact.spell] = fact.id
            self._by_pair |= dict.fromkeys(fact.pairs, fact.id)
        elif fact.kind == FactKind.WINDOW:
            self._by_window[fact.who] = fact.id
        elif fact.kind == FactKind.LOAN:
            self._by_loan |= {slot: fact.id for slot, _ in fact.pairs}
        elif fact.kind == FactKind.CLAUSE:
            self._by_clause[fact.clause] = fact.id
        elif fact.kind in (FactKind.NEED, FactKind.ROOM):
            (self._by_need if fact.kind == FactKind.NEED else self._by_room).update(dict.fromkeys(fact.slots, fact.id))

    def closed_by(self, fact: Fact, slots: Set[str]) -> set[Pair]:
        """The (slot, assignee) pairs within `slots` that a fact closes."""
        found = {pair for pair in fact.pairs if pair[0] in slots} | {
            (slot, pin.who) for pin in fact.pins for slot in pin.slots & slots
        }
        whos = {who for who, _ in fact.absences} | {fact.who}
        for slot in slots:
            held = self.slots[slot]
            for who in whos.intersection(self.holders[slot]):
                if fact.kind == FactKind.WINDOW or any(one == who and gone.bars(held) for one, gone in fact.absences):
                    found.add((slot, who))
        return found

    def need_of(self, slot: str) -> str:
        """The id of the fact that asks for people on a slot; '' if none does."""
        return self._by_need.get(slot, "")

    def room_of(self, slot: str) -> str:
        """The id of the fact that limits the people on a slot; '' if none does."""
        return self._by_room.get(slot, "")

    def order_of(self, who: str, pin: str) -> str:
        """The id of the fact that is the order with this id about somebody; '' if there is none."""
        return next((min(owners) for one, owners in self._by_pin.items() if (one.who, one.id) == (who, pin)), "")

    def clause_of(self, number: int) -> str:
        """The id of the fact that is the clause with this number; '' for one that stands by itself."""
        return self._by_clause.get(number, "")

    def under(
        self, force: Set[str], slots: Set[str] | None = None, rules: Mapping[int, Rule] = AS_WRITTEN
    ) -> tuple[Problem, RuleBook, tuple[int, ...]]:
        """The problem with these facts alone in `force`, the clauses of 必须 left, and their numbers in the whole book.

        Of the problem only `slots` (None: all) and those whom they concern are kept. `rules` (clause's number → rule)
        stand in place of the clauses' own.
        """
        chosen = self.slots.keys() if slots is None else slots
        problem = self.problem
        pairs, candidates = self._pairs(force, chosen)
        pins = tuple(
            replace(pin, slots=pin.slots & chosen) if pin.forbidden else pin
            for pin in problem.pins
            if (pin.slots & chosen if pin.forbidden else pin.slots <= chosen)
            and self._holds(self._by_pin.get(pin), force)
        )
        numbers = tuple(
            number
            for number, clause in enumerate(self.book.clauses)
            if clause.must and (number not in self._by_clause or self._by_clause[number] in force)
        )
        people = self._involved({who for _, who in pairs}, numbers) if slots is not None else self._people.keys()
        part = replace(
            problem,
            slots=tuple(self._slot(slot, force) for slot in problem.slots if slot.id in chosen),
            assignees=tuple(self._person(one, force) for one in problem.assignees if one.id in people),
            candidates=candidates,
            pins=pins,
            wishes=(),
            taken=tuple(one for one in problem.taken if one.who in people) if slots is not None else problem.taken,
            issued=problem.issued & chosen,
            published=frozenset(pair for pair in problem.published if pair[0] in chosen),
            drafted=problem.drafted & chosen,
            draft=frozenset(pair for pair in problem.draft if pair[0] in chosen),
            turns=self._turns(force),
        )
        clauses = (self.book.clauses[number] for number in numbers)
        return (
            part,
            RuleBook(
                tuple(
                    replace(one, rule=rules.get(number, one.rule)) for number, one in zip(numbers, clauses, strict=True)
                )
            ),
            numbers,
        )

    def _pairs(self, force: Set[str], chosen: Set[str]) -> tuple[set[Pair], frozenset[Pair]]:
        """The pairs of some slots that could be if nothing kept them, and those that are candidates."""
        lent = {pair for id in self.offers & force for pair in self.all[id].pairs if pair[0] in chosen}
        pairs = {(slot, who) for slot in chosen for who in self.holders[slot]} | lent
        free = self.problem.candidates | lent
        return pairs, frozenset(
            pair for pair in pairs if pair in free or (pair in self._by_pair and self._by_pair[pair] not in force)
        )

    def _turns(self, force: Set[str]) -> tuple[SlotTurn, ...]:
        """Whose turn each slot is: where several turns wait that move one slot's, it is that of all who come then."""
        if force.isdisjoint(self.offers):
            return self.problem.turns
        moved: dict[str, SlotTurn] = {}
        for id in sorted(self.offers & force):
            for turn in self.all[id].turns:
                had = moved.get(turn.slot)
                both = replace(turn, who=turn.who + had.who, members=turn.members + had.members) if had else turn
                moved[turn.slot] = both
        return tuple(moved.get(turn.slot, turn) for turn in self.problem.turns)

    @staticmethod
    def _holds(owners: set[str] | None, force: Set[str]) -> bool:
        """Whether something stands: one of the facts that it rests on is in force, or it rests on none (None)."""
        return owners is None or not owners.isdisjoint(force)

    def _slot(self, slot: Slot, force: Set[str]) -> Slot:
        need, room, loan = (by.get(slot.id) for by in (self._by_need, self._by_room, self._by_loan))
        return replace(
            slot,
            need=slot.need if need is None or need in force else 0,
            room=slot.room if room is None or room in force else MANY,
            pools=slot.pools | self.all[loan].pools if loan is not None and loan in force else slot.pools,
        )

    def _person(self, one: Assignee, force: Set[str]) -> Assignee:
        window = self._by_window.get(one.id)
        return replace(
            one,
            absences=tuple(gone for gone in one.absences if self._holds(self._by_absence.get((one.id, gone)), force)),
            months=one.months if window is None or window in force else frozenset(),
            spells=tuple(
                spell if self._stands(one.id, spell, force) else replace(spell, exempt=frozenset())
                for spell in one.spells
            ),
        )

    def _stands(self, who: str, spell: Spell, force: Set[str]) -> bool:
        exemption = self._by_exemption.get((who, spell.first))
        return exemption is None or exemption in force

    def _involved(self, people: set[str], numbers: tuple[int, ...]) -> set[str]:
        """Ids of these people, and of everybody whom a rule looks at beside them."""
        found = people | self._named | {self._people[who].partner for who in people if who in self._people}
        if people & self._units:
            found |= self._units
        if any(self.book.clauses[number].rule.whole_units for number in numbers):
            units = {spell.unit for who in people if who in self._people for spell in self._people[who].spells} - {""}
            found |= {one.id for one in self.problem.assignees if any(spell.unit in units for spell in one.spells)}
        return found
