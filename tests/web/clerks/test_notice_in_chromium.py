"""A clerk loads the holiday notice of a year in a browser, and the visit of the 10th is on the 10th."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.store.roster import offices
from tests.fixtures.clerk_at_work import WHEN, with_clerk
from tests.fixtures.holiday_notices import notice_words, public_form
from tests.fixtures.office_at_work import issued_home
from tests.fixtures.officials import enter
from tests.fixtures.serving import served

SIZES = {True: (1366, 768), False: (390, 844)}
NEIGHBOURS = public_form(2027, [f"2027-10-0{day}" for day in range(1, 8)], ["2027-09-26", "2027-10-10"])
VISIT = "民情恳谈"


def dates(page, heading):
    """The rows of the table under a heading that are about the visit in October."""
    rows = page.locator(f"section[aria-labelledby={heading}] tr").filter(has_text=VISIT).all_inner_texts()
    return [" ".join(row.split()) for row in rows if "10月10日" in row]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("script", [True, False])
def test_a_notice_in_the_public_form_moves_the_tenth_back_to_itself(browser, tmp_path, script):
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(NEIGHBOURS), "utf-8")
    store = with_clerk(issued_home(tmp_path / "home"))
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", size=SIZES[script], java_script_enabled=script)
        page.goto("/office/calendar/2027")
        assert page.get_by_text("推算", exact=True).count() == 1
        assert "10月10日 周日 10月11日 周一" in dates(page, "moves")[0] and fits(page)
        page.get_by_label("或选一个文件").set_input_files(str(file))
        with page.expect_navigation():
            page.get_by_role("button", name="先看内容和变化").click()
        assert "10月10日（周日） 10月11日（周一） 10月10日（周日）" in dates(page, "changes")[0]
        assert fits(page)
        if script:
            assert Axe().run(page).violations_count == 0
        with store.read() as transaction:
            assert offices.load(transaction).notices == {}
        with page.expect_navigation():
            page.get_by_role("button", name="核对无误，装入").click()
        assert "2027 年放假通知已装入" in page.locator("main [role=status]").inner_text()
        assert dates(page, "moves") == [] and page.get_by_text("依据通知").count() == 1 and fits(page)
    with store.read() as transaction:
        assert offices.load(transaction).calendar.notice(2027).numbers == ((NEIGHBOURS["papers"][0], ""),)


@pytest.mark.parametrize("script", [True, False])
def test_a_pasted_notice_with_a_wrong_weekday_is_mended_where_it_stands(browser, tmp_path, script):
    store = with_clerk(issued_home(tmp_path / "home"))
    with served(store.home, WHEN) as here:
        page = enter(browser, here, "clerk", size=SIZES[not script], java_script_enabled=script)
        page.goto("/office/calendar/2027/notice")
        page.get_by_label("贴上通知全文").fill(notice_words(2027).replace("10月10日（周日）", "10月10日（周六）"))
        with page.expect_navigation():
            page.get_by_role("button", name="先看内容和变化").click()
        assert "2027-10-10 写的是周六，实际是周日" in page.locator("section[aria-labelledby=faults]").inner_text()
        assert fits(page)
        words = page.get_by_label("贴上通知全文")
        words.fill(words.input_value().replace("10月10日（周六）", "10月10日（周日）"))
        with page.expect_navigation():
            page.get_by_role("button", name="先看内容和变化").click()
        assert page.get_by_role("heading", name="读到的内容（还没有装入）").count() == 1 and fits(page)
        assert page.get_by_text("请先核对").count() == 0
