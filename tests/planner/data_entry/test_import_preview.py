"""The preview of an import names every row that is new, changes, ends or stays, and first what is taken away."""

import io
import json
from pathlib import Path

import pytest

from planner.access import logins
from planner.commands.__main__ import run_command
from planner.data_entry import upload
from planner.data_entry.import_preview import TakenAway, preview_import
from planner.errors import NotPossible
from planner.office.office import Office
from planner.office.sheets import Person
from planner.store import audit
from planner.store.roster import offices
from planner.workbook.read import read_workbook
from tests.fixtures.office_at_work import NOW, store_with
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.workbook_files import folder, read
from web import create_app

CASE = Path(__file__).parents[2] / "fixtures" / "partial_columns"
PLANTED = {
    "人员": [
        ["编号", "姓名", "单位", "值班序列", "不排班次", "任职止", "AB角", "手机"],
        ["P01", "丁一", "U1", "值班员", "", "2026-12-31", "", "13800000001"],
        ["P03", "张三", "U1", "值班员", "", "", "", "13800000001"],
        ["P04", "李四", "U1", "值班员", "夜班", "", "P01", "139"],
        ["P05", "王五", "U1", "值班员", "", "", "", ""],
    ],
    "规则": [["规则", "参数"], ["间隔", "天数=3"]],
    "单位": [["编号", "名称"], ["U1", "县政府办"]],
}
P01, P02, P03, P04 = (
    f"{name}（P0{number}，县政府办）" for number, name in enumerate(("丁一", "王二", "张三", "李四"), 1)
)


@pytest.fixture(scope="module")
def before():
    return read(CASE / "office")


def previews(before, path, **options):
    return {one.sheet: one for one in preview_import(before, read_workbook(path, before, **options))}


def test_rows_that_are_new_change_end_and_stay_are_named_with_each_cell_old_and_new(before, tmp_path):
    found = previews(before, folder(tmp_path / "a", PLANTED))
    assert set(found) == {"人员", "规则", "单位"}
    people = found["人员"]
    assert people.added == ("王五（P05，县政府办）",)
    assert [(one.row, [(cell.column, cell.old, cell.new) for cell in one.cells]) for one in people.changed] == [
        (P01, [("任职止", "", "2026-12-31")]),
        (P03, [("不排班次", "夜班", "")]),
        (P04, [("不排班次", "", "夜班"), ("AB角", "", "丁一"), ("手机", "13800000001", "139")]),
    ]
    assert (people.ended, people.untouched) == ((), (P02,))
    assert [one.row for one in people.unnamed] == [P02]
    assert [(one.row, one.cells[0].old, one.cells[0].new) for one in found["规则"].changed] == [
        ("间隔", "天数=2", "天数=3")
    ]
    assert (found["单位"].changed, found["单位"].untouched) == ((), ("县政府办（U1）",))


def test_with_prune_the_rows_that_go_are_named_too(before, tmp_path):
    people = previews(before, folder(tmp_path / "a", PLANTED), prune=True)["人员"]
    assert [(one.row, one.takes_away) for one in people.ended] == [(P02, (TakenAway.TENURE,))]
    assert (people.untouched, people.unnamed) == ((), ())


