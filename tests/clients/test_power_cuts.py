"""The power fails at any moment of a command: all before or all after, and after where it had said so."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import pytest

from planner.home.keys import seal
from planner.issuing.verify import verify
from planner.store import Store
from planner.store.roster import offices
from planner.workbook.write import write_workbook
from tests.fixtures.at_hand import at_hand
from tests.fixtures.killing import rows
from tests.fixtures.office_at_work import NOW, closed, issued_home
from tests.fixtures.power_cut import Recording, cut_at, recorded
from tests.fixtures.tiny_office import tiny
from tests.profile import rounds

CUTS = rounds(3, 3, 500, clients=6)
"""How often the power is cut in each command."""
COMMANDS = {
    "publish": "publish 2026-12 --duties ZX --signed-by 主任 --number 2号 --reason x",
    "plan": "plan 2026-12 --duties ZX --seconds 5 --repeatable",
    "withdraw": "withdraw 2026-12 --duty JF --reason x",
    "swap": "swap accept {offer} --as {asked}",
    "direct": "direct exchange --slot {slot} --from {giver} --for {back} --to {partner} --ordered-by 主任 --agreed",
    "import": "import {folder}/other.xlsx",
    "feed": "feed create --public",
    "told": "notify done {message} --channel 电话 --receipt 好",
    "backup": "backup {folder}/b.zip",
    "key": "backup --key {folder}/key",
}


@dataclass(frozen=True)
class Course:
    """A command that nobody disturbed: its folder and the rows of its store, before and after; what the disk heard."""

    before: Path
    after: Path
    recording: Recording
    old: dict[str, list[str]]
    new: dict[str, list[str]]


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """(folder with a home and what commands need, the words that stand for what is in it)."""
    folder = tmp_path_factory.mktemp("scene")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DANGZHI_NOW", NOW.isoformat())
        store = Store(issued_home(folder / "home"))
        words = at_hand(store)
        seal(folder / "home", "secret")
        write_workbook(folder / "other.xlsx", tiny())
        closed(store)
    return folder, words


@pytest.fixture(scope="module")
def course(scene, tmp_path_factory):
    """How a command goes when nothing happens."""
    folder, words = scene

    @cache
    def once(name):
        place = tmp_path_factory.mktemp(name)
        work = place / "work"
        shutil.copytree(folder, place / "before")
        shutil.copytree(folder, work)
        said = [one.format(**words, folder=work) for one in COMMANDS[name].split()]
        found = recorded(work, [*said, "--home", str(work / "home"), "--lang", "zh"], place / "log")
        assert found.code == 0, found.said
        return Course(place / "before", work, found, rows(folder / "home"), rows(work / "home"))

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DANGZHI_NOW", NOW.isoformat())
        yield once


def wrong(course, image, said):
    """What does not hold in a folder after a cut."""
    home, found = image / "home", []
    there = rows(home)
    if there not in (course.old, course.new):
        found.append("half")
    if said and there != course.new:
        found.append("lost")
    store = Store(home)
    with store.read() as transaction:
        found += verify(transaction, offices.load(transaction))
    store.close()
    for name in ("b.zip", "key"):
        whole = course.after / name
        if (image / name).exists() and (image / name).read_bytes() != whole.read_bytes():
            found.append(f"half of {name}")
        if said and whole.exists() and not (image / name).exists():
            found.append(f"lost {name}")
    return found


def moments(name, count):
    """Calls before which the power is cut: beyond the last, and some that are drawn."""
    rng = Random(name)
    return [count, *(rng.randint(1, count) for _ in range(CUTS - 1))]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_cut_leaves_all_before_or_all_after_and_what_was_said_is_there(course, tmp_path, name):
    one = course(name)
    outcomes = set()
    for number, moment in enumerate(moments(name, len(one.recording.calls))):
        image = tmp_path / str(number)
        said = cut_at(one.recording, one.before, image, moment, Random(number))
        assert wrong(one, image, said) == [], (moment, number)
        outcomes.add(said)
        shutil.rmtree(image)
    assert True in outcomes


@pytest.mark.parametrize("name", ["publish", "backup"])
def test_a_disk_that_forgets_to_sync_is_found(course, tmp_path, name):
    one = course(name)
    lying = one.recording.without_syncs()
    found = []
    for number in range(8):
        image = tmp_path / str(number)
        try:
            said = cut_at(lying, one.before, image, len(lying.calls), Random(number))
            found += wrong(one, image, said)
        except Exception as cause:
            found.append(repr(cause))
    assert found
