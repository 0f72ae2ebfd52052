"""Every page in English, found by its links: no Chinese but what the office itself has typed."""

import html
import re
from collections import Counter
from dataclasses import fields
from urllib.parse import urljoin, urlsplit

import pytest

from planner.explaining import explain
from planner.office.cells.kinds import ChoiceCell
from planner.office.sheets import ClauseRow, Post
from planner.planning import replan
from planner.store import Store, jobs
from planner.store.jobs import JobSettings, TaskKind
from planner.store.roster import offices
from planner.worker import jobs as worker
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.site_pages import WHEN, mid_month
from web import create_app

ROLES = ("", "clerk", "official", "liaison", "auditor")
WORKBOOK = ("clerks.data.rows", "clerks.data.edit", "clerks.data.add")
"""Left out: rows as the workbook has them, which is what the office typed and the words of its sheets."""
SAME = 2
"""So many addresses of one route are opened: more of a kind say nothing new."""
TYPED = (
    "中文", "主任", "云办发1号", "测试", "元旦", "春节", "清明节", "清明", "劳动节", "端午节", "端午",
    "中秋节", "中秋", "国庆节", "除夕", "云川区人民政府办公室",
)  # fmt: skip
"""Names and numbers of documents that the tests gave, festivals by their names, and the button that leads back."""


def typed(office):
    """Everything that people typed: names, places, titles, notes; not words of closed lists, rules, calendars."""
    found = set(TYPED)
    for rows in office.rows.values():
        for row in rows:
            for value in values(row):
                for one in value if isinstance(value, tuple) else (value,):
                    if isinstance(one, str):
                        found |= {one, *re.split(r"[、，；;,/ ()（）|]", one)}
    # who looks at a month by person reads the first sign of a post or shift
    found |= {one.strip()[0] for row in office.of(Post) for one in (row.post, row.shift) if one.strip()}
    return sorted((one for one in found if one), key=len, reverse=True)


def values(row):
    """The cells of a row that hold what people typed."""
    if isinstance(row, ClauseRow):
        return row.authority, row.note, row.posts, row.shifts
    columns = [one for one in fields(row) if not isinstance(one.metadata["kind"], ChoiceCell)]
    return [getattr(row, one.name) for one in columns]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """(app, words that were typed) of an office in mid-month whose background work has left its results."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DANGZHI_NOW", WHEN)
        home = mid_month(tmp_path_factory.mktemp("english") / "home")
        store = Store(home)
        with store.read() as transaction:
            office = offices.load(transaction)
        found = replan.offers(store, "2026-12", worker.office_now(store), seconds=5, duties=("JF",))
        with store.write() as transaction:
            jobs.record_done(
                transaction, "2026-12", JobSettings(TaskKind.OFFERS), found, "2026-12-09T01:00:00+00:00", "clerk"
            )
        explain.explained(store, "2027-01", worker.office_now(store), "clerk", seconds=3)
        yield create_app(store), typed(office), (home / "paths").read_text().split("\n")


def chinese(page, known):
    """What a page says in Chinese that nobody typed, with labels and placeholders."""
    page = re.sub(r"国办发明电〔\d{4}〕\d+号", "", page)
    page = re.sub(r'<span class="seal"[^>]*>当值</span>', "", page)  # the product's seal is a picture
    shown = re.sub(r'(?:aria-label|placeholder|title)="([^"]*)"', r">\n\1\n<", page)
    found = []
    for line in html.unescape(re.sub(r"<[^>]+>", "\n", shown)).split("\n"):
        for word in known:
            line = line.replace(word, "") if word in line else line
        found += re.findall(r"[\u4e00-\u9fff]+", line)
    return found


def walked(app, client, begin):
    """(endpoint, address, page) of every page that links lead to, so many of a kind."""
    seen, waiting, count = set(), list(begin), Counter()
    adapter = app.url_map.bind("localhost")
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        if address in seen or parts.netloc not in ("", "localhost") or parts.scheme not in ("", "http"):
            continue
        seen.add(address)
        try:
            endpoint, _ = adapter.match(parts.path, method="GET")
        except Exception:
            continue
        kind = endpoint, tuple(sorted(one.partition("=")[0] for one in parts.query.split("&")))
        if count[kind] >= SAME or endpoint.endswith("static"):
            continue
        count[kind] += 1
        answer = client.get(address, follow_redirects=True)
        if answer.mimetype != "text/html":
            continue
        text = answer.get_data(as_text=True)
        yield endpoint, address, text
        waiting += [
            urljoin(address, html.unescape(one)).partition("#")[0]
            for one in re.findall(r'href="([^"]+)"', text)
            if "lang=zh" not in one
        ]


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_page_in_english_has_chinese_but_what_was_typed(site, role):
    app, known, paths = site
    client = app.test_client()
    if role:
        client.post("/login", data={"name": role, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))})
    client.get("/check?lang=en")
    begin = {"": ["/", "/check?code=AAAA-AAAA", "/login"], "clerk": ["/office", "/office/2026-12", "/office/2027-01"],
             "official": ["/me", *paths], "liaison": ["/unit"], "auditor": ["/office/log"]}[role]  # fmt: skip
    wrong = {}
    for endpoint, address, page in walked(app, client, begin):
        found = chinese(page, known) if endpoint not in WORKBOOK else []
        if found:
            wrong.setdefault(endpoint, []).append((address, sorted(set(found))[:12]))
    assert wrong == {}
