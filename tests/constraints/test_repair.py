"""Mending an issued roster: no fewer changes keep to all of 必须, no roster with as few is cheaper."""

from dataclasses import replace
from random import Random

import pytest

from constraints import process
from constraints.engines.search import Limits, Stop
from constraints.judge import cost, judge
from constraints.model.board import Board
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.problem.roster import Roster
from constraints.repair import repair
from constraints.rules import BY_NAME
from constraints.solving import mend as mending
from constraints.solving.capped import Cap
from constraints.solving.mend import mend
from constraints.solving.stages import answer
from tests.fixtures.spoken import away, person, problem, slot
from tests.profile import rounds

SEEDS = range(rounds(40, 80, 1500))
LIMITS = Limits(20, deterministic=True)


def drawn(seed: int) -> tuple[Case, RuleBook]:
    """A few days of two duties with the best roster issued; then somebody falls ill, or somebody else may not serve."""
    rng = Random(seed)
    last = rng.randint(3, 5)
    slots = [
        slot(number, f"{duty}{number}", duty=duty, hours=hours)
        for number in range(1, last + 1)
        for duty, hours in (("D", (8, 12)), ("E", (10, 14)))
    ]
    book = RuleBook.of(
        [
            Clause(BY_NAME["gap"](days=rng.choice((1, 2))), rng.choice((0, 0, 4))),
            Clause(BY_NAME["balance"](), rng.choice((1, 3))),
            Clause(BY_NAME["count"](least=1, most=rng.choice((None, 3))), rng.choice((0, 5))),
            Clause(BY_NAME["rest"](hours=12), rng.choice((0, 2))),
            Clause(BY_NAME["streak"](most=2), rng.choice((0, 2))),
        ]
    )
    whos = "abcdef"[: rng.randint(4, 6)]
    before = problem(slots, people=whos, last=last)
    issued = answer(Board(Case(before, book)), LIMITS, Stop())
    gone = [
        person(who, absences=(away(rng.randint(1, last)),) if who in rng.sample(whos, rng.choice((1, 1, 2))) else ())
        for who in whos
    ]
    after = problem(
        slots,
        people=gone,
        last=last,
        candidates=before.candidates,
        issued=frozenset(one.id for one in slots),
        published=issued.pairs,
    )
    return Case(after, book), book


def by_counting_up(case: Case):
    """(changes, cost) of the fewest changes with which the whole plan keeps to all of 必须; None if none does."""
    for changes in range(len(case.problem.slots) + 1):
        found = answer(Board(case), LIMITS, Stop(), cap=Cap(changes, case.problem.issued, case.problem.published))
        assert found.proved or found.failed  # where a ban cannot be kept with so few changes there is nothing to prove
        if not found.given_up and not found.failed:
            return changes, found.cost
    return None


def mended(case: Case):
    """What mending comes to: (changes, cost), judged on the whole roster."""
    found = mend(case, LIMITS, Stop())
    if found is None:
        return None
    roster = Roster(frozenset(pair for pair in case.problem.published if pair[0] not in found.free) | found.pairs)
    gone, come = Roster(case.problem.published).diff(roster)
    breaches = judge(case, roster)
    assert not any(one.must for one in breaches)
    assert len({slot for slot, _ in gone | come}) == found.changes
    return found.changes, cost(breaches)


@pytest.mark.slow
def test_mending_gives_what_counting_up_over_the_whole_plan_gives():
    seen = []
    for seed in SEEDS:
        case, _ = drawn(seed)
        right, quick = by_counting_up(case), mended(case)
        assert quick == right or quick is None, seed
        seen.append(quick and quick[0])
    assert {0, 1, 2, 3} <= set(seen)
    assert sum(one is None for one in seen) < len(seen) / 3


@pytest.mark.slow
def test_a_reach_that_is_too_short_is_noticed(monkeypatch):
    """Without the slots that 必须 ties to those left, more changes are needed than really are, or none are found."""
    right = [mended(drawn(seed)[0]) for seed in SEEDS]
    monkeypatch.setattr(mending, "_reach", lambda case, free: free)
    monkeypatch.setattr(mending, "_broken", lambda case, base: mending._forced(case, base))
    assert right != [mended(drawn(seed)[0]) for seed in SEEDS]


def test_the_child_process_mends_and_its_answer_is_judged_again():
    case, book = drawn(next(seed for seed in SEEDS if (mended(drawn(seed)[0]) or (0,))[0] > 0))
    process.ready()
    found = repair(case.problem, book)
    assert (found.status, found.proved, found.breaches) == ("optimal", True, [])
    assert mended(case)[1] == found.cost == found.bound


def test_a_slot_that_was_never_issued_is_left_to_a_plan():
    case, book = drawn(0)
    fresh = replace(case.problem, issued=frozenset(), published=frozenset())
    assert mend(Case(fresh, book), LIMITS, Stop()) is None
    assert repair(fresh, book) is None


@pytest.mark.parametrize("used", [True, False])
def test_a_process_started_beforehand_serves_once_or_ends_with_its_parent(used):
    process.ready()
    process.ready()
    assert len(process._SPARE) == 1
    spare = process._SPARE[0]
    if used:
        assert process.start_child() is spare and process._SPARE == []
    else:
        process._SPARE.clear()
    spare.stdin.close()
    assert spare.wait(20) == 0
    spare.stdout.close()
