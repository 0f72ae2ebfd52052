"""The command line as people and scripts use it: clean JSON, exit codes, both languages, the whole way."""

import csv
import json
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

from constraints.rules import CATALOGUE
from planner import launch
from planner.commands.__main__ import WHERE, main
from planner.office.sheets import SHEETS, AbsenceRow, ClauseRow
from planner.samples.district import Size, sample
from planner.samples.template import template
from planner.store import Store
from planner.store.roster import offices
from planner.workbook.write import write_workbook
from tests.fixtures.independent import Judge
from tests.fixtures.office_at_work import MONTH, issued_home, run


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return issued_home(tmp_path_factory.mktemp("issued") / "home")


def answer(done, code=0):
    """The one JSON object of a command."""
    assert done.returncode == code, (done.stdout, done.stderr)
    assert done.stdout.count("\n") == 1
    return json.loads(done.stdout)


def test_each_command_is_found_where_its_module_is_named():
    folder = Path(launch.__file__).parent / "commands"
    names = [
        ".".join(path.relative_to(folder).with_suffix("").parts)
        for path in folder.rglob("*.py")
        if not path.stem.startswith("__")
    ]
    modules = {name: import_module(f"planner.commands.{name}") for name in names}
    assert {
        name: tuple(one.name for one in module.COMMANDS)
        for name, module in modules.items()
        if hasattr(module, "COMMANDS")
    } == WHERE
    assert {name: main.get_command(None, name).name for name in main.list_commands(None)} == {
        name: name for names in WHERE.values() for name in names
    }


@pytest.mark.slow
def test_the_whole_way_from_a_workbook_to_papers(tmp_path):
    book, home = tmp_path / "office.xlsx", tmp_path / "home"
    on = partial(run, home, now="2026-09-25T09:00")
    answer(on("sample", str(book), "--size", "small", "--month", "2026-10", "--json"))
    first = answer(on("import", str(book), "--json"))
    assert {one["sheet"] for one in first["changes"]} >= {"人员", "规则", "岗位"}
    assert answer(on("import", str(book), "--json"))["changes"] == []
    done = answer(on("plan", "2026-10", "--repeatable", "--json"))
    assert set(done) >= {"status", "cost", "bound", "proved", "seconds", "open", "breaches", "draft"}
    assert (done["status"], done["proved"], done["open"]) == ("optimal", True, [])
    assert set(done["seconds"]) == {"build", "lp", "solve", "judge", "total"}
    assert answer(on("check", "2026-10", "--json"))["broken"] is False
    assert answer(on("sign", "2026-10", "--json"))["state"] == "locked"
    draft = tmp_path / "draft.xlsx"
    answer(on("export", "2026-10", "--draft", "--to", str(draft), "--json"))
    assert all("送审稿" in page["A2"].value for page in openpyxl.load_workbook(draft))
    versions = answer(on("publish", "2026-10", "--signed-by", "主任", "--number", "云办发1号", "--json"))["versions"]
    assert {one["number"] for one in versions} == {1}
    table = tmp_path / "a.csv"
    answer(on("export", "2026-10", "--to", str(table), "--json"))
    assert table.read_bytes().startswith(
        b"\xef\xbb\xbfslot,duty,nominal_date,date,shift,post,site,place,start,end,"
        b"assignee_type,assignee,name,unit,version,status\r\n"
    )
    assert Judge(book, table, "2026-10").judge() == []
    assert answer(on("verify", "--json"))["wrong"] == []
    again = answer(on("publish", "2026-10", "--json"), 1)
    assert "没有草稿" in again["reason"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("month", "seed", "size"),
    [
        ("2026-02", 5, Size(9, 14, 3, 20, 60, 12, 12, (2, 1))),
        ("2024-02", 6, Size(14, 20, 4, 30, 120, 12, 14, (2, 1))),
        ("2025-01", 7, Size(20, 25, 5, 25, 150, 14, 16, (3, 1))),
        ("2026-10", 8, Size(11, 16, 3, 40, 90, 12, 12, (2, 1))),
    ],
)
def test_an_office_never_seen_is_planned_without_a_broken_clause(tmp_path, month, seed, size):
    book, home, table = tmp_path / "office.xlsx", tmp_path / "home", tmp_path / "a.csv"
    write_workbook(book, sample(size, seed, date.fromisoformat(month + "-01")))
    answer(run(home, "import", str(book), "--json"))
    done = answer(run(home, "plan", month, "--repeatable", "--json", now="2023-12-01T09:00"))
    assert done["proved"] is True
    answer(run(home, "publish", month, "--json", now="2023-12-01T09:00"))
    answer(run(home, "export", month, "--to", str(table), "--json"))
    assert Judge(book, table, month).judge() == []


