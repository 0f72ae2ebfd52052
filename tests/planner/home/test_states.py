"""A store that is gone, empty, damaged or newer is never made anew: each command says what, where and how to mend."""

import io
import shutil
from datetime import datetime

import pytest

from planner.commands.__main__ import WHERE, run_command
from planner.home.trouble import Trouble
from planner.store import Store, Unreadable
from planner.store.engines import sqlite
from planner.worker import snapshot
from tests.fixtures import broken_stores
from tests.fixtures.broken_stores import BROKEN, FILE, READING, WITHOUT_STORE, WRITING, break_store, typed, untouched
from tests.fixtures.office_at_work import MONTH, ZONE, closed, issued_home

pytestmark = pytest.mark.slow
NOW = "2026-12-08T10:00"
SURE_TO_WRITE = ("draw", "feed create", "user add", "withdraw")
"""Commands that write whatever the office holds."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A home whose December is issued, with its snapshot, closed."""
    home = issued_home(tmp_path_factory.mktemp("whole") / "home")
    store = Store(home)
    snapshot.write_snapshot(store, datetime(2026, 12, 8, 10, tzinfo=ZONE))
    closed(store)
    return home


@pytest.fixture
def home(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "home")


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """Runs a command on a home: (exit code, stdout, stderr)."""
    monkeypatch.setenv("DANGZHI_NOW", NOW)

    def ran(words, home, *more):
        monkeypatch.setattr("sys.stdin", io.StringIO("a long password of mine\n"))
        code = run_command([*typed(words, home, tmp_path), *more])
        return (code, *capsys.readouterr())

    return ran


OF_THEIR_OWN = {"demo": "makes its home", "restore": "makes a home", "doctor": "looks past the store's opening"}


def test_every_command_is_in_the_table_but_those_of_their_own():
    listed = {words[0] for words in (*WITHOUT_STORE.values(), *READING.values(), *WRITING.values())}
    assert {name for names in WHERE.values() for name in names} - listed == OF_THEIR_OWN.keys()


@pytest.mark.parametrize("state", BROKEN)
def test_each_command_says_it_and_leaves_the_store_as_it_is(home, said, state):
    break_store(home, state)
    before, wrong = untouched(home), BROKEN[state][1].words(str(home / FILE), home)
    for name, words in WITHOUT_STORE.items():
        assert said(words, home)[::2] == (0, ""), name
    for name, words in (READING | WRITING).items():
        if name == "now" or (state == "tables dropped" and name in ("serve", "worker")):
            continue  # what goes on for long comes up then, and says so on its pages
        assert said(words, home) == (1, "", wrong.zh + "\n"), name
        assert untouched(home) == before, name
    code, out, err = said(READING["now"], home)
    assert (code, err) == (0, wrong.zh + "\n") and "总值班" in out and "快照" in out
    (home / snapshot.NAME).unlink()
    assert said(READING["now"], home, "--lang", "en") == (1, "", wrong.en + "\n")
    assert untouched(home) == before


def test_the_demo_keeps_away_too(home, said):
    break_store(home, "emptied")
    code, _, err = said(["demo", "--no-serve"], home)
    assert code == 1 and "不是演示数据" in err and untouched(home) == b""


def test_a_page_that_is_not_what_it_was_is_never_well(home, said):
    sound = (home / FILE).read_bytes()
    assert said(READING["verify"], home)[:2] == (0, "全部无误\n")
    for number in range(1, len(sound) // broken_stores.PAGE, 29):
        at = number * broken_stores.PAGE
        (home / FILE).write_bytes(sound[:at] + b"\xa5" * broken_stores.PAGE + sound[at + broken_stores.PAGE :])
        damaged = 1, "", Trouble.DAMAGED.words(str(home / FILE), home).zh + "\n"
        assert said(READING["verify"], home) == damaged, number
        for name in ("history", "export"):
            answer = said(READING[name], home)
            assert answer[0] == 0 or answer == damaged, (number, name)


def test_a_store_that_never_stood_is_made_and_one_half_made_is_made_whole(tmp_path, said):
    fresh = tmp_path / "fresh"
    assert said(READING["user list"], fresh)[0] == 0 and (fresh / FILE).exists()
    half = tmp_path / "half"
    half.mkdir(mode=0o700)
    (half / FILE).touch(mode=0o600)
    assert said(READING["user list"], half)[::2] == (0, "")


def test_an_older_home_is_marked_when_it_is_first_opened(home, said):
    (home / "stores-made.json").unlink()
    assert said(READING["history"], home)[0] == 0
    break_store(home, "gone")
    assert said(READING["history"], home)[0] == 1 and untouched(home) is None


def test_a_mark_that_cannot_be_read_counts(home, said):
    (home / "stores-made.json").write_bytes(b"")
    break_store(home, "gone")
    assert said(READING["history"], home)[0] == 1 and untouched(home) is None


def test_a_writer_that_waits_too_long_says_so_and_readers_go_on(home, said, monkeypatch):
    monkeypatch.setattr(sqlite, "WRITER", (*sqlite.WRITER, "busy_timeout=10"))
    other = Store(home)
    locked = 1, "", Trouble.LOCKED.words(str(home / FILE), home).zh + "\n"
    with other.write():
        for name in SURE_TO_WRITE:
            assert said(WRITING[name], home) == locked, name
        assert said(READING["history"], home)[0] == 0
    other.close()


def test_a_store_that_goes_while_it_is_open_takes_no_more_writing(home):
    store = Store(home)
    with store.read():
        pass
    for rest in ("", "-wal", "-shm"):
        (home / f"{FILE}{rest}").rename(home / f"away{rest}")
    for way in (store.read, store.write):
        with pytest.raises(Unreadable) as caught, way():
            pass
        assert caught.value.trouble is Trouble.GONE and untouched(home) is None
    for rest in ("", "-wal", "-shm"):
        (home / f"away{rest}").rename(home / f"{FILE}{rest}")
    with store.write():
        pass
    store.close()


def test_what_nobody_foresaw_on_a_sound_store_is_no_damage(home, said, monkeypatch):
    monkeypatch.setattr("planner.commands.issuing.issue.versions.every", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        said(["history", MONTH], home)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["plan", "9999-12"], 1, "9999-12 太早或太晚"),
        (["history", "9" * 30], 1, "不是月份"),
        (["diff", MONTH, "9" * 30, "1"], 2, "9" * 30),
        (["swap", "accept", "9" * 30, "--as", "office"], 2, "9" * 30),
        (["notify", "target", "--person", "名" * 5000], 2, "名名名"),
        (["sample", "名" * 5000 + ".xlsx", "--size", "small"], 2, "文件名太长"),
        (["export", MONTH, "--to", "名" * 5000 + ".csv"], 2, "文件名太长"),
    ],
)
def test_what_is_far_too_large_is_told_in_a_sentence(home, said, words, code, told):
    ended, out, err = said(words, home)
    assert (ended, out) == (code, "") and told in err and "Traceback" not in err
