"""The disk is full at whichever write of whichever command: a sentence, the store as before, each file whole or absent.

A disk has exactly so many pages left that one write more than the one before is taken: 0, 1, 2 … until all are.
"""

import io
import os
import shutil
import sys
import traceback
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pytest

from constraints import process
from planner.access import logins
from planner.commands.__main__ import run_command
from planner.home.keys import seal
from planner.issuing.verify import verify
from planner.issuing.withdrawal import withdraw
from planner.samples.district import sample
from planner.store import Store
from planner.store.roster import offices
from planner.workbook.write import write_workbook
from tests.fixtures.killing import rows
from tests.fixtures.office_at_work import MONTH, NOW, closed, issued_home, planned
from tests.fixtures.small_disk import PAGE, can_mount, disk, files_up_to, resized, used_pages
from tests.fixtures.swaps import clean_swap
from tests.profile import LONG, rounds

pytestmark = pytest.mark.slow
POINTS = rounds(2, 4, 1000)
"""So many writes of each command are tried."""
ROOM = 40 << 20
COMMANDS = {
    "import": "import {in}/other.xlsx",
    "plan": "plan 2026-12 --duties ZX,JF --seconds 20 --repeatable",
    "draft": "draft 2026-12 {in}/draft.csv",
    "sign": "sign 2026-12",
    "publish": "publish 2026-12 --duties ZX --signed-by 主任 --number 2号 --reason x",
    "withdraw": "withdraw 2026-12 --duty JF --reason x",
    "draw": "draw 2026-12 --duty ZF --seed x",
    "swap offer": "swap offer --slot {slot} --from {giver} --to {taker} --for {back}",
    "swap call": "swap call --slot {slot} --from {giver}",
    "feed create": "feed create --public",
    "feed reach": "feed reach intranet",
    "user add": "user add new --role auditor --password-stdin",
    "user password": "user password old --password-stdin",
    "user disable": "user disable old",
    "notify target": "notify target --person L01 --address dingtalk://abcdefgh@1234/",
    "calendar": "calendar 2027 --load {in}/notice.json",
    "backup": "backup {out}/b.zip",
    "backup key": "backup --key {out}/key",
    "restore": "restore {in}/b.zip --home {out}/restored",
    "portal": "portal {out}/portal",
    "template": "template {out}/t.xlsx",
    "sample": "sample {out}/sample --size small",
    "workbook": "export --workbook {out}/w.xlsx",
    "rules": "rules --to {out}/rules.docx",
    **{kind: f"export 2026-12 --to {{out}}/m.{kind}" for kind in ("csv", "json", "xlsx", "docx", "pdf", "ics", "txt")},
    "marked": "import {in}/wrong.xlsx --marked {out}/marked.xlsx",
}
"""Commands that write, each of another kind."""
MADE_IN_PASSING = ("on-duty.json", "signing.key")
"""Files of a home that whatever comes first makes."""
TAKES_IN_ERROR = ("marked",)
"""What ends with 2 when all is written."""


@dataclass(frozen=True)
class Scene:
    """A home to do things to, closed, what they need beside it, and the words that stand for both."""

    home: Path
    given: Path
    words: dict[str, str]


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    given = tmp_path_factory.mktemp("given")
    home = issued_home(given / "home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DANGZHI_NOW", NOW.isoformat())
        store = Store(home)
        withdraw(store, MONTH, "ZX", "重排", NOW, "test")
        planned(store)
        slot, giver, taker, back = clean_swap(store, "RX")
        with store.write() as transaction:
            office = offices.load(transaction)
            logins.add(transaction, office, "old", "auditor", "", "a long password of mine", NOW, "test")
        seal(home, "secret")
        closed(store)
        _given(given, home)
    words = {"slot": slot, "giver": giver[2:], "taker": taker[2:], "back": back, "in": given}
    return Scene(home, given, words)


def _given(given, home):
    write_workbook(given / "other.xlsx", sample("small", 2, date(2026, 12, 1)))
    write_workbook(given / "wrong.xlsx", sample("small", 2, date(2026, 12, 1)))
    import openpyxl

    book = openpyxl.load_workbook(given / "wrong.xlsx")
    book["人员"]["B2"].value = None
    book["值班事项"]["D2"].value = "胡写"
    book.save(given / "wrong.xlsx")
    (given / "notice.json").write_text(NOTICE, "utf-8")
    for words in (["export", MONTH, "--draft", "--to", str(given / "draft.csv")], ["backup", str(given / "b.zip")]):
        assert run_command([*words, "--home", str(home), "--lang", "zh"]) == 0


