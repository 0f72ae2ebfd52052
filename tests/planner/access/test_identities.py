"""Who was vouched for, by command: listed, bound to a log-in, unbound."""

import json

import pytest

from planner.access import logins
from planner.access.vouched import Vouched, come_in_vouched
from planner.store import Store
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, closed, issued_home, run

pytestmark = [pytest.mark.slow, pytest.mark.engines]


@pytest.fixture
def home(tmp_path):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "li", "official", "H01", "correct horse", NOW, "test")
        for subject in ("1", "2"):
            vouched = Vouched("https://id.example.gov", subject, "李四")
            assert come_in_vouched(transaction, vouched, "192.0.2.7", NOW) is None
    closed(store)
    return home


def listed(home):
    found = json.loads(run(home, "identity", "list", "--json").stdout)["identities"]
    return [(one["subject"], one["name"], one["holder"]) for one in found]


def test_whoever_came_is_listed_bound_and_unbound_by_command(home):
    assert listed(home) == [("2", "李四", None), ("1", "李四", None)]
    assert run(home, "identity", "bind", "1", "li").stdout == "已对应到帐号 li\n"
    assert listed(home) == [("2", "李四", None), ("1", "李四", "li")]
    refused = run(home, "identity", "bind", "2", "li")
    assert refused.returncode == 1 and "已经对应到另一个统一身份" in refused.stderr
    assert "→ li" in run(home, "identity", "list").stdout
    assert "已登录的都已退出" in run(home, "identity", "unbind", "1").stdout
    assert run(home, "identity", "unbind", "1").returncode == 1
    assert listed(home) == [("2", "李四", None), ("1", "李四", None)]
