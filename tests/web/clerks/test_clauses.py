"""The rules page and the month page tell a clerk which clauses have no effect, in both languages."""

import html
import re

import pytest

from planner.access import logins
from planner.store.roster import offices
from tests.fixtures.office_at_work import MONTH, NOW, planned, store_with
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.small_office import NEVER, STORED, taken_in
from web import create_app

pytestmark = pytest.mark.slow


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    store = store_with(tmp_path / "home", taken_in(tmp_path).office.with_rows("规则", STORED))
    planned(store)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    client = create_app(store).test_client()
    form = {"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
    assert client.post("/login", data=form).status_code == 302
    return client


def words(client, path, lang):
    client.get(f"/?lang={lang}")
    text = re.sub(r"<[^>]+>", " ", html.unescape(client.get(path).get_data(as_text=True)))
    return re.sub(r"\s+", " ", text)


def test_both_pages_tell_it(client):
    assert f"注意 {NEVER}" in words(client, "/office/rules", "zh")
    assert "Note without effect: 'Room' does not read people" in words(client, "/office/rules", "en")
    month = words(client, f"/office/{MONTH}?panel=findings", "zh")
    assert "本月不起作用的规则" in month
    assert f"第 1 条 不超员 {NEVER}" in month
    assert "第 5 条 已印发少调整 本月不起作用：本月还没有印发的安排" in month
    assert "Clause 5 Keep what is issued without effect this month" in words(
        client, f"/office/{MONTH}?panel=findings", "en"
    )


def test_saving_such_a_clause_again_says_the_fault(client):
    page = client.get("/office/rules")
    mark = re.search(r'name="mark" value="(\w+)"', page.get_data(as_text=True)).group(1)
    form = {"mark": mark, "force": "必须", "authority": "某号文", "csrf_token": token_of(page)}
    client.get("/?lang=zh")
    said = html.unescape(client.post("/office/rules/1", data=form, follow_redirects=True).get_data(as_text=True))
    assert "规则 人员：“不超员”不看“人员”这一栏，填了也不起作用。请清空人员" in said
