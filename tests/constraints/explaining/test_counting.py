"""What counting shows is told before anything is searched: too few places, or people who may not serve often enough."""

from time import monotonic

from constraints.engines.search import Stop
from constraints.explaining.clash import clashes
from constraints.explaining.counting import Pigeonhole, pigeonholes
from constraints.explaining.fact import Fact
from constraints.explaining.facts import Facts
from constraints.explaining.oracle import Oracle
from constraints.explaining.ways import ways
from constraints.model.book import MUST, Clause, RuleBook
from constraints.rules import BY_NAME
from constraints.rules.count import Count
from tests.fixtures.spoken import away, person, problem, slot


def _oracle(that, *rules, extra=()):
    """An oracle over the problem, with a fact for each clause, and one for the need and the room of all slots."""
    book = RuleBook.of([Clause(one, MUST) for one in rules])
    slots = frozenset(one.id for one in that.slots)
    where = [number for number, one in enumerate(book.clauses) if one.rule in rules]
    facts = [Fact(f"clause {count}", "clause", clause=number) for count, number in enumerate(where)]
    facts += [Fact("need", "need", slots=slots), Fact("room", "room", slots=slots), *extra]
    return Oracle(Facts(that, book, facts), Stop(), monotonic() + 60)


def _no_search(monkeypatch):
    def fail(self):
        raise AssertionError("a search for what fails")

    monkeypatch.setattr(Oracle, "shortfalls", fail)


def test_more_people_than_places_is_told_before_any_search(monkeypatch):
    that = problem([slot(1), slot(2), slot(3)], people="abcd")
    _no_search(monkeypatch)
    found = next(clashes(_oracle(that, Count(least=1))))
    assert (found.facts, found.slots) == ({"clause 0", "room"}, {"d1", "d2", "d3"})


def test_needs_beyond_what_people_may_serve_are_told_for_as_few_slots_as_show_it(monkeypatch):
    that = problem([slot(number) for number in range(1, 8)], people="ab")
    _no_search(monkeypatch)
    found = next(clashes(_oracle(that, Count(most=2))))
    assert (found.facts, found.slots) == ({"clause 0", "need"}, {"d1", "d2", "d3", "d4", "d5"})


def test_what_can_be_met_is_no_pigeonhole_and_periods_are_counted_apart():
    enough = problem([slot(1), slot(2), slot(3)], people="abc")
    assert list(pigeonholes(_oracle(enough, Count(least=1, most=1)))) == []
    weeks = problem([slot(1), slot(8), slot(9)], people="ab")
    found = list(pigeonholes(_oracle(weeks, Count(period="week", least=1))))
    assert found == [Pigeonhole(frozenset({"clause 0", "room"}), frozenset({"d1"}))]


def test_what_rests_on_somebody_s_absence_as_well_is_left_to_the_search():
    that = problem([slot(1), slot(2)], people=["a", person("b", absences=(away(1), away(2)))])
    gone = Fact("away", "absence", absences=(("b", away(1)), ("b", away(2))))
    assert list(pigeonholes(_oracle(that, Count(most=1), extra=(gone,)))) == []
    (found,) = clashes(_oracle(that, Count(most=1), extra=(gone,)))
    assert found.facts == {"clause 0", "need", "away"}


def test_a_clause_that_closes_a_pair_by_itself_can_be_given_up():
    """Before leave nobody serves: who alone could take the slot is barred by the clause and by nothing else."""
    that = problem([slot(1)], people=[person("a", absences=(away(2, kind="leave"),))])
    oracle = _oracle(that, BY_NAME["around_leave"](before=1))
    found = list(clashes(oracle))
    assert {"clause 0"} in [set(way.facts) for way in ways(oracle, found, 3)]
