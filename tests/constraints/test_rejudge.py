"""Judging only what a change touches comes to the same as judging afresh."""

from random import Random

from constraints.case import Case
from constraints.judge import judge, rejudge
from constraints.roster import Roster
from tests.constraints.dense import draw
from tests.profile import rounds

SEEDS = range(rounds(60, 300, 2000))


def key(found):
    return sorted(((one.clause, one.key, one.amount, one.force, one.nature) for one in found), key=repr)


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
