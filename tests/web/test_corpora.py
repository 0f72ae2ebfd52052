"""Names that attack: in people, units, villages, duties, rules and reasons they stay text.

So it is on every page and paper, in every feed and answer of the API.
"""

import html
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO

import openpyxl
import pytest

from planner.access import hashing, logins
from planner.changing import open_call
from planner.issuing.publish import Order, publish
from planner.office.sheets import AbsenceRow, Duty, Person, Session, Unit, Village
from planner.paper.catalogue import PAPERS, sheets
from planner.paper.gathering import WantedPaper
from planner.paper.presses.press import KINDS, press
from planner.samples.district import sample
from planner.store.people import users
from planner.store.people.users import Role
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, planned, store_with
from tests.fixtures.paper_words import words
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.swaps import asked, clean_swap, free_pairs
from web import create_app

pytestmark = pytest.mark.slow

ATTACKS = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "=cmd|'/c calc'!A1",
    "@SUM(A1)",
    "{{7*7}}",
    "{% raw %}",
    "javascript:alert(1)",
    "甲\r\nSet-Cookie: a=b",
    "乙\r\nBEGIN:VEVENT",
    "&L&P",
    "\u202e反",
    "../../etc",
    "%0d%0aX: y",
)
BY_TURNS = {
    Person: ("name", "title", "portfolio"),
    Unit: ("name", "short", "kind"),
    Village: ("name",),
    Duty: ("place",),
    Session: ("topic", "note"),
}


def odd_office():
    """A small office whose words attack by turns; ids stay what they are."""
    office = sample("small", 1, date(2026, 12, 1))
    number = 0
    for kind, names in BY_TURNS.items():
        rows = []
        for row in office.of(kind):
            values = {}
            for name in names:
                if getattr(row, name):
                    values[name] = f"{ATTACKS[number % len(ATTACKS)]}{number}"
                    number += 1
            rows.append(replace(row, **values))
        office = office.with_rows(
            {Person: "人员", Unit: "单位", Village: "村居", Duty: "值班事项", Session: "场次"}[kind], tuple(rows)
        )
    return office


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
        made = store_with(tmp_path_factory.mktemp("odd") / "home", odd_office())
        planned(made)
        publish(made, MONTH, Order(ATTACKS[0], ATTACKS[1], ATTACKS[3]), NOW, ATTACKS[2], "zh")
        slot, giver, taker, back = clean_swap(made)
        asked(made, slot, giver, taker, back)
        with made.write() as transaction:
            pairs = sorted(versions.in_force(transaction).pairs)
            own = next(pair for pair in free_pairs(transaction) if pair[1] == giver)
            office = offices.load(transaction)
            of = next(who[2:] for _, who in pairs if who.startswith("u:"))
            office = office.with_rows(
                "单位", tuple(replace(row, liaison="G01") if row.id == of else row for row in office.of(Unit))
            )
            office = office.with_rows(
                "请假外出", (*office.of(AbsenceRow), AbsenceRow(who=taker, start=date(2026, 12, 29), kind="leave"))
            )
            offices.save(transaction, offices.load(transaction), office)
            for name, role, person in (
                ("clerk", "clerk", ""),
                ("liaison", "liaison", "G01"),
                ("auditor", "auditor", ""),
            ):
                logins.add(transaction, offices.load(transaction), name, role, person, PASSWORD, NOW, "test")
            of_old = hashing.hash_of(PASSWORD)  # a name that nobody is given any more, in a store of an earlier time
            users.add(transaction, ATTACKS[0], Role.OFFICIAL, giver[2:], of_old, NOW.isoformat())
        open_call.call_out(made, *own, NOW, own[1])
        planned(made, "2027-01")
        yield made


class Tags(HTMLParser):
    """What a browser would make of a page: handlers, scripts and addresses."""

    def __init__(self):
        super().__init__()
        self.wrong, self.scripts = [], []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.wrong += [(tag, name) for name in values if name.startswith("on") or name == "style"]
        self.wrong += [
            (tag, values[name])
            for name in ("href", "src", "action")
            if (values.get(name) or "").strip().lower().startswith(("javascript:", "vbscript:"))
        ]
        if tag == "script":
            self.scripts.append(values.get("src"))
        if tag == "img" and not (values.get("src") or "").startswith(("/", "data:image/")):
            self.wrong.append((tag, values.get("src")))


def client_of(store, name):
    client = create_app(store).test_client()
    if name:
        form = {"name": name, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
        assert client.post("/login", data=form).status_code == 302
    return client


@pytest.mark.parametrize("name", ["", "clerk", ATTACKS[0], "liaison", "auditor"])
def test_no_page_does_what_a_name_says(store, name, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    client, waiting, seen, met = client_of(store, name), ["/", "/office", "/me", "/unit", "/office/log"], set(), ""
    while waiting and len(seen) < 150:
        path = waiting.pop(0)
        plain = re.sub(r"\d{8}|\d+", "0", path.partition("?")[0])
        if plain in seen or not path.startswith("/") or path.startswith(("/static", "/bootstrap", "/htmx", "/feed")):
            continue
        seen.add(plain)
        answer = client.get(path)
        assert "a=b" not in answer.headers.getlist("Set-Cookie") and not any(
            part in value for value in answer.headers.values() for part in ("\r", "\n")
        )
        if answer.mimetype == "text/html":
            page = answer.get_data(as_text=True)
            found = Tags()
            found.feed(page)
            assert found.wrong == [] and {one for one in found.scripts if one is None} == set(), path
            met += html.unescape(page)
            waiting += [html.unescape(one).partition("#")[0] for one in re.findall(r'href="(/[^"]*)"', page)]
    assert len(seen) > (2 if name == "auditor" else 3)
    if name != "auditor":
        assert sum(one in met for one in ATTACKS) > 2, "the names were there to be seen"


def test_no_paper_does_what_a_name_says(store):
    with store.read() as transaction:
        for paper in ("month", "handover", "person", "rules"):
            wanted = WantedPaper(paper, MONTH, who="p:L01")
            made = sheets(Standing.read(transaction), wanted, NOW)
            for kind in KINDS:
                data = press(kind, made, "t", "a")
                if kind == "xlsx":
                    book = openpyxl.load_workbook(BytesIO(data))
                    assert {
                        cell.data_type
                        for sheet in book
                        for row in sheet.iter_rows()
                        for cell in row
                        if cell.value is not None
                    } <= {"s"}
                    assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)
                if kind == "pdf":
                    assert (
                        b"/JavaScript" not in data
                        and b"/JS" not in data
                        and b"/URI" not in data
                        and b"/Launch" not in data
                    )
                assert len(words(kind, data)) > 50, (paper, kind)
    assert set(PAPERS) >= {"month", "handover", "person", "rules"}


def test_no_answer_of_the_api_is_taken_for_a_page(store, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    client = create_app(store).test_client()
    token = client.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]
    for path in ("public/today", "office/data/people", "office/now", "office/log", f"office/months/{MONTH}"):
        answer = client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
        assert answer.mimetype == "application/json" and answer.headers["X-Content-Type-Options"] == "nosniff"
