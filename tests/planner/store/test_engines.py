"""Both engines keep the same, in the same order, and let one write at a time; what one cannot keep none takes."""

import threading
import time
from random import Random

import pytest
from sqlalchemy import event, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import String

from planner.errors import NotPossible
from planner.feeds import calendar_file
from planner.roster.issued import issued_lines
from planner.store import Store, Unreadable, audit, jobs, record
from planner.store.engines import postgresql, sqlite
from planner.store.jobs import JobSettings
from planner.store.messages import feeds
from planner.store.messages.feeds import FeedKind
from planner.store.people import offers
from planner.store.roster import offices, versions
from planner.store.tables import audit as log
from planner.store.tables import switches
from tests.fixtures import engines
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, planned

pytestmark = pytest.mark.engines
actors = log.c.actor
NAMES = ("b", "A", "a", "B", "_", "10", "9", "张", "赵", "阿", "䶮", "𠮷", "é", "z", "ß", " ")


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "home")
    yield opened
    opened.close()


def test_texts_are_sorted_by_code_points(store):
    with store.write() as transaction:
        for name in NAMES:
            audit.record(transaction, NOW, name, "x", {})
    with store.read() as transaction:
        assert audit.kinds(transaction)[0] == sorted(NAMES)
        before = select(actors).where(actors < "a")
        assert set(transaction.connection.scalars(before)) == {one for one in NAMES if one < "a"}


def test_a_text_of_any_length_is_kept(store):
    name = "很长的名字" * 1000
    with store.write() as transaction:
        audit.record(transaction, NOW, name, name, {"name": name})
        jobs.add(transaction, MONTH, JobSettings(), NOW.isoformat(), name)
    with store.read() as transaction:
        assert [(one.actor, one.action, one.detail) for one in audit.page(transaction, 0, 9)] == [
            (name, name, {"name": name})
        ]
        assert record.broken(transaction) == []


def test_a_cost_of_any_size_is_kept(store):
    with store.write() as transaction:
        id = jobs.add(transaction, MONTH, JobSettings(), NOW.isoformat(), "clerk")
        jobs.claim(transaction, "one", NOW.isoformat(), "0")
        jobs.beat(transaction, id, "one", NOW.isoformat(), 10**15, 10**15 - 1)
    with store.read() as transaction:
        assert (jobs.get(transaction, id).cost, jobs.get(transaction, id).bound) == (10**15, 10**15 - 1)


def noted(transaction):
    """What the tests below have written, name → value."""
    rows = transaction.connection.execute(select(switches).where(switches.c.name.not_like("mark:%")))
    return {row.name: row.value for row in rows}


def note(transaction, **values):
    transaction.connection.execute(insert(switches), [{"name": name, "value": values[name]} for name in values])


def change(transaction, **values):
    for name, value in values.items():
        transaction.connection.execute(update(switches).where(switches.c.name == name).values(value=value))


@pytest.mark.parametrize("unkept", ["张\0三", "\0", "half \ud83d of one"])
def test_what_not_every_engine_can_keep_is_refused_in_words_and_nothing_is_written(store, unkept):
    def write():
        with store.write() as transaction:
            note(transaction, before="x")
            note(transaction, a="x", b=unkept)

    with pytest.raises(NotPossible) as refused:
        write()
    assert "空字符" in refused.value.words.zh and "null character" in refused.value.words.en
    with store.read() as transaction:
        assert noted(transaction) == {}


def test_who_reads_cannot_write(store):
    with pytest.raises(Unreadable, match="not written"), store.read() as transaction:
        note(transaction, a="b")
    with store.write() as transaction:
        note(transaction, a="b")


def test_who_reads_sees_one_moment(store):
    with store.read() as before:
        assert noted(before) == {}
        with store.write() as transaction:
            note(transaction, a="b")
        assert noted(before) == {}
    with store.read() as after:
        assert noted(after) == {"a": "b"}