@pytest.mark.slow
def test_the_same_seed_twice_gives_the_same_papers_and_feeds(tmp_path):
    made = []
    for name in ("a", "b"):
        book, home = tmp_path / f"{name}.xlsx", tmp_path / name
        write_workbook(book, sample("small", 4, date(2026, 12, 1)))
        run(home, "import", str(book))
        run(home, "plan", MONTH, "--repeatable", "--seed", "3")
        run(home, "publish", MONTH)
        files = [tmp_path / f"{name}.{kind}" for kind in ("csv", "ics", "txt", "json")]
        for file in files:
            answer(run(home, "export", MONTH, "--to", str(file), "--json"))
        made.append([file.read_bytes() for file in files])
    assert made[0] == made[1]


@pytest.mark.slow
def test_a_month_that_cannot_be_met_ends_with_1_and_says_what_is_open(tmp_path):
    office = sample("small", 2, date(2026, 12, 1))
    away = (AbsenceRow(who="body:区委", start=date(2026, 12, 7), end=date(2026, 12, 11), kind="trip"),)
    book, home = tmp_path / "a.xlsx", tmp_path / "home"
    write_workbook(book, office.with_rows("请假外出", away))
    run(home, "import", str(book))
    done = answer(run(home, "plan", MONTH, "--repeatable", "--json"), 1)
    assert done["status"] == "over_constrained"
    assert {one["date"] for one in done["open"] if one["duty"] == "JF"} == {
        f"2026-12-{number:02d}" for number in range(7, 12)
    }
    assert all("8 人该时段另有安排" in one["why"] for one in done["open"] if one["duty"] == "JF")
    assert not any("外出" in one["why"] for one in done["open"])
    said = run(home, "plan", MONTH, "--repeatable", "--lang", "en")
    assert said.returncode == 1 and "is short of 1" in said.stdout


@pytest.mark.slow
def test_bad_input_lists_every_fault_and_imports_nothing(tmp_path):
    home = tmp_path / "home"
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "人员.csv").write_text("编号,姓名,值班序列,任职起\n1,张三,主班,2月30日\n2,,主班,\n", "utf-8")
    done = run(home, "import", str(tmp_path / "x"), "--json")
    assert [(one["sheet"], one["cell"]) for one in answer(done, 2)["faults"]] == [("人员", "D2"), ("人员", "B3")]
    spoken = run(home, "import", str(tmp_path / "x"), "--lang", "en")
    assert spoken.returncode == 2 and "Traceback" not in spoken.stderr and "is empty" in spoken.stderr
    assert run(home, "plan", MONTH).returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["plan", "2026-13"], 1),
        (["plan"], 2),
        (["plan", MONTH, "--seconds", "x"], 2),
        (["nonsense"], 2),
        (["export", MONTH], 2),
        (["export", MONTH, "--to", "a.pptx"], 2),
        (["export", "2031-01", "--to", "a.csv"], 1),
        (["publish", "2031-01"], 1),
        (["withdraw", MONTH, "--duty", "没有", "--reason", "x"], 1),
        (["feed", "create"], 2),
        (["feed", "create", "--person", "没有这人"], 2),
        (["feed", "create", "--person", "L01"], 1),
        (["feed", "revoke", "99"], 1),
        (["calendar", "abc"], 2),
        (["check", "2031-01"], 1),
        (["check", "none.csv"], 2),
        (["plan", MONTH, "--duties", "没有"], 1),
        (["--help"], 0),
        (["import", "none.xlsx"], 2),
        (["diff", MONTH, "1", "9"], 1),
        (["plan", MONTH, "--from", "1.12."], 2),
    ],
)
def test_every_refusal_has_its_exit_code_and_no_traceback(home, arguments, code):
    done = run(home, *arguments)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_an_edited_table_is_judged_and_can_become_the_draft(home, tmp_path):
    table = tmp_path / "a.csv"
    run(home, "export", MONTH, "--to", str(table))
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    nights = [row for row in rows if row["shift"] == "夜班"]
    nights[4]["assignee"], nights[4]["name"] = nights[3]["assignee"], "改过的名字"
    with table.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    judged = answer(run(home, "check", str(table), "--json"), 1)
    assert {one["rule"] for one in judged["findings"] if one["force"] == "必须"} == {"班后休息"}
    assert "改过的名字" in run(home, "check", str(table)).stderr
    drafted = answer(run(home, "draft", MONTH, str(table), "--json"), 1)
    assert drafted["broken"] is True
    assert run(home, "publish", MONTH).returncode == 1


