"""How far each audience has to go: clicks, taps and seconds counted; by keyboard alone; without script."""

import re
import time
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.changing import open_call
from planner.planning.basis import draft_of
from planner.samples.district import sample
from planner.store.people import calls
from planner.store.roster import offices, versions
from planner.workbook.write import write_workbook
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.instructions import exchange, on
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, planned
from tests.fixtures.officials import Office, enter
from tests.fixtures.serving import served, worked
from tests.fixtures.swaps import coverable, pairs

CLICKS, TAPS, SECONDS = 12, 4, 30


class Counted:
    """A page whose clicks are counted."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, locator, *, goes=True):
        self.clicks += 1
        if goes:
            with self.page.expect_navigation():
                locator.first.click()
        else:
            locator.first.click()


def test_a_clerk_s_month_from_upload_to_issue_takes_few_clicks_and_no_script(browser, tmp_path):
    book = tmp_path / "office.xlsx"
    write_workbook(book, sample("small", 3, date(2026, 12, 1)))
    store = with_clerk(tmp_path / "home")
    with worked(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", java_script_enabled=False)
        way = Counted(page)
        way.click(page.get_by_role("link", name="导入表格"))
        page.get_by_label(".xlsx 或 .csv 文件").set_input_files(str(book))
        way.click(page.get_by_role("button", name="预览"))
        way.click(page.get_by_role("button", name="导入", exact=True))
        page.goto(f"/office/{MONTH}")
        way.click(page.get_by_role("button", name="编排本月"))
        page.get_by_text(re.compile(r"草稿 \d+ ·")).wait_for(timeout=60_000)
        bar = page.get_by_role("region", name="本月排班状态")
        way.click(bar.get_by_role("link", name="送签"))
        way.click(page.get_by_role("button", name="送签"))
        way.click(bar.get_by_role("link", name="印发", exact=True))
        page.get_by_label("签发人").fill("王主任")
        way.click(page.get_by_role("button", name="印发", exact=True))
        assert page.get_by_role("heading", name="2026年12月值班安排 已印发").count() == 1
    assert way.clicks <= CLICKS
    with store.read() as transaction:
        assert len(versions.current(transaction, MONTH)) == 6


def test_a_leader_s_instruction_by_telephone_is_on_paper_in_half_a_minute(browser, tmp_path):
    store = with_clerk(issued_home(tmp_path / "home"))
    wish = exchange(store)
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        began = time.monotonic()
        page.goto(f"/office/{MONTH}/duty/{wish.slot}")
        page.get_by_label("与哪一天的谁").select_option(f"{wish.other}@{wish.partner}")
        page.get_by_role("button", name="先看对调结果").click()
        page.get_by_role("checkbox", name=re.compile("已电话征得同意")).check()
        page.get_by_label("指示人").fill("王区长")
        page.get_by_role("button", name="按指示办理").click()
        page.get_by_role("heading", name="调整通知").wait_for()
        assert page.pdf(format="A4").startswith(b"%PDF")
        took = time.monotonic() - began
    assert on(store, wish.slot) == [wish.partner] and took < SECONDS


def test_who_is_on_duty_now_is_one_click_away(browser, tmp_path):
    store = with_clerk(issued_home(tmp_path / "home"))
    with served(store.home, "2026-12-09T22:30") as here:
        page = enter(browser, here, "clerk")
        way = Counted(page)
        way.click(page.get_by_role("link", name="此刻在岗"))
        first = page.locator("section").first.inner_text()
        assert (
            "带班领导" in first and page.locator("section").first.locator("a[href^='tel:']").count() and way.clicks == 1
        )
        assert page.get_by_role("heading", name="镇街值班室").count() == 1 and Axe().run(page).violations_count == 0
        page.get_by_role("link", name=re.compile("临时换人")).nth(1).click()
        page.get_by_role("heading", name="补登：实际由谁值班").wait_for()


def test_an_official_swaps_in_four_taps_on_a_phone(browser, tmp_path):
    office = Office(tmp_path)
    with served(office.home, "2026-11-26T09:00") as here:
        page = enter(browser, here, "giver", size=(390, 844), has_touch=True)
        page.goto("/me")
        way = Counted(page)
        day = page.locator(f"a[href*='{office.slot.replace('|', '%7C')}'], a[href*='{office.slot}']").filter(
            has_text="换班"
        )
        way.click(day)
        page.get_by_label("换成谁的哪一天").select_option(f"{office.back}@{office.taker}")
        way.clicks += 1
        way.click(page.get_by_role("button", name="先看结论"))
        way.click(page.get_by_role("button", name=re.compile("提出申请")))
        assert way.clicks <= TAPS and "生效前仍由您值班" in page.locator("[role=status]").inner_text()
        sizes = page.evaluate(
            "[...document.querySelectorAll('main p, main td, main a, main button')]"
            ".map((one) => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= 14, "legible without zoom"


@pytest.mark.parametrize("script", [True, False])
def test_a_duty_is_called_out_tried_and_taken(browser, tmp_path, script):
    from planner.access import logins

    store = with_clerk(issued_home(tmp_path / "home"))
    slot, giver, taker = coverable(store)
    with store.write() as transaction:
        for name, who in (("giver", giver), ("taker", taker)):
            logins.add(transaction, offices.load(transaction), name, "official", who[2:], "correct horse", NOW, "test")
        names = {who: offices.load(transaction).name(who) for who in (giver, taker)}
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "giver", size=(390, 844), java_script_enabled=script)
        page.goto(f"/me/swap/{slot}?who={giver}")
        with page.expect_navigation():
            page.get_by_role("link", name="试算（只看看，不提出申请）").click()
        assert names[taker] in page.locator("section[aria-labelledby=could]").inner_text()
        with page.expect_navigation():
            page.get_by_role("button", name="公开征集").click()
        assert "仍由您值班" in page.locator("[role=status]").inner_text() and (slot, giver) in pairs(store)
        other = enter(browser, here, "taker", size=(390, 844), java_script_enabled=script)
        with other.expect_navigation():
            other.get_by_role("link", name=re.compile("看结论、接班")).click()
        assert "对值班账的影响" in other.locator("main").inner_text()
        with other.expect_navigation():
            other.get_by_role("button", name="我来接").click()
    assert (slot, taker) in pairs(store)
    with store.read() as transaction:
        assert calls.still_open(transaction) == []


def test_a_call_is_answered_by_keyboard_alone(browser, tmp_path):
    from planner.access import logins

    store = with_clerk(issued_home(tmp_path / "home"))
    slot, giver, taker = coverable(store)
    open_call.call_out(store, slot, giver, NOW, giver)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "taker", "official", taker[2:], "correct horse", NOW, "test")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "taker")
        tab_to(page, "看结论、接班")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        tab_to(page, "我来接")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert (slot, taker) in pairs(store)


def tab_to(page, words):
    """Press Tab until something with these words has the focus, which can be seen."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText || ''"):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"nothing says {words}")


