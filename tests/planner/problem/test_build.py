"""Office and period become a problem: dates, sessions, sites, spells, absences, pins, wishes, history, openings."""

from datetime import date

import pytest

from constraints.problem.problem import DAY, minutes, moment
from planner.errors import NotPossible
from planner.judging.swap_terms import policy_of
from planner.office.office import Office
from planner.office.sheets import (
    AbsenceRow,
    ClauseRow,
    Duty,
    History,
    Holiday,
    KeyPeriod,
    LinkRow,
    Opening,
    Person,
    PinRow,
    Post,
    Session,
    Setting,
    Unit,
    Village,
    WishRow,
)
from planner.problem.build import build_problem
from planner.problem.period import Issued, Period
from planner.problem.rule_book import rule_book

DECEMBER = Period.month("2026-12")


def post(duty, shift="白班", name="值班员", **more):
    return Post(
        id=more.pop("id", f"{duty}-{shift}-{name}"),
        duty=duty,
        shift=shift,
        post=name,
        begin=more.pop("begin", "08:00"),
        finish=more.pop("finish", "20:00"),
        pools=more.pop("pools", ("甲",)),
        need=more.pop("need", 1),
        **more,
    )


def office(*rows):
    """An office of these rows, each on its sheet."""
    from planner.office.office import SHEET_OF

    found = {}
    for row in rows:
        found.setdefault(SHEET_OF[type(row)].zh, []).append(row)
    return Office({zh: tuple(some) for zh, some in found.items()})


def planned(that, period=DECEMBER, issued=None):
    return build_problem(that, period, issued or Issued()).problem


def days(problem, duty="D"):
    """Nominal → actual dates, as month-day."""
    return {
        f"{date.fromordinal(slot.nominal):%m-%d}": f"{date.fromordinal(slot.day):%m-%d}"
        for slot in problem.slots
        if slot.duty == duty
    }


ANNA, BERT = Person(id="1", name="安", pools=("甲",)), Person(id="2", name="柏", pools=("甲", "乙"))


def test_sessions_move_cancel_and_add_and_each_extra_has_a_name_of_its_own():
    that = office(
        ANNA,
        Duty(id="D", name="值", calendar="每周三"),
        post("D"),
        Session(duty="D", nominal=date(2026, 12, 9), to="2026-12-11", topic="教育", units=("U",)),
        Session(duty="D", nominal=date(2026, 12, 16), to="cancelled"),
        Session(duty="D", to="2026-12-18"),
        Session(duty="D", nominal=date(2026, 12, 23), to="extra"),
        Unit(id="U", name="单位"),
    )
    problem = planned(that)
    assert days(problem) == {"12-02": "12-02", "12-09": "12-11", "12-18": "12-18", "12-23": "12-23", "12-30": "12-30"}
    ids = sorted(slot.id.split("|")[2] for slot in problem.slots)
    assert ids == ["20261202", "20261209", "20261223", "20261230", "x20261218", "x20261223"]


def test_a_moved_slot_keeps_its_name_and_its_month():
    that = office(ANNA, Duty(id="D", name="值", calendar="每月31日", convention="following"), post("D"))
    october = planned(that, Period.month("2026-10"))
    assert days(october) == {"10-31": "11-02"}
    assert [slot.id for slot in october.slots] == ["D|D-白班-值班员|20261031"]
    assert planned(that, Period.month("2026-11")).slots == ()


def test_the_office_s_own_holidays_change_what_is_a_workday():
    rows = ANNA, Duty(id="D", name="值", calendar="每个工作日"), post("D")
    plain = days(planned(office(*rows)))
    own = days(
        planned(
            office(
                *rows,
                Holiday(date=date(2026, 12, 9), arrangement="off"),
                Holiday(date=date(2026, 12, 12), arrangement="work"),
            )
        )
    )
    assert plain.keys() - own.keys() == {"12-09"}
    assert own.keys() - plain.keys() == {"12-12"}


