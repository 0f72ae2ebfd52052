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
from planner.store.roster import offices, versions
from planner.workbook.write import write_workbook
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.office_at_work import MONTH, issued_home
from tests.fixtures.officials import enter
from tests.fixtures.serving import served, worked
from tests.fixtures.swaps import asked, change_post, clean_swap


@pytest.fixture
def store(tmp_path):
    return with_clerk(issued_home(tmp_path / "home"))


@pytest.fixture
def here(store):
    with worked(store.home, WHEN) as address:
        yield address


def status(page):
    return page.get_by_role("region", name="本月排班状态")


def plan(page, month=MONTH):
    """Press plan and wait for the draft."""
    page.goto(f"/office/{month}")
    first = status(page).get_by_role("button", name="编排本月")
    if first.count():
        first.click()
    else:
        status(page).get_by_text("更多", exact=True).click()
        status(page).get_by_role("button", name="重新编排，尽量不动已印发的").click()
    expect(status(page)).to_contain_text(re.compile(r"(草稿|调整稿) \d+ ·"), timeout=60_000)


def test_from_a_workbook_to_an_issued_month(browser, tmp_path):
    book = tmp_path / "office.xlsx"
    write_workbook(book, sample("small", 3, date(2026, 12, 1)))
    store = with_clerk(tmp_path / "home")
    with worked(store.home, WHEN) as here:
        page = enter(browser, here, "clerk")
        page.goto("/office/import")
        page.get_by_label(".xlsx 或 .csv 文件").set_input_files(str(book))
        page.get_by_role("button", name="预览").click()
        page.get_by_role("heading", name="本次导入将作如下变更").wait_for()
        assert "人员：新增" in page.locator("main").inner_text() and Axe().run(page).violations_count == 0
        page.get_by_role("button", name="导入", exact=True).click()
        page.get_by_text("已导入", exact=True).wait_for()
        plan(page)
        assert "已是最好的一版" in page.locator("main").inner_text()
        page.goto(f"/office/{MONTH}/sign")
        page.get_by_role("button", name="送签").click()
        page.get_by_text("送签，稿子已锁定").first.wait_for()
        page.goto(f"/office/{MONTH}/issue")
        page.get_by_label("签发人").fill("王主任")
        page.get_by_label("文号").fill("云办发5号")
        page.get_by_role("button", name="印发", exact=True).click()
        page.get_by_role("heading", name="2026年12月值班安排 已印发").wait_for()
        assert Axe().run(page).violations_count == 0
        page.goto(f"/office/{MONTH}?panel=versions")
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
    page.get_by_role("button", name="预览").click()
    page.get_by_role("heading", name=re.compile("有错误，没有导入")).wait_for()
    row = page.locator("tbody tr").inner_text()
    assert "D2" in row and "不存在" in row and Axe().run(page).violations_count == 0


def test_a_draft_whose_ground_moved_says_so(browser, here, store):
    from planner.office.sheets import AbsenceRow
    from planner.store.roster import offices

    page = enter(browser, here, "clerk")
    plan(page)
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(
            transaction,
            office,
            office.with_rows(
                "请假外出", (*office.of(AbsenceRow), AbsenceRow(who="p:L02", start=date(2026, 12, 30), kind="trip"))
            ),
        )
    page.goto(f"/office/{MONTH}")
    assert "资料后来有改动，请重新编排" in page.locator("main").inner_text()


def test_the_office_agrees_for_somebody_and_approves(browser, here, store):
    slot, giver, taker, back = clean_swap(store)
    change_post(store, "RX-1", swap="approve")
    asked(store, slot, giver, taker, back)
    page = enter(browser, here, "clerk")
    page.goto("/office/swaps")
    for name in (re.compile("^已征得对方同意"), re.compile("^批准")):
        page.goto("/office/swaps")
        page.get_by_role("button", name=name).click()
        page.locator("main [role=status]").wait_for()
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


