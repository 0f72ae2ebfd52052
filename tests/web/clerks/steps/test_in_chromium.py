"""From step to step in Chromium: clicks counted, sheets over the month and as pages, two tabs, back, a double click."""

import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from constraints.problem.roster import Roster
from planner.issuing.publish import sign
from planner.office.sheets import AbsenceRow
from planner.planning.basis import draft_of
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.samples.district import sample
from planner.store import audit, jobs
from planner.store.results.job_results import Improvement, SearchSoFar
from planner.store.roster import drafts, offices, versions
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, planned, store_with
from tests.fixtures.officials import enter
from tests.fixtures.serving import served, worked
from tests.fixtures.swaps import pairs

NEXT = "2027-01"
CLICKS = 12


@pytest.fixture
def store(tmp_path):
    return with_clerk(issued_home(tmp_path / "home"))


def adjusted(store):
    """A draft of the issued month in which one reception has nobody; (slot, who was there)."""
    slot, out = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("JF|") and pair[0] > "JF|JF-1|202612")
    by_hand(store, Period.month(MONTH), Roster(pairs(store) - {(slot, out)}), NOW, "zh")
    return slot, out


def numbers(store, month=MONTH):
    with store.read() as transaction:
        return {one.duty: one.number for one in versions.current(transaction, month)}


def status(page):
    return page.get_by_role("region", name="本月排班状态")


@pytest.mark.parametrize("script", [True, False])
def test_from_the_log_in_to_an_issued_month_are_few_clicks_and_one_question(browser, tmp_path, script):
    store_with(tmp_path / "home", sample("small", 3, date(2026, 12, 1)))
    store = with_clerk(tmp_path / "home")
    with worked(store.home, WHEN) as here:
        page = browser.new_context(
            base_url=here, locale="zh-CN", viewport={"width": 1366, "height": 768}, java_script_enabled=script
        ).new_page()
        clicks, asked = 0, 0

        def click(locator):
            nonlocal clicks
            clicks += 1
            locator.first.click()

        page.goto("/login")
        page.get_by_label("登录名").fill("clerk")
        page.get_by_label("密码", exact=True).fill("correct horse")
        click(page.get_by_role("button", name="登录"))
        click(page.get_by_role("navigation", name="办公室导航").get_by_role("link", name="月度值班安排"))
        click(page.get_by_role("button", name="编排本月"))
        expect(status(page)).to_contain_text("硬性要求全部满足", timeout=60_000)
        click(status(page).get_by_role("link", name="印发", exact=True))
        asked += 1
        page.get_by_label("签发人").fill("王主任")
        click(page.get_by_role("button", name="印发", exact=True))
        expect(page.get_by_role("heading", level=1)).to_contain_text("已印发")
    month = page.url.rstrip("/").split("/")[-2]
    assert clicks <= CLICKS and asked == 1 and clicks == 5
    assert set(numbers(store, month).values()) == {1}


def test_a_sheet_comes_over_the_month_and_goes_without_a_trace(browser, store):
    planned(store, NEXT)
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto(f"/office/{NEXT}")
        errors = []
        page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
        link = status(page).get_by_role("link", name="送签")
        link.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("送签后稿子锁定")
        assert Axe().run(page).violations_count == 0
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        assert page.evaluate("document.activeElement.textContent").strip() == "送签"
        link.click()
        dialog.get_by_role("link", name="取消").click()
        expect(dialog).to_have_count(0)
        assert page.url.endswith(f"/office/{NEXT}") and errors == []
        status(page).get_by_role("link", name="印发", exact=True).click()
        expect(page.get_by_role("dialog")).to_contain_text("一、签发")
        assert Axe().run(page).violations_count == 0
    with store.read() as transaction:
        assert draft_of(transaction, NEXT).state == "open"


def test_a_draft_is_sent_taken_back_with_a_reason_sent_again_and_issued(browser, store):
    planned(store, NEXT)
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto(f"/office/{NEXT}")
        status(page).get_by_role("link", name="送签").click()
        page.get_by_role("dialog").get_by_role("button", name="送签").click()
        expect(page.locator(".note[role=status]").first).to_contain_text("已送签")
        status(page).get_by_role("link", name="收回送签").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="收回送签").click()
        expect(dialog.get_by_label("为什么收回")).to_be_focused()
        dialog.get_by_label("为什么收回").fill("有人请假")
        dialog.get_by_role("button", name="收回送签").click()
        expect(page.locator(".note[role=status]").first).to_contain_text("已收回送签")
        expect(status(page)).to_contain_text("收回过送签")
        expect(status(page)).to_contain_text("有人请假")
        page.goto("/office/log")
        assert "收回送签：2027年1月，理由：有人请假" in page.locator("main").inner_text()
        page.goto(f"/office/{NEXT}/sign")
        page.get_by_role("button", name="送签").click()
        page.goto(f"/office/{NEXT}/issue")
        expect(page.get_by_text("与送签稿逐格核对一致")).to_be_visible()


