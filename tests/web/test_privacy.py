"""What officials and residents see does not depend on private facts.

Offices that differ in reasons alone look the same to them, on every page and in every feed.
"""

import html
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from urllib.parse import quote, urlencode

import pytest

from planner.access import logins
from planner.feeds.clients import FetchLog
from planner.office.sheets import AbsenceRow, Person, PinRow, WishRow
from planner.paper.presses.press import KINDS
from planner.store import Store
from planner.store.messages import feeds
from planner.store.roster import offices, versions
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.paper_words import words
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.swaps import clean_swap
from tests.fixtures.true_time import TrueTime
from web import create_app

SECRET = "a-secret-that-only-this-test-has"
MOST = 1500
"""Pages that one walk may open."""


@cache
def swap_of(folder):
    """A duty of somebody, and a colleague it could be exchanged with."""
    slot, giver, taker, _ = clean_swap(Store(issued_home(folder / "asked")))
    return slot, giver, taker


@pytest.fixture(autouse=True)
def nothing_is_noted(monkeypatch):
    """When a calendar was read has nothing to do with reasons, and is written down whenever it suits."""
    monkeypatch.setattr(FetchLog, "note", lambda self, feed, agent, status, zone: None)


def office_where(folder, name, *, kind="leave", ordered_by="区长", weight=2, away=True, facts=("", None, ())):
    """The issued office, with colleagues on leave, wishing to be left out, kept off by order.

    That they are is the same in every office, why they are is not: leave and orders are of the same hours. `facts` are
    everybody's sex, date of birth and labels.
    """
    slot, giver, taker = swap_of(folder)
    store = Store(issued_home(folder / name))
    with store.write() as transaction:
        office, content = offices.load(transaction), versions.in_force(transaction)
        duty, post = slot.split("|")[:2]
        shift = content.slots[slot].slot.shift
        part = "night" if shift == "夜班" else "am"
        mates = sorted({who for id, who in content.pairs if id.split("|")[1] == post} - {giver, taker})
        days = [
            date.fromordinal(content.slots[slot].slot.day),
            *(date(2026, 12, 1) + timedelta(days=3 * at + 1) for at in range(9)),
        ]
        changed = office.with_rows(
            "请假外出",
            (
                *office.of(AbsenceRow),
                *(
                    AbsenceRow(who=who, start=day, part=part, kind=kind)
                    for who in mates[:2]
                    for day in days[:2]
                    if away
                ),
            ),
        )
        changed = changed.with_rows(
            "时间要求",
            (
                *office.of(WishRow),
                *(
                    WishRow(person=who[2:], duty=duty, weekday=(days[0].weekday(),), want="avoid", weight=weight)
                    for who in mates[2:4]
                ),
            ),
        )
        orders = [
            PinRow(duty=duty, start=days[2], who=who, mode="forbidden", ordered_by=ordered_by) for who in mates[4:6]
        ]
        orders += [
            PinRow(duty=duty, shift=shift, start=day, who=who, mode="forbidden", ordered_by=ordered_by)
            for who in mates[:2]
            for day in days[:2]
            if not away
        ]
        sex, birth, labels = facts
        people = tuple(replace(one, sex=sex, birth=birth, labels=(*one.labels, *labels)) for one in office.of(Person))
        changed = changed.with_rows("人员", people).with_rows("指定", (*office.of(PinRow), *orders))
        offices.save(transaction, office, changed)
        for login, person in (("giver", giver[2:]), ("leader", "L01"), ("clerk", "")):
            logins.add(
                transaction,
                offices.load(transaction),
                login,
                "official" if person else "clerk",
                person,
                PASSWORD,
                NOW,
                "test",
            )
        feeds.add(transaction, "person", giver[2:], "手机", SECRET, NOW.isoformat())
    return store


def walk(store, login, lang="zh"):
    """Path → page, for every page that links and each question of a form lead to.

    What differs each time is taken out.
    """
    client = create_app(store).test_client()
    client.get(f"/?lang={lang}")
    waiting = ["/", f"/feed/{SECRET}.ics", "/feed/public.ics"]
    if login:
        form = {"name": login, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
        assert client.post("/login", data=form).status_code == 302
        waiting.append("/office" if login == "clerk" else "/me")
    seen = {}
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static", "/htmx", "/bootstrap")):
            continue
        answer = client.get(path)
        kind = {mime: kind for kind, mime in KINDS.items()}.get(answer.mimetype, "")
        page = words(kind, answer.get_data()) if kind else answer.get_data(as_text=True)
        seen[path] = re.sub(r'(name="(?:csrf_token|key)" value=)"[^"]*"', r"\1", page)
        waiting += [html.unescape(one) for one in re.findall(r'href="(/[^"#]*)"', page)]
        waiting += asked(path, page)
        assert len(seen) < MOST
    return seen


def asked(path, page):
    """The addresses of the questions that the page's forms can ask."""
    found = []
    for form in re.findall(r'<form method="get".*?</form>', page, re.DOTALL):
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
            for value in re.findall(r'<option value="([^"]*)"', options):
                query = {**hidden, name: html.unescape(value)}
                found.append(quote(path.partition("?")[0], safe="/|%") + "?" + "&".join(map(encoded, query.items())))
    return found


@cache
def encoded(item):
    return urlencode([item])


def differing(one, other):
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    TrueTime(monkeypatch)  # by which a page says when one has logged in
    return tmp_path


OTHER_REASONS = {
    "kind": "trip",
    "ordered_by": "书记",
    "weight": 9,
    "facts": ("female", date(1971, 10, 5), ("司机", "党员")),
}
ORDERS = {"away": False}
"""Orders to leave somebody out instead of absences."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("login", "lang", "others"),
    [
        ("", "zh", (OTHER_REASONS,)),
        ("giver", "zh", (OTHER_REASONS, ORDERS)),
        ("giver", "en", (OTHER_REASONS,)),
        ("leader", "zh", (OTHER_REASONS,)),
    ],
)
def test_nobody_outside_can_tell_why_somebody_is_away_or_left_out_or_what_they_wish(folder, login, lang, others):
    plain = walk(office_where(folder, "plain"), login, lang)
    for number, other in enumerate(others):
        assert differing(plain, walk(office_where(folder, f"other{number}", **other), login, lang)) == [], other
    if login == "giver":
        assert len(plain) > 30 and any(
            {"zh": "该时段另有安排", "en": "is taken at that time"}[lang] in page for page in plain.values()
        )
        assert any("ring=yes" in path for path in plain) and any("/why/" in path for path in plain)


@pytest.mark.slow
def test_the_office_does_see_what_the_others_do_not(folder):
    path = f"/office/2026-12/duty/{quote(swap_of(folder)[0], safe='|')}"
    pages = []
    for name, weight in (("plain", 2), ("other", 9)):
        client = create_app(office_where(folder, name, weight=weight)).test_client()
        client.post(
            "/login", data={"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
        )
        pages.append(re.sub(r'value="[^"]*"', "", client.get(path).get_data(as_text=True)))
    assert "期间另有安排或不在任" in pages[0] and "的时间要求未满足" in pages[0] and pages[0] != pages[1]
