"""Every slot is named by the same words, duty, date, shift, post and site, on the command line and by the API."""

import json
from datetime import timedelta

import pytest

from planner.access import logins
from planner.errors import NotPossible
from planner.judging.refusals import Refusal
from planner.roster.addressing import SlotWords, issued_line, site_name, slot_named
from planner.roster.issued import issued_lines
from planner.store import Store
from planner.store.roster import actual_service, offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.swaps import asked, refusal
from web import create_app


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = issued_home(tmp_path_factory.mktemp("words") / "home")
    with Store(home).write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    return home


@pytest.fixture(scope="module")
def lines(home):
    with Store(home).read() as transaction:
        return issued_lines(transaction, offices.load(transaction), MONTH)


@pytest.fixture(scope="module")
def office(home):
    with Store(home).read() as transaction:
        return offices.load(transaction)


def words(line, *, site=""):
    found = ["--duty", line.duty_name, "--date", f"{line.day}", "--shift", line.slot.shift, "--post", line.slot.post]
    return [*found, "--site", site] if site else found


def visit(lines):
    return next(line for line in lines if line.site and line.people)


def test_every_issued_slot_is_found_by_its_words(home, office, lines):
    with Store(home).read() as transaction:
        for line in lines:
            for site in {line.site, site_name(office, line)}:
                said = SlotWords(line.slot.duty, line.day, line.slot.shift, line.slot.post, site)
                assert issued_line(Standing.read(transaction), said).slot.id == line.slot.id
            text = f"{line.duty_name} {line.day} {line.slot.shift} {line.slot.post} {site_name(office, line)}"
            assert (
                slot_named(Standing.read(transaction), text)
                == line.slot.id
                == slot_named(Standing.read(transaction), line.slot.id)
            )


def test_what_is_meant_twice_is_asked_for_by_the_words_that_differ(home, office, lines):
    line = visit(lines)
    with Store(home).read() as transaction:
        with pytest.raises(NotPossible) as caught:
            issued_line(Standing.read(transaction), SlotWords(line.slot.duty, line.day))
        assert "地点（--site）" in caught.value.words.zh and "--shift" not in caught.value.words.zh
        assert "--site" in caught.value.words.en and "--post" not in caught.value.words.en
        with pytest.raises(NotPossible, match="no such place"):
            issued_line(Standing.read(transaction), SlotWords(line.slot.duty, line.day, site="没有这个村"))
        with pytest.raises(NotPossible, match="nothing of that duty"):
            issued_line(Standing.read(transaction), SlotWords(line.slot.duty, line.day - timedelta(days=5)))


@pytest.mark.slow
def test_why_and_stand_ins_name_a_site(home, office, lines):
    line = visit(lines)
    who = line.people[0].id
    asked_without = run(home, "why", MONTH, *words(line))
    assert asked_without.returncode == 1 and "地点（--site）" in asked_without.stderr
    for site in (line.site, site_name(office, line)):
        found = json.loads(run(home, "why", MONTH, *words(line, site=site), "--instead", who, "--json").stdout)
        assert found["slot"] == line.slot.id
    found = json.loads(run(home, "standins", MONTH, *words(line, site=line.site), "--instead", who, "--json").stdout)
    assert found["slot"] == line.slot.id and found["instead"] == f"p:{who}"


def units(lines):
    """Two slots of units, with a unit of each that the other does not have."""
    some = [line for line in lines if line.slot.kind == "unit" and line.people]
    return next((a, b) for a in some for b in some if a is not b and not {*a.people} & {*b.people})


