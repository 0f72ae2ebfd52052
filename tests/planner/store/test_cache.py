"""The one cache: a value is kept as long as the parts of the store it rests on stay the same, and no longer."""

from collections import Counter

import pytest

from planner.store import Store, cache
from planner.store.roster.standing import Standing
from tests.fixtures import engines
from tests.fixtures.office_at_work import issued_home

pytestmark = pytest.mark.engines


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def counted(*parts, size=4, by=None):
    """A kept function that counts how often it is worked out, by its arguments."""
    worked = Counter()

    @cache.kept(size, *parts, by=by)
    def value(transaction, name):
        worked[name] += 1
        return name, worked[name]

    return value, worked


def test_a_value_is_worked_out_once_until_a_part_it_rests_on_changes(store):
    value, worked = counted(cache.OFFICE)
    with store.write() as transaction:
        assert [value(transaction, "a"), value(transaction, "a")] == [("a", 1), ("a", 1)]
        cache.bump(transaction, cache.DRAFTS)
        assert value(transaction, "a") == ("a", 1)
        cache.bump(transaction, cache.OFFICE)
        assert value(transaction, "a") == ("a", 2)
    assert worked == {"a": 2}


def test_what_a_transaction_worked_out_that_was_taken_back_is_never_handed_out(store):
    value, _ = counted(cache.OFFICE)

    def fails():
        with store.write() as transaction:
            cache.bump(transaction, cache.OFFICE)
            value(transaction, "a")
            raise RuntimeError

    with store.read() as transaction:
        before = value(transaction, "a")
    with pytest.raises(RuntimeError):
        fails()
    with store.read() as transaction:
        assert value(transaction, "a") == before == ("a", 1)


def test_what_was_read_in_a_transaction_may_stand_in_its_place(store):
    value, worked = counted(cache.OFFICE)
    with store.write() as transaction:
        standing = Standing.read(transaction)
        assert [value(standing, "a"), value(transaction, "a")] == [("a", 1), ("a", 1)]
        cache.bump(transaction, cache.OFFICE)
        assert value(standing, "a") == ("a", 2)
    assert worked == {"a": 2}


def test_two_stores_never_share_a_value(store, tmp_path):
    value, _ = counted(cache.OFFICE)
    other = Store(tmp_path / "other", engines.another())
    with store.read() as here, other.read() as there:
        assert value(here, "a") == ("a", 1)
        assert value(there, "a") == ("a", 2)


def test_a_value_of_no_part_is_told_by_its_arguments_alone(store):
    value, worked = counted(by=lambda transaction, name: name.lower())
    with store.write() as transaction:
        assert value(transaction, "A") == value(transaction, "a") == ("A", 1)
        cache.bump(transaction, cache.OFFICE)
        assert value(transaction, name="a") == ("A", 1)
    assert worked == {"A": 1}


def test_only_the_last_few_are_kept(store):
    value, worked = counted(cache.OFFICE, size=2)
    with store.read() as transaction:
        for name in "abcac":
            value(transaction, name)
    assert worked == {"a": 2, "b": 1, "c": 1}


def test_what_is_worked_out_from_a_standing_of_before_is_not_kept(store):
    value, worked = counted(cache.OFFICE)
    with store.write() as transaction:
        before = Standing.read(transaction)
        cache.bump(transaction, cache.OFFICE)
        assert before.outdated
        assert [value(before, "a"), value(before, "a")] == [("a", 1), ("a", 2)]
        assert not Standing.read(transaction).outdated
        assert [value(Standing.read(transaction), "a"), value(transaction, "a")] == [("a", 3), ("a", 3)]
    assert worked == {"a": 3}
