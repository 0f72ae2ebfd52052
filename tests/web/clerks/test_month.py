"""A clerk in Chromium: import, plan, look, edit, lock, issue, withdraw, settle a swap, see who is on duty."""

import re
import urllib.error
import urllib.request
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from planner.office.sheets import AbsenceRow, ClauseRow, Person
from planner.samples.district import sample
from planner.store import record
from planner.store.results.job_results import FirstOffer, JobFailure
from planner.store.results.plan_offers import OfferKind, PlanOffer
from planner.store.roster import offices, versions
from planner.workbook.write import write_workbook
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.office_at_work import MONTH, issued_home
from tests.fixtures.officials import enter, press
from tests.fixtures.serving import served, worked
from tests.fixtures.swaps import asked, change_post, clean_swap


@pytest.fixture
def store(tmp_path):
    return with_clerk(issued_home(tmp_path / "home"))


@pytest.fixture
def here(store):
    with worked(store.home, WHEN) as address:
        yield address


def plan(page, month=MONTH):
    """Press plan and wait for the draft."""
    page.goto(f"/office/{month}")
    page.get_by_role("button", name="编排本月").click()
    page.get_by_text(re.compile(r"草稿 \d+：")).wait_for(timeout=60_000)


def test_from_a_workbook_to_an_issued_month(browser, tmp_path):
    book = tmp_path / "office.xlsx"
    write_workbook(book, sample("small", 3, date(2026, 12, 1)))
    store = with_clerk(tmp_path / "home")
    with worked(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto("/office/import")
        page.get_by_label(".xlsx 或 .csv 文件").set_input_files(str(book))
        page.get_by_role("button", name="先看变化").click()
        page.get_by_role("heading", name="将要发生的变化").wait_for()
        assert "人员：新增" in page.locator("main").inner_text() and Axe().run(page).violations_count == 0
        press(page, "导入")
        plan(page)
        assert "已证明最优" in page.locator("main").inner_text()
        assert page.locator("table.grid").count() == 6
        press(page, "送签")
        assert "送审稿（已锁定）" in page.locator("main").inner_text()
        page.get_by_label("签发人").fill("王主任")
        page.get_by_label("文号").fill("云办发5号")
        page.get_by_role("button", name="印发", exact=True).click()
        page.get_by_role("heading", name="2026-12 已印发").wait_for()
        assert Axe().run(page).violations_count == 0
        page.goto(f"/office/{MONTH}")
        assert "云办发5号" in page.locator("section[aria-labelledby=history]").inner_text()
    with store.read() as transaction:
        assert {one.number for one in versions.current(transaction, MONTH)} == {1}
        assert record.broken(transaction) == []


def test_a_workbook_with_faults_shows_each_and_imports_nothing(browser, here, tmp_path):
    bad = tmp_path / "人员.csv"
    bad.write_text("编号,姓名,值班序列,任职起\n1,张三,主班,2月30日\n", "utf-8")
    page = enter(browser, here, "clerk")
    page.goto("/office/import")
    page.get_by_label(".xlsx 或 .csv 文件").set_input_files(str(bad))
    page.get_by_role("button", name="先看变化").click()
    page.get_by_role("heading", name=re.compile("有错误，没有导入")).wait_for()
    row = page.locator("tbody tr").inner_text()
    assert "D2" in row and "不存在" in row and Axe().run(page).violations_count == 0


@pytest.mark.parametrize("script", [True, False])
def test_progress_is_told_while_a_month_is_planned_and_the_page_follows(browser, store, script):
    """Without a worker the job waits; its row then says how far it is, and at last that it is done."""
    from planner.store import jobs

    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", java_script_enabled=script)
        loaded = []
        page.on("load", lambda one: loaded.append(one.url))
        page.goto(f"/office/{MONTH}")
        page.get_by_role("button", name="编排本月").click()
        page.get_by_text("正在编排…").wait_for()
        assert Axe().run(page).violations_count == 0 if script else True
        before = len(loaded)
        with store.write() as transaction:
            job = jobs.claim(transaction, "worker", "2026-11-26T01:00:00+00:00", "")
            jobs.beat(transaction, job.id, "worker", "2026-11-26T01:00:01+00:00", None, 300)
        page.get_by_text("正在编排… 下界 300").wait_for(timeout=10_000)
        with store.write() as transaction:
            jobs.beat(
                transaction,
                job.id,
                "worker",
                "2026-11-26T01:00:01+00:00",
                400,
                300,
                FirstOffer(PlanOffer(OfferKind.LEAST, 2, 330)),
            )
        page.get_by_text("费用 400，下界 300，差距 25.0%").wait_for(timeout=10_000)
        page.get_by_text("其余一律不动：改动 2 处，费用 330（已证明）").wait_for(timeout=10_000)
        assert not script or len(loaded) == before, "with script the rest of the page stays as it is"
        with store.write() as transaction:
            jobs.finish(transaction, job.id, "worker", jobs.JobState.FAILED, JobFailure("试一试"))
        page.get_by_text("编排没有完成：试一试").wait_for(timeout=10_000)


def test_a_version_is_withdrawn_with_a_reason(browser, here, store):
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{MONTH}")
    page.get_by_label("撤回理由").fill("重排")
    press(page, "撤回")
    assert "已撤回：重排" in page.locator("section[aria-labelledby=history]").inner_text()


def test_the_office_agrees_for_somebody_and_approves(browser, here, store):
    slot, giver, taker, back = clean_swap(store)
    change_post(store, "RX-1", swap="approve")
    asked(store, slot, giver, taker, back)
    page = enter(browser, here, "clerk")
    page.goto("/office/swaps")
    for name in (re.compile("^已征得对方同意"), re.compile("^批准")):
        page.goto("/office/swaps")
        page.get_by_role("button", name=name).click()
        page.locator("[role=status]").wait_for()
    with store.read() as transaction:
        assert (slot, taker) in versions.in_force(transaction).pairs


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_axe_finds_no_violation_on_the_office_s_pages(browser, here, size):
    page = enter(browser, here, "clerk", size=size)
    for path in (
        f"/office/{MONTH}",
        "/office/2027-05",
        "/office/import",
        "/office/swaps",
        "/office/now",
        "/office/feeds",
        "/office/feeds?lang=en",
    ):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path


@pytest.mark.parametrize("script", [True, False])
def test_a_clerk_makes_changes_and_ends_subscriptions_and_says_where_they_answer(browser, here, script):
    page = enter(browser, here, "clerk", java_script_enabled=script)
    page.goto("/office/feeds")
    assert "还没有订阅" in page.locator("main").inner_text()
    for of, name in (
        ("office:", "值班室"),
        (
            next(
                one
                for one in page.locator("#feed-of option").evaluate_all("all => all.map(one => one.value)")
                if one.startswith("village:")
            ),
            "村委会",
        ),
    ):
        page.locator("#feed-of").select_option(of)
        page.get_by_label(re.compile("^名称")).fill(name)
        page.get_by_role("button", name="新建订阅").click()
        address = page.locator("code").nth(1).inner_text()
        with urllib.request.urlopen(address) as answer:
            assert answer.read().count(b"BEGIN:VEVENT") >= 1
        page.get_by_role("link", name="返回").click()
    page.get_by_role("button", name="更换地址 村委会").click()
    page.get_by_role("link", name="返回").click()
    expect(page.get_by_text("已更换地址", exact=True)).to_have_count(1)
    page.get_by_role("button", name="停用 值班室").click()
    expect(page.get_by_role("button", name="停用 值班室")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^开通 ")).first.click()
    expect(page.get_by_text("已开通", exact=True)).to_have_count(1)
    page.get_by_label("范围").select_option("off")
    page.get_by_role("button", name="设置").click()
    with pytest.raises(urllib.error.HTTPError, match="503"):
        urllib.request.urlopen(here + "/feed/public.ics")


ROUTES = (
    "/office",
    f"/office/{MONTH}",
    f"/office/{MONTH}/cell/JF|JF-1|20261215",
    "/office/import",
    "/office/swaps",
    "/office/now",
)
WRITES = (
    f"/office/{MONTH}/plan",
    f"/office/{MONTH}/stop",
    f"/office/{MONTH}/sign",
    f"/office/{MONTH}/issue",
    f"/office/{MONTH}/withdraw",
    f"/office/{MONTH}/cell/JF|JF-1|20261215",
    "/office/import",
    "/office/import/abc",
    "/office/import/abc/table",
    "/office/swaps/1/approve",
)


def test_only_a_clerk_enters_the_office(browser, here):
    stranger = browser.new_context(base_url=here).new_page()
    official = enter(browser, here, "official")
    official.goto("/login")
    token = official.locator("input[name=csrf_token]").first.input_value()
    for path in ROUTES:
        stranger.goto(path)
        assert stranger.locator("h1").inner_text() == "登录", path
        assert official.goto(path).status == 403, path
    for path in WRITES:
        assert stranger.request.post(path, max_redirects=0).status in (302, 400), path
        assert official.request.post(path, form={"csrf_token": token}, max_redirects=0).status == 403, path


def test_a_month_that_cannot_be_full_says_why_and_a_way_out_is_taken_by_one_click(browser, here, store):
    with store.write() as transaction:
        office = offices.load(transaction)
        gone = [
            AbsenceRow(who="p:" + row.id, start=date(2026, 12, 15), kind="trip")
            for row in office.of(Person)
            if "接访领导" in row.pools
        ]
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), *gone)))
    page = enter(browser, here, "clerk")
    plan(page)
    page.get_by_role("heading", name="为什么排不满").wait_for()
    page.get_by_role("button", name="找原因和出路").click()
    page.get_by_role("heading", name="出路").wait_for(timeout=60_000)
    said = page.locator("section[aria-labelledby=why-not]").inner_text()
    assert "可排 8 人，8 人请假外出" in said and "请致电" in said and Axe().run(page).violations_count == 0
    page.get_by_role("button", name="采用 1", exact=True).click()
    page.get_by_text("已写入编排依据，请重新编排").wait_for()
    assert "已过时" in page.locator("main").inner_text()
    page.get_by_role("button", name="编排本月").click()
    page.get_by_text("已证明最优").wait_for(timeout=60_000)
    expect(page.get_by_role("heading", name="为什么排不满")).to_have_count(0)


