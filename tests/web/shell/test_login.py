"""The log-in page and the way to a token: who gives wrong passwords waits, and a crowd stops nobody else."""

import http.client
import json
import threading
import time
from datetime import timedelta

import pytest
from waitress.server import create_server

from planner.access import hashing, logins
from planner.clock import true_instant
from planner.store import Store
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.site_log_ins import PASSWORD
from web import create_app
from web.shell.caller import browsers

pytestmark = pytest.mark.engines

GIVEN = "battery staple"
STRANGER = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    held = true_instant()
    monkeypatch.setattr(browsers, "true_instant", lambda: held)  # a wait of a second outlasts a slow machine
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        for name, role in (("clerk", "clerk"), ("li", "official")):
            logins.add(transaction, offices.load(transaction), name, role, "H01", PASSWORD, NOW, "test")
    app = create_app(store)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def log_in(client, name="clerk", password=PASSWORD, **environ):
    return client.post("/login", data={"name": name, "password": password}, environ_base=environ)


def said(answer):
    return answer.status_code, answer.headers.get("Retry-After")


def test_a_wrong_password_says_how_long_to_wait_and_who_comes_sooner_is_told_again(app):
    client = app.test_client()
    answer = log_in(client, password="wrong")
    assert said(answer) == (401, "1") and "登录名或密码不对，请过 1 秒再试" in answer.get_data(as_text=True)
    answer = log_in(client)
    text = answer.get_data(as_text=True)
    assert said(answer) == (429, "1") and "刚才输错过密码，请过 1 秒再试" in text
    assert PASSWORD not in text and 'value="clerk"' in text
    answer = client.post("/login?lang=en", data={"name": "clerk", "password": "x"})
    assert "try again in a second" in answer.get_data(as_text=True)


def test_a_stranger_keeps_out_neither_another_address_nor_the_holder_s_browser_at_the_same(app):
    mine = app.test_client()
    assert log_in(mine, **STRANGER).status_code == 302
    mine.post("/logout")
    for _ in range(3):
        log_in(app.test_client(), password="wrong", **STRANGER)
    assert log_in(app.test_client(), **STRANGER).status_code == 429
    assert log_in(app.test_client()).status_code == 302
    assert log_in(mine, **STRANGER).status_code == 302