def test_of_many_who_count_at_once_none_is_lost(store):
    others = [Store(store.home, store.url) for _ in range(8)]
    with store.write() as transaction:
        note(transaction, count="0")

    def count(one):
        for _ in range(10):
            with one.write() as transaction:
                found = int(noted(transaction)["count"])
                time.sleep(0.001)
                change(transaction, count=str(found + 1))

    threads = [threading.Thread(target=count, args=(one,)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as transaction:
        assert noted(transaction) == {"count": "80"}
    for one in others:
        one.close()


def test_a_writer_that_waits_in_vain_is_told_so_and_the_next_one_is_not(store, monkeypatch):
    monkeypatch.setattr(sqlite, "WRITER", (*sqlite.WRITER, "busy_timeout=200"))
    monkeypatch.setattr(postgresql, "NEXT_WRITER", postgresql.NEXT_WRITER.replace("15000", "200"))
    other = Store(store.home, store.url)
    with store.write() as first:
        note(first, a="b")
        with pytest.raises(Unreadable, match="which did not let go"), other.write():
            raise AssertionError("two write at once")
    with other.write() as second:
        change(second, a="c")
    other.close()


def test_a_second_row_where_one_may_be_is_refused_and_takes_the_first_with_it(store):
    def write():
        with store.write() as transaction:
            note(transaction, a="b")
            note(transaction, a="c")

    with pytest.raises(IntegrityError):
        write()
    with store.read() as transaction:
        assert noted(transaction) == {}


def test_no_column_of_text_is_limited_or_sorted_by_a_language(store):
    """Also where a later migration adds one; SQLite has neither limits nor languages."""
    if store.file:
        return
    with store.read() as transaction:
        inspector = inspect(transaction.connection)
        columns = [
            (table, one["name"], one["type"])
            for table in set(inspector.get_table_names()) - {"alembic_version"}
            for one in inspector.get_columns(table)
            if isinstance(one["type"], String)
        ]
    assert columns and [one for one in columns if (one[2].length, one[2].collation) != (None, "C")] == []


def test_of_many_who_open_a_new_store_at_once_one_makes_it(tmp_path):
    failed = []

    def opened():
        try:
            Store(tmp_path / "new").close()
        except Exception as cause:
            failed.append(cause)

    threads = [threading.Thread(target=opened) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.slow
def test_nothing_that_is_read_depends_on_the_order_in_which_the_engine_finds_rows(tmp_path, monkeypatch):
    """SQLite is told to find rows from behind, PostgreSQL has them moved about."""
    store = Store(issued_home(tmp_path / "home"))
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    with store.write() as transaction:
        for name in ("b", "a"):
            feeds.add(transaction, FeedKind.PUBLIC, "", name, f"token {name}", NOW.isoformat())
    before = everything(store), basis(store)
    turned(store)
    assert (everything(store), basis(store)) == before


def everything(store):
    """What the rooms of the store say, in their order."""
    with store.read() as transaction:
        content = versions.in_force.__wrapped__(transaction)
        office = offices.load.__wrapped__(transaction)
        return (
            list(content.slots.items()),
            [list(versions.content(transaction, one, MONTH).slots) for one in sorted({"JF", "RX", "ZB"})],
            [(sheet, rows) for sheet, rows in office.rows.items()],
            versions.every(transaction),
            list(feeds.by_token(transaction)),
            [feeds.of_month(transaction, one, MONTH) for one in ("JF", "RX")],
            offers.every(transaction),
            audit.page(transaction, 0, 99)[-3:],
            [repr(one) for one in issued_lines(transaction, office, MONTH)],
            calendar_file.render(transaction, office, feeds.every(transaction)[-1], NOW.date()).data,
        )


def basis(store):
    """What a plan made now rests on."""
    planned(store)
    with store.read() as transaction:
        return list(transaction.connection.execute(text("SELECT problem, book, office FROM drafts ORDER BY id")))[-1]


def turned(store):
    """From now on rows are found in another order."""
    if store.file:
        store.engine.dispose()

        @event.listens_for(store.engine, "connect")
        def on_connect(raw, record):
            raw.execute("PRAGMA reverse_unordered_selects = ON")

        return
    rng = Random(1)
    with store.write() as transaction:
        for table in ("issued_slots", "assignments", "versions", "feeds", "office_rows"):
            places = list(transaction.connection.scalars(text(f"SELECT ctid::text FROM {table}")))
            for place in rng.sample(places, len(places) // 2):
                column = {"office_rows": "data", "feeds": "name"}.get(table, "month")
                transaction.connection.execute(
                    text(f"UPDATE {table} SET {column} = {column} WHERE ctid = CAST(:place AS tid)"), {"place": place}
                )


def test_the_suite_knows_which_engine_it_is_on(store, engine):
    assert (engine == engines.SQLITE) == (store.file is not None)