def test_posts_apply_by_kind_of_day_and_loads_follow():
    that = office(
        ANNA,
        Duty(id="D", name="值", calendar="每天"),
        post("D", load=(1, 2, 3, 4)),
        post("D", name="加班员", days="双休日、法定节日", load=(5, 6, 7, 8)),
        post("D", name="周一员", days="每周一"),
    )
    problem = planned(that, Period.month("2026-10"))
    loads = {}
    for slot in problem.slots:
        loads.setdefault((slot.post, slot.day_kind), set()).add(slot.load)
    assert loads == {
        ("值班员", "workday"): {1},
        ("值班员", "weekend"): {2},
        ("值班员", "holiday"): {3},
        ("值班员", "statutory"): {4},
        ("加班员", "weekend"): {6},
        ("加班员", "statutory"): {8},
        ("周一员", "workday"): {1},
        ("周一员", "holiday"): {1},
    }


def test_a_shift_over_midnight_and_a_slot_of_a_week():
    that = office(
        ANNA,
        Duty(id="D", name="值", calendar="每周一"),
        post("D", begin="20:00", finish="08:00"),
        post("D", name="驻村", begin="09:00", finish="17:00", span=5),
    )
    first = {slot.post: slot for slot in planned(that).slots if slot.day == date(2026, 12, 7).toordinal()}
    assert (moment(first["值班员"].start).isoformat(), moment(first["值班员"].end).isoformat()) == (
        "2026-12-07T20:00:00",
        "2026-12-08T08:00:00",
    )
    assert (moment(first["驻村"].start).isoformat(), moment(first["驻村"].end).isoformat()) == (
        "2026-12-07T09:00:00",
        "2026-12-11T17:00:00",
    )


SITES = (
    Unit(id="T1", name="清河镇", short="清河", kind="镇街"),
    Unit(id="T2", name="古槐镇", kind="镇街"),
    Unit(id="B", name="区局"),
    Village(id="V1", name="东村", town="T1", kind="重点", units=("B",)),
    Village(id="V2", name="西村", town="T1", kind="一般"),
    Village(id="V3", name="南村", town="T2", kind="一般", end=date(2026, 12, 5)),
)


@pytest.mark.parametrize(
    ("per_site", "extent", "sites"),
    [
        ("villages", (), {"v:V1", "v:V2"}),
        ("villages", ("重点",), {"v:V1"}),
        ("villages", ("清河",), {"v:V1", "v:V2"}),
        ("villages", ("古槐镇",), set()),
        ("villages", ("V2",), {"v:V2"}),
        ("towns", (), {"u:T1", "u:T2"}),
        ("towns", ("T2",), {"u:T2"}),
        ("towns", ("镇街",), {"u:T1", "u:T2"}),
    ],
)
def test_sites_within_their_extent_and_their_time(per_site, extent, sites):
    that = office(
        ANNA, *SITES, Duty(id="D", name="访", calendar="每月10日", per_site=per_site, extent=extent), post("D")
    )
    assert {slot.site for slot in planned(that).slots} == sites


def test_a_village_takes_those_linked_to_it_or_of_its_units_and_a_town_its_own_people():
    people = (
        Person(id="1", name="安", pools=("甲",)),
        Person(id="2", name="柏", pools=("甲",), units=("B",)),
        Person(id="3", name="岑", pools=("甲",), units=("T1",)),
        Person(id="4", name="杜", pools=("乙",), units=("T1", "B")),
    )
    rows = (
        *people,
        *SITES,
        LinkRow(person="1", village="V2"),
        LinkRow(person="3", village="V1", end=date(2026, 12, 1)),
    )
    villages = planned(office(*rows, Duty(id="D", name="访", calendar="每月10日", per_site="villages"), post("D")))
    assert {(slot.split("|")[-1], who) for slot, who in villages.candidates} == {("v:V1", "p:2"), ("v:V2", "p:1")}
    towns = planned(office(*rows, Duty(id="D", name="访", calendar="每月10日", per_site="towns"), post("D")))
    assert {(slot.split("|")[-1], who) for slot, who in towns.candidates} == {("u:T1", "p:3")}


