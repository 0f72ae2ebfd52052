"""Check codes: a sheet's code is found, an old one says what replaced it, a draft's that it is not issued."""

import pytest

from planner.changing.swap import accept, approve
from planner.changing.swap_undo import undo_now
from planner.feeds.calendar_file import render
from planner.issuing.publish import sign
from planner.issuing.withdrawal import withdraw
from planner.office.sheets import ClauseRow
from planner.paper.catalogue import sheets
from planner.paper.code_lookup import look_up, tidy
from planner.paper.gathering import WantedPaper
from planner.paper.sheets.rule_sheet import rule_code
from planner.store import Store
from planner.store.messages.feeds import Feed
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, planned
from tests.fixtures.swaps import asked, clean_swap


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def codes(store, month=MONTH):
    with store.read() as transaction:
        return {one.duty: one.code for one in versions.current(transaction, month)}


def told(store, code):
    with store.read() as transaction:
        return [
            (one.what.zh, one.status.zh, one.stands, one.after and one.after.zh)
            for one in look_up(transaction, offices.load(transaction), code)
        ]


def test_every_issued_sheet_is_found_by_its_code_however_it_is_typed(store):
    with store.read() as transaction:
        for one in sheets(Standing.read(transaction), WantedPaper("month", MONTH), NOW):
            code = one.margin.split()[1].split("　")[0]
            [found] = look_up(transaction, offices.load(transaction), f" {code.lower().replace('-', '')} ")
            assert found.stands and found.what.zh in one.title.replace("云川区人民政府办公室", "")
    assert (tidy("abcd-efg2"), tidy("ABCDEFG"), tidy("<script>"), tidy("0BCD1FG8")) == (
        "ABCD-EFG2",
        "",
        "",
        "OBCD-IFGB",
    )
    assert told(store, "AAAA-AAAA") == [] == told(store, "") == told(store, "'; drop table")


def test_an_old_code_says_which_version_replaced_it_and_the_same_roster_again_holds_again(store):
    old = codes(store)
    slot, giver, taker, back = clean_swap(store)
    id = asked(store, slot, giver, taker, back).id
    for step in (accept, approve):
        found = step(store, id, "office", frozenset(), NOW, "zh")
        if found.state == "applied":
            break
    duty = slot.partition("|")[0]
    new = codes(store)[duty]
    assert new != old[duty]
    [(what, status, stands, after)] = told(store, old[duty])
    assert (status, stands, after) == (
        "第1版",
        False,
        "已由第1次调整（第2版）代替，2026年11月25日印发",
    ) and "2026年12月" in what
    assert told(store, new)[0][1:3] == ("第1次调整（第2版）", True)
    undo_now(store, id, "另有安排", NOW, "zh")
    assert [(one[1], one[2]) for one in told(store, old[duty])] == [("第2次调整（第3版）", True), ("第1版", False)]


def test_a_withdrawn_sheet_says_so(store):
    withdraw(store, MONTH, "JF", "测试", NOW, "test")
    [(_, status, stands, after)] = told(
        store, codes(store).get("JF") or next(one.code for one in history(store) if one.duty == "JF")
    )
    assert (status, stands, after) == ("第1版（已撤回）", False, "2026-11-25 已撤回")


def history(store):
    with store.read() as transaction:
        return versions.every(transaction, MONTH)


@pytest.mark.slow
def test_the_code_of_a_draft_says_that_it_is_not_issued(store):
    planned(store, "2027-01")
    with store.read() as transaction:
        drafted = (
            sheets(Standing.read(transaction), WantedPaper("month", "2027-01", "JF", draft=True), NOW)[0]
            .margin.split()[1]
            .split("　")[0]
        )
    assert told(store, drafted) == [("2027年1月领导接访安排表", "草稿，未经签发", False, None)]
    sign(store, "2027-01", NOW, "test")
    assert told(store, drafted) == [("2027年1月领导接访安排表", "送审稿，未经签发", False, None)]


def test_the_code_of_a_rule_sheet_is_found_until_the_rules_change(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        code = rule_code(office)
        assert [one.stands for one in look_up(transaction, offices.load(transaction), code)] == [True]
        offices.save(transaction, office, office.with_rows("规则", office.of(ClauseRow)[1:]))
    assert told(store, code) == [("编排规则", "旧规则", False, "规则后来有改动")]


def test_a_calendar_names_the_codes_of_the_versions_it_shows(store):
    with store.read() as transaction:
        data = (
            render(transaction, offices.load(transaction), Feed(0, "duty", "JF", "", "", None), NOW.date())
            .data.decode()
            .replace("\r\n ", "")
        )
    assert f"DESCRIPTION:领导接访 {MONTH} 校验码 {codes(store)['JF']}" in data
