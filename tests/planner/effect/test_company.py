"""Seats for people who serve together: a matching of people and seats, by examples and against all ways to sit."""

from itertools import permutations
from random import Random

from constraints.measure.place import Scope
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.rules.together import Together
from planner.effect.company import shift_seats
from tests.fixtures.spoken import problem, slot
from tests.profile import rounds


def seats(slots, who, pairs):
    rule = Together(scope=Scope(who=frozenset(who)))
    that = problem(slots, "abcd", candidates=frozenset(pairs))
    return shift_seats(Case(that, RuleBook((Clause(rule),))), rule)


def test_each_kind_of_shift_is_told_once_and_those_nobody_takes_are_not():
    slots = [slot(1, "x1"), slot(2, "x2"), slot(3, "y3", shift="night", need=2, room=2), slot(4, "z4", duty="E")]
    found = seats(slots, "ab", [(id, who) for id in ("x1", "x2", "y3") for who in "ab"])
    assert [(one.slot.id, one.seats, one.all_seated) for one in found] == [("x1", 1, False), ("y3", 2, True)]


def test_the_matching_finds_a_seat_for_all_exactly_where_there_is_one():
    for seed in range(rounds(60, 120, 3000)):
        rng = Random(seed)
        slots = [slot(1, f"s{number}", post=f"p{number}", room=rng.choice((1, 1, 2))) for number in range(3)]
        pairs = {(one.id, who) for one in slots for who in "abcd" if rng.random() < 0.5}
        who = "abcd"[: rng.randint(2, 4)]
        chairs = [one.id for one in slots for _ in range(one.room)]
        ways = any(
            all((chair, one) in pairs for chair, one in zip(way, who, strict=True))
            for way in permutations(chairs, len(who))
        )
        for one in seats(slots, who, pairs):
            assert one.all_seated == ways, seed
