"""Settling: of two attempts at one part the better one is kept, by the order in which demands are given up."""

from constraints.engines.search import Outcome, SearchStatus
from constraints.measure.place import TIERS
from constraints.solving.settle import Settled


def attempt(cost=0, failed=False, **given_up):
    return Settled(Outcome(SearchStatus.FEASIBLE, (1,), cost), given_up, proved=False, failed=failed)


def test_what_is_given_up_last_counts_before_all_that_is_given_up_earlier():
    first, last = TIERS[0], TIERS[-1]
    dear, cheap = attempt(**{first: 9}), attempt(**{last: 1})
    assert dear.joined(cheap) == cheap.joined(dear) == dear


def test_what_did_not_fail_counts_before_what_is_given_up_and_that_before_the_cost():
    tier = TIERS[0]
    assert attempt(failed=True).joined(attempt(cost=5, **{tier: 7})) == attempt(cost=5, **{tier: 7})
    assert attempt(cost=1, **{tier: 2}).joined(attempt(cost=8, **{tier: 1})) == attempt(cost=8, **{tier: 1})
    assert attempt(cost=2, **{tier: 1}).joined(attempt(cost=1, **{tier: 1})).outcome.cost == 1
