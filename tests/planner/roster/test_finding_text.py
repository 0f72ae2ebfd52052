"""Every finding becomes a sentence in both languages; every parameter is read as people write it."""

import json
import re

import pytest

from constraints.judge import findings
from constraints.measure.place import Scope
from constraints.rules import BY_NAME, CATALOGUE
from planner.errors import Refused
from planner.office.clauses import rule_from_row
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.roster.finding_text import Speaker
from tests.fixtures.dense import draw


@pytest.mark.slow
def test_every_rule_speaks_in_both_languages():
    said = {rule.code: set() for rule in CATALOGUE}
    for seed in range(60):
        drawn = draw(seed)
        for one in findings(drawn.problem, drawn.book, drawn.roster):
            for lang in ("zh", "en"):
                text = Speaker(Office(), drawn.problem, drawn.book, lang).say(one)
                assert text and not re.search(r"[{}]|\(\)|None", text), text
                said[one.rule].add(lang)
    assert set(map(frozenset, said.values())) == {frozenset(("zh", "en"))}


def rule_of(name, parameters, who=("p:1",)):
    return rule_from_row(ClauseRow(rule=name, who=tuple(who), parameters=parameters, force=0))


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("班次衔接", "前=夜班；不接=白班、中班", {"before": ("夜班",), "after": ("白班", "中班")}),
        ("班次衔接", "不接：早班，前：晚班，夜班", {"before": ("晚班", "夜班"), "after": ("早班",)}),
        ("固定星期", "星期=周一、周四；期间=周", {"weekdays": (0, 3), "period": "week"}),
        ("固定星期", "星期=1", {"weekdays": (0,), "period": "month"}),
        ("工时", "期间=周；最多=2400", {"period": "week", "least": 0, "most": 2400}),
        ("在岗人数", "目标=3人；缺=5；超=1", {"target": 3, "short": 5, "over": 1}),
        ("连休", "最少=2天", {"least": 2}),
        ("周末", "最多=1", {"most": 1, "period": "month"}),
        ("在岗天数", "最少=10；期间=月", {"least": 10, "period": "month"}),
        ("reserve", "", {}),
        ("节日轮换", "", {"festivals": (("除夕", ()),), "years": 3}),
        ("节日轮换", "节日=除夕、正月初一；年数=5", {"festivals": (("除夕", ()), ("正月初一", ())), "years": 5}),
        (
            "分管对口",
            "主题=2026-12-03:教育|医保；2026-12-05:信访",
            {"dated": ((739953, ("教育", "医保")), (739955, ("信访",)))},
        ),
        ("分管对口", "", {"dated": ()}),
    ],
)
def test_parameters_are_read_as_people_write_them(name, text, wanted):
    rule = rule_of(name, text)
    assert {one.name: getattr(rule, one.name) for one in rule.parameters()} == wanted


@pytest.mark.parametrize(
    ("name", "text", "who", "cause"),
    [
        ("班次衔接", "前=夜班", ("p:1",), "缺少参数：不接"),
        ("固定星期", "星期=周八", ("p:1",), "不是星期"),
        ("同班", "", (), "须写明人员"),
        ("主要负责同志不同时外出", "", (), "须写明人员"),
        ("周末", "最多=少", ("p:1",), "不能是"),
        ("间隔", "天数=1", ("p:1",), "不能是"),
        ("间隔", "天数=9999", ("p:1",), "不能是"),
        ("节日轮换", "节日=小年夜前夜", ("p:1",), "不是节日"),
        ("分管对口", "主题=12月3日:教育", ("p:1",), "不能是"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_cause(name, text, who, cause):
    with pytest.raises(Refused) as caught:
        rule_of(name, text, who)
    assert cause in caught.value.faults[0].cause.zh


def test_a_book_with_lists_comes_back_the_same():
    from constraints.model.book import Clause, RuleBook

    book = RuleBook.of(
        [
            Clause(BY_NAME["班次衔接"](before=("夜班",), after=("白班", "中班")), 10),
            Clause(BY_NAME["固定星期"](weekdays=(0,), scope=Scope(who=frozenset(("p:1",)))), 5),
        ]
    )
    assert RuleBook.from_json(json.loads(json.dumps(book.to_json()))) == book
