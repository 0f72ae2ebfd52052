"""The folder for a portal: whole pages whose links stay inside, no telephone, only what residents may see.

Where a new one fails, the old one stays.
"""

import re
from datetime import datetime

import pytest
from icalendar import Calendar

from planner.changing.swap import accept
from planner.errors import NotPossible
from planner.store import Store
from planner.store.roster import offices
from planner.worker import portal as by_command
from tests.fixtures.office_at_work import MONTH, ZONE, issued_home, run
from tests.fixtures.swaps import asked, clean_swap
from web import static_site

NOW = "2026-12-09T09:30"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW)
    return Store(issued_home(tmp_path / "home"))


@pytest.mark.slow
def test_every_page_stands_alone_in_both_languages(store, tmp_path):
    folder = tmp_path / "portal"
    names = static_site.write_site(store, folder)
    assert names == sorted(
        [
            "bootstrap.min.css",
            "site.css",
            "public.ics",
            "JF.ics",
            "JT.ics",
            "ZX.ics",
            *(name + lang for name in ("index", f"month-{MONTH}") for lang in (".html", ".en.html")),
        ]
    )
    for page in folder.glob("*.html"):
        text = page.read_text("utf-8")
        targets = re.findall(r'(?:href|src)="([^"]+)"', text)
        assert {one.partition("#")[0] for one in targets} <= {*names, "", "data:,"}, page.name
        assert "csrf" not in text and "/office" not in text and "/me" not in text
    assert "今日接访与服务安排" in (folder / "index.html").read_text("utf-8")
    assert "Reception and services today" in (folder / "index.en.html").read_text("utf-8")
    assert Calendar.from_ical((folder / "JF.ics").read_bytes()).walk("VEVENT")


def test_it_carries_no_telephone_of_anybody_and_nothing_that_is_not_public(store, tmp_path):
    folder = tmp_path / "portal"
    static_site.write_site(store, folder)
    with store.read() as transaction:
        office = offices.load(transaction)
    phones = {
        phone for rows in office.people.values() for row in rows for phone in (row.mobile, row.office_phone) if phone
    }
    hidden = [duty.name for duty in office.duties.values() if duty.public == "no"]
    for file in folder.iterdir():
        text = file.read_text("utf-8")
        assert not [phone for phone in phones if phone in text] and not [
            name for name in hidden if f">{name}<" in text or f"CATEGORIES:{name}\r" in text
        ], file.name


def test_after_a_change_only_the_new_name_is_there(store, tmp_path):
    slot, giver, taker, back = clean_swap(store, "JF", "JF-1")
    folder, now = tmp_path / "portal", datetime(2026, 11, 26, 9, tzinfo=ZONE)
    id = asked(store, slot, giver, taker, back, now=now).id
    if accept(store, id, "office", frozenset(), now, "zh").state != "applied":
        from planner.changing.swap import approve

        approve(store, id, "office", frozenset(), now, "zh")
    static_site.write_site(store, folder)
    with store.read() as transaction:
        office = offices.load(transaction)
    text = (folder / f"month-{MONTH}.html").read_text("utf-8")
    day = f"{slot[-8:-4]}-{slot[-4:-2]}-{slot[-2:]}"
    row = re.search(rf'<tr[^>]*>\s*<th[^>]*>\s*<time datetime="{day}".*?</tr>', text, re.DOTALL).group(0)
    assert office.name(taker) in row and office.name(giver) not in row


def test_a_folder_that_could_not_be_written_leaves_the_old_one(store, tmp_path, monkeypatch):
    folder = tmp_path / "portal"
    before = static_site.write_site(store, folder)
    monkeypatch.setattr(static_site, "_calendars", lambda *parts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        static_site.write_site(store, folder)
    assert sorted(file.name for file in folder.iterdir()) == before and [
        one.name for one in tmp_path.glob("portal*")
    ] == ["portal"]


@pytest.mark.slow
def test_the_command_writes_it_and_says_why_it_cannot(store, tmp_path):
    done = run(store.home, "portal", str(tmp_path / "portal"), now=NOW)
    assert done.returncode == 0 and "index.html" in done.stdout and (tmp_path / "portal" / "index.html").exists()
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(NotPossible):
        by_command.write_portal(store, blocked / "portal")
    assert blocked.read_text() == "in the way"


@pytest.mark.slow
@pytest.mark.parametrize("way", ["a folder of others", "the home", "the folder of the home", "a file"])
def test_what_is_no_folder_of_public_pages_is_never_put_away(store, tmp_path, way):
    others = tmp_path / "others"
    others.mkdir()
    (others / "letters.docx").write_text("mine")
    (others / "index.html").write_text("mine too")
    place = {"a folder of others": others, "the home": store.home, "the folder of the home": tmp_path}.get(
        way, others / "letters.docx"
    )
    (tmp_path / "others.old").mkdir()
    (tmp_path / "others.old" / "older").write_text("older")
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    with pytest.raises(NotPossible) as caught:
        by_command.write_portal(store, place)
    assert str(place) in caught.value.words.zh and "没有动" in caught.value.words.zh
    with pytest.raises(NotPossible):
        static_site.write_site(store, place)
    after = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    assert {one: data for one, data in after.items() if one in before} == before and not (after.keys() - before.keys())


def test_a_folder_written_before_is_written_anew_and_one_beside_it_stays(store, tmp_path):
    folder = tmp_path / "portal"
    beside = tmp_path / "portal.old"
    beside.mkdir()
    (beside / "letters.docx").write_text("mine")
    first = static_site.write_site(store, folder)
    (folder / "index.html").write_text("old")
    assert static_site.write_site(store, folder) == first and (folder / "index.html").read_text("utf-8") != "old"
    assert (beside / "letters.docx").read_text() == "mine"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home", "portal", "portal.old"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert static_site.write_site(store, empty) == first
