"""Spoken examples: who serves with whom, and who not just now."""

from __future__ import annotations

from dataclasses import replace

from constraints.measure.place import Scope
from constraints.problem.problem import KeptApart, Spell
from tests.fixtures.spoken import away, day, person, problem, says, slot

MEN = Scope(who=frozenset("ab"))
"""a and b are men, c and d women."""
LED = (("those who lead", ("c",)),)


def night(number, name="", **more):
    """A night from 18:00 to 8:30."""
    return slot(number, name or f"n{number}", hours=(18, 32.5), shift="night", **more)


def lasting(number, days, name):
    """A duty of so many days from 8:30 to 8:30."""
    return slot(number, name, hours=(8.5, 8.5 + 24 * days))


def test_one_man_on_each_night_whichever_posts_they_hold():
    nights = problem(
        [night(1, "x", post="p"), night(1, "y", post="q"), night(2, "z", post="p"), night(2, "w", post="q")], "abcd"
    )
    roster = ("x", "c"), ("y", "d"), ("z", "c"), ("w", "a")
    assert says("人员搭配", nights, *roster, scope=MEN, least=1) == {("D", day(1), "night", "", "", "below"): 1}
    assert says("人员搭配", nights, *roster, scope=MEN, least=2) == {
        ("D", day(1), "night", "", "", "below"): 2,
        ("D", day(2), "night", "", "", "below"): 1,
    }
    assert says("人员搭配", nights, *roster, scope=MEN, within="post", least=1) == {
        ("D", day(1), "night", "", "p", "below"): 1,
        ("D", day(1), "night", "", "q", "below"): 1,
        ("D", day(2), "night", "", "p", "below"): 1,
    }


def test_an_empty_night_is_an_open_post_and_nothing_else():
    nights = problem([night(1, need=2)], "abcd")
    assert says("人员搭配", nights, scope=MEN, least=1) == {}
    assert says("人员搭配", nights, ("n1", "c"), scope=MEN, least=1) == {("D", day(1), "night", "", "", "below"): 1}


def test_two_of_those_named_at_most_counting_each_person_once():
    nights = problem([night(1, "x", need=2, post="p"), night(1, "y", post="q")], "abcd")
    assert says("人员搭配", nights, ("x", "a"), ("y", "a"), ("x", "b"), scope=MEN, most=1) == {
        ("D", day(1), "night", "", "", "above"): 1
    }
    assert says("人员搭配", nights, ("x", "a"), ("y", "a"), scope=MEN, most=1) == {}


def test_who_is_past_an_age_counts_from_the_birthday_on():
    nights = problem([night(1), night(2)], "ac")
    old = Scope(who=frozenset("a"), spans=frozenset({("a", day(2), day(31))}))
    assert says("人员搭配", nights, ("n1", "a"), ("n2", "a"), scope=old, most=0) == {
        ("D", day(2), "night", "", "", "above"): 1
    }
    assert says("次数", nights, ("n1", "a"), ("n2", "a"), scope=old, most=0) == {("a", day(1), "above"): 1}


def test_two_meet_when_the_later_of_them_begins():
    that = problem([slot(1, "x", hours=(8, 20), duty="A"), slot(1, "y", hours=(12, 24), duty="B"), night(2)], "ab")
    roster = ("x", "a"), ("y", "b"), ("n2", "a")
    both = Scope(who=frozenset("ab"))
    noon = day(1) * 1440 + 720
    assert says("不同时值班", that, *roster, scope=both) == {("a", "b", "moment", noon): 1}
    assert says("不同时值班", that, *roster, scope=both, within="day") == {("a", "b", "day", day(1) * 1440): 1}
    assert says("不同时值班", that, ("x", "a"), ("n2", "b"), scope=both, within="day") == {}
    assert says("不同班", that, *roster, scope=both) == {}, "which looks at one shift of one duty alone"


def test_one_night_is_shared_by_whoever_touches_it():
    that = problem([slot(1, "late", hours=(12, 20)), night(1), slot(2, "morning", hours=(9, 12))], "ab")
    both = Scope(who=frozenset("ab"))
    assert says("不同时值班", that, ("late", "a"), ("n1", "b"), scope=both, within="night") == {
        ("a", "b", "night", day(1) * 1440 + 1080): 1
    }
    assert says("不同时值班", that, ("n1", "a"), ("morning", "b"), scope=both, within="night") == {}


def test_a_week_of_duty_fills_each_of_its_days():
    that = problem([lasting(1, 7, "week"), slot(5), slot(8)], "ab")
    both = Scope(who=frozenset("ab"))
    assert list(says("不同时值班", that, ("week", "a"), ("d5", "b"), ("d8", "b"), scope=both, within="day")) == [
        ("a", "b", "day", day(5) * 1440)
    ]


def test_pairs_kept_apart_need_no_names_and_bring_their_own_time():
    some = [slot(1, "x", hours=(8, 10)), slot(1, "y", hours=(14, 16)), slot(20, "z"), slot(20, "w")]
    apart = KeptApart("a", "b", "day", day(1), day(10)), KeptApart("a", "c")
    that = problem(some, "abc", apart=apart)
    roster = ("x", "a"), ("y", "b"), ("z", "a"), ("w", "b")
    assert says("不同时值班", that, *roster) == {("a", "b", "day", day(1) * 1440): 1}
    assert says("不同时值班", that, ("z", "a"), ("w", "c")) == {("a", "c", "moment", some[2].start): 1}


