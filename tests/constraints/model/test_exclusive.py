"""Shifts that exclude each other need no auxiliary to say that one of them is had: the best roster costs the same."""

import pytest

from constraints.engines.search import Limits, Stop
from constraints.model.board import Board
from constraints.model.book import RuleBook
from constraints.model.case import Case
from constraints.solving.stages import answer
from tests.fixtures.shifts import SHIFTS, drawn
from tests.fixtures.spoken import problem, slot
from tests.profile import rounds

SEEDS = range(rounds(12, 60, 600))


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
