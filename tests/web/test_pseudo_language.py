"""Every page in a language that nobody speaks, made of the catalogue: all that is said comes from it and has room."""

import html
import re

import pytest

from constraints.rules import CATALOGUE
from planner.store import Store
from planner.store.roster import offices
from tests.fixtures.every_page import LAW, PAGES, paths, words_of
from tests.fixtures.officials import enter
from tests.fixtures.pseudo import CLOSES, OPENS, served_here, spoken_by
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.site_pages import SIZES, WHEN, mid_month
from web import create_app

IN_ITS_OWN_WORDS = ("/office/rules", "/office/data", "/office/2026-12/note")
"""They show the words of the workbook and of the rules, which no catalogue has."""


def _sentence(said):
    """What a rule's sentence looks like, whatever stands at its places."""
    return re.sub(r"(?:\\ )+", " *", re.sub(r"\\\{\w+\\\}", r"[^\n]*?", re.escape(said))) + r"(?=$|[\n;.])"


DATA = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
    r"|\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b|(?:Little )?New Year\b|\bLaba\b"
    r"|\b[A-Z2-7]{4}-[A-Z2-7]{4}\b|https?://\S+|\.(?:xlsx|docx|pdf|ics)\b|\bCtrl K\b"
    r"|clerk|official|liaison|auditor|\btest\b"
)
"""Days, check codes, addresses, kinds of files, keys, names of log-ins."""
SAID_BY_RULES = [re.compile(_sentence(rule.say_en)) for rule in CATALOGUE]
NAMES_OF_RULES = re.compile("|".join(sorted((re.escape(rule.en) for rule in CATALOGUE), key=len, reverse=True)))
CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one);
  const hides = ['hidden', 'clip'].includes(style.overflowX);
  const heard = one.classList.contains('visually-hidden') || (style.position === 'absolute' && one.clientWidth <= 1);
  return hides && !heard && one.innerText && one.scrollWidth > one.clientWidth + 1;
}).map(one => one.outerHTML.slice(0, 160))"""
"""What has more text than room and hides it; what is only heard is one pixel wide."""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return mid_month(tmp_path_factory.mktemp("pseudo") / "home")


def _unsaid_by_rules(line):
    """A line without the sentences of rules; a sentence is looked for where all its fixed words stand."""
    for pattern, rule in zip(SAID_BY_RULES, CATALOGUE, strict=True):
        if all(piece.strip() in line for piece in re.split(r"\{[^}]*\}", rule.say_en)):
            line = pattern.sub("", line)
    return line


def outside(page, known):
    """What a page says that stands in no brackets and is no data."""
    page = re.sub(r"<kbd>.*?</kbd>", "", page)  # what stands on a key
    shown = re.sub(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', r">\n\1\n<", page)
    text = html.unescape(re.sub(r"<[^>]+>", "\n", shown))
    inner = re.compile(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}")
    while inner.search(text):
        text = inner.sub("", text)
    text = NAMES_OF_RULES.sub("", DATA.sub("", "\n".join(map(_unsaid_by_rules, text.split("\n")))))
    for word in known:
        text = text.replace(word, "")
    return re.findall(r"[A-Za-z\u4e00-\u9fff]{2,}", text)


@pytest.mark.slow
def test_every_text_of_every_page_comes_from_the_catalogue(home, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", WHEN)
    store = Store(home)
    with store.read() as transaction:
        known = [*words_of(offices.load(transaction)), *LAW]
    found = {}
    with spoken_by(monkeypatch):
        app = create_app(store)
        for name in PAGES:
            client = app.test_client()
            if name:
                client.post(
                    "/login", data={"name": name, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
                )
            client.get("/check?lang=en")
            for path in paths(home, name):
                page = client.get(path).get_data(as_text=True)
                assert OPENS in page, path
                if not path.startswith(IN_ITS_OWN_WORDS) and (said := outside(page, known)):
                    found[path] = said
    assert found == {}, {path: sorted(set(said)) for path, said in found.items()}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_room_for_longer_words(browser, home, monkeypatch, name):
    monkeypatch.setenv("DANGZHI_NOW", WHEN)
    wrong = {}
    with spoken_by(monkeypatch), served_here(Store(home)) as here:
        page = enter(browser, here, name, size=SIZES["phone"]) if name else _stranger(browser, here)
        page.goto("/check?lang=en")
        for path in paths(home, name):
            page.goto(path)
            cut, width = page.evaluate(CUT), page.evaluate("document.documentElement.scrollWidth")
            if cut or width > SIZES["phone"][0]:
                wrong[path] = (width, cut)
        page.context.close()
    assert wrong == {}


def _stranger(browser, here):
    size = dict(zip(("width", "height"), SIZES["phone"], strict=True))
    return browser.new_context(base_url=here, viewport=size, locale="zh-CN").new_page()


def test_what_stands_outside_is_found():
    page = "<p>⟦Save ⟦王 ~~~⟧⟧ <b title='x'>Delete</b> 12 Dec 保存 2DFD-CN35</p>"
    assert outside(page, ["王"]) == ["Delete", "保存"]
