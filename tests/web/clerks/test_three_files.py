"""A clerk's own three files, last month's table, a list of people and a list of leave, become a planned month.

Somebody who reads only the pages does it: nothing is renamed, no column is added, and the clicks are few.
"""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from planner.office.office import Office
from planner.office.sheets import AbsenceRow, History, Person
from planner.store.roster import offices, versions
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.office_at_work import store_with
from tests.fixtures.officials import enter
from tests.fixtures.serving import worked

LEADERS = ["周建国", "吴明", "郑海燕"]
MAIN = ["王磊", "李娜", "张伟", "刘洋", "陈静", "杨帆", "赵强", "黄丽"]
DEPUTY = ["徐刚", "孙悦", "马超", "朱琳", "胡杰", "郭敏"]
CLICKS = 12
MONTH = "2026-12"


def _book(path, *rows, title="Sheet1"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def _files(folder):
    days = [
        [f"11月{day}日", LEADERS[(day - 1) // 7 % 3], MAIN[(day - 1) % 8], DEPUTY[(day - 1) % 6]]
        for day in range(1, 31)
    ]
    table = _book(
        folder / "11月值班表.xlsx",
        ["清源镇2026年11月值班安排表"],
        ["日期", "带班领导", "主班", "副班"],
        *days,
        ["注：值班时间为当日8:30至次日8:30。"],
        ["党政办公室", "", "", "2026年10月28日"],
        title="11月值班表",
    )
    groups = (LEADERS, "党政班子", "副镇长"), (MAIN, "党政办", "科员"), (DEPUTY, "综治办", "科员")
    everybody = [(name, unit, title) for names, unit, title in groups for name in names]
    people = [[number, *one, f"139000{number:05d}"] for number, one in enumerate(everybody, 1)]
    return (
        table,
        _book(folder / "人员名单.xlsx", ["清源镇工作人员名单"], ["序号", "姓名", "部门", "职务", "联系电话"], *people),
        _book(
            folder / "请假表.xlsx",
            ["姓名", "请假类型", "开始日期", "结束日期"],
            ["王磊", "年休假", "12月7日", "12月11日"],
            ["孙悦", "出差", "12月15日", "12月17日"],
        ),
    )


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_table_a_list_of_people_and_a_list_of_leave_become_a_month(browser, tmp_path, script):
    store = with_clerk(store_with(tmp_path / "home", Office()).home)
    table, people, leave = _files(tmp_path)
    with worked(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", java_script_enabled=script)
        clicks = 0

        def click(name):
            nonlocal clicks
            page.get_by_role("button", name=name, exact=True).click()
            clicks += 1

        def hand_over(file):
            page.goto("/office/import")
            page.get_by_label(".xlsx 或 .csv 文件").set_input_files(str(file))
            click("预览")

        hand_over(table)
        click("导入")
        assert page.get_by_text("已建立事项、岗位和人员。").count() == 1
        click("导入")
        for file in (people, leave):
            hand_over(file)
            click("导入")
        page.goto(f"/office/{MONTH}")
        click("编排本月")
        bar = page.get_by_role("region", name="本月排班状态")
        expect(bar).to_contain_text(re.compile(r"草稿 \d+ ·"), timeout=60_000)
        for step in ("送签", "印发"):
            bar.get_by_role("link", name=step, exact=True).click()
            clicks += 1
            if step == "印发":
                page.get_by_label("签发人").fill("周镇长")
            click(step)
        assert page.get_by_role("heading", name="2026年12月值班安排 已印发").count() == 1
    assert clicks <= CLICKS
    with store.read() as transaction:
        office, issued = offices.load(transaction), versions.in_force(transaction)
    assert len(office.of(History)) == 90 and len(issued.pairs) == 93
    assert {row.mobile != "" for row in office.of(Person)} == {True}
    assert {(office.name(row.who), str(row.start), str(row.end)) for row in office.of(AbsenceRow)} == {
        ("王磊", "2026-12-07", "2026-12-11"),
        ("孙悦", "2026-12-15", "2026-12-17"),
    }
    days = {day for who, day in _served(office, issued) if who == "王磊"}
    assert not days & set(range(7, 12)) and not any(day + 1 in days for day in days)


def _served(office, issued):
    """(name, day of December) of everything issued."""
    return [(office.name(who), int(slot.split("|")[2][6:])) for slot, who in issued.pairs]
