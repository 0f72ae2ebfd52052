"""今日要办 in Chromium and by script: where each row leads, an empty office, search by keys and without script."""

import re
import time
from dataclasses import replace
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.changing import instruction
from planner.changing.movement import Instruction
from planner.issuing.publish import sign
from planner.judging.refusals import Refusal
from planner.office.sheets import AbsenceRow
from planner.store import cache
from planner.store.roster import offices, versions
from planner.store.tables import assignments
from tests.fixtures.clerk_at_work import with_clerk
from tests.fixtures.instructions import exchange, on
from tests.fixtures.office_at_work import NOW, issued, issued_home, planned
from tests.fixtures.officials import enter
from tests.fixtures.serving import served
from tests.fixtures.swaps import pairs, refusal

WHEN = "2026-12-09T15:20"
TONIGHT = "RX|RX-2|20261209"


class Walk:
    """A page whose clicks are counted from home on."""

    def __init__(self, page):
        self.page, self.clicks, self.began = page, 0, time.monotonic()

    def click(self, locator):
        self.clicks += 1
        locator.first.click()

    @property
    def took(self):
        return time.monotonic() - self.began


def away(store, who, day):
    with store.write() as transaction:
        office = offices.load(transaction)
        row = AbsenceRow(who=who, start=date.fromisoformat(day), kind="leave")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), row)))


@pytest.fixture
def store(tmp_path):
    return with_clerk(issued_home(tmp_path / "home"))


def test_a_clerk_who_logs_in_begins_at_what_waits_today(browser, store):
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        assert page.url.removeprefix(here) == "/office"
        assert page.get_by_role("heading", name="今日要办").count() == 1
        assert "2026年12月9日 星期三 · 冬月初一 · 工作日" in page.locator("main").inner_text()
        assert page.locator("main .btn-go").count() == 1, "one red button a screen"


def test_an_empty_office_is_told_what_comes_first(browser, tmp_path):
    store = with_clerk(tmp_path / "home")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        assert "暂无待办事项" in page.locator("main").inner_text() and page.locator(".tally").count() == 0
        assert page.locator("main .empty a").all_inner_texts() == ["导入表格", "核对规则", "编排第一个月"]
        assert Axe().run(page).violations_count == 0
        page.get_by_role("link", name="导入表格").click()
        assert page.url.removeprefix(here) == "/office/import"


def test_the_vacated_seat_of_tonight_is_filled_in_four_clicks(browser, store):
    (holder,) = [who for slot, who in pairs(store) if slot == TONIGHT][:1]
    away(store, holder, "2026-12-09")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        walk = Walk(page)
        walk.click(page.get_by_role("link", name=re.compile("^马上安排")))
        page.get_by_role("heading", name="办理结果预览").wait_for()
        for one in page.get_by_role("checkbox", name=re.compile("已电话征得同意")).all():
            walk.click(one)
        page.get_by_label("指示人").fill("带班领导")
        walk.click(page.get_by_role("button", name="按指示办理"))
        page.get_by_role("heading", name="调整通知").wait_for()
    assert walk.clicks <= 4 and holder not in on(store, TONIGHT) and len(on(store, TONIGHT)) == 1


def test_a_seat_of_tonight_that_nobody_has_is_filled_in_four_clicks(browser, store):
    with store.write() as transaction:
        cache.bump(transaction, cache.ISSUED)
        transaction.connection.execute(assignments.delete().where(assignments.c.slot == TONIGHT))
        need = versions.in_force(transaction).slots[TONIGHT].slot.need
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        row = page.locator(".rows > li").filter(has_text="12月9日（周三） 夜班 话务员")
        assert row.locator("b").inner_text() == f"12月9日（周三） 夜班 话务员 缺 {need} 人"
        walk = Walk(page)
        walk.click(row.get_by_role("link", name=re.compile("安排人员")))
        walk.click(page.get_by_role("checkbox", name=re.compile("已电话征得同意")))
        page.get_by_label("指示人").fill("带班领导")
        walk.click(page.get_by_role("button", name="按指示办理"))
        page.get_by_role("heading", name="调整通知").wait_for()
        (who,) = on(store, TONIGHT)
        with store.read() as transaction:
            name = offices.load(transaction).name(who)
        assert f"12月9日（周三）夜班话务员由{name}同志值班。" in page.locator("main").inner_text()
        page.goto("/office")
        assert page.locator(".rows > li").filter(has_text="缺").count() == (1 if need > 1 else 0)
    assert walk.clicks <= 4


