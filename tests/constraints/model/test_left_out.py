"""A pair that a board leaves out breaks 必须 whoever else serves: none is lost that others could mend."""

from dataclasses import replace
from random import Random

import pytest

from constraints.judge import judge
from constraints.measure.place import Scope
from constraints.model.board import Board
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.problem.roster import Roster
from constraints.rules import BY_NAME, CATALOGUE
from constraints.solve import Effort, solve
from tests.fixtures.dense import draw
from tests.fixtures.spoken import person, problem, slot
from tests.profile import rounds

SEEDS = range(rounds(12, 20, 400))
OTHERS = 12
"""So many pairs are put beside each that is left out, one by one, and once all of them."""


def alone(seed, code):
    """A case whose only clauses are those of one rule, all of them 必须."""
    drawn = draw(seed)
    clauses = tuple(replace(one, force=0) for one in drawn.book.clauses if one.rule.code == code)
    return Case(drawn.problem, RuleBook(clauses))


@pytest.mark.parametrize("code", [rule.code for rule in CATALOGUE])
def test_no_roster_keeps_to_the_rule_with_a_pair_that_is_left_out(code):
    kept = []
    for seed in SEEDS:
        case, rng = alone(seed, code), Random(seed)
        columns = sorted(case.columns)
        for pair in sorted(Board(case).dead):
            rosters = [{pair, other} for other in rng.sample(columns, min(OTHERS, len(columns)))]
            kept += [(seed, pair) for some in (*rosters, set(columns)) if not bans(case, some)]
    assert kept == []


def bans(case, pairs):
    return [one for one in judge(case, Roster(frozenset(pairs))) if one.nature == "ban"]


def test_something_is_left_out():
    assert {code for code in ("available", "qualified", "gap", "window") if Board(alone(3, code)).dead}


def test_who_is_new_serves_beside_who_leads_them_where_that_is_must():
    people = [person("a", office=(1, 10**6)), person("b", office=(739_900, 10**6))]
    that = problem([slot(1, need=2, room=2)], people=people)
    rule = BY_NAME["shadow"](days=366, mentors=(("a", ("a",)),), scope=Scope())
    found = solve(that, RuleBook((Clause(rule), Clause(BY_NAME["filled"]()))), Effort(20, repeatable=True))
    assert found.breaches == [] and found.roster.pairs == {("d1", "a"), ("d1", "b")}
