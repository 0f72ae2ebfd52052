"""A ban in fewer rows says the same: they hold exactly where no place has a breach; the best roster costs the same."""

from random import Random

import pytest

from constraints.engines.search import Limits, Stop
from constraints.judge import amount_at
from constraints.measure.place import Scope
from constraints.model.board import Board
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Wish
from constraints.problem.roster import Roster
from constraints.rules import BY_NAME, CATALOGUE
from constraints.rules.rest import Rest
from constraints.solving.stages import answer
from tests.fixtures.spoken import problem, slot
from tests.profile import rounds

SEEDS = range(rounds(15, 60, 600))
SHIFTS = (
    ("s", (8, 12), "full"),
    ("t", (8, 12), "full"),
    ("u", (10, 14), "full"),
    ("v", (13, 17), "shared"),
    ("w", (18, 30), "full"),
    ("x", (8, 12), "on_call"),
)


def drawn(seed: int) -> Case:
    """Days with shifts at one time, overlapping and on call, facts before and in the plan, rests of several lengths."""
    rng = Random(seed)
    last = rng.randint(3, 5)
    days = [
        slot(number, f"d{number}{shift}", shift=shift, hours=hours, hold=hold)
        for number in range(1, last + 1)
        for shift, hours, hold in SHIFTS
        if rng.random() < 0.6
    ]
    facts = [
        (slot(number, f"h{number}{who}", shift=shift, hours=hours, hold=hold), who)
        for number in range(0, last + 1)
        for who in "abc"
        for shift, hours, hold in SHIFTS
        if rng.random() < 0.08
    ]
    wishes = (
        tuple(
            Wish(
                f"w{number}",
                rng.choice("abc"),
                frozenset({rng.choice(days).id}),
                rng.choice(("have", "avoid")),
                rng.randint(1, 9),
            )
            for number in range(rng.randint(6, 20))
        )
        if days
        else ()
    )
    scopes = Scope(), Scope(shifts=frozenset({"w"})), Scope(shifts=frozenset({"s", "x"}))
    book = RuleBook.of(
        [
            Clause(BY_NAME["filled"](), 20),
            Clause(BY_NAME["wishes"](), 1),
            *(
                Clause(BY_NAME["rest"](hours=rng.choice((0, 6, 12, 24)), scope=rng.choice(scopes)))
                for _ in range(rng.randint(1, 2))
            ),
        ]
    )
    return Case(problem(days, taken=facts, last=last, wishes=wishes), book)


def best(case: Case, cliques: bool) -> tuple:
    found = answer(Board(case, cliques=cliques), Limits(20, deterministic=True), Stop())
    return found.proved, found.given_up, found.cost


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rows_hold_exactly_where_no_place_has_a_breach(seed):
    case, rng = drawn(seed), Random(seed)
    seen = set()
    for _ in range(40):
        roster = Roster(frozenset(rng.sample(case.columns, min(len(case.columns), rng.randint(0, 6)))))
        for index, clause in enumerate(case.book.clauses):
            rows = clause.rule.cliques(case)
            together = any(
                amount_at(case, at, place, roster)
                for at, place in case.all_places()
                if case.book.clauses[at].rule.exclusive
            )
            if rows is not None and not together:
                broken = any(amount_at(case, index, place, roster) for place in case.places(index))
                assert broken != all(roster.count(pairs) <= high for pairs, high in rows)
                seen.add(broken)
    assert not case.columns or seen


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_roster_costs_the_same_with_rows_and_with_places(seed):
    case = drawn(seed)
    assert best(case, True) == best(case, False)
    assert best(case, True)[0]


def test_only_rules_that_have_rows_are_said_so_and_only_while_nobody_can_hold_two_posts_at_once():
    assert (
        {rule.code for rule in CATALOGUE if "cliques" in vars(rule)}
        == {rule.code for rule in CATALOGUE if rule.pairwise}
        == {"rest"}
    )
    case = drawn(1)
    soft = RuleBook(tuple(Clause(one.rule, 5 if one.rule.exclusive else one.force) for one in case.book.clauses))
    assert all(clause.rule.cliques(Case(case.problem, soft)) is None for clause in soft.clauses)
    assert len(Board(case, cliques=True).posted) < len(Board(case).posted)


def test_shifts_that_are_no_clique_and_are_taken_for_one_are_noticed(monkeypatch):
    cases = [drawn(seed) for seed in range(15)]
    right = [best(case, True) for case in cases]
    honest = Rest._groups
    monkeypatch.setattr(
        Rest,
        "_groups",
        lambda self, case: (
            (tuple((slot, who) for slot, who in case.columns if who == pairs[0][1]), high)
            for pairs, high in honest(self, case)
        ),
    )
    assert right != [best(case, True) for case in cases]
