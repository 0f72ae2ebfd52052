"""Two of one name are told apart wherever they meet: papers, texts, now, pages, messages, feeds."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from planner.feeds.revisions import keys
from planner.notifying.messages import DutyRelease, people_told
from planner.office.namesakes import Called, person_marks, stages
from planner.pages import notice
from planner.pages.month.month_desk import desk
from planner.pages.tomorrow import reminders_of
from planner.paper.catalogue import PAPERS, printed
from planner.paper.gathering import WantedPaper
from planner.roster.changes import changes
from planner.roster.issued import issued_lines
from planner.roster.lines import titled
from planner.store.messages import feeds
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.workbook.refs import index_of
from planner.worker import snapshot
from tests.fixtures.office_at_work import NOW, run
from tests.fixtures.paper_words import words
from tests.fixtures.small_offices import add, at, imported, month_issued, rows_of, with_office

UNITS = [{"编号": "U1", "名称": "县政府办"}, {"编号": "U2", "名称": "县信访局"}, {"编号": "U3", "名称": "东岭镇"}]
PEOPLE = [
    {"编号": id, "姓名": name, "单位": unit, "职务": title, "值班序列": "值班员"}
    for id, name, unit, title in (
        ("P1", "丁一", "U1", ""),
        ("P4", "李四", "U1", "科长"),
        ("P5", "李四", "U2", "科长"),
        ("P6", "李四", "U2", "科员"),
        ("P7", "王五", "U1", "科员"),
        ("P8", "王五", "U1", "科员"),
        ("P9", "王五", "", ""),
    )
]
SHOWN = {
    "p:P1": "丁一",
    "p:P4": "李四（县政府办）",
    "p:P5": "李四（县信访局 科长）",
    "p:P6": "李四（县信访局 科员）",
    "p:P7": "王五（县政府办 P7）",
    "p:P8": "王五（县政府办 P8）",
    "p:P9": "王五（P9）",
}
MAIN, DEPUTY = "李四（县政府办）", "李四（县信访局 科长）"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A public night duty: P4 and P5, both 李四, serve on the 10th together, P5 on the 11th."""
    posts = [
        {"事项": "ZB", "班次": "夜班", "岗位": post, "开始时间": "18:00", "结束时间": "08:00"}
        for post in ("主班", "副班")
    ]
    pins = [
        {"事项": "ZB", "起始日期": day, "岗位": post, "人员或单位": who}
        for day, post, who in (("2026-12-10", "主班", "P4"), ("2026-12-10", "副班", "P5"), ("2026-12-11", "主班", "P5"))
    ]
    path = tmp_path_factory.mktemp("office")
    duties = [{"编号": "ZB", "名称": "总值班", "日历": "每天", "公开": "按月"}]
    store = with_office(path, rows_of(duties, posts, PEOPLE, UNITS, 指定=pins))
    month_issued(store, "2026-12")
    return store


def test_an_office_tells_everybody_apart_by_the_least_that_does(store):
    with store.read() as transaction:
        office = offices.load(transaction)
    assert {who: office.name(who) for who in SHOWN} == SHOWN
    index = index_of(office)
    assert all(index.find(shown, ("person",)) == who[2:] for who, shown in SHOWN.items()), "what is shown can be typed"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_every_paper_that_has_both_names_both(store, kind):
    with store.read() as transaction:
        for paper, day in (("month", 10), ("card", 10), ("served", 31)):
            said = words(
                kind,
                printed(Standing.read(transaction), WantedPaper(paper, "2026-12"), kind, at(f"2026-12-{day}T12:00")),
            )
            said = said.replace("\n", "").replace(" ", "")
            assert MAIN in said and DEPUTY.replace(" ", "") in said, paper
        own = printed(Standing.read(transaction), WantedPaper("person", "2026-12", who="p:P5"), kind, NOW)
        assert DEPUTY.replace(" ", "") in words(kind, own).replace("\n", "").replace(" ", "")
    assert set(PAPERS) >= {"month", "card", "served", "person"}


@pytest.mark.slow
def test_texts_now_and_the_snapshot_name_both(store, tmp_path):
    run(store.home, "export", "2026-12", "--to", str(tmp_path / "a.txt"))
    text = (tmp_path / "a.txt").read_text("utf-8")
    assert f"主班 {MAIN}，副班 {DEPUTY}" in text
    said = run(store.home, "now", now="2026-12-10T22:30").stdout
    assert MAIN in said and DEPUTY in said
    snapshot.write_snapshot(store, at("2026-12-10T22:30"))
    _, posts, _ = snapshot.read_snapshot(store.home, at("2026-12-10T22:30"))
    assert [one.people[0][0] for one in posts] == [MAIN, DEPUTY]


@pytest.mark.slow
def test_the_table_for_scripts_has_names_alone_and_reads_back(store, tmp_path):
    for kind in ("csv", "json"):
        run(store.home, "export", "2026-12", "--to", str(tmp_path / f"a.{kind}"))
    rows = json.loads((tmp_path / "a.json").read_text("utf-8"))["rows"]
    both = [row for row in rows if row["date"] == "2026-12-10"]
    assert {(row["assignee"], row["name"], row["unit"]) for row in both} == {("P4", "李四", "U1"), ("P5", "李四", "U2")}
    checked = run(store.home, "check", str(tmp_path / "a.csv"))
    assert checked.returncode == 0 and "写的是" not in checked.stdout + checked.stderr


