"""kill −9 at any moment: after a restart what was issued is whole, and an acknowledged write is there."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from planner.issued import verify
from planner.store import Store, audit, drafts, versions
from tests.planner.office_at_work import MONTH, issued_home, run
from tests.profile import rounds

ROUNDS = rounds(4, 12, 200)


def start(home, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "planner.commands", *arguments, "--home", str(home)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "DANGZHI_NOW": "2026-11-26T09:00"}, start_new_session=True,
    )


def whole(home):
    """The duties in force, after checking that everything holds."""
    store = Store(home)
    with store.read() as unit:
        assert verify(unit) == []
        assert audit.broken(unit) == []
        found = {one.duty: one.number for one in versions.current(unit, MONTH)}
    store.close()
    return found


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_a_publish_that_is_killed_is_done_whole_or_not_at_all(tmp_path, attempt):
    home = issued_home(tmp_path / "home")
    run(home, "withdraw", MONTH, "--duty", "JF", "--reason", "x", now="2026-11-26T08:00")
    run(home, "plan", MONTH, "--repeatable", now="2026-11-26T08:30")
    child = start(home, "publish", MONTH)
    time.sleep(random.Random(attempt).uniform(0.3, 1.6))
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    out, _ = child.communicate()
    found = whole(home)
    assert found in ({"RX": 1, "JT": 1, "ZB": 1, "ZF": 1, "ZX": 1}, {"JF": 2, "RX": 1, "JT": 1, "ZB": 1, "ZF": 1, "ZX": 1})
    assert b"\xe7\xac\xac 2 \xe7\x89\x88" not in out or "JF" in found
    assert run(home, "history", MONTH).returncode == 0


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_a_plan_whose_command_is_killed_leaves_the_issue_and_no_solver(tmp_path, attempt):
    home = issued_home(tmp_path / "home")
    child = start(home, "plan", MONTH)
    time.sleep(random.Random(100 + attempt).uniform(0.4, 2.0))
    if child.poll() is None:
        os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    assert set(whole(home).values()) == {1}
    deadline = time.monotonic() + 5
    while _solvers(child.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _solvers(child.pid) == []


def _solvers(group):
    """Processes of the killed command's group that are still there."""
    listed = subprocess.run(["ps", "-eo", "pid,pgid,stat,args"], capture_output=True, text=True).stdout.splitlines()
    return [line for line in listed if f" {group} " in line and "constraints.engines.child" in line and " Z" not in line]


def test_a_solver_that_is_killed_leaves_the_issue_and_the_older_draft(tmp_path):
    home = issued_home(tmp_path / "home")
    run(home, "plan", MONTH, "--repeatable", now="2026-11-26T08:30")
    child = start(home, "plan", MONTH)
    deadline = time.monotonic() + 10
    while not _solvers(child.pid) and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    for line in _solvers(child.pid):
        os.kill(int(line.split()[0]), signal.SIGKILL)
    child.communicate()
    assert set(whole(home).values()) == {1}
    store = Store(home)
    with store.read() as unit:
        assert drafts.latest(unit, MONTH) is not None


def test_a_site_that_is_killed_shows_the_same_after_a_restart(tmp_path):
    home = issued_home(tmp_path / "home")
    shown = []
    for _ in range(2):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        child = subprocess.Popen([sys.executable, "-m", "web", "--port", str(port)],
                                 env={**os.environ, "DANGZHI_HOME": str(home), "DANGZHI_NOW": "2026-11-26T09:00"})
        shown.append(read_when_up(f"http://127.0.0.1:{port}/feed/public.ics"))
        child.kill()
        child.wait()
    assert shown[0] == shown[1]
    assert set(whole(home).values()) == {1}


def read_when_up(address):
    for _ in range(100):
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the site did not come up")
