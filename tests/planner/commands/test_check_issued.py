"""An issued month is judged twice: by the law it was issued under, and by today's facts."""

import json
from dataclasses import replace
from datetime import date

import pytest

from planner.commands.planning.check import check_command
from planner.commands.shared import Shared
from planner.office.sheets import AbsenceRow, Person
from tests.fixtures.leaving import becomes, held, office_of, rows_become, station, told
from tests.fixtures.office_at_work import NOW

MONTH = "2026-12"
ISSUED, NOWADAYS = "按印发时的规则", "按目前的情况"
GOOD = "以后的班次都有人能值，必须条款全部满足"


@pytest.fixture
def store(tmp_path):
    return station(tmp_path / "home")


@pytest.fixture
def check(store, monkeypatch, capsys):
    def checked(*, lang="zh", now=NOW, as_json=True):
        monkeypatch.setenv("DANGZHI_NOW", now.isoformat())
        shared = Shared(store.home, lang, as_json)
        check_command.main([MONTH], obj=shared, standalone_mode=False)
        said = capsys.readouterr().out
        return shared.exit_code, json.loads(said) if as_json else said.splitlines()

    return checked


def leaves(store, who="p:P1", last=date(2026, 12, 9)):
    rows_become(store, "人员", lambda row: [replace(row, end=last) if f"p:{row.id}" == who else row])


def test_a_month_nothing_happened_to_is_well_under_both_headings(check):
    code, said = check(as_json=False)
    assert code == 0 and said[0] == ISSUED and said[said.index(NOWADAYS) + 1 :] == [GOOD]
    code, document = check()
    assert (code, document["broken"]) == (0, False)
    assert document["today"] == {"findings": [], "broken": False, "cannot_serve": []}
    assert {"versions", "findings", "cost", "broken", "without_effect"} < set(document)


def test_somebody_who_left_is_told_by_today_s_facts_alone(store, check):
    before = check()[1]
    leaves(store)
    code, document = check()
    today = document.pop("today")
    assert code == 1 and document == {name: value for name, value in before.items() if name != "today"}
    assert {(one["slot"], one["who"]): one["cause"] for one in today["cannot_serve"]} == told(store) != {}
    assert {one["text"] for one in today["cannot_serve"]} == {"甲某当天不在任"}
    code, said = check(as_json=False, lang="en")
    below = said[said.index("By today's facts") + 1 :]
    assert code == 1 and sum("甲某 is not in office that day" in line for line in below) == len(told(store))


def test_a_clause_of_必须_that_today_s_facts_break_is_told(store, check):
    office = office_of(store)
    who = next(who for slot, who in sorted(held(store)[1]) if slot.startswith("ZB|") and slot.endswith("20261216"))
    gone = AbsenceRow(who=who, start=date(2026, 12, 16), kind="leave")
    becomes(store, office.with_rows("请假外出", (gone,)))
    code, document = check()
    today = document["today"]
    assert code == 1 and today["broken"] and not document["broken"]
    assert {(one["rule"], one["force"]) for one in today["findings"]} == {("请假外出不排", "必须")}
    assert len(today["findings"]) == len(today["cannot_serve"])


def test_what_is_over_is_not_held_against_the_month(store, check):
    leaves(store, last=date(2026, 12, 9))
    later = NOW.replace(month=12, day=31, hour=23)
    assert check()[0] == 1 and check(now=later)[0] == 0


def test_an_issue_that_breaks_nothing_though_somebody_off_the_list_holds_it_still_ends_with_one(store, check):
    rows_become(store, "人员", lambda row: [] if row.id == "P2" else [row])
    code, document = check()
    assert code == 1 and {one["name"] for one in document["today"]["cannot_serve"]} == {"乙某"}
    assert all(row.id != "P2" for row in office_of(store).of(Person))
