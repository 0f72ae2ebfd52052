"""The empty workbook plans a month as soon as people and posts are entered, whatever the office calls them."""

from collections import Counter
from datetime import date
from itertools import cycle, islice

import pytest

from constraints.measure.place import CELLS
from constraints.solve import Effort, solve
from planner.office.cells.choices import AbsenceKind
from planner.office.ids import as_person
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, ClauseRow, Person, Post
from planner.planning.basis import basis_for
from planner.problem.period import Issued, Period
from planner.samples.template import template
from planner.workbook.read import read_workbook
from planner.workbook.write import write_workbook

MONTHS = ("2026-12", "2027-01", "2027-02")
NAMES = "甲乙丙丁戊己庚辛壬癸"


def post(duty, shift, name, begin, finish, pool, need=1):
    return Post(duty=duty, shift=shift, post=name, begin=begin, finish=finish, pools=(pool,), need=need)


OFFICES = {
    "the posts as they are": (template().of(Post), {"带班领导": 5, "值班员": 8}),
    "very few people": (template().of(Post), {"带班领导": 2, "值班员": 3}),
    "no leaders": (template().of(Post)[1:], {"值班员": 7}),
    "posts of their own by day and by night": (
        (post("ZB", "昼", "值守", "08:30", "17:30", "干部"), post("ZB", "夜", "值守", "17:30", "08:30", "干部", 2)),
        {"干部": 9},
    ),
    "a main and a deputy officer": (
        (
            post("DB", "整天", "局领导", "08:00", "08:00", "局领导"),
            post("ZB", "整天", "主班", "08:00", "08:00", "主班"),
            post("ZB", "整天", "副班", "08:00", "08:00", "副班"),
        ),
        {"局领导": 4, "主班": 6, "副班": 7},
    ),
}


def filled_in(folder, posts, pools, **sheets):
    """The template with people and posts entered, read back as an office hands it in; nothing may be refused."""
    people = tuple(
        Person(id=f"{pool}{number}", name=f"{pool}{NAMES[number]}", pools=(pool,))
        for pool, count in pools.items()
        for number in range(count)
    )
    office = template().with_rows("人员", people).with_rows("岗位", tuple(posts))
    for sheet, rows in sheets.items():
        office = office.with_rows(sheet, rows)
    write_workbook(folder / "office.xlsx", office)
    return read_workbook(folder / "office.xlsx", Office()).office


def month_of(office, month):
    """(problem, what came of its plan): proved, with nothing of 必须 unmet."""
    basis = basis_for(office, Period.month(month), Issued())
    done = solve(basis.problem, basis.book, Effort(60, repeatable=True))
    assert (done.status, done.proved, done.breaches) == ("optimal", True, [])
    return basis.problem, done


def times(problem, done, duty, *kinds):
    """How often each who may serve on a duty on such days does so."""
    slots = {slot.id for slot in problem.slots if slot.duty == duty and (not kinds or slot.day_kind in kinds)}
    served = Counter(who for slot, who in done.roster.pairs if slot in slots)
    return {who: served[who] for slot, who in problem.candidates if slot in slots}


@pytest.mark.slow
@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("name", OFFICES)
def test_people_and_posts_are_enough_for_a_planned_month(name, month, tmp_path):
    posts, pools = OFFICES[name]
    month_of(filled_in(tmp_path, posts, pools), month)


@pytest.mark.slow
@pytest.mark.parametrize("month", MONTHS)
def test_leaders_go_by_rank_with_turns_for_each_kind_of_day_and_the_others_share_each_kind(month, tmp_path):
    problem, done = month_of(filled_in(tmp_path, *OFFICES["the posts as they are"]), month)
    on = dict(done.roster.pairs)
    leaders = [f"p:带班领导{number}" for number in range(5)]
    for kinds in (("workday",), ("weekend",), ("holiday", "statutory")):
        slots = sorted((s for s in problem.slots if s.duty == "DB" and s.day_kind in kinds), key=lambda s: s.start)
        assert [on[slot.id] for slot in slots] == list(islice(cycle(leaders), len(slots)))
    for kinds in ((), ("weekend",), ("holiday", "statutory"), ("statutory",)):
        shares = times(problem, done, "ZB", *kinds).values()
        assert max(shares, default=0) - min(shares, default=0) <= 1, kinds


@pytest.mark.slow
def test_nobody_serves_on_the_eve_of_leave(tmp_path):
    leave = tuple(
        AbsenceRow(who=as_person(who), start=date(2026, 12, day), kind=AbsenceKind.LEAVE)
        for who, day in (("值班员0", 9), ("值班员1", 17), ("带班领导2", 4), ("带班领导3", 24))
    )
    problem, done = month_of(
        filled_in(tmp_path, *OFFICES["the posts as they are"], 请假外出=leave, 值班历史=()), "2026-12"
    )
    days = {slot.id: slot.day for slot in problem.slots}
    eves = {(row.who, row.start.toordinal() - 1) for row in leave}
    assert eves & {(who, days[slot]) for slot, who in done.roster.pairs} == set()


def test_each_rule_is_explained_in_plain_words_and_names_nothing_that_an_office_calls_otherwise():
    clauses = template().of(ClauseRow)
    assert [row.rule for row in clauses if not row.note] == []
    assert {cell for row in clauses for cell in CELLS if getattr(row, cell)} == {"duties", "days"}
    assert {row.rule for row in clauses} >= {"轮流", "均衡", "前后不排", "班后休息"}
    assert {row.days for row in clauses if row.rule == "均衡"} == {"", "双休日", "假期、法定节日", "法定节日"}
