"""The rule book as people read and change it: values, force and authority; a wrong value changes nothing."""

import json
from datetime import date

import pytest

from planner.data_entry import rules
from planner.errors import NotPossible, Refused
from planner.office.sheets import ClauseRow
from planner.samples.district import sample
from planner.store import record
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, planned, store_with


@pytest.fixture
def store(tmp_path):
    return store_with(tmp_path / "home", sample("small", 1, date(2026, 12, 1)))


def rows(store):
    with store.read() as transaction:
        return offices.load(transaction).of(ClauseRow)


def seen(store, lang="zh"):
    with store.read() as transaction:
        return rules.clause_views(offices.load(transaction), lang)


def number_of(store, rule):
    return next(number for number, row in enumerate(rows(store), 1) if row.rule == rule)


def amend(store, number, values, force="必须", authority="", mark=None):
    rules.amend(store, number, mark or seen(store)[number - 1].mark, values, force, authority, NOW, "clerk")


@pytest.mark.slow
def test_every_clause_is_shown_with_its_meaning_values_force_and_authority(store):
    first = seen(store)[0]
    assert (first.name, first.scope, first.force, first.authority) == (
        "次数",
        "领导接访",
        "必须",
        "《区级领导公开接访制度》第二条",
    )
    assert [
        one if isinstance(one, str) else (one.name, one.said, one.choices[:2], one.required) for one in first.sentence
    ] == [
        "按",
        ("期间", "月", ("周", "月"), False),
        "计，每人至少值班 ",
        ("最少", "1", (), False),
        " 次，至多值班 ",
        ("最多", "", (), False),
        " 次",
    ]
    assert all(one.about for lang in ("zh", "en") for one in seen(store, lang))


@pytest.mark.slow
def test_saving_what_is_shown_changes_nothing(store):
    before = rows(store)
    for one in seen(store):
        amend(
            store,
            one.number,
            {value.name: value.said for value in one.sentence if not isinstance(value, str)},
            one.force,
            one.authority,
        )
    assert rows(store) == before


@pytest.mark.slow
def test_other_values_count_in_the_next_plan(store):
    amend(store, 1, {"期间": "月", "最少": "1", "最多": "2"}, authority="区委办〔2026〕3号")
    assert (rows(store)[0].parameters, rows(store)[0].authority) == ("期间=月；最少=1；最多=2", "区委办〔2026〕3号")
    done = planned(store)
    assert done.solved.status == "over_constrained", "23 receptions are more than eight leaders twice each"
    with store.read() as transaction:
        said = [
            {key: value for key, value in json.loads(detail).items() if key != "clause"}
            for action, detail in transaction.connection.exec_driver_sql("SELECT action, detail FROM audit")
            if action == "rule"
        ]
    assert said == [
        {
            "was": "领导接访：按月计，每人至少值班 1 次（必须）",
            "is": "领导接访：按月计，每人至少值班 1 次，至多值班 2 次（必须）",
        }
    ]
    with store.read() as transaction:
        assert record.broken(transaction) == []


@pytest.mark.parametrize("values", [{"期间": "世纪"}, {"最少": "-1"}, {"最多": "很多"}, {"上限": "3"}])
def test_a_wrong_value_is_refused_and_changes_nothing(store, values):
    before = rows(store)
    with pytest.raises(Refused):
        amend(store, 1, values)
    with pytest.raises(Refused):
        amend(store, 1, {}, force="也许")
    assert rows(store) == before


def test_a_clause_that_somebody_else_changed_is_not_overwritten(store):
    mark = seen(store)[0].mark
    amend(store, 1, {"最少": "2"})
    with pytest.raises(NotPossible):
        amend(store, 1, {"最少": "3"}, mark=mark)
    with pytest.raises(NotPossible):
        rules.amend(store, 99, mark, {}, "必须", "", NOW, "clerk")
