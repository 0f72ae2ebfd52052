"""Every change of a clause is written down with what it was, by whichever way it came, and can be taken back."""

from dataclasses import replace
from datetime import date

import pytest

from constraints.rules import CATALOGUE
from planner.data_entry import rows, rule_catalogue, rule_history, rules, upload
from planner.data_entry.entering import row_mark
from planner.data_entry.rule_history import RULES
from planner.errors import NotPossible
from planner.office.office import Office
from planner.office.rule_examples import EXAMPLES
from planner.office.sheets import ClauseRow
from planner.samples.district import sample
from planner.store.roster import offices
from planner.workbook.write import write_workbook
from tests.fixtures.office_at_work import NOW, store_with

GAP = {"rule": "间隔", "duties": "总值班", "parameters": "天数=3", "force": "必须"}


@pytest.fixture(scope="module")
def office() -> Office:
    return sample("small", 1, date(2026, 12, 1))


@pytest.fixture
def store(tmp_path, office):
    return store_with(tmp_path / "home", office)


def clauses(store):
    with store.read() as transaction:
        return offices.load(transaction).of(ClauseRow)


def deeds(store, number):
    with store.read() as transaction:
        found = rule_history.clause_history(transaction, offices.load(transaction).of(ClauseRow)[number])
    return [(one.actor, one.was, one.becomes) for one in found]


def save(store, said, number=None, by="clerk"):
    seen = row_mark(clauses(store)[number]) if number is not None else ""
    rows.save_entry(store, RULES, number, seen, said, NOW, by)


@pytest.mark.slow
def test_a_clause_tells_from_its_addition_on_who_made_what_of_it(store):
    save(store, GAP)
    last = len(clauses(store)) - 1
    save(store, {"parameters": "天数=5"}, last, "other")
    assert deeds(store, last) == [
        ("other", "总值班：任意 3 天内最多值班一次（必须）", "总值班：任意 5 天内最多值班一次（必须）"),
        ("clerk", "", "总值班：任意 3 天内最多值班一次（必须）"),
    ]


@pytest.mark.slow
def test_a_clause_is_made_again_what_it_was_before_any_of_its_changes(store):
    save(store, GAP)
    last = len(clauses(store)) - 1
    added = clauses(store)[last]
    for days in ("5", "7"):
        save(store, {"parameters": f"天数={days}"}, last)
    with store.read() as transaction:
        first = rule_history.clause_history(transaction, clauses(store)[last])[1]
    rules.restore(store, last, row_mark(clauses(store)[last]), first.number, NOW, "clerk")
    assert clauses(store)[last] == added
    assert next(was for _, was, _ in deeds(store, last)) == "总值班：任意 7 天内最多值班一次（必须）"
    with pytest.raises(NotPossible):
        rules.restore(store, last, "0" * 12, first.number, NOW, "clerk")


@pytest.mark.slow
def test_a_clause_that_was_taken_out_is_listed_until_it_is_there_again(store):
    first = clauses(store)[0]
    rows.remove(store, RULES, 0, row_mark(first), NOW, "clerk")
    with store.read() as transaction:
        (gone,) = rule_history.taken_out(transaction, offices.load(transaction))
    assert gone.before == first and first not in clauses(store)
    rules.restore(store, None, "", gone.number, NOW, "clerk")
    assert clauses(store)[-1] == first
    with store.read() as transaction:
        assert rule_history.taken_out(transaction, offices.load(transaction)) == []
    with pytest.raises(NotPossible):
        rules.restore(store, None, "", gone.number, NOW, "clerk")


@pytest.mark.slow
def test_an_import_writes_down_each_clause_that_it_changes(store, office, tmp_path):
    changed = replace(office.of(ClauseRow)[0], parameters="期间=月；最少=1；最多=5")
    other = office.with_rows("规则", (changed, *office.of(ClauseRow)[1:]))
    write_workbook(tmp_path / "a.xlsx", other)
    found = upload.preview_upload(store, "a.xlsx", (tmp_path / "a.xlsx").read_bytes(), NOW)
    upload.take_in_upload(store, found.ticket, False, NOW, "clerk")
    assert deeds(store, 0) == [
        (
            "clerk",
            "领导接访：按月计，每人至少值班 1 次（必须）",
            "领导接访：按月计，每人至少值班 1 次，至多值班 5 次（必须）",
        )
    ]
    assert deeds(store, 1) == []


def test_every_rule_has_an_example_that_it_can_read():
    assert {rule.code for rule in CATALOGUE} == EXAMPLES.keys()
    for rule in CATALOGUE:
        for lang in ("zh", "en"):
            assert len(rule_catalogue.example(rule, lang)) > 5


@pytest.mark.slow
def test_the_catalogue_has_every_rule_and_counts_its_clauses(office):
    found = rule_catalogue.catalogue(office, "zh")
    assert {one.code for one in found} == {rule.code for rule in CATALOGUE}
    named = [row.rule for row in office.of(ClauseRow)]
    assert {one.name: one.clauses for one in found if one.clauses} == {name: named.count(name) for name in named}
    assert [one.standing for one in found] == sorted(one.standing for one in found)
