"""`serve`: its worker is there again when it dies, and whatever ends it, nothing of it is left."""

import os
import re
import signal
import subprocess
import sys
import threading

import pytest

from planner.commands import kept_running
from planner.commands.kept_running import KeptRunning
from planner.lifeline import start_with_line
from planner.store import Store
from planner.store import jobs as rows
from planner.store.jobs import JobSettings
from planner.worker import jobs, snapshot
from tests.fixtures import engines
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from tests.fixtures.serve_at_work import PATIENCE, alive, port_is_free, serving, until
from tests.profile import rounds

DEATHS = rounds(2, 2, 20, clients=4)
WAYS = [signal.SIGTERM, signal.SIGINT, signal.SIGKILL, *[signal.SIGHUP] * rounds(0, 1, 1, clients=1)]


@pytest.mark.slow
@pytest.mark.engines
def test_a_worker_that_is_killed_is_there_again_and_its_job_goes_on(tmp_path, monkeypatch, engine):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    store = Store(issued_home(tmp_path / "home"))
    shown = store.home / snapshot.NAME
    deaths = DEATHS if engine == engines.SQLITE else 2  # the pauses are the same
    with serving(store.home, tmp_path / "log") as served:
        _, worker = served.up()
        id = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk")
        until(lambda: state(store, id) != "waiting")
        for _ in range(deaths):
            until(shown.exists)
            os.kill(worker, signal.SIGKILL)
            worker = until(lambda dead=worker: (found := served.child("worker")) != dead and found)
            shown.unlink()  # whoever writes it again is at work
        until(lambda: state(store, id) == "done")
        assert served.answers()
    said = served.log.read_text()
    assert said.count("后台编排进程意外结束（代码 -9）") == deaths and "Traceback" not in said
    assert {float(one) for one in re.findall(r"），([\d.]+) 秒后重新启动", said)} <= {0.5, 1, 2, 4, 5}


def state(store, id):
    with store.read() as transaction:
        return rows.get(transaction, id).state


@pytest.fixture
def hanging_up_ends():
    """What is started ends when its terminal goes, also where whoever runs the tests has that ignored (nohup)."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.slow
@pytest.mark.usefixtures("hanging_up_ends")
@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_of_serve_however_it_ends(tmp_path, way):
    with serving(issued_home(tmp_path / "home"), tmp_path / "log") as served:
        pids = served.up()
        served.process.send_signal(way)
        code = served.process.wait(PATIENCE)
        until(lambda: not any(map(alive, pids)))
        until(lambda: port_is_free(served.port))
    assert code == (0 if way in (signal.SIGTERM, signal.SIGINT) else -way)
    assert "Traceback" not in served.log.read_text()


@pytest.mark.slow
def test_serve_ends_with_its_site_and_takes_the_worker_along(tmp_path):
    with serving(issued_home(tmp_path / "home"), tmp_path / "log") as served:
        site, worker = served.up()
        os.kill(site, signal.SIGKILL)
        assert served.process.wait(PATIENCE) != 0
        until(lambda: not alive(worker))
        until(lambda: port_is_free(served.port))


def test_what_dies_at_once_again_and_again_is_started_after_pauses_that_grow(monkeypatch):
    monkeypatch.setattr(kept_running, "FIRST", 0.01)
    monkeypatch.setattr(kept_running, "LONGEST", 0.08)
    said, enough = [], threading.Event()

    def say(words):
        said.append((words.zh, words.en))
        if len(said) == 5:
            enough.set()

    kept = KeptRunning([sys.executable, "-c", "raise SystemExit(3)"], os.environ, say)
    assert enough.wait(60)
    kept.end()
    assert said[:5] == [
        (
            f"后台编排进程意外结束（代码 3），{pause} 秒后重新启动",
            f"the worker ended unexpectedly (code 3) and starts again in {pause} s",
        )
        for pause in ("0.01", "0.02", "0.04", "0.08", "0.08")
    ]


def test_what_lived_for_long_is_started_again_without_a_long_pause(monkeypatch):
    monkeypatch.setattr(kept_running, "FIRST", 0.01)
    monkeypatch.setattr(kept_running, "STEADY", 0.0)
    said, enough = [], threading.Event()

    def say(words):
        said.append(words.zh)
        if len(said) == 3:
            enough.set()

    kept = KeptRunning([sys.executable, "-c", "raise SystemExit(3)"], os.environ, say)
    assert enough.wait(60)
    kept.end()
    assert {one.partition("，")[2] for one in said} == {"0.01 秒后重新启动"}


WAITS = "import time; from planner.lifeline import end_with_starter; end_with_starter(); print(1, flush=True); "
SHORTLY = f"{WAITS}time.sleep(0.3); print(2)"
STARTS = f"""
import os, sys, time
from planner.lifeline import start_with_line
made = start_with_line([sys.executable, "-c", "{WAITS}time.sleep(600)"], os.environ)
print(made.pid, flush=True)
time.sleep(600)
"""


def test_a_process_on_a_line_ends_when_its_starter_is_killed():
    starter = subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE, text=True)
    lines = {starter.stdout.readline().strip() for _ in range(2)}
    (pid,) = (int(one) for one in lines if one != "1")
    assert alive(pid)
    starter.kill()
    starter.communicate()
    until(lambda: not alive(pid))


def test_a_process_without_a_line_does_not_care_for_its_standard_input():
    """As under systemd, where the standard input has ended from the beginning."""
    done = subprocess.run([sys.executable, "-c", SHORTLY], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("1\n2\n", 0)


def test_a_line_that_is_held_ends_nothing():
    assert start_with_line([sys.executable, "-c", SHORTLY], os.environ).wait() == 0
