"""The disk is full at whichever write of whichever command: a sentence, the store as before, each file whole or absent.

A disk has exactly so many pages left that one write more than the one before is taken: 0, 1, 2 … until all are.
"""

from datetime import date
from random import Random

import pytest

from planner.commands.__main__ import run_command
from planner.home.keys import seal
from planner.issuing.verify import verify
from planner.samples.district import sample
from planner.store import Store
from planner.store.roster import offices
from planner.workbook.write import write_workbook
from tests.fixtures.at_hand import AFTERWARDS, at_hand
from tests.fixtures.full_place import Scene, a_place, used
from tests.fixtures.killing import rows
from tests.fixtures.office_at_work import MONTH, NOW, closed, issued_home
from tests.profile import LONG, rounds

pytestmark = pytest.mark.slow
POINTS = rounds(2, 4, 1000)
"""So many writes of each command are tried."""
COMMANDS = {
    "import": "import {in}/other.xlsx",
    "plan": "plan 2026-12 --duties ZX,JF --seconds 20 --repeatable",
    "draft": "draft 2026-12 {in}/draft.csv",
    "sign": "sign 2026-12",
    "publish": "publish 2026-12 --duties ZX --signed-by 主任 --number 2号 --reason x",
    "withdraw": "withdraw 2026-12 --duty JF --reason x",
    "draw": "draw 2026-12 --duty ZF --seed x",
    "swap offer": "swap offer --slot {slot} --from {giver} --to {partner} --for {back}",
    "swap call": "swap call --slot {slot} --from {giver}",
    "swap accept": "swap accept {offer} --as {asked}",
    "swap decline": "swap decline {offer} --as {asked} --reason x",
    "swap take": "swap take {call} --as {taker}",
    "swap close": "swap close {call} --as office",
    "swap undo": "swap undo {applied} --as office --reason x",
    "direct": "direct exchange --slot {slot} --from {giver} --for {back} --to {partner} --ordered-by 主任 --agreed",
    "direct undo": "direct undo {instruction}",
    "served": "served enter --slot {begun} --actual {stood_in} --confirmed-by 主任",
    "served undo": "served undo {served}",
    "notify done": "notify done {message} --channel 电话 --receipt 好",
    "feed create": "feed create --public",
    "feed rotate": "feed rotate {feed}",
    "feed revoke": "feed revoke {feed}",
    "feed reach": "feed reach intranet",
    "feed allow": "feed allow --person L01",
    "user add": "user add new --role auditor --password-stdin",
    "user password": "user password old --password-stdin",
    "user disable": "user disable old",
    "user enable": "user enable closed",
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
OF_WHAT_WAS = ("served", "served undo")
"""What is said when the month is over."""
TAKES_IN_ERROR = ("marked",)
"""What ends with 2 when all is written."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    given = tmp_path_factory.mktemp("given")
    home = issued_home(given / "home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DANGZHI_NOW", NOW.isoformat())
        store = Store(home)
        words = at_hand(store)
        seal(home, "secret")
        closed(store)
        _given(given, home)
    return Scene(home, {**words, "in": str(given)})


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
    monkeypatch.setenv("DANGZHI_NOW", (AFTERWARDS if name in OF_WHAT_WAS else NOW).isoformat())
    good = 2 if name in TAKES_IN_ERROR else 0
    with a_place(tmp_path, scene) as place:
        place.fresh()
        before, there, taken = rows(place.home), place.files(), used(place)
        code, said = place.done(COMMANDS[name])
        assert code == good, said
        after, made, most = counted(rows(place.home)), place.files(), used(place) - taken
        seen = set()
        for pages in points(name, most):
            place.fresh()
            code, said = place.done(COMMANDS[name], pages)
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


def points(name, most):
    """So many pages to leave: all in order with `--long`, else none, some that are drawn, and one too few."""
    if LONG:
        return range(10 * most + 100)
    drawn = Random(name).sample(range(1, max(most, 2)), min(POINTS - 1, max(most, 2) - 1))
    return sorted({0, *drawn, max(most - 1, 0)})