def test_pages_messages_and_changes_name_both(store):
    with store.read() as transaction:
        office = offices.load(transaction)
        shown = desk(Standing.read(transaction), "2026-12", NOW, "zh")
        names = {
            one.name
            for grid in shown.grids
            for row in grid.rows
            for cell in row.cells
            for line in cell
            for one in line.people
        }
        assert {MAIN, DEPUTY} <= names and {MAIN, DEPUTY} <= {name for name, _ in shown.grids[0].balance}
        [board] = notice.board(transaction, office, at("2026-12-10T12:00").date())
        assert {who.name for item in board.today for who in item.people} == {MAIN, DEPUTY}
        assert {
            one.name
            for one in reminders_of(transaction, offices.load(transaction), at("2026-12-10T12:00").date(), "zh")
        } == {MAIN, DEPUTY}
        lines = issued_lines(transaction, offices.load(transaction), "2026-12")
        day = [line for line in lines if line.day.day == 10 and line.slot.post == "主班"]
        after = [line for line in lines if line.day.day == 10 and line.slot.post == "副班"]
        moved = [replace(day[0], people=after[0].people)]
        assert changes(day, moved)[0].words.zh.endswith(f"由{MAIN}调整为{DEPUTY}")
        told = people_told(transaction, office, [DutyRelease(day, moved, False)], NOW, "zh")
        assert f"{MAIN}同志" in told["p:P4"] and f"{DEPUTY}同志" in told["p:P5"]
        assert titled(after[0].people[0]) == DEPUTY and titled(day[0].people[0]) == "李四（县政府办，科长）"


def test_feeds_name_both(store):
    with store.read() as transaction:
        line = next(one for one in issued_lines(transaction, offices.load(transaction), "2026-12") if one.day.day == 10)
        known = feeds.of_month(transaction, "ZB", "2026-12")
        said = {
            key[0]: str(
                Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{known[key].event}END:VCALENDAR\r\n").walk("VEVENT")[0][
                    "SUMMARY"
                ]
            )
            for key in keys(line)
        }
    name = line.people[0].name
    assert name in (MAIN, DEPUTY) and name in said["office"] and name.removesuffix("）") in said["public"]


@pytest.mark.slow
def test_a_namesake_who_comes_later_is_told_apart_on_what_was_issued_before(tmp_path):
    posts = [{"事项": "ZB"}]
    people = PEOPLE[:2]
    store = with_office(
        tmp_path,
        rows_of(
            [{"编号": "ZB", "名称": "总值班", "日历": "每天"}],
            posts,
            people,
            UNITS,
            规则=[{"规则": "均衡", "要求": "一般"}],
        ),
    )
    month_issued(store, "2026-12")
    with store.read() as transaction:
        lines = issued_lines(transaction, offices.load(transaction), "2026-12")
    assert {one.name for line in lines for one in line.people} == {"丁一", "李四"}
    add(store, tmp_path / "more", {"人员": [list(PEOPLE[2]), list(PEOPLE[2].values())]})
    with store.read() as transaction:
        lines = issued_lines(transaction, offices.load(transaction), "2026-12")
    assert {one.name for line in lines for one in line.people} == {"丁一", MAIN}
    assert "全部无误" in run(store.home, "verify").stdout


def test_two_units_of_one_name_are_two(tmp_path):
    units = [{"编号": id, "名称": "办公室", "简称": short} for id, short in (("U1", "府办"), ("U2", ""))]
    office = imported(tmp_path, rows_of([], [], PEOPLE[:1], units)).office
    assert [office.name(f"u:{id}") for id in ("U1", "U2")] == ["办公室（府办）", "办公室（U2）"]
    assert [index_of(office).find(f"办公室（{mark}）", ("unit",)) for mark in ("府办", "U2")] == ["U1", "U2"]


def test_two_villages_of_one_name_are_two_places(tmp_path):
    towns = [{"编号": id, "名称": name} for id, name in (("T1", "东岭镇"), ("T2", "西河镇"))]
    rows = rows_of(
        [{"编号": "ZF", "名称": "走访", "日历": "每月10日", "分点安排": "村居"}],
        [{"事项": "ZF", "岗位": "走访干部", "开始时间": "08:30", "结束时间": "17:00"}],
        [{"编号": "P1", "姓名": "丁一", "单位": "T1", "值班序列": "值班员"}],
        towns,
        村居=[
            {"编号": id, "名称": name, "镇街": town}
            for id, name, town in (("V1", "王家庄", "T1"), ("V2", "王家庄", "T2"), ("V3", "李家庄", "T1"))
        ],
        联系村=[{"人员": "P1", "村居": village} for village in ("V1", "V2", "V3")],
    )
    office = imported(tmp_path, rows).office
    assert [office.name(f"v:{id}") for id in ("V1", "V2", "V3")] == ["王家庄（东岭镇）", "王家庄（西河镇）", "李家庄"]
    from planner.problem.build import period_slots
    from planner.problem.period import Period

    assert [slot.place for slot in period_slots(office, Period.month("2026-12"))] == [
        "王家庄（东岭镇）",
        "王家庄（西河镇）",
        "李家庄",
    ]


WORDS = some.sampled_from(["", "甲", "乙", "丙"])
ROWS = some.lists(some.tuples(some.sampled_from(["李四", "王五"]), WORDS, WORDS), min_size=1, max_size=2)


@given(some.lists(ROWS, max_size=8))
def test_whoever_the_people_are_no_two_of_one_name_read_alike(people):
    known = {
        f"P{number}": [Called(name, person_marks(unit, title, f"P{number}")) for name, unit, title in rows]
        for number, rows in enumerate(people)
    }
    stage = stages(known)
    texts = {
        id: {row.name + (f"（{row.marks[stage[id]]}）" if id in stage else "") for row in rows}
        for id, rows in known.items()
    }
    for one in known:
        for other in known:
            assert one == other or not texts[one] & texts[other]
        alone = all(not {a.name for a in known[one]} & {b.name for b in known[o]} for o in known if o != one)
        assert (one in stage) != alone
