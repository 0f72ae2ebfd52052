"""Whatever somebody does to the record or to what it covers behind the product's back is found and named."""

import contextlib
import shutil
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from planner.store import Store, Transaction, record
from planner.store.people import users
from planner.store.record import chain, covered, digests, examination, leaves, links
from planner.store.record.covered import UNCOVERED, Covered, roster_key
from planner.store.record.digests import ChainRow, RowSort
from planner.store.record.troubles import TroubleKind as Kind
from planner.store.record.upgrade import cover_all
from planner.store.tables import metadata, record_leaves, record_rows
from tests.fixtures.recorded import histories, other_value, trade_places, without_row, written_anew

ROWS = 11
TABLES = {
    "audit": Covered.DEED,
    "users": Covered.USER,
    "api_tokens": Covered.TOKEN,
    "identities": Covered.IDENTITY,
    "second_factors": Covered.FACTOR,
    "offers": Covered.OFFER,
    "calls": Covered.CALL,
    "instructions": Covered.INSTRUCTION,
    "served": Covered.SERVED,
    "messages": Covered.MESSAGE,
    "versions": Covered.VERSION,
    "assignments": Covered.ROSTER,
}
WORDS = {
    ("users", "role"): "approver",
    ("api_tokens", "kind"): "session",
    ("api_tokens", "scope"): "write",
    ("api_tokens", "holder"): None,
    ("identities", "holder"): 1,
    ("offers", "state"): "declined",
    ("calls", "state"): "lapsed",
    ("instructions", "state"): "undone",
    ("instructions", "kind"): "session",
    ("messages", "state"): "sent",
    ("versions", "problem"): None,
    ("versions", "book"): None,
    ("versions", "office"): None,
    ("versions", "draft"): None,
}
"""Column → a value that the schema takes in place of another; None where it takes no other."""


@cache
def history():
    folders, heads = histories()
    return [Store(folder) for folder in folders], heads


def end():
    """The store in its last state, and its head: what was kept of it yesterday."""
    stores, heads = history()
    return stores[-1], heads[-1]


def found(attack, anchor=None):
    """(what, first, last, kind, key) of each thing found after an attack, which is taken back."""
    store, head = end()
    with store.engine.connect() as connection, connection.begin() as whole:
        attack(connection)
        troubles = record.broken(Transaction(connection, store.home), anchor if anchor is not None else head)
        whole.rollback()
    assert all(one.words.zh and one.words.en for one in troubles)
    return {(one.what, one.first, one.last, one.kind, one.key) for one in troubles}


def of_row(what, first, last=0):
    return (what, first, last or first, None, "")


def keys_of(name):
    """(the row's own number, the kind, the key by which the record covers it) of a table's rows."""
    table = metadata.tables[name]
    (number,) = table.primary_key.columns
    with end()[0].read() as transaction:
        for row in transaction.connection.execute(select(table)).mappings().all():
            key = roster_key(row["month"], row["duty"]) if name == "assignments" else str(row[number.name])
            yield row[number.name], TABLES[name], key


@cache
def covered_attacks():
    """[(what is done, what must be found, all of it)] for every covered row."""
    made = []
    for name, kind in TABLES.items():
        table, mine = metadata.tables[name], list(keys_of(name))
        (number,) = table.primary_key.columns
        roster = kind is Covered.ROSTER
        for own, _, key in mine:
            here = number == own
            made.append((delete(table).where(here), {(Kind.ALTERED if roster else Kind.TAKEN_OUT, 0, 0, kind, key)}))
            for column in table.c:
                if column is not number and not (kind is Covered.USER and column.name in UNCOVERED):
                    made.append((changed(name, column, here), {(Kind.ALTERED, 0, 0, kind, key)}))
        first, second = mine[0], mine[1]
        both = {(Kind.ALTERED, 0, 0, kind, key) for _, _, key in (first, second)}
        made.append((lambda it, t=table, n=number, a=first[0], b=second[0]: trade_places(it, t, n, a, b), both))
    return made


