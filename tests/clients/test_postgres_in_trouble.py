"""A PostgreSQL server in every kind of trouble: each command and each page says what, and what can be read is read."""

import io
import os
import shutil
import stat
import threading
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from planner.commands.__main__ import run_command
from planner.home.trouble import Trouble, Unreadable
from planner.samples.district import sample
from planner.store import Store, audit
from planner.store.connection.driver_faults import BY_STATE
from planner.store.engines import postgresql
from planner.store.engines.postgresql import WRITERS
from planner.worker import snapshot
from tests.fixtures.broken_stores import READING, WITHOUT_STORE, WRITING, typed
from tests.fixtures.engines import ADDRESS, Server
from tests.fixtures.office_at_work import NOW, issued, planned, store_with
from tests.fixtures.server_states import STATES
from tests.fixtures.small_disk import disk, filled
from web import create_app, waiting

FIRST = "whole"
SURE_TO_WRITE = ("draw", "feed create", "user add", "withdraw")
PAGES = ("/", "/month/2026-12", "/check?code=abc", "/login", "/api/v1/public/today")


@pytest.fixture(scope="module")
def server():
    """A server of this module's own, which may be killed."""
    made = Server()
    yield made
    made.end()


@pytest.fixture(scope="module")
def whole(server, tmp_path_factory):
    """The home of an office whose December is issued, with its snapshot; its database is a template."""
    home = tmp_path_factory.mktemp("whole") / "home"
    server.do(f"CREATE DATABASE {FIRST} TEMPLATE template0")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DANGZHI_NOW", NOW.isoformat())
        patched.setenv(ADDRESS, server.address(FIRST))
        store = store_with(home, sample("small", 1, date(2026, 12, 1)))
        planned(store)
        issued(store)
        snapshot.write_snapshot(store, NOW)
        store.close()
    return home


@pytest.fixture
def home(server, whole, tmp_path, monkeypatch):
    """A copy of that home with a database of its own, `office`."""
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-08T10:00")
    monkeypatch.setenv("DANGZHI_BASE_URL", "")
    monkeypatch.setenv(ADDRESS, server.address("office"))
    server.do("DROP DATABASE IF EXISTS office WITH (FORCE)", f"CREATE DATABASE office TEMPLATE {FIRST}")
    home = shutil.copytree(whole, tmp_path / "home")
    note = home / "stores-made.json"
    note.write_text(note.read_text().replace(f"/{FIRST}", "/office"))
    monkeypatch.setenv("DANGZHI_HOME", str(home))
    monkeypatch.setattr(
        postgresql, "NEXT_WRITER", f"SET LOCAL lock_timeout = 1500; SELECT pg_advisory_xact_lock({WRITERS})"
    )
    yield home
    server.do("DROP DATABASE office WITH (FORCE)")


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """Runs a command on a home: (exit code, stdout, stderr)."""

    def ran(words, home, *more):
        monkeypatch.setattr("sys.stdin", io.StringIO("a long password of mine\n"))
        code = run_command([*typed(words, home, tmp_path), *more])
        return (code, *capsys.readouterr())

    return ran


def sentence(trouble, address, home):
    """What a command says of a trouble."""
    name = address.partition("?")[0].rpartition("/")[2]
    return trouble.words(f"postgresql://localhost:/{name}", home).zh + "\n"


IN_THE_MIDDLE = {Trouble.CUT_OFF, Trouble.CONFLICT, Trouble.SERVER_FULL, Trouble.SHORT}
"""What is tried by itself below."""


def test_no_trouble_of_a_server_is_left_out():
    tried = {one.said for one in STATES.values()} | IN_THE_MIDDLE
    assert tried == set(BY_STATE.values()) | {Trouble.SERVER_EMPTY, Trouble.NEWER}


