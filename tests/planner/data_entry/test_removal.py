"""Rows taken out one by one, whichever they are: nothing that stays names what is gone, and what is issued stays."""

import random
from dataclasses import replace

import pytest

from planner.data_entry.rows import BY_ADDRESS, fields, remove, save_entry, sheet_entries
from planner.errors import NotPossible
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Duty, Person, Post
from planner.store import Store
from planner.store.roster import offices, versions
from planner.workbook.read import read_workbook
from planner.workbook.write import write_workbook
from tests.fixtures.office_at_work import NOW, issued_home
from tests.profile import rounds


def ids_in_force(store):
    """The duties, posts and people that issued slots name."""
    with store.read() as transaction:
        found = versions.in_force(transaction)
    people = {str(who).removeprefix("p:") for _, who in found.pairs if str(who).startswith("p:")}
    slots = [one.split("|") for one in found.slots]
    return {duty for duty, *_ in slots}, {post for _, post, *_ in slots}, people


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(rounds(2, 5, 40)))
def test_whatever_is_taken_out_what_is_left_is_whole_and_has_all_that_is_issued(tmp_path, seed):
    rng, store, told = random.Random(seed), Store(issued_home(tmp_path / "home")), set()
    duties, posts, people = ids_in_force(store)
    for step in range(40):
        sheet = BY_ADDRESS[rng.choice([*BY_ADDRESS])]
        with store.read() as transaction:
            entries = sheet_entries(transaction, offices.load(transaction), sheet)
        if not entries:
            continue
        one = rng.choice(entries)
        try:
            told.add(remove(store, sheet, one.number, one.mark, NOW, "clerk").zh[-5:])
        except NotPossible:
            continue
        with store.read() as transaction:
            office = offices.load(transaction)
        write_workbook(tmp_path / "left.xlsx", office)
        left = read_workbook(tmp_path / "left.xlsx", Office()).office
        assert left.rows == {zh: rows for zh, rows in office.rows.items() if rows}, (seed, step)
        assert {row.id for row in office.of(Duty)} >= duties and {row.id for row in office.of(Post)} >= posts
        assert {row.id for row in office.of(Person)} >= people
    assert {"已删除"} < told, "nothing ended"


def restful_post(store):
    """The number, mark and typed cells of the one night post of the hotline, after which a clause asks for rest."""
    with store.read() as transaction:
        office = offices.load(transaction)
        [number] = [at for at, row in enumerate(office.of(Post)) if row.id == "RX-2"]
        mark = sheet_entries(transaction, office, BY_ADDRESS["posts"])[number].mark
        typed = {one.name: one.text for one in fields(transaction, office, BY_ADDRESS["posts"], number)}
    return number, mark, typed


IDLE = "规则第 7 条“班后休息”不起作用：照这样写，“班后休息”在“区长公开电话”全年没有一处用得上"


def test_a_row_without_which_a_clause_is_without_effect_stays_and_the_clause_is_named(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    number, mark, _ = restful_post(store)
    with pytest.raises(NotPossible) as caught:
        remove(store, BY_ADDRESS["posts"], number, mark, NOW, "clerk")
    assert caught.value.words.zh == f"没有删除：删了以后{IDLE}。请先改正或删去那一条规则"
    assert restful_post(store)[1] == mark


def test_a_row_that_leaves_a_clause_without_effect_is_saved_and_the_clause_is_named(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    number, mark, typed = restful_post(store)
    said = typed | {"need": "0", "room": "0"}
    assert [one.zh for one in save_entry(store, BY_ADDRESS["posts"], number, mark, said, NOW, "clerk")] == [IDLE]
    number, mark, typed = restful_post(store)
    assert save_entry(store, BY_ADDRESS["posts"], number, mark, typed | {"floor": "1"}, NOW, "clerk") == ()


def test_an_import_that_leaves_a_stored_clause_without_effect_names_it(tmp_path):
    with Store(issued_home(tmp_path / "home")).read() as transaction:
        office = offices.load(transaction)
    posts = tuple(replace(one, need=0, room=0) if one.id == "RX-2" else one for one in office.of(Post))
    write_workbook(tmp_path / "posts.xlsx", Office(rows={"岗位": posts, "值班事项": office.of(Duty)}))
    assert IDLE in [one.zh for one in read_workbook(tmp_path / "posts.xlsx", office).notes]
    without = office.with_rows("规则", tuple(one for one in office.of(ClauseRow) if one.rule != "班后休息"))
    assert IDLE not in [one.zh for one in read_workbook(tmp_path / "posts.xlsx", without).notes]