@pytest.mark.slow
def test_a_unit_gives_a_slot_where_the_post_is_its_own(tmp_path, lines):
    home = issued_home(tmp_path / "home")
    mine, other = units(lines)
    giver, taker = mine.people[0], other.people[0]
    found = json.loads(run(home, "standins", MONTH, *words(mine), "--instead", giver.name, "--json").stdout)
    assert found["instead"] == giver.tagged and all(one["who"].startswith("u:") for one in found["standins"])
    store = Store(home)
    assert refusal(asked, store, mine.slot.id, giver.tagged, taker.tagged, by="p:G01") is Refusal.UNITS
    assert refusal(asked, store, mine.slot.id, giver.tagged, "p:G01") is Refusal.UNITS
    offered = run(
        home, "swap", "offer", *words(mine), "--from", giver.name, "--to", taker.name, "--for", other.slot.id, "--json"
    )
    made = json.loads(offered.stdout)
    if offered.returncode == 0:
        run(home, "swap", "accept", str(made["id"]), "--as", "office")
        run(home, "swap", "approve", str(made["id"]), "--as", "office")
        with store.read() as transaction:
            assert (mine.slot.id, taker.tagged) in versions.in_force(transaction).pairs
    else:
        assert "UNITS" not in offered.stdout and "单位的班次" not in offered.stderr


@pytest.mark.slow
def test_who_really_served_is_entered_by_the_words_of_the_slot(tmp_path, office, lines):
    home = issued_home(tmp_path / "home")
    mine, other = units(lines)
    moment = f"{mine.end + timedelta(days=1):%Y-%m-%dT%H:%M}"
    done = run(
        home,
        "served",
        "enter",
        *words(mine),
        "--planned",
        mine.people[0].name,
        "--actual",
        other.people[0].name,
        "--confirmed-by",
        "主任",
        now=moment,
    )
    assert done.returncode == 0, done.stderr
    line = visit(lines)
    moment = f"{line.end + timedelta(days=30):%Y-%m-%dT%H:%M}"
    done = run(
        home,
        "served",
        "enter",
        *words(line, site=site_name(office, line)),
        "--planned",
        line.people[0].id,
        "--confirmed-by",
        "主任",
        now=moment,
    )
    assert done.returncode == 0, done.stderr
    with Store(home).read() as transaction:
        found = {(one.slot, one.planned): one.actual for one in actual_service.standing(transaction)}
    assert found == {
        (mine.slot.id, mine.people[0].tagged): other.people[0].tagged,
        (line.slot.id, line.people[0].tagged): "",
    }


@pytest.mark.slow
def test_the_other_commands_take_the_same_words(home, lines):
    ahead = [line for line in lines if line.slot.duty == "JF"]
    done = run(
        home,
        "direct",
        "session",
        "--duty",
        "JF",
        "--on",
        f"{ahead[3].day}",
        "--date",
        f"{ahead[3].day}",
        "--ordered-by",
        "区长",
        "--dry-run",
    )
    assert "新日期与原日期相同" in done.stderr + done.stdout
    done = run(home, "swap", "call", *words(ahead[3]), "--from", ahead[3].people[0].id)
    assert "领导的班不公开征集替班" in done.stderr + done.stdout
    assert "--duty" in run(home, "swap", "call", "--from", ahead[3].people[0].id).stderr


def test_the_api_takes_the_same_words(home, office, lines):
    client = create_app(Store(home)).test_client()
    token = client.post("/api/v1/session", json={"name": "clerk", "password": PASSWORD}).json["token"]
    signed = {"Authorization": f"Bearer {token}"}
    line = visit(lines)
    query = {"duty": line.duty_name, "date": f"{line.day}", "site": site_name(office, line)}
    found = client.get("/api/v1/office/slots", query_string=query, headers=signed)
    assert found.json["slot"] == line.slot.id and found.json["people"] == [one.tagged for one in line.people]
    wide = client.get("/api/v1/office/slots", query_string={**query, "site": ""}, headers=signed)
    assert (wide.status_code, wide.json["code"]) == (409, "NOT_POSSIBLE")
    assert client.get("/api/v1/office/slots?slot=a|b|20261201", headers=signed).status_code == 404
    ranked = client.get("/api/v1/office/standins", query_string={**query, "out": line.people[0].tagged}, headers=signed)
    assert ranked.status_code == 200
    body = {
        "slot": f"{line.duty_name} {line.day} {line.slot.shift} {line.slot.post} {site_name(office, line)}",
        "planned": line.people[0].tagged,
        "actual": "",
        "confirmed_by": "主任",
    }
    refused = client.post("/api/v1/office/served", json=body, headers=signed)
    assert refused.json["code"] == "NOT_BEGUN"