def test_a_person_who_changes_post_is_a_candidate_by_the_day():
    rows = (
        Person(id="1", name="安", pools=("甲",), end=date(2026, 12, 10)),
        Person(id="1", name="安", pools=("乙",), start=date(2026, 12, 11)),
    )
    problem = planned(
        office(*rows, Duty(id="D", name="值", calendar="每周四、五"), post("D"), post("D", name="别岗", pools=("乙",)))
    )
    found = {(slot.split("|")[1].rpartition("-")[2], slot.split("|")[2]) for slot, _ in problem.candidates}
    assert found == {
        ("值班员", "20261203"),
        ("值班员", "20261204"),
        ("值班员", "20261210"),
        ("别岗", "20261211"),
        ("别岗", "20261217"),
        ("别岗", "20261218"),
        ("别岗", "20261224"),
        ("别岗", "20261225"),
        ("别岗", "20261231"),
    }


def test_an_exempt_shift_and_units_as_assignees():
    rows = (
        Person(id="1", name="安", pools=("甲",), exempt=("白班",)),
        Unit(id="U", name="局", pools=("甲",)),
        Duty(id="D", name="值", calendar="每月1日"),
    )
    assert planned(office(*rows, post("D"))).candidates == frozenset()
    assert {who for _, who in planned(office(*rows, post("D", assignee="unit"))).candidates} == {"u:U"}


def away(problem, who):
    """(start, end, blocks, long) of a person's absences, as month-day hour."""
    one = next(one for one in problem.assignees if one.id == who)
    return [
        (f"{moment(gone.start):%m-%d %H}", f"{moment(gone.end):%m-%d %H}", gone.blocks, gone.long)
        for gone in one.absences
    ]


def test_absences_of_a_person_unit_body_and_pool_in_parts_of_the_day():
    rows = (
        Person(id="1", name="安", pools=("甲",), body="区委"),
        Person(id="2", name="柏", pools=("甲",), units=("U",)),
        Unit(id="U", name="局"),
        Duty(id="D", name="值", calendar="每天"),
        post("D"),
        AbsenceRow(who="p:1", start=date(2026, 12, 1), end=date(2026, 12, 3), kind="leave"),
        AbsenceRow(who="body:区委", start=date(2026, 12, 8), kind="meeting", part="am"),
        AbsenceRow(who="u:U", start=date(2026, 12, 9), kind="trip", part="night"),
        AbsenceRow(who="pool:甲", start=date(2026, 12, 20), kind="training"),
        AbsenceRow(who="p:2", start=date(2026, 12, 25), kind="leave", state="withdrawn"),
    )
    problem = planned(office(*rows))
    assert away(problem, "p:1") == [
        ("12-01 00", "12-04 00", "all", False),
        ("12-08 08", "12-08 12", "full", False),
        ("12-20 00", "12-21 00", "full", False),
    ]
    assert away(problem, "p:2") == [("12-09 18", "12-10 08", "all", False), ("12-20 00", "12-21 00", "full", False)]


def test_leave_in_two_rows_that_touch_is_long_leave():
    rows = (
        ANNA,
        Duty(id="D", name="值", calendar="每天"),
        post("D"),
        Setting(key="长假天数", value="10"),
        AbsenceRow(who="p:1", start=date(2026, 12, 1), end=date(2026, 12, 6), kind="leave"),
        AbsenceRow(who="p:1", start=date(2026, 12, 7), end=date(2026, 12, 11), kind="trip"),
    )
    assert {long for *_, long in away(planned(office(*rows)), "p:1")} == {True}


