"""A clause in words: read back it is the same rule, read aloud it names duties, people, values and force."""

from datetime import date
from random import Random

import pytest

from constraints.measure.place import Scope
from constraints.rules import BY_NAME, CATALOGUE
from planner.office import clause_text
from planner.office.clauses import rule_from_row
from planner.office.sheets import ClauseRow
from planner.samples.district import sample
from tests.fixtures.dense import PARAMETERS

WORDED = {
    "topic": ("主题=2026-12-03:教育|医保、2026-12-10:交通",),
    "festival_turns": ("节日=除夕、正月初一；年数=2", "节日=元旦；年数=1"),
    "fixed_weekday": ("星期=周一、周五；期间=周",),
    "succession": ("前=夜班；不接=白班、夜班",),
    "shadow": ("天数=30；带班人=骨干", "天数=90；带班人=主班、p2"),
}


def days_of(words):
    """The days of a festival, as far as this test cares."""
    return tuple(range(len(words)))


def read(rule, text):
    """The rule that a row of the sheet means."""
    row = ClauseRow(rule=rule.zh, parameters=text, who=("p:1",), force=0)
    return rule_from_row(row, Scope(), days_of, lambda word: (f"p:{word}",))


@pytest.mark.parametrize("code", [rule.code for rule in CATALOGUE])
def test_what_is_written_of_a_rule_is_read_back_as_the_same_rule(code):
    rule, rng = BY_NAME[code], Random(code)
    drawn = [read(rule, text) for text in WORDED.get(code, ())]
    if not drawn:
        drawn = [rule(**{name: rng.choice(some) for name, some in PARAMETERS.get(code, {}).items()}) for _ in range(20)]
    for one in drawn:
        assert read(rule, clause_text.parameters(one)) == one, clause_text.parameters(one)


def test_a_clause_read_aloud_names_what_it_is_about_its_values_and_its_force():
    office = sample("small", 1, date(2026, 12, 1))
    row = ClauseRow(rule="班后休息", duties=("RX",), shifts=("夜班",), who=("p:G01",), parameters="小时=36", force=0)
    name = office.name("p:G01")
    assert (
        clause_text.sentence(office, row, "zh")
        == f"区长公开电话，夜班，{name}：值班结束后休息满 36 小时，才可再上专职岗位（必须）"
    )
    assert (
        clause_text.sentence(office, row, "en")
        == f"区长公开电话 夜班 {name}: after a shift come 36 hours of rest before the next full one (hard)"
    )
    assert clause_text.sentence(office, ClauseRow(rule="时间要求", force=7), "zh") == "满足本人的时间要求（权重 7）"
    assert (
        clause_text.sentence(office, ClauseRow(rule="不存在", parameters="x=1", force=10), "zh") == "不存在 x=1（一般）"
    )


def said(rule, text, lang="zh"):
    return clause_text.laid_down(read(BY_NAME[rule], text), lang)


def test_values_that_merely_repeat_the_default_are_left_out():
    assert said("次数", "期间=周；最多=3") == "按周计，每人至多值班 3 次"
    assert (
        said("次数", "期间=全期；最少=1；最多=3", "en")
        == "in each plan everybody serves at least 1 time, at most 3 times"
    )
    assert said("连续", "最多=4") == "连续值班至多 4 天"
    assert said("在岗人数", "缺=5") == "每个班次岗位的人数以规定人数为准，少一人计 5，多一人计 1"
    assert said("在岗人数", "目标=2；缺=5；超=2") == "每个班次岗位的人数以 2 人为准，少一人计 5，多一人计 2"
    assert (
        said("固定星期", "星期=周三、周五", "en")
        == "in each month those named serve at least once on Wednesdays, Fridays"
    )
    assert said("分管对口", "") == "有主题的班次由分管对口的人值班"
    assert said("节日轮换", "节日=除夕、元旦") == "在除夕、元旦值过班的人，3 年内不再于同一节日值班"


@pytest.mark.parametrize("code", [rule.code for rule in CATALOGUE])
def test_the_sentence_of_a_rule_holds_each_of_its_values_once_in_both_languages(code):
    rule = BY_NAME[code]
    for lang in ("zh", "en"):
        pieces = clause_text.pieces(rule, lang)
        assert sorted(one.name for one in pieces if not isinstance(one, str)) == sorted(
            one.name for one in rule.parameters()
        )
        assert not any(mark in one for one in pieces if isinstance(one, str) for mark in "{}[]|")
        assert lang == "en" or not any(
            letter.isascii() and letter.isalpha()
            for one in pieces
            if isinstance(one, str)
            for letter in one.replace("AB角", "")
        )


def test_a_choice_may_stand_without_the_name_of_its_value():
    assert read(BY_NAME["本单位上线日"], "优先") == read(BY_NAME["本单位上线日"], "方式=优先")
    assert read(BY_NAME["人员搭配"], "岗位；最少=1") == read(BY_NAME["人员搭配"], "范围=岗位；最少=1")
    assert said("前后不排", "前=2；后=1；类别=外出、休假") == "休假、外出前 2 天、后 1 天不排班"
    assert said("前后不排", "", "en") == "nobody serves within 1 day before leave"
    assert said("不同时值班", "范围=同夜", "en").endswith("serve in one night")
    assert said("跟班", "天数=30；带班人=骨干、张三") == "到岗头 30 天内，值班须有带班人（骨干、张三）同班"
    assert said("人员搭配", "最少=1；最多=2") == "每个班次上所列人员至少 1 人，至多 2 人"
