"""The profile mlps: kinds of characters, another password after ninety days, none of the last five again."""

from datetime import timedelta

import pytest

from planner.access import logins
from planner.access.password_age import is_too_old
from planner.errors import Refused
from planner.store import Store
from planner.store.door.past_passwords import passwords_before
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home

pytestmark = pytest.mark.engines

WORDS = ["purple Kettle 7", "seven Rivers 8", "cold Lantern 9", "mild Harvest 3", "tall Bamboo 4", "quiet Pigeon 2"]


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_PROFILE", "mlps")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name in ("li", "wang"):
            logins.add(transaction, offices.load(transaction), name, "official", "H01", WORDS[0], NOW, "test")
    return store


def user(store, name="li"):
    with store.read() as transaction:
        return users.by_name(transaction, name)


def chosen(store, password, at=NOW):
    """The reason for which a password is refused, '' for one that is taken."""
    try:
        with store.write() as transaction:
            logins.choose_password(transaction, offices.load(transaction), user(store), password, at)
    except Refused as refused:
        return refused.faults[0].cause.zh
    return ""


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("purple kettle seven", False),
        ("purplekettle7rivers", False),
        ("purple kettle 7", True),
        ("Purple Kettle seven", True),
        ("紫铜水壶与七条河流9k", True),
        ("紫铜水壶与七条河流", False),
        ("紫铜水壶K与七条河流k", True),
    ],
)
def test_three_of_four_kinds_of_characters(store, password, taken):
    assert (chosen(store, password) == "") is taken


def test_without_the_profile_no_kinds_are_asked_for_and_nothing_is_kept(store, monkeypatch):
    monkeypatch.delenv("DANGZHI_PROFILE")
    assert chosen(store, "purple kettle seven") == ""
    assert not is_too_old(user(store), NOW + timedelta(days=4000))
    with store.read() as transaction:
        assert passwords_before(transaction, user(store).id) == []


def test_a_password_is_good_for_ninety_days_from_when_it_was_chosen(store):
    ninety = timedelta(days=90)
    assert not is_too_old(user(store), NOW + ninety - timedelta(seconds=1)) and is_too_old(user(store), NOW + ninety)
    later = NOW + timedelta(days=100)
    assert chosen(store, WORDS[1], later) == ""
    assert not is_too_old(user(store), later + timedelta(days=89)) and is_too_old(user(store), later + ninety)


def test_one_that_the_office_gave_is_changed_for_that_and_not_for_its_age(store):
    with store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", WORDS[1], NOW, "clerk")
    assert not is_too_old(user(store), NOW + timedelta(days=400)) and user(store).given_at


def test_none_of_the_last_five_comes_again_and_an_older_one_does(store):
    for word in WORDS[1:]:
        assert chosen(store, word) == ""
    assert chosen(store, WORDS[5]) == "新密码和原密码一样"
    for word in WORDS[1:5]:
        assert chosen(store, word) == "这个密码以前用过：按等级保护的要求，最近 5 次的密码不能重复"
    assert chosen(store, WORDS[0]) == ""
    with store.read() as transaction:
        kept = {name: passwords_before(transaction, user(store, name).id) for name in ("li", "wang")}
    assert len(kept["li"]) == 4 and kept["wang"] == [] and all(one.startswith("$argon2id$") for one in kept["li"])


def test_what_the_office_gives_in_between_counts_as_well(store):
    with store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", WORDS[1], NOW, "clerk")
    assert "以前用过" in chosen(store, WORDS[0]) and chosen(store, WORDS[2]) == ""
