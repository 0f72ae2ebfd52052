"""Shares and turns: balance, turns, sectors apart, all visit, A/B pairs."""

import pytest

from constraints.measure import shares
from constraints.measure.place import Scope
from constraints.problem.problem import Assignee, Link, Spell
from tests.fixtures.spoken import away, day, person, problem, says, slot


def unit(id, sector=""):
    return Assignee(id, "unit", (Spell(1, 10**6, frozenset({"all"})),), sector=sector)


def test_the_distance_from_the_share_counts_squared():
    that = problem([slot(number) for number in range(1, 7)])
    pairs = [(f"d{number}", "a") for number in range(1, 7)]
    assert says("balance", that, *pairs) == {("a",): 16, ("b",): 4, ("c",): 4}


def test_any_whole_load_between_floor_and_ceiling_is_fair():
    that = problem([slot(number) for number in range(1, 5)])
    assert says("balance", that, ("d1", "a"), ("d2", "a"), ("d3", "b"), ("d4", "c")) == {}


def test_a_newcomer_owes_nothing_for_the_months_before():
    new = person("c", office=(day(1), 10**6))
    past = [(slot(number, f"h{number}"), "ab"[number % 2]) for number in range(-20, 0)]
    that = problem([slot(number) for number in range(1, 7)], people=["a", "b", new], taken=past)
    fair = [(f"d{number}", "abc"[number % 3]) for number in range(1, 7)]
    assert says("balance", that, *fair) == {}


def test_a_bug_planted_in_the_shares_is_caught(monkeypatch):
    monkeypatch.setattr(shares, "days_there", lambda one, first, last: 1)
    with pytest.raises(AssertionError):
        test_a_newcomer_owes_nothing_for_the_months_before()


def test_what_was_served_too_much_is_made_good_at_most_by_half_a_share():
    past = [(slot(number, f"h{number}"), "a") for number in range(-20, 0)]
    that = problem([slot(number) for number in range(1, 9)], people="ab", taken=past)
    assert says("balance", that, *[(f"d{number}", "a" if number <= 2 else "b") for number in range(1, 9)]) == {}
    assert says("balance", that, *[(f"d{number}", "b") for number in range(1, 9)]) == {("a",): 4, ("b",): 4}


def test_long_leave_lowers_the_share():
    resting = person("b", absences=tuple(away(number, long=True) for number in range(1, 32)))
    that = problem([slot(number) for number in range(1, 5)], people=["a", resting])
    assert says("balance", that, *[(f"d{number}", "a") for number in range(1, 5)]) == {}


def test_nobody_serves_again_before_everybody_had_a_turn():
    that = problem([slot(1), slot(2)])
    assert says("turns", that, ("d1", "a"), ("d2", "a")) == {("a",): 1}
    assert says("turns", that, ("d1", "a"), ("d2", "b")) == {}


def test_a_lead_of_the_past_is_cut_to_what_is_allowed():
    past = [(slot(number, f"h{number}"), "a") for number in range(-9, 0)]
    that = problem([slot(1), slot(2)], taken=past)
    assert says("turns", that, ("d1", "b"), ("d2", "c")) == {}
    assert says("turns", that, ("d1", "a"), ("d2", "c")) == {("a",): 1}


def test_who_cannot_serve_this_month_does_not_hold_the_others_back():
    gone = person("c", absences=(away(1), away(2)))
    that = problem([slot(1), slot(2)], people=["a", "b", gone], taken=[(slot(-9, "h1"), "a"), (slot(-8, "h2"), "b")])
    assert says("turns", that, ("d1", "a"), ("d2", "b")) == {}


def test_two_units_of_one_sector_in_a_row_count_once():
    units = [unit("u", "s"), unit("v", "s"), unit("w")]
    that = problem([slot(1, kind="unit"), slot(8, kind="unit")], people=units)
    assert says("sectors_apart", that, ("d1", "u"), ("d8", "v")) == {("d1", "d8"): 1}
    assert says("sectors_apart", that, ("d1", "u"), ("d8", "w")) == {}


def test_the_last_session_before_the_plan_counts_too():
    units = [unit("u", "s"), unit("v", "s")]
    that = problem([slot(1, kind="unit")], people=units, taken=[(slot(-6, "old", kind="unit"), "v")])
    assert says("sectors_apart", that, ("d1", "u")) == {("old", "d1"): 1}


