"""Tokens by command, and after a restore: made, listed, ended; none comes back with a backup."""

import json

import pytest

from planner.access import logins
from planner.access.handed_out import tokens
from planner.access.handed_out.tokens import TokenState
from planner.store import Store, record
from planner.store.door.api_tokens import TokenScope
from planner.store.people import users
from planner.store.roster import offices
from planner.upkeep.backup import back_up
from planner.upkeep.restore import restore_backup
from tests.fixtures import engines
from tests.fixtures.office_at_work import NOW, closed, issued_home, run

pytestmark = [pytest.mark.slow, pytest.mark.engines]


@pytest.fixture
def home(tmp_path):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    with store.write() as transaction:
        office = offices.load(transaction)
        for name, role in (("li", "official"), ("clerk", "clerk")):
            logins.add(transaction, office, name, role, "H01", "correct horse", NOW, "test")
    closed(store)
    return home


def test_a_token_is_made_listed_and_ended_by_command(home):
    made = json.loads(run(home, "token", "add", "li", "--name", "大屏", "--scope", "rosters", "--json").stdout)
    assert made["token"].startswith("dangzhi_") and made["expires"].startswith("2027-02-23T09:00")
    again = run(home, "token", "add", "clerk", "--name", "门户", "--scope", "read", "--days", "7")
    secret, said = again.stdout.splitlines()
    assert secret.startswith("dangzhi_") and said == "令牌只显示这一次，请保存"
    listed = run(home, "token", "list", "--json").stdout
    assert [(one["holder"], one["name"], one["scope"], one["state"]) for one in json.loads(listed)["tokens"]] == [
        ("clerk", "门户", "read", "good"),
        ("li", "大屏", "rosters", "good"),
    ]
    assert secret not in listed and made["token"] not in listed and "digest" not in listed
    mine = run(home, "token", "list", "--user", "li").stdout
    assert mine == f"{made['id']}　li　大屏　只看班表　到期 2027-02-23 09:00　没有用过　有效\n"
    assert json.loads(run(home, "token", "end", str(made["id"]), "--json").stdout) == {"ended": made["id"]}
    assert run(home, "token", "end", str(made["id"])).returncode == 1
    assert "已停用" in run(home, "token", "list", "--user", "li").stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nobody", "--name", "x", "--scope", "read"], 1, "没有登录名“nobody”"),
        (["li", "--name", " ", "--scope", "read"], 2, "令牌要有名称"),
        (["li", "--name", "x", "--scope", "read", "--days", "366"], 2, "有效期 366 天太长"),
        (["li", "--name", "x", "--scope", "full"], 2, "full"),
    ],
)
def test_what_cannot_be_made_is_said(home, words, code, said):
    done = run(home, "token", "add", *words)
    assert (done.returncode, done.stdout) == (code, "") and said in done.stderr


def test_a_token_that_was_ended_since_does_not_come_back_with_a_backup(home, tmp_path):
    store = Store(home)
    with store.write() as transaction:
        li = users.by_name(transaction, "li")
        token, secret = tokens.make_token(transaction, li, "大屏", TokenScope.READ, 90, NOW, "li")
        _, entry = tokens.token_for_password(transaction, li, NOW)
    back_up(store, tmp_path / "b.zip", NOW)
    with store.write() as transaction:
        tokens.end_token(transaction, token.id, NOW, "li")
    store.close()
    place = tmp_path / "again"
    address = engines.another() or f"sqlite:///{place / 'dangzhi.sqlite'}"
    restore_backup(tmp_path / "b.zip", place, address, "test")
    with Store(place, address).read() as transaction:
        assert [tokens.bearer_of(transaction, one, NOW)[0] for one in (secret, entry)] == [None, None]
        held = tokens.held_tokens(transaction, users.every(transaction), NOW)
        assert [one.state for one in held] == [TokenState.ENDED, TokenState.ENDED]
        assert record.broken(transaction) == []
