"""Rows that only help to prove: with them or without, the best roster costs the same, and one too many is noticed."""

from random import Random

import pytest

from constraints.engines.search import Limits, Stop
from constraints.model.board import Board
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.model.form import Form
from constraints.model.part import parts
from constraints.rules import BY_NAME, CATALOGUE
from constraints.rules.streak import Streak
from constraints.solving.stages import answer
from tests.fixtures.linear import linear_bound
from tests.fixtures.runs import drawn
from tests.fixtures.spoken import problem, slot
from tests.profile import rounds

SEEDS = range(rounds(12, 60, 600))


def best(case: Case, tight: bool) -> tuple:
    board = Board(case)
    if not tight:
        board.tight = []
    found = answer(board, Limits(20, deterministic=True), Stop())
    return found.proved, found.given_up, found.cost


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_roster_costs_the_same_with_and_without_the_tight_rows(seed):
    case = drawn(seed)
    assert best(case, tight=True) == best(case, tight=False)
    assert best(case, tight=True)[0]


def test_rows_are_added_for_the_rules_that_have_some_and_for_must_alone():
    assert {rule.code for rule in CATALOGUE if "tighten" in vars(rule)} == {"streak", "days_off"}
    case = drawn(0)
    soft = RuleBook(tuple(Clause(one.rule, 5) for one in case.book.clauses))
    assert Board(case).tight and Board(Case(case.problem, soft)).tight == []


def test_a_row_that_asks_too_much_is_noticed(monkeypatch):
    honest = Streak.tighten
    monkeypatch.setattr(
        Streak, "tighten", lambda self, places, board: (one.add(1) for one in honest(self, places, board))
    )
    cases = [drawn(seed) for seed in range(6)]
    assert any(best(case, tight=True) != best(case, tight=False) for case in cases)


def loads(seed: int) -> Case:
    """Fewer slots than people, some of which count for two: a share is a whole slot, never half of one."""
    rng = Random(seed)
    people, last = rng.randint(4, 6), rng.randint(3, 5)
    days = [slot(number, f"d{number}", load=rng.choice((1, 2, 2, 3))) for number in range(1, last + 1)]
    book = RuleBook.of(
        [
            Clause(BY_NAME["filled"]()),
            Clause(BY_NAME["streak"](most=1)),
            Clause(BY_NAME["balance"](by="load"), rng.randint(1, 9)),
        ]
    )
    return Case(problem(days, "abcdef"[:people], last=last), book)


def without_rounding(case: Case) -> tuple:
    with pytest.MonkeyPatch.context() as plain:
        plain.setattr(Form, "_rounded", lambda self, terms, high: None)
        return best(case, tight=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_rounded_rows_change_no_best_roster(seed):
    assert best(loads(seed), tight=True) == without_rounding(loads(seed))
    assert best(loads(seed), tight=True)[0]


def test_a_row_that_is_rounded_too_far_is_noticed(monkeypatch):
    honest = Form._rounded
    monkeypatch.setattr(Form, "_rounded", lambda self, terms, high: honest(self, terms, high - 1))
    assert any(best(loads(seed), tight=True) != without_rounding(loads(seed)) for seed in range(12))


def test_with_rounded_rows_the_linear_programme_sees_who_is_left_without_a_slot():
    """Two slots that count for two among three people: somebody has none, though halves would serve everybody."""
    days = [slot(number, f"d{number}", load=2) for number in (1, 2)]
    book = RuleBook.of([Clause(BY_NAME["filled"]()), Clause(BY_NAME["balance"](by="load"), 10)])
    form = max(
        (part.form() for part in parts(Board(Case(problem(days, "abc", last=2), book)))),
        key=lambda form: len(form.upper),
    )
    assert linear_bound(form) == pytest.approx(10)