def test_a_leader_s_instruction_is_on_paper_within_eight_clicks_from_home(browser, store):
    wish = exchange(store)
    day = date.fromisoformat("{}-{}-{}".format(*re.match(r"(\d{4})(\d\d)(\d\d)", wish.slot.split("|")[2]).groups()))
    with store.read() as transaction:
        name = offices.load(transaction).name(wish.who)
    with served(store.home, "2026-11-26T09:00") as here:
        page = enter(browser, here, "clerk")
        walk = Walk(page)
        walk.click(page.get_by_role("link", name="登记领导指示"))
        page.get_by_label("日期").fill(day.isoformat())
        walk.click(page.get_by_role("button", name="看这一天"))
        row = page.locator(".found-duties > li").filter(has_text=name).filter(has_text="接访领导")
        walk.click(row.get_by_role("link", name=re.compile("登记指示")))
        page.get_by_label("与哪一天的谁").select_option(f"{wish.other}@{wish.partner}")
        walk.click(page.get_by_role("button", name="先看对调结果"))
        walk.click(page.get_by_role("checkbox", name=re.compile("已电话征得同意")))
        page.get_by_label("指示人").fill("王区长")
        walk.click(page.get_by_role("button", name="按指示办理"))
        page.get_by_role("heading", name="调整通知").wait_for()
        assert page.pdf(format="A4").startswith(b"%PDF")
    assert walk.clicks <= 8 and walk.took <= 30 and on(store, wish.slot) == [wish.partner]


def test_what_somebody_does_this_month_is_one_step_and_their_weekends_of_the_year_two(browser, store):
    who = next(one for slot, one in sorted(pairs(store)) if slot.startswith("RX|RX-1|20261212"))
    with store.read() as transaction:
        office, mine = offices.load(transaction), {slot for slot, one in pairs(store) if one == who}
        slots = versions.in_force(transaction).slots
    weekends = {date.fromordinal(slots[one].slot.day) for one in mine if slots[one].slot.day_kind != "workday"}
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.keyboard.press("Control+k")
        page.keyboard.type(office.name(who))
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="搜索").wait_for()
        section = page.locator("section").filter(has=page.get_by_role("heading", name=office.name(who)))
        assert section.locator(".found-duties > li").count() == len(mine)
        section.get_by_role("link", name=re.compile("全年")).click()
        listed = page.locator("section").filter(has=page.get_by_role("heading", name="双休日和假期"))
        days = {re.match(r"(\d+)月(\d+)日", one) for one in listed.locator("li .b").all_inner_texts()}
        assert {(int(one[1]), int(one[2])) for one in days} == {(one.month, one.day) for one in weekends}


def test_search_goes_by_keys_and_shows_what_it_finds_while_one_types(browser, store):
    with store.read() as transaction:
        name = offices.load(transaction).people["H04"][-1].name
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        complaints = []
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
        page.keyboard.press("Control+k")
        page.keyboard.type(name)
        found = page.locator("#found")
        found.get_by_role("heading", name=name).wait_for()
        assert Axe().run(page).violations_count == 0
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.textContent").strip() == name
        page.keyboard.press("Escape")
        assert found.locator("section").count() == 0 and page.evaluate("document.activeElement.id") == "find"
        page.locator("#find").fill("下周六")
        found.get_by_role("heading", name="12月19日").wait_for()
        assert complaints == []