VISIT = Scope(duties=frozenset({"V"}))


def visits():
    return slot(1, "v1", duty="V", site="v", hours=(9, 12), room=9)


def test_everybody_who_can_visit_does_unless_a_post_keeps_them():
    people = [person(id, links=(Link("v", 1, 10**6),)) for id in "abc"]
    that = problem([visits(), slot(1, "duty", hours=(14, 18))], people=people)
    assert says("all_visit", that, ("v1", "a"), ("duty", "b"), scope=VISIT) == {("c", day(1)): 1}


def test_leave_on_the_visit_day_excuses():
    people = [person("a"), person("b", absences=(away(1),))]
    that = problem([visits()], people=people)
    assert says("all_visit", that, scope=VISIT) == {("a", day(1)): 1}


def test_of_a_pair_one_stays_each_half_day():
    people = [person("a", partner="b"), person("b", partner="a")]
    that = problem(
        [slot(1, "x", hours=(8, 12)), slot(1, "y", hours=(8, 12)), slot(1, "z", hours=(14, 18))], people=people
    )
    assert says("ab_stay", that, ("x", "a"), ("y", "b")) == {("a", "b", day(1), "am"): 1}
    assert says("ab_stay", that, ("x", "a"), ("z", "b")) == {}


def test_a_duty_while_the_partner_is_away_counts():
    people = [person("a", partner="b"), person("b", absences=(away(1),))]
    that = problem([slot(1, "x")], people=people)
    assert says("ab_stay", that, ("x", "a")) == {("a", "b", day(1), "am"): 1}


def team(number, transaction, **more):
    return [person(f"{transaction}{index}", unit=transaction, **more) for index in range(number)]


def test_a_unit_with_twice_the_people_has_twice_the_quota():
    that = problem([slot(number) for number in range(1, 7)], people=[*team(2, "u"), *team(1, "v")])
    assert says("unit_quota", that, *[(f"d{number}", "u0" if number <= 4 else "v0") for number in range(1, 7)]) == {}
    assert says("unit_quota", that, *[(f"d{number}", "u1") for number in range(1, 7)]) == {
        ("u", "d1"): 4,
        ("v", "d1"): 4,
    }


def test_a_fixed_quota_is_the_same_for_every_unit():
    that = problem([slot(number) for number in range(1, 7)], people=[*team(2, "u"), *team(1, "v")])
    pairs = [(f"d{number}", "u0" if number <= 4 else "v0") for number in range(1, 7)]
    assert says("unit_quota", that, *pairs, by="fixed") == {("u", "d1"): 1, ("v", "d1"): 1}


def test_what_a_unit_serves_beside_the_plan_counts_for_its_quota():
    facts = [(slot(number, f"h{number}"), "u0") for number in range(10, 12)]
    that = problem([slot(1), slot(2)], people=[*team(1, "u"), *team(1, "v")], taken=facts)
    assert says("unit_quota", that, ("d1", "v0"), ("d2", "v0")) == {}
    assert says("unit_quota", that, ("d1", "u0"), ("d2", "v0")) == {("u", "d1"): 1, ("v", "d1"): 1}


def test_half_of_a_unit_stays_at_the_office_on_a_workday():
    that = problem([slot(1, room=3), slot(5, room=3)], people=team(3, "u"), workdays=frozenset({day(1)}))
    assert says("stay_home", that, ("d1", "u0"), ("d5", "u0"), ("d5", "u1"), percent=50) == {}
    everybody = [(f"d{number}", f"u{index}") for number in (1, 5) for index in range(3)]
    assert says("stay_home", that, *everybody, percent=50) == {("u", day(1), "am"): 2}


def test_what_absences_alone_leave_missing_does_not_count():
    people = [*team(1, "u"), person("x", unit="u", absences=(away(1),)), person("y", unit="u", absences=(away(1),))]
    that = problem([slot(1, room=3)], people=people, workdays=frozenset({day(1)}))
    assert says("stay_home", that, least=2) == {}
    assert says("stay_home", that, ("d1", "u0"), least=2) == {("u", day(1), "am"): 1}
