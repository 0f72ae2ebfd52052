"""Whoever cannot serve is shown: to the office with the cause, to themselves, to others without what is private."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest

from planner.access import logins
from planner.store.roster import offices
from tests.fixtures.leaving import rows_become, station, told
from tests.fixtures.office_at_work import NOW
from tests.fixtures.site_log_ins import PASSWORD, token_of
from web import create_app

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

WHO, SHIFTS = "p:P1", ("白班", "夜班", "班")


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    found = station(tmp_path / "home")
    with found.write() as transaction:
        office = offices.load(transaction)
        for name, role, person in (("clerk", "clerk", ""), ("mine", "official", "P1"), ("mate", "official", "P2")):
            logins.add(transaction, office, name, role, person, PASSWORD, NOW, "test")
    return found


def becomes(store, **values):
    rows_become(store, "人员", lambda row: [replace(row, **values) if f"p:{row.id}" == WHO else row])


def seen_by(store, name):
    """What somebody who is logged in reads on a page."""
    client = create_app(store).test_client()
    client.post("/login", data={"name": name, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))})

    def page(path):
        answer = client.get(path)
        assert answer.status_code == 200
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())

    return page


def test_the_office_s_pages_count_and_name_every_cause(store):
    page = seen_by(store, "clerk")
    assert told(store) == {} and "缺人待补" not in page("/office/2027-01/preparing")
    assert "暂无空岗" in page("/office/vacancies")
    for values, words in (
        ({"end": date(2026, 12, 2)}, "甲某当天不在任"),
        ({"end": None, "exempt": SHIFTS}, "甲某不排该班次"),
        ({"exempt": (), "pools": ("别的",)}, "甲某已不在该值班序列"),
    ):
        becomes(store, **values)
        number = len(told(store))
        assert page("/office/vacancies").count(words) == number > 0
        assert re.search(r"[1-9]\d* 空岗待补", page("/office"))
        assert f"缺人待补 {number} " in page("/office/2027-01/preparing")


def test_a_vacancy_names_its_duty_and_the_telephones_of_who_can_be_asked(store):
    rows_become(store, "人员", lambda row: [replace(row, mobile=f"1390000{row.id[1:]:>04}")])
    becomes(store, exempt=SHIFTS)
    said = seen_by(store, "clerk")("/office/vacancies")
    assert re.search(r"总值班 \S+ \S+ 白班", said), "the duty before its day, shift and post"
    assert re.search(r"1390000000[2-8]", said) and "13900000001" not in said


def test_those_concerned_read_it_at_their_duty_and_others_without_the_cause(store):
    mine, mate = seen_by(store, "mine"), seen_by(store, "mate")
    assert "待调整" not in mate("/me/office/2026-12") and "由办公室安排" not in mine("/me")
    becomes(store, exempt=SHIFTS)
    number = len(told(store))
    assert mine("/me").count("甲某不排该班次，由办公室安排") == number > 0
    seen = mate("/me/office/2026-12")
    assert seen.count("待调整") == number and "不排" not in seen and "由办公室安排" not in mate("/me")


def test_the_api_tells_the_same(store):
    becomes(store, exempt=SHIFTS)
    client = create_app(store).test_client()

    def given(name, path):
        token = client.post("/api/v1/session", json={"name": name, "password": PASSWORD}).json["token"]
        return client.get("/api/v1" + path, headers={"Authorization": f"Bearer {token}"}).json

    assert {(one["slot"], one["who"]): one["cause"] for one in given("clerk", "/office/vacancies")} == told(store)
    assert given("clerk", "/office/months/2027-01/preparing")["vacant"] == len(told(store))
    assert {one["cannot"] for one in given("mine", "/me/duties")} >= {"甲某不排该班次"}
    assert {one["cannot"] for one in given("mate", "/me/duties")} == {""}
