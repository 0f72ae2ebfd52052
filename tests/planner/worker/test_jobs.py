"""Planning in the background: one job a month, a dead worker's job is run again, a stop keeps the best."""

import contextlib
import threading
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from planner.errors import NotPossible
from planner.home.trouble import Trouble
from planner.planning import plan as planning
from planner.samples.district import sample
from planner.store import Store, Unreadable, cache
from planner.store import jobs as rows
from planner.store.jobs import JobSettings, JobState
from planner.store.people import offers
from planner.store.results.job_results import JobFailure
from planner.store.roster import drafts
from planner.upkeep.worker_beat import give_sign, is_alive
from planner.words import Words
from planner.worker import chores, jobs, snapshot
from tests.fixtures import engines
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, issued_home, planned, store_with
from tests.fixtures.swaps import asked, clean_swap

pytestmark = pytest.mark.engines


@pytest.fixture
def store(tmp_path):
    return store_with(tmp_path / "home", sample("small", 2, date(2026, 12, 1)))


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-25T09:00")


def job(store, id):
    with store.read() as transaction:
        return rows.get(transaction, id)


def test_a_month_is_planned_and_the_row_says_so(store):
    id = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk")
    jobs.work(store, threading.Event(), once=True)
    found = job(store, id)
    assert (found.state, found.result.status) == ("done", "optimal")
    with store.read() as transaction:
        assert drafts.latest(transaction, MONTH).id == found.result.draft


def test_a_month_is_not_planned_twice_at_once(store):
    jobs.request(store, MONTH, JobSettings(), NOW, "clerk")
    with pytest.raises(NotPossible):
        jobs.request(store, MONTH, JobSettings(), NOW, "another clerk")


@pytest.mark.slow
def test_the_job_of_a_worker_that_went_silent_is_run_again(store):
    id = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk")
    with store.write() as transaction:
        long_ago = "2020-01-01T00:00:00+00:00"
        assert rows.claim(transaction, "dead worker", long_ago, long_ago).id == id
    jobs.work(store, threading.Event(), once=True)
    assert job(store, id).state == "done"
    with store.write() as transaction:
        assert not rows.finish(transaction, id, "dead worker", JobState.FAILED, JobFailure()), (
            "a worker that comes back late changes nothing"
        )


@pytest.mark.slow
def test_what_a_worker_brings_after_it_was_taken_for_dead_is_stored_nowhere(store, monkeypatch):
    good = planned(store).draft
    with store.write() as transaction:
        drafts.lock(transaction, drafts.get(transaction, good), "2026-11-25T09:00:00+08:00")
    id = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk")
    search = planning.solve

    def slow(*arguments):
        done = search(*arguments)
        with store.write() as transaction:
            assert rows.claim(transaction, "another attempt", jobs._stamp(), jobs._stamp(timedelta(hours=-1))).id == id
        return done

    monkeypatch.setattr(planning, "solve", slow)
    jobs.work(store, threading.Event(), once=True)
    assert (job(store, id).state, job(store, id).worker) == (JobState.RUNNING, "another attempt")
    with store.read() as transaction:
        assert (drafts.latest(transaction, MONTH).id, drafts.get(transaction, good).state) == (good, "locked")
        with pytest.raises(LookupError):
            drafts.get(transaction, good + 1)


@pytest.mark.slow
def test_a_draft_and_the_end_of_its_job_are_stored_together_or_not_at_all(store, monkeypatch):
    id = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk")

    def broken(*arguments):
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(rows, "finish", broken)
        with pytest.raises(OSError, match="full"):
            jobs.work(store, threading.Event(), once=True)
    assert job(store, id).state == JobState.RUNNING
    with store.read() as transaction:
        assert drafts.latest(transaction, MONTH) is None


@pytest.mark.slow
def test_a_job_during_which_the_store_was_away_is_begun_anew_and_both_are_told(store, monkeypatch, capsys):
    monkeypatch.setattr(jobs, "SILENT", timedelta(seconds=1))
    finish, away = rows.finish, iter([True])

    def finish_at_second_try(*arguments):
        if next(away, False):
            raise Unreadable(Trouble.AWAY, "the server", Path("home"))
        return finish(*arguments)

    monkeypatch.setattr(rows, "finish", finish_at_second_try)
    id = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk")
    with worker(store):
        until(lambda: job(store, id).state == "done", 120)
        until(lambda: next(away, None) is None)
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(" / ")[0] for line in said] == ["数据库没有应答，恢复后自动继续", "数据库已恢复应答"]
    assert "the server" in said[0]


@pytest.mark.slow
def test_a_job_whose_server_is_killed_is_begun_anew_once_it_is_back(store, engine, monkeypatch, capsys):
    if engine != engines.POSTGRESQL:
        return
    monkeypatch.setattr(jobs, "SILENT", timedelta(seconds=1))
    search, tried, killed = planning.solve, [], threading.Event()

    def search_and_be_cut_off(*arguments):
        tried.append(arguments)
        if len(tried) == 1:
            engines.server().kill()
            killed.set()
        return search(*arguments)

    monkeypatch.setattr(planning, "solve", search_and_be_cut_off)
    id = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk")
    with worker(store):
        assert killed.wait(120)
        said = []
        until(lambda: said.append(capsys.readouterr().err) or "没有应答" in "".join(said), 120)
        engines.server().start()
        until(lambda: job(store, id).state == "done", 120)
    assert len(tried) == 2 and "Traceback" not in "".join(said)


