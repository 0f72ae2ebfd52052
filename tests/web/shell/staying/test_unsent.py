"""A form that came after the end of its session goes on after the log-in of the same name, by a click, and once."""

import html
import io
import re
from dataclasses import replace

import pytest

from planner import clock
from planner.access import logins
from planner.access.sessions import unsent
from planner.store.door_tables import unsent_forms
from planner.store.people import users
from planner.store.roster import offices
from tests.fixtures.browsing import Browsing, is_in, sends
from tests.fixtures.office_at_work import NOW
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.site_words import spoken
from tests.fixtures.true_time import TrueTime
from web.shell.sessions.what_is_sent import CHOICES, DEEDS_SENT
from web.shell.staying.unsent import DATA

pytestmark = [pytest.mark.engines, pytest.mark.slow]
NOT_KEPT = {
    ("shell.login.log_in", ""),
    ("shell.login.log_out", ""),
    ("shell.login.password", ""),
    ("shell.my_sessions.end", ""),
    ("shell.my_sessions.end_others", ""),
    ("shell.second_factor.change", ""),
    ("shell.second_factor.code", ""),
    ("shell.second_factor.seen", ""),
    ("shell.unsent.drop", ""),
}
"""Forms that are not kept: those with a password or a code, and those about sessions themselves."""
ABSENCE = {
    "person": "H01",
    "start": "2026-12-20",
    "end": "2026-12-21",
    "reason": "外出<b>开会",
    "key": "the form's own",
}


@pytest.fixture
def time(monkeypatch):
    return TrueTime(monkeypatch)


@pytest.fixture
def site(tmp_path, monkeypatch, time):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    return Browsing(tmp_path / "home")


def late(site, time, name="li", path="/me/entry/absence", form=None):
    """A browser whose form came after half an hour, and the answer to it."""
    client = site.enters(name)
    token = token_of(client.get("/login"))
    time.passes(minutes=31)
    return client, client.post(path, data={"csrf_token": token, **(form or ABSENCE)})


def fields(page):
    """The hidden fields of the first form of the page that goes back to where it was meant for."""
    main = page.partition("<main")[2]
    form = re.search(r'<form method="post" action="(?!/unsent/drop)([^"]+)".*?</form>', main, re.S)
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[0])
    return html.unescape(form[1]), [(html.unescape(name), html.unescape(value)) for name, value in found]


def absences(site):
    with site.store.read() as transaction:
        return [row for row in offices.load(transaction).rows["请假外出"] if row.who == "p:H01"]


def test_what_was_typed_is_shown_after_the_log_in_and_sent_by_a_click_once(site, time):
    before = len(absences(site))
    client, answer = late(site, time)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login?next=/unsent")
    login = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "超过 30 分钟没有操作" in login and "您刚才提交的内容还没有办理，已经保存" in login
    assert site.logs_in(client, "li", answer.headers["Location"]).headers["Location"] == "/unsent"
    assert len(absences(site)) == before, "nothing is done by itself"
    page = client.get("/unsent").get_data(as_text=True)
    said = spoken(page)
    assert "什么也没有改动" in said and "登记请假外出" in said and "理由外出<b>开会" in said and "现在送出" in said
    assert "<b>开会" not in page
    address, sent = fields(page)
    assert address == "/me/entry/absence" and sent[1:] == list(ABSENCE.items())
    assert sent[0][0] == "csrf_token" and len(absences(site)) == before, "looking does nothing"
    assert client.post(address, data=dict(sent)).status_code == 302
    assert len(absences(site)) == before + 1
    assert client.get("/unsent").headers["Location"] == "/me", "what is done is not offered again"
    client.post(address, data=dict(sent))
    assert len(absences(site)) == before + 1


def test_another_log_in_gets_nothing_of_it_and_later_neither(site, time):
    client, answer = late(site, time)
    assert site.logs_in(client, "wang", answer.headers["Location"]).headers["Location"] == "/unsent"
    assert client.get("/unsent").headers["Location"] == "/me"
    elsewhere = site.enters("li")
    assert elsewhere.get("/unsent").headers["Location"] == "/me", "nor the same one in another browser"


def test_the_store_cannot_read_it(site, time):
    late(site, time)
    with site.store.read() as transaction:
        (row,) = transaction.connection.execute(unsent_forms.select()).all()
    assert "开会".encode() not in row.sealed and b"absence" not in row.sealed


def test_a_form_without_the_token_of_this_browser_s_pages_is_not_kept(site, time):
    client = site.enters("li")
    time.passes(minutes=31)
    for token in ({}, {"csrf_token": "made up"}, {"csrf_token": token_of(site.app.test_client().get("/login"))}):
        assert client.post("/me/entry/absence", data={**ABSENCE, **token}).status_code == 400
    with site.store.read() as transaction:
        assert transaction.connection.execute(unsent_forms.select()).all() == []


def test_a_stranger_s_form_is_not_kept(site, time):
    client = site.app.test_client()
    answer = sends(client, "/me/entry/absence", **ABSENCE)
    assert answer.headers["Location"] == "/login"
    with site.store.read() as transaction:
        assert transaction.connection.execute(unsent_forms.select()).all() == []


def test_no_password_and_no_form_about_sessions_is_kept(site, time):
    for path in ("/password", "/sessions/end", "/logout"):
        client, answer = late(site, time, path=path, form={"old": PASSWORD, "fresh": "a purple kettle"})
        assert answer.headers["Location"] == "/login"
        assert "没有办理，也没有保存" in client.get("/login").get_data(as_text=True)
    with site.store.read() as transaction:
        assert transaction.connection.execute(unsent_forms.select()).all() == []


