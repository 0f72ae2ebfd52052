"""kill −9 at any moment: after a restart what was issued is whole, and an acknowledged write is there."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

import pytest

from planner.access import logins
from planner.issuing.verify import verify
from planner.store import Store, record
from planner.store.jobs import JobSettings
from planner.store.people import offers
from planner.store.roster import drafts, offices, versions
from planner.worker import jobs
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.serving import GONE, PATIENCE, site_process
from tests.fixtures.swaps import asked, clean_swap
from tests.profile import rounds

pytestmark = pytest.mark.engines

PASSWORD = "correct horse"

ROUNDS = rounds(4, 8, 200)


def start(home, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "planner.commands", *arguments, "--home", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "DANGZHI_NOW": "2026-11-26T09:00"},
        start_new_session=True,
    )


def whole(home):
    """The duties in force, after checking that everything holds."""
    store = Store(home)
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []
        assert record.broken(transaction) == []
        found = {one.duty: one.number for one in versions.current(transaction, MONTH)}
    store.close()
    return found


@pytest.mark.slow
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
    assert found in (
        {"RX": 1, "JT": 1, "ZB": 1, "ZF": 1, "ZX": 1},
        {"JF": 2, "RX": 1, "JT": 1, "ZB": 1, "ZF": 1, "ZX": 1},
    )
    assert b"\xe7\xac\xac 2 \xe7\x89\x88" not in out or "JF" in found
    assert run(home, "history", MONTH).returncode == 0


@pytest.mark.slow
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
    return [line for line in listed if f" {group} " in line and "constraints.child" in line and " Z" not in line]


@pytest.mark.slow
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
    with store.read() as transaction:
        assert drafts.latest(transaction, MONTH) is not None


@pytest.mark.slow
def test_a_site_that_is_killed_shows_the_same_after_a_restart(tmp_path):
    home = issued_home(tmp_path / "home")
    shown = []
    for _ in range(2):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        child = subprocess.Popen(
            [sys.executable, "-m", "web", "--port", str(port)],
            env={**os.environ, "DANGZHI_HOME": str(home), "DANGZHI_NOW": "2026-11-26T09:00"},
        )
        shown.append(read_when_up(f"http://127.0.0.1:{port}/feed/public.ics"))
        child.kill()
        child.wait()
    assert shown[0] == shown[1]
    assert set(whole(home).values()) == {1}


def read_when_up(address):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read()
        except GONE:
            time.sleep(0.1)
    raise AssertionError("the site did not come up")


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_a_swap_that_the_site_said_yes_to_is_there_after_a_kill(tmp_path, attempt):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    slot, giver, taker, back = clean_swap(store)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "taker", "official", taker[2:], PASSWORD, NOW, "test")
    made = asked(store, slot, giver, taker, back)
    with site_process(home, "2026-11-26T09:00") as (address, process):
        jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        post(jar, address, "/login", name="taker", password=PASSWORD)
        killer = threading.Timer(random.Random(attempt).uniform(0, 0.12), process.kill)
        killer.start()
        try:
            said = "已办理" in post(jar, address, f"/me/offer/{made.id}/accept")
        except GONE:
            said = False
        killer.join()
    with store.read() as transaction:
        applied = offers.get(transaction, made.id).state == "applied"
        assert (
            applied
            == ((slot, taker) in versions.in_force(transaction).pairs)
            == ((back, giver) in versions.in_force(transaction).pairs)
        )
        assert applied or not said
    assert whole(home)["RX"] == 1 + applied


def post(jar, address, path, **form):
    """Send a form with the token of the log-in page; the page that came back."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', jar.open(address + "/login").read().decode()).group(1)
    data = urllib.parse.urlencode({"csrf_token": token, **form}).encode()
    return jar.open(urllib.request.Request(address + path, data, {"Referer": address})).read().decode()


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(rounds(1, 4, 50)))
def test_the_job_of_a_killed_worker_goes_on_and_the_issue_stays(tmp_path, attempt):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
        id = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk")
    first = start(home, "worker")
    time.sleep(random.Random(200 + attempt).uniform(0.8, 3.0))
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert set(whole(home).values()) == {1}
    second = start(home, "worker")
    ended = jobs.wait(store, id, 60)
    os.killpg(second.pid, signal.SIGKILL)
    second.communicate()
    assert ended.state == "done" and ended.result.status == "optimal"
    assert set(whole(home).values()) == {1}
