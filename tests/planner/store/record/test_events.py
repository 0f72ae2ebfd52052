"""A restore, a pruning and a blanking are told and are no alarm; what only claims to be one is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from planner.errors import NotPossible
from planner.store import Store, record
from planner.store.messages import messages
from planner.store.people import users
from planner.store.record import Covered
from planner.store.record.anchored import KEPT
from planner.store.record.digests import ChainRow
from planner.store.record.heads import Head
from planner.store.record.troubles import TroubleKind as Kind
from planner.store.tables import audit, record_leaves, record_rows
from planner.store.work_tables import messages as message_rows
from tests.fixtures.recorded import ZONE, histories, steps

OLD = datetime(2025, 6, 1, 9, tzinfo=ZONE)
TODAY = datetime(2026, 12, 1, 9, tzinfo=ZONE)


@pytest.fixture
def old(monkeypatch):
    """(the stores of a history of June 2025 after each step, the heads); it is December 2026 by now."""
    monkeypatch.setenv("DANGZHI_NOW", OLD.isoformat())
    folders, heads = histories()
    monkeypatch.setenv("DANGZHI_NOW", TODAY.isoformat())
    return [Store(folder) for folder in folders], heads


def done(store, deed):
    with store.write() as transaction:
        result = deed(transaction)
        return result, record.head(transaction)


def troubles(store, *heads):
    with store.read() as transaction:
        return [(one.what, one.first, one.last, one.key) for one in record.examine(transaction, heads).troubles]


def events(store, *heads):
    with store.read() as transaction:
        return [one.words.zh for one in record.examine(transaction, heads).events]


def another(name):
    return lambda transaction: users.add(transaction, name, users.Role.AUDITOR, "", "hash", TODAY.isoformat())


def kept(head):
    """The head of a restore as the restore itself keeps it elsewhere."""
    return replace(head, restored=True)


def test_a_restore_is_told_and_the_heads_between_are_no_alarm(old):
    stores, heads = old
    store = stores[5]
    head, _ = done(store, lambda transaction: record.restored(transaction, heads[5], TODAY))
    _, later = done(store, another("later"))
    assert troubles(store, *heads, later, kept(head)) == []
    assert events(store, *heads) == [
        "2026-12-01 09:00 数据库由备份恢复，接在存证第6条之后；备份之后、恢复之前的记录不在库中"
    ]


def test_a_restore_that_nobody_made_is_an_alarm_by_the_heads_it_would_excuse(old):
    """Whoever can write in the store deletes the last rows and tells of a restore; the program goes on and keeps on."""
    stores, heads = old
    store = stores[5]
    head, _ = done(store, lambda transaction: record.restored(transaction, heads[5], TODAY))
    _, later = done(store, another("later"))
    assert troubles(store) == [] == troubles(store, *heads[:6], later), "nothing kept elsewhere is missing"
    assert troubles(store, *heads[:7], later) == [(Kind.UNPROVED_RESTORE, 7, 7, "")]
    assert troubles(store, *heads, later) == [(Kind.UNPROVED_RESTORE, 7, 7, "")]
    others = kept(Head(7, "0" * 64, TODAY)), kept(heads[4]), head
    assert troubles(store, *heads, *others)[0] == (Kind.UNPROVED_RESTORE, 7, 7, "")
    with store.read() as transaction:
        (found,) = record.examine(transaction, heads).troubles
    assert f"verify --restored '{head.printed()}'" in found.words.zh and found.words.en.endswith(
        f"verify --restored '{head.printed()}'"
    )


def test_of_two_restores_the_one_that_nobody_made_is_the_alarm(old):
    stores, heads = old
    store = stores[5]
    first, _ = done(store, lambda transaction: record.restored(transaction, heads[5], TODAY))
    _, between = done(store, another("between"))
    done(store, lambda transaction: record.restored(transaction, between, TODAY + timedelta(days=2)))
    assert troubles(store, *heads[:8], between, kept(first)) == []
    lost, number = Head(between.count + 4, "1" * 64, TODAY + timedelta(days=1)), between.count + 1
    assert troubles(store, *heads[:8], between, kept(first), lost) == [(Kind.UNPROVED_RESTORE, number, number, "")]


def test_what_is_cut_after_a_restore_is_an_alarm_as_before(old, monkeypatch):
    stores, heads = old
    store = stores[5]
    head, _ = done(store, lambda transaction: record.restored(transaction, heads[5], TODAY))
    monkeypatch.setenv("DANGZHI_NOW", (TODAY + timedelta(days=1)).isoformat())
    _, later = done(store, another("later"))
    with store.engine.begin() as connection:
        connection.execute(delete(record_leaves).where(record_leaves.c.number == 8))
        connection.execute(delete(record_rows).where(record_rows.c.number == 8))
        connection.exec_driver_sql("DELETE FROM users WHERE name = 'later'")
    assert troubles(store, *heads, later, kept(head)) == [(Kind.CUT, 8, 8, "")]


@pytest.mark.parametrize("claimed", ["of another record", "from further back", "in no words"])
def test_a_restore_that_does_not_fit_is_an_alarm(old, claimed):
    stores, heads = old
    head = {"of another record": Head(6, "0" * 64, OLD), "from further back": heads[2], "in no words": None}[claimed]
    done(stores[5], lambda transaction: record.restored(transaction, head, TODAY))
    if head is None:
        with stores[5].engine.begin() as connection:
            connection.execute(update(record_rows).where(record_rows.c.number == 7).values(note="restored"))
            row = connection.execute(select(record_rows).where(record_rows.c.number == 7)).mappings().one()
            digest = ChainRow(**row).worked_out()
            connection.execute(update(record_rows).where(record_rows.c.number == 7).values(digest=digest))
    assert (Kind.FALSE_EVENT, 7, 7, "") in troubles(stores[5])


def test_a_backup_from_before_the_record_is_told(tmp_path):
    store = Store(tmp_path / "home")
    done(store, lambda transaction: record.restored(transaction, None, TODAY))
    assert troubles(store) == [] and events(store) == ["2026-12-01 09:00 数据库由没有存证的旧备份恢复"]


def test_old_entries_are_pruned_with_the_head_they_had_and_nothing_else_is_lost(old):
    stores, heads = old
    store = stores[-1]
    _, yesterday = done(store, another("new"))
    with store.write() as transaction:
        deeds = transaction.connection.execute(select(func.count()).select_from(audit)).scalar_one()
        assert record.prune(transaction, TODAY) == heads[-1]
    assert troubles(store, *heads, yesterday) == []
    assert events(store) == ["2026-12-01 09:00 清理了到期的旧日志：存证第11条及以前"]
    with store.read() as transaction:
        connection = transaction.connection
        assert connection.execute(select(record_rows.c.number)).scalars().all() == [12, 13]
        assert deeds == 6 and connection.execute(select(audit.c.number)).scalars().all() == [6]
        left = set(connection.execute(select(record_leaves.c.kind).where(record_leaves.c.number == 13)).scalars())
    assert left == {kind.value for kind in Covered}
    for attack in ("UPDATE users SET role = 'approver' WHERE id = 1", "DELETE FROM offers WHERE id = 2"):
        with store.engine.begin() as connection:
            connection.exec_driver_sql(attack)
    assert troubles(store, *heads, yesterday) == [(Kind.ALTERED, 0, 0, "1"), (Kind.TAKEN_OUT, 0, 0, "2")]


def test_what_was_pruned_is_pruned_once_and_deeds_go_on_in_their_numbers(old):
    store = old[0][-1]
    done(store, another("new"))
    with store.write() as transaction:
        assert record.prune(transaction, TODAY) is not None
    with store.write() as transaction:
        assert record.prune(transaction, TODAY) is None
    done(store, steps()[8])
    assert troubles(store) == []
    with store.read() as transaction:
        assert transaction.connection.execute(select(audit.c.number)).scalars().all() == [6, 7]


def test_a_pruning_of_what_is_not_old_is_an_alarm(old, monkeypatch):
    store, heads = old[0][-1], old[1]
    done(store, another("new"))
    monkeypatch.setattr("planner.store.record.events.KEPT", timedelta())
    with store.write() as transaction:
        record.prune(transaction, OLD + timedelta(days=1))
    assert (Kind.FALSE_EVENT, 13, 13, "") in troubles(store)
    assert (Kind.REWRITTEN, 11, 11, "") in troubles(store, heads[-1])


def test_a_pruning_does_not_excuse_a_head_of_yesterday(old):
    store = old[0][-1]
    done(store, another("new"))
    with store.write() as transaction:
        record.prune(transaction, TODAY)
    yesterday = Head(5, "1" * 64, TODAY - timedelta(days=1))
    assert troubles(store, yesterday) == [(Kind.REWRITTEN, 5, 5, "")]
    assert troubles(store, Head(5, "1" * 64, TODAY - KEPT - timedelta(days=1))) == []


def test_nothing_is_pruned_while_something_is_wrong(old):
    store = old[0][-1]
    done(store, another("new"))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE users SET role = 'approver' WHERE id = 1")
    with pytest.raises(NotPossible), store.write() as transaction:
        record.prune(transaction, TODAY)
    with store.read() as transaction:
        assert transaction.connection.execute(select(func.count()).select_from(record_rows)).scalar_one() == 12


def test_contents_are_blanked_with_their_salts_and_the_record_stays_whole(old):
    stores, heads = old
    store = stores[-1]

    def blank(transaction):
        transaction.connection.execute(update(message_rows).where(message_rows.c.id == 1).values(who="", receipt=""))
        transaction.connection.execute(update(audit).where(audit.c.number == 1).values(actor="", detail="{}"))
        record.blanked(transaction, Covered.MESSAGE, ["1"], TODAY)
        record.blanked(transaction, Covered.DEED, ["1"], TODAY)

    done(store, blank)
    assert troubles(store, *heads) == []
    with store.read() as transaction:
        kept = transaction.connection.execute(
            select(record_leaves.c.salt).where(record_leaves.c.kind == "message", record_leaves.c.key == "1")
        ).scalars()
        assert sorted(bool(salt) for salt in kept) == [False, False, True]
        assert messages.get(transaction, 1).who == ""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE messages SET who = 'p:Z' WHERE id = 1")
    assert troubles(store, *heads) == [(Kind.ALTERED, 0, 0, "1")]


def test_the_record_holds_nothing_that_people_wrote(old):
    with old[0][-1].read() as transaction:
        held = str([transaction.connection.execute(select(table)).all() for table in (record_rows, record_leaves)])
    assert [word for word in ("p:A", "张三", "clerk", "云办发", "hash") if word in held] == []
