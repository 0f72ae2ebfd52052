"""Log-ins for everybody on the site: the list first, then slips that are shown once and fit on paper."""

import re

import pytest

from planner.access import logins
from planner.store import Store
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app
from web.clerks.door import log_ins

pytestmark = pytest.mark.engines


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    monkeypatch.setenv("DANGZHI_BASE_URL", "https://duty.example.gov")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def clerk(app):
    client = app.test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD})
    return client


def log_ins_of(app):
    with app.extensions["store"].read() as transaction:
        return users.every(transaction), len(offices.load(transaction).people)


def test_the_list_makes_none_and_the_button_makes_all_with_a_slip_each(app, clerk):
    known, people = log_ins_of(app)
    page = clerk.get("/office/users/missing?role=approver").get_data(as_text=True)
    assert f"下面 {people} 人还没有帐号，将建成“审批人”" in page and log_ins_of(app)[0] == known
    (role,) = re.findall(r'name="role" value="([^"]*)"', page)
    answer = clerk.post("/office/users/missing", data={"role": role})
    page = answer.get_data(as_text=True)
    slips = re.findall(r'<section class="slip".*?</section>', page, re.DOTALL)
    assert len(slips) == min(people, 40) and answer.headers["Cache-Control"] == "no-store"
    for slip in slips:
        name, password = re.search(
            r"登录名</dt>\s*<dd>([^<]+)<.*<code>([a-z2-9-]{14})</code>", slip, re.DOTALL
        ).groups()
        assert "https://duty.example.gov" in slip and "按提示换成自己的密码" in slip
    assert {one.role for one in log_ins_of(app)[0]} == {"clerk", "approver"}
    fresh = app.test_client()
    fresh.post("/login", data={"name": name, "password": password})
    assert fresh.get("/me").headers["Location"] == "/password"
    assert password not in clerk.get("/office/users").get_data(as_text=True), "shown once"


def test_many_people_come_some_sheets_at_a_time_until_nobody_is_left(app, clerk, monkeypatch):
    people = log_ins_of(app)[1]
    monkeypatch.setattr(log_ins, "AT_ONCE", people - 2)
    page = clerk.get("/office/users/missing").get_data(as_text=True)
    assert f"一次建 {people - 2} 个" in page and f"新建 {people - 2} 个帐号并出密码条" in page
    page = clerk.post("/office/users/missing", data={"role": "official"}).get_data(as_text=True)
    assert "还有 2 人没有建" in page and 'href="/office/users/missing?role=official"' in page
    assert "下面 2 人还没有帐号" in clerk.get("/office/users/missing").get_data(as_text=True)
    page = clerk.post("/office/users/missing", data={"role": "official"}).get_data(as_text=True)
    assert "已新建 2 个帐号" in page and "人没有建" not in page
    assert "在任的人都有帐号了" in clerk.get("/office/users/missing").get_data(as_text=True)
    answer = clerk.post("/office/users/missing", data={"role": "official"}, follow_redirects=True)
    assert "都已经有帐号了" in answer.get_data(as_text=True)


def test_a_role_that_is_none_is_refused(clerk):
    assert clerk.get("/office/users/missing?role=king").status_code == 400
    assert clerk.post("/office/users/missing", data={"role": "king"}).status_code == 400
