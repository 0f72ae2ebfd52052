"""A holiday notice on the site: looked at as a year, loaded by a yes, and only as it was looked at."""

import io
import json
import re
from dataclasses import replace
from html import unescape

import pytest

from planner.office.sheets import Holiday
from planner.store import Store
from planner.store.jobs import TaskKind, running
from planner.store.roster import offices
from planner.store.tables import audit
from tests.fixtures.holiday_notices import notice_words, public_form, web_page
from tests.fixtures.office_at_work import NOW, issued, issued_home, planned
from tests.fixtures.site_words import Reader, spoken

pytestmark = pytest.mark.slow  # each through a whole site

PAGE, LOAD = "/office/calendar/2027/notice", "/office/calendar/2027/notice/load"
NEIGHBOURS = public_form(2027, [f"2027-10-0{day}" for day in range(1, 8)], ["2027-09-26", "2027-10-10"])


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    return Store(issued_home(tmp_path / "home"))


@pytest.fixture
def clerk(store):
    return Reader(store, "clerk")


def looked_at(clerk, words="", file=None):
    """(status, what the page says, what its yes carries)"""
    data = {"words": words} | ({"file": (io.BytesIO(file[1]), file[0])} if file else {})
    answer = clerk.client.post(PAGE, data=data, content_type="multipart/form-data")
    page = answer.get_data(as_text=True)
    hidden = re.findall(r'name="(notice|name|mark)" value="([^"]*)"', page)
    sent = {name: unescape(value).replace("\n", "\r\n") for name, value in hidden}  # as browsers send lines
    return answer.status_code, spoken(page), sent


def loaded(store):
    with store.read() as transaction:
        return offices.load(transaction).notices


def test_a_pasted_notice_is_shown_as_a_year_and_counts_after_a_yes(store, clerk):
    status, said, yes = looked_at(clerk, web_page(2027))
    assert status == 200 and "国办发明电〔2026〕9号（2026-11-10）" in said
    assert "春节2月5日（周五）至2月12日（周五）81月31日（周日）、2月20日（周六）" in said
    assert "民情恳谈10月10日（周日）10月11日（周一）10月10日（周日）" in said
    assert "没有已印发的班次受影响" in said and loaded(store) == {}
    assert "2027年放假通知已装入" in clerk.sends(LOAD, **yes)
    assert json.loads(loaded(store)[2027])["notices"] == [{"number": "国办发明电〔2026〕9号", "date": "2026-11-10"}]
    assert "依据通知国办发明电〔2026〕9号（2026-11-10）" in clerk.reads("/office/calendar/2027")
    with store.read() as transaction:
        entry = transaction.connection.execute(audit.select().where(audit.c.action == "notice")).one()
    assert (entry.actor, json.loads(entry.detail)) == ("clerk", {"year": 2027, "file": "粘贴的通知"})


@pytest.mark.parametrize(
    "file",
    [
        ("2027.json", json.dumps(NEIGHBOURS).encode()),
        (
            "放假.csv",
            "\n".join(
                ["日期,名称,安排"]
                + [f"{one['date']},国庆节,{'放假' if one['isOffDay'] else '上班'}" for one in NEIGHBOURS["days"]]
            ).encode("gbk"),
        ),
    ],
)
def test_a_file_of_each_form_is_shown_before_it_counts(store, clerk, file):
    status, said, yes = looked_at(clerk, file=file)
    assert status == 200 and "国庆节10月1日（周五）至10月7日（周四）79月26日（周日）、10月10日（周日）" in said
    assert "法定节日没有放假：1月1日（周五）元旦、2月5日（周五）春节、" in said and yes["name"] == file[0]
    assert json.loads(yes["notice"])["off"] == {f"2027-10-0{day}": "国庆节" for day in range(1, 8)}
    assert loaded(store) == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (notice_words(2026), "通知是2026年的，不是2027年的"),
        (notice_words(2027).replace("10月10日（周日）", "10月10日（周六）"), "2027-10-10写的是周六，实际是周日"),
        ("{", "JSON在第1行第2个字符处断了"),
        ("", "请选一个文件，或贴上文字，两样里只用一样"),
    ],
)
def test_what_cannot_be_read_says_why_and_keeps_what_was_pasted(store, clerk, words, said):
    status, page, yes = looked_at(clerk, words)
    assert status == 400 and said in page and "没有读成，没有装入" in page and yes == {}
    assert not words or words[:1] in page
    assert looked_at(clerk, "x", ("a.txt", b"y"))[0] == 400


