"""How large and how often: each limit answers with its status and a sentence, and normal use meets none."""

import io

import pytest

from planner.access import logins
from planner.store import Store
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.site_routes import as_role
from web import body_limit, create_app
from web.shell import limits
from web.shell.limits import FORM, READ_TO_TELL, STRANGER, UPLOAD

pytestmark = pytest.mark.slow

AFAR = {"REMOTE_ADDR": "203.0.113.7"}
"""Somebody on another machine; this one is never slowed down."""


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for role in ("clerk", "auditor"):
            logins.add(transaction, offices.load(transaction), role, role, "", PASSWORD, NOW, "test")
    app = create_app(store)
    slowdown = app.extensions["slowdown"]
    for some in (slowdown._addresses, slowdown._feeds, slowdown._accounts):
        some._clock = lambda: 0.0  # nothing is filled up while a test runs
    return app


class Unread(io.BytesIO):
    """A body that must not be read."""

    def read(self, *_):
        raise AssertionError("the body was read")

    readline = readinto = read


def posted(client, path, size, **more):
    """A body of so many bytes is announced, and may not be read."""
    kind = more.pop("content_type", "application/x-www-form-urlencoded")
    said = {"CONTENT_LENGTH": str(size), "wsgi.input": Unread()}
    return client.post(path, content_type=kind, environ_overrides=said, **more)


def test_a_body_is_refused_by_who_sends_it_and_where_before_it_is_read(app):
    stranger, clerk, auditor = (as_role(app, role) for role in ("", "clerk", "auditor"))
    for client, path, most in (
        (stranger, "/login", STRANGER),
        (stranger, "/office/import", STRANGER),
        (stranger, "/nothing", STRANGER),
        (auditor, "/office/import", FORM),
        (clerk, "/office/orders", FORM),
        (clerk, "/office/import", UPLOAD),
        (clerk, "/office/calendar/2027/notice", UPLOAD),
    ):
        for lang, words in (("zh", "太大"), ("en", "arge")):
            answer = posted(client, f"{path}?lang={lang}", most + 1)
            assert answer.status_code == 413 and words in answer.get_data(as_text=True), path
    form = {"csrf_token": token_of(clerk.get("/login")), "workbook": (io.BytesIO(b"x" * (FORM + 1)), "x.csv")}
    assert clerk.post("/office/import", data=form).status_code == 400, "read, and no workbook"
    assert stranger.post("/login", data={"name": "x" * (STRANGER - 100)}).status_code == 400, "read, and no token"


def test_a_token_sends_what_its_role_may(app):
    client = app.test_client()
    token = client.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    for path, most in (("/api/v1/office/import", UPLOAD), ("/api/v1/office/orders", FORM)):
        answer = posted(client, path, most + 1, headers=bearer, content_type="application/json")
        assert (answer.status_code, answer.json["code"]) == (413, "TOO_LARGE"), path
    assert client.post("/api/v1/office/import", json={"data": "x" * (2 * FORM)}, headers=bearer).status_code == 400
    answer = posted(client, "/api/v1/session", STRANGER + 1, content_type="application/json")
    assert (answer.status_code, answer.json["message"]) == (413, "内容太大")
    forged = {"Authorization": "Bearer x"}
    assert posted(client, "/api/v1/office/import", STRANGER + 1, headers=forged).status_code == 413


def test_a_server_knows_by_the_head_alone_how_much_to_take_in(app):
    clerk, stranger = as_role(app, "clerk"), app.test_client()
    stranger.get("/login")
    token = clerk.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]

    def cookie(client):
        return {"COOKIE": f"session={client.get_cookie('session').value}"}

    assert body_limit(app, cookie(clerk)) == READ_TO_TELL == body_limit(app, {"AUTHORIZATION": f"Bearer {token}"})
    for head in (
        {},
        cookie(stranger),
        {"COOKIE": "session=forged"},
        {"COOKIE": "a=b; session="},
        {"AUTHORIZATION": "x"},
    ):
        assert body_limit(app, head) == STRANGER


