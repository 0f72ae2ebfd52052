"""Who is meant by a clause's 人员 where all are looked at together; clauses typed on the site."""

import pytest

from planner.data_entry import rows
from planner.errors import Refused
from planner.office.sheets import BY_NAME, ClauseRow
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.problem.rule_book import rule_book
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, store_with
from tests.fixtures.small_office import SHEETS, clause, clause_faults, taken_in


def test_a_unit_named_together_means_its_people(tmp_path):
    found = clause_faults(tmp_path, clause("同班", duties="ZB", shifts="夜班", who="党政办"))
    assert found == [("F2", "“总值班”同一班次能排他们的位置只有 2 个，所列 6 人凑不到一班，结果一个也排不上")]
    units = clause("同班", duties="ZX", who="教育所、卫生院")
    assert clause_faults(tmp_path, units)[0][1].startswith("“热线直播”同一班次能排他们的位置只有 1 个")


def test_somebody_who_serves_nowhere_still_holds_the_fort(tmp_path):
    """主要负责同志不同时外出 looks at those named whether they could serve or not; a unit there means its people."""
    row = clause("主要负责同志不同时外出", duties="JF", who="赵一、郑七、党政办")
    visits = [one for one in SHEETS["岗位"] if one[0] != "ZF"]
    office = taken_in(tmp_path, row, 岗位=visits).office
    period = Period.month("2026-12")
    assert "p:7" in {one.id for one in build_problem(office, period).problem.assignees}
    scope = rule_book(office, period.first, period.last).clauses[-1].rule.scope
    assert scope.who == frozenset(f"p:{number}" for number in range(1, 8))


def test_a_row_typed_on_the_site_is_looked_at_like_one_of_a_workbook(tmp_path):
    store = store_with(tmp_path / "home", taken_in(tmp_path).office)
    said = {"rule": "不空岗", "duties": "总值班", "who": "男同志", "force": "必须"}
    with pytest.raises(Refused) as refused:
        rows.save_entry(store, BY_NAME["规则"], None, "", said, NOW, "clerk")
    assert [(one.sheet, one.cell) for one in refused.value.faults] == [("规则", "人员")]
    mended = {**said, "rule": "在岗人数", "shifts": "夜班", "parameters": "目标=1；超=0"}
    rows.save_entry(store, BY_NAME["规则"], None, "", mended, NOW, "clerk")
    with store.read() as transaction:
        assert [one.rule for one in offices.load(transaction).of(ClauseRow)] == ["在岗人数"]