NOTICE = (
    '{"year": 2027, "notices": [{"number": "国办发明电〔2026〕9号", "date": "2026-11-20"}], '
    '"off": {"2027-01-01": "元旦", "2027-01-02": "元旦", "2027-01-03": "元旦"}, "work": {}}'
)


class Place:
    """A disk, or a folder, with a copy of the home and a folder for what is written."""

    def __init__(self, folder, scene):
        self.folder, self.scene = folder, scene
        self.home, self.out = folder / "home", folder / "out"

    def fresh(self):
        if can_mount():
            resized(self.folder, ROOM // PAGE)
        for one in self.folder.iterdir():
            shutil.rmtree(one)
        shutil.copytree(self.scene.home, self.home)
        self.out.mkdir()

    def done(self, name, pages=None):
        """Run a command in a fork, with so many pages left; (exit code, what it said)."""
        words = [one.format(**self.scene.words, out=self.out) for one in COMMANDS[name].split()]
        words += [] if "--home" in words else ["--home", str(self.home)]
        if pages is not None and can_mount():
            resized(self.folder, used_pages(self.folder) + pages)
        reading, writing = os.pipe()
        pid = os.fork()
        if not pid:
            os._exit(self._run(words, pages, writing))
        os.close(writing)
        with os.fdopen(reading, "rb") as stream:
            said = stream.read().decode("utf-8", "replace")
        _, status = os.waitpid(pid, 0)
        if can_mount():
            resized(self.folder, ROOM // PAGE)
        return os.waitstatus_to_exitcode(status), said

    def _run(self, words, pages, writing):
        process._SPARE.clear()  # a solver that stands by is the first process's
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        sys.stdin = io.StringIO("another long password of mine\n")
        with ExitStack() as limits:
            if pages is not None and not can_mount():
                limits.enter_context(files_up_to(pages * PAGE))
            try:
                return run_command([*words, "--lang", "zh"])
            except BaseException:
                traceback.print_exc()
                return 9
            finally:
                sys.stdout.flush()
                sys.stderr.flush()

    def files(self):
        """The paths of all that stands in the place beside the store."""
        return sorted(
            str(one.relative_to(self.folder))
            for one in self.folder.rglob("*")
            if not one.name.startswith("dangzhi.sqlite") and one.name not in MADE_IN_PASSING
        )


@contextmanager
def a_place(tmp_path, scene):
    if can_mount():
        with disk(tmp_path / "disk", str(ROOM)) as folder:
            yield Place(folder, scene)
    else:
        (tmp_path / "disk").mkdir()
        yield Place(tmp_path / "disk", scene)


def counted(found):
    return {table: len(some) for table, some in found.items()}


def sound(home):
    store = Store(home)
    with store.read() as transaction:
        found = verify(transaction, offices.load(transaction))
    store.close()
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_whichever_write_is_not_taken_nothing_is_lost_or_half(tmp_path, scene, monkeypatch, name):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    good = 2 if name in TAKES_IN_ERROR else 0
    with a_place(tmp_path, scene) as place:
        place.fresh()
        before, there, taken = rows(place.home), place.files(), used(place)
        code, said = place.done(name)
        assert code == good, said
        after, made, most = counted(rows(place.home)), place.files(), used(place) - taken
        seen = set()
        for pages in points(name, most):
            place.fresh()
            code, said = place.done(name, pages)
            assert "Traceback" not in said and code in (good, 1), (pages, said)
            found = rows(place.home)
            if code == good:
                assert (counted(found), place.files()) == (after, made), pages
            else:
                assert "磁盘" in said and said.endswith(("。\n", "再做一次\n", "权限\n", "再恢复一次\n")), (pages, said)
                assert (found, place.files()) == (before, there), (pages, said)
            assert sound(place.home) == [], pages
            seen.add(code == good)
            if LONG and code == good:
                break
        assert False in seen


def used(place):
    if can_mount():
        return used_pages(place.folder)
    return max(one.stat().st_size for one in place.folder.rglob("*") if one.is_file()) // PAGE


def points(name, most):
    """So many pages to leave: all in order with `--long`, else none, some that are drawn, and one too few."""
    if LONG:
        return range(10 * most + 100)
    drawn = Random(name).sample(range(1, max(most, 2)), min(POINTS - 1, max(most, 2) - 1))
    return sorted({0, *drawn, max(most - 1, 0)})
