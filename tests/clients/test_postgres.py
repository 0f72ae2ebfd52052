"""The same promises on PostgreSQL: one winner, never a double booking, versions and log whole."""

import getpass
import shutil
import socket
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path

import pytest

from planner.issuing.verify import verify
from planner.samples.district import sample
from planner.store import Store, audit
from planner.store.jobs import JobSettings
from planner.store.roster import offices, versions
from planner.worker import jobs
from tests.fixtures import both_engines, instructions, swaps
from tests.fixtures.office_at_work import MONTH, NOW, issued, planned


def programs():
    """The folder of the newest PostgreSQL server, off the PATH on Debian."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(shutil.which("initdb") or "")]
    assert found[-1].is_file(), "apt-get install postgresql"
    return found[-1].parent


def as_server(*command):
    """Run as the server's account: it refuses to run as root."""
    before = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    return subprocess.run([*before, *map(str, command)], check=True, capture_output=True, text=True)


@pytest.fixture(scope="module")
def server():
    """The address of a server of our own, on a free port."""
    folder = Path(tempfile.mkdtemp(prefix="dangzhi-pg-"))
    if getpass.getuser() == "root":
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    as_server(programs() / "initdb", "-D", folder / "data", "-U", "office", "-A", "trust", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    as_server(programs() / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
    yield f"postgresql://office@127.0.0.1:{port}"
    as_server(programs() / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def store(server, tmp_path):
    """A database of its own, with December issued."""
    name = f"office{time.monotonic_ns()}"
    as_server(programs() / "createdb", "-h", "127.0.0.1", "-p", server.rpartition(":")[2], "-U", "office", name)
    store = Store(tmp_path / "home", f"{server}/{name}")
    with store.write() as transaction:
        offices.save(transaction, offices.load(transaction), sample("small", 1, date(2026, 12, 1)))
    planned(store)
    issued(store)
    yield store
    store.close()


def test_32_parallel_accepts_leave_one_winner(store):
    both_engines.one_winner_of_32(store, swaps.CROWDS // 6)


def test_one_person_is_never_double_booked(store):
    both_engines.never_double_booked(store, swaps.ROUNDS // 3)


def test_swaps_instructions_and_what_happened_do_what_they_do_on_sqlite(store):
    both_engines.exchanged_and_undone(store)
    both_engines.past_counts_for_who_served(store)
    wish = instructions.exchange(store)
    instructions.give(store, wish)
    assert instructions.on(store, wish.slot) == [wish.partner]
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == [] and audit.broken(transaction) == []


def test_a_month_is_planned_in_the_background(store, monkeypatch):
    import threading

    monkeypatch.setenv("DANGZHI_NOW", "2026-11-25T09:00")
    id = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk")
    jobs.work(store, threading.Event(), once=True)
    assert jobs.wait(store, id, 1).state == "done"
    with store.read() as transaction:
        assert {one.number for one in versions.current(transaction, MONTH)} == {1}
