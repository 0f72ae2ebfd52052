"""Who is led where: five groups for clerks, open where one is, and a few links for everybody else."""

import re
from datetime import datetime

import pytest

from planner.access import logins
from planner.pages.today.counts import counts
from planner.store import Store
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD, token_of
from web import create_app

WHEN = "2026-12-09T09:30"
ROLES = ("clerk", "auditor", "official")


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", WHEN)
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for role in ROLES:
            logins.add(transaction, offices.load(transaction), role, role, "H01", PASSWORD, NOW, "test")
    return create_app(store)


def inside(app, role):
    client = app.test_client()
    token = token_of(client.get("/login"))
    assert client.post("/login", data={"name": role, "password": PASSWORD, "csrf_token": token}).status_code == 302
    return client


def side_of(client, path):
    page = client.get(path).get_data(as_text=True)
    return re.search(r'<nav class="side.*?</nav>', page, re.S)[0]


def groups_of(side):
    """Name → whether it is open."""
    return {
        re.sub(r"<[^>]+>|\s", "", summary): "open" in attributes
        for attributes, summary in re.findall(r"<details([^>]*)>\s*<summary>(.*?)</summary>", side, re.S)
    }


def here(side):
    return re.findall(r'href="([^"]+)"\s+aria-current="page"', side)


def test_a_clerk_has_five_groups_and_those_of_each_day_are_open(app):
    side = side_of(inside(app, "clerk"), "/office/swaps")
    assert groups_of(side) == {"排班": True, "变动": True, "值班簿": True, "资料": False, "系统": False}
    assert here(side) == ["/office/swaps"]


@pytest.mark.parametrize(
    ("path", "group"),
    [("/office/data/people", "资料"), ("/office/rules/new", "资料"), ("/office/users/missing", "系统")],
)
def test_a_group_is_open_while_one_of_its_pages_is_shown(app, path, group):
    assert groups_of(side_of(inside(app, "clerk"), path))[group]


def test_every_link_of_the_navigation_leads_to_a_page_that_opens_and_is_marked_there(app):
    client = inside(app, "clerk")
    links = set(re.findall(r'<a[^>]*?href="(/[^"]*)"', side_of(client, "/office/swaps")))
    assert len(links) > 20
    for path in sorted(links):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        if path.startswith("/office/"):
            assert path in here(side_of(client, path)), path


def test_an_auditor_is_led_to_the_log_and_the_papers_alone(app):
    links = set(re.findall(r'<a[^>]*?href="(/[^"]*)"', side_of(inside(app, "auditor"), "/office/log")))
    assert links == {"/office/log", "/office/2027-01/papers"}


def test_at_the_foot_of_a_phone_stand_the_few_pages_of_each_role(app):
    def foot(client, path):
        page = client.get(path).get_data(as_text=True)
        return re.findall(r'<a href="([^"]+)"', re.search(r'<nav class="bottom.*?</nav>', page, re.S)[0])

    assert foot(app.test_client(), "/") == ["/", "/month/2026-12", "/subscribe", "/me"]
    assert foot(inside(app, "official"), "/me") == ["/me", "/me/office/2026-12", "/me/account", "/"]
    assert foot(inside(app, "clerk"), "/office/swaps")[-1] == "#side"


def test_the_name_of_the_log_in_stands_on_every_page_and_its_ways_out_beside_it(app):
    page = inside(app, "clerk").get("/office/swaps").get_data(as_text=True)
    account = re.search(r'<details class="account.*?</details>', page, re.S)[0]
    assert "clerk" in account and 'action="/logout"' in account
    assert {"/me", "/password", "/sessions", "/second-factor", "/tokens"} <= set(re.findall(r'href="([^"?]+)', account))


def test_the_month_whose_page_was_opened_last_is_the_one_that_is_worked_in(app):
    client = inside(app, "clerk")
    assert "/office/2027-01/papers" in side_of(client, "/office/swaps")
    client.get("/office/2026-12/papers")
    assert "/office/2026-12/papers" in side_of(client, "/office/swaps")
    client.set_cookie("month", "nonsense")
    assert "/office/2027-01/papers" in side_of(client, "/office/swaps")


def counts_of(side):
    """The page of an entry → the number beside it."""
    found = re.findall(r'<a[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', side, re.S)
    return {path: int(number[1]) for path, inner in found if (number := re.search(r'class="count[^"]*">(\d+)', inner))}


def test_beside_an_entry_stands_how_many_wait_there_and_nothing_where_none_does(app):
    client = inside(app, "clerk")
    side = side_of(client, "/office/swaps")
    store = app.extensions["store"]
    with store.read() as transaction:
        found = counts(Standing.read(transaction), datetime.fromisoformat(WHEN).replace(tzinfo=NOW.tzinfo))
    shown = counts_of(side)
    assert shown.get("/office/tomorrow", 0) == found.reminders.number > 0
    assert shown.get("/office/swaps", 0) == found.swaps.number == 0
    assert shown.get("/office", 0) == found.today.number
    assert shown.get("/office/messages", 0) == found.messages.number