def changed(name, column, here):
    """Another value in one column of a row, one that the schema takes."""

    def do(connection):
        table = metadata.tables[name]
        value = connection.execute(select(column).where(here)).scalar_one()
        other = WORDS.get((name, column.name), other_value(value))
        if column.name in ("duty", "month") and name == "assignments":
            other = None
        if other == value:
            other = "applied" if name == "offers" else "closed"
        connection.execute(update(table).where(here).values({column.name: other}))

    return do


def done(attack):
    """The attack as something that is done on a connection."""
    return attack if callable(attack) else lambda connection: connection.execute(attack)


def find_one(attack, wanted):
    """Whether an attack on a covered row is found as that and as nothing else; one the schema refuses counts."""
    with contextlib.suppress(IntegrityError):
        return found(done(attack)) == wanted
    return True


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_covered_row_that_was_dropped_changed_or_moved_is_named_and_nothing_else(data):
    attack, wanted = data.draw(st.sampled_from(covered_attacks()))
    assert find_one(attack, wanted)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["users", "offers", "messages", "versions", "audit"])
def test_a_covered_row_that_was_put_in_is_named(name):
    table, kind = metadata.tables[name], TABLES[name]
    (number,) = table.primary_key.columns

    def put_in(connection):
        row = dict(connection.execute(select(table).order_by(number)).mappings().first())
        if name == "users":
            row["name"] = "stranger"
        if name == "versions":
            row["number"] = 9
        connection.execute(insert(table).values(**{**row, number.name: 77}))

    assert found(put_in) == {(Kind.PUT_IN, 0, 0, kind, "77")}


@pytest.mark.slow
def test_a_changed_signer_role_state_and_status_are_named_for_people():
    attacks = {
        "UPDATE versions SET signed_by = '李四' WHERE number = 1": "印发记录 JF 2026-12 1（第1号，含",
        "UPDATE users SET role = 'clerk' WHERE name = 'reader'": "登录帐号 reader（第2号，含角色）被改动",
        "UPDATE offers SET state = 'declined' WHERE id = 1": "换班申请第1号被改动",
        "UPDATE messages SET state = 'sent' WHERE id = 2": "通知第2号被改动",
        "DELETE FROM instructions WHERE id = 2": "领导指示第2号被删除",
        "UPDATE assignments SET who = 'p:Z' WHERE id = 1": "已印发的班表 2026-12 JF被改动",
    }
    store, head = end()
    for attack, said in attacks.items():
        with store.engine.connect() as connection, connection.begin() as whole:
            connection.exec_driver_sql(attack)
            (one,) = record.broken(Transaction(connection, store.home), head)
            whole.rollback()
        assert one.words.zh.startswith(said)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, ROWS),
    st.sampled_from(["drop", "drop with leaves", "at", "sort", "note", "covered", "previous", "digest", "leaf"]),
)
def test_a_row_that_was_dropped_or_changed_is_named(number, how):
    assert find_row(number, how)


def find_row(number, how):
    """Whether a row of the record that was dropped, or changed in a column, is named as that."""
    here, leaf = record_rows.c.number == number, record_leaves.c.number == number
    if how.startswith("drop"):
        got = found(lambda connection: without_row(connection, number, how == "drop with leaves"))
        return of_row(Kind.CUT if number == ROWS else Kind.DROPPED, number) in got
    if how == "leaf":
        if number == 1:
            return True  # the first row of a new store covers nothing
        got = found(lambda connection: connection.execute(update(record_leaves).where(leaf).values(digest="0" * 64)))
        return of_row(Kind.CHANGED, number) in got

    def change(connection):
        value = connection.execute(select(record_rows.c[how]).where(here)).scalar_one()
        connection.execute(update(record_rows).where(here).values({how: other_value(value)}))

    return of_row(Kind.CHANGED, number) in found(change)


