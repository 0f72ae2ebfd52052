"""Whoever leaves or comes to the office in the middle of a slot that lasts cannot serve it: every day is judged."""

import json
from dataclasses import replace
from datetime import date

import pytest

from constraints.model.book import RuleBook
from constraints.model.case import Case
from planner.commands.planning.check import check_command
from planner.commands.shared import Shared
from planner.judging import still_serves
from planner.judging.standins import standins
from planner.office.office import Office
from planner.office.sheets import Person
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.leaving import rows_become, told
from tests.fixtures.office_at_work import NOW
from tests.fixtures.weeks import december, someone, week, weeks

pytestmark = pytest.mark.slow


@pytest.fixture
def store(tmp_path):
    return weeks(tmp_path / "home")


def becomes(store, who, **values):
    rows_become(store, "人员", lambda row: [replace(row, **values) if f"p:{row.id}" == who else row])


def names(store):
    with store.read() as transaction:
        return offices.load(transaction).name


def test_whoever_leaves_on_thursday_is_told_for_the_week_with_its_last_days(store):
    slot, mine = week(store)
    becomes(store, mine, end=date(2026, 12, 10))
    assert told(store)[slot, mine] == "leaving"
    with store.read() as transaction:
        (one,) = (one for one in still_serves.unable(Standing.read(transaction), NOW) if one.line.slot.id == slot)
    assert one.days == december(store, slot, 11, 13)
    assert one.say("zh") == f"{names(store)(mine)}值班期间离任"
    assert one.say("en") == f"{names(store)(mine)} leaves office during it"


def test_whoever_leaves_on_the_last_day_of_a_week_serves_it(store):
    slot, mine = week(store)
    becomes(store, mine, end=date(2026, 12, 13))
    assert (slot, mine) not in told(store)


def test_check_tells_it_by_today_s_facts(store, monkeypatch, capsys):
    slot, mine = week(store)
    becomes(store, mine, end=date(2026, 12, 10))
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    shared = Shared(store.home, "zh", True)
    check_command.main(["2026-12"], obj=shared, standalone_mode=False)
    document = json.loads(capsys.readouterr().out)
    told_of = [one["text"] for one in document["today"]["cannot_serve"] if one["slot"] == slot]
    assert told_of == [f"{names(store)(mine)}值班期间离任"]


def test_nobody_stands_in_for_a_week_in_which_they_leave_but_for_the_days_before(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    becomes(store, other, end=date(2026, 12, 10))

    def broken(asked):
        with store.read() as transaction:
            some = standins(Standing.read(transaction), asked, mine, "zh")
        return next(one.broken for one in some if one.who == other)

    assert broken(slot) != ()
    assert broken(december(store, slot, 8, 10)) == ()
    assert broken(december(store, slot, 10, 11)) != ()


def test_a_plan_gives_nobody_a_week_that_they_do_not_serve_to_its_end(store):
    with store.read() as transaction:
        office: Office = offices.load(transaction)
    people = tuple(replace(row, end=date(2026, 12, 10)) for row in office.of(Person))
    problem = build_problem(office.with_rows("人员", people), Period.month("2026-12")).problem
    closed = Case(problem, RuleBook.of(())).closed
    open_to = {slot.id for slot in problem.slots if {(slot.id, one.id) for one in problem.assignees} - closed}
    assert open_to == {slot.id for slot in problem.slots if slot.days[-1] <= date(2026, 12, 10).toordinal()}
