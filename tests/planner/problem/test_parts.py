"""Dividing a slot that lasts: every day is in one part, loads keep their sum, and parts make the slot again."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from constraints.problem.problem import DAY, Assignee, Pin, Problem, Slot, Wish
from planner.office.keys import SlotKey
from planner.problem.parts import (
    as_divided,
    as_in_force,
    days_ahead,
    divided,
    joined,
    lasts,
    offset,
    some_days,
    whole_again,
    with_slots,
)

FIRST = date(2026, 12, 7)
CLOCKS = some.integers(0, 1439)


@some.composite
def slots(draw, least=1):
    """A slot of some days from any clock to any clock, perhaps moved from its nominal day."""
    begin, end, lasts = draw(CLOCKS), draw(CLOCKS), draw(some.integers(least, 31))
    moved = draw(some.integers(-3, 3))
    start = (FIRST.toordinal() + moved) * DAY + begin
    stop = (FIRST.toordinal() + moved + lasts - (end > begin)) * DAY + end
    load, extra = draw(some.integers(1, 9)), draw(some.booleans())
    id = str(SlotKey("ZB", "P", FIRST, draw(some.sampled_from(("", "v:V1"))), extra))
    return Slot(id, "ZB", "班", "值班员", FIRST.toordinal(), start, stop, load=load)


def week(load=1, begin=510, end=510):
    last = FIRST.toordinal() + (7 if end <= begin else 6)
    return Slot(
        "ZB|P|20261207",
        "ZB",
        "班",
        "值班员",
        FIRST.toordinal(),
        FIRST.toordinal() * DAY + begin,
        last * DAY + end,
        load=load,
    )


@given(slots(), some.sets(some.integers(0, 40)))
def test_parts_have_every_day_once_and_join_to_the_slot(slot, cuts):
    parts = divided(slot, cuts)
    assert [day for part in parts for day in range(offset(part), offset(part) + lasts(part))] == list(
        range(lasts(slot))
    )
    assert joined(parts) == slot and parts[0].id == slot.id and parts[-1].end == slot.end
    assert len({part.id for part in parts}) == len(parts) and {part.turn for part in parts} == {slot.id}
    assert sum(part.load for part in parts) == slot.load and min(part.load for part in parts) >= 0
    assert all(SlotKey.of(part.id).whole == SlotKey.of(slot.id) for part in parts)
    assert all(one.end <= after.start for one, after in pairwise(parts))


@given(slots(2), some.data())
def test_a_part_divided_again_is_what_all_cuts_at_once_give(slot, data):
    cuts = sorted(data.draw(some.sets(some.integers(1, lasts(slot) - 1), min_size=1)))
    at_once = divided(slot, cuts)
    one_by_one = [some_days(part, offset(part), offset(part) + lasts(part)) for part in at_once]
    assert [replace(one, load=0) for one in one_by_one] == [replace(one, load=0) for one in at_once]
    moved = [replace(part, start=part.start + 3 * DAY, end=part.end + 3 * DAY) for part in at_once]
    assert [offset(part) for part in moved] == [0, *cuts], "an id outlives the day that its session is moved to"


def test_a_part_of_a_day_duty_ends_in_the_evening_and_one_round_the_clock_at_the_hour_of_the_next():
    ends = [
        [(part.end // DAY - FIRST.toordinal(), part.end % DAY) for part in divided(slot, (3,))]
        for slot in (week(begin=510, end=1050), week(), week(begin=1080, end=480))
    ]
    assert ends == [[(2, 1050), (6, 1050)], [(3, 510), (7, 510)], [(3, 1080), (7, 480)]]


def test_a_load_is_split_by_days_in_whole_numbers():
    assert [part.load for part in divided(week(7), (3,))] == [3, 4]
    assert [part.load for part in divided(week(1), (3,))] == [0, 1]
    assert [part.load for part in divided(week(2), (2, 5))] == [1, 0, 1]


def test_what_is_ahead_of_a_slot_begins_with_the_next_day_of_it():
    slot = week()
    assert days_ahead(slot, slot.start - 1) == slot
    assert days_ahead(slot, slot.start).id == "ZB|P|20261207-20261208"
    assert days_ahead(divided(slot, (3,))[1], slot.start + 5 * DAY + 1).id == "ZB|P|20261207-20261213"
    assert days_ahead(slot, slot.start + 6 * DAY) is None


def test_the_calendar_s_slots_are_divided_as_the_issued_ones_and_what_has_begun_stands_as_it_was_issued():
    slot, moved = week(), replace(week(), start=week().start + DAY, end=week().end + DAY)
    issued = {part.id: part for part in divided(slot, (3,))}
    assert as_divided([moved], issued, slot.start - 1) == list(divided(moved, (3,)))
    assert as_divided([moved], issued, slot.start) == list(issued.values())
    shorter = replace(slot, end=slot.start + 2 * DAY)
    assert as_divided([shorter], issued, slot.start - 1) == [shorter], "a cut beyond its days says nothing"


def problem(*some_slots):
    return Problem(
        FIRST.toordinal(),
        FIRST.toordinal() + 20,
        some_slots,
        (Assignee("p"), Assignee("q")),
        frozenset((slot.id, who) for slot in some_slots for who in "pq"),
        pins=(Pin("pin", "p", frozenset({some_slots[0].id}), forbidden=True),),
        wishes=(Wish("wish", "q", frozenset({some_slots[0].id}), "avoid"),),
        topics=((some_slots[0].id, frozenset({"t"})),),
    )


def test_what_is_said_of_a_slot_is_said_of_its_parts():
    slot = week()
    first, rest = divided(slot, (3,))
    found = with_slots(problem(slot), {first.id: first, rest.id: rest})
    assert found.slots == (first, rest)
    assert (rest.id, "p") in found.candidates and found.pins[0].slots == {first.id, rest.id}
    assert found.wishes[0].slots == {first.id, rest.id} and dict(found.topics)[rest.id] == {"t"}
    assert as_in_force(problem(slot), {first.id: first, rest.id: rest}) == found
    assert as_in_force(found, {slot.id: slot}).slots == (slot,)


def test_parts_that_meet_at_the_same_people_are_one_in_a_new_plan():
    slot = week(7)
    parts = divided(slot, (2, 4))
    pairs = frozenset({(parts[0].id, "p"), (parts[1].id, "p"), (parts[2].id, "q")})
    found, roster = whole_again(problem(*parts), pairs, ["ZB"])
    assert [(one.id, lasts(one), one.load) for one in found.slots] == [(slot.id, 4, 4), (parts[2].id, 3, 3)]
    assert roster == {(slot.id, "p"), (parts[2].id, "q")}
    assert whole_again(problem(*parts), pairs, ["other"]) == (problem(*parts), pairs)
    all_one, _ = whole_again(problem(*parts), frozenset((part.id, "p") for part in parts), ["ZB"])
    assert all_one.slots == (slot,)
