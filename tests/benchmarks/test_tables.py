"""The peer is told the same costs: on a small office's roster its tables add up to what the judge says."""

from datetime import date

import pytest

from constraints.judge import cost, judge
from constraints.model.case import Case
from constraints.problem.roster import Roster
from constraints.solve import Effort, solve
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.problem.rule_book import rule_book
from planner.samples.district import sample
from tests.benchmarks.tables import alone, sayable, tables


@pytest.mark.slow
def test_the_tables_cost_what_the_judge_says():
    office, period = sample("district", 4, date(2026, 12, 1)), Period.month("2026-12")
    case = Case(build_problem(office, period).problem, sayable(rule_book(office, period.first, period.last)))
    best = solve(case.problem, case.book, Effort(30, repeatable=True)).roster
    every = list(tables(case))
    assert not alone(case) & best.pairs
    for roster in (best, Roster(frozenset(sorted(best.pairs)[::2])), Roster(frozenset(sorted(best.pairs)[:-40]))):
        found = judge(case, roster)
        assert sum(one.cost(roster) for one in every if not one.hard) == cost(list(found))
        assert sum(one.cost(roster) for one in every if one.hard) == sum(
            finding.amount for finding in found if finding.must
        )
