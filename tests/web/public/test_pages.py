"""Residents in Chromium: they read today and the month, subscribe, in Chinese and English, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.office.sheets import Person
from planner.store import Store
from planner.store.roster import offices

PAGES = ("/", "/month/2026-12", "/month/2026-11", "/subscribe", "/nothing")
SIZES = {"desk": (1366, 768), "phone": (390, 844)}


@pytest.fixture(params=SIZES)
def page(request, browser, site):
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=site, locale="zh-CN")
    shown = context.new_page()
    shown.asked = []
    shown.complaints = []
    shown.on("request", lambda one: shown.asked.append(one.url))
    shown.on("console", lambda one: shown.complaints.append(one.text) if one.type == "error" else None)
    yield shown
    context.close()


def test_a_resident_reads_who_receives_today_and_tomorrow(page):
    page.goto("/")
    assert page.title() == "今日接访与服务安排 · 云川区人民政府办公室"
    first = page.locator("section").first
    assert first.locator("h2").inner_text() == "领导接访"
    assert first.locator(".today .who").count() >= 1
    assert "12月9日" in first.locator(".today h3").inner_text()
    assert "区群众服务中心" in first.inner_text()
    assert "12月10日" in first.locator(".later h3").first.inner_text()


def test_a_resident_finds_the_month_and_the_way_to_subscribe(page):
    page.goto("/")
    page.get_by_role("link", name="按月查看").click()
    assert page.locator("section").count() == 3
    assert page.locator("#JF tbody tr").count() == 23
    page.get_by_role("link", name="订阅日历").click()
    link = page.get_by_role("link", name="在日历中打开 领导接访")
    assert link.get_attribute("href").startswith("webcal://127.0.0.1:") and link.get_attribute("href").endswith(
        "/feed/public/JF.ics"
    )
    page.wait_for_function(
        "() => { const one = document.querySelector('img.qr'); return one.complete && one.naturalWidth > 50 }"
    )


@pytest.mark.slow
def test_english_is_one_click_away_and_stays(page):
    page.goto("/")
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "Reception and services today"
    page.goto("/subscribe")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="中文").click()
    assert page.locator("h1").inner_text() == "订阅到手机或电脑日历"


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_no_violation_nothing_leaves_the_host_and_nothing_overflows(page, site, path, lang):
    page.goto(f"{path}?lang={lang}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert {url.split("/")[2] for url in page.asked if url.startswith("http")} == {site.split("/")[2]}
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert [text for text in page.complaints if "404" not in text] == []


def test_the_pages_work_by_keyboard_alone(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert {"今日安排", "按月查看", "订阅日历", "English"} <= seen


def test_reading_needs_no_script(browser, site):
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/month/2026-12")
    assert page.locator("#JF tbody tr").count() == 23
    context.close()


def test_no_telephone_reason_or_inner_duty_is_on_a_public_page(page, home):
    store = Store(home)
    with store.read() as transaction:
        people = offices.load(transaction).of(Person)
    phones = {phone for one in people for phone in (one.mobile, one.office_phone) if phone}
    for path in PAGES:
        page.goto(path)
        text = page.content()
        assert not any(phone in text for phone in phones)
        assert not any(word in text for word in ("总值班", "话务员", "休假", "外出", "重点"))
