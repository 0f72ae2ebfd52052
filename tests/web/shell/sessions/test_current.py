"""A session lives in the store: what ends it ends it everywhere, and a cookie that was taken along opens nothing."""

import threading
from datetime import timedelta

import pytest

from planner.access import logins
from planner.access.sessions import lasting
from planner.home.trouble import Trouble, Unreadable
from planner.store import Store
from planner.store.door_tables import sessions
from planner.store.roster import offices
from tests.fixtures import engines
from tests.fixtures.browsing import Browsing, is_in, sends, told
from tests.fixtures.office_at_work import NOW
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.site_words import spoken
from tests.fixtures.true_time import TrueTime
from web import body_limit, create_app
from web.shell.limits import READ_TO_TELL, STRANGER
from web.shell.sessions import current

pytestmark = [pytest.mark.engines, pytest.mark.slow]


@pytest.fixture
def time(monkeypatch):
    return TrueTime(monkeypatch)


@pytest.fixture
def site(tmp_path, monkeypatch, time):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    return Browsing(tmp_path / "home")


def rows(site):
    with site.store.read() as transaction:
        return transaction.connection.execute(sessions.select().order_by(sessions.c.id)).mappings().all()


def kept_by(client):
    """What a browser's cookie holds."""
    with client.session_transaction() as cookie:
        return dict(cookie)


def test_the_store_knows_a_token_by_its_digest_alone(site, time):
    token = kept_by(site.enters("li"))["_user_id"]
    assert len(token) >= 43, "256 bits"
    (row,) = rows(site)
    assert {name: value for name, value in row.items() if name not in ("id", "user_id")} == {
        "digest": lasting.token_digest(token),
        "generation": 1,
        "vouched": False,
        "began_at": time.at.isoformat(),
        "used_at": time.at.isoformat(),
        "address": "127.0.0.1",
        "browser": "Chrome · Windows",
        "ending": None,
    }
    assert token not in str(dict(row))


def logged_out(site, client, time):
    sends(client, "/logout")


def idle(site, client, time):
    time.passes(minutes=30)


def aged(site, client, time):
    for _ in range(36):
        time.passes(minutes=20)
        client.get("/password")


def new_password(site, client, time):
    answer = sends(client, "/password", old=PASSWORD, fresh="a purple kettle")
    assert answer.headers["Location"] == "/login"


def given_password(site, client, time):
    with site.store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", "battery staple", NOW, "clerk")


def closed(site, client, time):
    with site.store.write() as transaction:
        logins.disable(transaction, "li", NOW, "clerk")


def ended_elsewhere(site, client, time):
    sends(site.enters("li"), "/sessions/end")


def ended_by_the_office(site, client, time):
    sends(site.enters("clerk"), "/office/users/li/logout")


ENDS = {
    logged_out: "",
    idle: "登录已过期：超过 30 分钟没有操作",
    aged: "登录已过期：登录一次最长 12 小时",
    new_password: "密码已更换，请重新登录",
    given_password: "密码已更换，请重新登录",
    closed: "这个帐号已停用",
    ended_elsewhere: "这里的登录已在“我的登录”里结束",
    ended_by_the_office: "这里的登录已由办公室结束",
}
WORDS = set(ENDS.values()) - {""}


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_cookie_that_was_taken_along_opens_nothing_after_the_end_and_its_browser_is_told_why(site, time, end):
    client = site.enters("li")
    thief = site.thief_of(client)
    assert is_in(thief) and is_in(thief, "/me")
    end(site, client, time)
    for browser in (client, thief):
        answer = browser.get("/me")
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/login")
        assert not is_in(browser)
    assert {words for words in WORDS if words in told(client)} == ({ENDS[end]} if ENDS[end] else set())
    assert not is_in(site.thief_of(thief)), "nor later"


def test_it_goes_on_while_it_is_used_and_each_use_begins_the_half_hour_anew(site, time):
    client = site.enters("li")
    for _ in range(24):
        time.passes(minutes=29, seconds=50)
        assert is_in(client, "/me")
    time.passes(minutes=29, seconds=50)
    assert not is_in(client), "twelve hours have passed"


def test_a_rehearsal_s_clock_ends_nothing(site, monkeypatch):
    client = site.enters("li")
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-26T09:00")
    assert is_in(client, "/me")


def test_a_use_is_noted_once_a_minute_and_not_with_every_request(site, time, monkeypatch):
    client, noted = site.enters("li"), []
    note = lasting.note_use
    monkeypatch.setattr(current, "note_use", lambda *given: noted.append(time.at) or note(*given))
    began = time.at
    for seconds in (1, 30, 28, 1, 1, 58, 1):
        time.passes(seconds=seconds)
        client.get("/me")
    assert [(at - began).seconds for at in noted] == [60, 120]
    assert rows(site)[0]["used_at"] == time.at.isoformat()


