"""What the site and the API let in and refuse stands in the log, and in words on its page."""

import pytest

from planner.access import logins
from planner.store import Store, audit, idempotency
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.site_words import spoken
from web import create_app

pytestmark = pytest.mark.engines

HERE, THERE = "192.0.2.7", "203.0.113.9"


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name, role, person in (("clerk", "clerk", ""), ("li", "official", "H01")):
            logins.add(transaction, offices.load(transaction), name, role, person, PASSWORD, NOW, "test")
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def client_at(app, address):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def log_in(client, name, password=PASSWORD):
    return client.post("/login", data={"name": name, "password": password})


def rows(app):
    with app.extensions["store"].read() as transaction:
        found = audit.page(transaction, 0, 20)
    return [(one.actor, one.action, one.detail) for one in reversed(found) if one.action != "user add"][-8:]


def test_log_in_failure_log_out_and_403_are_rows_with_the_address(app):
    client = client_at(app, HERE)
    log_in(client, "li")
    assert client.get("/office/users").status_code == 403
    assert client.get("/office/log").status_code == 403
    client.post("/logout")
    log_in(client_at(app, THERE), "li", "wrong")
    log_in(client_at(app, THERE), "clerk2", "wrong")
    assert [row for row in rows(app) if row[1] in ("log in", "log out", "log in refused", "forbidden")] == [
        ("li", "log in", {"address": HERE}),
        ("li", "forbidden", {"name": "", "address": HERE}),
        ("li", "log out", {"address": HERE}),
        ("stranger", "log in refused", {"name": "li", "address": THERE}),
    ]


def test_forged_forms_and_what_is_too_large_or_too_often_are_one_row_of_an_address_in_ten_minutes(app, monkeypatch):
    app.config["WTF_CSRF_ENABLED"] = True
    for _ in range(3):
        assert client_at(app, HERE).post("/login", data={"name": "li", "password": PASSWORD}).status_code == 400
        assert client_at(app, THERE).post("/login", data={"name": "x" * (70 << 10)}).status_code == 413
    with monkeypatch.context() as crowd:
        crowd.setattr(app.extensions["slowdown"], "page", lambda environ: 1)
        for _ in range(3):
            assert client_at(app, "198.51.100.1").get("/").status_code == 429
    assert [row for row in rows(app) if row[0] == "stranger"] == [
        ("stranger", "form forged", {"name": "", "address": HERE}),
        ("stranger", "too much", {"name": "", "address": THERE}),
        ("stranger", "too much", {"name": "", "address": "198.51.100.1"}),
    ]
    app.config["WTF_CSRF_ENABLED"] = False
    clerk = client_at(app, HERE)
    log_in(clerk, "clerk")
    page = spoken(clerk.get("/office/log").get_data(as_text=True))
    assert f"表单已失效，或不是从本系统页面交来的，已拒绝：来自{HERE}" in page
    assert f"内容太大或请求太频繁，已拒绝：来自{THERE}" in page


def test_the_page_of_the_log_says_them_in_words(app):
    log_in(client_at(app, THERE), "clerk", "wrong")
    client = client_at(app, HERE)
    log_in(client, "clerk")
    page = spoken(client.get("/office/log").get_data(as_text=True))
    assert f"登录未成功：clerk，来自{THERE}" in page and "未登录者" in page and f"登录：来自{HERE}" in page
    english = spoken(client.get("/office/log?lang=en").get_data(as_text=True))
    assert f"log-inrefused:clerk,from{THERE}" in english


def test_the_api_writes_the_same_and_leaves_a_request_its_key(app):
    client = client_at(app, HERE)
    body = {"name": "li", "password": PASSWORD}
    token = client.post("/api/v1/session", json=body).json["token"]
    refused = client.get(
        "/api/v1/office/users", headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "mine"}
    )
    assert refused.status_code == 403
    wrong = {"json": {"name": "li", "password": "wrong"}, "headers": {"Idempotency-Key": "again"}}
    assert client_at(app, THERE).post("/api/v1/session", **wrong).status_code == 401
    assert rows(app)[-3:] == [
        ("li", "log in", {"address": HERE}),
        ("li", "forbidden", {"name": "", "address": HERE}),
        ("stranger", "log in refused", {"name": "li", "address": THERE}),
    ]
    again = client_at(app, "198.51.100.1").post("/api/v1/session", json=body, headers={"Idempotency-Key": "again"})
    assert again.status_code == 200, "what was refused may be asked again with its key"


def test_the_form_s_key_is_not_taken_by_a_refusal(app):
    client = client_at(app, HERE)
    log_in(client, "li")
    client.post("/me/feed", data={"person": "L01", "key": "first"})
    assert rows(app)[-1][1] == "forbidden"
    with app.extensions["store"].read() as transaction:
        assert not transaction.connection.execute(idempotency.deeds.select()).all()


def test_a_refusal_that_cannot_be_written_down_is_still_a_refusal(app, monkeypatch):
    from planner.home.trouble import Trouble, Unreadable

    client = client_at(app, HERE)
    log_in(client, "li")
    store = app.extensions["store"]

    def full():
        raise Unreadable(Trouble.FULL, store.home, store.home)

    monkeypatch.setattr(store, "write", full)
    assert client.get("/office/users").status_code == 403
