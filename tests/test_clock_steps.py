"""A month during which the clock is set up to three days on or back before every step: nothing is lost, and all is so.

The steps and the settings of the clock are drawn, by one seed.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from planner.access import logins
from planner.access.entering import Attempt, NotLetIn, log_in
from planner.changing import asking, swap, swap_undo
from planner.commands.__main__ import run_command
from planner.errors import TryLater
from planner.feeds.revisions import moment_of
from planner.issuing.verify import verify
from planner.judging.refusals import SwapRefused
from planner.office.sheets import Person
from planner.samples.district import sample
from planner.store import Store
from planner.store.copies.archive import is_whole
from planner.store.people import offers
from planner.store.people.users import User
from planner.store.roster import offices, versions
from planner.store.states import OfferState
from planner.upkeep.nightly import attempt, nightly_backups
from planner.workbook.write import write_workbook
from planner.worker import jobs
from planner.worker.chores import keep_house
from tests.fixtures.entering import HOME, STRANGER
from tests.fixtures.office_at_work import MONTH
from tests.profile import rounds
from web import create_app

pytestmark = pytest.mark.slow
ZONE = ZoneInfo("Asia/Shanghai")
STEPS = rounds(14, 20, 60)
WALKS = rounds(1, 2, 8)
FAR = 72
"""Hours by which the clock may be wrong at most."""
ASKED = 60
"""So many swaps are tried until one may be asked for."""
PASSWORD = "a long password of mine"
ONLY_GROW = ("audit", "record_rows", "record_leaves", "versions", "offers", "messages", "feeds", "users", "revisions")
"""Tables of which no row may ever be missing."""


@dataclass
class Month:
    """An office at work, with a clock that nobody can rely on."""

    store: Store
    folder: object
    rng: Random
    capsys: object
    patched: object
    true: datetime = datetime(2026, 11, 24, 9, tzinfo=ZONE)
    now: datetime = datetime(2026, 11, 24, 9, tzinfo=ZONE)
    done: list = field(default_factory=list)
    seen: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    at_client: tuple = ("", "")

    def set_clock(self):
        """A few hours pass, and somebody sets the clock."""
        self.true += timedelta(hours=self.rng.randint(1, 8))
        self.now = self.true + timedelta(hours=self.rng.randint(-FAR, FAR))
        self.patched.setenv("DANGZHI_NOW", self.now.isoformat())

    def command(self, *words):
        """Run a command; its exit code. Whatever comes of it is said in words."""
        code = run_command([*map(str, words), "--home", str(self.store.home), "--lang", "zh"])
        out, err = self.capsys.readouterr()
        assert code in (0, 1, 2) and "Traceback" not in out + err
        assert code == 0 or out + err, words
        return code

    def pair(self):
        """A slot that is issued, its holder, and somebody else of its kind with one of theirs."""
        with self.store.read() as transaction:
            pairs = sorted(one for one in versions.in_force(transaction).pairs if one[0].startswith("RX|RX-1"))
        (slot, giver), (back, taker) = self.rng.sample(pairs, 2)
        return slot, giver, taker, back

    def some_offer(self, *states):
        with self.store.read() as transaction:
            found = [one.id for one in offers.every(transaction) if one.state in states]
        return self.rng.choice(found) if found else None


def import_workbook(month):
    office, number = sample("small", 1, date(2026, 12, 1)), len(month.done)
    new = Person(id=f"N{number}", name=f"新{number}", pools=("话务员",))
    write_workbook(month.folder / "new.xlsx", office.with_rows("人员", (*office.of(Person), new)))
    assert month.command("import", month.folder / "new.xlsx") == 0


def plan_month(month):
    month.command("plan", MONTH, "--seconds", "20", "--repeatable", "--keep", "published", "--duties", "ZX,JF,RX")


def issue_month(month):
    month.command("publish", MONTH, "--signed-by", "主任", "--number", f"{len(month.done)}号", "--reason", "测试")


def ask_for_swap(month):
    """Somebody asks for a swap; of many that are drawn the first that may be asked for."""
    for _ in range(ASKED):
        drawn = month.pair()
        if drawn[1] != drawn[2] and _done(asking.offer, month.store, *drawn, month.now, asking.OFFICE, "zh"):
            return


def consent(month):
    id = month.some_offer(OfferState.OFFERED)
    if id is not None:
        _done(swap.accept, month.store, id, asking.OFFICE, frozenset(), month.now, "zh")


def undo(month):
    id = month.some_offer(OfferState.APPLIED)
    if id is not None:
        _done(swap_undo.undo_now, month.store, id, "测试", month.now, "zh")


def _done(deed, *arguments):
    """Whether a deed was done, and not refused in words."""
    try:
        deed(*arguments)
    except SwapRefused as refused:
        return not (refused.words.zh and refused.words.en)
    return True


def withdraw_one(month):
    month.command("withdraw", MONTH, "--duty", month.rng.choice(("JF", "ZX")), "--reason", "测试")


def back_up(month):
    file = month.folder / f"b{len(month.done)}.zip"
    assert month.command("backup", file) == 0 and is_whole(file)


def nightly(month):
    before = nightly_backups(month.folder / "nights")
    assert attempt(month.store, month.folder / "nights")
    assert set(before) <= set(nightly_backups(month.folder / "nights"))


def work_round(month):
    """One round of the worker's short lane, and whatever jobs wait."""
    stopped = threading.Event()
    stopped.wait = lambda seconds: stopped.set()
    keep_house(month.store, stopped)
    jobs.work(month.store, threading.Event(), once=True)
    assert month.capsys.readouterr().err == ""