@pytest.mark.parametrize("state", [one for one, what in STATES.items() if not what.reads])
def test_each_command_says_what_is_wrong_with_the_server(server, home, said, monkeypatch, state):
    wrong = STATES[state].said
    with STATES[state].enter(server, "office") as address:
        monkeypatch.setenv(ADDRESS, address)
        told = sentence(wrong, address, home)
        for name, words in WITHOUT_STORE.items():
            assert said(words, home)[::2] == (0, ""), name
        for name, words in (READING | WRITING).items():
            if name == "now" or (state == "tables dropped" and name in ("serve", "worker")):
                continue  # what goes on for long comes up then, and says so on its pages
            assert said(words, home) == (1, "", told), name
        code, out, err = said(READING["now"], home)
        assert (code, err) == (0, told) and "总值班" in out and "快照" in out
        code, out, err = said(["doctor"], home)
        assert code == 1 and "Traceback" not in out + err
        if wrong not in (Trouble.SERVER_EMPTY, Trouble.NEWER):  # the doctor has words of its own for schemas
            assert wrong.cause_and_cure("", home)[1].zh in out


@pytest.mark.parametrize("state", [one for one, what in STATES.items() if what.reads])
def test_a_server_that_lets_nobody_write_is_read_all_the_same(server, home, said, monkeypatch, state):
    right = {name: said(words, home) for name, words in READING.items()}
    with STATES[state].enter(server, "office") as address:
        monkeypatch.setenv(ADDRESS, address)
        for name, words in READING.items():
            assert said(words, home) == right[name], name
        for name in SURE_TO_WRITE:
            assert said(WRITING[name], home) == (1, "", sentence(STATES[state].said, address, home)), name
    assert said(READING["verify"], home)[:2] == (0, "全部无误\n")


@pytest.mark.parametrize("state", [one for one, what in STATES.items() if not what.reads])
def test_a_site_that_starts_beside_such_a_server_says_so_until_it_answers(server, home, monkeypatch, state):
    monkeypatch.setattr(waiting, "LOOK", 0.0)
    wrong = STATES[state].said
    with STATES[state].enter(server, "office") as address:
        monkeypatch.setenv(ADDRESS, address)
        client = create_app().test_client()
        for path in PAGES:
            answer = client.get(path)
            text = answer.get_data(as_text=True)
            if path == "/login" and answer.status_code == 200:
                continue  # it asks nothing of the store
            assert answer.status_code == 503, (path, answer.status_code)
            assert str(home) not in text and "postgresql" not in text
            assert wrong.without_place.zh in text or answer.json["message"] == wrong.without_place.zh


@pytest.mark.parametrize("state", ["gone", "shutting down", "a closed database", "no connection left"])
def test_a_running_site_whose_server_goes_away_says_so_and_comes_back(server, home, state):
    client = create_app().test_client()
    assert client.get("/").status_code == 200
    store = client.application.extensions["store"]
    if state != "gone":  # which leaves the site with a connection that it does not know to be dead
        store.engine.dispose()
    with STATES[state].enter(server, "office"):
        answer = client.get("/")
        text = answer.get_data(as_text=True)
        assert answer.status_code == 503 and STATES[state].said.without_place.zh in text
        if state == "shutting down":
            store.engine.dispose()
    assert client.get("/").status_code == 200
    store.close()


def test_a_form_sent_to_a_server_that_only_reads_is_refused_in_words_and_pages_go_on(server, home):
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with STATES["only read"].enter(server, "office"):
        app.extensions["store"].engine.dispose()
        assert client.get("/").status_code == 200
        answer = client.post("/login", data={"name": "nobody", "password": "wrong"})
        text = answer.get_data(as_text=True)
        assert answer.status_code == 401 or Trouble.SERVER_READ_ONLY.without_place.zh in text
        assert "Traceback" not in text
    app.extensions["store"].close()


def writer_stopped(store, *steps):
    """What a writer says that is stopped at one of its steps, each a statement or something else that happens."""

    def write():
        with store.write() as transaction:
            for step in steps:
                if callable(step):
                    step()
                else:
                    transaction.connection.exec_driver_sql(step)

    with pytest.raises(Unreadable) as caught:
        write()
    return caught.value.trouble


