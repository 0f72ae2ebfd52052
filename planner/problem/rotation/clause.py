"""One clause of 轮流 on its way through the slots of a period, seat by seat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from constraints.problem.problem import Assignee, Site, Slot, Taken
from constraints.problem.turns import Cursor, Passed, SlotTurn
from planner.problem.period import Issued
from planner.problem.rotation.hindrances import Hindrances
from planner.problem.rotation.lists import Group, Groups
from planner.problem.rotation.order import GivenSeat, TurnOrder, WhenAway
from planner.problem.rotation.past import Past
from planner.problem.rotation.units import Units


@dataclass(frozen=True)
class TurnFacts:
    """What turns are worked out from, besides the office: the slots that are planned, everybody, the facts."""

    planned: Sequence[Slot]
    people: Mapping[str, Assignee]
    sites: Mapping[str, Site]
    taken: Sequence[Taken]
    issued: Issued


class ClauseTurns:
    """The turns of a clause, as far as they are given; each slot is taken once, by start."""

    def __init__(
        self, around: TurnFacts, groups: Groups, way: WhenAway, past: Past, hindered: Hindrances, units: Units | None
    ) -> None:
        self._around, self._groups, self._way, self._past = around, groups, way, past
        self._hindered, self._units = hindered, units
        self._planned = {slot.id for slot in around.planned}
        self._orders: dict[str, TurnOrder] = {}
        self.turns: dict[str, SlotTurn] = {}
        """Slot → its turn."""
        self._waiting: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        """(order, who) → (slot, number among those passed there) of turns that they have still to take."""
        self._holders: dict[str, list[str]] = defaultdict(list)
        for one in around.issued.taken:
            self._holders[one.slot.id].append(one.who)

    def take(self, slot: Slot, ordered: Sequence[str]) -> None:
        """Give the seats of the next slot: as it was issued, where it is not planned now, else to whose turn it is."""
        known = self._around.issued.turns.get(slot.id)
        if slot.id not in self._planned and slot.id in self._around.issued.slots:
            self._as_issued(slot, known)
            return
        group = self._groups.of(slot)
        order = self._order(group)
        if self._units and slot.kind == "person":
            turn = self._of_unit(slot, order, ordered, self._units)
        else:
            turn = self._by_seat(slot, order, ordered)
        self.turns[slot.id] = replace(turn, column=group.column, stand_in=self._stand_in(turn, known))

    def cursors(self) -> list[Cursor]:
        """How the orders stand now."""
        return [one.cursor() for one in self._orders.values()]

    def _as_issued(self, slot: Slot, known: SlotTurn | None) -> None:
        """Go on behind whoever's turn it was, whatever is known by now, or behind who was issued without any turn."""
        order = self._order(self._groups.of(slot, known.column if known else None))
        if known is not None:
            order.follow(known)
            self.turns[slot.id] = known
            return
        for who in self._holders[slot.id]:
            if who in order.places:
                order.behind(who)

    def _by_seat(self, slot: Slot, order: TurnOrder, ordered: Sequence[str]) -> SlotTurn:
        given, passed = list[GivenSeat](), list[Passed]()
        while len(given) < slot.need - len(ordered):
            one = order.next(lambda who: self._hindered.unable(who, slot))
            if one is None:
                break
            self._settle(slot, order, one, len(given), passed)
            self._hindered.here[one.who].append(slot)
            given.append(one)
        who, places = tuple(one.who for one in given), tuple(one.place for one in given)
        return SlotTurn(slot.id, who, places, tuple(ordered), tuple(passed))

    def _of_unit(self, slot: Slot, order: TurnOrder, ordered: Sequence[str], units: Units) -> SlotTurn:
        """The turn of a unit, which has one for all posts of a shift that the clause covers."""
        first = next((id for id in units.shift(slot) if id in self.turns), None)
        if first is not None:
            who = self.turns[first].who
            return SlotTurn(slot.id, who, (), tuple(ordered), members=units.members(who, slot.day))
        passed = list[Passed]()
        given = order.next(lambda unit: units.unable(unit, slot))
        if given is None:
            return SlotTurn(slot.id, (), (), tuple(ordered))
        self._settle(slot, order, given, 0, passed)
        members = units.members((given.who,), slot.day)
        return SlotTurn(slot.id, (given.who,), (given.place,), tuple(ordered), tuple(passed), members=members)

    def _settle(self, slot: Slot, order: TurnOrder, given: GivenSeat, seat: int, passed: list[Passed]) -> None:
        """Note who was passed over, and on the turns that somebody was waiting for that they have come or are lost."""
        for who, why, fate in given.passed:
            if fate == "lost":
                self._come(order, who, 0)
            else:
                self._waiting[order.key, who].append((slot.id, len(passed)))
            passed.append(Passed(who, why, fate, seat))
        self._come(order, given.who, slot.day)

    def _come(self, order: TurnOrder, who: str, day: int) -> None:
        for id, number in self._waiting.pop((order.key, who), ()):
            turn = self.turns.get(id)
            if turn is not None:
                one = turn.passed[number]
                told = replace(one, day=day) if day else replace(one, fate="lost")
                self.turns[id] = replace(turn, passed=(*turn.passed[:number], told, *turn.passed[number + 1 :]))

    def _stand_in(self, turn: SlotTurn, known: SlotTurn | None) -> tuple[str, ...]:
        """Who holds the slot as issued in place of those whose turn it was and is."""
        if known is None or known.who != turn.who:
            return ()
        return tuple(one for one in self._holders[turn.slot] if one not in (*turn.who, *turn.ordered))

    def _order(self, group: Group) -> TurnOrder:
        if group.key not in self._orders:
            order = TurnOrder(group.key, group.places, self._groups.there(group), self._way)
            self._past.begin(order, lambda slot, column: self._groups.of(slot, column).key == group.key)
            self._orders[group.key] = order
        return self._orders[group.key]