def test_every_form_of_the_site_is_kept_or_named_as_one_that_is_not(site):
    found = set()
    for rule in site.app.url_map.iter_rules():
        if "POST" in rule.methods and not rule.endpoint.startswith("api."):
            several = re.search(r"any\(([^)]*)\):(\w+)", rule.rule)
            assert several is None or several[2] in CHOICES, rule.rule
            for choice in several[1].split(",") if several else [""]:
                found.add((rule.endpoint, choice.strip()))
    assert found == set(DEEDS_SENT) | NOT_KEPT and not set(DEEDS_SENT) & NOT_KEPT


def test_what_a_button_was_about_is_said(site, time):
    client, answer = late(site, time, "clerk", "/office/2026-12/withdraw", {"duty": "JF", "reason": "有误", "key": "k"})
    site.logs_in(client, "clerk", answer.headers["Location"])
    said = spoken(client.get("/unsent").get_data(as_text=True))
    assert "撤回印发" in said and "月份2026年12月" in said and "事项领导接访" in said and "理由有误" in said


@pytest.mark.parametrize("address", ["https://evil.example/me/entry/absence", "//evil.example", "/logout", "/nothing"])
def test_a_kept_form_that_would_lead_elsewhere_is_not_offered(site, time, monkeypatch, address):
    client, answer = late(site, time)
    site.logs_in(client, "li", answer.headers["Location"])
    (form,) = _kept(client, site)
    monkeypatch.setattr("web.shell.staying.unsent.late_forms", lambda user: [replace(form, address=address)])
    assert client.get("/unsent").headers["Location"] == "/me"


def _kept(client, site):
    with client.session_transaction() as cookie, site.store.read() as transaction:
        return unsent.unsent_of(transaction, cookie["before"], users.by_name(transaction, "li"), clock.true_instant())


def test_a_file_is_not_kept_and_is_asked_for_again(site, time):
    file = {"workbook": (io.BytesIO(b"x" * 200_000), "people.xlsx"), "key": "a key"}
    client, answer = late(site, time, "clerk", "/office/import", file)
    assert answer.headers["Location"] == "/login?next=/unsent", "although a stranger may not send so much"
    site.logs_in(client, "clerk", answer.headers["Location"])
    page = client.get("/unsent").get_data(as_text=True)
    assert "导入文件" in page and "文件没有保存，请重新选择" in page
    assert 'type="file"' in page and 'name="workbook"' in page and "multipart/form-data" in page


def test_what_is_too_long_is_not_kept_and_its_sender_is_told(site, time):
    client, answer = late(site, time, form={**ABSENCE, "reason": "长" * unsent.MOST_BYTES})
    assert answer.headers["Location"] == "/login"
    assert "没有办理，也没有保存" in client.get("/login").get_data(as_text=True)


def test_rows_and_clauses_are_shown_by_the_names_of_their_columns(site, time):
    form = {"name": "周新", "mobile": "13900000001", "mark": "", "key": "k"}
    client, answer = late(site, time, "clerk", f"{DATA}people/new", form)
    site.logs_in(client, "clerk", answer.headers["Location"])
    said = spoken(client.get("/unsent").get_data(as_text=True))
    assert "新增数据" in said and "姓名周新" in said and "手机13900000001" in said


def test_several_pages_keep_theirs_and_one_can_say_that_none_is_to_be_sent(site, time):
    client = site.enters("li")
    token = token_of(client.get("/login"))
    time.passes(minutes=31)
    for number in range(unsent.MOST_FORMS + 2):
        form = {**ABSENCE, "csrf_token": token, "reason": f"第{number}次", "key": f"key {number}"}
        assert client.post("/me/entry/absence", data=form).status_code == 302
    site.enters("li", client)
    said = spoken(client.get("/unsent").get_data(as_text=True))
    kept = [f"第{number}次" for number in range(unsent.MOST_FORMS + 2) if f"第{number}次" in said]
    assert kept == [f"第{number}次" for number in range(2, unsent.MOST_FORMS + 2)], "those that came last"
    assert sends(client, "/unsent/drop").headers["Location"] == "/me"
    assert client.get("/unsent").headers["Location"] == "/me"


def test_a_page_left_open_sends_its_form_as_ever_once_its_log_in_is_back(site, time):
    client = site.enters("li")
    token, before = token_of(client.get("/login")), len(absences(site))
    time.passes(minutes=31)
    assert not is_in(client)
    site.enters("li", client)
    assert client.post("/me/entry/absence", data={**ABSENCE, "csrf_token": token}).status_code == 302
    assert len(absences(site)) == before + 1


def test_it_is_there_also_after_a_first_password_was_changed(site, time):
    client, answer = late(site, time)
    with site.store.write() as transaction:
        logins.give_password(transaction, offices.load(transaction), "li", PASSWORD + " given", NOW, "clerk")
    form = {"name": "li", "password": PASSWORD + " given", "csrf_token": token_of(client.get("/login"))}
    client.post(answer.headers["Location"], data=form)
    chosen = {"old": PASSWORD + " given", "fresh": PASSWORD}
    assert sends(client, "/password", **chosen).headers["Location"] == "/login"
    site.enters("li", client)
    assert "外出" in spoken(client.get("/unsent").get_data(as_text=True))


def test_after_an_hour_it_is_gone(site, time):
    client, answer = late(site, time)
    time.passes(minutes=60)
    site.logs_in(client, "li", answer.headers["Location"])
    assert client.get("/unsent").headers["Location"] == "/me"
    with site.store.write() as transaction:
        unsent.forget_over(transaction, time.at)
        assert transaction.connection.execute(unsent_forms.select()).all() == []


def test_after_log_out_no_form_goes_on(site):
    client = site.enters("li")
    token = token_of(client.get("/login"))
    sends(client, "/logout")
    assert client.post("/me/entry/absence", data={**ABSENCE, "csrf_token": token}).status_code == 400
