"""Coming in: wrong passwords slow down whoever gives them, and keep nobody else out."""

from threading import Barrier, Thread

import pytest
from argon2 import PasswordHasher

from planner.access import hashing, logins
from planner.access.entering import Attempt, NotLetIn
from planner.errors import TryLater
from planner.store import Store, record
from planner.store.door_tables import tries
from planner.store.people import users
from planner.store.people.users import User
from planner.store.roster import offices
from tests.fixtures.entering import BEGAN, HOME, STRANGER, entered
from tests.fixtures.office_at_work import NOW, issued_home

pytestmark = pytest.mark.engines

PASSWORD = "correct horse"


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name in ("li", "wang"):
            logins.add(transaction, offices.load(transaction), name, "official", "H01", PASSWORD, NOW, "test")
    return store


def waits(store, name, password="wrong", **where):
    """(seconds after which the next try is let through) by trying a second before and at that moment."""
    try:
        return entered(store, name, password, **where).wait
    except TryLater as later:
        return -later.seconds


def kept(store):
    with store.read() as transaction:
        return transaction.connection.execute(tries.select()).all()


def test_each_wrong_password_makes_the_next_try_wait_longer_up_to_a_minute(store):
    after, seen = 0.0, []
    for _ in range(9):
        wait = waits(store, "li", after=after)
        assert waits(store, "li", PASSWORD, after=after + wait - 0.5) == -1, "the right one waits as well"
        seen.append(wait)
        after += wait
    assert seen == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert isinstance(entered(store, "li", PASSWORD, after=after), User)
    assert waits(store, "li", after=after + 1) == 1, "a right one ends it"


def test_a_name_that_nobody_has_is_answered_alike(store):
    for name in ("li", "nobody has it"):
        assert [waits(store, name, after=after) for after in (0, 0.2, 1, 2.5, 3)] == [1, -1, 2, -1, 4]


def test_no_stranger_keeps_anybody_out(store):
    assert isinstance(entered(store, "li", PASSWORD), User)
    for after in range(0, 600, 60):
        assert waits(store, "li", address=STRANGER, after=after) > 0
    assert isinstance(entered(store, "li", PASSWORD, after=600), User), "where the holder always comes from"
    assert isinstance(entered(store, "li", PASSWORD, address="192.0.2.1", after=600), User), "nor anywhere else"


def test_who_shares_the_holder_s_address_keeps_out_neither_their_browser_nor_makes_a_long_wait(store):
    mine = entered(store, "li", PASSWORD)
    waited = [waits(store, "li", after=after) for after in range(60, 660, 60)]
    assert waited == [1, 2, 4, 5, 5, 5, 5, 5, 5, 5]
    assert waits(store, "li", PASSWORD, after=601) == -4
    assert isinstance(entered(store, "li", PASSWORD, after=601, browser="b", known_to=[mine.id]), User)
    assert waits(store, "wang", after=601, browser="b", known_to=[mine.id]) == 1, "a browser is known to its own"
    assert {row.place for row in kept(store)} == {HOME, "browser b"}


def test_an_hour_without_a_wrong_one_forgives(store):
    assert [waits(store, "li", after=after) for after in (0, 10, 20)] == [1, 2, 4]
    assert waits(store, "li", after=20 + 3599) == 8
    assert waits(store, "li", after=20 + 3599 + 3600) == 1


def test_a_clock_that_is_put_back_makes_nobody_wait_for_it(store):
    waits(store, "li", after=86_400)
    assert isinstance(entered(store, "li", PASSWORD), User)


def test_guessing_at_many_names_waits_as_for_one_and_does_not_fill_the_store(store):
    seen = [waits(store, f"name {number}") for number in range(40)]
    assert seen[:31] == [1] * 31 and set(seen[31:]) == {-1}
    assert len(kept(store)) == 31
    assert waits(store, "li", after=1) == 2, "one more name of that place waits with the others"
    waits(store, "li", address=HOME, after=2 * 86_400)
    assert len(kept(store)) == 1


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("", ""),
    ],
)
def test_one_subscriber_is_one_place(store, address, place):
    waits(store, "li", address=address)
    assert [row.place for row in kept(store)] == [place]


