"""Log-ins by command: hashed, locked, disabled, sessions ended; names and passwords refused with reasons."""

import json
import os
import subprocess
from datetime import timedelta

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY as DEFAULT

from planner.access import logins
from planner.errors import NotPossible, Refused
from planner.store import Store
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.programs import program

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
    assert logins.log_in(store, "li", PASSWORD, NOW).person == "H01"
    assert logins.log_in(store, "li", "wrong", NOW) is None
    assert logins.log_in(store, "nobody", PASSWORD, NOW) is None


@pytest.mark.slow
def test_five_failures_lock_for_a_quarter_of_an_hour_and_a_right_one_clears_the_count(store):
    for _ in range(4):
        logins.log_in(store, "li", "wrong", NOW)
    assert logins.log_in(store, "li", PASSWORD, NOW) is not None
    for _ in range(5):
        logins.log_in(store, "li", "wrong", NOW)
    assert logins.log_in(store, "li", PASSWORD, NOW + timedelta(minutes=14)) is None
    assert logins.log_in(store, "li", PASSWORD, NOW + timedelta(minutes=16)) is not None


def test_a_disabled_log_in_opens_nothing_and_its_sessions_end(store):
    before = user(store).generation
    with store.write() as transaction:
        logins.disable(transaction, "li", NOW, "test")
    assert logins.log_in(store, "li", PASSWORD, NOW) is None
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
    assert run("password", "qian", "--password-stdin", typed="another one\n")[0] == 0
    assert run("disable", "qian")[0] == 0
    assert [(one["name"], one["disabled"]) for one in run("list")[1]["users"]] == [("zhao", False), ("qian", True)]
    store = Store(home)
    assert extract_parameters(user(store, "zhao").password) == DEFAULT
    assert logins.log_in(store, "zhao", PASSWORD, NOW).role == "clerk"
    assert logins.log_in(store, "qian", "another one", NOW) is None