@contextlib.contextmanager
def worker(store):
    """A worker at work on a store, without its short lane."""
    stopped = threading.Event()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jobs, "keep_house", lambda store, stopped: None)
        working = threading.Thread(target=jobs.work, args=(store, stopped))
        working.start()
        try:
            yield
        finally:
            stopped.set()
            working.join()


def test_the_short_lane_outlives_whatever_a_chore_dies_of(store, monkeypatch, capsys):
    monkeypatch.setattr(chores, "CHORES", 0.01)
    stopped, causes = threading.Event(), iter([OSError("x"), KeyError("y"), Unreadable(Trouble.AWAY, "z", Path("w"))])

    def lapse(*arguments):
        if cause := next(causes, None):
            raise cause
        stopped.set()

    monkeypatch.setattr(chores.lapse, "lapse", lapse)
    chores.keep_house(store, stopped)
    said = capsys.readouterr().err
    assert "OSError: x" in said and "KeyError: 'y'" in said and said.count("数据库没有应答") == 1
    assert "Traceback" not in said


def test_no_two_attempts_have_one_name():
    assert len({jobs.attempt_name() for _ in range(1000)}) == 1000


def test_a_worker_that_still_beats_keeps_its_job(store):
    id = jobs.request(store, MONTH, JobSettings(), NOW, "clerk")
    with store.write() as transaction:
        now = jobs._stamp()
        assert rows.claim(transaction, "one", now, jobs._stamp(timedelta(seconds=10))).id == id
        assert rows.claim(transaction, "two", now, jobs._stamp(timedelta(seconds=10))) is None


def test_a_beat_that_lies_ahead_is_of_a_clock_that_was_set_back_and_keeps_no_job(store):
    id = jobs.request(store, MONTH, JobSettings(), NOW, "clerk")
    with store.write() as transaction:
        ahead = jobs._stamp(timedelta(days=-3))
        assert (
            rows.claim(transaction, "dead worker", ahead, jobs._stamp(jobs.SILENT), jobs._stamp(-jobs.SILENT)).id == id
        )
    assert jobs._work_at_one(store)
    assert job(store, id).state == "done"


def test_only_one_of_many_workers_gets_a_job(tmp_path):
    store = store_with(tmp_path / "home", sample("small", 2, date(2026, 12, 1)))
    id = jobs.request(store, MONTH, JobSettings(), NOW, "clerk")
    won = []

    def claim(number):
        other = Store(store.home)
        with other.write() as transaction:
            if rows.claim(transaction, f"worker {number}", jobs._stamp(), "0"):
                won.append(number)

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1 and job(store, id).worker == f"worker {won[0]}"


@pytest.mark.slow
def test_a_wish_to_stop_reaches_the_solver(store):
    id = jobs.request(store, MONTH, JobSettings(seconds=60), NOW, "clerk")
    with store.write() as transaction:
        rows.stop(transaction, id)
    jobs.work(store, threading.Event(), once=True)
    assert job(store, id).state == "done"


def test_what_cannot_be_planned_fails_with_its_reason_and_the_worker_lives_on(tmp_path):
    store = Store(tmp_path / "home")
    id = jobs.request(store, MONTH, JobSettings(), NOW, "clerk")
    jobs.work(store, threading.Event(), once=True)
    found = job(store, id)
    assert found.state == "failed" and "工作簿" in found.result.reason


def test_short_work_does_not_wait_for_a_plan(tmp_path):
    """While a month is being planned, the snapshot follows an issue and a request lapses."""
    store = Store(issued_home(tmp_path / "home"))
    slot, giver, taker, back = clean_swap(store)
    made = asked(store, slot, giver, taker, back)
    with store.write() as transaction:
        rows.add(transaction, "2027-01", JobSettings(seconds=30), jobs._stamp(), "clerk")
    stopped, planning, go_on = threading.Event(), threading.Event(), threading.Event()

    def long_plan(*arguments):
        planning.set()
        go_on.wait(30)
        raise NotPossible(Words.same("x"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "plan", long_plan)
        patch.setattr(chores, "CHORES", 0.05)
        patch.setenv("DANGZHI_NOW", "2026-12-31T09:00")
        working = threading.Thread(target=jobs.work, args=(store, stopped))
        working.start()
        assert planning.wait(20)
        until(lambda: (store.home / "on-duty.json").exists() and state(store, made.id) == "lapsed")
        go_on.set()
        stopped.set()
        working.join()
    assert snapshot.read_snapshot(store.home, datetime(2026, 12, 31, 9, tzinfo=ZONE))[1]


def state(store, id):
    with store.read() as transaction:
        return offers.get(transaction, id).state


def until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_sign_of_life_makes_nothing_anew(tmp_path, monkeypatch):
    """What is kept at hand, the snapshot and the portal rest on marks: a worker that lives changes none."""
    made = Store(issued_home(tmp_path / "home"))
    with made.read() as transaction:
        before = cache.marks(transaction, *cache.PARTS)
    give_sign(made)
    with made.read() as transaction:
        assert is_alive(transaction)
    with made.read() as transaction:
        assert cache.marks(transaction, *cache.PARTS) == before
