"""A backup a night: fourteen stay, the last good one always, and what fails is told and tried again."""

import multiprocessing
import os
import subprocess
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.errors import NotPossible
from planner.store import Store, audit
from planner.store.copies.archive import is_whole
from planner.store.messages.feeds import switch
from planner.upkeep import nightly
from planner.upkeep.worker_beat import SWITCH, give_sign, is_alive, last_sign
from planner.words import Words
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.programs import program

pytestmark = pytest.mark.slow
FIRST = NOW.replace(hour=3)


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def nights(first, number):
    return [f"dangzhi-{first + timedelta(days=one)}.zip" for one in range(number)]


def failures(store):
    with store.read() as transaction:
        return [one.detail["cause"]["zh"] for one in audit.page(transaction, 0, 100, action="backup failed")]


def test_of_twenty_nights_the_last_fourteen_stay_and_nothing_else_in_the_folder_goes(store, folder):
    (folder / "dangzhi-2020-01-01.zip.txt").write_text("kept")
    (folder / "letter.zip").write_text("kept")
    for night in range(20):
        assert nightly.tonight(store, folder, FIRST + timedelta(days=night)) is not None
    made = nights(date(2026, 12, 1), 14)
    assert names(folder) == sorted([*made, "dangzhi-2020-01-01.zip.txt", "letter.zip"])
    assert all(is_whole(folder / name) for name in made)


def test_a_night_has_one_backup_and_begins_at_two_o_clock(store, folder):
    moments = [NOW.replace(hour=hour, minute=minute) for hour, minute in ((1, 59), (2, 0), (9, 0), (23, 59))]
    made = [nightly.tonight(store, folder, moment) for moment in moments]
    assert [one and one.name for one in made] == ["dangzhi-2026-11-24.zip", "dangzhi-2026-11-25.zip", None, None]


def test_a_folder_that_is_not_there_is_not_made_but_told_once_and_tried_again(store, folder, monkeypatch, capsys):
    monkeypatch.setenv("DANGZHI_NOW", FIRST.isoformat())
    away = folder / "mounted"
    assert [nightly.attempt(store, away) for _ in range(3)] == [False] * 3
    assert not away.exists()
    assert len(failures(store)) == 1 and "没有挂载" in failures(store)[0]
    assert capsys.readouterr().err.count("没有挂载") == 3
    assert "没有挂载" in nightly.last_status(store.home).wrong.zh
    away.mkdir()
    assert nightly.attempt(store, away) is True
    assert names(away) == ["dangzhi-2026-11-25.zip"]
    assert nightly.last_status(store.home).wrong is None
    assert len(failures(store)) == 1


@pytest.mark.parametrize("fault", ["not written", "not whole when read back"])
def test_a_night_that_fails_lets_no_older_one_go(store, folder, monkeypatch, fault):
    for night in range(14):
        nightly.tonight(store, folder, FIRST + timedelta(days=night))
    before = names(folder)

    def fail(*_, **__):
        raise NotPossible(Words.given("磁盘已满", "the disk is full"))

    if fault == "not written":
        monkeypatch.setattr(nightly, "back_up", fail)
    else:
        monkeypatch.setattr(nightly, "is_whole", lambda file: False)
    for _ in range(2):
        with pytest.raises(NotPossible):
            nightly.tonight(store, folder, FIRST + timedelta(days=14))
        assert names(folder) == before
    monkeypatch.undo()
    nightly.tonight(store, folder, FIRST + timedelta(days=14))
    assert names(folder) == nights(date(2026, 11, 26), 14)


def test_the_one_just_made_stays_though_the_clock_has_been_put_back(store, folder):
    for night in range(14):
        nightly.tonight(store, folder, FIRST + timedelta(days=night))
    nightly.tonight(store, folder, FIRST - timedelta(days=30))
    assert names(folder) == ["dangzhi-2026-10-26.zip", *nights(date(2026, 11, 25), 14)]


def test_what_a_killed_backup_left_goes_after_a_day_and_what_is_not_one_stays(store, folder):
    for name, age in (("24.zip.123-abcd0123", 90_000), ("25.zip.124-abcd0123", 60)):
        left = folder / f".dangzhi-2026-11-{name}.part"
        left.write_text("half")
        os.utime(left, (time.time() - age,) * 2)
    (folder / ".letter.part").write_text("kept")
    nightly.tonight(store, folder, FIRST)
    assert names(folder) == [".dangzhi-2026-11-25.zip.124-abcd0123.part", ".letter.part", "dangzhi-2026-11-25.zip"]


def _attempted(home, folder, begin):
    store = Store(home)
    begin.wait()
    os._exit(0 if nightly.attempt(store, folder) else 1)


def test_workers_that_begin_at_once_make_one_and_none_calls_it_a_failure(store, folder, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", FIRST.isoformat())
    store.close()
    context = multiprocessing.get_context("fork")
    begin = context.Barrier(4)
    workers = [context.Process(target=_attempted, args=(store.home, folder, begin)) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert [one.exitcode for one in workers] == [0] * 4
    assert names(folder) == ["dangzhi-2026-11-25.zip"] and is_whole(folder / "dangzhi-2026-11-25.zip")
    assert failures(store) == [] and nightly.last_status(store.home).wrong is None


def test_a_worker_counts_as_alive_for_a_minute_after_its_last_sign(store):
    with store.read() as transaction:
        assert last_sign(transaction) is None and not is_alive(transaction)
    give_sign(store)
    with store.read() as transaction:
        first = last_sign(transaction)
        assert is_alive(transaction)
    give_sign(store)
    for sign in (first - timedelta(seconds=61), first + timedelta(days=1)):
        with store.write() as transaction:
            assert last_sign(transaction) == first
            switch(transaction, SWITCH, sign.isoformat())
        give_sign(store)
        with store.read() as transaction:
            assert last_sign(transaction) > first and is_alive(transaction)
            first = last_sign(transaction)


def _awaited(file: Path) -> bool:
    until = time.monotonic() + 60
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.1)
    return file.exists()


def test_a_worker_makes_the_backup_of_the_night_beside_its_work_and_gives_signs(store, folder):
    environment = {**os.environ, "DANGZHI_NOW": FIRST.isoformat(), "DANGZHI_BACKUP": str(folder)}
    worker = subprocess.Popen(program("planner.commands", "worker", "--home", str(store.home)), env=environment)
    try:
        assert _awaited(folder / "dangzhi-2026-11-25.zip") and _awaited(store.home / nightly.STATUS)
    finally:
        worker.kill()
        worker.wait()
    assert is_whole(folder / "dangzhi-2026-11-25.zip")
    with store.read() as transaction:
        assert is_alive(transaction)
