"""Clashes and ways out on small dense problems: found where no roster is full, verified without that code."""

from dataclasses import replace
from functools import cache
from random import Random
from time import monotonic

import pytest

from constraints.engines.cpsat import search
from constraints.engines.search import Limits, Stop
from constraints.explaining import clash as clash_module
from constraints.explaining import easing
from constraints.explaining import ways as ways_module
from constraints.explaining.clash import clashes, shrunk
from constraints.explaining.fact import Fact
from constraints.explaining.facts import AS_WRITTEN, Facts
from constraints.explaining.found import WayOut
from constraints.explaining.oracle import Oracle
from constraints.explaining.ways import way_out, ways
from constraints.measure.place import Scope
from constraints.model.board import Board
from constraints.model.book import MUST, Clause, RuleBook
from constraints.model.case import Case
from constraints.model.part import parts
from constraints.rules import CATALOGUE
from tests.fixtures.dense import clause_rule, draw
from tests.fixtures.spoken import away, person, problem, slot
from tests.profile import rounds

SOME = (
    "count",
    "rest",
    "gap",
    "streak",
    "ab_stay",
    "apart",
    "together",
    "topic",
    "window",
    "stay_home",
    "fixed_weekday",
    "days_present",
    "succession",
)
SEEDS = range(rounds(25, 30, 1000))


def drawn(seed):
    """A problem under the standing rules and three others, all of 必须, with a fact for everything that can go."""
    rng = Random(seed)
    that = draw(seed, force="must").problem
    that = replace(that, wishes=(), published=frozenset(), issued=frozenset(), pins=that.pins[: rng.choice((0, 1, 3))])
    asked = rng.choice((0.03, 0.1, 0.3))
    that = replace(that, slots=tuple(one if rng.random() < asked else replace(one, need=0) for one in that.slots))
    rules = [rule for rule in CATALOGUE if rule.standing or rule.code in rng.sample(SOME, 3)]
    book = RuleBook(tuple(Clause(clause_rule(rng, rule, Scope()), MUST) for rule in rules))
    facts = [
        Fact(f"absence {one.id} {number}", "absence", absences=((one.id, gone),))
        for one in that.assignees
        for number, gone in enumerate(one.absences)
    ]
    facts += [Fact(f"pin {number}", "pin", pins=(pin,)) for number, pin in enumerate(that.pins)]
    facts += [
        Fact(f"clause {number}", "clause", clause=number)
        for number, clause in enumerate(book.clauses)
        if not clause.rule.standing
    ]
    facts += [Fact(f"need {one.id}", "need", slots=frozenset({one.id})) for one in that.slots]
    facts += [Fact(f"room {one.id}", "room", slots=frozenset({one.id})) for one in that.slots]
    facts += [Fact(f"window {one.id}", "window", who=one.id) for one in that.assignees if one.months]
    return Facts(that, book, facts)


def full(facts, force, rules=AS_WRITTEN):
    """Whether the whole problem has a full roster with these facts in force, asked of the plain model."""
    that, book, _ = facts.under(force, rules=rules)
    return all(
        search(part.form(), Limits(30), Stop()).status == "optimal"
        for part in parts(Board(Case(that, book)))
        if part.musts
    )


def explained(facts):
    """Clashes and ways of a problem."""
    oracle = Oracle(facts, Stop(), monotonic() + 120)
    found = list(clashes(oracle))
    return found, list(ways(oracle, found, 3)) if found else []


@cache
def seeded(seed):
    """The facts of a draw, its clashes and ways."""
    facts = drawn(seed)
    return facts, *explained(facts)


def test_all_facts_together_are_the_problem_itself():
    for seed in SEEDS:
        facts = drawn(seed)
        that, book, numbers = facts.under(frozenset(facts.all))
        assert that == facts.problem and book == facts.book and numbers == tuple(range(len(book.clauses)))


@pytest.mark.slow
def test_there_is_a_clash_exactly_where_there_is_no_full_roster():
    seen = set()
    for seed in SEEDS:
        facts, found, _ = seeded(seed)
        assert bool(found) == (not full(facts, frozenset(facts.all))), seed
        seen.add(min(len(found), 2))
    assert seen == {0, 1, 2}, "the draws hold months with and without a full roster, and some with several clashes"