def test_pins_speak_of_nominal_days_and_wishes_of_real_ones():
    rows = (
        ANNA,
        BERT,
        Duty(id="D", name="值", calendar="每天"),
        post("D"),
        post("D", "夜班"),
        PinRow(duty="D", start=date(2026, 12, 1), end=date(2026, 12, 20), weekday=(0,), who="p:1", shift="白班"),
        PinRow(duty="D", start=date(2026, 12, 5), who="p:2", mode="forbidden"),
        WishRow(person="1", weekday=(6,), want="avoid", shift="夜班"),
        WishRow(person="2", date=date(2026, 12, 24), want="have", weight=3),
    )
    problem = planned(office(*rows))
    fixed = {slot for pin in problem.pins if not pin.forbidden for slot in pin.slots}
    assert {slot.split("|")[2] for slot in fixed} == {"20261207", "20261214"} and {
        slot.split("|")[1] for slot in fixed
    } == {"D-白班-值班员"}
    assert [len(pin.slots) for pin in problem.pins if pin.forbidden] == [2]
    assert sorted((wish.who, wish.want, wish.weight, len(wish.slots)) for wish in problem.wishes) == [
        ("p:1", "avoid", 1, 4),
        ("p:2", "have", 3, 2),
    ]


def test_a_pin_that_meets_no_slot_is_said():
    rows = (
        ANNA,
        Duty(id="D", name="值", calendar="每周三"),
        post("D"),
        PinRow(duty="D", start=date(2026, 12, 1), who="p:1"),
    )
    assert ["没有对应的班次" in note.zh for note in build_problem(office(*rows), DECEMBER).notes] == [True]


def special(first, last, **more):
    return KeyPeriod(name="特护", start=date(2026, 12, first), end=date(2026, 12, last), duties=("D",), **more)


def staffed(*rows):
    """month-day of the day → {post: (need, room, pools)}"""
    found = {}
    for slot in planned(office(ANNA, BERT, *rows)).slots:
        found.setdefault(f"{date.fromordinal(slot.day):%m-%d}", {})[slot.post] = slot.need, slot.room, set(slot.pools)
    return found


def test_a_key_period_asks_for_more_people_and_other_pools_on_the_posts_it_names():
    rows = (
        Duty(id="D", name="值", calendar="每周三"),
        post("D"),
        post("D", name="副班"),
        special(3, 9, posts=("副班",), extra=2, pools=("乙",)),
    )
    usual = {"值班员": (1, 1, {"甲"}), "副班": (1, 1, {"甲"})}
    assert staffed(*rows) == {
        "12-02": usual,
        "12-09": {"值班员": (1, 1, {"甲"}), "副班": (3, 3, {"乙"})},
        "12-16": usual,
        "12-23": usual,
        "12-30": usual,
    }


def test_a_key_period_has_a_calendar_of_its_own_and_only_inside_it():
    rows = Duty(id="D", name="值", calendar="每周三"), post("D"), special(8, 12, calendar="每天")
    assert set(staffed(*rows)) == {"12-02", "12-08", "12-09", "12-10", "12-11", "12-12", "12-16", "12-23", "12-30"}
    rows = Duty(id="D", name="值", calendar="每周三"), post("D"), special(8, 12, calendar="每周五")
    assert set(staffed(*rows)) == {"12-02", "12-11", "12-16", "12-23", "12-30"}


def test_other_posts_keep_the_duty_s_own_calendar_in_a_key_period():
    rows = (
        Duty(id="D", name="值", calendar="每周三"),
        post("D"),
        post("D", name="备班"),
        special(8, 11, posts=("备班",), calendar="每周五"),
    )
    both = {"值班员", "备班"}
    assert {day: set(some) for day, some in staffed(*rows).items()} == {
        "12-02": both,
        "12-09": {"值班员"},
        "12-11": {"备班"},
        "12-16": both,
        "12-23": both,
        "12-30": both,
    }


def test_a_slot_keeps_its_name_when_a_key_period_is_entered():
    rows = ANNA, Duty(id="D", name="值", calendar="每周三"), post("D")
    names = {slot.id for slot in planned(office(*rows)).slots}
    assert {slot.id for slot in planned(office(*rows, special(1, 31, calendar="每周三、五", extra=1))).slots} > names


