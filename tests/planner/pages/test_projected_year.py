"""A year without its holiday notice, as residents see it: said once, and 待定 on the days alone that may move."""

from datetime import date, timedelta

import pytest

from constraints.problem.roster import Roster
from planner.calendar.lunar import statutory
from planner.calendar.workdays import Calendar, built_in
from planner.pages import notice
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.samples.district import sample
from planner.store import Store
from planner.store.messages import feeds
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued, store_with
from web import create_app

APRIL = "2027-04"
SETTLED = {date(2027, 4, day) for day in (12, 13, 14, 15, 16, 19, 20, 21, 22, 23)}
"""The workdays of that April further than six days from 清明 on the fifth and 劳动节 on the first of May."""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = store_with(tmp_path_factory.mktemp("april"), sample("small", 1, date(2026, 12, 1)))
    by_hand(store, Period.month(APRIL, ("JF",)), Roster(frozenset()), NOW, "zh")
    issued(store, APRIL)
    return store


def test_only_days_that_a_notice_could_move_are_tentative(store):
    with store.read() as transaction:
        (table,) = notice.month(transaction, offices.load(transaction), APRIL, NOW.date())
    assert table.projected
    assert {one.day for one in table.items if not one.tentative} == SETTLED
    assert {one.day for one in table.items} > SETTLED


def test_calendars_of_residents_say_the_same_and_those_of_the_office_keep_it_all(store):
    with store.read() as transaction:
        found = feeds.of_month(transaction, "JF", APRIL).values()
    firm = {
        kind: {one.day for one in found if one.kind == kind and "待定" not in one.event}
        for kind in ("public", "office")
    }
    assert firm == {"public": {f"{day}" for day in SETTLED}, "office": set()}


def test_the_page_says_it_once_above_the_table(store, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    text = create_app(Store(store.home)).test_client().get(f"/month/{APRIL}").get_data(as_text=True)
    assert text.count("节假日安排以国务院办公厅通知为准") == 1
    assert text.count("日期可能调整") == 11


def test_no_notice_so_far_went_further_but_for_the_holiday_held_once():
    for year, known in built_in().items():
        bare = Calendar({other: one for other, one in built_in().items() if other not in (year, year + 1)})
        moved = {day for day in known.off if day.weekday() < 5} | set(known.work)
        once = {date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 6)}
        assert {day for day in moved if day.year == year and not bare.may_change(day)} <= once
    assert statutory(date(2027, 4, 5)) and not Calendar().may_change(date(2026, 4, 5) + timedelta(days=1))
