"""Judging only what a change touches comes to the same as judging afresh."""

from random import Random

import pytest

from constraints.judge import amount_at, judge, rejudge
from constraints.model.case import Case
from constraints.problem.roster import Roster
from tests.fixtures.dense import draw
from tests.profile import rounds

SEEDS = range(rounds(60, 120, 2000))


def key(found):
    return sorted(((one.clause, one.key, one.amount, one.force, one.nature) for one in found), key=repr)


@pytest.mark.slow
def test_rejudging_a_chain_of_changes_equals_judging_each_afresh():
    changed = 0
    for seed in SEEDS:
        drawn, rng = draw(seed), Random(seed)
        case = Case(drawn.problem, drawn.book, drawn.roster.pairs)
        roster, found = drawn.roster, judge(case, drawn.roster)
        for _ in range(4):
            some = rng.sample(case.columns, min(3, len(case.columns)))
            after = Roster(roster.pairs ^ frozenset(some))
            again = rejudge(case, roster, found, after)
            assert key(again) == key(judge(case, after)), seed
            changed += key(again) != key(found)
            roster, found = after, again
    assert changed > len(SEEDS)


@pytest.mark.slow
def test_two_by_two_a_roster_is_judged_by_its_own_pairs_and_nothing_is_missed():
    """Every place of every rule over all columns gives the findings that `judge` gives."""
    for seed in range(rounds(60, 120, 3000)):
        drawn = draw(seed)
        case = Case(drawn.problem, drawn.book, drawn.roster.pairs)
        everything = {
            (index, place.key): amount
            for index, place in case.all_places()
            if (amount := amount_at(case, index, place, drawn.roster))
        }
        assert {(one.clause, one.key): one.amount for one in judge(case, drawn.roster)} == everything, seed
