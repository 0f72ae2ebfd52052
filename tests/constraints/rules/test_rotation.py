"""Rotation: examples spoken aloud, and the agreement law on this rule alone."""

from constraints.measure.place import Scope
from constraints.problem.turns import SlotTurn
from tests.fixtures.one_rule import counted, disagreements_of, unwritten
from tests.fixtures.spoken import problem, says, slot


def on(*turns, slots=(slot(1), slot(2, need=2, room=2))):
    return problem(slots, "abcd", turns=turns)


def test_its_words_are_written():
    assert unwritten("rotation") == []


def test_whoever_serves_out_of_turn_counts_and_a_slot_without_a_turn_does_not():
    that = on(SlotTurn("d2", ("a", "b")))
    assert says("轮流", that, ("d2", "a"), ("d2", "b"), ("d1", "c")) == {}
    assert says("轮流", that, ("d2", "a"), ("d2", "c")) == {("d2",): 1}
    assert says("轮流", that, ("d2", "c"), ("d2", "d")) == {("d2",): 2}
    assert says("轮流", that) == {}, "an open seat is no breach of this rule"


def test_whoever_is_ordered_there_or_stands_in_by_a_swap_does_not_count():
    that = on(SlotTurn("d1", ("a",), ordered=("b",), stand_in=("c",)))
    assert says("轮流", that, ("d1", "b"), ("d1", "c")) == {}
    assert says("轮流", that, ("d1", "d")) == {("d1",): 1}


def test_the_people_of_a_unit_serve_for_it():
    that = on(SlotTurn("d2", ("u",), members=("a", "b")))
    assert says("轮流", that, ("d2", "a"), ("d2", "b")) == {}
    assert says("轮流", that, ("d2", "a"), ("d2", "c")) == {("d2",): 1}


def test_a_seat_that_nobody_of_the_order_could_take_is_nobody_s_turn():
    that = on(SlotTurn("d2", ("a",)), SlotTurn("d1", ()))
    assert says("轮流", that, ("d2", "a"), ("d2", "c"), ("d1", "b")) == {}
    assert says("轮流", that, ("d2", "b"), ("d2", "c")) == {("d2",): 1}


def test_only_those_of_the_scope_take_turns():
    that = on(SlotTurn("d1", ("a",)))
    assert says("轮流", that, ("d1", "a"), scope=Scope(who=frozenset("bc"))) == {("d1",): 1}


def test_solver_and_check_agree():
    assert disagreements_of("rotation") == {}


def test_the_draws_reach_it():
    assert counted("rotation") >= 5