def test_a_liaison_names_people_on_a_phone_and_is_told_why_one_cannot_be(browser, tmp_path):
    from dataclasses import replace

    from planner.access import logins
    from planner.office.sheets import AbsenceRow, Unit
    from planner.problem.assignees import members
    from planner.store.people import named_people

    store = with_clerk(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        office, content = offices.load(transaction), versions.in_force(transaction)
        slot, of = next(
            (slot, who[2:])
            for slot, who in sorted(content.pairs)
            if who.startswith("u:") and len(members(office, who)) > 2
        )
        away, free = members(office, "u:" + of)[:2]
        day = date.fromordinal(content.slots[slot].slot.day)
        office = office.with_rows(
            "单位", tuple(replace(row, liaison="G01") if row.id == of else row for row in office.of(Unit))
        )
        offices.save(
            transaction,
            offices.load(transaction),
            office.with_rows(
                "请假外出", (*office.of(AbsenceRow), AbsenceRow(who="p:" + away, start=day, kind="leave"))
            ),
        )
        logins.add(transaction, offices.load(transaction), "liaison", "liaison", "G01", "correct horse", NOW, "test")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "liaison", size=(390, 844))
        section = page.locator("section").filter(has=page.get_by_role("button", name=re.compile("报名单"))).first
        section.get_by_label(office.name("p:" + away)).check()
        with page.expect_navigation():
            section.get_by_role("button", name=re.compile("报名单")).click()
        assert "该时段另有安排" in page.locator("[role=status]").inner_text() and Axe().run(page).violations_count == 0
        section = page.locator("section").filter(has=page.get_by_role("button", name=re.compile("报名单"))).first
        section.get_by_label(office.name("p:" + free)).check()
        with page.expect_navigation():
            section.get_by_role("button", name=re.compile("报名单")).click()
        assert "已报：" + office.name("p:" + free) in page.locator("main").inner_text()
    with store.read() as transaction:
        assert named_people.every(transaction)[slot] == ((of, free),)


