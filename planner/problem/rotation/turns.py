"""The turns of a period: every clause of 轮流, from what is known before anything is solved."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from constraints.problem.problem import Slot
from constraints.problem.roster import Pair
from constraints.problem.turns import Cursor, SlotTurn
from constraints.rules.rotation import Rotation
from constraints.rules.window import Window
from planner.office.clauses import rule_class, rule_from_row
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.problem.period import Period
from planner.problem.rotation.clause import ClauseTurns, TurnFacts
from planner.problem.rotation.hindrances import Hindrances
from planner.problem.rotation.lists import Groups
from planner.problem.rotation.order import WhenAway
from planner.problem.rotation.past import Past
from planner.problem.rotation.seats import all_slots, in_scope
from planner.problem.rotation.units import Units
from planner.problem.rule_book import named
from planner.problem.wishes_and_orders import orders

NOBODY: frozenset[Pair] = frozenset()


def rotations(office: Office) -> list[ClauseRow]:
    """The rows of the rule sheet that are clauses of 轮流."""
    return [row for row in office.of(ClauseRow) if rule_class(row.rule) is Rotation]


class PeriodTurns:
    """Every clause of 轮流 on the slots of a period, to be worked out once, or again with somebody ruled out."""

    def __init__(self, office: Office, period: Period, around: TurnFacts) -> None:
        self._office, self._period, self._around = office, period, around
        rows = rotations(office)
        self._slots = all_slots(office, period, rows, around.planned, around.issued) if rows else []
        self._known = {slot.id: slot for slot in (*self._slots, *around.planned)} if rows else {}
        self._pins, _ = orders(office, list(self._known.values()), period.first, period.last)
        self._clauses: list[tuple[ClauseRow, list[Slot], Groups]] = []
        given: set[str] = set()
        for row in rows:  # where two clauses cover a slot the first one gives it
            mine = [slot for slot in in_scope(office, row, self._slots, period.first) if slot.id not in given]
            given.update(slot.id for slot in mine)
            who = named(office, row) if row.who else None
            self._clauses.append((row, mine, Groups(office, row, _rotation(row), mine, around.people, who)))

    @property
    def held(self) -> Set[str]:
        """The slots whose turn is given by a clause of 必须."""
        return {slot.id for row, slots, _ in self._clauses if row.force == 0 for slot in slots}

    def worked_out(self, barred: Set[Pair] = NOBODY) -> tuple[tuple[SlotTurn, ...], tuple[Cursor, ...]]:
        """Whose turn each slot is that a clause covers, by start, and how the orders stand after them.

        `barred` pairs are taken as if an order ruled them out.
        """
        bound = any(rule_class(row.rule) is Window and row.force == 0 for row in self._office.of(ClauseRow))
        hindered = Hindrances(self._around.people, self._around.sites, bound)
        hindered.add_facts(self._around.taken, self._period.first.toordinal())
        ordered = hindered.add_orders(self._pins, self._known)
        hindered.barred |= barred
        found: dict[str, SlotTurn] = {}
        cursors: list[Cursor] = []
        for row, mine, groups in self._clauses:
            clause = self._begun(row, mine, groups, hindered)
            for slot in mine:
                clause.take(slot, ordered.get(slot.id, []))
            found |= clause.turns
            cursors += clause.cursors()
            hindered.next_clause(binding=row.force == 0)
        return tuple(found[slot.id] for slot in self._slots if slot.id in found), tuple(cursors)

    def _begun(self, row: ClauseRow, slots: Sequence[Slot], groups: Groups, hindered: Hindrances) -> ClauseTurns:
        office, first, around, rule = self._office, self._period.first, self._around, _rotation(row)
        units = Units(around.people, slots, hindered) if rule.units == "yes" else None
        if units:
            issued = replace(around.issued, taken=units.in_place_of(around.issued.taken))
            around = replace(around, taken=units.in_place_of(around.taken), issued=issued)
        past = Past(around.taken, lambda some: in_scope(office, row, some, first), around.issued, first.toordinal())
        return ClauseTurns(around, groups, WhenAway(rule.absent), past, hindered, units)


def turns(office: Office, period: Period, around: TurnFacts) -> tuple[tuple[SlotTurn, ...], tuple[Cursor, ...]]:
    """Whose turn each slot of a period is that a clause of 轮流 covers, by start, and how the orders stand then."""
    return PeriodTurns(office, period, around).worked_out()


def _rotation(row: ClauseRow) -> Rotation:
    rule = rule_from_row(row)
    assert isinstance(rule, Rotation), "the row is one of 轮流"
    return rule