def test_a_yes_that_would_do_something_else_than_was_shown_does_nothing(store, clerk):
    first, second = (
        looked_at(clerk, notice_words(2027))[2],
        looked_at(clerk, file=("a.json", json.dumps(NEIGHBOURS).encode()))[2],
    )
    assert "没有看过的通知" in clerk.sends(LOAD, **{**first, "notice": "{}"})
    assert "看过以后数据有变" in clerk.sends(LOAD, **{**first, "notice": second["notice"]})
    assert loaded(store) == {}
    with store.write() as transaction:
        office = offices.load(transaction)
        duties = tuple(replace(one, calendar="每月9日") if one.id == "ZF" else one for one in office.duties.values())
        offices.save(transaction, office, office.with_rows("值班事项", duties))
    assert "看过以后数据有变" in clerk.sends(LOAD, **first) and loaded(store) == {}
    again = looked_at(clerk, notice_words(2027))[2]
    clerk.sends(LOAD, **again)
    assert "看过以后数据有变" in clerk.sends(LOAD, **second), "another notice was loaded since"
    assert json.loads(loaded(store)[2027])["notices"][0]["number"] == "国办发明电〔2026〕9号"


def test_an_issued_month_that_is_hit_is_named_and_looked_at_for_the_fewest_changes(store, clerk):
    planned(store, "2027-02", NOW)
    issued(store, "2027-02", NOW)
    _, said, yes = looked_at(clerk, notice_words(2027))
    assert "装入后，这些月份自动求改动最少的排法，审核后再印发：2027-02" in said
    assert "民情恳谈改期2月11日（周四）2月13日（周六）" not in said and "已印发的班次受影响" in said
    assert "2027-02已印发的班次受影响" in clerk.sends(LOAD, **yes)
    with store.read() as transaction:
        job = running(transaction, "2027-02")
    assert job is not None and job.settings.task is TaskKind.OFFERS


def test_the_office_s_own_sheet_counts_before_the_notice_and_that_is_said(store, clerk):
    with store.write() as transaction:
        office = offices.load(transaction)
        row = Holiday(date=NOW.date().replace(year=2027, month=10, day=10), name="国庆节", arrangement="off")
        offices.save(transaction, office, office.with_rows("放假", (row,)))
    said = looked_at(clerk, notice_words(2027))[1]
    assert "本单位放假表写2027-10-10放假，与通知不同，以放假表为准" in said


def test_the_calendar_of_a_year_offers_to_load_its_notice_and_links_where_one_stands(store, clerk):
    assert "装入放假通知" in clerk.reads("/office/calendar/2027")
    clerk.sends(LOAD, **looked_at(clerk, file=("2027.json", json.dumps(NEIGHBOURS).encode()))[2])
    page = clerk.client.get("/office/calendar/2027").get_data(as_text=True)
    assert f'href="{NEIGHBOURS["papers"][0]}" rel="noopener noreferrer"' in page and "依据通知" in page


def test_what_is_far_too_large_is_refused_in_words(clerk):
    status, said, _ = looked_at(clerk, file=("a.txt", b"x" * (5 << 20)))
    assert status == 400 and "文件超过4MiB" in said
    status, said, _ = looked_at(clerk, "x" * 300_000)
    assert status == 400 and "太长：超过200000字" in said
    assert looked_at(clerk, "元" * 300_000)[0] == 413


def test_a_long_page_with_control_characters_of_a_printed_page_is_read(clerk):
    page = web_page(2027).replace("二、春节", "\x0c二、春节\x0b\x07") + "链接 新闻\n" * 5_000
    assert len(page) > 30_000 and looked_at(clerk, page)[0] == 200
    assert clerk.client.post(PAGE, data={"words": "x", "other": "\x07"}).status_code == 400
