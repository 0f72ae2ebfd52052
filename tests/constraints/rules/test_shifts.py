"""Who is on with whom, what follows what: shifts, weekends, hours, days off, weekdays, reserve, topics, festivals."""

from constraints.measure.place import Scope
from constraints.problem.problem import Assignee, Spell
from tests.fixtures.spoken import away, day, person, problem, says, slot

TWO = Scope(who=frozenset("ab"))
STANDBY = Scope(posts=frozenset({"reserve"}))


def night(number, name=""):
    return slot(number, name or f"n{number}", shift="night", hours=(20, 32))


def test_a_day_shift_does_not_follow_a_night_on_the_next_day():
    that = problem([night(1), slot(2, shift="day"), slot(3, shift="day")])
    rule = {"before": ("night",), "after": ("day",)}
    assert says("succession", that, ("n1", "a"), ("d2", "a"), ("d3", "a"), **rule) == {("a", day(1)): 1}
    assert says("succession", that, ("n1", "a"), ("d2", "b"), ("d3", "a"), **rule) == {}


def test_succession_looks_back_into_last_month():
    that = problem([slot(1, shift="day")], taken=[(night(0), "a")])
    assert says("succession", that, ("d1", "a"), before=("night",), after=("day", "late")) == {("a", day(0)): 1}


def test_two_who_are_kept_apart_count_on_whichever_posts():
    that = problem(
        [slot(1, "main", post="main", room=2), slot(1, "second", post="second"), slot(2, "late", shift="late")]
    )
    assert says("apart", that, ("main", "a"), ("second", "b"), scope=TWO) == {("D", day(1), "s", "", "a", "b"): 1}
    assert says("apart", that, ("main", "a"), ("second", "c"), ("late", "b"), scope=TWO) == {}


def test_without_names_the_two_of_an_a_b_pair_are_kept_apart():
    that = problem([slot(1, need=2, room=2)], people=[person("a", partner="b"), person("b", partner="a"), "c"])
    assert says("apart", that, ("d1", "a"), ("d1", "b"), ("d1", "c")) == {("D", day(1), "s", "", "a", "b"): 1}


def test_one_without_the_other_counts_and_both_or_none_do_not():
    that = problem([slot(1, room=2), slot(2, room=2), slot(3, room=2)])
    found = says("together", that, ("d1", "a"), ("d2", "a"), ("d2", "b"), scope=TWO)
    assert found == {("D", day(1), "s", "", "a", "b"): 1}


def test_a_weekend_is_one_whether_saturday_or_sunday_or_both():
    that = problem(
        [
            slot(5, day_kind="weekend"),
            slot(6, day_kind="weekend"),
            slot(13, day_kind="weekend"),
            slot(19, day_kind="weekend"),
        ]
    )
    assert says("weekends", that, ("d5", "a"), ("d6", "a"), ("d13", "a"), most=2) == {}
    assert says("weekends", that, ("d5", "a"), ("d13", "a"), ("d19", "a"), most=1) == {("a", day(1)): 2}


def test_a_make_up_workday_is_no_weekend_and_a_sunday_goes_with_its_saturday():
    that = problem([slot(5, day_kind="workday"), slot(12, day_kind="weekend")])
    assert says("weekends", that, ("d5", "a"), ("d12", "a"), most=1) == {}
    that = problem([slot(1), slot(6, day_kind="weekend")], taken=[(slot(5, "h", day_kind="weekend"), "a")])
    assert says("weekends", that, ("d6", "a"), most=0) == {}, "the weekend was gone before the plan"


def test_minutes_count_on_the_day_a_slot_starts():
    that = problem([night(6), slot(7, hours=(8, 12))], last=13)
    found = says("hours", that, ("n6", "a"), ("d7", "a"), most=600)
    assert found == {("a", day(0), "above"): 120}


def test_the_least_minutes_are_lowered_to_what_leave_allows():
    that = problem([slot(1), slot(2)], people=["a", person("b", absences=(away(1),))], last=6)
    assert says("hours", that, ("d1", "a"), least=480) == {("a", day(0), "below"): 240, ("b", day(0), "below"): 240}


def test_below_and_above_the_target_have_prices_of_their_own():
    that = problem([slot(1, need=2, room=5), slot(2, need=1, room=5), slot(3, need=0, room=5)])
    found = says("cover", that, ("d1", "a"), ("d2", "a"), ("d2", "b"), short=5, over=2)
    assert found == {("d1",): 5, ("d2",): 2}
    assert says("cover", that, ("d3", "a"), target=1, short=3) == {("d1",): 3, ("d2",): 3}


def test_a_single_day_off_between_two_duties_lacks_one():
    that = problem([slot(number) for number in range(1, 8)])
    assert says("days_off", that, ("d2", "a"), ("d4", "a"), least=2) == {("a", day(3)): 1}
    assert says("days_off", that, ("d2", "a"), ("d3", "a"), ("d6", "a"), least=2) == {}
    assert says("days_off", that, ("d2", "a"), ("d4", "a"), ("d6", "a"), least=3) == {
        ("a", day(3)): 2,
        ("a", day(5)): 2,
    }


def test_days_off_after_a_duty_of_last_month_count_and_the_end_of_the_plan_does_not():
    that = problem([slot(2), slot(31)], taken=[(slot(0, "h"), "a")])
    assert says("days_off", that, ("d2", "a"), least=2) == {("a", day(1)): 1}
    assert says("days_off", problem([slot(29), slot(30)], last=31), ("d29", "a"), least=3) == {}


