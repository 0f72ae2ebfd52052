"""A holiday notice looked at: its days in words, what it changes in December too, and what the yes is bound to."""

import json
from dataclasses import replace
from datetime import date

import pytest

from planner.errors import NotPossible
from planner.planning.new_notice import HitKind, SlotHit
from planner.planning.notice_preview import HitSlots, load_preview, preview_notice, spans_words
from planner.store import Store
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.holiday_notices import notice_words, public_form
from tests.fixtures.office_at_work import NOW, issued_home

CROSSING = public_form(2027, ["2026-12-31", "2027-01-01", "2027-01-02"], ["2026-12-26"], "元旦")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(issued_home(tmp_path_factory.mktemp("preview") / "home"))


def looked_at(store, doc):
    data = (doc if isinstance(doc, str) else json.dumps(doc)).encode()
    with store.read() as transaction:
        return preview_notice(Standing.read(transaction), 2027, data, "通知", NOW)


def test_days_in_a_row_are_one_span_and_those_of_another_year_say_so():
    days = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3)]
    assert spans_words(days, 2027, "zh") == "2026年12月31日（周四）至1月1日（周五）、1月3日（周日）"
    assert spans_words(days, 2027, "en") == "Thu 31 Dec 2026 to Fri 1 Jan, Sun 3 Jan"
    assert spans_words([], 2027, "zh") == ""


def test_each_holiday_has_its_days_in_the_order_of_the_year(store):
    found = looked_at(store, notice_words(2027)).holidays
    assert [one.name for one in found] == ["元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节"]
    assert [(len(one.off), len(one.work)) for one in found] == [(3, 0), (8, 2), (3, 0), (5, 1), (1, 0), (1, 0), (7, 2)]


def test_the_december_before_is_among_what_changes(store):
    found = looked_at(store, CROSSING)
    assert {(one.date, one.was, one.now) for one in found.effects.flips if one.date < "2027"} == {
        ("2026-12-26", "weekend", "workday"),
        ("2026-12-31", "workday", "holiday"),
    }
    assert {one.nominal for one in found.effects.moves if one.nominal < "2027"} >= {"2026-12-26"}
    assert "2026-12" in found.effects.months and {one.now for one in found.hits if one.now} >= {date(2026, 12, 26)}


def test_slots_of_a_duty_that_are_hit_alike_are_one_row(store):
    found = looked_at(store, CROSSING)
    moved = SlotHit("2027-02", "ZF", "a", HitKind.MOVED, "2027-02-11", "2027-02-12", ("张三", "李四"))
    hits = (
        moved,
        replace(moved, slot="b", people=("李四", "王五")),
        replace(moved, slot="c", kind=HitKind.GONE, now=""),
        replace(moved, slot="d", kind=HitKind.SETTLED),
    )
    found = replace(found, effects=replace(found.effects, hits=hits))
    day = date(2027, 2, 11)
    assert found.settled == 1 and found.hits == (
        HitSlots("民情恳谈", HitKind.MOVED, day, date(2027, 2, 12), 2, ("张三", "李四", "王五")),
        HitSlots("民情恳谈", HitKind.GONE, day, None, 1, ("张三", "李四")),
    )


def test_a_yes_without_a_preview_loads_nothing(store):
    found = looked_at(store, notice_words(2027))
    for text, mark in (
        (found.text, ""),
        ("{}", found.mark),
        ("x", found.mark),
        (found.text.replace("2027", "2028"), "m"),
    ):
        with pytest.raises(NotPossible, match="not looked at"):
            load_preview(store, 2027, text, "通知", mark, NOW, "test")
    with pytest.raises(NotPossible, match="changed since"):
        load_preview(store, 2027, found.text, "通知", "0" * 64, NOW, "test")
    with store.read() as transaction:
        assert offices.load(transaction).notices == {}