@pytest.mark.slow
@given(st.lists(st.integers(1, ROWS), min_size=2, max_size=2, unique=True), st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_that_were_put_in_another_order_are_named(places, leaves_too):
    assert find_moved(places, leaves_too)


def find_moved(places, leaves_too):
    def move(connection):
        trade_places(connection, record_rows, record_rows.c.number, *places)
        if leaves_too:
            trade_places(connection, record_leaves, record_leaves.c.number, *places)

    first, last = sorted(places)
    side_by_side = {of_row(Kind.MOVED, first, last)} if last == first + 1 else set()
    return (side_by_side or {of_row(Kind.MOVED, one) for one in places}) <= found(move)


@pytest.mark.slow
@pytest.mark.parametrize("by", [1, 5, ROWS - 1])
def test_an_older_copy_in_place_of_the_store_is_named_by_how_much_is_cut(by):
    assert find_cut(by)


def find_cut(by):
    """Nothing fits better than an older copy of the store itself: only the head kept elsewhere tells."""
    stores, heads = history()
    with stores[-1 - by].read() as transaction:
        alone = record.broken(transaction)
        troubles = record.broken(transaction, heads[-1])
    return alone == [] and [(one.what, one.first, one.last) for one in troubles] == [(Kind.CUT, ROWS - by + 1, ROWS)]


@pytest.mark.slow
def test_a_record_without_any_row_is_named():
    def empty(connection):
        connection.execute(delete(record_rows))
        connection.execute(delete(record_leaves))

    assert {of_row(Kind.CUT, 1, ROWS), (Kind.DROPPED, 0, 0, None, "")} <= found(empty)


@pytest.mark.slow
def test_another_store_in_place_of_this_is_named(tmp_path):
    with Store(tmp_path / "other").read() as transaction:
        troubles = record.broken(transaction, end()[1])
        assert [(one.what, one.first, one.last) for one in troubles] == [(Kind.CUT, 2, ROWS)]
        whole = record.examine(transaction, history()[1]).troubles
        assert [(one.what, one.first, one.last) for one in whole] == [(Kind.REWRITTEN, 1, 1), (Kind.CUT, 2, ROWS)]


@pytest.mark.slow
@given(st.integers(1, ROWS - 1), st.integers(1, 4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_record_written_anew_after_a_change_is_named_from_the_last_head_that_fits(first, apart):
    assert find_anew(first, apart)


def find_anew(first, apart):
    """A role is changed, and everything from a row on worked out again; every few rows a head was kept elsewhere."""
    heads = history()[1]
    kept = [*heads[:-1:apart], heads[-1]]

    def attack(connection):
        connection.exec_driver_sql("UPDATE users SET role = 'clerk' WHERE name = 'reader'")
        connection.exec_driver_sql(f"UPDATE record_rows SET at = '2026-01-01T00:00:00+08:00' WHERE number = {first}")
        written_anew(connection, first)

    store, _ = end()
    with store.engine.connect() as connection, connection.begin() as whole:
        attack(connection)
        alone = record.broken(Transaction(connection, store.home))
        troubles = record.examine(Transaction(connection, store.home), kept).troubles
        whole.rollback()
    sound = max((one.count for one in kept if one.count < first), default=0)
    return alone == [] and [(one.what, one.first, one.last) for one in troubles] == [(Kind.REWRITTEN, sound + 1, ROWS)]


@pytest.mark.slow
def test_a_record_begun_anew_over_what_was_changed_is_named():
    def attack(connection):
        connection.exec_driver_sql("UPDATE users SET role = 'clerk' WHERE name = 'reader'")
        connection.execute(delete(record_rows))
        connection.execute(delete(record_leaves))
        cover_all(Transaction(connection, end()[0].home), RowSort.BEGUN, "")

    assert found(attack) == {of_row(Kind.CUT, 2, ROWS)}


@pytest.mark.slow
def test_a_change_behind_the_back_is_not_covered_up_by_the_next_one_of_the_product(tmp_path):
    shutil.copytree(history()[0][-1].home, tmp_path / "home")
    store = Store(tmp_path / "home")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE users SET role = 'clerk' WHERE name = 'reader'")
    with store.write() as transaction:
        users.change(transaction, users.by_name(transaction, "reader"), disabled_at=None)
    with store.read() as transaction:
        (one,) = record.broken(transaction)
    assert one.what is Kind.OLDER_LOG and one.words.zh.endswith("登录帐号（第2号，含角色）")


def find_put_in():
    def put_in(connection):
        row = dict(connection.execute(select(metadata.tables["offers"])).mappings().first())
        connection.execute(insert(metadata.tables["offers"]).values(**{**row, "id": 77, "state": "applied"}))

    return found(put_in) == {(Kind.PUT_IN, 0, 0, Covered.OFFER, "77")}


def honest():
    """Whether a store in which nobody tampered is found whole."""
    folders, heads = histories()
    with Store(folders[-1]).read() as transaction:
        return record.examine(transaction, heads).troubles == ()


CHECKS = {
    "honest": honest,
    "covered": lambda: all(find_one(*one) for one in covered_attacks()),
    "put in": find_put_in,
    "rows": lambda: all(
        find_row(number, how)
        for number in (1, 5, ROWS)
        for how in ("drop", "drop with leaves", "at", "sort", "note", "covered", "previous", "digest", "leaf")
    ),
    "moved": lambda: find_moved((4, 9), True) and find_moved((4, 5), False),
    "cut": lambda: find_cut(1) and find_cut(5),
    "anew": lambda: find_anew(6, 2),
}


@pytest.mark.slow
def test_without_a_planted_bug_every_check_holds():
    assert {name for name, check in CHECKS.items() if not check()} == set()


def _without_content(salt, kind, key, content):
    return digests._digest([salt, kind, key])


def _without_previous(row, number=None):
    return digests._digest([number or row.number, row.at, row.sort, row.note, row.covered])


def _without_gaps(rows, pruned):
    return [one for one in links.link_troubles(rows, pruned) if one.what is not Kind.DROPPED]


def _known_only(leaf, content):
    return leaves_wrong(leaf, content) if leaf else None


leaves_wrong = leaves._wrong
BUGS = {
    "a change that is not said to the record": ([(users, "changing", lambda *_: None)], {"honest"}),
    "a digest without the content": (
        [(module, "leaf_digest", _without_content) for module in (chain, leaves)],
        {"covered"},
    ),
    "a row that does not know the one before": ([(ChainRow, "worked_out", _without_previous)], {"rows"}),
    "gaps that nobody looks for": ([(examination, "link_troubles", _without_gaps)], {"rows"}),
    "heads that are compared by their count": (
        [(record.Head, "is_of", lambda head, count, _: head.count == count)],
        {"anew"},
    ),
    "what was put in passes": ([(leaves, "_wrong", _known_only)], {"put in"}),
    "a list that may say anything": (
        [(leaves, "covered_digest", lambda _: ""), (chain, "covered_digest", lambda _: "")],
        {"rows"},
    ),
    "a role that is not covered": ([(covered, "UNCOVERED", UNCOVERED | {"role"})], {"covered"}),
    "only the end of the record is compared": (
        [(examination, "anchor_troubles", lambda rows, told, heads: [])],
        {"rows", "cut", "anew"},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.replace(" ", "-"))
def test_a_planted_bug_is_caught(bug, monkeypatch):
    patches, expected = BUGS[bug]
    for place, name, instead in patches:
        monkeypatch.setattr(place, name, instead)
    try:
        history.cache_clear()
        covered_attacks.cache_clear()
        assert expected <= {name for name, check in CHECKS.items() if not check()}
    finally:
        history.cache_clear()
        covered_attacks.cache_clear()