def test_an_adjustment_is_shown_with_its_diff_and_messages_and_the_next_steps_after_it(browser, store):
    _, out = adjusted(store)
    with store.read() as transaction:
        name = offices.load(transaction).name(out)
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", size=(390, 844))
        page.goto(f"/office/{MONTH}/issue")
        row = page.locator("table.diff tbody tr")
        assert (row.locator("del").inner_text(), row.locator("ins").inner_text()) == (name, "空缺")
        expect(page.get_by_role("heading", level=1)).to_contain_text("第1次调整")
        expect(page.get_by_role("heading", name=re.compile("告知 1 人"))).to_be_visible()
        page.get_by_text("看每条短信").click()
        assert name in page.locator("details[open] .lines").inner_text()
        assert page.get_by_label("文号").input_value() == "云办发2号"
        assert Axe().run(page).violations_count == 0
        page.get_by_role("button", name="印发并告知").click()
        expect(page.get_by_label("理由")).to_be_focused()
        page.get_by_label("理由").fill("工作需要")
        page.get_by_role("button", name="印发并告知").click()
        expect(page.locator("main .note[role=status]")).to_contain_text("人等您告知")
        assert Axe().run(page).violations_count == 0
        shown = page.locator("main .note[role=status]").get_by_role("link").all_inner_texts()
        assert [re.sub(r"[\s\d]", "", one) for one in shown] == ["打印", "变动告知", "明日提醒", "回到值班安排"]
    assert numbers(store)["JF"] == 2