def test_too_many_fields_and_too_long_an_address_are_told(app):
    clerk, stranger = as_role(app, "clerk"), app.test_client()
    token = token_of(clerk.get("/login"))
    many = {"csrf_token": token} | {f"a{number}": "1" for number in range(limits.FIELDS)}
    assert clerk.post("/office/orders", data=many).status_code == 413
    assert clerk.post("/office/import", data=many | {"workbook": (io.BytesIO(b"x"), "x")}).status_code == 413
    answer = stranger.get("/?" + "a" * limits.LONGEST_QUERY)
    assert answer.status_code == 414 and "网址太长" in answer.get_data(as_text=True)
    assert stranger.get("/api/v1/public/today?a=" + "a" * limits.LONGEST_QUERY).json["code"] == "TOO_LONG"
    assert stranger.get("/" + "a" * limits.LONGEST_QUERY).status_code == 414
    assert stranger.get("/?" + "a" * 4000).status_code == 200


def test_who_asks_without_end_waits_and_nobody_else_does(app):
    clerk, stranger = as_role(app, "clerk"), app.test_client()
    codes = [stranger.get("/check", environ_overrides=AFAR).status_code for _ in range(limits.BY_ADDRESS.at_once + 60)]
    assert set(codes[: limits.BY_ADDRESS.at_once]) == {200} and 429 in codes
    answers = [stranger.get("/", environ_overrides=AFAR) for _ in range(40)]
    slowed = next(one for one in answers if one.status_code == 429)
    assert slowed.headers["Retry-After"] == "1" and "请求太频繁" in slowed.get_data(as_text=True)
    assert "no-store" in slowed.headers["Cache-Control"]
    for _ in range(5):
        assert stranger.get("/static/site.css", environ_overrides=AFAR).status_code == 200
        assert clerk.get("/office/swaps", environ_overrides=AFAR).status_code == 200, "a log-in is not slowed down"
        assert stranger.get("/feed/public.ics", environ_overrides=AFAR).status_code == 200, "calendars are apart"
        assert stranger.get("/", environ_overrides={"REMOTE_ADDR": "203.0.113.8"}).status_code == 200
        assert stranger.get("/").status_code == 200, "this machine itself"


def test_calendars_of_a_whole_town_behind_one_address_are_served(app, monkeypatch):
    client = app.test_client()
    codes = [client.get("/feed/public.ics", environ_overrides=AFAR).status_code for _ in range(3000)]
    assert set(codes) == {200}
    answers = [client.get("/feed/x.ics", environ_overrides=AFAR) for _ in range(3000)]
    last = next(one for one in answers if one.status_code == 429)
    assert last.headers["Retry-After"] == "1" and last.mimetype == "text/plain"


def test_what_costs_much_has_an_allowance_of_its_own_for_each_log_in(app, monkeypatch):
    monkeypatch.setattr("web.clerks.papers.as_file", lambda *_: "a paper")
    clerk, auditor = as_role(app, "clerk"), as_role(app, "auditor")
    path = "/office/2026-12/papers/month.pdf"
    codes = [clerk.get(path, environ_overrides=AFAR).status_code for _ in range(limits.BY_ACCOUNT.at_once + 3)]
    assert codes[: limits.BY_ACCOUNT.at_once] == [200] * limits.BY_ACCOUNT.at_once and codes[-1] == 429
    assert auditor.get(path, environ_overrides=AFAR).status_code == 200
    assert clerk.get("/office/swaps", environ_overrides=AFAR).status_code == 200
    assert clerk.get(path).status_code == 200, "this machine itself"


def test_whatever_costs_work_is_counted_by_the_work_that_it_costs(app, monkeypatch):
    clerk, auditor = as_role(app, "clerk"), as_role(app, "auditor")
    worked = []
    monkeypatch.setattr(limits.time, "thread_time", lambda: 5.0 * len(worked))
    app.before_request_funcs[None].append(lambda: worked.append(1))  # each request works five seconds
    codes = [clerk.get("/office/swaps", environ_overrides=AFAR).status_code for _ in range(10)]
    assert codes == [200] * 9 + [429]
    refused = clerk.get("/office/swaps", environ_overrides=AFAR)
    assert int(refused.headers["Retry-After"]) >= 1 and "请求太频繁" in refused.get_data(as_text=True)
    assert clerk.get("/static/site.css", environ_overrides=AFAR).status_code == 200
    assert auditor.get("/office/log", environ_overrides=AFAR).status_code == 200
    assert clerk.get("/office/swaps").status_code == 200, "this machine itself"