def test_a_clerk_mends_a_row_and_is_told_what_is_wrong_where(browser, tmp_path):
    store = with_clerk(issued_home(tmp_path / "home"))
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto("/office/data/absences")
        page.get_by_role("link", name="新增").click()
        page.get_by_label("人员").fill("查无此人")
        page.get_by_label("起", exact=False).first.fill("2026-12-09")
        page.get_by_label("类别").select_option("外出")
        page.get_by_role("button", name="保存").click()
        page.get_by_role("alert").wait_for()
        assert (
            "找不到“查无此人”" in page.get_by_role("alert").inner_text()
            and page.get_by_label("人员").input_value() == "查无此人"
        )
        assert Axe().run(page).violations_count == 0
        with store.read() as transaction:
            name = offices.load(transaction).name("p:L01")
        page.get_by_label("人员").fill(name)
        with page.expect_navigation():
            page.get_by_role("button", name="保存").click()
        assert "已登记。" in page.locator("main [role=status]").first.inner_text()


def test_tomorrow_s_reminders_are_ticked_one_by_one(browser, tmp_path):
    store = with_clerk(issued_home(tmp_path / "home"))
    with served(store.home, "2026-12-09T16:00") as here:
        page = enter(browser, here, "clerk", size=(390, 844))
        page.goto("/office/tomorrow")
        first = page.locator("section").first
        for name in ("已通知", "已回复"):
            with page.expect_navigation():
                first.get_by_role("button", name=re.compile(name)).click()
            assert first.get_by_role("button", name=re.compile(name)).get_attribute("aria-pressed") == "true"
        assert Axe().run(page).violations_count == 0


def test_a_festival_is_planned_apart_from_its_month(browser, tmp_path):
    store = with_clerk(issued_home(tmp_path / "home"))
    planned(store, "2027-01")
    with store.read() as transaction:
        whole = draft_of(transaction, "2027-01").id
    with worked(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto("/office/2027-01")
        page.get_by_text("更多", exact=True).first.click()
        page.get_by_role("button", name="单独编排元旦假期").click()
        page.get_by_text(re.compile(rf"草稿 (?!{whole} )\d+ ·")).wait_for(timeout=60_000)
    with store.read() as transaction:
        made = draft_of(transaction, "2027-01")
    assert (made.first, made.last) == ("2027-01-01", "2027-01-03") and {
        slot.split("|")[2] for slot, _ in made.roster.pairs
    } <= {"20270101", "20270102", "20270103"}


def test_papers_are_taken_from_the_page(browser, tmp_path):
    store = with_clerk(issued_home(tmp_path / "home"))
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto(f"/office/{MONTH}/papers")
        for kind, magic in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
            with page.expect_download() as taken:
                page.get_by_role("link", name=f".{kind} 值班安排表 印发").click()
            assert taken.value.suggested_filename == f"{MONTH} 值班安排表.{kind}"
            with open(taken.value.path(), "rb") as file:
                assert file.read(4).startswith(magic)
        with store.read() as transaction:
            code = versions.current(transaction, MONTH, "JF")[0].code
        page.get_by_role("link", name=code).first.click()
        page.get_by_text("现行有效").wait_for()


def test_reading_and_subscribing_need_no_script(browser, tmp_path):
    office = Office(tmp_path)
    with served(office.home, "2026-12-09T09:30") as here:
        page = enter(browser, here, "giver", java_script_enabled=False)
        page.goto("/")
        assert page.locator(".today .who").count()
        page.goto("/me")
        page.get_by_label("名称（如：我的手机）").fill("手机")
        page.get_by_role("button", name="新建订阅").click()
        address = page.locator("code").nth(1).inner_text()
        assert address.startswith(here + "/feed/") and page.request.get(address).status == 200
        page.goto("/subscribe")
        assert page.get_by_role("link", name="在日历中打开 领导接访").count() == 1
