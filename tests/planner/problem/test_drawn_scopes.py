"""What a clerk writes in the cells of a clause is what its rule looks at: every rule, its cells filled in and drawn.

A cell that is filled in changes the places or is refused at import; words for days and people mean what they say; and
solver and judge read each clause alike.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from constraints.measure.place import ALL, CELLS, Scope
from constraints.measure.rule import Rule
from constraints.problem.roster import Roster
from constraints.rules import BY_NAME, CATALOGUE
from constraints.rules.mix import PeopleMix
from constraints.rules.rest import Rest
from planner.calendar import festival_words
from planner.calendar.recurrence import DateWords
from planner.calendar.workdays import Calendar
from planner.office.sheets import ClauseRow
from planner.problem import people_meant, rule_book
from planner.problem.rotation import seats
from tests.fixtures.agreement import disagreements
from tests.fixtures.dense import Drawn
from tests.fixtures.drawn_clauses import COLUMNS, VALUES, Written, imported
from tests.fixtures.looked_at import Looked, looked, misread
from tests.fixtures.scope_words import DAYS, WHO
from tests.fixtures.whole_office import PLACES, SPAN, problem_of
from tests.profile import rounds

pytestmark = pytest.mark.slow  # each office is read twice, and its clauses are tried on a year

SEEDS = range(rounds(3, 5, 80))
UNREAD = {("filled", "who"), ("room", "who")}
"""(rule, cell) that the rule does not look at."""


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_cells_say_is_what_every_rule_looks_at(seed):
    assert misread(looked(seed)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_solver_and_judge_read_what_a_clerk_wrote_alike(seed):
    one, rng = looked(seed), Random(seed)
    book = rule_book.rule_book(one.office, SPAN.first, SPAN.last)
    problem = problem_of(one.office, Random(seed))
    for share in (1.0, 0.4, 0.05):
        pairs = {pair for pair in sorted(problem.candidates) if rng.random() < share}
        assert disagreements(Drawn(problem, book, Roster(frozenset(pairs)))) == {}, share


def test_every_word_is_drawn_and_taken_in():
    taken = [written for seed in SEEDS for written in looked(seed).read.taken]
    assert {one.days for one in taken} - {""} == DAYS.keys()
    assert {one.who for one in taken} - {""} == WHO.keys()


def _people_alone(office, tagged, real=people_meant.everybody):
    return [one for one in real(office, tagged) if one.startswith("p:")]


def _whatever_ends(self, case, real=Rest.places):
    return real(replace(self, scope=ALL), case)


def _with_everybody(self, case, real=PeopleMix.places):
    return real(replace(self, scope=replace(self.scope, who=None, spans=None)), case)


PLANTED = {
    "an age is reached on any day": (Scope, "means", lambda self, who, day: self.who is None or who in self.who),
    "a clause holds for ever": (rule_book, "term", lambda row: None),
    "turns are given for ever": (seats, "term", lambda row: None),
    "every other week counts from the plan": (rule_book, "counted_from", lambda office, row: None),
    "what is left out is not": (
        DateWords,
        "matches",
        lambda self, day, calendar: any(test(day, calendar) for test in self.tests),
    ),
    "every weekend is a holiday": (festival_words, "_off", lambda day, calendar: not calendar.workday(day)),
    "odd weeks are even": (Calendar, "odd_week", lambda self, day: day.isocalendar().week % 2 == 0),
    "last autumn is forgotten": (Rule, "remembers", lambda self: 200),
    "a unit is its people alone": (people_meant, "everybody", _people_alone),
    "rest is asked after whatever ends": (Rest, "places", _whatever_ends),
    "a mix is of everybody": (PeopleMix, "places", _with_everybody),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_caught(name, monkeypatch):
    offices = [looked(seed) for seed in SEEDS]
    monkeypatch.setattr(*PLANTED[name])
    assert any(map(misread, offices))


class Filled:
    """Rows of every rule by themselves, with a cell filled in; the words are read from a workbook once."""

    def __init__(self, path):
        plain = Written(BY_NAME["count"], values="最多=0")
        days, people = (
            ("每周一、四", "法定节假日", "双周周二、四"),
            ("女", "综合科、东镇", "赵一、周五、吴六", "全体人员"),
        )
        read = imported(
            path, [*(replace(plain, days=one) for one in days), *(replace(plain, who=one) for one in people)]
        )
        assert read.refused == {}
        self.days = [row.days for row in read.office.of(ClauseRow) if row.days]
        self.who = [row.who for row in read.office.of(ClauseRow) if row.who]
        self.duties = list(read.office.duties)
        self.looked = Looked(read, problem_of(read.office, Random(2)), 2)

    def row(self, rule, values, **cells):
        """A row of a rule; what it takes to say anything is there."""
        if "duties" in rule.needs:
            cells.setdefault("duties", tuple(self.duties))
        if "who" in rule.needs:
            cells.setdefault("who", self.who[-1])
        return ClauseRow(rule=rule.zh, parameters=values, force=10, **cells)

    def fills(self, cell):
        """What may be written in a cell; of the dates from which and to which a clause holds, both."""
        places = [place for some in PLACES.values() for place in some]
        return {
            "duties": [{"duties": (one,)} for one in self.duties],
            "shifts": [{"shifts": (one,)} for one in dict.fromkeys(shift for shift, _ in places)],
            "posts": [{"posts": (one,)} for one in dict.fromkeys(post for _, post in places)],
            "days": [{"days": one} for one in self.days],
            "who": [{"who": one} for one in self.who[:-1]],
            "start": [{"start": date(2026, 10, day)} for day in (1, 8)],
            "end": [{"end": date(2026, 9, day)} for day in (30, 23)],
        }[cell]

    def changed(self, cell):
        """The rules of which a cell, filled in, changes what they look at, with some of their values."""
        pairs = [
            (self.row(rule, values), self.row(rule, values, **fill))
            for rule in CATALOGUE
            for values in VALUES.get(rule.code, ("",))
            for fill in self.fills(cell)
        ]
        found = set()
        empty, filled = (self.looked.rules(some) for some in zip(*pairs, strict=True))
        known = {}
        for (row, other), rule, narrowed in zip(pairs, empty, filled, strict=True):
            if rule.code not in found:
                without = known.get(row) or known.setdefault(row, self.looked.places(rule, row))
                if self.looked.places(narrowed, other) != without:
                    found.add(rule.code)
        return found


def test_a_cell_filled_in_changes_what_its_rule_looks_at_or_is_refused(tmp_path):
    filled = Filled(tmp_path)
    every = {rule.code for rule in CATALOGUE}
    silent = {(code, cell) for cell in (*CELLS, "start", "end") for code in every - filled.changed(cell)}
    assert silent == UNREAD
    rows = [Written(rule, who="女") for rule in CATALOGUE if (rule.code, "who") in UNREAD]
    refused = imported(tmp_path, rows).refused
    assert {(one.rule.code, COLUMNS[column]) for one, some in refused.items() for column in some} == UNREAD
