"""A clause tried before it is saved: its sentence, what it looks at, where the draft breaks it, what it cannot do."""

from datetime import date

import pytest

from planner.data_entry.entering import row_mark
from planner.errors import NotPossible, Refused
from planner.office.sheets import ClauseRow
from planner.pages.rule_trial import Against, rule_trial
from planner.samples.district import sample
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, planned, store_with

REST = {"rule": "次数", "duties": "领导接访", "parameters": "期间=月；最多=1", "force": "尽量"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    made = store_with(tmp_path_factory.mktemp("trial") / "home", sample("small", 1, date(2026, 12, 1)))
    planned(made)
    return made


def tried(store, said, number=None, seen="", lang="zh", month=MONTH):
    with store.read() as transaction:
        return rule_trial(Standing.read(transaction), month, number, seen, said, NOW, lang)


@pytest.mark.slow
def test_a_new_clause_says_what_it_looks_at_and_where_the_draft_breaks_it(store):
    found = tried(store, REST)
    assert found.sentence == "领导接访：按月计，每人至多值班 1 次（尽量）"
    assert (found.against, found.remarks) == (Against.DRAFT, ())
    assert found.places == 8
    assert found.breaches[0] == "曹立少 在12月的次数多于规定，相差 2 次" and len(found.breaches) == 8


@pytest.mark.slow
def test_nothing_is_saved_by_trying(store):
    with store.read() as transaction:
        before = offices.load(transaction)
    tried(store, REST)
    with store.read() as transaction:
        assert offices.load(transaction) == before


@pytest.mark.slow
def test_a_month_without_a_roster_is_held_against_nothing(store):
    found = tried(store, REST, month="2027-03")
    assert (found.against, found.breaches, found.places) == (Against.NOTHING, (), 8)


@pytest.mark.slow
def test_a_clause_that_cannot_be_read_is_refused_with_its_cell(store):
    with pytest.raises(Refused) as refused:
        tried(store, {**REST, "parameters": "期间=月；最多=很多"})
    assert [one.cell for one in refused.value.faults] == ["参数"]


@pytest.mark.slow
def test_a_clause_that_was_changed_meanwhile_is_not_tried(store):
    with store.read() as transaction:
        first = offices.load(transaction).of(ClauseRow)[0]
    assert tried(store, {"force": "一般"}, 0, row_mark(first)).sentence.endswith("（一般）")
    with pytest.raises(NotPossible):
        tried(store, {"force": "一般"}, 0, "0" * 12)
