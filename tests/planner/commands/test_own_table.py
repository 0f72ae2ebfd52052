"""The command line takes an own duty table: told what it is, as draft, as history, to begin an office; audited."""

import json
from pathlib import Path

import pytest

from planner.commands.__main__ import run_command
from planner.office.sheets import History, Post
from planner.store import Store, audit
from planner.store.roster import drafts, offices
from tests.fixtures import duty_tables

CASES = Path(__file__).parents[2] / "fixtures" / "own_tables"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-20T09:00")
    return tmp_path / "home"


@pytest.fixture
def ran(home, capsys):
    def run(*arguments, code=0):
        assert run_command(["--home", str(home), "--lang", "zh", *map(str, arguments)]) == code
        return capsys.readouterr()

    return run


def stored(home):
    with Store(home).read() as transaction:
        return offices.load(transaction), drafts.latest(transaction, "2026-12"), audit.page(transaction, 0, 5)


def test_a_file_that_is_no_workbook_is_told_what_it_is(ran):
    assert ran("import", CASES / "03b.xlsx", code=2).err == (
        "03b.xlsx：这是一张值班表（值班表），不是工作簿。请说明作为什么：--as draft（本月草稿）、"
        "--as history（值班历史）或 --as office（建立事项、岗位、人员）。\n"
    )


def test_an_office_begins_with_its_table_which_is_then_its_draft_and_its_history(home, ran):
    first = json.loads(ran("import", CASES / "03c.xlsx", "--as", "office", "--time", "夜班=18:00-08:00", "--json").out)
    assert [(one["sheet"], one["added"]) for one in first["changes"]] == [
        ("设置", 1),
        ("人员", 12),
        ("值班事项", 1),
        ("岗位", 1),
        ("规则", 6),
        ("轮值", 12),
    ]
    assert "“夜班 值班员”先按 18:00—次日08:00、4 人，请核对" in first["notes"]
    found = json.loads(ran("import", CASES / "03c.xlsx", "--as", "draft", "--json").out)
    assert (found["month"], found["broken"], found["findings"]) == ("2026-12", False, [])
    assert json.loads(ran("check", "2026-12", "--json").out)["broken"] is False
    assert json.loads(ran("check", CASES / "03c.xlsx", "--json").out)["broken"] is False
    ran("import", CASES / "03c.xlsx", "--as", "history")
    office, draft, log = stored(home)
    assert [(one.begin, one.finish) for one in office.of(Post)] == [("18:00", "08:00")]
    assert len(office.of(History)) == 124 and len(draft.roster.pairs) == 124
    assert [(one.action, one.detail.get("file"), one.detail.get("month")) for one in log] == [
        ("import", "03c.xlsx", None),
        ("import", "03c.xlsx", "2026-12"),
        ("import", "03c.xlsx", None),
    ]


def test_a_dry_run_keeps_nothing(home, ran):
    ran("import", CASES / "office")
    before = stored(home)
    ran("import", CASES / "chinese-header.csv", "--as", "draft", "--dry-run")
    said = ran("import", CASES / "chinese-header.csv", "--as", "history", "--dry-run").out
    assert said.startswith("值班历史：新增 31，修改 0，删除 0，不变 0\n") and said.endswith("（只是预览，没有导入）\n")
    assert stored(home) == before


def test_what_is_not_clear_is_asked_with_its_choices_and_answered_by_an_option(home, ran, tmp_path):
    ran("import", CASES / "office")
    assert ran("draft", "2026-12", CASES / "03b.xlsx", code=2).err.splitlines()[-1] == (
        "03b.xlsx 值班表 E2：看不出“副班”是哪个岗位；可选：夜班 值班员。"
        '请加 --column "副班=夜班 值班员"（不是岗位的写 略过）。'
    )
    answers = ("--column", "带班领导=夜班 值班员", "--column", "主班=略过", "--column", "副班=略过")
    ran("draft", "2026-12", CASES / "03b.xlsx", *answers)
    assert len(stored(home)[1].roster.pairs) == 31
    assert (
        ran("check", CASES / "03b.xlsx", "--duty", "没有", code=2).err
        == "没有值班事项“没有”。现有：值班；请改正，或先在“值班事项”登记。\n"
    )
    assert ran("check", CASES / "03b.xlsx", "--column", "副班", code=2).err.endswith('夜班=…"\n')


def test_a_file_of_several_months_is_judged_by_the_one_that_is_named(ran, tmp_path):
    ran("import", CASES / "office")
    rows = [["日期", "夜班"], ["2026-11-30", "丁一"], *([f"2026-12-{day:02d}", "丁一"] for day in (1, 2))]
    path = duty_tables.book(tmp_path / "a.xlsx", {"值班": rows})
    assert "表里应只有一个月" in ran("check", path, code=2).err
    found = json.loads(ran("check", path, "--month", "2026-12", "--json", code=1).out)
    assert any("间隔" in one["rule"] or "天" in one["text"] for one in found["findings"])


def test_the_product_s_own_papers_come_back_as_the_same_draft(home, ran, tmp_path):
    ran("import", CASES / "office")
    ran("draft", "2026-12", CASES / "saved-by-excel.csv")
    before = stored(home)[1].roster.pairs
    for name in ("a.csv", "a.xlsx"):
        ran("export", "2026-12", "--draft", "--to", tmp_path / name)
        ran("draft", "2026-12", tmp_path / name)
        assert stored(home)[1].roster.pairs == before