TAKING = {
    "an exemption": ("人员", ["编号", "不排班次"], ["P03", ""], {TakenAway.EXEMPTION}),
    "one exemption of two": ("人员", ["编号", "不排班次"], ["P04", "白班"], {TakenAway.EXEMPTION}),
    "the end of a tenure": ("人员", ["编号", "任职止"], ["P04", ""], {TakenAway.TENURE}),
    "half a year of a tenure": ("人员", ["编号", "任职止"], ["P04", "2030-06-30"], {TakenAway.TENURE}),
    "a reference": ("人员", ["编号", "AB角"], ["P04", ""], {TakenAway.REFERENCE}),
    "one unit of two": ("人员", ["编号", "单位"], ["P04", "U1"], {TakenAway.REFERENCE}),
    "that a rule must hold": ("规则", ["规则", "要求"], ["间隔", "重要"], {TakenAway.RULE}),
    "that a rule holds for good": ("规则", ["规则", "止"], ["间隔", "2026-12-31"], {TakenAway.RULE}),
    "a parameter of a rule": ("规则", ["规则", "参数"], ["次数", "期间=月；最多=5"], {TakenAway.RULE}),
    "a leave": ("请假外出", ["人员", "状态"], ["P01", "撤销"], {TakenAway.EXEMPTION}),
    "nothing: one more exemption": ("人员", ["编号", "不排班次"], ["P03", "夜班、白班"], set()),
    "nothing: a longer tenure": ("人员", ["编号", "任职止"], ["P04", "2032-01-01"], set()),
    "nothing: another AB": ("人员", ["编号", "AB角"], ["P04", "P02"], set()),
    "nothing: a rule that must hold from now on": ("规则", ["规则", "要求"], ["次数", "必须"], set()),
}


@pytest.mark.parametrize("taken", TAKING)
def test_what_takes_something_away_is_marked_and_nothing_else_is(before, tmp_path, taken):
    sheets = {
        "单位": [["编号", "名称"], ["U2", "县教育局"]],
        "人员": [["编号", "单位", "不排班次", "任职止", "AB角"], ["P04", "U1、U2", "夜班、白班", "2031-01-01", "P01"]],
        "规则": [["规则", "参数", "要求"], ["次数", "期间=月；最少=1；最多=5", "重要"]],
        "请假外出": [["人员", "起", "类别"], ["P01", "2026-12-01", "休假"]],
    }
    office = read(folder(tmp_path / "more", sheets), before)
    sheet, head, row, expected = TAKING[taken]
    [one] = previews(office, folder(tmp_path / "a", {sheet: [head, row]}))[sheet].changed
    assert (set(one.takes_away), len(one.cells)) == (expected, 1)


def test_what_goes_with_prune_is_marked_by_what_it_was(before, tmp_path):
    links = {
        "村居": [["编号", "名称", "镇街"], ["V1", "东村", "U1"]],
        "联系村": [["人员", "村居"], ["P01", "V1"], ["P02", "V1"]],
        "规则": [["规则", "参数", "要求"], ["次数", "最多=5", "重要"]],
    }
    office = read(folder(tmp_path / "more", links), before)
    less = {"联系村": links["联系村"][:2], "规则": links["规则"]}
    found = previews(office, folder(tmp_path / "a", less), prune=True)
    assert [(one.row, one.takes_away) for one in found["联系村"].ended] == [("王二·东村", (TakenAway.REFERENCE,))]
    assert [(one.row, one.takes_away) for one in found["规则"].ended] == [("间隔", (TakenAway.RULE,))]


def test_rows_that_take_something_away_stand_first(before, tmp_path):
    rows = [["编号", "手机", "不排班次"], ["P01", "139", ""], ["P03", "139", ""]]
    people = previews(before, folder(tmp_path / "a", {"人员": rows}))["人员"]
    assert [(one.row, bool(one.takes_away)) for one in people.changed] == [(P03, True), (P01, False)]


def test_two_clauses_of_one_scope_that_change_places_stay_as_they_are(before, tmp_path):
    head = ["规则", "参数", "要求"]
    week, month = ["次数", "期间=周；最多=2", "必须"], ["次数", "期间=月；最多=5", "必须"]
    office = read(folder(tmp_path / "a", {"规则": [head, week, month]}), before)
    found = previews(office, folder(tmp_path / "b", {"规则": [head, month, week]}), prune=True)["规则"]
    assert (found.added, found.changed, [one.row for one in found.ended]) == ((), (), ["间隔"])