STOPS = "SELECT {}(pid) FROM pg_stat_activity WHERE datname = 'office'"


def test_what_breaks_off_in_the_middle_may_have_been_done_or_not_and_says_so(server, home):
    store = Store(home)
    ends = partial(server.do, STOPS.format("pg_terminate_backend"))
    assert writer_stopped(store, "SELECT 1", ends, "SELECT 2") is Trouble.CUT_OFF
    assert writer_stopped(store, "SELECT 1", server.kill, "SELECT 2") is Trouble.CUT_OFF
    server.start()
    with store.write():
        pass
    store.close()


def test_a_commit_that_breaks_off_says_the_same(server, home):
    store = Store(home)
    assert writer_stopped(store, "SELECT 1", server.kill) is Trouble.CUT_OFF
    server.start()
    store.close()


def test_what_is_cancelled_has_changed_nothing(server, home):
    store = Store(home)
    threading.Timer(1.0, server.do, [STOPS.format("pg_cancel_backend")]).start()
    assert writer_stopped(store, "SELECT pg_sleep(20)") is Trouble.CANCELLED
    store.close()


def test_a_server_whose_shared_memory_is_used_up_says_so(server, home):
    store = Store(home)
    locks = "SELECT pg_advisory_xact_lock(n) FROM generate_series(1, 200000) AS n"
    assert writer_stopped(store, locks) is Trouble.SHORT
    store.close()


def test_two_that_wait_for_each_other_are_told_that_nothing_was_changed(server, home):
    store = Store(home)
    with psycopg.connect(f"host={server.folder} user=office dbname=office") as other:
        other.execute("SET deadlock_timeout = '30s'")
        other.execute("LOCK TABLE audit")
        waits = threading.Thread(target=other.execute, args=(f"SELECT pg_advisory_xact_lock({WRITERS})",))
        times = "SET LOCAL deadlock_timeout = '2s'; SET LOCAL lock_timeout = '60s'"
        steps = times, waits.start, "SELECT count(*) FROM audit"
        assert writer_stopped(store, *steps) is Trouble.CONFLICT
        waits.join()
    store.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk")
def test_a_server_whose_disk_is_full_says_so_and_is_read(tmp_path, monkeypatch, said):
    with TemporaryDirectory() as open_to_the_server, disk(Path(open_to_the_server) / "disk", "160m") as place:
        for one in (place.parent, place):
            one.chmod(0o755)
        server = Server(place)
        monkeypatch.setenv("DANGZHI_NOW", "2026-12-08T10:00")
        monkeypatch.setenv(ADDRESS, server.address("postgres"))
        store = store_with(tmp_path / "home", sample("small", 1, date(2026, 12, 1)))
        filled(place)
        grow = "CREATE TABLE more AS SELECT repeat(md5(n::text), 100) FROM generate_series(1, 50000) AS n"
        assert writer_stopped(store, grow) is Trouble.SERVER_FULL
        with pytest.raises(Unreadable) as caught:
            back_in(store)
        assert caught.value.trouble is Trouble.SERVER_FULL
        assert said(READING["user list"], tmp_path / "home")[0] == 0
        assert said(READING["verify"], tmp_path / "home")[0] == 0
        store.close()
        server.end()


def back_in(store):
    """Write as much as an import of a very large office does."""
    with store.write() as transaction:
        for number in range(4000):
            audit.record(transaction, NOW, "test", "sign", {"text": f"{number}" * 1000})


def test_a_home_beside_a_server_is_for_its_owner_alone(server, home, said):
    for one in [home, *home.rglob("*")]:
        one.chmod(0o777 if one.is_dir() else 0o666)
    _, _, err = said(READING["user list"], home)
    assert "已改为仅限本帐号" in err
    said(WRITING["feed create"], home)
    modes = {stat.S_IMODE(one.stat().st_mode) for one in [home, *home.rglob("*")]}
    assert modes == {0o700, 0o600}
