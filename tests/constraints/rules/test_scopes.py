"""A clause says what it does: a cell of the scope that is filled in changes what its rule looks at, or is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest

from constraints.judge import findings
from constraints.measure.place import ALL, CELLS, Scope
from constraints.model.book import Clause, RuleBook
from constraints.model.case import Case
from constraints.problem.problem import Pin
from constraints.problem.roster import Roster
from constraints.rules import CATALOGUE, count, filled
from constraints.rules.cover import Cover
from constraints.rules.filled import Filled
from constraints.rules.pinned import Pinned
from constraints.rules.room import Room
from constraints.rules.topic import Topic
from constraints.rules.turns import Turns
from tests.fixtures.dense import clause_rule, draw, draw_scope, fill
from tests.fixtures.spoken import person, problem, says, slot
from tests.profile import rounds

SEEDS = range(rounds(12, 20, 400))
BEYOND = {"rest", "reserve", "all_visit", "rotation", "own_air_day"}
"""Rules that look from what is in scope at what lies beside it: the next duty, another post, an excuse, everybody whose
turn it is not, a unit."""
UNREAD = {("filled", "who"), ("room", "who")}


def told_apart(seed):
    """(rule, cell) of every cell that, filled in, changes the places of its rule over a drawn problem and scope."""
    drawn = draw(seed)
    case, rng = Case(drawn.problem, drawn.book, drawn.roster.pairs), Random(seed)
    people = [one.id for one in drawn.problem.assignees if one.kind == "person"]
    units = [one.id for one in drawn.problem.assignees if one.kind == "unit"]
    last = drawn.problem.last
    found = set()
    for rule in CATALOGUE:
        for cell in CELLS:
            without = ALL if rng.random() < 0.5 else draw_scope(rng, people, units, last)
            empty = {"days": None, "day_kinds": None} if cell == "days" else {cell: None}
            one = clause_rule(rng, rule, replace(without, **empty))
            other = replace(one, scope=fill(rng, one.scope, cell, people, units, last))
            if list(one.places(case)) != list(other.places(case)):
                found.add((rule.code, cell))
            if rule.code not in BEYOND:
                outside(case, other)
    return found


def outside(case, rule):
    """No place of the rule looks at a pair that its scope leaves out."""
    inside = {one.id: one for one in case.on(rule.scope)}
    for place in rule.places(case):
        for which, who in place.pairs:
            assert which in inside, (rule.code, which)
            assert "who" not in rule.reads or rule.scope.means(who, inside[which].day), (rule.code, who)


def law():
    """A cell changes the places in one of the draws exactly where its rule says that it reads it."""
    found = set().union(*map(told_apart, SEEDS))
    assert found == {(rule.code, cell) for rule in CATALOGUE for cell in rule.reads}


@pytest.mark.slow
def test_a_cell_changes_what_its_rule_looks_at_or_is_refused():
    law()
    assert {(rule.code, cell) for rule in CATALOGUE for cell in CELLS if cell not in rule.reads} == UNREAD


def _whoever(rule):
    real = rule.places
    return rule, "places", lambda self, case: real(replace(self, scope=replace(self.scope, who=None)), case)


def _whenever(self, case):
    for who, slots in case.mine(replace(self.scope, days=None, day_kinds=None)).items():
        yield count.Place((who,), tuple((one.id, who) for one in slots))


def _any_shift(self, case):
    for one in case.on(replace(self.scope, shifts=None)):
        yield filled.Place((one.id,), case.pairs(one), nature="demand", tier="filled", data=one.need)


PLANTED = {
    "the people of cover are printed and not read": _whoever(Cover),
    "a topic asks everybody": _whoever(Topic),
    "orders about everybody": _whoever(Pinned),
    "turns on any day": (Turns, "places", _whenever),
    "no open post on any shift": (Filled, "places", _any_shift),
    "room says that it reads people": (Room, "reads", CELLS),
    "cover says that it does not read its duties": (Cover, "reads", ("shifts", "posts", "days", "who")),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_caught(name, monkeypatch):
    monkeypatch.setattr(*PLANTED[name])
    with pytest.raises(AssertionError):
        law()


def test_one_man_a_night_is_asked_of_every_night():
    nights = problem([slot(1, shift="night", need=2), slot(2, shift="night", need=2)], "abc")
    men = Scope(who=frozenset("ab"))
    roster = ("d1", "a"), ("d1", "c"), ("d2", "c")
    assert says("在岗人数", nights, *roster, scope=men, target=1, over=0) == {("d2",): 1}
    assert says("在岗人数", nights, *roster, scope=men, target=0) == {("d1",): 1}
    assert says("在岗人数", nights, *roster, target=2) == {("d2",): 1}


def test_a_topic_is_answered_by_one_of_those_named():
    knows, other = person("a"), person("b")
    knows = replace(knows, spells=(replace(knows.spells[0], topics=frozenset({"教育"})),))
    that = problem([slot(1)], (knows, other), topics=(("d1", frozenset({"教育"})),))
    assert says("分管对口", that, ("d1", "a"), ("d1", "b")) == {}
    assert says("分管对口", that, ("d1", "a"), ("d1", "b"), scope=Scope(who=frozenset("b"))) == {("d1",): 1}
    assert says("分管对口", that, ("d1", "a"), scope=Scope(who=frozenset("b"))) == {}


def test_orders_about_those_named_alone_are_looked_at():
    pins = Pin("n1", "a", frozenset({"d1"})), Pin("n2", "b", frozenset({"d1"}))
    that = problem([slot(1)], "ab", pins=pins)
    assert says("领导指定", that, scope=Scope(who=frozenset("b"))) == {("b", "n2"): 1}


def test_a_book_stored_before_a_cell_was_read_is_judged_as_it_was_then():
    that = problem([slot(1), slot(2)], "ab")
    law = RuleBook((Clause(Cover(target=1, over=0, scope=Scope(who=frozenset("a"))), 1),))
    rows = law.to_json()
    assert rows[0].pop("read") == ["who"]
    before = RuleBook.from_json(json.loads(json.dumps(rows)))
    assert before.to_json() == rows, "a stored book keeps its bytes, and so its digest"
    assert before.clauses[0].unread == Scope(who=frozenset("a"))
    roster = Roster(frozenset({("d1", "b")}))
    assert [one.key for one in findings(that, before, roster)] == [("d2",)]
    assert [one.key for one in findings(that, law, roster)] == [("d1",), ("d2",)]
    assert RuleBook.from_json(law.to_json()) == law
    assert all("read" not in row for row in RuleBook(tuple(Clause(rule) for rule in (Filled(), Room()))).to_json())
