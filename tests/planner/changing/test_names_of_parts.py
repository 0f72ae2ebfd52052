"""Every part of a slot that units serve asks its own unit for names; what was named before stays with its days."""

from datetime import date

import pytest

from planner.changing import asking, swap, unit_names
from planner.roster.addressing import days_named
from planner.roster.issued import issued_lines
from planner.store.people.offers import Hop
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import NOW
from tests.fixtures.small_offices import month_issued, rows_of, with_office

pytestmark = pytest.mark.slow  # through a store

UNITS = ("甲局", "乙局", "丙局")
PEOPLE = [
    {"编号": f"{unit}{one}", "姓名": f"{unit}{one}", "单位": unit, "值班序列": "干部"}
    for unit in UNITS
    for one in ("张", "王")
]


@pytest.fixture
def store(tmp_path):
    units = [{"编号": one, "名称": one, "值班序列": "驻点单位", "联络员": f"{one}张"} for one in UNITS]
    post = {"事项": "ZD", "岗位": "驻点", "对象": "单位", "连续天数": "7", "值班序列": "驻点单位"}
    store = with_office(
        tmp_path / "home", rows_of([{"编号": "ZD", "名称": "驻点", "日历": "每周一"}], [post], PEOPLE, units)
    )
    month_issued(store, "2026-12")
    return store


def _week(store):
    with store.read() as transaction:
        lines = issued_lines(transaction, offices.load(transaction), "2026-12")
        line = next(one for one in lines if one.day == date(2026, 12, 7))
        days = days_named(Standing.read(transaction), line.slot.id, date(2026, 12, 9), date(2026, 12, 10))
    return line.slot.id, line.people[0].id, days


def _asked(store, units):
    """(unit, first day, who is named) of the week's tasks."""
    with store.read() as transaction:
        found = unit_names.tasks(transaction, offices.load(transaction), units, NOW)
    return [(one.unit, one.line.day.day, one.people) for one in found if one.line.nominal == date(2026, 12, 7)]


def _named(store):
    with store.read() as transaction:
        lines = issued_lines(transaction, offices.load(transaction), "2026-12")
    return {one.day.day: [who.id for who in one.named] for one in lines if one.nominal == date(2026, 12, 7)}


def _divided(store, slot, mine, days):
    """The middle of the week goes to the next unit, after the first has named somebody."""
    other = next(one for one in UNITS if one != mine)
    unit_names.name_people(store, slot, mine, [f"{mine}王"], NOW, "test", None, "zh")
    made = asking.offer_hops(store, (Hop(days, f"u:{mine}", f"u:{other}"),), NOW, asking.OFFICE, "zh")
    swap.accept(store, made.id, asking.OFFICE, frozenset(), NOW, "zh")
    return other


def test_each_part_asks_its_unit_and_the_names_of_the_whole_stay_where_the_unit_stays(store):
    slot, mine, days = _week(store)
    other = _divided(store, slot, mine, days)
    assert _asked(store, UNITS) == [(mine, 7, (f"{mine}王",)), (other, 9, ()), (mine, 11, (f"{mine}王",))]
    assert _named(store) == {7: [f"{mine}王"], 9: [], 11: [f"{mine}王"]}


def test_a_part_is_named_for_by_itself(store):
    slot, mine, days = _week(store)
    other = _divided(store, slot, mine, days)
    unit_names.name_people(store, f"{slot}-20261209", other, [f"{other}张"], NOW, "test", None, "zh")
    unit_names.name_people(store, f"{slot}-20261211", mine, [f"{mine}张"], NOW, "test", None, "zh")
    assert _named(store) == {7: [f"{mine}王"], 9: [f"{other}张"], 11: [f"{mine}张"]}
    unit_names.name_people(store, f"{slot}-20261211", mine, [], NOW, "test", None, "zh")
    assert _named(store)[11] == [], "a part for which nobody is to come is not filled from the whole again"
