"""A request whose duty went to somebody else stands open on no page and in no answer, before anybody has tidied up."""

import json

import pytest

from planner.access import logins
from planner.changing.reissue import reissue
from planner.judging.handover import Exchange
from planner.notifying.knowledge import UNSEEN
from planner.store import Store
from planner.store.people import offers
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.swaps import accepted, asked, clean_swap, pairs
from web import create_app

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

CAUSE = "班次已另行安排"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    store = Store(issued_home(tmp_path / "home"))
    slot, giver, taker, back = clean_swap(store)
    asked(store, slot, giver, taker, back)
    other = next(who for one, who in sorted(pairs(store)) if one.startswith("RX|RX-1") and who not in (giver, taker))
    with store.write() as transaction:
        reissue(
            Standing.read(transaction),
            Exchange(frozenset({(slot, giver)}), frozenset({(slot, other)})),
            NOW,
            "测试",
            UNSEEN,
        )
        for name, role, person in (("clerk", "clerk", ""), ("taker", "official", taker[2:])):
            logins.add(transaction, offices.load(transaction), name, role, person, PASSWORD, NOW, "test")
    return store


def entered(store, name):
    client = create_app(store).test_client()
    client.post("/login", data={"name": name, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))})
    return lambda path: client.get(path).get_data(as_text=True)


def answered(store, name):
    client = create_app(store).test_client()
    token = client.post("/api/v1/session", json={"name": name, "password": PASSWORD}).json["token"]
    return lambda path: client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}).json


def test_no_page_shows_it_as_open_and_those_concerned_see_the_cause(store):
    mine = entered(store, "taker")("/me")
    assert CAUSE in mine and ">同意" not in mine and "等待对方同意" not in mine
    office = entered(store, "clerk")
    assert "换班待办 1" not in office(f"/office/{MONTH}")
    with store.read() as transaction:
        assert [one.state for one in offers.every(transaction, still_open=True)] == ["offered"], "nothing was written"
    waiting = office("/office/swaps")
    assert "暂无待办事项" in waiting and "催办" not in waiting


def test_no_answer_and_no_command_has_it_as_open(store):
    mine, office = answered(store, "taker"), answered(store, "clerk")
    assert {(one["state"], one["reason"]) for one in mine("/me/requests")} == {("lapsed", CAUSE), ("declined", "")}
    assert office("/office/chases") == []
    assert json.loads(run(store.home, "swap", "list", "--json").stdout) == {"offers": [], "calls": []}
    assert office("/office/requests") == []


def test_a_swap_can_be_undone_until_it_begins_and_the_page_offers_it_no_longer(store, monkeypatch):
    slot, giver, taker, back = clean_swap(store)
    accepted(store, asked(store, slot, giver, taker, back).id)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "giver", "official", giver[2:], PASSWORD, NOW, "test")
    assert "/undo" in entered(store, "giver")("/me")
    monkeypatch.setenv("DANGZHI_NOW", NOW.replace(year=2027).isoformat())
    assert "/undo" not in entered(store, "giver")("/me")
