"""How often and how close: rest, count, gap, streak, weekday spread."""

from constraints.measure.place import Scope
from tests.fixtures.spoken import away, day, person, problem, says, slot

NIGHT = Scope(shifts=frozenset({"night"}))


def night(number, name=""):
    return slot(number, name or f"n{number}", shift="night", hours=(20, 32))


def test_a_full_post_within_the_rest_after_a_night_counts():
    that = problem([night(1), slot(2, hours=(9, 12)), slot(3, hours=(9, 12))])
    assert says("rest", that, ("n1", "a"), ("d2", "a"), ("d3", "a"), scope=NIGHT, hours=24) == {("a", "n1", "d2"): 1}


def test_the_rest_after_a_shift_of_last_month_is_kept():
    that = problem([slot(1, hours=(9, 12))], taken=[(night(0), "a")])
    assert says("rest", that, ("d1", "a"), scope=NIGHT, hours=24) == {("a", "n0", "d1"): 1}


def test_exactly_the_hours_asked_are_enough():
    that = problem([night(1), slot(3, "x", hours=(8, 12))])
    assert says("rest", that, ("n1", "a"), ("x", "a"), scope=NIGHT, hours=24) == {}
    assert says("rest", that, ("n1", "a"), ("x", "a"), scope=NIGHT, hours=25) == {("a", "n1", "x"): 1}


def test_below_the_least_and_above_the_most_both_count():
    that = problem([slot(number) for number in (1, 2, 3, 4)])
    found = says("count", that, ("d1", "a"), ("d2", "a"), ("d3", "a"), ("d4", "b"), least=1, most=2)
    assert found == {("a", day(1), "above"): 1, ("c", day(1), "below"): 1}


def test_the_least_is_lowered_to_what_leave_allows():
    that = problem([slot(1), slot(2)], people=["a", person("b", absences=(away(1), away(2)))])
    assert says("count", that, ("d1", "a"), least=2) == {("a", day(1), "below"): 1}


def test_a_week_that_ends_after_the_plan_asks_for_no_least():
    that = problem([slot(28), slot(31)])
    assert says("count", that, period="week", least=1) == {}


def test_history_counts_towards_the_most_but_is_not_blamed_on_the_plan():
    week = [(slot(-1, "h1"), "a"), (slot(0, "h2"), "a")]
    that = problem([slot(1), slot(2)], taken=week)
    assert says("count", that, ("d1", "a"), period="week", most=1) == {("a", day(0), "above"): 1}


def test_three_days_running_cost_more_than_two():
    that = problem([slot(1), slot(2), slot(3)])
    two = says("gap", that, ("d1", "a"), ("d2", "a"), days=3)
    three = says("gap", that, ("d1", "a"), ("d2", "a"), ("d3", "a"), days=3)
    assert two == {("a", day(0), day(2)): 1, ("a", day(1), day(3)): 1}
    assert sum(three.values()) == 4


def test_a_gap_reaches_back_into_history():
    that = problem([slot(1)], taken=[(slot(-1, "old"), "a")])
    assert says("gap", that, ("d1", "a"), days=3) == {("a", day(-1), day(1)): 1}


def test_each_window_that_is_full_counts():
    that = problem([slot(number) for number in range(1, 6)])
    pairs = [(f"d{number}", "a") for number in (1, 2, 3, 4)]
    assert says("streak", that, *pairs, most=2) == {("a", day(1), "above"): 1, ("a", day(2), "above"): 1}


def test_a_run_too_short_counts_the_days_it_lacks():
    that = problem([slot(number) for number in range(1, 9)], last=8)
    assert says("streak", that, ("d3", "a"), ("d5", "a"), ("d6", "a"), least=3) == {
        ("a", day(3), "below"): 2,
        ("a", day(5), "below"): 1,
    }


def test_a_run_that_touches_an_edge_is_not_measured():
    that = problem([slot(number) for number in range(1, 5)], last=4)
    assert says("streak", that, ("d1", "a"), ("d4", "a"), least=3) == {}


def test_the_same_weekday_twice_in_a_month_counts():
    that = problem([slot(1), slot(8), slot(9)])
    assert says("weekday_spread", that, ("d1", "a"), ("d8", "a"), ("d9", "a")) == {("a", 1, day(1)): 1}