def test_the_principal_has_a_monday_of_the_month():
    that = problem([slot(7), slot(8), slot(14)])
    scope = Scope(who=frozenset("a"))
    assert says("fixed_weekday", that, ("d8", "a"), scope=scope, weekdays=(0,)) == {("a", day(1)): 1}
    assert says("fixed_weekday", that, ("d14", "a"), scope=scope, weekdays=(0,)) == {}


def test_a_weekday_that_nobody_could_keep_is_not_asked_for():
    scope = Scope(who=frozenset("a"))
    on_leave = problem([slot(7), slot(8)], people=[person("a", absences=(away(7),)), "b"])
    assert says("fixed_weekday", on_leave, scope=scope, weekdays=(0,)) == {}
    assert says("fixed_weekday", problem([slot(8)]), scope=scope, weekdays=(0,)) == {}


def test_days_present_count_days_and_not_assignments():
    that = problem([slot(1), slot(1, "late", hours=(13, 17)), night(3), slot(8)], people="a")
    found = says("days_present", that, ("d1", "a"), ("late", "a"), ("n3", "a"), least=4)
    assert found == {("a", day(1)): 1}, "the first, and the third into the fourth: three days"


def test_whoever_stands_by_has_nothing_else_that_day_nor_stood_by_the_day_before():
    that = problem(
        [
            slot(1, "r1", post="reserve", hold="on_call"),
            slot(2, "r2", post="reserve", hold="on_call"),
            slot(2),
            slot(4, "r4", post="reserve", hold="on_call"),
            slot(5),
        ]
    )
    assert says("reserve", that, ("r1", "a"), ("r2", "a"), scope=STANDBY) == {("a", day(2)): 1}
    assert says("reserve", that, ("r2", "a"), ("d2", "a"), scope=STANDBY) == {("a", day(2)): 1}
    assert says("reserve", that, ("r4", "a"), ("d5", "a"), ("d2", "a"), scope=STANDBY) == {}


def test_a_night_that_runs_into_the_day_of_standing_by_counts():
    that = problem([night(1), slot(2, "r2", post="reserve", hold="on_call")])
    assert says("reserve", that, ("n1", "a"), ("r2", "a"), scope=STANDBY) == {("a", day(2)): 1}


def test_of_the_principals_one_stays_and_absences_alone_are_nobody_s_fault():
    absent = person("b", absences=(away(1),))
    that = problem([slot(1), slot(2)], people=["a", absent, "c"], halves=((8 * 60, 12 * 60), (14 * 60, 18 * 60)))
    assert says("one_stays", that, ("d1", "a"), ("d2", "a"), scope=TWO) == {(day(1), "am"): 1}
    assert says("one_stays", that, ("d1", "c"), scope=TWO) == {}
    both = problem(
        [slot(1)],
        people=[person("a", absences=(away(1),)), absent, "c"],
        halves=((8 * 60, 12 * 60), (14 * 60, 18 * 60)),
    )
    assert says("one_stays", both, ("d1", "c"), scope=TWO) == {}


def expert(id, *topics):
    return Assignee(id, spells=(Spell(1, 10**6, frozenset({"all"}), topics=frozenset(topics)),))


def test_a_slot_with_a_topic_has_somebody_who_answers_for_it():
    that = problem(
        [slot(1, room=2), slot(2), slot(3)],
        people=[expert("a", "教育体育", "民政"), expert("b", "信访"), "c"],
        topics=(("d1", frozenset({"教育"})), ("d2", frozenset({"医保"}))),
    )
    assert says("topic", that, ("d1", "a"), ("d1", "b"), ("d2", "b"), ("d3", "c")) == {("d2",): 1}
    assert says("topic", that, ("d1", "c")) == {("d1",): 1}, "d2 is empty: that is another rule's"


def test_topics_may_be_written_into_the_clause():
    that = problem([slot(1), slot(3)], people=[expert("a", "教育"), expert("b", "信访")])
    assert says("topic", that, ("d1", "b"), ("d3", "b"), dated=((day(3), ("教育", "医保")),)) == {("d3",): 1}


def escorted(leader="p1"):
    unit = Assignee("u", "unit", (Spell(1, 10**6, frozenset({"all"})),), leader=leader)
    slots = [slot(1, "lead"), slot(1, "unit", post="guest", kind="unit"), slot(2, "other")]
    return problem(slots, people=[unit, "p1", "p2"])


def test_a_unit_comes_with_the_leader_who_supervises_it():
    assert says("escort", escorted(), ("lead", "p1"), ("unit", "u")) == {}
    assert says("escort", escorted(), ("lead", "p2"), ("unit", "u")) == {("D", day(1), "s", ""): 1}
    assert says("escort", escorted(""), ("lead", "p2"), ("unit", "u")) == {("D", day(1), "s", ""): 1}


def test_a_unit_alone_or_a_leader_alone_is_no_mismatch():
    assert says("escort", escorted(), ("unit", "u"), ("other", "p2")) == {}
    assert says("escort", escorted(), ("lead", "p2")) == {}


def test_nobody_has_the_same_festival_again_within_the_years():
    eve = day(20)
    that = problem(
        [slot(20), slot(21)], taken=[(slot(20 - 354, "last"), "a"), (slot(20 - 4 * 366 + 10, "long ago"), "b")]
    )
    festival = (("除夕", (eve - 4 * 366 + 10, eve - 354, eve)),)
    assert says("festival_turns", that, ("d20", "a"), ("d20", "b"), ("d21", "a"), festivals=festival, years=3) == {
        ("a", "除夕"): 1
    }
    assert says("festival_turns", that, ("d20", "b"), festivals=festival, years=4) == {("b", "除夕"): 1}
