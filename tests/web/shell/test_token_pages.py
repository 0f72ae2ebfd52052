"""The pages of tokens and of identities: shown once, ended by their holder and by clerks, bound by clerks alone."""

import re

import pytest

from planner.access import logins
from planner.access.vouched import Vouched, come_in_vouched
from planner.store import Store
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app

pytestmark = pytest.mark.engines


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name, role, person in (("clerk", "clerk", ""), ("li", "official", "H01"), ("wang", "official", "H02")):
            logins.add(transaction, offices.load(transaction), name, role, person, PASSWORD, NOW, "test")
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def entered(app, name):
    client = app.test_client()
    assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 302
    return client


def made(client, **more):
    """(the page that follows, the token on it)."""
    form = {"name": "值班室大屏", "scope": "rosters", "days": "30", **more}
    page = client.post("/tokens", data=form).get_data(as_text=True)
    return page, (re.findall(r'select-all">(dangzhi_[\w-]+)<', page) or [""])[0]


def opens(app, token):
    return app.test_client().get("/api/v1/session", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_token_is_shown_once_and_works_until_it_is_ended(app):
    client = entered(app, "li")
    assert "还没有令牌" in client.get("/tokens").get_data(as_text=True)
    page, token = made(client)
    assert "它只显示这一次" in page and opens(app, token)
    again = client.get("/tokens").get_data(as_text=True)
    assert "值班室大屏" in again and "2026-12-26 09:00" in again and token not in again
    (end,) = re.findall(r'action="(/tokens/\d+/end)"', again)
    assert "用它的程序从现在起进不来" in client.post(end, follow_redirects=True).get_data(as_text=True)
    assert not opens(app, token)
    after = client.get("/tokens").get_data(as_text=True)
    assert "已停用" in after and end not in after


@pytest.mark.parametrize(
    ("more", "said"),
    [({"name": ""}, "令牌要有名称"), ({"scope": "full"}, "没有“full”这种权限"), ({"days": "900"}, "900 天太长")],
)
def test_a_token_that_cannot_be_is_refused_on_the_page(app, more, said):
    client = entered(app, "li")
    answer = client.post("/tokens", data={"name": "x", "scope": "read", "days": "30", **more})
    assert answer.status_code == 400 and said in answer.get_data(as_text=True)


def test_nobody_ends_another_s_token_but_clerks_who_see_all(app):
    _, token = made(entered(app, "li"))
    client, office = entered(app, "wang"), entered(app, "clerk")
    (end,) = re.findall(r'action="/office(/tokens/\d+/end)"', office.get("/office/tokens").get_data(as_text=True))
    assert "没有编号为" in client.post(end, follow_redirects=True).get_data(as_text=True) and opens(app, token)
    assert client.get("/office/tokens").status_code == 403 == client.post("/office" + end).status_code
    assert opens(app, token)
    office.post("/office" + end)
    assert not opens(app, token)
    assert "没有编号为" in office.post("/office" + end, follow_redirects=True).get_data(as_text=True)


def test_a_password_that_was_given_opens_no_page_of_tokens(app):
    with app.extensions["store"].write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", "battery staple", NOW, "clerk")
    client = app.test_client()
    client.post("/login", data={"name": "li", "password": "battery staple"})
    assert client.get("/tokens").headers["Location"] == "/password"
    assert client.post("/tokens", data={"name": "x", "scope": "read", "days": "1"}).headers["Location"] == "/password"


def test_the_log_in_pages_lead_a_clerk_to_tokens_and_to_whoever_waits(app):
    with app.extensions["store"].write() as transaction:
        assert come_in_vouched(transaction, Vouched("https://id.example.gov", "7", "li"), "", NOW) is None
    client = entered(app, "clerk")
    page = client.get("/office/users").get_data(as_text=True)
    assert 'href="/office/tokens"' in page and "（1 人待确认）" in page
    page = client.get("/office/identities").get_data(as_text=True)
    assert "li （同名）" in " ".join(page.split()) and "没有人在等" not in page
    (bind,) = re.findall(r'action="(/office/identities/\d+/bind)"', page)
    assert entered(app, "li").post(bind, data={"name": "li"}).status_code == 403
    assert "没有在用的帐号" in client.post(bind, data={"name": "?"}, follow_redirects=True).get_data(as_text=True)
    page = client.post(bind, data={"name": "li"}, follow_redirects=True).get_data(as_text=True)
    (unbind,) = re.findall(r'action="(/office/identities/\d+/unbind)"', page)
    assert "没有人在等" in page
    mine = entered(app, "li")
    assert "解除过" in client.post(unbind, follow_redirects=True).get_data(as_text=True)
    assert mine.get("/me").status_code == 302, "its sessions have ended"


def test_the_api_lists_binds_and_unbinds_alike(app):
    with app.extensions["store"].write() as transaction:
        come_in_vouched(transaction, Vouched("https://id.example.gov", "7", "li"), "", NOW)
    client = app.test_client()
    entry = client.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]
    bearer = {"headers": {"Authorization": f"Bearer {entry}"}}
    (one,) = client.get("/api/v1/office/identities", **bearer).json
    assert (one["subject"], one["log_in"], one["bound_at"]) == ("7", "", "")
    path = f"/api/v1/office/identities/{one['id']}"
    assert client.put(path, json={"log_in": "li"}, **bearer).status_code == 200
    assert client.get("/api/v1/office/identities", **bearer).json[0]["log_in"] == "li"
    assert client.put(path, json={"log_in": "wang"}, **bearer).status_code == 409
    assert client.put(path, json={"log_in": ""}, **bearer).status_code == 200
    assert client.put(path, json={"log_in": ""}, **bearer).status_code == 409
