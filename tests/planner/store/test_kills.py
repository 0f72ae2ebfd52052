"""Killed at whatever statement or moment, the deed or its server: nothing lost, nothing half, and `verify` says so."""

import time
from functools import cache
from random import Random

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import insert

from constraints.solve import Effort
from planner.changing import swap
from planner.commands.__main__ import run_command
from planner.issuing.publish import Order, publish
from planner.issuing.verify import verify
from planner.office.office import Office
from planner.office.sheets import Person
from planner.planning.plan import Ask, plan
from planner.problem.period import Period
from planner.store import Store, audit
from planner.store.engines.choice import connected
from planner.store.people import offers
from planner.store.roster import offices
from planner.store.schema.migrating import MIGRATIONS
from planner.store.tables import audit as log
from planner.workbook.write import write_workbook
from tests.fixtures import engines
from tests.fixtures.killing import Deed, done, home_for, killed_after, killed_at, rows, server_killed_at
from tests.fixtures.office_at_work import MONTH, NOW, closed, issued, planned, store_with
from tests.fixtures.swaps import OFFICE, asked, clean_swap
from tests.fixtures.tiny_office import tiny
from tests.profile import rounds

pytestmark = [pytest.mark.engines, pytest.mark.slow]

KILLS = rounds(6, 6, 1000, clients=30)
"""How often each deed is killed on each engine."""
OLDER = "0006"


def a_draft(home):
    store = store_with(home, tiny())
    planned(store)
    closed(store)


def an_issue(home):
    store = store_with(home, tiny())
    planned(store)
    issued(store)
    closed(store)


def a_request(home):
    an_issue(home)
    store = Store(home)
    slot, giver, taker, back = clean_swap(store, "D", "D1")
    asked(store, slot, giver, taker, back)
    closed(store)


def a_workbook(home):
    an_issue(home)
    office, new = tiny(), Person(id="8", name="人八", pools=("甲",))
    write_workbook(home / "new.xlsx", office.with_rows("人员", (*office.of(Person), new)))


def an_older_store(home):
    """One that stopped at an older schema, with an entry in its log."""
    store = Store(home)
    with store.write() as transaction:
        audit.record(transaction, NOW, "clerk", "import", {"file": "old.xlsx"})
    closed(store)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    kind, engine = connected(store.url)
    with kind.transaction(engine, writes=True) as connection:
        config.attributes.update(connection=connection, home=home)
        command.downgrade(config, OLDER)
    engine.dispose()


def accept(home):
    store = Store(home)
    with store.read() as transaction:
        (one,) = offers.every(transaction, still_open=True)
    return swap.accept(store, one.id, OFFICE, frozenset(), NOW, "zh")


def take_in(home):
    assert run_command(["import", str(home / "new.xlsx"), "--home", str(home)]) == 0


def plan_anew(home):
    plan(Store(home), Ask(Period.month(MONTH), Effort(10, repeatable=True)), NOW, "zh")


def put_in_force(home):
    publish(Store(home), MONTH, Order("主任", "云办发1号", "测试"), NOW, "test", "zh")


DEEDS = (
    Deed("publish", a_draft, put_in_force),
    Deed("swap", a_request, accept),
    Deed("plan", an_issue, plan_anew),
    Deed("import", a_workbook, take_in),
    Deed("migrate", an_older_store, Store),
)


@pytest.fixture
def work(tmp_path, monkeypatch):
    """How one deed is done to a new home of its own."""
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    return Work(tmp_path)


class Work:
    def __init__(self, folder):
        self.folder, self.said, self.count = folder, folder / "said", 0

    def home(self, deed):
        self.count += 1
        return home_for(deed, self.folder / f"home{self.count}")

    def traceback(self):
        return "Traceback" in self.said.read_text("utf-8", "replace")


@cache
def course(deed, engine, work):
    """(rows before, rows after, statements, seconds) of a deed that nobody disturbs."""
    home = work.home(deed)
    before, began = rows(home), time.monotonic()
    came = done(deed, home, work.said)
    seconds = time.monotonic() - began
    assert (came.said, came.ended) == (True, 0), work.said.read_text()
    after = rows(home)
    assert before != after
    return before, after, came.statements, seconds


def look(home, came, before, after):
    """Everything before or everything after, and after where it was said; sound, and to be gone on with."""
    found = rows(home)
    assert found in (before, after), {name for name in found if found[name] not in (before.get(name), after.get(name))}
    assert found == after or not came.said
    store = Store(home)
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []
    with store.write() as transaction:
        audit.record(transaction, NOW, "test", "looked", {})
    store.close()
    return found == after


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_what_is_killed_is_done_whole_or_not_at_all(work, engine, deed):
    before, after, statements, seconds = course(deed, engine, work)
    rng = Random(f"{deed.name} {engine}")
    moments = [statements, statements + 1, *(rng.randint(1, statements) for _ in range(KILLS // 2 - 2))]
    outcomes = set()
    for moment in moments:
        home = work.home(deed)
        came = killed_at(deed, home, work.said, moment)
        assert came.ended == -9
        outcomes.add(look(home, came, before, after))
    for _ in range(KILLS - len(moments)):
        home = work.home(deed)
        came = killed_after(deed, home, work.said, rng.uniform(0, seconds))
        assert came.ended in (-9, 0)
        look(home, came, before, after)
    assert outcomes == {False, True} and not work.traceback()


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_a_deed_whose_server_is_killed_is_done_whole_or_not_at_all_and_says_so(work, engine, deed):
    if engine != engines.POSTGRESQL:
        return
    before, after, statements, _ = course(deed, engine, work)
    rng = Random(f"server {deed.name}")
    for moment in [statements, *(rng.randint(1, statements) for _ in range(max(1, KILLS // 5) - 1))]:
        home = work.home(deed)
        came = server_killed_at(deed, home, work.said, moment)
        assert came.ended in (0, 3) or deed.name == "import"
        look(home, came, before, after)


def test_a_half_of_a_deed_would_be_found(work, engine):
    """Planted: what one transaction has to hold is done in two."""

    def in_two(home):
        store = Store(home)
        for name in ("first", "second"):
            with store.write() as transaction:
                transaction.connection.execute(
                    insert(log).values(number=100 + len(name), at="", actor="", action=name, detail="{}")
                )

    deed = Deed("planted", lambda home: closed(store_with(home, Office())), in_two)
    before, after, statements, _ = course(deed, engine, work)
    found = []
    for moment in range(statements // 2, statements + 1):
        home = work.home(deed)
        killed_at(deed, home, work.said, moment)
        found.append(rows(home) in (before, after))
    assert False in found
