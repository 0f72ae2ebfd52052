"""The month as a workplace, in Chromium: matrix, panel, keys, several cells at once, with and without script."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.office.sheets import AbsenceRow
from planner.planning.basis import draft_of
from planner.store import Store
from planner.store.roster import drafts, offices
from tests.fixtures.office_at_work import NOW, planned
from tests.fixtures.officials import enter
from tests.fixtures.serving import served
from tests.fixtures.site_pages import SIZES, WHEN, mid_month

NEXT = "2027-01"
LATE = NOW.replace(month=12, day=9, hour=10)
EARLY, LATER = "ZB|ZB-2|20270112", "ZB|ZB-2|20270116"


@pytest.fixture
def home(tmp_path):
    return mid_month(tmp_path / "home")


@pytest.fixture
def here(home):
    with served(home, WHEN) as address:
        yield address


def cell(page, slot):
    return page.locator(f"td[data-s='{slot}']").first


def names(home, *slots):
    with Store(home).read() as transaction:
        draft, office = draft_of(transaction, NEXT), offices.load(transaction)
        return [[office.name(who) for one, who in sorted(draft.roster.pairs) if one == slot] for slot in slots]


def at(page):
    """Where the focus is, as the column's label and the day's number."""
    return page.evaluate(
        "(() => { const cell = document.activeElement.closest('td');"
        " return cell && [cell.dataset.l, cell.parentElement.id.slice(-2)]; })()"
    )


def test_a_cell_is_changed_beside_the_matrix_and_only_pieces_are_exchanged(browser, here, home):
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{NEXT}")
    page.evaluate("window.same = true")
    ((before,),) = names(home, EARLY)
    cell(page, EARLY).locator("a").click()
    page.locator(f"#panel[data-slot='{EARLY}']").wait_for()
    assert page.url.endswith(f"/office/{NEXT}/cell/{quote(EARLY, safe='')}")
    assert page.locator("#panel .who").first.inner_text() == before
    assert cell(page, EARLY).get_attribute("aria-selected") == "true"
    page.locator("#panel [data-deed=put]").first.click()
    page.get_by_text(re.compile("^已改由.+值班$")).wait_for()
    ((after,),) = names(home, EARLY)
    assert after != before and cell(page, EARLY).inner_text().startswith(after)
    page.locator("#undo [data-deed=undo]").click()
    page.get_by_text("已撤销上一处修改").wait_for()
    assert cell(page, EARLY).inner_text().startswith(before) and names(home, EARLY) == [[before]]
    assert page.evaluate("window.same") is True, "the page was never loaded anew"
    page.go_back()
    page.locator("#matrix").wait_for()
    page.reload()
    assert page.locator("#panel").get_attribute("data-slot") in ("", EARLY)


def test_the_same_is_done_without_script(browser, here, home):
    page = enter(browser, here, "clerk", java_script_enabled=False)
    page.goto(f"/office/{NEXT}")
    ((before,),) = names(home, EARLY)
    cell(page, EARLY).locator("a").click()
    assert page.locator("#panel .who").first.inner_text() == before
    page.locator("#panel [data-deed=put]").first.click()
    ((after,),) = names(home, EARLY)
    assert after != before and cell(page, EARLY).inner_text().startswith(after)
    page.locator("#undo [data-deed=undo]").click()
    assert names(home, EARLY) == [[before]]
    page.goto(f"/office/{NEXT}/cells")
    for slot in (EARLY, LATER):
        page.locator(f"input[value='{slot}']").check()
    page.get_by_role("button", name="看可以怎样处理").click()
    assert page.get_by_text("已选 2 格").count() == 1
    first, second = names(home, EARLY, LATER)
    page.locator("[data-deed=exchange]").click()
    assert names(home, EARLY, LATER) == [second, first]


def test_the_matrix_is_one_stop_and_goes_by_keys(browser, here):
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{NEXT}")
    assert page.locator("#matrix td a[tabindex='0']").count() == 1
    cell(page, EARLY).locator("a").focus()
    walk = [("ArrowDown", ["主班", "13"]), ("ArrowLeft", ["带班领导", "13"]), ("ArrowRight", ["主班", "13"])]
    walk += [("PageDown", ["主班", "20"]), ("PageUp", ["主班", "13"]), ("ArrowUp", ["主班", "12"])]
    for key, place in walk:
        page.keyboard.press(key)
        assert at(page) == place, key
    page.keyboard.press("Home")
    home_of_day = at(page)
    page.keyboard.press("End")
    assert home_of_day[1] == at(page)[1] == "12" and home_of_day != at(page)
    cell(page, EARLY).locator("a").focus()
    page.keyboard.press("Enter")
    page.locator(f"#panel[data-slot='{EARLY}']").wait_for()
    page.wait_for_function("document.activeElement.id === 'panel'")
    page.keyboard.press("Escape")
    assert at(page) == ["主班", "12"]
    page.keyboard.press("p")
    page.get_by_text("已固定，再编排时不动").wait_for()
    assert cell(page, EARLY).locator(".pin").count() == 1
    page.keyboard.press("Delete")
    page.get_by_text(re.compile("^已取消.+的安排$")).wait_for()
    assert cell(page, EARLY).locator(".gap").inner_text() == "缺 1 人"
    page.keyboard.press("Home")
    page.keyboard.press("n")
    assert page.evaluate("!!document.activeElement.closest('td').querySelector('.gap, .f-must, .f-warn')")
    page.keyboard.press("Control+z")
    page.get_by_text("已撤销上一处修改").wait_for()
    assert cell(page, EARLY).locator(".gap").count() == 0


def test_two_cells_chosen_together_are_exchanged_as_one_step(browser, here, home):
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{NEXT}")
    first, second = names(home, EARLY, LATER)
    for slot in (EARLY, LATER):
        cell(page, slot).locator("a").click(modifiers=["Control"])
    page.get_by_text("已选 2 格").wait_for()
    assert page.locator("td.picked").count() == 2
    page.locator("#panel [data-deed=exchange]").click()
    page.get_by_text("两格已对调").wait_for()
    assert names(home, EARLY, LATER) == [second, first]
    page.locator("#undo [data-deed=undo]").click()
    page.get_by_text("已撤销上一处修改").wait_for()
    assert names(home, EARLY, LATER) == [first, second]


def test_a_drag_shows_what_it_would_come_to_before_it_is_dropped(browser, here, home):
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{NEXT}")
    first, second = names(home, EARLY, LATER)
    cell(page, LATER).scroll_into_view_if_needed()
    start, end = cell(page, EARLY).bounding_box(), cell(page, LATER).bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 20, end["y"] + 10, steps=6)
    page.locator(".drag-tip [data-fitness]").wait_for()
    assert names(home, EARLY, LATER) == [first, second], "nothing is done before it is dropped"
    barred = page.locator(".drag-tip [data-fitness]").get_attribute("data-fitness") == "barred"
    page.mouse.up()
    if not barred:
        page.get_by_text("两格已对调").wait_for()
    assert names(home, EARLY, LATER) == ([first, second] if barred else [second, first])
    assert page.locator(".drag-tip").count() == 0


def test_two_clerks_on_one_draft_are_told(browser, here, home):
    first, second = enter(browser, here, "clerk"), enter(browser, here, "clerk")
    for page in (first, second):
        page.goto(f"/office/{NEXT}/cell/{quote(EARLY)}")
    first.locator("#panel [data-deed=put]").first.click()
    first.get_by_text(re.compile("^已改由.+值班$")).wait_for()
    ((after,),) = names(home, EARLY)
    second.locator("#panel [data-deed=put]").last.click()
    second.get_by_text("草稿已被别人改过，请重新打开").wait_for()
    assert names(home, EARLY) == [[after]]


def test_who_is_on_that_saturday_and_what_somebody_does_this_month_are_one_step_away(browser, here, home):
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{NEXT}")
    page.locator("#d-2027-01-16 th a").click()
    page.get_by_role("heading", name="1月16日 周六").wait_for()
    (main,) = names(home, LATER)
    assert main[0] in page.locator("#panel").inner_text()
    page.get_by_role("link", name="按人").click()
    row = page.locator("table.px tbody tr", has=page.get_by_role("rowheader", name=main[0], exact=True))
    assert row.locator("td.on").count() == int(row.locator("td.n").inner_text())
    page.get_by_label("姓名").fill(main[0])
    page.get_by_role("button", name="查找").click()
    assert page.locator("table.px tbody th").all_inner_texts() == main
    page.get_by_label("姓名").fill("没有这个人")
    page.get_by_role("button", name="查找").click()
    assert page.get_by_text("没有符合的人员").count() == 1


def test_last_month_is_taken_over_by_one_click_and_undone_by_another(browser, here, home):
    with Store(home).read() as transaction:
        before = draft_of(transaction, NEXT).roster
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{NEXT}")
    page.get_by_role("button", name="照搬上月的排法").click()
    page.get_by_text(re.compile("已照搬上月的排法，改动 [0-9]+ 处")).wait_for()
    with Store(home).read() as transaction:
        assert draft_of(transaction, NEXT).roster != before
    page.locator("#undo [data-deed=undo]").click()
    page.get_by_text("已撤销上一处修改").wait_for()
    with Store(home).read() as transaction:
        assert drafts.latest(transaction, NEXT).roster == before


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_view_and_panel_is_fit_to_be_seen_and_heard(browser, here, size):
    page = enter(browser, here, "clerk", size=SIZES[size])
    trouble = []
    page.on("console", lambda one: trouble.append(one.text) if one.type in ("error", "warning") else None)
    for view in ("?view=week&panel=balance", "?view=people&panel=findings", "?view=duty&panel=day", "?view=visits"):
        page.goto(f"/office/{NEXT}{view}")
        found = Axe().run(page)
        assert found.violations_count == 0, (view, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], view
    for slot in (f"2026-12/cell/{quote('ZB|ZB-2|20261203')}", f"2026-12/cell/{quote('ZB|ZB-2|20261222')}"):
        page.goto(f"/office/{slot}")
        assert Axe().run(page).violations_count == 0
    assert trouble == []
    assert page.locator("[style]").count() == 0


def test_a_draft_whose_ground_moved_says_so(browser, here, home):
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{NEXT}")
    assert "已过时" not in page.locator("#states").inner_text()
    with Store(home).write() as transaction:
        office = offices.load(transaction)
        gone = AbsenceRow(who="p:L02", start=date(2027, 1, 30), kind="trip")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    page.goto(f"/office/{NEXT}")
    assert "已过时：数据有变，请重新编排" in page.locator("#states").inner_text()


def test_two_drafts_are_compared_and_the_earlier_one_is_gone_on_with(browser, here, home):
    store = Store(home)
    with store.read() as transaction:
        first = drafts.latest(transaction, NEXT)
    planned(store, NEXT, LATE)
    page = enter(browser, here, "clerk")
    page.goto(f"/office/{NEXT}?panel=versions")
    page.get_by_role("button", name="并排比较").click()
    page.get_by_role("heading", name="两份草稿并排比较").wait_for()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="改用这份").click()
    page.locator("#states").wait_for()
    with store.read() as transaction:
        assert drafts.latest(transaction, NEXT).id == first.id
