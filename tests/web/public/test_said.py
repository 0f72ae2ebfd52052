"""What residents are told is so: what is arranged and published, which sheet holds; and what a liaison has to name."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from constraints.problem.roster import Roster
from planner.changing import unit_names
from planner.issuing.publish import Order, publish, sign
from planner.issuing.withdrawal import withdraw
from planner.office.sheets import Duty, Unit
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.store import Store
from planner.store.roster import offices, versions
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, issued_home
from tests.fixtures.site_words import Reader
from tests.fixtures.swaps import pairs

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

ON_DUTY = datetime(2026, 12, 9, 9, 30, tzinfo=ZONE)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", ON_DUTY.isoformat())
    return Store(issued_home(tmp_path / "home"))


def said_of(page, some):
    return {one for one in some if one in page}


def public(store, policy):
    """Every duty of the office public by one policy."""
    with store.write() as transaction:
        office = offices.load(transaction)
        rows = tuple(replace(one, public=policy) for one in office.of(Duty))
        offices.save(transaction, office, office.with_rows("值班事项", rows))


def test_nothing_is_arranged_or_published_only_where_nothing_is(store, monkeypatch):
    words = (
        "今天没有公布的安排",
        "明天没有公布的安排",
        "尚未公布",
        "目前没有公开的安排",
        "这个月还没有公布安排",
        "尚未到公布的日期",
    )
    visitor = Reader(store)
    today = visitor.reads("/").partition("领导接访")[2].partition("领导接听日")[0]
    assert said_of(today, words) == set()
    assert said_of(visitor.reads(f"/month/{MONTH}"), words) == set()
    assert said_of(visitor.reads("/month/2027-01"), words) == {words[4]}
    monkeypatch.setenv("DANGZHI_NOW", "2027-03-01T09:00")
    assert said_of(visitor.reads("/"), words) == {*words[:3]}
    monkeypatch.setenv("DANGZHI_NOW", ON_DUTY.isoformat())
    public(store, "no")
    assert said_of(visitor.reads("/"), words) == {words[3]}
    assert said_of(visitor.reads(f"/month/{MONTH}"), words) == {words[4]}
    public(store, "3")
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    assert said_of(visitor.reads(f"/month/{MONTH}"), words) == {words[5]}


def test_a_session_is_tentative_only_where_its_calendar_is_projected(store):
    visitor = Reader(store)
    assert "日期可能调整" not in visitor.reads("/") + visitor.reads(f"/month/{MONTH}")
    by_hand(store, Period.month("2027-01"), Roster(frozenset()), NOW, "zh")
    publish(store, "2027-01", Order("主任", reason="试"), NOW, "test", "zh")
    assert "日期可能调整" in visitor.reads("/month/2027-01")


def test_a_code_is_said_to_hold_while_its_sheet_does_and_an_unknown_one_never(store):
    words = ("现行有效", "没有找到这个校验码", "校验码是八个字母或数字", "已撤回", "不是印发的表", "送审稿，未经签发")
    visitor = Reader(store)
    with store.read() as transaction:
        code = versions.current(transaction, MONTH, "JF")[0].code
    assert said_of(visitor.reads("/check"), words) == set()
    assert said_of(visitor.reads(f"/check?code={code}"), words) == {words[0]}
    assert said_of(visitor.reads("/check?code=AAAA-AAAA"), words) == {words[1]}
    assert said_of(visitor.reads("/check?code=AAAA"), words) == {words[2]}
    withdraw(store, MONTH, "JF", "试", NOW + timedelta(days=1), "test")
    assert said_of(visitor.reads(f"/check?code={code}"), words) == {words[3]}


def test_the_code_of_a_draft_is_said_to_be_no_issued_sheet(store):
    from planner.paper.catalogue import sheets
    from planner.paper.gathering import WantedPaper
    from planner.store.roster.standing import Standing

    by_hand(store, Period.month("2027-01"), Roster(frozenset()), NOW, "zh")
    sign(store, "2027-01", NOW, "test")
    with store.read() as transaction:
        [sheet] = sheets(Standing.read(transaction), WantedPaper("month", "2027-01", "JF", draft=True), NOW)
    page = Reader(store).reads(f"/check?code={sheet.margin.split()[1].split('　')[0]}")
    words = ("不是印发的表，以印发的为准", "送审稿，未经签发", "草稿，未经签发", "现行有效")
    assert said_of(page, words) == {*words[:2]}


def test_a_unit_is_said_to_have_named_nobody_until_it_has(store):
    words = ("还没有单位把您登记为联络员", "没有需要本单位报人的班次", "还没有报人", "已报：")
    slot, unit = next(
        (slot, who[2:]) for slot, who in sorted(pairs(store)) if who.startswith("u:") and slot > "ZX|ZX-1|20261210"
    )
    liaison = Reader(store, "liaison", "G01")
    assert said_of(liaison.reads("/unit"), words) == {*words[:2]}
    with store.write() as transaction:
        office = offices.load(transaction)
        rows = tuple(replace(one, liaison="G01") if one.id == unit else one for one in office.of(Unit))
        offices.save(transaction, office, office.with_rows("单位", rows))
    assert said_of(liaison.reads("/unit"), words) == {words[2]}
    with store.read() as transaction:
        tasks = unit_names.tasks(transaction, offices.load(transaction), [unit], ON_DUTY)
        people = [row.id for rows in offices.load(transaction).people.values() for row in rows if unit in row.units]
    refused = liaison.sends("/unit", slot=slot, unit=unit, person="L01")
    assert "只能报本单位的人" in refused and "已报名单" not in refused
    done = [liaison.sends("/unit", slot=one.line.slot.id, unit=unit, person=who) for one in tasks for who in people]
    assert any("已报名单" in one and "已报：" in one for one in done)
