"""How long a session lasts: to the second, by a clock that others may have put back; what is old is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.access import logins
from planner.access.sessions import lasting
from planner.access.sessions.lasting import Caller, find_session, going_on, how_many_go_on, open_session
from planner.store import Store
from planner.store.door.sessions import Ending
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.copied import rows_of
from tests.fixtures.office_at_work import NOW, issued_home

pytestmark = pytest.mark.engines
BEGAN = datetime(2026, 11, 26, 1, tzinfo=UTC)
HERE = Caller("10.0.0.7", "Chrome · Windows")
SECOND = timedelta(seconds=1)


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name in ("li", "wang"):
            logins.add(transaction, offices.load(transaction), name, "official", "H01", "correct horse", NOW, "test")
    return store


def opened(store, name="li", at=BEGAN):
    with store.write() as transaction:
        return open_session(transaction, users.by_name(transaction, name), HERE, at, vouched=False)


def ending(store, token, after, used=None):
    with store.read() as transaction:
        return find_session(transaction, token, BEGAN + after, used and BEGAN + used).ending


@pytest.mark.parametrize(
    ("after", "used", "expected"),
    [
        (timedelta(minutes=30) - SECOND, None, None),
        (timedelta(minutes=30), None, Ending.IDLE),
        (timedelta(minutes=50), timedelta(minutes=25), None),
        (timedelta(minutes=55), timedelta(minutes=25), Ending.IDLE),
        (timedelta(hours=12) - SECOND, timedelta(hours=11, minutes=50), None),
        (timedelta(hours=12), timedelta(hours=11, minutes=50), Ending.AGED),
        (-timedelta(minutes=5), None, None),
        (-timedelta(minutes=5) - SECOND, None, Ending.AGED),
    ],
    ids=str,
)
def test_it_is_over_at_the_second_at_which_it_is(store, after, used, expected):
    assert ending(store, opened(store), after, used) == expected


def test_tokens_are_never_the_same_and_a_wrong_one_finds_nothing(store):
    tokens = {opened(store) for _ in range(20)}
    assert len(tokens) == 20
    with store.read() as transaction:
        wrong = ("", "x", next(iter(tokens))[:-1], lasting.token_digest(next(iter(tokens))), "\ud800")
        assert [find_session(transaction, one, BEGAN) for one in wrong] == [None] * 5


def test_what_somebody_has_ended_stays_ended_for_the_reason_that_came_first(store):
    token = opened(store)
    with store.write() as transaction:
        lasting.close_session(transaction, token, Ending.BY_ONESELF)
        lasting.close_session(transaction, token, Ending.LOGGED_OUT)
    assert ending(store, token, SECOND) is Ending.BY_ONESELF is ending(store, token, timedelta(hours=13))


def test_only_what_goes_on_is_listed_and_counted_the_newest_first(store):
    old, idle = opened(store, at=BEGAN - timedelta(hours=12)), opened(store, at=BEGAN - timedelta(minutes=30))
    first, second = opened(store, at=BEGAN - timedelta(minutes=20)), opened(store)
    opened(store, "wang")
    with store.write() as transaction:
        li = users.by_name(transaction, "li")
        found = [one.digest for one in going_on(transaction, li, BEGAN)]
        assert found == [lasting.token_digest(one) for one in (second, first)]
        assert how_many_go_on(transaction, BEGAN) == {"li": 2, "wang": 1}
        assert lasting.end_going_on(transaction, li, Ending.BY_OFFICE, BEGAN, but=found[0]) == 1
        assert how_many_go_on(transaction, BEGAN) == {"li": 1, "wang": 1}
    assert ending(store, old, timedelta()) is ending(store, idle, timedelta()) is Ending.BY_OFFICE


def test_a_session_is_forgotten_a_day_after_it_began(store):
    ahead = opened(store, at=BEGAN + timedelta(days=3))
    yesterday, today = opened(store, at=BEGAN - timedelta(days=1)), opened(store, at=BEGAN - timedelta(hours=23))
    opened(store, "wang")
    with store.read() as transaction:
        found = [find_session(transaction, one, BEGAN) is not None for one in (yesterday, today, ahead)]
    assert found == [False, True, False]


def test_no_copy_holds_a_session_or_a_form(store):
    opened(store)
    copied = rows_of(store)
    assert len(copied["sessions"]) == len(copied["unsent_forms"]) == 1, "the head alone"
    assert len(copied["users"]) == 3
