"""Whom words for people mean, and on which days: by sex, age, time in office and label, with some left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from constraints.measure.place import Scope
from planner.errors import Refused
from planner.office import clause_text
from planner.office.office import Office
from planner.office.people_words import conditions
from planner.office.sheets import ClauseRow, Person
from planner.problem.people_meant import ALWAYS, whom_and_when
from planner.problem.rule_book import personal, rule_book
from planner.workbook.read import read_workbook
from planner.workbook.write import write_workbook
from tests.fixtures.eight_people import SHEETS, asked, clause
from tests.fixtures.workbook_files import faults, xlsx


@pytest.fixture
def office(tmp_path):
    return asked(tmp_path).office


def spans(office, *entries):
    """Name → the days on which somebody is meant, as (first, last) dates; None for ever."""
    return {
        office.name(who): [tuple(map(told, one)) for one in days] if days != ALWAYS else "always"
        for who, days in whom_and_when(office, entries).items()
        if who.startswith("p:")
    }


def told(day):
    return date.fromordinal(day).isoformat() if 1 < day < date.max.toordinal() else ""


def always(*names):
    return dict.fromkeys(names, "always")


def test_sexes_labels_bodies_and_units_mean_those_who_have_them(office):
    assert spans(office, "is:女") == always("钱二", "李四", "吴六", "王八")
    assert spans(office, "label:司机") == always("孙三", "周五", "吴六")
    assert spans(office, "body:科长") == always("赵一", "周五")
    assert spans(office, "is:女", "label:司机") == always("钱二", "李四", "吴六", "王八", "孙三", "周五")


def test_what_is_left_out_is_taken_off_whatever_else_is_named(office):
    assert spans(office, "is:女", "not:p:4", "not:label:司机") == always("钱二", "王八")
    assert spans(office, "not:is:女") == always("赵一", "孙三", "周五", "郑七")
    assert spans(office, "not:u:U1", "not:is:男") == always("吴六", "王八")
    assert spans(office, "is:全体人员", "not:is:男") == spans(office, "is:女")


def test_an_age_is_reached_on_the_birthday(office):
    assert spans(office, "is:满55岁")["钱二"] == [("2026-10-05", "")]
    assert spans(office, "is:未满55岁")["钱二"] == [("", "2026-10-04")]
    assert spans(office, "is:满55岁", "not:p:2") == {
        name: days for name, days in spans(office, "is:满55岁").items() if name != "钱二"
    }
    assert spans(office, "is:女满55岁")["钱二"] == [("2026-10-05", "")]
    assert "赵一" not in spans(office, "is:女满55岁")


def test_a_time_in_office_counts_from_the_first_day_and_nobody_is_new_for_ever(office):
    assert spans(office, "is:任职不满3个月") == {"郑七": [("2026-09-10", "2026-12-09")]}
    assert spans(office, "is:任职满3个月")["郑七"] == [("", "2026-09-09"), ("2026-12-10", "")]
    assert spans(office, "is:任职满3个月")["赵一"] == "always"


def test_another_post_without_a_break_is_no_new_beginning_and_labels_go_with_the_row():
    first = Person(id="1", name="甲", pools=("a",), start=date(2020, 1, 1), end=date(2026, 9, 30), labels=("司机",))
    then = Person(id="1", name="甲", pools=("b",), start=date(2026, 10, 1))
    office = Office().with_rows("人员", (first, then))
    assert spans(office, "is:任职不满3个月") == {"甲": [("2020-01-01", "2020-03-31")]}
    assert spans(office, "label:司机") == {"甲": [("", "2026-09-30")]}


def test_whose_birth_and_sex_nobody_entered_is_neither_young_nor_old():
    office = Office().with_rows("人员", (Person(id="1", name="甲", pools=("a",)),))
    assert [spans(office, f"is:{word}") for word in ("满55岁", "未满55岁", "男", "女")] == [{}, {}, {}, {}]


@pytest.mark.parametrize(
    ("born", "word", "reached"),
    [
        (date(2004, 2, 29), "满18岁", date(2022, 2, 28)),
        (date(2004, 2, 29), "满20岁", date(2024, 2, 29)),
        (date(1970, 12, 31), "年满五十五周岁", date(2025, 12, 31)),
        (date(1970, 12, 31), "55岁以上", date(2025, 12, 31)),
        (date(2026, 11, 30), "任职满3个月", date(2027, 2, 28)),
        (date(2026, 11, 30), "到岗满90天", date(2026, 11, 30) + timedelta(days=90)),
        (date(2026, 11, 30), "任职满二周", date(2026, 12, 14)),
    ],
)
def test_the_day_that_words_name(born, word, reached):
    [one] = conditions(word)
    assert one.after(born) == reached and not one.under


@pytest.mark.parametrize("word", ["司机", "满岁", "男厕", "岁以上", "任职", "满55", "", "男女", "全科"])
def test_what_is_no_condition_is_none(word):
    assert conditions(word) == ()


def test_thirty_five_and_below_ends_where_somebody_is_thirty_six():
    [one] = conditions("35岁以下")
    assert one.under and one.after(date(1990, 5, 1)) == date(2026, 5, 1)


WORDS = {
    "科长，除周五外": ("body:科长", "not:p:5"),
    "满55岁、司机": ("is:满55岁", "label:司机"),
    "除女外": ("not:is:女",),
    "全体": ("is:全体",),
    "综合科（除赵一、任职不满3个月除外）": ("u:U1", "not:p:1", "not:is:任职不满3个月"),
    "值班员": ("pool:值班员",),
}


@pytest.mark.parametrize("typed", WORDS)
def test_what_is_typed_is_stored_told_as_written_and_read_back(tmp_path, typed):
    that = asked(tmp_path, clause("次数", "最多=3", who=typed, first="2026-09-10", last="2026-10-10"))
    [row] = that.office.of(ClauseRow)
    assert row.who == WORDS[typed]
    said = clause_text.people_words(that.office, row)
    assert clause_text.sentence(that.office, row, "zh").startswith(f"{said}，2026年9月10日至2026年10月10日：按月计")
    assert ": in each month" in clause_text.sentence(that.office, row, "en")
    assert "from 10 Sep 2026 until 10 Oct 2026" in clause_text.sentence(that.office, row, "en")
    write_workbook(tmp_path / "again.xlsx", that.office)
    again = read_workbook(tmp_path / "again.xlsx", Office())
    assert again.office.rows == that.office.rows
    assert read_workbook(tmp_path / "again.xlsx", that.office).changes == ()


def test_a_scope_holds_those_who_are_meant_near_the_month_alone(tmp_path):
    that = asked(tmp_path, clause("次数", "最多=0", who="满55岁", shifts="夜班", last="2026-10-31"))
    [rule] = [one.rule for one in that.mine.clauses if one.rule.code == "count"]
    october = date(2026, 10, 5).toordinal()
    assert rule.scope == Scope(
        shifts=frozenset({"夜班"}),
        who=frozenset({"p:1", "p:2"}),
        spans=frozenset({("p:2", october, date.max.toordinal()), ("p:1", date(2021, 3, 8).toordinal(), 3652059)}),
        term=(1, date(2026, 10, 31).toordinal()),
    )


def test_a_book_of_such_clauses_goes_through_text_and_one_without_keeps_its_text(tmp_path):
    that = asked(tmp_path, clause("次数", "最多=0", who="满55岁", shifts="夜班", last="2026-10-31"))
    assert that.book.from_json(that.book.to_json()) == that.book
    plain = asked(tmp_path, clause("次数", "最多=3", who="值班员")).book.to_json()
    assert all({"spans", "term"}.isdisjoint(row["scope"]) and "personal" not in row for row in plain)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ClauseRow(rule="次数", who=("p:1",), force=0), True),
        (ClauseRow(rule="次数", who=("pool:值班员", "not:p:1"), force=0), True),
        (ClauseRow(rule="次数", who=("is:女",), force=0), True),
        (ClauseRow(rule="次数", who=("not:is:满55岁",), force=0), True),
        (ClauseRow(rule="次数", who=("is:全体", "is:任职不满3个月"), force=0), False),
        (ClauseRow(rule="不同时值班", force=0), True),
        (ClauseRow(rule="次数", who=("pool:值班员", "label:司机"), force=0), False),
        (ClauseRow(rule="不同班", force=0), False),
    ],
)
def test_a_clause_about_single_people_or_their_sex_is_personal(row, told):
    assert personal(row) is told


def test_pairs_kept_apart_hold_without_a_clause_and_go_by_the_clause_where_there_is_one(tmp_path):
    pairs = {"回避": [["人员*", "与*", "范围"], ["吴六", "赵一", "同夜"]]}
    [alone] = [one for one in asked(tmp_path, **pairs).book.clauses if one.rule.code == "not_together_anywhere"]
    assert alone.must and alone.personal and not alone.source
    soft = asked(tmp_path, [*clause("不同时值班")[:7], "一般", "", ""], **pairs)
    [written] = [one for one in soft.book.clauses if one.rule.code == "not_together_anywhere"]
    assert (written.force, written.source) == (10, "规则!1")
    named = asked(tmp_path, clause("不同时值班", who="孙三、李四"), **pairs)
    assert len([one for one in named.book.clauses if one.rule.code == "not_together_anywhere"]) == 2
    assert [(one.who, one.other, one.within) for one in named.problem.apart] == [("p:1", "p:6", "night")]


def test_a_pair_is_the_same_whichever_is_written_first(tmp_path):
    pairs = {"回避": [["人员*", "与*"], ["吴六", "赵一"]]}
    office = asked(tmp_path, **pairs).office
    other = asked(tmp_path, 回避=[["人员*", "与*"], ["赵一", "吴六"]]).office
    assert office.rows["回避"] == other.rows["回避"]


def test_what_the_office_alone_knows_is_checked(tmp_path):
    people = [["编号", "姓名*", "性别", "出生日期", "值班序列*", "任职起", "任职止"]]
    people += [
        ["1", "甲", "男", "2025-01-01", "值班员", "", "2026-01-01"],
        ["1", "甲", "女", "", "值班员", "2026-02-01", ""],
    ]
    pairs = [["人员*", "与*", "起", "止"], ["甲", "甲", "2026-05-01", "2026-04-01"]]
    rules = [["规则*", "参数", "要求*", "起", "止"], ["间隔", "天数=3", "一般", "2026-05-01", "2026-04-01"]]
    path = xlsx(
        tmp_path / "a.xlsx",
        {**SHEETS, "人员": people, "回避": pairs, "规则": rules, "请假外出": [["人员*", "起*", "类别*"]]},
    )
    assert sorted(faults(path)) == [
        ("人员", "C3", "甲（1）的几行性别不一致"),
        ("人员", "D2", "出生日期看来不对：到 2026 年不在 14 至 100 岁之间"),
        ("回避", "B2", "自己和自己不必回避"),
        ("回避", "D2", "止（2026-04-01）早于起（2026-05-01）"),
        ("规则", "E2", "止（2026-04-01）早于起（2026-05-01）"),
    ]


def test_people_whose_birth_is_not_entered_are_told_of(tmp_path):
    people = [["编号", "姓名*", "性别", "出生日期", "值班序列*"]]
    people += [
        ["1", "甲", "男", "1960-01-01", "值班员"],
        ["2", "乙", "", "", "值班员"],
        ["3", "丙", "女", "", "值班员"],
    ]
    rules = [["规则*", "班次", "人员", "参数", "要求*"], ["次数", "夜班", "满55岁", "最多=0", "必须"]]
    sheets = {**SHEETS, "人员": people, "规则": rules, "请假外出": [["人员*", "起*", "类别*"]]}
    done = read_workbook(xlsx(tmp_path / "a.xlsx", sheets), Office())
    assert [one.zh for one in done.notes if "规则" in one.zh] == [
        "规则第 1 条“次数”：“乙、丙”没有填出生日期，按“不符合”算，请在“人员”表补上"
    ]


def test_an_unknown_word_names_what_may_stand_there(tmp_path):
    with pytest.raises(Refused) as caught:
        asked(tmp_path, clause("次数", "最多=3", who="话务员"))
    [fault] = caught.value.faults
    assert fault.cell == "F2" and "找不到“话务员”" in fault.cause.zh
    assert "男、女、满55岁、未满35岁、任职不满3个月" in fault.cause.zh


def test_a_rule_book_of_another_month_means_others(tmp_path):
    that = asked(tmp_path, clause("次数", "最多=0", who="任职不满3个月", shifts="夜班"))
    later = rule_book(that.office, date(2028, 9, 1), date(2028, 9, 30))
    [rule] = [one.rule for one in later.clauses if one.rule.code == "count"]
    assert rule.scope.who == frozenset()
