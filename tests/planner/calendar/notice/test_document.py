"""A notice as JSON: the common public form and our own, and every way in which one can be wrong."""

import json
from datetime import date

import pytest

from planner.calendar.notice.reading import MOST_LETTERS, read_pasted
from planner.calendar.notice.settling import settled
from planner.calendar.workdays import FOLDER, built_in, notice_text, read_notice
from planner.errors import Refused
from tests.fixtures.holiday_notices import public_form

CALLED = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
ADDRESS = "https://www.gov.cn/zhengce/content/202611/content_1.htm"


def read(text, year=2027):
    return settled(read_pasted(text, year, None), year, "notice.json")


def faults(doc, year=2027):
    text = doc if isinstance(doc, str) else json.dumps(doc, ensure_ascii=False)
    with pytest.raises(Refused) as caught:
        read(text, year)
    return [(one.cell, one.cause.zh) for one in caught.value.faults]


def public(notice):
    """A notice as the public repositories have it, with 清明节 for 清明."""
    days = [(day, name, True) for day, name in notice.off.items()] + [
        (day, name, False) for day, name in notice.work.items()
    ]
    return {
        "$schema": "https://example.org/schema.json",
        "year": notice.year,
        "papers": [ADDRESS],
        "days": [
            {"name": CALLED.get(name, name), "date": day.isoformat(), "isOffDay": off}
            for day, name, off in sorted(days)
        ],
    }


@pytest.mark.parametrize("year", sorted(built_in()))
def test_the_public_form_of_each_year_reads_as_its_days_under_our_names(year):
    found = read(json.dumps(public(built_in()[year])), year).notice
    assert (found.off, found.work) == (built_in()[year].off, built_in()[year].work)
    assert found.numbers == ((ADDRESS, ""),) and found.official


@pytest.mark.parametrize("year", sorted(built_in()))
def test_our_own_form_reads_as_itself_and_is_written_as_itself(year):
    text = FOLDER.joinpath(f"{year}.json").read_text("utf-8")
    assert read("\ufeff" + text, year).notice == built_in()[year]
    assert read_notice(notice_text(built_in()[year])) == built_in()[year]


def test_several_holidays_named_at_once_share_their_days():
    doc = public_form(2025, [f"2025-10-0{day}" for day in range(1, 9)], ["2025-09-28"], "国庆节、中秋节")
    notice = read(json.dumps(doc), 2025).notice
    assert {day.day: name for day, name in notice.off.items() if name != "国庆节"} == {6: "中秋"}
    assert notice.work == {date(2025, 9, 28): "国庆节"}


def test_a_day_without_a_name_belongs_to_the_nearest_holiday():
    doc = public_form(2027, ["2027-02-08"], ["2027-02-20"], "")
    notice = read(json.dumps(doc)).notice
    assert (notice.off, notice.work) == ({date(2027, 2, 8): "春节"}, {date(2027, 2, 20): "放假"})


def test_december_of_the_year_before_belongs_to_it_and_january_of_the_next_does_not_count():
    doc = public_form(2027, ["2026-12-31", "2027-01-01", "2028-01-01"], ["2026-12-26"], "元旦")
    found = read(json.dumps(doc))
    assert next(iter(found.notice.off)) == date(2026, 12, 31) and list(found.notice.work) == [date(2026, 12, 26)]
    assert "2028-01-01 在下一年，以下一年的通知为准" in [one.zh for one in found.notes]


@pytest.mark.parametrize(
    ("doc", "said"),
    [
        ('{"year":2027,\n"days":[\n{"name":"元旦" "date":"2027-01-01"}]}', ("", "JSON 在第 3 行第 14 个字符处断了")),
        ('{"year":2027', ("", "JSON 在第 1 行第 13 个字符处断了")),
        ("[" * 100_000, ("", "JSON 读不了")),
        ("[]", ("", "不是放假通知")),
        ({"code": 0, "holiday": {}}, ("", "不是放假通知")),
        ({"year": "明年", "days": []}, ("year", "年份不对：明年")),
        ({"year": True, "days": []}, ("year", "年份不对：True")),
        ({"year": 3027, "days": []}, ("year", "年份不对：3027")),
        ({"days": []}, ("year", "年份不对：没有写 / nothing")),
        ({"year": 2027, "papers": [], "days": []}, ("", "没有一天放假")),
        ({"year": 2027, "papers": "x", "days": []}, ("papers", "应是一列网址")),
        ({"year": 2027, "days": {}}, ("days", "应是一列日子")),
        ({"year": 2027, "days": ["2027-01-01"]}, ("days[0]", "不是日期：没有写 / nothing")),
        ({"year": 2027, "days": [{"date": "2027-02-30", "isOffDay": True}]}, ("days[0]", "不是日期：2027-02-30")),
        (
            {"year": 2027, "days": [{"date": "2027-01-01", "isOffDay": "true"}]},
            ("days[0]", "2027-01-01 的 isOffDay 应是 true 或 false，写的是 true"),
        ),
        (public_form(2026, ["2026-01-01"], []), ("", "通知是 2026 年的，不是 2027 年的")),
        (public_form(2027, ["2027-01-01", "2026-10-01"], []), ("days[1]", "2026-10-01 不在 2027 年")),
        (public_form(2027, ["2027-01-01"], ["2027-01-01"]), ("days[1]", "1月1日（周五）既放假又上班，另见“days[0]”")),
        ('{"year":2027,"off":{"2027-01-01":"元旦","2027-01-01":"春节"}}', ("", "“2027-01-01”写了两次，内容不同")),
        ({"year": 2027, "off": {"2027-01-01": "元旦"}, "work": {}}, ("notices", "没有文号")),
        ({"year": 2027, "notices": [{"number": "x"}], "off": {}}, ("notices[0]", "要有文号和日期")),
        (
            {"year": 2027, "notices": [{"number": "x", "date": ""}], "off": ["2027-01-01"]},
            ("off", "应是日期到名称的对照"),
        ),
    ],
)
def test_a_document_that_is_wrong_says_where_and_what(doc, said):
    assert faults(doc)[0] == said


def test_all_faults_of_a_document_are_named_at_once():
    doc = {"year": 2027, "days": [{"date": "x"}, {"date": "2027-01-01"}, {"date": "2025-01-01", "isOffDay": True}]}
    assert [cell for cell, _ in faults(doc)] == ["days[0]", "days[1]", "days[2]"]


def test_what_is_empty_or_far_too_long_is_refused():
    assert faults(" \n") == [("", "是空的")]
    assert faults("元" * (MOST_LETTERS + 1)) == [("", "太长：超过 200000 字")]
