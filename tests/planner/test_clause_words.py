"""A clause in words: what is written is read back as the same rule, and read aloud it names duties, people, values and force."""

from datetime import date
from random import Random

import pytest

from constraints.rule import Scope
from constraints.rules import BY_NAME, CATALOGUE
from planner import clause_words
from planner.clauses import build
from planner.sample import sample
from planner.sheets import ClauseRow
from tests.constraints.dense import PARAMETERS

WORDED = {
    "topic": ("主题=2026-12-03:教育|医保、2026-12-10:交通",), "festival_turns": ("节日=除夕、正月初一；年数=2", "节日=元旦；年数=1"),
    "fixed_weekday": ("星期=周一、周五；期间=周",), "succession": ("前=夜班；不接=白班、夜班",),
}


def days_of(words):
    """The days of a festival, as far as this test cares."""
    return tuple(range(len(words)))


def read(rule, text):
    """The rule that a row of the sheet means."""
    return build(ClauseRow(rule=rule.zh, parameters=text, who=("p:1",), force=0), Scope(), days_of)


@pytest.mark.parametrize("code", [rule.code for rule in CATALOGUE])
def test_what_is_written_of_a_rule_is_read_back_as_the_same_rule(code):
    rule, rng = BY_NAME[code], Random(code)
    drawn = [read(rule, text) for text in WORDED.get(code, ())]
    if not drawn:
        drawn = [rule(**{name: rng.choice(some) for name, some in PARAMETERS.get(code, {}).items()}) for _ in range(20)]
    for one in drawn:
        assert read(rule, clause_words.parameters(one)) == one, clause_words.parameters(one)


def test_a_clause_read_aloud_names_what_it_is_about_its_values_and_its_force():
    office = sample("small", 1, date(2026, 12, 1))
    row = ClauseRow(rule="班后休息", duties=("RX",), shifts=("夜班",), who=("p:G01",), parameters="小时=36", force=0)
    name = office.name("p:G01")
    assert clause_words.sentence(office, row, "zh") == f"班后休息（区长公开电话，夜班，{name}；小时=36）：必须"
    assert clause_words.sentence(office, row, "en") == f"Rest (区长公开电话 夜班 {name}；小时=36): hard"
    assert clause_words.sentence(office, ClauseRow(rule="时间要求", force=7), "zh") == "时间要求：7"
    assert clause_words.sentence(office, ClauseRow(rule="不存在", parameters="x=1", force=10), "zh") == "不存在（x=1）：一般"