def test_a_page_that_asks_by_itself_keeps_nobody_logged_in(site, time):
    client = site.enters("clerk")
    codes = []
    for _ in range(5):
        time.passes(minutes=6)
        codes.append(client.get("/office/2026-12/progress", headers={"HX-Request": "true"}).status_code)
    assert codes == [200] * 4 + [401] and not is_in(client)


def test_a_log_in_makes_a_new_token_and_ends_the_one_that_the_browser_had(site):
    client = site.enters("li")
    told(client)  # a page with a form
    before, forms = site.thief_of(client), kept_by(client)["csrf_token"]
    site.enters("wang", client)
    assert not is_in(before) and is_in(client)
    kept = kept_by(client)
    assert "before" not in kept and kept["csrf_token"] != forms, "nothing of another log-in's goes on"
    assert [one["ending"] for one in rows(site)] == ["replaced", None]


def test_a_token_that_somebody_brings_along_is_not_taken_over(site):
    mine, victim = site.enters("li"), site.app.test_client()
    victim.set_cookie("session", mine.get_cookie("session").value)
    site.enters("wang", victim)
    assert not is_in(mine), "the token that was planted is over"
    assert lasting.token_digest(kept_by(victim)["_user_id"]) == rows(site)[1]["digest"] != rows(site)[0]["digest"]


def test_a_cookie_of_an_invented_token_opens_nothing(site):
    client = site.app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "x" * 43
    assert not is_in(client) and {words for words in WORDS if words in told(client)} == set()


def test_log_out_lets_the_browser_forget_what_it_was_shown_but_not_that_it_is_known(site):
    client = site.enters("li")
    answer = sends(client, "/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie("browser") is not None and set(kept_by(client)) == {"_flashes"}


@pytest.mark.parametrize("path", ["/", "/me", "/me/account", "/password", "/sessions", "/check", "/nothing", "/office"])
def test_every_page_of_a_log_in_has_the_way_out(site, path):
    assert 'action="/logout"' in site.enters("li").get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        ("http://localhost:8000/office/2026-12?who=x", "/login?next=/office/2026-12?who%3Dx"),
        ("https://evil.example//evil.example/x", "/login"),
        ("", "/login"),
    ],
)
def test_a_part_of_a_page_sends_the_whole_page_to_the_log_in(site, time, there, wanted):
    client = site.enters("clerk")
    time.passes(hours=1)
    answer = client.get("/office/2026-12/progress", headers={"HX-Request": "true", "HX-Current-URL": there})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, wanted)


