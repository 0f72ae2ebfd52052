"""Clauses about single people and pairs kept apart are for the office alone: others read that the time is taken."""

from datetime import date

import pytest

from planner.access.log_sentence import LogTeller
from planner.changing.asking import OFFICE
from planner.data_entry.rows import BY_ADDRESS, row_mark, save_entry
from planner.data_entry.rules import amend, clause_views
from planner.judging.refusals import SwapRefused
from planner.office.sheets import ClauseRow, KeptApartRow
from planner.pages.roster_note import note
from planner.paper.catalogue import sheets
from planner.paper.gathering import WantedPaper
from planner.samples.district import sample
from planner.store import audit
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued, planned, store_with
from tests.fixtures.swaps import asked, pairs

pytestmark = pytest.mark.slow  # each through a store

GENTLE = ClauseRow(rule="次数", duties=("RX",), shifts=("夜班",), who=("p:H03",), parameters="最多=0", force=0)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    office = sample("small", 1, date(2026, 12, 1))
    office = office.with_rows("规则", (*office.of(ClauseRow), GENTLE))
    office = office.with_rows("回避", (KeptApartRow(who="H01", other="H02", within="day", note="夫妻"),))
    store = store_with(tmp_path_factory.mktemp("home") / "home", office)
    planned(store)
    issued(store)
    return store


def refused(store, slot, giver, taker, by):
    with pytest.raises(SwapRefused) as caught:
        asked(store, slot, giver, taker, by=by)
    return " ".join(caught.value.findings)


def test_who_has_a_clause_of_their_own_is_taken_at_that_time(store):
    night, sleeper = next(one for one in sorted(pairs(store)) if one[0].startswith("RX|RX-2"))
    with store.read() as transaction:
        name = offices.load(transaction).name("p:H03")
    assert f"{name} 在12月的次数多于规定" in refused(store, night, sleeper, "p:H03", OFFICE)
    said = refused(store, night, sleeper, "p:H03", sleeper)
    assert f"{name}该时段另有安排" in said and "次数" not in said


def test_whom_somebody_is_kept_from_is_named_to_the_office_alone(store):
    spouse = {slot.split("|")[2] for slot, who in pairs(store) if slot.startswith("RX|") and who == "p:H01"}
    alone = {slot.split("|")[2] for slot, who in pairs(store) if who == "p:H02"}
    slot, giver = next(
        (slot, who)
        for slot, who in sorted(pairs(store))
        if slot.startswith("RX|RX-1") and slot.split("|")[2] in spouse - alone and who not in ("p:H01", "p:H02")
    )
    with store.read() as transaction:
        first, second = map(offices.load(transaction).name, ("p:H01", "p:H02"))
    assert f"{first} 与 {second}" in refused(store, slot, giver, "p:H02", OFFICE)
    said = refused(store, slot, giver, "p:H02", giver)
    assert "该时段另有安排" in said and first not in said and "同日" not in said


def test_they_are_on_no_paper_and_on_the_office_s_page(store):
    with store.read() as transaction:
        standing = Standing.read(transaction)
        office = standing.office
        [sheet] = sheets(standing, WantedPaper("rules", MONTH), NOW)
        told = note(standing, MONTH, NOW, "zh")
    name = office.name("p:H03")
    assert name not in str(sheet.page.rows) and sheet.foot == "另有 1 条涉及个人的规则，由办公室掌握。"
    assert len(sheet.page.rows) == len(told.rules) == len(office.of(ClauseRow)) - 1
    assert all(name not in said for said, _ in told.rules)
    assert any(name in one.scope for one in clause_views(office, "zh"))


def test_the_log_says_which_rule_was_changed_and_not_about_whom(store):
    with store.read() as transaction:
        office = offices.load(transaction)
    number = office.of(ClauseRow).index(GENTLE) + 1
    amend(store, number, row_mark(GENTLE), {"最多": "1"}, "必须", "", NOW, "clerk")
    [pair] = office.of(KeptApartRow)
    typed = {"who": "H01", "other": "H02", "within": "同夜", "start": "", "end": "", "note": "父女"}
    save_entry(store, BY_ADDRESS["kept-apart"], 0, row_mark(pair), typed, NOW, "clerk")
    with store.read() as transaction:
        teller = LogTeller(offices.load(transaction), {}, "zh")
        rows = [teller.tell(one) for one in audit.page(transaction, 0, 500)]
    mine = [one for one in rows if "次数" in one or "回避" in one]
    assert len(mine) == 2
    assert all(word not in one for one in mine for word in ("H01", "H02", "H03", office.name("p:H03"), "夫妻", "父女"))