def test_nobody_serves_the_day_before_leave_nor_the_day_after_a_trip():
    that = problem(
        [slot(4), slot(5, "half", hours=(18, 20)), slot(7), slot(8), slot(11)],
        (
            replace(person("a"), absences=(away(5, (8, 12), kind="leave"), away(6, kind="leave"))),
            replace(person("b"), absences=(away(9, kind="trip"), away(10, kind="trip"))),
        ),
    )
    everywhere = tuple((one.id, who) for one in that.slots for who in "ab")
    assert says("前后不排", that, *everywhere) == {("a", day(4)): 1}
    assert says("前后不排", that, *everywhere, before=0, after=1, kinds=("trip",)) == {("b", day(11)): 1}
    assert says("前后不排", that, *everywhere, before=1, after=1, kinds=("trip", "leave")) == {
        ("a", day(4)): 1,
        ("a", day(7)): 1,
        ("b", day(8)): 1,
        ("b", day(11)): 1,
    }


def air(**more):
    """People of unit E, one of unit F, and the unit E on the air on the first of the month."""
    unit = replace(person("u:E"), kind="unit")
    unit = replace(unit, spells=(replace(unit.spells[0], unit="E"),))
    people = person("a", unit="E"), person("b", unit="E"), person("c", unit="F"), unit
    show = slot(1, "show", duty="U", kind="unit", shift="air")
    slots = show, slot(1, "guest", duty="U", shift="air"), slot(1, "x", need=2), slot(2, "y")
    return problem(slots, people, **more)


def test_whose_own_unit_is_on_the_air_serves_nowhere_else_or_first():
    units = Scope(duties=frozenset("U"))
    roster = ("show", "u:E"), ("x", "a"), ("x", "c"), ("guest", "b"), ("y", "b")
    assert says("本单位上线日", air(), *roster, scope=units) == {("a", day(1)): 1}
    assert says("本单位上线日", air(), *roster[1:], scope=units) == {}, "the unit is not on the air"
    assert says("本单位上线日", air(), *roster[:-2], scope=units, way="first") == {("b", day(1)): 1}


def test_main_and_deputy_are_of_one_unit_or_of_two():
    people = person("a", unit="E"), person("b", unit="E"), person("c", unit="F"), person("d", unit="G"), person("e")
    posts = [slot(number, f"{post}{number}", post=post) for number in (1, 2, 3) for post in ("main", "deputy")]
    that = problem([*posts, slot(4, need=4)], people)
    roster = ("main1", "a"), ("deputy1", "b"), ("main2", "a"), ("deputy2", "c"), ("main3", "a"), ("deputy3", "e")
    roster = (*roster, *(("d4", who) for who in "abcd"))
    assert [key[1] for key in says("单位搭配", that, *roster)] == [day(2), day(4)]
    assert sorted(says("单位搭配", that, *roster).values()) == [1, 2]
    other = says("单位搭配", that, *roster, way="different")
    assert {key[1]: amount for key, amount in other.items()} == {day(1): 1, day(4): 1}


def test_nobody_comes_first_on_a_day_on_which_they_are_away():
    that = air()
    people = tuple(replace(one, absences=(away(1, kind="leave"),)) if one.id == "b" else one for one in that.assignees)
    units = Scope(duties=frozenset("U"))
    found = says("本单位上线日", replace(that, assignees=people), ("show", "u:E"), scope=units, way="first")
    assert found == {("a", day(1)): 1}


def test_the_new_one_is_led_by_any_of_those_who_lead():
    spells = (Spell(1, day(1) - 9, frozenset({"all"})), Spell(day(1), 10**6, frozenset({"all"})))
    new = replace(person("a"), spells=spells)
    that = problem([slot(1, need=2), slot(2, need=2), slot(9, need=2)], (new, person("b"), person("c")))
    roster = ("d1", "a"), ("d1", "c"), ("d2", "a"), ("d2", "b"), ("d9", "a")
    assert says("跟班", that, *roster, days=8, mentors=LED) == {("a", "d2"): 1}
    assert says("跟班", that, *roster, days=9, mentors=LED) == {("a", "d2"): 1, ("a", "d9"): 1}


def test_another_office_without_a_break_makes_nobody_new():
    moved = Spell(1, day(1) - 1, frozenset({"all"})), Spell(day(1), 10**6, frozenset({"all"}))
    that = problem([slot(1)], (replace(person("a"), spells=moved), person("c")))
    assert says("跟班", that, ("d1", "a"), days=30, mentors=LED) == {}


def test_a_clause_holds_from_a_day_to_a_day():
    that = problem([slot(number) for number in range(1, 7)], "ab")
    everything = tuple((f"d{number}", "a") for number in range(1, 7))
    some = Scope(who=frozenset("a"), term=(day(3), day(4)))
    assert says("次数", that, *everything, scope=some, most=0) == {("a", day(1), "above"): 2}
    assert set(says("时间要求", that, *everything, scope=some)) == set()
