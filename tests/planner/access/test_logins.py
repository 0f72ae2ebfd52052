"""Log-ins by command: hashed, disabled, sessions ended; names and passwords refused with reasons."""

import json
import os
import subprocess

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY as DEFAULT

from planner.access import logins
from planner.access.entering import NotLetIn
from planner.errors import NotPossible, Refused
from planner.store import Store
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.entering import entered
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.programs import program
from tests.fixtures.swaps import parallel

pytestmark = pytest.mark.engines

PASSWORD = "correct horse"


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "li", "official", "H01", PASSWORD, NOW, "test")
    return store


def user(store, name="li"):
    with store.read() as transaction:
        return users.by_name(transaction, name)


def test_the_password_is_kept_as_argon2id_alone(store):
    assert user(store).password.startswith("$argon2id$") and PASSWORD not in user(store).password
    assert entered(store, "li", PASSWORD).person == "H01"
    assert entered(store, "li", "wrong") == NotLetIn(1)
    assert entered(store, "nobody", PASSWORD) == NotLetIn(1)


def test_a_new_home_has_no_log_in_at_all(tmp_path):
    with Store(tmp_path / "new").read() as transaction:
        assert users.every(transaction) == []


def test_a_disabled_log_in_opens_nothing_and_its_sessions_end(store):
    before = user(store).generation
    with store.write() as transaction:
        logins.disable(transaction, "li", NOW, "test")
    assert entered(store, "li", PASSWORD) == NotLetIn(1)
    assert user(store).generation > before


@pytest.mark.parametrize(
    ("name", "person", "password", "kind"),
    [
        ("wang", "", "short", Refused),
        ("wangwangwang", "", "wangwangwang", Refused),
        ("li", "", PASSWORD, NotPossible),
        ("wang", "no such", PASSWORD, NotPossible),
    ],
)
def test_what_cannot_be_a_log_in_is_refused(store, name, person, password, kind):
    with store.write() as transaction, pytest.raises(kind):
        logins.add(transaction, offices.load(transaction), name, "official", person, password, NOW, "test")


def test_the_last_open_clerk_cannot_be_closed_while_one_of_two_can(store):
    with store.write() as transaction:
        for name in ("zhao", "qian"):
            logins.add(transaction, offices.load(transaction), name, "clerk", "", PASSWORD, NOW, "test")
        logins.disable(transaction, "qian", NOW, "test")
        logins.disable(transaction, "qian", NOW, "test")
        with pytest.raises(NotPossible, match="last open clerk"):
            logins.disable(transaction, "zhao", NOW, "test")
        logins.enable(transaction, "qian", NOW, "test")
        logins.disable(transaction, "zhao", NOW, "test")
        with pytest.raises(NotPossible, match="last open clerk"):
            logins.disable(transaction, "qian", NOW, "test")
        logins.disable(transaction, "li", NOW, "test")
    assert user(store, "zhao").disabled_at and user(store, "li").disabled_at and not user(store, "qian").disabled_at


def test_two_clerks_who_close_each_other_at_one_moment_leave_one(store):
    with store.write() as transaction:
        for name in ("zhao", "qian"):
            logins.add(transaction, offices.load(transaction), name, "clerk", "", PASSWORD, NOW, "test")

    def close(name):
        try:
            with store.write() as transaction:
                logins.disable(transaction, name, NOW, "test")
        except NotPossible:
            return "refused"
        return "closed"

    outcomes = parallel([lambda: close("zhao"), lambda: close("qian")])
    assert sorted(outcomes) == ["closed", "refused"]


def test_a_password_that_was_given_is_known_as_such_until_its_holder_has_chosen_another(store):
    assert user(store).given_at is None
    with store.write() as transaction:
        office = offices.load(transaction)
        logins.give_password(transaction, office, "li", "another horse", NOW, "clerk")
    given = user(store)
    assert given.given_at == NOW.isoformat() and given.generation == 2
    with store.write() as transaction, pytest.raises(Refused, match="present one"):
        logins.choose_password(transaction, office, given, "another horse", NOW)
    with store.write() as transaction, pytest.raises(Refused, match="too easy"):
        logins.choose_password(transaction, office, given, "lijie123456", NOW)
    with store.write() as transaction:
        logins.choose_password(transaction, office, given, "a purple kettle", NOW)
    assert user(store).given_at is None and user(store).generation == 3
    assert entered(store, "li", "a purple kettle").name == "li"


@pytest.mark.slow
def test_the_commands_make_list_disable_and_renew(tmp_path):
    home = issued_home(tmp_path / "home")

    def run(*arguments, typed=""):
        done = subprocess.run(
            program("planner.commands", "user", *arguments, "--home", str(home), "--json"),
            input=typed,
            capture_output=True,
            text=True,
            env={**os.environ, "DANGZHI_NOW": "2026-11-26T09:00"},
        )
        return done.returncode, json.loads(done.stdout)

    assert run("add", "zhao", "--role", "clerk", "--password-stdin", typed=PASSWORD + "\n")[0] == 0
    assert (
        run("add", "qian", "--role", "official", "--person", "H02", "--password-stdin", typed=PASSWORD + "\n")[0] == 0
    )
    assert run("add", "zhao", "--role", "clerk", "--password-stdin", typed=PASSWORD + "\n")[0] == 1
    assert run("add", "sun", "--role", "clerk", "--password-stdin", typed="short\n")[0] == 2
    assert run("add", "sun", "--role", "clerk", "--password-stdin", typed="dangzhi123\n")[0] == 2
    assert run("password", "qian", "--password-stdin", typed="12345678\n")[0] == 2
    assert run("password", "qian", "--password-stdin", typed="another horse\n")[0] == 0
    assert run("disable", "qian")[0] == 0
    assert run("disable", "zhao")[0] == 1, "the last clerk"
    assert run("enable", "qian") == (0, {"name": "qian", "disabled": False})
    assert run("enable", "nobody")[0] == 1
    assert run("disable", "qian")[0] == 0
    assert [(one["name"], one["disabled"], one["first_password"]) for one in run("list")[1]["users"]] == [
        ("zhao", False, True),
        ("qian", True, True),
    ]
    store = Store(home)
    assert extract_parameters(user(store, "zhao").password) == DEFAULT
    assert entered(store, "zhao", PASSWORD).role == "clerk"
    assert entered(store, "qian", "another horse") == NotLetIn(1)
