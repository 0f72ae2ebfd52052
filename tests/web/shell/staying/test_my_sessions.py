"""我的登录: one's own sessions and nobody else's, ended one by one or all but this; the office ends all of a log-in."""

import re

import pytest

from planner.store.door_tables import sessions
from tests.fixtures.browsing import Browsing, is_in, sends
from tests.fixtures.true_time import TrueTime

pytestmark = [pytest.mark.engines, pytest.mark.slow]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def time(monkeypatch):
    return TrueTime(monkeypatch)


@pytest.fixture
def site(tmp_path, monkeypatch, time):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    return Browsing(tmp_path / "home")


def shown(client):
    """The rows of the page: browser, mark, since, last used, from."""
    body = client.get("/sessions").get_data(as_text=True).partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.sub(r"<form.*?</form>", "", row, flags=re.S) for row in body.split("</tr>")[:-1]]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]


def numbers(site):
    """The numbers of all sessions, the oldest first."""
    with site.store.read() as transaction:
        return [row.id for row in transaction.connection.execute(sessions.select().order_by(sessions.c.id))]


def test_the_page_says_where_since_when_and_in_what_browser_and_which_is_this(site, time):
    one = site.enters("li")
    time.passes(minutes=10)
    two = site.enters("li", agent=FIREFOX)
    site.enters("wang")
    first, second = (
        "Chrome · Windows{} 2026-11-26 09:00 2026-11-26 09:{} 127.0.0.1",
        "Firefox · Linux{} 2026-11-26 09:10 2026-11-26 09:10 127.0.0.1",
    )
    assert shown(two) == [second.format(" 就是这里"), first.format("", "00")]
    assert shown(one) == [second.format(""), first.format(" 就是这里", "10")], "the use just now is noted"


def test_what_a_browser_says_of_itself_is_never_shown_as_it_stands(site):
    client = site.enters("li", agent="<script>alert(1)</script>" * 50)
    assert shown(client)[0].startswith("其他浏览器 就是这里") and "alert(1)" not in client.get("/sessions").text


def test_one_is_ended_and_the_others_go_on(site):
    one, two, three = (site.enters("li") for _ in range(3))
    assert sends(three, f"/sessions/{numbers(site)[0]}/end").headers["Location"] == "/sessions"
    assert [is_in(client) for client in (one, two, three)] == [False, True, True]
    assert len(shown(three)) == 2


def test_nobody_ends_a_session_of_another_log_in(site):
    mine, theirs, clerk = site.enters("li"), site.enters("wang"), site.enters("clerk")
    for number in numbers(site)[1:]:
        assert sends(mine, f"/sessions/{number}/end").status_code == 404
    sends(mine, "/sessions/end")
    assert sends(mine, "/office/users/wang/logout").status_code == 403
    assert is_in(theirs) and is_in(clerk) and is_in(mine)


def test_all_others_are_ended_and_counted(site):
    others = [site.enters("li") for _ in range(3)]
    mine = site.enters("li")
    sends(mine, "/sessions/end")
    assert "已结束其他 3 处登录" in mine.get("/sessions").get_data(as_text=True)
    assert is_in(mine) and not any(map(is_in, others))
    assert "结束其他全部登录" not in mine.get("/sessions").get_data(as_text=True)


def test_a_form_without_its_token_ends_nothing(site):
    one, mine = site.enters("li"), site.enters("li")
    for path in ("/sessions/end", f"/sessions/{numbers(site)[0]}/end", "/logout"):
        assert mine.post(path).status_code == 400
    assert is_in(one) and is_in(mine)


def test_the_office_sees_who_is_logged_in_and_ends_all_of_one_log_in(site, time):
    several, other = [site.enters("li") for _ in range(2)], site.enters("wang")
    time.passes(minutes=31)
    several += [site.enters("li")]
    clerk = site.enters("clerk")
    page = clerk.get("/office/users").get_data(as_text=True)
    assert page.count("登录着 1 处") == 2 and page.count("结束登录") == 1, (
        "oneself and li; what time ended is not counted"
    )
    sends(clerk, "/office/users/li/logout")
    assert not any(map(is_in, several)) and is_in(clerk)
    assert "登录着" not in clerk.get("/office/users").get_data(as_text=True).partition("wang")[2]
    assert not is_in(other), "by time"
    again = site.enters("li")
    assert is_in(again), "the log-in itself stays open"


def test_the_office_that_ends_its_own_stays_logged_in_here(site):
    other, clerk = site.enters("clerk"), site.enters("clerk")
    sends(clerk, "/office/users/clerk/logout")
    assert is_in(clerk) and not is_in(other)
    assert sends(clerk, "/office/users/nobody/logout", follow=1).status_code == 302
