"""Who came in, went out and was refused stands in the log with the address, and no stranger can flood it."""

from datetime import timedelta

import pytest

from planner.access import door_book, logins
from planner.access.log_sentence import LogTeller
from planner.access.log_text import DEEDS
from planner.errors import TryLater
from planner.store import Store, audit, record
from planner.store.people import users
from planner.store.record.anchored import KEPT
from planner.store.roster import offices
from tests.fixtures.entering import HOME, STRANGER, entered
from tests.fixtures.office_at_work import NOW, issued_home

pytestmark = pytest.mark.engines

PASSWORD = "correct horse"


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name, person in (("li", "H01"), ("wang", "")):
            logins.add(transaction, offices.load(transaction), name, "official", person, PASSWORD, NOW, "test")
    return store


def rows(store):
    """(actor, action, detail) of what the door wrote, oldest first."""
    with store.read() as transaction:
        found = audit.page(transaction, 0, 10_000)
    return [(one.actor, one.action, one.detail) for one in reversed(found) if one.action in OURS]


OURS = ("log in", "log out", "log in refused", "forbidden", "form forged", "too much", "user locked")


def sentences(store, lang="zh"):
    with store.read() as transaction:
        teller = LogTeller(offices.load(transaction), {"li": "H01"}, lang)
        found = [one for one in reversed(audit.page(transaction, 0, 10_000)) if one.action in OURS]
        return [f"{teller.actor(one.actor)} {teller.tell(one)}" for one in found]


def tried(store, name, password="wrong", **where):
    try:
        return entered(store, name, password, **where)
    except TryLater:
        return None


def test_whoever_comes_in_or_goes_out_is_a_row_with_the_address(store):
    me = tried(store, "li", PASSWORD)
    with store.write() as transaction:
        door_book.went_out(transaction, me, HOME, NOW)
        door_book.came_in(transaction, me, HOME, NOW, vouched=True)
    assert rows(store) == [
        ("li", "log in", {"address": HOME}),
        ("li", "log out", {"address": HOME}),
        ("li", "log in", {"address": HOME, "vouched": True}),
    ]


def test_a_failure_names_a_log_in_that_there_is_and_nothing_else_that_was_typed(store):
    tried(store, "li")
    tried(store, "my secret password", address=STRANGER)
    assert rows(store) == [
        ("stranger", "log in refused", {"name": "li", "address": HOME}),
        ("stranger", "log in refused", {"name": "", "address": STRANGER}),
    ]
    assert "secret" not in str(rows(store)) and "wrong" not in str(rows(store))


def test_failures_that_follow_are_one_row_when_some_minutes_are_over(store):
    for number in range(20):
        tried(store, "li" if number % 2 else f"name {number}", address=STRANGER, after=10 * number)
    assert len(rows(store)) == 1
    tried(store, "wang", PASSWORD, after=700)
    first, counted, came = rows(store)
    assert first == ("stranger", "log in refused", {"name": "", "address": STRANGER})
    assert came == ("wang", "log in", {"address": HOME})
    assert counted[2].keys() == {"name", "count", "since", "address"}
    assert (counted[2]["name"], counted[2]["since"], counted[2]["address"]) == ("li", "09:00", STRANGER)
    assert 10 <= counted[2]["count"] <= 19


def test_what_was_counted_is_written_by_the_worker_too_and_once(store):
    for number in range(3):
        tried(store, "li", address=STRANGER, after=60 * number)
    for minutes in (5, 11, 12):
        with store.write() as transaction:
            door_book.write_counted(transaction, NOW + timedelta(minutes=minutes))
    assert [row[2].get("count") for row in rows(store)] == [None, 2]


def test_one_who_is_logged_in_and_asks_for_what_is_not_theirs_is_named(store):
    me = tried(store, "li", PASSWORD)
    with store.write() as transaction:
        for _ in range(5):
            door_book.forbidden(transaction, me, HOME, NOW)
        door_book.forbidden(transaction, None, HOME, NOW)
    assert rows(store)[1:] == [
        ("li", "forbidden", {"name": "", "address": HOME}),
        ("stranger", "forbidden", {"name": "", "address": HOME}),
    ]


def test_a_stranger_with_very_many_addresses_does_not_flood_the_log(store, monkeypatch):
    monkeypatch.setattr(door_book, "ADDRESSES", 10)
    with store.write() as transaction:
        for number in range(200):
            door_book.turned_away(transaction, None, f"203.0.113.{number}", NOW)
            door_book.turned_away(transaction, None, f"2001:db8::{number:x}", NOW)
    assert len(rows(store)) == 11
    with store.write() as transaction:
        door_book.write_counted(transaction, NOW + timedelta(minutes=11))
    counted = [row[2] for row in rows(store)[11:]]
    assert sum(one["count"] for one in counted) == 400 - 11
    assert [one.get("address") for one in counted] == [None, "2001:db8::/64"]


def test_a_clock_that_was_put_back_keeps_nothing_from_the_log(store):
    tried(store, "li", after=86_400)
    tried(store, "li", after=86_402)
    tried(store, "wang", PASSWORD)
    assert [row[2].get("count") for row in rows(store)] == [None, 1, None]


def test_the_lock_of_the_profile_mlps_is_a_row(store, monkeypatch):
    monkeypatch.setenv("DANGZHI_PROFILE", "mlps")
    for number in range(7):
        tried(store, "li", address=STRANGER, after=60 * number)
    assert [row for row in rows(store) if row[1] == "user locked"] == [
        ("stranger", "user locked", {"name": "li", "address": STRANGER})
    ]


def test_the_log_says_it_in_words(store):
    me = tried(store, "li", PASSWORD)
    for number in range(4):
        tried(store, "wang", address=STRANGER, after=60 * number)
    with store.write() as transaction:
        door_book.forbidden(transaction, me, HOME, NOW)
        door_book.write_counted(transaction, NOW + timedelta(minutes=20))
        name = offices.load(transaction).name("p:H01")
    assert sentences(store) == [
        f"{name} 登录：来自{HOME}",
        f"未登录者 登录未成功：wang，来自{STRANGER}",
        f"{name} 要办的事不在权限内，已拒绝：来自{HOME}",
        f"未登录者 登录未成功：wang，09:00起，又有3次，来自{STRANGER}",
    ]
    assert (
        sentences(store, "en")[-1]
        == f"somebody not logged in log-in refused: wang, since 09:00, 3 more times, from {STRANGER}"
    )
    assert set(OURS) <= DEEDS.keys()


def test_the_record_holds_over_such_rows_and_pruning_keeps_it_whole(store):
    for number in range(3):
        tried(store, "li", address=STRANGER, after=60 * number)
    tried(store, "li", PASSWORD, after=700)
    with store.read() as transaction:
        assert record.broken(transaction) == []
    with store.write() as transaction:
        record.prune(transaction, NOW + KEPT + timedelta(days=1))
    with store.read() as transaction:
        assert record.broken(transaction) == []
        assert users.by_name(transaction, "li") is not None
