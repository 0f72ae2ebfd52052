"""Turns that could wait: of each turn to which 必须 holds, whose it would be if its people were ruled out for once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from constraints.explaining.fact import Fact, FactKind
from constraints.problem.problem import Problem, Slot
from constraints.problem.turns import Passed, SlotTurn
from planner.explaining.causes import Cause
from planner.explaining.row_change import RowChange
from planner.office.cells.choices import OrderMode
from planner.office.ids import is_person
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import PinRow
from planner.problem.assignees import assignees
from planner.problem.build import with_busy
from planner.problem.period import Issued, Period
from planner.problem.rotation.clause import TurnFacts
from planner.problem.rotation.turns import PeriodTurns
from planner.problem.wishes_and_orders import orders
from planner.words import Words, day_words, in_both

ORDERS = SHEET_OF[PinRow].zh


@dataclass(frozen=True)
class Waiting(Cause):
    """A turn that could wait; its row, which is yet to be made, rules its person out on that day."""

    rows: tuple[PinRow, ...]
    """All rows that it takes: one for the person whose turn it is; of a unit one for each of its people."""
    passed: Passed
    """What then becomes of the turn, and when."""
    instead: tuple[str, ...]
    """Who comes in their place."""


def waits(office: Office, period: Period, issued: Issued, problem: Problem) -> Iterator[Waiting]:
    """A cause for each turn of the planned slots that could wait, where somebody else of the order can take its seat.

    What becomes of it is what 缺席 says of whoever cannot take their turn.
    """
    people, sites = with_busy(assignees(office), issued.busy), {site.id: site for site in problem.sites}
    again = PeriodTurns(office, period, TurnFacts(problem.slots, people, sites, problem.taken, issued))
    before, held = {turn.slot: turn for turn in problem.turns}, again.held
    asked: set[tuple[PinRow, ...]] = set()
    for slot in (slot for slot in problem.slots if slot.id in held & before.keys()):
        for who in before[slot.id].who:
            rows = _ruled_out(before[slot.id], who, slot)
            if rows in asked:
                continue  # another post of a shift that one unit has
            asked.add(rows)
            pins, _ = orders(office.with_rows(ORDERS, rows), list(problem.slots), period.first, period.last)
            after, _ = again.worked_out(frozenset((id, pin.who) for pin in pins for id in pin.slots))
            if one := _waiting(office, rows, slot.id, who, before, after):
                yield one


def _ruled_out(turn: SlotTurn, who: str, slot: Slot) -> tuple[PinRow, ...]:
    """The orders that keep whoever's turn it is from a slot; all of a shift from the people of a unit."""
    row = PinRow(
        duty=slot.duty,
        start=date.fromordinal(slot.nominal),
        shift=slot.shift,
        post="" if turn.members else slot.post,
        site=slot.site,
        who=who,
        mode=OrderMode.FORBIDDEN,
    )
    return tuple(replace(row, who=one) for one in turn.members) or (row,)


def _waiting(
    office: Office,
    rows: tuple[PinRow, ...],
    slot: str,
    who: str,
    before: Mapping[str, SlotTurn],
    after: Sequence[SlotTurn],
) -> Waiting | None:
    """The cause, if others come in the place of whoever waits, with whose turn every slot is that is another's then."""
    moved = {turn.slot: turn for turn in after if turn.named != before[turn.slot].named}
    passed = next((one for one in moved[slot].passed if one.who == who), None) if slot in moved else None
    if passed is None or len(moved[slot].who) < len(before[slot].who):
        return None
    instead = tuple(one for one in moved[slot].who if one not in before[slot].who)
    number = len(office.of(PinRow))
    fact = Fact(f"{ORDERS}!{number + 2}#{slot} {who}", FactKind.WAIT, slots=frozenset((slot,)), who=who)
    fact = replace(fact, turns=tuple(moved.values()))
    return Waiting(ORDERS, number, rows[0], fact, rows, passed, instead)


def turn_waits(office: Office, slots: Mapping[str, Slot], cause: Waiting) -> RowChange:
    """The orders by which a turn waits, told by what becomes of it; whoever waits and whoever comes are to be told."""
    (slot,) = (slots[id] for id in cause.fact.slots)
    who, instead = office.name(cause.fact.who), "、".join(map(office.name, cause.instead))
    where = " ".join(
        dict.fromkeys(part for part in (office.duties[slot.duty].name, slot.shift, *_post(slot, cause)) if part)
    )
    site = f" {office.name(slot.site)}" if slot.site else ""
    day, fate = date.fromordinal(slot.day), _fate(cause.passed)
    return RowChange(
        cause.sheet,
        cause.line,
        None,
        cause.rows,
        Words("不排 %(who)s", who=who),
        Words(
            "%(day)s %(where)s%(site)s 这一轮让 %(who)s %(fate)s，由 %(instead)s 值班",
            day=in_both(day_words, day),
            where=where,
            site=site,
            who=who,
            fate=fate,
            instead=instead,
        ),
        tuple(one for one in (cause.fact.who, *cause.instead) if is_person(one)),
    )


def _post(slot: Slot, cause: Waiting) -> tuple[str, ...]:
    return (slot.post,) if cause.rows[0].post else ()


def _fate(passed: Passed) -> Words:
    """What becomes of a turn that waits."""
    day = date.fromordinal(passed.day) if passed.day else None
    if passed.fate == "lost":
        return Words("轮空")
    if passed.fate == "owed":
        if day is None:
            return Words("顺延，以后先补")
        return Words("顺延至%(month)s月%(day)s日", month=day.month, day=day.day, day2=day_words(day, "en"))
    if day is None:
        return Words("与下一位对调，以后再值")
    return Words("与下一位对调，改到%(month)s月%(day)s日", month=day.month, day=day.day, day2=day_words(day, "en"))