def test_many_requests_at_once_note_one_use(site, time, monkeypatch):
    cookie = site.enters("li").get_cookie("session").value
    time.passes(minutes=5)
    apps, noted, note = [site.app, create_app(site.store)], [], lasting.note_use
    monkeypatch.setattr(current, "note_use", lambda *given: noted.append(note(*given)))
    start, answers = threading.Barrier(8), []

    def ask(app):
        one = app.test_client()
        one.set_cookie("session", cookie)
        start.wait()
        answers.append(one.get("/me").status_code)

    threads = [threading.Thread(target=ask, args=(apps[number % 2],)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == [200] * 8 and [one["used_at"] for one in rows(site)] == [time.at.isoformat()]
    assert sorted(noted) in ([True], [False, True]), "each process tries once at most, and one of them writes"


def test_whoever_read_it_as_going_on_does_not_revive_what_was_ended_meanwhile(site, time):
    client = site.enters("li")
    token = kept_by(client)["_user_id"]
    time.passes(minutes=5)
    with site.store.write() as transaction:
        found = lasting.find_session(transaction, token, time.at)
        lasting.close_session(transaction, token, lasting.Ending.LOGGED_OUT)
        assert found.ending is None and not lasting.note_use(transaction, found.session, time.at)
    assert not is_in(client)


def full(store):
    """A store that cannot be written."""

    def refuse():
        raise Unreadable(Trouble.FULL, store.home, store.home)

    return refuse


def test_a_full_disk_neither_breaks_a_page_nor_ends_a_session_that_is_used(site, time, monkeypatch):
    client = site.enters("li")
    monkeypatch.setattr(site.store, "write", full(site.store))
    for _ in range(4):
        time.passes(minutes=20)
        assert is_in(client, "/me")
    time.passes(minutes=30)
    assert not is_in(client)


def test_log_out_ends_a_session_also_while_it_cannot_be_written_down(site, monkeypatch):
    client = site.enters("li")
    thief = site.thief_of(client)
    with monkeypatch.context() as patched:
        patched.setattr(site.store, "write", full(site.store))
        assert sends(client, "/logout").status_code == 302
    assert not is_in(client) and not is_in(thief)
    assert body_limit(site.app, {"COOKIE": cookie_of(thief)}) == STRANGER


def test_while_the_store_is_away_a_clerk_whose_session_was_going_on_sees_who_is_on_duty(site, time):
    clerk, gone, official = site.enters("clerk"), site.enters("clerk"), site.enters("li")
    unseen = site.enters("clerk")
    assert is_in(clerk) and is_in(gone) and is_in(official)
    thief = site.thief_of(gone)
    sends(gone, "/logout")
    site.store.close()
    engines.take_away(site.store)
    away = "数据库暂时打不开"
    assert [away in one.get("/office/now").get_data(as_text=True) for one in (unseen, thief, official)] == [True] * 3
    assert away in clerk.get("/office").get_data(as_text=True)
    assert clerk.get("/office/now").status_code != 302 and role(site, clerk) == "clerk"
    time.passes(minutes=30)
    assert role(site, clerk) is None and away in clerk.get("/office/now").get_data(as_text=True)


@pytest.mark.parametrize("what", ["disable", "password", "logout"])
def test_what_the_office_has_ended_opens_nothing_while_the_store_is_away(site, what):
    with site.store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "second", "clerk", "", PASSWORD, NOW, "test")
    clerk, second = site.enters("clerk"), site.enters("second")
    assert is_in(second) and role(site, second) == "clerk"
    sends(clerk, f"/office/users/second/{what}")
    assert role(site, second) is None and role(site, clerk) == "clerk"


def role(site, client):
    with site.app.test_request_context("/office/now", headers={"Cookie": cookie_of(client)}):
        return current.role_while_away()


def cookie_of(client):
    return f"session={client.get_cookie('session').value}"


def test_a_server_takes_in_large_bodies_of_nobody_whose_session_somebody_has_ended(site, time):
    by_time, out, shut = (site.enters(name) for name in ("li", "wang", "wang"))
    for one in (by_time, out, shut):
        assert body_limit(site.app, {"COOKIE": cookie_of(one)}) == READ_TO_TELL
    thief = site.thief_of(out)
    logged_out(site, out, time)
    assert body_limit(site.app, {"COOKIE": cookie_of(thief)}) == STRANGER
    with site.store.write() as transaction:
        logins.disable(transaction, "wang", NOW, "clerk")
    assert body_limit(site.app, {"COOKIE": cookie_of(shut)}) == STRANGER
    time.passes(minutes=31)
    assert body_limit(site.app, {"COOKIE": cookie_of(by_time)}) == READ_TO_TELL, "a page tells what becomes of it"


def test_a_forged_cookie_does_not_reach_the_store(site, monkeypatch):
    def asked(*_):
        raise AssertionError("the store was asked")

    monkeypatch.setattr(current, "find_session", asked)
    for cookie in ("session=forged", "session=", "a=b", f"session={'x' * 5000}"):
        assert body_limit(site.app, {"COOKIE": cookie}) == STRANGER


def test_a_restart_of_the_site_ends_no_session_and_forgets_no_end(site, time, tmp_path):
    client, out = site.enters("li"), site.enters("wang")
    thief = site.thief_of(out)
    logged_out(site, out, time)
    site.app = create_app(Store(tmp_path / "home"))
    assert is_in(site.thief_of(client)) and not is_in(site.thief_of(thief))


@pytest.mark.parametrize(("law", "end"), [("IDLE", idle), ("LONGEST", aged)])
def test_a_site_that_forgets_the_time_is_caught(site, time, monkeypatch, law, end):
    monkeypatch.setattr(lasting, law, timedelta(days=300))
    client = site.enters("li")
    end(site, client, time)
    assert is_in(client), "the test of the ends would see it"


@pytest.mark.parametrize("end", [logged_out, ended_elsewhere, ended_by_the_office], ids=lambda end: end.__name__)
def test_a_site_that_does_not_write_an_end_down_is_caught(site, time, monkeypatch, end):
    monkeypatch.setattr(lasting, "end_session", lambda *_: None)
    monkeypatch.setattr(lasting, "end_sessions_of", lambda *_, **__: 0)
    client = site.enters("li")
    thief = site.thief_of(client)
    end(site, client, time)
    site.app = create_app(site.store)  # what a process remembers is not the store
    assert is_in(site.thief_of(thief)), "the test of a restart would see it"


def test_the_log_has_beginnings_and_ends(site, time):
    client = site.enters("li")
    ended_elsewhere(site, client, time)
    ended_by_the_office(site, client, time)
    here = {"address": "127.0.0.1"}
    assert site.log("log in", "log out", "sessions ended") == [
        ("li", "log in", here),
        ("li", "log in", here),
        ("li", "sessions ended", {"name": "li", "ended": 1, **here}),
        ("clerk", "log in", here),
        ("clerk", "sessions ended", {"name": "li", "ended": 1, **here}),
    ]
    page = site.enters("clerk").get("/office/log").get_data(as_text=True)
    assert "结束登录状态：li，共1处，来自127.0.0.1" in spoken(page)
