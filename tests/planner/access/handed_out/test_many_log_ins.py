"""Log-ins for everybody at once: who gets one, what each is called, and first passwords that are kept nowhere."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.access import logins
from planner.access.handed_out import many_log_ins
from planner.access.handed_out.many_log_ins import LogInToMake, drawn_passwords, make_log_ins, missing_log_ins
from planner.access.passwords import refuse_weak
from planner.errors import TryLater
from planner.office.sheets import Person
from planner.store import Store, audit
from planner.store.people import users
from planner.store.people.users import Role
from planner.store.roster import offices
from planner.words import Words
from tests.fixtures.entering import entered
from tests.fixtures.office_at_work import NOW, issued_home, run

pytestmark = pytest.mark.engines

TODAY = NOW.date()
PEOPLE = (
    ("A1", "赵敏", None),
    ("A2", "李娜", None),
    ("A3", "李娜", None),
    ("A4", "钱进", TODAY - timedelta(days=1)),
    ("A5", "孙丽", TODAY),
    ("A6", "买买提·艾力", None),
    ("A7", "系统", None),
    ("A8", "周杰", None),
    ("A9", "ｌｉ", None),
)
"""Id, name, and the last day of service; A8 has a log-in of another name, and somebody else's is called 赵敏."""


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        office = offices.load(transaction)
        pools = next(iter(office.of(Person))).pools
        rows = tuple(Person(id=id, name=name, pools=pools, start=date.min, end=end) for id, name, end in PEOPLE)
        offices.save(transaction, office, office.with_rows("人员", rows))
        office = offices.load(transaction)
        logins.add(transaction, office, "周", "official", "A8", "correct horse", NOW, "test")
        logins.add(transaction, office, "赵敏", "clerk", "", "correct horse", NOW, "test")
    return store


def found(store):
    with store.read() as transaction:
        return missing_log_ins(transaction, offices.load(transaction), TODAY)


def made(store, wanted=None, role=Role.OFFICIAL):
    with store.read() as transaction:
        office = offices.load(transaction)
    drawn = drawn_passwords(office, found(store).to_make if wanted is None else wanted)
    with store.write() as transaction:
        return make_log_ins(transaction, office, role, drawn, NOW, "clerk")


def test_everybody_who_serves_and_has_none_gets_one_by_name_and_namesakes_by_name_and_id(store):
    assert [(one.person, one.name) for one in found(store).to_make] == [
        ("A1", "赵敏-A1"),
        ("A2", "李娜-A2"),
        ("A3", "李娜-A3"),
        ("A5", "孙丽"),
        ("A6", "买买提.艾力"),
        ("A7", "系统-A7"),
    ]


def test_whoever_can_have_no_such_name_is_named_with_the_reason(store):
    (one,) = found(store).without
    assert one.person == "A9" and "全角" in one.why.zh and "full-width" in one.why.en


def test_slips_let_in_are_given_and_are_kept_nowhere_as_they_are(store):
    slips = made(store)
    assert [one.person for one in slips] == ["A1", "A2", "A3", "A5", "A6", "A7"]
    with store.read() as transaction:
        office, kept = offices.load(transaction), {one.name: one for one in users.every(transaction)}
        last = audit.page(transaction, 0, 1)[0]
    for one in slips:
        refuse_weak(one.password, office, one.name, one.person)
        assert len(one.password) == 14 and not set(one.password) & set("il1o0") and one.password not in repr(one)
        assert kept[one.name].given_at and one.password not in kept[one.name].password
        assert kept[one.name].role is Role.OFFICIAL
    assert entered(store, slips[0].name, slips[0].password).person == "A1"
    assert (last.actor, last.action, last.detail["role"]) == ("clerk", "user add all", "official")
    assert last.detail["people"] == [f"p:{one.person}" for one in slips]
    assert not any(one.password in json.dumps(last.detail) for one in slips)