def test_the_month_end_table_and_the_note_are_one_page_each(browser, store):
    with served(store.home, "2026-12-31T23:00") as here:
        page = enter(browser, here, "clerk")
        page.goto(f"/office/{MONTH}/served")
        rows = page.locator("table tbody tr")
        total = sum(int(rows.nth(number).locator("td").last.inner_text()) for number in range(rows.count()))
        with store.read() as transaction:
            assert total == len(versions.in_force(transaction).pairs) and Axe().run(page).violations_count == 0
        rows.first.get_by_role("link").click()
        expect(page.locator("section#opened li")).to_have_count(int(rows.first.locator("td").last.inner_text()))
        page.goto(f"/office/{MONTH}/note")
        said = page.locator("article").inner_text()
        assert (
            "每人" in said
            and "必须条款全部满足，没有空缺" in said
            and "依据：" in said
            and Axe().run(page).violations_count == 0
        )


def test_a_clause_is_changed_on_the_page_and_a_wrong_value_is_told(browser, store):
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto("/office/rules")
        assert Axe().run(page).violations_count == 0
        first = page.locator("section#clause-1")
        first.get_by_label("最多").fill("4")
        first.get_by_label("依据").fill("区委办〔2026〕3号")
        first.get_by_role("button", name="保存 1").click()
        page.get_by_text("已保存，从下一次编排起生效").wait_for()
        assert page.locator("section#clause-1").get_by_label("最多").input_value() == "4"
        page.locator("section#clause-1").get_by_label("最多").fill("很多")
        page.locator("section#clause-1").get_by_role("button", name="保存 1").click()
        page.get_by_text("不能是“很多”").wait_for()
    with store.read() as transaction:
        assert offices.load(transaction).of(ClauseRow)[0].parameters == "期间=月；最少=1；最多=4"


def test_offers_of_a_new_plan_are_taken_by_one_click(browser, here, store):
    with store.write() as transaction:
        office = offices.load(transaction)
        who = next(one for slot, one in sorted(versions.in_force(transaction).pairs) if slot == "ZB|ZB-2|20261215")
        gone = AbsenceRow(who=who, start=date(2026, 12, 15), kind="leave")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{MONTH}")
    page.get_by_role("button", name="算重排方案").click()
    page.get_by_role("button", name="按此重排 其余一律不动").wait_for(timeout=60_000)
    said = page.locator("section[aria-labelledby=replan]").inner_text()
    assert "违反必须" in said and re.search(r"改动 [12] 处，涉及 \d+ 人，费用 \d+ （已证明）", said)
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="按此重排 其余一律不动").click()
    page.get_by_text(re.compile(r"草稿 \d+：")).wait_for(timeout=60_000)
    assert re.search(r"与已印发的相比：[12] 处变化", page.locator("main").inner_text())
