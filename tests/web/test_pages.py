"""Every page of every audience in Chromium, on a desk and on a phone, in both languages.

Axe finds nothing, nothing comes from elsewhere, nothing is cut, nothing is untranslated.
"""

import html
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from planner.store import Store
from planner.store.roster import offices
from tests.fixtures.every_page import LAW, PAGES, paths, words_of
from tests.fixtures.officials import enter
from tests.fixtures.serving import served
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.site_pages import SIZES, WHEN, mid_month
from web import create_app


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return mid_month(tmp_path_factory.mktemp("pages") / "home")


@pytest.fixture(scope="module")
def here(home):
    with served(home, WHEN) as address:
        yield address


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_fit_to_be_seen(browser, home, here, name, size):
    if name:
        page = enter(browser, here, name, size=SIZES[size])
    else:
        page = browser.new_context(
            base_url=here,
            viewport=dict(zip(("width", "height"), SIZES[size], strict=True)),
            locale="zh-CN",
            reduced_motion="reduce",
        ).new_page()
    asked_for, complaints = [], []
    page.on("request", lambda one: asked_for.append(one.url))
    page.on(
        "console", lambda one: complaints.append(one.text) if one.type == "error" and "404" not in one.text else None
    )
    for lang in ("zh", "en"):
        page.goto(f"/check?lang={lang}")
        for path in paths(home, name):
            page.goto(path)
            if size != "zoomed":  # where only the room is less
                wrong = [(one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]
                assert wrong == [], (path, lang)
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], (path, lang)
            assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert {url for url in asked_for if not url.startswith((here, "data:"))} == set() and complaints == []
    page.context.close()


IN_CHINESE = ("/office/rules", "/office/data/")
"""Their values are the words of the workbook."""


@pytest.mark.slow
def test_nothing_is_left_untranslated(home, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", WHEN)
    store = Store(home)
    with store.read() as transaction:
        known = [*words_of(offices.load(transaction)), *LAW]
    app = create_app(store)
    for name in PAGES:
        client = app.test_client()
        if name:
            client.post(
                "/login", data={"name": name, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
            )
        client.get("/check?lang=en")
        for path in paths(home, name):
            if not path.startswith(IN_CHINESE):
                assert chinese(client.get(path).get_data(as_text=True), known) == [], path


def chinese(page, known):
    """What a page says in Chinese that is no data, labels and placeholders included."""
    shown = re.sub(r'(?:aria-label|placeholder|title)="([^"]*)"', r">\n\1\n<", page)
    found = []
    for line in html.unescape(re.sub(r"<[^>]+>", "\n", shown)).split("\n"):
        for word in known:
            line = line.replace(word, "") if word in line else line
        found += re.findall(r"[\u4e00-\u9fff]+", line)
    return found


def test_the_scan_for_untranslated_words_finds_one():
    assert chinese('<p aria-label="保存">Save 王主任 <b>这里</b></p>', ["王主任"]) == ["保存", "这里"]
