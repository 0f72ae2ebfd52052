"""A workbook that uses every rule: written, read back, planned, proved, judged again, each breach in words."""

from datetime import date

import pytest

from constraints.judge import findings
from constraints.problem.roster import Roster
from constraints.rules import CATALOGUE
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Person, Session
from planner.planning.basis import prepare
from planner.problem.period import Period
from planner.samples.district import sample
from planner.store.roster import drafts
from planner.store.roster.standing import Standing
from planner.workbook.read import read_workbook
from planner.workbook.write import write_workbook
from tests.fixtures.eight_people import asked, clause
from tests.fixtures.office_at_work import MONTH, NOW, planned, store_with
from tests.fixtures.rule_books import MORE


@pytest.mark.parametrize(("rule", "remembered"), [("节日=国庆节；年数=3", True), ("节日=国庆节；年数=2", False)])
def test_a_clause_with_days_of_its_own_remembers_for_as_many_years_as_it_asks(tmp_path, rule, remembered):
    past = [["事项*", "日期*", "人员或单位*"], ["ZB", "2023-10-01", "赵一"]]
    that = asked(tmp_path, clause("节日轮换", rule, duties="ZB", days="法定节日"), 值班历史=past)
    night = next(
        slot.id for slot in that.problem.slots if slot.duty == "ZB" and slot.day == date(2026, 10, 1).toordinal()
    )
    broken = that.broken(Roster(frozenset({(night, "p:1")})))
    assert [one.key for one in broken] == [("p:1", "国庆节")] * remembered


@pytest.mark.slow
def test_a_book_of_every_rule_goes_through_the_workbook_and_is_proved(tmp_path):
    office = sample("small", 1, date(2026, 12, 1))
    office = office.with_rows(
        "规则", (*office.of(ClauseRow), *MORE, ClauseRow(rule="连续", duties=("ZB",), parameters="最多=2", force=5))
    )
    day = date(2026, 12, 22)
    topic = next(one for row in office.of(Person) if row.body and row.id != "L01" for one in row.portfolio.split("、"))
    office = office.with_rows("场次", (Session(duty="JF", nominal=day, to=day.isoformat(), topic=topic),))
    write_workbook(tmp_path / "office.xlsx", office)
    read = read_workbook(tmp_path / "office.xlsx", Office()).office
    assert set(read.of(ClauseRow)) == set(office.of(ClauseRow))
    store = store_with(tmp_path / "home", read)
    done = planned(store)
    assert done.solved.status == "optimal" and done.solved.proved, done.solved
    with store.read() as transaction:
        basis, _ = prepare(Standing.read(transaction), Period.month(MONTH), NOW)
        roster = drafts.get(transaction, done.draft).roster
    assert {clause.rule.code for clause in basis.book.clauses} == {rule.code for rule in CATALOGUE}
    found = findings(basis.problem, basis.book, roster)
    assert [one for one in found if one.must] == [] and sum(one.cost for one in found) == done.solved.cost
    days = {slot.id: slot.day for slot in basis.problem.slots}
    nights = {(days[slot], who) for slot, who in roster if slot.startswith("RX|RX-2")}
    assert not [1 for slot, who in roster if slot.startswith("RX|") and (days[slot] - 1, who) in nights]
    assert any((days[slot] - 1) % 7 == 2 for slot, who in roster if slot.startswith("JF|") and who == "p:L03")
    received = [who[2:] for slot, who in roster if slot == "JF|JF-1|20261222"]
    assert any(topic in read.person(who, day).portfolio for who in received)
    both = [{who for one, who in roster if one.startswith("ZB|ZB-") and days[one] == day} for day in set(days.values())]
    assert not [1 for whos in both if {"p:G01", "p:G03"} <= whos]