@pytest.mark.slow
def test_a_table_with_the_five_parts_is_the_same_as_with_slots(home, tmp_path):
    table, parts = tmp_path / "a.csv", tmp_path / "b.csv"
    run(home, "export", MONTH, "--duty", "领导接访", "--to", str(table))
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = [
            {name: row[name] for name in ("duty", "nominal_date", "shift", "post", "site", "assignee")}
            for row in csv.DictReader(stream)
        ]
    with parts.open("w", encoding="gbk", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert answer(run(home, "check", str(parts), "--json"))["broken"] is False


@pytest.mark.slow
def test_the_calendar_shows_and_loads_a_notice(tmp_path, home):
    shown = answer(run(home, "calendar", "2026", "--json"))
    assert (shown["official"], shown["workdays"]["2026-02"]) == (True, 16)
    assert {"name": "民情恳谈", "duty": "ZF", "nominal": "2026-01-10", "date": "2026-01-12", "why": "周六"} in shown[
        "moved"
    ]
    assert answer(run(home, "calendar", "2027", "--json"))["official"] is False
    notice = tmp_path / "2027.json"
    notice.write_text(
        json.dumps(
            {
                "year": 2027,
                "notices": [{"number": "国办发明电〔2026〕9号", "date": "2026-11-10"}],
                "off": {"2027-03-10": "试放"},
                "work": {},
            }
        ),
        "utf-8",
    )
    copy = issued_home(tmp_path / "home")
    loaded = answer(run(copy, "calendar", "2027", "--load", str(notice), "--json"))
    assert {"duty": "ZF", "nominal": "2027-03-10", "date": "2027-03-11", "was": "2027-03-10"} in loaded["moves"]
    assert answer(run(copy, "calendar", "2027", "--json"))["official"] is True
    assert run(copy, "calendar", "2026", "--load", str(notice)).returncode == 2


@pytest.mark.slow
def test_the_rules_are_printed_from_the_code(home):
    found = answer(run(home, "rules", "--json"))["rules"]
    assert [one["code"] for one in found] == [rule.code for rule in CATALOGUE]
    turns = next(one for one in found if one["code"] == "festival_turns")["parameters"][0]
    assert (turns["zh"], turns["required"], turns["kind"]) == ("节日", False, "calendar")
    said = run(home, "rules").stdout
    assert "节日=除夕；年数=3" in said and "期间=月；最少=0；最多=无" in said
    assert {"rule": "班后休息", "code": "rest"}.items() <= next(one for one in found if one["code"] == "rest").items()


@pytest.mark.slow
def test_who_is_on_duty_now_in_the_order_one_phones(home):
    found = answer(run(home, "now", "--json", now="2026-12-09T22:30"))["on_duty"]
    assert [(one["duty"], one["post"]) for one in found] == [
        ("总值班", "带班领导"),
        ("总值班", "主班"),
        ("总值班", "副班"),
        ("区长公开电话", "话务员"),
    ]
    assert found[0]["people"][0]["phones"][0].startswith("139")


@pytest.mark.slow
def test_who_is_on_duty_is_told_from_a_snapshot_when_the_store_does_not_answer(tmp_path):
    home = issued_home(tmp_path / "home")
    answer(run(home, "withdraw", MONTH, "--duty", "JF", "--reason", "x", "--json"))
    run(home, "plan", MONTH, "--repeatable")
    answer(run(home, "publish", MONTH, "--json"))
    before = answer(run(home, "now", "--json", now="2026-12-09T22:30"))
    assert before["snapshot"] is None
    (home / "dangzhi.sqlite").write_bytes(b"not a database at all" * 1000)
    for name in ("dangzhi.sqlite-wal", "dangzhi.sqlite-shm"):
        (home / name).unlink(missing_ok=True)
    after = answer(run(home, "now", "--json", now="2026-12-09T22:30"))
    assert after["snapshot"].startswith("2026-11-25")
    assert [(one["duty"], [who["phones"] for who in one["people"]]) for one in after["on_duty"]] == [
        (one["duty"], [who["phones"] for who in one["people"]]) for one in before["on_duty"]
    ]
    assert "快照" in run(home, "now", now="2026-12-09T22:30").stdout


@pytest.mark.slow
def test_a_feed_address_is_shown_once_and_can_be_revoked_and_rotated(tmp_path):
    home = issued_home(tmp_path / "home")
    made = answer(run(home, "feed", "create", "--person", "H01", "--json", DANGZHI_BASE_URL="https://duty.example"))
    assert made["url"].startswith("https://duty.example/feed/") and made["webcal"].startswith(
        "webcal://duty.example/feed/"
    )
    assert len(made["url"].rpartition("/")[2]) >= 43
    secret = made["url"].rpartition("/")[2].removesuffix(".ics")
    assert secret not in run(home, "feed", "list").stdout
    answer(run(home, "feed", "rotate", str(made["id"]), "--json"))
    listed = answer(run(home, "feed", "list", "--json"))["feeds"]
    assert [(bool(one["revoked_at"]), bool(one["replaced_at"])) for one in listed] == [(False, True), (False, False)]
    answer(run(home, "feed", "allow", "--person", "L01", "--json"))
    answer(run(home, "feed", "create", "--person", "L01", "--json"))
    answer(run(home, "feed", "revoke", str(listed[1]["id"]), "--json"))
    assert [bool(one["revoked_at"]) for one in answer(run(home, "feed", "list", "--json"))["feeds"]] == [
        False,
        True,
        False,
    ]


@pytest.mark.slow
def test_every_kind_of_feed_is_made_by_id_or_name_and_the_office_says_where_they_answer(tmp_path):
    home = issued_home(tmp_path / "home")
    with Store(home).read() as transaction:
        office = offices.load(transaction)
    unit_id, village = next(iter(office.units)), next(iter(office.villages))
    asked = (
        ["--office"],
        ["--public"],
        ["--duty", "领导接访"],
        ["--unit", unit_id],
        ["--unit", office.units[unit_id].name],
        ["--village", village],
        ["--village", office.villages[village].name],
        ["--person", "H01", "--remind", "60", "--remind", "1440"],
    )
    for one in asked:
        assert answer(run(home, "feed", "create", *one, "--json"))["url"].endswith(".ics")
    listed = answer(run(home, "feed", "list", "--json"))["feeds"]
    assert [(one["kind"], one["subject"]) for one in listed] == [
        ("office", ""),
        ("public", ""),
        ("duty", "JF"),
        ("unit", unit_id),
        ("unit", unit_id),
        ("village", village),
        ("village", village),
        ("person", "H01"),
    ]
    assert listed[-1]["reminders"] == [60, 1440]
    assert run(home, "feed", "create", "--person", "H01", "--unit", unit_id).returncode == 2
    assert "不能提前 7 分钟提醒" in run(home, "feed", "create", "--person", "H01", "--remind", "7").stderr
    assert "找不到“无名”" in run(home, "feed", "create", "--unit", "无名").stderr
    assert answer(run(home, "feed", "reach", "intranet", "--json")) == {"reach": "intranet"}
    assert answer(run(home, "feed", "health", "--json")) == {"reach": "intranet", "families": {"": 8}}
    assert "尚未读取" in run(home, "feed", "health").stdout


@pytest.mark.slow
def test_the_workbook_goes_out_and_comes_back_unchanged(home, tmp_path):
    book = tmp_path / "out.xlsx"
    answer(run(home, "export", "--workbook", str(book), "--json"))
    assert answer(run(home, "import", str(book), "--dry-run", "--json"))["changes"] == []


@pytest.mark.slow
def test_papers_are_a4_landscape_with_title_code_and_page_numbers(home, tmp_path):
    file = tmp_path / "a.xlsx"
    run(home, "export", MONTH, "--to", str(file))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["领导接访", "区长公开电话", "领导接听日", "总值班", "民情恳谈", "政风行风热线"]
    for page in book:
        assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
        assert "2026年12月" in page["A1"].value and "校验码" in page.oddFooter.left.text
        assert "&P" in page.oddFooter.center.text or "第" in page.oddFooter.center.text
    heads = {page.title: [cell.value for cell in page[3]] for page in book}
    assert heads["领导接访"] == ["日期", "星期", "接访领导", "职务", "分管工作", "时间", "地点", "陪同单位", "备注"]
    assert heads["总值班"] == ["日期", "星期", "农历", "带班领导", "职务", "手机", "主班", "副班", "值班电话"]
    assert heads["民情恳谈"] == ["镇街", "村（社区）", "带队领导", "走访人员", "联系单位", "备注"]
    assert heads["政风行风热线"] == [
        "期数",
        "日期",
        "星期",
        "时间",
        "上线单位",
        "上线领导",
        "职务",
        "主题",
        "联系人",
        "电话",
    ]
    assert "重点" not in "".join(str(cell.value) for row in book["民情恳谈"] for cell in row)


@pytest.mark.slow
def test_the_template_is_ready_to_be_filled_in(tmp_path):
    file = tmp_path / "t.xlsx"
    answer(run(tmp_path / "home", "template", str(file), "--json"))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == [sheet.zh for sheet in SHEETS]
    assert book.sheetnames[:3] == ["设置", "单位", "人员"] and "轮值" in book.sheetnames
    rules = [cell.value for cell in book["规则"]["A"][1:] if cell.value]
    assert rules == [row.rule for row in template().of(ClauseRow)] and book["岗位"]["A1"].comment is not None
    assert any(one.formula1 and "专职" in one.formula1 for one in book["岗位"].data_validations.dataValidation)


@pytest.mark.slow
def test_history_and_differences_in_words(tmp_path):
    home = issued_home(tmp_path / "home")
    assert "v1" in run(home, "history", MONTH).stdout
    answer(run(home, "withdraw", MONTH, "--duty", "JF", "--reason", "试", "--json"))
    run(home, "plan", MONTH, "--repeatable", "--seed", "9")
    run(home, "publish", MONTH)
    assert answer(run(home, "diff", MONTH, "1", "2", "--json"))["changes"].keys() == {"JF"}


@pytest.mark.slow
def test_the_demo_keeps_away_from_a_real_office(tmp_path):
    home = issued_home(tmp_path / "home")
    before = (home / "dangzhi.sqlite").read_bytes()
    done = run(home, "demo", "--no-serve", "--size", "small")
    assert done.returncode == 1 and "不是演示数据" in done.stderr
    assert (home / "dangzhi.sqlite").read_bytes() == before


@pytest.mark.slow
def test_the_small_demo_does_it_all(tmp_path):
    home = Path(tmp_path / "demo")
    done = answer(run(home, "demo", "--no-serve", "--size", "small", "--month", MONTH, "--json"))
    assert (done["status"], done["proved"], set(done["steps"])) == (
        "optimal",
        True,
        {"sample", "import", "plan", "publish", "export"},
    )
    assert set(done["feeds"]) == {"public", "duty", "person"}
    assert set(done["log_ins"]) == {"clerk", "official", "approver", "liaison", "auditor"}
    assert {Path(file).suffix for file in done["files"]} == {".csv", ".xlsx", ".docx", ".pdf", ".ics", ".txt"} and all(
        Path(file).exists() for file in done["files"]
    )
    answer(run(home, "demo", "--no-serve", "--size", "small", "--month", MONTH, "--json"))