def test_swaps_go_by_the_key_period_s_policy_on_its_days():
    that = office(ANNA, Duty(id="D", name="值", calendar="每周三"), post("D", swap="free"), special(3, 9, swap="never"))
    assert {f"{date.fromordinal(slot.day):%m-%d}": policy_of(that, slot) for slot in planned(that).slots} == {
        "12-02": "free",
        "12-09": "never",
        "12-16": "free",
        "12-23": "free",
        "12-30": "free",
    }


def test_history_stands_on_the_slot_it_means_even_where_post_and_shift_are_left_out():
    rows = (
        ANNA,
        BERT,
        Duty(id="D", name="值", calendar="每周三", convention="following"),
        post("D"),
        post("D", name="别岗", pools=("乙",)),
        History(duty="D", date=date(2026, 11, 25), who="p:1"),
        History(duty="D", date=date(2026, 11, 25), post="别岗", who="p:2"),
        History(duty="D", date=date(2026, 12, 2), who="p:1"),
    )
    problem = planned(office(*rows))
    assert {(taken.slot.id, taken.who) for taken in problem.taken} == {
        ("D|D-白班-值班员|20261125", "p:1"),
        ("D|D-白班-别岗|20261125", "p:2"),
    }


def test_history_that_fits_no_post_is_said():
    rows = (
        ANNA,
        Duty(id="D", name="值", calendar="每周三"),
        post("D"),
        History(duty="D", date=date(2026, 11, 25), shift="夜班", who="p:1"),
    )
    assert ["值班历史有 1 行" in note.zh for note in build_problem(office(*rows), DECEMBER).notes] == [True]


def test_opening_counts_reach_the_shares():
    rows = (
        ANNA,
        BERT,
        Duty(id="D", name="值", calendar="每天"),
        post("D"),
        Opening(who="p:1", duty="D", workday=5, statutory=1, as_of=date(2026, 11, 30)),
    )
    one = next(one for one in planned(office(*rows)).assignees if one.id == "p:1")
    assert sorted((kind, times) for _, kind, times, _ in one.opening) == [("statutory", 1), ("workday", 5)]


def test_clauses_name_days_people_and_posts_in_words():
    rows = (
        ANNA,
        BERT,
        Unit(id="U", name="局", pools=("乙",)),
        Duty(id="D", name="值", calendar="每天"),
        post("D"),
        ClauseRow(rule="间隔", parameters="天数=3", force=0, days="法定节日", who=("pool:乙",), duties=("D",)),
    )
    rule = next(
        clause.rule
        for clause in rule_book(office(*rows), DECEMBER.first, DECEMBER.last).clauses
        if clause.rule.code == "gap"
    )
    assert rule.scope.who == {"p:2", "u:U"}
    assert date(2026, 10, 1).toordinal() in rule.scope.days and date(2026, 12, 25).toordinal() not in rule.scope.days


def test_standing_rules_are_in_force_unless_a_clause_of_their_name_overrides():
    rows = (ANNA, Duty(id="D", name="值", calendar="每天"), post("D"), ClauseRow(rule="不超员", force=10))
    clauses = rule_book(office(*rows), DECEMBER.first, DECEMBER.last).clauses
    assert {clause.rule.code: clause.force for clause in clauses} == {
        "filled": 0,
        "one_place": 0,
        "available": 0,
        "qualified": 0,
        "pinned": 0,
        "room": 10,
    }


@pytest.mark.parametrize("text", ["2026-13", "2026", "十二月", ""])
def test_a_month_that_is_none_is_refused(text):
    with pytest.raises(NotPossible):
        Period.month(text)


def test_an_unknown_duty_is_refused_with_the_known_ones():
    with pytest.raises(NotPossible, match="there are: D"):
        planned(office(ANNA, Duty(id="D", name="值", calendar="每天"), post("D")), Period.month("2026-12", ["X"]))


def test_minutes_and_moments_are_inverse():
    assert minutes(moment(DECEMBER.first.toordinal() * DAY + 75)) == DECEMBER.first.toordinal() * DAY + 75
