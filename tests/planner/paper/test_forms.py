"""A paper has the form that the post sheet says (表样), else its duty's; units stand in no column of people."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.office.office import Office
from planner.office.paper_form import PaperForm, paper_form
from planner.office.sheets import Duty, Person, Post
from planner.pages import notice
from planner.paper.catalogue import sheets
from planner.paper.gathering import WantedPaper
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.workbook.write import write_workbook
from tests.fixtures.office_at_work import NOW
from tests.fixtures.small_offices import imported, month_issued, rows_of, with_office
from tests.fixtures.workbook_files import faults, folder, read

UNITS = [{"编号": f"U{n}", "名称": f"县第{n}局", "值班序列": "陪同单位"} for n in range(1, 5)]
TOWNS = [{"编号": "T1", "名称": "东岭镇", "值班电话": "6001"}, {"编号": "T2", "名称": "西河镇"}]
PEOPLE = [
    {"编号": f"P{n}", "姓名": f"员{n}", "单位": f"T{1 + n % 2}", "职务": "干部", "值班序列": "值班员"} for n in range(6)
]
LEADERS = [
    {
        "编号": f"L{n}",
        "姓名": f"领{n}",
        "单位": "U1",
        "职务": "副县长",
        "班子": "县政府",
        "分管工作": "教育",
        "值班序列": "接访领导",
    }
    for n in range(4)
]
VILLAGES = [{"编号": f"V{n}", "名称": f"村{n}", "镇街": f"T{1 + n % 2}", "联系单位": "U1"} for n in range(3)]
SESSION = {"班次": "上午", "开始时间": "08:30", "结束时间": "11:30"}
LEAD = {**SESSION, "岗位": "接访领导", "值班序列": "接访领导"}
ALONG = {**SESSION, "岗位": "陪同单位", "对象": "单位", "值班序列": "陪同单位"}
CLERK = {**SESSION, "岗位": "记录员"}
NIGHT = {"班次": "夜班", "开始时间": "18:00", "结束时间": "08:00"}
RECEPTION = ("日期", "星期", "接访领导", "职务", "分管工作", "时间", "地点", "陪同单位", "备注")
PLACES = {"村居": VILLAGES, "联系村": [{"人员": f"P{n}", "村居": f"V{v}"} for n in range(6) for v in range(3)]}


def rows(posts, duty=(), people=(*LEADERS, *PEOPLE), **more):
    """A duty of such posts on Wednesdays, public."""
    one = {"编号": "D", "名称": "某事项", "日历": "每周三", "地点": "群众服务中心", "公开": "按月", **dict(duty)}
    return rows_of(
        [one], [{"事项": "D", **post} for post in posts], list(people), [*UNITS, *TOWNS], **{**PLACES, **more}
    )


def made(path, posts, duty=(), **more):
    """The sheet of a duty of such posts, issued, and its public table."""
    store = with_office(path, rows(posts, duty, **more))
    month_issued(store, "2026-12")
    with store.read() as transaction:
        [sheet] = sheets(Standing.read(transaction), WantedPaper("month", "2026-12"), NOW)
        [table] = notice.month(transaction, offices.load(transaction), "2026-12", date(2026, 12, 1))
    return sheet, table


@pytest.mark.parametrize(
    ("posts", "others"), [([LEAD], ()), ([LEAD, ALONG], ()), ([ALONG, LEAD], ()), ([LEAD, CLERK, ALONG], ("记录员",))]
)
def test_a_reception_keeps_its_columns_whoever_comes_along(tmp_path, posts, others):
    sheet, table = made(tmp_path, posts)
    at = RECEPTION.index("时间")
    assert sheet.page.header == (*RECEPTION[:at], *others, *RECEPTION[at:])
    for row in sheet.page.rows:
        said = dict(zip(sheet.page.header, row, strict=True))
        assert said["接访领导"].startswith("领") and said["职务"] == "副县长" and said["分管工作"] == "教育"
        assert said["时间"] == "08:30—11:30" and said["地点"] == "群众服务中心"
        assert said["陪同单位"].startswith("县第") == (ALONG in posts)
    assert len(table.items) == 5 * (1 + len(others))
    for item in table.items:
        assert not any(who.name.startswith("县第") for who in item.people)
        assert bool(item.units) == (ALONG in posts)


@pytest.mark.slow
def test_duties_at_towns_and_villages_have_columns_of_their_own_posts(tmp_path):
    lead = {**NIGHT, "岗位": "带班领导", "占用": "可兼", "值班序列": "值班员"}
    sheet, _ = made(tmp_path / "towns", [lead, {**NIGHT, "岗位": "值班员"}], {"分点安排": "镇街"})
    assert sheet.page.header == (
        "日期",
        "星期",
        "镇街",
        "时间",
        "带班领导",
        "职务",
        "手机",
        "值班员",
        "值班电话",
        "备注",
    )
    assert len(sheet.page.rows) == 10 and {row[2] for row in sheet.page.rows} == {"东岭镇", "西河镇"}
    assert {(row[2], row[3], row[8]) for row in sheet.page.rows} == {
        ("东岭镇", "18:00—次日08:00", "6001"),
        ("西河镇", "18:00—次日08:00", ""),
    }
    window = {"班次": "窗口", "岗位": "代办员", "开始时间": "09:00", "结束时间": "17:00"}
    sheet, _ = made(tmp_path / "villages", [window], {"分点安排": "村居"})
    assert sheet.page.header == ("日期", "星期", "镇街", "村（社区）", "时间", "代办员", "值班电话", "备注")
    visit = [{**window, "岗位": post} for post in ("带队干部", "走访干部")]
    sheet, _ = made(tmp_path / "visits", visit, {"分点安排": "村居"})
    assert sheet.page.header == ("镇街", "村（社区）", "带队领导", "走访人员", "联系单位", "备注")
    sheet, _ = made(tmp_path / "walked", [{**window, "班次": "走访", "岗位": "干部"}], {"分点安排": "村居"})
    assert sheet.page.header == ("镇街", "村（社区）", "带队领导", "走访人员", "联系单位", "备注")
    escort = {**window, "岗位": "带队单位", "对象": "单位", "值班序列": "陪同单位"}
    sheet, _ = made(tmp_path / "escorted", [*visit, escort], {"分点安排": "村居"})
    assert sheet.page.header == ("镇街", "村（社区）", "带队领导", "走访人员", "联系单位", "带队单位", "备注")
    assert all("县第" not in row[2] + row[3] and row[5].startswith(("县第", "空缺")) for row in sheet.page.rows)


@pytest.mark.slow
def test_broadcasts_keep_their_columns_beside_a_post_of_people(tmp_path):
    air = {**SESSION, "岗位": "上线单位", "对象": "单位", "值班序列": "陪同单位"}
    header = ("期数", "日期", "星期", "时间", "上线单位", "上线领导", "职务", "主题", "联系人", "电话")
    sheet, _ = made(tmp_path / "alone", [air])
    assert sheet.page.header == header
    host = {**SESSION, "岗位": "主持人", "表样": "上线"}
    sheet, table = made(tmp_path / "hosted", [air, host])
    assert sheet.page.header == (*header[:7], "主持人", *header[7:]) and len(sheet.page.rows) == 5
    assert all(row[4].startswith("县第") and row[7].startswith("员") for row in sheet.page.rows)
    assert {item.post for item in table.items} == {"上线单位", "主持人"}


@pytest.mark.slow
def test_what_the_post_sheet_says_goes_before_the_kind(tmp_path):
    plain, _ = made(tmp_path / "a", [{**LEAD, "表样": "值班"}])
    assert plain.page.header == ("日期", "星期", "农历", "接访领导", "值班电话")
    shifts = [
        {**CLERK, "岗位": "咨询员", "班次": shift, "开始时间": begin, "结束时间": end}
        for shift, begin, end in (("上午", "08:30", "11:30"), ("下午", "14:00", "17:00"))
    ]
    table, _ = made(tmp_path / "b", shifts)
    assert table.page.header[3:5] == ("上午咨询员", "下午咨询员")
    said, _ = made(tmp_path / "c", [{**shifts[0], "表样": "接访"}, shifts[1]])
    assert said.page.header == ("日期", "星期", "咨询员", *RECEPTION[3:]) and len(said.page.rows) == 10


@pytest.mark.slow
def test_units_stand_in_no_leader_s_column(tmp_path):
    posts = [
        {**NIGHT, "岗位": "带班领导", "占用": "可兼", "值班序列": "接访领导"},
        {**NIGHT, "岗位": "带班单位", "对象": "单位", "占用": "可兼", "值班序列": "陪同单位"},
        {**NIGHT, "岗位": "值班员"},
    ]
    store = with_office(tmp_path, rows(posts, {"日历": "每天"}))
    month_issued(store, "2027-01")
    with store.read() as transaction:
        [sheet] = sheets(Standing.read(transaction), WantedPaper("month", "2027-01"), NOW)
        [report] = sheets(Standing.read(transaction), WantedPaper("report", "2027-01"), NOW)
    assert sheet.page.header == ("日期", "星期", "农历", "带班领导", "职务", "手机", "带班单位", "值班员", "值班电话")
    for row in report.page.rows:
        said = row[2].split("\n")
        assert all(name.startswith("领") for name in said) and "县第" in row[6]


@pytest.mark.parametrize(
    ("posts", "duty", "fault"),
    [
        ([{**LEAD, "表样": "走访"}], {}, "这种表样用于分点安排的事项"),
        ([{**LEAD, "表样": "分点"}], {}, "这种表样用于分点安排的事项"),
        ([{**LEAD, "表样": "上线"}], {}, "上线表样要有由单位担任的岗位，且不分点"),
        ([{**ALONG, "表样": "接访"}], {}, "接访表样要有由人员担任的岗位，且不分点"),
        ([{**LEAD, "表样": "值班"}], {"分点安排": "镇街"}, "分点安排的事项不能用值班表样"),
        ([{**LEAD, "表样": "接访"}, {**ALONG, "表样": "值班"}], {}, "同一事项的岗位填了不同的表样"),
        ([{**LEAD, "表样": "告示"}], {}, "“告示”"),
    ],
)
def test_a_form_that_cannot_be_is_refused_with_its_cell(tmp_path, posts, duty, fault):
    found = faults(folder(tmp_path / "a", rows(posts, duty)))
    assert len(found) == 1 and found[0][0] == "岗位" and found[0][1] and fault in found[0][2], found


def test_the_column_is_kept_over_export_and_import(tmp_path):
    office = imported(tmp_path, rows([{**LEAD, "表样": "值班"}, ALONG])).office
    write_workbook(tmp_path / "a.xlsx", office)
    again = read(tmp_path / "a.xlsx")
    assert [post.form for post in again.of(Post)] == ["duty", ""] and again.of(Post) == office.of(Post)


CLOCKS = some.sampled_from(["08:30", "11:30", "18:00", "08:00"])
POSTS = some.builds(
    Post,
    id=some.uuids().map(str),
    duty=some.just("D"),
    shift=some.sampled_from(["白班", "夜班"]),
    post=some.sampled_from(["甲岗", "带队领导"]),
    assignee=some.sampled_from(["person", "unit"]),
    begin=CLOCKS,
    finish=CLOCKS,
    pools=some.just(("池",)),
    need=some.just(1),
    span=some.integers(1, 3),
    form=some.sampled_from(["", "", "duty", "reception"]),
)


@given(some.lists(POSTS, max_size=4), some.sampled_from(["", "villages", "towns"]), some.booleans())
def test_every_duty_has_one_form_that_its_posts_alone_decide(posts, per_site, led):
    duty = Duty(id="D", name="D", calendar="每天", per_site=per_site)
    person = Person(id="P", name="P", pools=("池",), body="班子" if led else "")
    office = Office({"值班事项": (duty,), "岗位": tuple(posts), "人员": (person,)})
    form = paper_form(office, "D")
    said = [post.form for post in posts if post.form]
    if said:
        assert form == said[0]
    elif per_site:
        assert form in (PaperForm.SITES, PaperForm.VISIT)
    else:
        units = {post.assignee for post in posts} == {"unit"}
        assert (form is PaperForm.AIR) == units and form not in (PaperForm.SITES, PaperForm.VISIT)
        escort = Post(duty="D", shift="x", post="y", assignee="unit", begin="00:00", finish="23:59", pools=(), need=1)
        more = office.with_rows("岗位", (*posts, escort))
        assert paper_form(more, "D") is (form if any(post.assignee == "person" for post in posts) else PaperForm.AIR)