def tried(month, password, address):
    """What comes of a try at the moment that the clock shows."""
    attempt = Attempt("clerk", password, address, month.now.astimezone(UTC))
    return log_in(month.store, attempt, month.now)


def log_in_rightly(month):
    assert isinstance(tried(month, PASSWORD, HOME), User)


def log_in_wrongly(month):
    """Whatever a stranger tries, the holder is let in at whatever moment."""
    for _ in range(4):
        with suppress(TryLater):
            assert isinstance(tried(month, "wrong password", STRANGER), NotLetIn)
    log_in_rightly(month)


def look_around(month):
    for words in (["now"], ["check", MONTH], ["swap", "list"], ["history", MONTH], ["notify", "list"], ["doctor"]):
        month.command(*words)


COURSES = (
    (ask_for_swap, consent, undo),
    (ask_for_swap, work_round, consent),
    (ask_for_swap, ask_for_swap, consent, consent),
    (withdraw_one, plan_month, issue_month),
    (import_workbook, plan_month, issue_month),
    (back_up, nightly),
    (log_in_wrongly, log_in_rightly),
    (work_round,),
    (look_around,),
)
"""What is done one after the other, the clock set before each."""


def look_at(month, client):
    """Everything that was there is there; what is serialised anew is later and higher; the feed is never stale."""
    with month.store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []
        every = transaction.connection.exec_driver_sql(
            "SELECT kind, slot, who, sequence, stamp, content FROM revisions"
        ).all()
        rows = {
            table: transaction.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ONLY_GROW
        }
    revisions = {tuple(key): (sequence, moment_of(stamp), content) for *key, sequence, stamp, content in every}
    assert all(rows[table] >= month.rows.get(table, 0) for table in ONLY_GROW), (rows, month.rows)
    for key, (sequence, stamp, content) in month.seen.items():
        now_sequence, now_stamp, now_content = revisions[key]
        assert (now_sequence, now_stamp) >= (sequence, stamp) and now_stamp >= stamp, key
        assert now_content == content or (now_sequence > sequence and now_stamp > stamp), key
    month.seen, month.rows = revisions, rows
    _fetch(month, client)


def _fetch(month, client):
    """Fetch the public feed as a client that knows the date alone: what it holds is what it would be sent."""
    since, held = month.at_client
    answer = client.get("/feed/public.ics", headers={"If-Modified-Since": since} if since else {})
    if answer.status_code == 200:
        month.at_client = since, held = answer.headers["Last-Modified"], answer.data
    whole = client.get("/feed/public.ics")
    assert whole.data == held
    Calendar.from_ical(held)


@pytest.mark.parametrize("walk", range(WALKS))
def test_no_setting_of_the_clock_loses_anything_or_brings_it_back(tmp_path, monkeypatch, capsys, walk):
    monkeypatch.setenv("DANGZHI_BASE_URL", "")
    (tmp_path / "nights").mkdir()
    month = Month(Store(tmp_path / "home"), tmp_path, Random(f"clock {walk}"), capsys, monkeypatch)
    monkeypatch.setenv("DANGZHI_NOW", month.now.isoformat())
    write_workbook(tmp_path / "first.xlsx", sample("small", 1, date(2026, 12, 1)))
    assert month.command("import", tmp_path / "first.xlsx") == 0
    with month.store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, month.now, "test")
    client = create_app(month.store).test_client()
    month.set_clock()
    assert month.command("plan", MONTH, "--seconds", "30", "--repeatable") == 0
    month.set_clock()
    assert month.command("publish", MONTH, "--signed-by", "主任", "--number", "1号") == 0
    look_at(month, client)
    courses = [*COURSES, *month.rng.choices(COURSES, k=STEPS - len(COURSES))]
    month.rng.shuffle(courses)
    for deed in (one for course in courses for one in course):
        month.set_clock()
        deed(month)
        month.done.append(deed.__name__)
        look_at(month, client)
    with month.store.read() as transaction:
        states = {one.state for one in offers.every(transaction)}
        assert any(sequence for sequence, _, _ in month.seen.values())
    month.store.close()
    assert OfferState.APPLIED in states, states
