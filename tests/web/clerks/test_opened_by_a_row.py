"""A leave that is entered says at once which issued duties it opens, on which days, and leads to a stand-in."""

import html
import re
from collections import defaultdict
from datetime import date, timedelta

import pytest

from planner.access import logins
from planner.store import Store
from planner.store.roster import offices, versions
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD, token_of
from web import create_app

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    client = create_app(store).test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))})
    return store, client


def days_of_people(store):
    """Person → the days of what they serve, in one post or more, as it is issued."""
    found = defaultdict(list)
    with store.read() as transaction:
        content = versions.in_force(transaction)
    for slot, who in content.pairs:
        if who.startswith("p:"):
            found[who[2:]].append(date.fromordinal(content.slots[slot].slot.day))
    return {who: sorted(days) for who, days in found.items()}


def enter(client, person, first, last):
    page = client.get("/office/data/absences/new")
    answer = client.post(
        "/office/data/absences/new",
        data={
            "csrf_token": token_of(page),
            "who": person,
            "start": first.isoformat(),
            "end": last.isoformat(),
            "kind": "休假",
            "state": "已批",
        },
        follow_redirects=True,
    )
    text = answer.get_data(as_text=True)
    return re.findall(r'class="note ok".*?</svg>\s*<div>(.*?)</div>', text, re.S)


def test_whoever_enters_a_leave_reads_the_days_it_opens_and_goes_on_from_there(office):
    store, client = office
    person, days = next(
        (who, days) for who, days in sorted(days_of_people(store).items()) if len(set(days)) == len(days) > 1
    )
    with store.read() as transaction:
        name = offices.load(transaction).name(f"p:{person}")
    (said,) = enter(client, person, days[0], days[1])
    open_days = [one for one in days if days[0] <= one <= days[1]]
    assert html.unescape(re.sub(r"<[^>]+>", "", said)).split("：")[0] == (
        f"已登记。{name}{open_days[0].month}月" + "、".join(f"{one.day}日" for one in open_days) + "的值班出现空岗"
    )
    assert re.search(r'<a href="/office/vacancies">去安排替班</a>', said)


def test_a_leave_that_opens_nothing_says_that_it_is_entered_and_no_more(office):
    store, client = office
    person, days = next(iter(sorted(days_of_people(store).items())))
    after = days[-1] + timedelta(days=40)
    assert [one.strip() for one in enter(client, person, after, after)] == ["已登记。"]