def test_once_more_makes_those_alone_that_are_missing(store):
    wanted = found(store).to_make
    assert len(made(store, wanted[:2])) == 2
    assert [one.person for one in made(store, wanted)] == ["A3", "A5", "A6", "A7"], "who has one keeps it"
    assert made(store, wanted) == [] and found(store).to_make == ()
    with store.read() as transaction:
        assert [one.action for one in audit.page(transaction, 0, 2)] == ["user add all", "user add all"]


def test_a_closed_log_in_is_one_and_who_left_meanwhile_gets_none(store):
    wanted = found(store).to_make
    with store.write() as transaction:
        logins.disable(transaction, "周", NOW, "test")
        office = offices.load(transaction)
        gone = tuple(replace(one, end=date(2026, 1, 1)) if one.id == "A2" else one for one in office.of(Person))
        offices.save(transaction, office, office.with_rows("人员", gone))
    with store.read() as transaction:
        office = offices.load(transaction)
    with store.write() as transaction:
        slips = make_log_ins(transaction, office, Role.OFFICIAL, drawn_passwords(office, wanted), NOW, "clerk")
    assert [one.person for one in slips] == ["A1", "A5", "A6", "A7"], "李娜 has no namesake any more, nor her slip"
    assert LogInToMake("A3", "李娜") in found(store).to_make


def test_a_crowd_that_logs_in_meanwhile_breaks_nothing_off(store, monkeypatch):
    asked, real = [], many_log_ins.hash_of

    def busy(password):
        asked.append(password)
        if len(asked) < 3:
            raise TryLater(Words.given("忙", "busy"), 2, busy=True)
        return real(password)

    monkeypatch.setattr(many_log_ins, "hash_of", busy)
    monkeypatch.setattr(many_log_ins, "PATIENCE", 0)
    assert len(made(store, found(store).to_make[:1])) == 1 and len(asked) == 3


def test_first_passwords_satisfy_the_profile_mlps(store, monkeypatch):
    monkeypatch.setenv("DANGZHI_PROFILE", "mlps")
    with store.read() as transaction:
        office = offices.load(transaction)
    for one in drawn_passwords(office, found(store).to_make * 5):
        refuse_weak(one.password, office, one.wanted.name, one.wanted.person)
        assert any(letter.isdigit() for letter in one.password)


@pytest.mark.slow
def test_the_command_shows_who_would_get_one_and_makes_them_once(store):
    def asked(*more):
        done = run(store.home, "user", "add", "--all", "official", "--json", *more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    shown = asked("--preview")
    assert [one["name"] for one in shown["users"]] == [
        "赵敏-A1",
        "李娜-A2",
        "李娜-A3",
        "孙丽",
        "买买提.艾力",
        "系统-A7",
    ]
    assert set(shown["users"][0]) == {"person", "name"} and [one["person"] for one in shown["without"]] == ["A9"]
    assert len(found(store).to_make) == 6
    first = asked()
    assert [set(one) for one in first["users"]] == [{"person", "name", "password"}] * 6
    assert entered(store, "孙丽", first["users"][3]["password"]).given_at
    assert asked()["users"] == []
    lines = run(store.home, "user", "add", "--all", "official")
    assert "没有新建帐号" in lines.stdout and "全角" in lines.stdout
    wrong = run(store.home, "user", "add", "王", "--all", "official")
    assert wrong.returncode == 2 and "--preview" in wrong.stderr
    assert run(store.home, "user", "add", "--role", "official").returncode == 2


@pytest.mark.slow
def test_the_command_prints_a_line_a_person_with_the_password(store):
    done = run(store.home, "user", "add", "--all", "liaison")
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and len(lines) == 8 and "新建了 6 个帐号" in lines[-1]
    person, name, password = lines[0].split("　")
    assert (person, name) == ("赵敏", "赵敏-A1") and entered(store, name, password).role is Role.LIAISON