def test_on_a_phone_the_panel_of_a_touched_cell_comes_before_the_eyes(browser, here):
    page = enter(browser, here, "clerk", size=(390, 844))
    page.goto(f"/office/{MONTH}")
    page.locator("#matrix td.cell a").first.click()
    page.locator("#panel[data-slot]:not([data-slot=''])").wait_for()
    expect(page.locator("#panel")).to_be_in_viewport(ratio=0.2)


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
    page.get_by_role("link", name=re.compile("处硬性要求未满足")).click()
    page.get_by_role("heading", name="解决办法").wait_for()
    page.get_by_role("button", name="找原因和解决办法").click()
    expect(status(page)).to_contain_text(re.compile(r"调整稿 \d+ ·"), timeout=60_000)
    page.get_by_role("link", name=re.compile("处硬性要求未满足")).click()
    page.get_by_role("button", name=re.compile("^按此办理")).first.wait_for()
    said = page.locator("section[aria-labelledby=hard]").inner_text()
    assert "可排 8 人，8 人请假外出" in said and "先电话" in said and Axe().run(page).violations_count == 0
    page.get_by_role("button", name=re.compile("^按此办理 *1$")).click()
    page.get_by_text("已写入编排依据，请重新编排").wait_for()
    assert "已过时" in page.locator("main").inner_text()
    status(page).get_by_role("button", name=re.compile("^重新编排$")).click()
    expect(status(page)).to_contain_text("已是最好的一版", timeout=60_000)
    page.goto(f"/office/{MONTH}?panel=findings")
    page.get_by_role("heading", name="需留意的问题").or_(page.get_by_text("硬性要求全部满足，没有")).first.wait_for()
    expect(page.get_by_role("heading", name=re.compile("硬性要求未满足|解决办法"))).to_have_count(0)


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


def test_the_grid_goes_by_arrow_keys_jumps_to_a_person_and_undoes_an_edit(browser, here, store):
    page = enter(browser, here, "clerk")
    plan(page)
    first = page.locator("#matrix tbody tr:not(.band)").first.locator("td.cell a").first
    row, column = first.evaluate("one => [one.closest('tr').rowIndex, one.closest('td').cellIndex]")
    first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") > row
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('td').cellIndex") > column
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    at = "[document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td').cellIndex]"
    assert page.evaluate(at) == [row, column]
    page.keyboard.press("ArrowUp")
    assert page.evaluate(at) == [row, column], "nothing lies above"
    name = first.inner_text().split()[0]
    page.keyboard.press("Control+k")
    page.keyboard.type(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    shown = page.get_by_role("region", name=name, exact=True)
    expect(shown).to_have_count(1)
    expect(shown.get_by_role("link", name=name, exact=True)).to_have_count(1)
    page.goto(f"/office/{MONTH}?view=people")
    everybody = page.locator("table.px tbody th").count()
    page.get_by_label("姓名").fill(name)
    page.get_by_role("button", name="查找").click()
    page.wait_for_url(re.compile("who="))
    shown = page.locator("table.px tbody th").all_inner_texts()
    assert shown and all(name in text for text in shown)
    page.get_by_role("link", name="显示全部").click()
    expect(page.locator("table.px tbody th")).to_have_count(everybody)
    page.goto(f"/office/{MONTH}")
    page.locator("#matrix td.cell[data-o=open] a").first.click()
    page.get_by_role("button", name=re.compile("^取消安排")).first.click()
    page.get_by_text(re.compile("^已取消.+的安排$")).wait_for()
    page.get_by_role("button", name="撤销", exact=True).click()
    page.get_by_text("已撤销上一处修改", exact=True).wait_for()
    page.get_by_role("button", name="重做").click()
    page.get_by_text("已重做", exact=True).wait_for()
    page.locator("#matrix .gap").first.wait_for()
    assert "缺 1 人" in page.locator("main").inner_text() and Axe().run(page).violations_count == 0
    page.locator("#counts a").first.click()
    open_post = page.locator("section[aria-labelledby=open] a").first
    open_post.click()
    page.wait_for_url(re.compile(r"/cell/"))
    assert "缺 1 人" in page.locator("#panel").inner_text()
    assert "缺 1 人" in page.locator("#matrix td[aria-selected=true]").inner_text()


def test_two_plans_are_compared_and_the_earlier_one_is_gone_on_with(browser, here, store):
    page = enter(browser, here, "clerk")
    plan(page)
    first = re.search(r"稿 (\d+) ·", status(page).inner_text()).group(1)
    status(page).get_by_text("更多", exact=True).click()
    page.get_by_role("button", name="重新编排，尽量不动现在的草稿").click()
    expect(status(page)).to_contain_text(re.compile(rf"调整稿 (?!{first} )\d+ ·"), timeout=60_000)
    status(page).get_by_text("更多", exact=True).click()
    status(page).get_by_role("button", name="并排比较").click()
    page.get_by_role("heading", name="两份草稿并排比较").wait_for()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="改用这份").click()
    expect(status(page)).to_contain_text(f"调整稿 {first} ·")