@pytest.mark.slow
def test_a_clash_has_no_roster_with_all_its_facts_and_one_without_any_of_them():
    for seed in SEEDS:
        facts, found, _ = seeded(seed)
        for number, one in enumerate(found):
            oracle = Oracle(facts, Stop(), monotonic() + 60)
            assert oracle.impossible(one.slots, one.facts), (seed, one)
            oracle.excused = set().union(*(earlier.keys for earlier in found[:number]))
            assert all(oracle.possible(one.slots, one.facts - {fact}) for fact in one.facts), (seed, one)


@pytest.mark.slow
def test_a_way_gives_a_full_roster_and_holds_nothing_superfluous():
    sizes = set()
    for seed in SEEDS:
        facts, _, found = seeded(seed)
        everything = frozenset(facts.all)
        for way in found:
            assert full(facts, everything - way.facts), (seed, way.facts)
            assert not any(full(facts, everything - (way.facts - {one})) for one in way.facts), (seed, way.facts)
            sizes.add(min(len(way.facts), 3))
    assert sizes == {1, 2, 3}


@pytest.mark.slow
def test_a_clause_gives_way_no_further_than_it_has_to():
    seen = set()
    for seed in SEEDS:
        facts, _, found = seeded(seed)
        for way in (one for one in found if one.eased):
            stands = frozenset(facts.all) - way.facts | {one.fact for one in way.eased}
            rules = {facts.all[one.fact].clause: milder(facts, one, one.value) for one in way.eased}
            assert full(facts, stands, rules), (seed, way.eased)
            for one in way.eased:
                number = facts.all[one.fact].clause
                had = getattr(facts.book.clauses[number].rule, one.name)
                back = one.value - 1 if one.value > had else one.value + 1
                assert not full(facts, stands, {**rules, number: milder(facts, one, back)}), (seed, one)
                seen.add((facts.book.clauses[number].rule.code, one.name))
    assert len(seen) > 1


def milder(facts, one, value):
    """The rule of an eased clause with that number."""
    return replace(facts.book.clauses[facts.all[one.fact].clause].rule, **{one.name: value})


def test_what_is_told_of_a_way_is_no_more_than_it_needs():
    slots = [slot(number, need=2, room=2) for number in (1, 2)]
    that = problem(slots, people=["a", person("b", absences=(away(1),))])
    facts = [Fact("away", "absence", absences=(("b", away(1)),)), Fact("need", "need", slots=frozenset({"d1", "d2"}))]
    _, found = explained(Facts(that, RuleBook.of(()), facts))
    oracle = Oracle(Facts(that, RuleBook.of(()), facts), Stop(), monotonic() + 60)
    assert [way_out(oracle, way) for way in found] == [
        WayOut(("away",), pairs=(("d1", "b"),)),
        WayOut(("need",), short=(("d1", 1),)),
    ]


def _one_too_far(one, value, step, holds, real=easing._nearest):
    found = real(one, value, step, holds)
    return found and (found + 1 if found > value else found - 1)


PLANTED = {
    "one fact too many is spared": (clash_module, "shrunk", lambda items, broken: shrunk(items, broken)[1:]),
    "whole orders alone forbid in a part": (
        Facts,
        "under",
        lambda self, force, slots=None, rules=AS_WRITTEN, real=Facts.under: _without_forbidden(
            real(self, force, slots, rules)
        ),
    ),
    "a clause gives way by one more": (easing, "_nearest", _one_too_far),
    "giving up a need costs nothing more": (ways_module, "GIVEN_UP", {"need": 0}),
}


def _without_forbidden(under):
    that, book, numbers = under
    return replace(that, pins=tuple(pin for pin in that.pins if not pin.forbidden)), book, numbers


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_caught(name, monkeypatch):
    monkeypatch.setattr(*PLANTED[name])
    seeded.cache_clear()
    with pytest.raises(AssertionError):
        _all_laws()
    seeded.cache_clear()


def _all_laws():
    test_all_facts_together_are_the_problem_itself()
    test_what_is_told_of_a_way_is_no_more_than_it_needs()
    test_a_clause_gives_way_no_further_than_it_has_to()
    test_there_is_a_clash_exactly_where_there_is_no_full_roster()
    test_a_way_gives_a_full_roster_and_holds_nothing_superfluous()