@pytest.fixture
def home(tmp_path, before, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    store_with(tmp_path / "home", before)
    return tmp_path / "home"


def ran(home, capsys, *arguments):
    assert run_command(["--home", str(home), *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_the_command_line_says_first_what_is_taken_away(home, tmp_path, capsys):
    path = folder(tmp_path / "a", PLANTED)
    lines = ran(home, capsys, "import", path, "--dry-run", "--lang", "zh").splitlines()
    assert lines[:5] == [
        "！请先核对，有 2 行会去掉原有内容：",
        f"！人员 {P01}：去掉或缩短任职",
        "    任职止：（空） → 2026-12-31",
        f"！人员 {P03}：去掉免排或请假",
        "    不排班次：夜班 → （空）",
    ]
    assert "人员：新增 1，修改 3，删除 0，不变 1" in lines and f"  修改：{P04}" in lines
    assert "    手机：13800000001 → 139" in lines and f"  表里没有、照旧保留：{P02}" in lines
    assert "  新增：王五（P05，县政府办）" in lines and "  表里有、内容不变：县政府办（U1）" in lines
    assert f"  表里有、内容不变：{P02}" not in lines, "who is not in the file is listed once"
    english = ran(home, capsys, "import", path, "--dry-run", "--prune", "--lang", "en").splitlines()
    assert english[0] == "! Check first, 3 rows lose something:"
    assert f"! 人员 {P02}: takes away or shortens a tenure (the whole row goes)" in english
    assert "    手机 (mobile): 13800000001 → 139" in english


def test_json_has_what_it_had_and_the_rows_beside(home, tmp_path, capsys):
    path = folder(tmp_path / "a", PLANTED)
    said = json.loads(ran(home, capsys, "import", path, "--dry-run", "--json"))
    assert set(said) == {"imported", "changes", "notes", "preview"}
    assert said["changes"] == [
        {"sheet": "人员", "added": 1, "changed": 3, "removed": 0},
        {"sheet": "规则", "added": 0, "changed": 1, "removed": 0},
    ]
    people = next(one for one in said["preview"] if one["sheet"] == "人员")
    assert people["changed"][1] == {
        "row": P03,
        "takes_away": ["exemption"],
        "cells": [{"column": "不排班次", "english": "exempt shifts", "old": "夜班", "new": ""}],
        "goes": False,
    }
    ran(home, capsys, "import", path)
    again = json.loads(ran(home, capsys, "import", path, "--json"))
    assert again["changes"] == [] and all(not one["changed"] and not one["added"] for one in again["preview"])


def test_the_page_shows_the_same_and_what_a_tick_would_remove(home, before):
    store = store_with(home, before)
    with store.write() as transaction:
        logins.add(transaction, Office(), "clerk", "clerk", "", PASSWORD, NOW, "test")
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD})
    text = "\n".join(",".join(row) for row in PLANTED["人员"])
    page = client.post("/office/import", data={"workbook": (io.BytesIO(text.encode()), "人员.csv")})
    said = " ".join(page.get_data(as_text=True).split())
    assert page.status_code == 200
    order = ["请先核对", P01, P03, "夜班 → （空）", "人员：新增 1，修改 3，删除 0，不变 1", P04, "13800000001 → 139"]
    places = [said.index(one) for one in order]
    assert places == sorted(places)
    assert P02 in said[said.index("勾选后会删除") :]


def test_what_was_shown_is_what_is_imported_or_nothing_is(home, before):
    store = store_with(home, before)
    data = "编号,姓名,手机\nP03,张三,139\n".encode()
    first, second = (upload.preview_upload(store, "人员.csv", data, NOW) for _ in range(2))
    store_with(home, read(CASE / "office").with_rows("人员", before.rows["人员"][1:]))
    with pytest.raises(NotPossible):
        upload.take_in_upload(store, first.ticket, True, NOW, "clerk")
    upload.take_in_upload(store, first.ticket, False, NOW, "clerk")
    with pytest.raises(NotPossible):
        upload.take_in_upload(store, second.ticket, False, NOW, "clerk")
    with store.read() as transaction:
        people = offices.load(transaction).of(Person)
    assert [(one.id, one.mobile[:3], one.exempt) for one in people] == [
        ("P02", "138", ()),
        ("P03", "139", ("夜班",)),
        ("P04", "138", ()),
    ]
    with store.read() as transaction:
        [deed] = audit.page(transaction, 0, 1)
    assert deed.action == "import" and "139" not in str(deed.detail["changes"])