def test_what_changed_after_the_sheet_was_opened_is_shown_anew_with_what_was_typed(browser, store):
    """Two tabs: in one the sheet is open, in the other the draft becomes another one."""
    planned(store, NEXT)
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto(f"/office/{NEXT}/issue")
        page.get_by_label("签发人").fill("王主任")
        page.get_by_label("文号").fill("云办发9号")
        with store.read() as transaction:
            roster = draft_of(transaction, NEXT).roster
        by_hand(store, Period.month(NEXT), roster.without(min(roster.pairs)), NOW, "zh")
        page.get_by_role("button", name="印发", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("您打开本页之后，这个月有了变动")
        assert numbers(store, NEXT) == {}
        assert page.get_by_label("签发人").input_value() == "王主任"
        assert page.get_by_label("文号").input_value() == "云办发9号"
        page.get_by_label("理由").fill("先印发，随后补人")
        page.get_by_role("button", name="印发", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("已印发")
    assert set(numbers(store, NEXT).values()) == {1}


def test_a_double_click_on_a_slow_network_issues_once_and_the_way_back_leads_nowhere_wrong(browser, store):
    planned(store, NEXT)
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto(f"/office/{NEXT}/issue")
        page.route("**/issue", lambda route: (page.wait_for_timeout(600), route.continue_()))
        button = page.get_by_role("button", name="印发", exact=True)
        button.dblclick(no_wait_after=True)
        expect(page.get_by_role("heading", level=1)).to_contain_text("已印发", timeout=20_000)
        page.unroute("**/issue")
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text("已印发")
        assert page.get_by_role("button", name="印发", exact=True).count() == 0, "the sheet of what is issued is gone"
    assert set(numbers(store, NEXT).values()) == {1}
    with store.read() as transaction:
        issued = [one for one in audit.page(transaction, 0, 50, action="publish") if one.detail["month"] == NEXT]
    assert len(issued) == 1


@pytest.mark.parametrize("script", [True, False])
def test_planning_shows_what_was_found_and_is_called_off_or_taken(browser, store, script):
    before = planned(store, NEXT).draft
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", java_script_enabled=script)
        page.goto(f"/office/{NEXT}")
        page.get_by_text("更多", exact=True).first.click()
        page.get_by_role("button", name="重新编排，尽量不动现在的草稿").click()
        page.get_by_text("正在排队，马上开始").wait_for()
        expect(page.get_by_role("button", name="采用现有一版")).to_be_disabled()
        with store.write() as transaction:
            job = jobs.claim(transaction, "worker", "2026-11-26T01:00:00+00:00", "")
            found = SearchSoFar("2026-11-26T01:00:00+00:00", (Improvement(4.0, 310), Improvement(20.0, 95)))
            jobs.beat(transaction, job.id, "worker", "2999-11-26T01:00:01+00:00", 95, 60, found)
        expect(page.get_by_text("现有一版：扣分 95")).to_be_visible(timeout=10_000)
        expect(page.get_by_text("310 → 95")).to_be_visible(timeout=10_000)
        assert page.get_by_role("img", name="扣分由 310 降到 95").count() == 1
        assert Axe().run(page).violations_count == 0 if script else True
        page.get_by_role("button", name="采用现有一版").click()
        page.get_by_text("正在收尾，采用现有的一版").wait_for()
        with store.read() as transaction:
            assert jobs.get(transaction, job.id).stop
        page.get_by_role("button", name="取消").click()
        expect(page.locator(".note[role=status]").first).to_contain_text("已取消，原来的安排没有变")
        expect(status(page)).to_contain_text(f"草稿 {before} ·")
    with store.read() as transaction:
        assert drafts.latest(transaction, NEXT).id == before


def test_offers_are_worked_out_shown_with_their_price_and_one_is_chosen(browser, store):
    with store.write() as transaction:
        office = offices.load(transaction)
        who = next(one for slot, one in sorted(versions.in_force(transaction).pairs) if slot == "ZB|ZB-2|20261215")
        gone = AbsenceRow(who=who, start=date(2026, 12, 15), kind="leave")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    with worked(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto(f"/office/{MONTH}")
        status(page).get_by_role("link", name="再编排").click()
        page.get_by_role("dialog").get_by_role("button", name="试算三种办法").click()
        first = page.get_by_role("radio", name=re.compile("只补空缺，其余不动"))
        expect(first).to_be_checked(timeout=60_000)
        said = page.locator(".choice li").first.inner_text()
        assert re.search(r"改 [12] 处，\d+ 人\s+扣分 \d+\s+硬性要求全部满足", said), said
        assert "处硬性要求未满足" in page.locator("form .body").inner_text(), "as issued"
        assert Axe().run(page).violations_count == 0
        page.get_by_role("button", name="按选定的编排").click()
        expect(status(page)).to_contain_text(re.compile(r"第1版已印发 · 调整稿 \d+"), timeout=60_000)
        page.goto(f"/office/{MONTH}/issue")
        expect(page.get_by_role("heading", name=re.compile("二、改动 [12] 处"))).to_be_visible()


def test_an_issue_is_withdrawn_on_its_sheet_with_a_reason(browser, store):
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto(f"/office/{MONTH}")
        page.get_by_text("更多", exact=True).first.click()
        page.get_by_role("link", name="撤回印发").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("会收到取消的告知")
        dialog.get_by_label("撤回哪个事项").select_option("JF")
        dialog.get_by_label("撤回理由").fill("重排")
        dialog.get_by_role("button", name="撤回").click()
        expect(page.locator(".note[role=status]").first).to_contain_text("已撤回，记录保留")
    assert "JF" not in numbers(store) and numbers(store)["ZB"] == 1


def test_a_month_that_is_over_is_entered_afterwards_and_says_so(browser, store):
    by_hand(store, Period.month("2026-10"), Roster(frozenset()), NOW, "zh")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto("/office/2026-10")
        expect(status(page)).to_contain_text("本月已全部过去，只能补登")
        assert status(page).get_by_role("link", name="送签").count() == 0
        status(page).get_by_role("link", name="补登").click()
        expect(page.get_by_role("dialog")).to_contain_text("不对外公示")
        assert Axe().run(page).violations_count == 0


def test_a_session_that_ends_over_the_sheet_keeps_what_was_typed(browser, store):
    planned(store, NEXT)
    sign(store, NEXT, NOW, "clerk")
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto(f"/office/{NEXT}/issue")
        page.get_by_label("签发人").fill("王主任")
        page.get_by_label("文号").fill("云办发9号")
        other = enter(browser, here, "clerk")
        other.goto("/sessions")
        other.get_by_role("button", name=re.compile("其他")).click()
        page.get_by_role("button", name="印发", exact=True).click()
        page.get_by_label("密码", exact=True).fill("correct horse")
        if page.get_by_label("登录名").input_value() == "":
            page.get_by_label("登录名").fill("clerk")
        page.get_by_role("button", name="登录").click()
        shown = page.locator("main").inner_text()
        assert "王主任" in shown and "云办发9号" in shown and numbers(store, NEXT) == {}
        page.get_by_role("button", name=re.compile("送出|再送")).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("已印发")
    assert set(numbers(store, NEXT).values()) == {1}