def test_the_cookie_of_a_known_browser_names_nobody_and_cannot_be_made(app):
    client = app.test_client()
    cookie = next(one for one in log_in(client).headers.getlist("Set-Cookie") if one.startswith("browser="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "clerk" not in cookie
    stranger = app.test_client()
    stranger.set_cookie("browser", "WyJ4IixbMV1d.made.up")
    log_in(stranger, password="wrong")
    assert log_in(stranger).status_code == 429


def test_the_present_password_is_guessed_no_faster_in_a_session_left_open(app):
    client = app.test_client()
    log_in(client)
    answer = client.post("/password", data={"old": "wrong", "fresh": "another password"})
    assert answer.status_code == 401 and "原密码不对，请过 1 秒再试" in answer.get_data(as_text=True)
    answer = client.post("/password", data={"old": PASSWORD, "fresh": "another password"})
    assert said(answer) == (429, "1") and "请过 1 秒再试" in answer.get_data(as_text=True)


def test_the_api_waits_alike(app):
    client = app.test_client()

    def ask(password, lang="zh"):
        return client.post(f"/api/v1/session?lang={lang}", json={"name": "li", "password": password})

    answer = ask("wrong")
    assert said(answer) == (401, "1") and answer.json["code"] == "NOT_KNOWN" and "请过 1 秒" in answer.json["message"]
    answer = ask(PASSWORD, "en")
    assert said(answer) == (429, "1") and answer.json["code"] == "TOO_SOON" and "a second" in answer.json["message"]


def first(app):
    """A client of somebody to whom the office has given a password."""
    with app.extensions["store"].write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", GIVEN, NOW, "clerk")
    client = app.test_client()
    assert log_in(client, "li", GIVEN).headers["Location"] == "/me"
    return client


def test_a_password_that_was_given_opens_nothing_but_the_choice_of_another(app):
    client = first(app)
    for path in ("/me", "/me/office/2026-12"):
        assert client.get(path).headers["Location"] == "/password"
    assert client.post("/me/feed", data={"person": "H01"}).headers["Location"] == "/password"
    assert client.get("/").status_code == 200
    assert "办公室给的初始密码" in client.get("/password").get_data(as_text=True)
    for fresh, why in ((GIVEN, "和原密码一样"), ("lijie123", "太容易被猜中"), ("short", "8 到 128 个字符")):
        answer = client.post("/password", data={"old": GIVEN, "fresh": fresh})
        assert answer.status_code == 400 and why in answer.get_data(as_text=True)
    assert client.post("/password", data={"old": GIVEN, "fresh": "a purple kettle"}).headers["Location"] == "/login"
    log_in(client, "li", "a purple kettle")
    assert client.get("/me").status_code == 200
    assert "办公室给的初始密码" not in client.get("/password").get_data(as_text=True)


def test_the_api_lets_a_given_password_do_nothing_but_change_itself(app):
    first(app)
    client = app.test_client()

    def ask(method, path, token="", **body):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.open(f"/api/v1{path}", method=method, headers=headers, json=body or None)

    token = ask("POST", "/session", name="li", password=GIVEN).json["token"]
    refused = ask("GET", "/me/duties", token)
    assert (refused.status_code, refused.json["code"]) == (403, "FIRST_PASSWORD")
    assert "PUT /api/v1/session" in refused.json["message"]
    refused = ask("PUT", "/session", token, password=GIVEN, fresh="12345678")
    assert refused.status_code == 422 and "很多人都在用" in refused.json["message"]
    changed = ask("PUT", "/session", token, password=GIVEN, fresh="a purple kettle").json
    assert ask("GET", "/me/duties", token).status_code == 401, "the token of before has ended"
    assert changed["name"] == "li" and ask("GET", "/me/duties", changed["token"]).status_code == 200
    assert said(ask("PUT", "/session", changed["token"], password="wrong", fresh="x")) == (401, "1")


def test_by_the_profile_mlps_a_password_of_ninety_days_opens_nothing_but_the_choice_of_another(app, monkeypatch):
    client = app.test_client()
    log_in(client, "li")
    monkeypatch.setenv("DANGZHI_NOW", (NOW + timedelta(days=90)).isoformat())
    token = client.post("/api/v1/session", json={"name": "li", "password": PASSWORD}).json["token"]
    assert client.get("/me").status_code == 200
    monkeypatch.setenv("DANGZHI_PROFILE", "mlps")
    assert client.get("/me").headers["Location"] == "/password"
    page = client.get("/password").get_data(as_text=True)
    assert "已经用满 90 天" in page and "至少三种" in page and "办公室给的初始密码" not in page
    refused = client.get("/api/v1/me/duties", headers={"Authorization": f"Bearer {token}"})
    assert (refused.status_code, refused.json["code"]) == (403, "PASSWORD_TOO_OLD")
    answer = client.post("/password", data={"old": PASSWORD, "fresh": "a purple kettle"})
    assert answer.status_code == 400 and "至少要有三种" in answer.get_data(as_text=True)
    client.post("/password", data={"old": PASSWORD, "fresh": "a purple Kettle"})
    log_in(client, "li", "a purple Kettle")
    assert client.get("/me").status_code == 200


def test_what_the_site_and_the_api_make_is_given(app):
    client = app.test_client()
    log_in(client)
    client.post("/office/users", data={"name": "wang", "role": "auditor"})
    client.post("/office/users/li/password")
    token = client.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]
    bearer = {"headers": {"Authorization": f"Bearer {token}"}}
    weak = client.post(
        "/api/v1/office/users", json={"name": "zhao", "role": "auditor", "password": "12345678"}, **bearer
    )
    assert weak.status_code == 422 and "很多人都在用" in weak.json["message"]
    client.post("/api/v1/office/users", json={"name": "zhao", "role": "auditor", "password": GIVEN}, **bearer)
    with app.extensions["store"].read() as transaction:
        found = {one.name: bool(one.given_at) for one in users.every(transaction)}
    assert found == {"clerk": False, "li": True, "wang": True, "zhao": True}
    assert client.get("/office/users").get_data(as_text=True).count("初始密码未改") == 3


def test_the_last_clerk_is_closed_neither_on_the_site_nor_by_the_api(app):
    client = app.test_client()
    log_in(client)
    text = client.post("/office/users/clerk/disable", follow_redirects=True).get_data(as_text=True)
    assert "“clerk”是最后一个能用的办公室帐号" in text
    token = client.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    answer = client.put("/api/v1/office/users/clerk", json={"disabled": True}, headers=bearer)
    assert answer.status_code == 409 and "最后一个能用的办公室帐号" in answer.json["message"]
    assert client.get("/office/users").status_code == 200


@pytest.mark.parametrize(("threads", "lanes"), [(8, 2), (16, 4), (1, 1)])
def test_one_thread_in_four_may_hash(threads, lanes):
    mine = hashing.HashingLanes()
    mine.share(threads)
    held = [mine.one() for _ in range(lanes)]
    for one in held:
        one.__enter__()
    with pytest.raises(hashing.TryLater) as caught, mine.one():
        pass
    assert (caught.value.seconds, caught.value.busy) == (2, True)
    held[0].__exit__(None, None, None)
    with mine.one():
        pass


class Slow:
    """A hasher that takes its time, and counts how many it is asked for at once."""

    def __init__(self):
        self.now = self.most = 0
        self.lock = threading.Lock()

    def hash(self, password):
        return "kept"

    def verify(self, kept, password):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.5)
        with self.lock:
            self.now -= 1
        return True


def asked(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body and json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    found = answer.status, answer.headers.get("Retry-After"), answer.read().decode()
    connection.close()
    return found


@pytest.mark.slow
def test_two_hundred_log_ins_at_once_do_not_stop_the_residents_page(app, monkeypatch):
    slow = Slow()
    monkeypatch.setattr(hashing, "hasher", lambda: slow)
    hashing.hash_of_nobody.cache_clear()
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    port, answers = server.effective_port, []

    def come(number):
        answers.append(asked(port, "POST", "/api/v1/session", {"name": f"name {number}", "password": "x"}))

    try:
        crowd = [threading.Thread(target=come, args=(number,)) for number in range(200)]
        for one in crowd:
            one.start()
        began = time.monotonic()
        pages = [asked(port, "GET", "/")[0] for _ in range(5)]
        took = time.monotonic() - began
        for one in crowd:
            one.join()
    finally:
        server.close()
        hashing.hash_of_nobody.cache_clear()
    assert pages == [200] * 5 and took < 8, "hashed one after the other on all threads they take twelve seconds"
    assert slow.most == 2
    busy = [one for one in answers if one[0] == 503]
    assert len(answers) == 200 and len(busy) > 150 and {one[1] for one in busy} == {"2"}
    assert json.loads(busy[0][2]) == {"code": "BUSY", "message": "现在登录的人多，请过 2 秒再试一次。"}
