"""Shifts that exclude each other need no auxiliary to say that one of them is had: the best roster costs the same."""

from random import Random

import pytest

from constraints.engines.search import Limits, Stop
from constraints.model.board import Board
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Wish
from constraints.rules import BY_NAME
from constraints.solving.stages import answer
from tests.constraints.rules.spoken import problem, slot
from tests.profile import rounds

SEEDS = range(rounds(12, 60, 600))
SHIFTS = (("s", (8, 12)), ("t", (10, 14)), ("u", (13, 17)), ("v", (11, 15)), ("w", (16, 20)))


def drawn(seed: int) -> Case:
    """Days with shifts of which some overlap and some do not, under rules that ask whether somebody is on duty at all."""
    rng = Random(seed)
    last = rng.randint(5, 8)
    days = [slot(number, f"d{number}{shift}", shift=shift, hours=hours) for number in range(1, last + 1) for shift, hours in SHIFTS if rng.random() < 0.7]
    facts = [(slot(number, f"h{number}{who}"), who) for number in range(-2, last + 1) for who in "abc" if rng.random() < (0.4 if number < 1 else 0.06)]
    wishes = tuple(
        Wish(f"w{number}", rng.choice("abc"), frozenset({rng.choice(days).id}), rng.choice(("have", "avoid")), rng.randint(1, 9))
        for number in range(rng.randint(8, 30))
    )
    force = rng.choice((0, 7))
    book = RuleBook.of([
        Clause(BY_NAME["filled"](), 0 if rng.random() < 0.3 else 20), Clause(BY_NAME["streak"](least=rng.choice((1, 2)), most=rng.choice((2, 3))), force),
        Clause(BY_NAME["days_off"](least=2), rng.choice((0, 5))), Clause(BY_NAME["weekends"](most=1), rng.choice((0, 5))),
        Clause(BY_NAME["succession"](before=("u", "w"), after=("s", "t")), rng.choice((0, 5))), Clause(BY_NAME["wishes"](), 1),
    ])
    return Case(problem(days, taken=facts, last=last, wishes=wishes), book)


def best(case: Case) -> tuple:
    found = answer(Board(case), Limits(20, deterministic=True), Stop())
    return found.proved, found.given_up, found.cost


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_roster_costs_the_same_as_with_an_auxiliary_for_every_day(seed, monkeypatch):
    case = drawn(seed)
    lean = best(case)
    monkeypatch.setattr(Board, "_exclusive", lambda self: {})
    assert lean == best(case)
    assert lean[0]


def test_shifts_that_overlap_are_one_group_and_those_that_do_not_are_two():
    case = Case(problem([slot(1, f"d{shift}", shift=shift, hours=hours) for shift, hours in SHIFTS]), RuleBook.of([]))
    board = Board(case)
    groups = board._groups(board.columns([(f"d{shift}", "a") for shift, _ in SHIFTS]))
    assert [{board.pairs[column][0] for column in group} for group in groups] == [{"ds", "dt", "dv"}, {"du", "dw"}]


def test_columns_wrongly_held_to_exclude_each_other_are_noticed(monkeypatch):
    cases = [drawn(seed) for seed in range(12)]
    right = [best(case) for case in cases]
    monkeypatch.setattr(Board, "_groups", lambda self, columns: [columns])
    assert right != [best(case) for case in cases]