def test_what_was_typed_as_a_name_is_kept_nowhere(store):
    waits(store, "my own password")
    assert "my own password" not in str(kept(store))
    assert "my own password" not in repr(Attempt("x", "my own password", "", BEGAN))


def test_the_profile_mlps_locks_the_name_at_that_address_for_a_quarter_of_an_hour(store, monkeypatch):
    mine = entered(store, "li", PASSWORD)
    monkeypatch.setenv("DANGZHI_PROFILE", "mlps")
    seen = [waits(store, "li", after=after) for after in (0, 60, 120, 180, 240)]
    assert seen == [1, 2, 4, 5, 900]
    own_browser = {"browser": "b", "known_to": [mine.id]}
    with pytest.raises(TryLater) as caught:
        entered(store, "li", PASSWORD, after=240 + 840, **own_browser)
    assert "请过 60 秒再试" in caught.value.words.zh
    with pytest.raises(TryLater) as caught:
        entered(store, "li", PASSWORD, after=241, **own_browser)
    assert "请过 15 分钟再试" in caught.value.words.zh
    assert isinstance(entered(store, "li", PASSWORD, address=STRANGER, after=241), User)
    assert isinstance(entered(store, "li", PASSWORD, after=240 + 900), User)


def test_tries_that_come_at_one_moment_are_not_many_guesses(store, monkeypatch):
    monkeypatch.setattr(hashing.LANES, "_free", hashing.BoundedSemaphore(8))
    ready, seen = Barrier(8), []

    def one():
        ready.wait()
        seen.append(waits(store, "li"))

    threads = [Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [-1] * 7 + [1]


def test_a_log_in_that_was_closed_or_changed_meanwhile_opens_nothing(store, monkeypatch):
    real = hashing.is_right

    def slowly(kept, password):
        with store.write() as transaction:
            logins.disable(transaction, "li", NOW, "test")
        return real(kept, password)

    monkeypatch.setattr(hashing, "is_right", slowly)
    assert entered(store, "li", PASSWORD) == NotLetIn(1)
    with store.read() as transaction:
        assert users.by_name(transaction, "li").disabled_at


LONG = "Correct Horse " + "y" * 113 + " "


@pytest.mark.parametrize("typed", [LONG.lower(), LONG.strip(), LONG[:72], LONG[:127], f" {LONG}", f"{LONG}x"])
def test_a_password_counts_exactly_as_it_was_typed(store, typed):
    with store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", LONG, NOW, "test")
    assert len(LONG) == 128 and entered(store, "li", typed) == NotLetIn(1)
    assert isinstance(entered(store, "li", LONG, after=2), User)


def test_no_password_grows_too_old_where_nobody_asks_for_it(store):
    assert isinstance(entered(store, "li", PASSWORD, after=3 * 365 * 86_400), User)


def test_a_password_kept_with_less_effort_is_hashed_anew_when_its_holder_comes_in(store, monkeypatch):
    def kept_hash():
        with store.read() as transaction:
            return users.by_name(transaction, "li").password

    before = kept_hash()
    entered(store, "li", PASSWORD)
    assert kept_hash() == before, "nothing to be made stronger"
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(hashing, "hasher", lambda: stronger)
    assert entered(store, "li", "wrong", after=1) == NotLetIn(1) and kept_hash() == before
    assert isinstance(entered(store, "li", PASSWORD, after=3), User)
    assert "m=16,t=2" in kept_hash() and "m=8,t=1" in before
    assert isinstance(entered(store, "li", PASSWORD, after=4), User), "it is the same password"
    with store.read() as transaction:
        assert record.broken(transaction) == []