def test_search_and_home_need_no_script(browser, store):
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", java_script_enabled=False)
        assert page.locator(".tally li").count() == 5
        page.locator("#find").fill("16日")
        page.locator("#find").press("Enter")
        assert page.get_by_role("heading", name="12月16日").count() == 1
        assert page.locator(".found-duties > li").count() > 3


def test_a_leader_s_vacancy_goes_by_instruction_and_another_s_may_be_asked(browser, store):
    leader = next(who for slot, who in sorted(pairs(store)) if slot.startswith("JF|JF-1|202612") and slot[-2:] > "15")
    clerk = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("RX|RX-1|20261220"))
    day = next(
        slot for slot, who in sorted(pairs(store)) if who == leader and slot.startswith("JF|JF-1|") and slot[-2:] > "15"
    )
    away(store, leader, f"2026-12-{day[-2:]}")
    away(store, clerk[1], "2026-12-20")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        of_leader = page.locator(".rows > li").filter(has_text="接访领导空岗")
        assert [one.split()[0] for one in of_leader.locator(".acts a").all_inner_texts()] == ["按指示办理"]
        other = page.locator(".rows > li").filter(has_text="12月20日（周日） 白班 话务员空岗")
        assert [one.split()[0] for one in other.locator(".acts a").all_inner_texts()] == ["请人替班", "马上安排"]
        other.get_by_role("link", name=re.compile("请人替班")).click()
        section = page.locator(page.url.partition("#")[1] + page.url.partition("#")[2]).locator(
            "xpath=ancestor::section"
        )
        assert "12月20日" in section.inner_text()


def test_a_year_of_nobody_is_no_page_and_a_day_that_is_none_is_told(browser, store):
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        for path, status in (
            ("/office/people/NOBODY/2026", 404),
            ("/office/people/H04/1500", 404),
            ("/office/day?day=2026-02-30", 400),
            ("/office/search?q=" + "x" * 500, 200),
        ):
            assert page.request.get(path).status == status, path


def test_an_empty_seat_can_be_taken_only_while_there_is_one(store):
    with store.read() as transaction:
        free = next(
            id
            for id in offices.load(transaction).people
            if id.startswith("H") and ("p:" + id) not in on(store, TONIGHT)
        )
    wish = Instruction("standin", TONIGHT, "", "带班领导", "p:" + free)
    assert refusal(instruction.give, store, wish, None, NOW, "clerk", "zh") is Refusal.NOT_THEIRS
    with store.write() as transaction:
        cache.bump(transaction, cache.ISSUED)
        transaction.connection.execute(assignments.delete().where(assignments.c.slot == TONIGHT))
    given = instruction.give(store, replace(wish, reason="当晚无人"), None, NOW, "clerk", "zh")
    assert on(store, TONIGHT) == ["p:" + free]
    instruction.undo(store, given.id, NOW, "clerk", "zh")
    assert on(store, TONIGHT) == []


def test_each_step_of_a_month_leads_to_where_it_is_taken(browser, store):
    with served(store.home, "2026-11-26T09:00") as here:
        page = enter(browser, here, "clerk")

        def leads():
            page.goto("/office")
            row = page.locator("table tbody tr").filter(has_text="2027年1月")
            link = row.locator("td a")
            return link.inner_text().split()[0], link.get_attribute("href")

        assert leads() == ("排班准备", "/office/2027-01/preparing")
        planned(store, "2027-01")
        assert leads() == ("送签", "/office/2027-01/sign")
        assert page.request.get("/office/2027-01/sign").status == 200
        sign(store, "2027-01", NOW, "clerk")
        assert leads() == ("印发", "/office/2027-01/issue")
        assert page.request.get("/office/2027-01/issue").status == 200
        issued(store, "2027-01")
        page.goto("/office")
        assert page.locator("table tbody tr").filter(has_text="2027年1月").locator("td a").count() == 0
