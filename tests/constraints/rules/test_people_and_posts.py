"""Who may be where: filled, room, one place, available, qualified, window, keep village, pinned, keep, wishes."""

from constraints.problem.problem import Assignee, Link, Pin, Site, Spell, Wish
from tests.fixtures.spoken import away, day, person, problem, says, slot


def test_each_person_missing_counts_once():
    that = problem([slot(1, need=2, room=2), slot(2)])
    assert says("filled", that, ("d1", "a")) == {("d1",): 1, ("d2",): 1}


def test_a_person_who_is_no_candidate_fills_a_post_all_the_same():
    that = problem([slot(1)], candidates=frozenset())
    assert says("filled", that, ("d1", "a")) == {}


def test_each_person_above_the_room_counts_once():
    that = problem([slot(1, room=1)])
    assert says("room", that, ("d1", "a"), ("d1", "b"), ("d1", "c")) == {("d1",): 2}


def test_two_full_posts_at_once_exclude_each_other_and_a_shared_one_does_not():
    that = problem([slot(1, "x"), slot(1, "y", hours=(10, 14)), slot(1, "z", hold="shared", hours=(0, 24))])
    found = says("one_place", that, ("x", "a"), ("y", "a"), ("z", "a"))
    assert found == {("a", day(1) * 1440 + 600, "full"): 1}


def test_an_issued_post_beside_the_plan_keeps_a_person_busy():
    that = problem([slot(1, "x")], taken=[(slot(1, "other", duty="E"), "a")])
    assert says("one_place", that, ("x", "a")) == {("a", day(1) * 1440 + 480, "full"): 1}


def test_on_call_runs_beside_anything():
    that = problem([slot(1, "x"), slot(1, "y", hold="on_call"), slot(1, "z", hold="on_call")])
    assert says("one_place", that, ("x", "a"), ("y", "a"), ("z", "a")) == {}


def test_travel_between_places_takes_its_minutes():
    that = problem([slot(1, "x", place="hall"), slot(1, "y", hours=(13, 14), place="office")])
    assert says("one_place", that, ("x", "a"), ("y", "a"), travel=61) == {("a", day(1) * 1440 + 780, "x>y"): 1}
    assert says("one_place", that, ("x", "a"), ("y", "a"), travel=60) == {}


def test_leave_blocks_every_post_and_a_meeting_only_full_ones():
    gone, meeting = person("a", absences=(away(1),)), person("b", absences=(away(1, blocks="full"),))
    that = problem([slot(1, "x"), slot(1, "z", hold="shared")], people=[gone, meeting])
    found = says("available", that, ("x", "a"), ("z", "a"), ("x", "b"), ("z", "b"))
    assert found == {("a", "x"): 1, ("a", "z"): 1, ("b", "x"): 1}


def test_half_a_day_of_leave_leaves_the_other_half():
    that = problem([slot(1, "x"), slot(1, "y", hours=(14, 18))], people=[person("a", absences=(away(1, (8, 12)),))])
    assert says("available", that, ("x", "a"), ("y", "a")) == {("a", "x"): 1}


def test_nobody_serves_before_their_term_begins():
    that = problem([slot(1), slot(5)], people=[person("a", office=(day(3), 10**6))])
    assert says("available", that, ("d1", "a"), ("d5", "a")) == {("a", "d1"): 1}


def test_a_person_outside_the_pool_or_exempt_from_the_shift_is_not_qualified():
    people = [person("a", pools=frozenset({"other"})), person("b", exempt=frozenset({"s"})), person("c")]
    that = problem([slot(1, room=3)], people=people)
    assert says("qualified", that, ("d1", "a"), ("d1", "b"), ("d1", "c")) == {("a", "d1"): 1, ("b", "d1"): 1}


def test_a_village_takes_those_linked_to_it_and_the_people_of_its_units():
    people = [person("a", links=(Link("v", 1, 10**6),)), person("b", units=frozenset({"u"})), person("c")]
    that = problem([slot(1, site="v", room=3)], people=people, sites=(Site("v", frozenset({"u"})),))
    assert says("qualified", that, ("d1", "a"), ("d1", "b"), ("d1", "c")) == {("c", "d1"): 1}


def test_a_unit_goes_on_air_in_its_months_alone():
    units = [
        Assignee(id, "unit", (Spell(1, 10**6, frozenset({"all"})),), months=frozenset(months))
        for id, months in (("u", {11}), ("w", ()))
    ]
    that = problem([slot(1, kind="unit", room=2)], people=units)
    assert says("window", that, ("d1", "u"), ("d1", "w")) == {("u", "d1"): 1}


def test_a_visitor_goes_to_the_village_visited_last_else_to_the_linked_one():
    linked = (Link("v", 1, 10**6),)
    people = [person("a", links=linked), person("b", links=linked), person("c")]
    past = [(slot(-20, "old", site="w"), "b")]
    that = problem([slot(1, "v1", site="v"), slot(1, "w1", site="w")], people=people, taken=past)
    assert says("keep_village", that, ("w1", "a"), ("v1", "b"), ("v1", "c")) == {("a", "w1"): 1, ("b", "v1"): 1}


def test_an_order_not_kept_counts_and_so_does_one_ruled_out():
    pins = (Pin("n1", "a", frozenset({"d1"})), Pin("n2", "b", frozenset({"d1", "d2"}), forbidden=True))
    that = problem([slot(1), slot(2)], pins=pins)
    assert says("pinned", that, ("d1", "b")) == {("a", "n1"): 1, ("b", "d1"): 1}
    assert says("pinned", that, ("d1", "a")) == {}


def test_each_assignment_added_or_dropped_against_the_issue_counts():
    that = problem([slot(1), slot(2)], issued=frozenset({"d1"}), published=frozenset({("d1", "a")}))
    assert says("keep", that, ("d1", "b"), ("d2", "c")) == {("a", "d1"): 1, ("b", "d1"): 1}


def test_each_assignment_added_or_dropped_against_the_kept_draft_counts():
    """A slot that the draft leaves open is kept open; one that it does not know is free."""
    that = problem([slot(1), slot(2), slot(3)], drafted=frozenset({"d1", "d2"}), draft=frozenset({("d1", "a")}))
    assert says("keep_draft", that, ("d1", "b"), ("d2", "c"), ("d3", "c")) == {
        ("a", "d1"): 1,
        ("b", "d1"): 1,
        ("c", "d2"): 1,
    }
    assert says("keep_draft", problem([slot(1)]), ("d1", "b")) == {}


def test_a_wish_counts_with_its_weight_and_only_where_such_a_slot_exists():
    wishes = (
        Wish("w1", "a", frozenset({"d1"}), "avoid", 3),
        Wish("w2", "b", frozenset({"d1", "d2"}), "have", 2),
        Wish("w3", "c", frozenset({"elsewhere"}), "have", 9),
    )
    that = problem([slot(1), slot(2)], wishes=wishes)
    assert says("wishes", that, ("d1", "a")) == {("a", "d1"): 3, ("b", "w2"): 2}
    assert says("wishes", that, ("d2", "b")) == {}
