"""At most so many slots change: the best roster that keeps to it, found by trying each, in one part or several."""

from itertools import chain, combinations, product

import pytest

from constraints.engines.search import Limits, Stop
from constraints.judge import cost, judge
from constraints.measure.place import TIERS
from constraints.model.board import Board
from constraints.model.case import Case
from constraints.problem.roster import Roster
from constraints.solving import capped
from constraints.solving.capped import Cap
from constraints.solving.stages import answer
from tests.fixtures.caps import drawn
from tests.profile import rounds

SEEDS = range(rounds(10, 30, 300))


def worth(case: Case, roster: Roster):
    """(demands of 必须 broken from the highest tier down, soft cost), or None where a ban is broken."""
    found = judge(case, roster)
    if any(one.must and one.nature == "ban" for one in found):
        return None
    return tuple(sum(one.amount for one in found if one.must and one.tier == tier) for tier in reversed(TIERS)), cost(
        found
    )


def by_trying(case: Case, cap: Cap):
    """The worth of the best of all rosters that keep to the cap; None if there is none."""
    of = {one: [pair for pair in case.columns if pair[0] == one] for one in case.slots}
    free = [one for one in of if one not in cap.slots]
    best = None
    for changing in chain.from_iterable(combinations(sorted(cap.slots), size) for size in range(cap.changes + 1)):
        kept = [pair for pair in cap.base if pair[0] in cap.slots - set(changing)]
        for some in product(*(_subsets(of[one]) for one in (*free, *changing))):
            tried = worth(case, Roster(frozenset(chain(kept, *some))))
            best = tried if best is None or (tried is not None and tried < best) else best
    return best


def _subsets(pairs):
    return list(chain.from_iterable(combinations(pairs, size) for size in range(len(pairs) + 1)))


def solved(case: Case, cap: Cap):
    found = answer(Board(case), Limits(20, deterministic=True), Stop(), cap=cap)
    return None if found.failed else (tuple(found.given_up.get(tier, 0) for tier in reversed(TIERS)), found.cost)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_roster_within_the_cap_is_better(seed):
    case, cap = drawn(seed)
    assert solved(case, cap) == by_trying(case, cap)


def test_the_draws_hold_parts_that_must_share_the_budget_and_parts_that_need_not(monkeypatch):
    joined = []
    real = capped._joined
    monkeypatch.setattr(capped, "_joined", lambda some: joined.append(len(some)) or real(some))
    outcomes = [solved(*drawn(seed)) for seed in range(30)]
    assert joined and len(joined) < 20
    assert any(one is None for one in outcomes), "some cannot be met within the cap"
    assert any(one is not None and any(one[0]) for one in outcomes), "some are over-constrained"


@pytest.mark.parametrize(
    "bug", ["the budget is spent by each part", "a part is kept whatever it could gain", "one change is free"]
)
def test_a_planted_bug_is_caught(bug, monkeypatch):
    if bug == "the budget is spent by each part":
        monkeypatch.setattr(capped, "_moved_slots", lambda *some: set())
    elif bug == "a part is kept whatever it could gain":
        monkeypatch.setattr(capped.Settled, "worth", property(lambda self: ({}, 0)))
    else:
        real = capped._limited
        monkeypatch.setattr(
            capped, "_limited", lambda part, board, cap: real(part, board, cap._replace(changes=cap.changes + 1))
        )
    draws = [drawn(seed) for seed in range(20)]
    assert any(solved(*one) != by_trying(*one) for one in draws)
