"""One clock: site, worker and commands of an office in Asia/Urumqi agree to the second."""

import json
import shutil
import threading
from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from planner.access import logins
from planner.changing import asking
from planner.judging.swap_terms import until
from planner.office.sheets import Post
from planner.roster.issued import issued_lines
from planner.samples.district import sample
from planner.store import Store, commit_watch
from planner.store.people import offers
from planner.store.roster import offices, versions
from planner.store.roster.office_clock import office_now
from planner.worker import chores, snapshot
from tests.fixtures.office_at_work import MONTH, NOW, issued, planned, run, settled, store_with
from tests.fixtures.site_log_ins import PASSWORD, token_of
from tests.fixtures.swaps import clean_swap
from web import create_app
from web.shell import clock

SECOND = timedelta(seconds=1)
ZONE = "Asia/Urumqi"


@pytest.fixture(scope="module")
def western(tmp_path_factory):
    """An office two hours west of Beijing, its December issued; the hotline swaps until a day before."""
    office = sample("small", 1, date(2026, 12, 1))
    office = office.with_rows(
        "设置", tuple(replace(one, value=ZONE) if one.key == "时区" else one for one in office.rows["设置"])
    )
    office = office.with_rows(
        "岗位", tuple(replace(one, deadline="24h") if one.duty == "RX" else one for one in office.of(Post))
    )
    store = store_with(tmp_path_factory.mktemp("urumqi") / "home", office)
    planned(store)
    issued(store)
    with store.write() as transaction:
        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
    return store


class Once(threading.Event):
    """Lets a loop run once: whoever waits for it finds it set."""

    def wait(self, timeout=None):
        self.set()
        return True


def clerk(store):
    """A clerk on the site."""
    client = create_app(store).test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))})
    return client


def on_the_site(store):
    """(duty, post) of whoever the site says is on duty."""
    asked = {"name": "clerk", "password": PASSWORD}
    client = create_app(store).test_client()
    token = client.post("/api/v1/session", json=asked).json["token"]
    found = client.get("/api/v1/office/now", headers={"Authorization": f"Bearer {token}"}).json
    return {(one["duty"], one["post"]) for one in found}


def in_a_command(store, moment):
    """(duty, post) of whoever the command `now` says is on duty."""
    found = json.loads(run(store.home, "now", "--json", now=moment.isoformat()).stdout)["on_duty"]
    return {(one["duty"], f"{one['shift']} {one['post']}") for one in found}


def from_the_worker(store):
    """(duty, post) of whoever is on duty by the file that the worker writes."""
    chores.keep_house(store, Once())
    zone = snapshot.snapshot_zone(store.home)
    moment = office_now(store)
    assert zone == str(moment.tzinfo)
    _, posts, _ = snapshot.read_snapshot(store.home, moment)
    return {(one.duty, one.post) for one in posts}


@pytest.mark.slow
def test_a_rehearsed_time_is_the_same_moment_for_site_worker_and_commands(western, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-01T08:00")
    with create_app(western).test_request_context("/"):
        seen = {clock.now().isoformat()}
    seen.add(json.loads(run(western.home, "now", "--json", now="2026-12-01T08:00").stdout)["now"])
    chores.keep_house(western, Once())
    seen.add(json.loads((western.home / snapshot.NAME).read_text())["written"])
    assert seen == {"2026-12-01T08:00:00+06:00"}


@pytest.mark.slow
@pytest.mark.parametrize("shift", ["白班", "夜班"])
def test_they_agree_to_the_second_on_who_is_on_duty(western, monkeypatch, shift):
    with western.read() as transaction:
        line = next(
            one
            for one in issued_lines(transaction, offices.load(transaction), MONTH, "RX")
            if one.slot.shift == shift and one.day.day == 9
        )
    for moment in (line.start - SECOND, line.start, line.end - SECOND, line.end):
        monkeypatch.setenv("DANGZHI_NOW", moment.astimezone(UTC).isoformat())
        on = {post for duty, post in on_the_site(western) if duty == line.duty_name}
        assert (f"{shift} 话务员" in on) == (line.start <= moment < line.end)
        assert on_the_site(western) == in_a_command(western, moment.astimezone(UTC)) == from_the_worker(western)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["site", "worker", "command"])
@pytest.mark.parametrize(("late", "lapsed"), [(timedelta(), False), (SECOND, True)])
def test_they_agree_to_the_second_on_a_deadline(western, tmp_path, monkeypatch, way, late, lapsed):
    store = copy_of(western, tmp_path)
    with store.read() as transaction:
        office, content = offices.load(transaction), versions.in_force(transaction)
    slot, giver, taker, back = clean_swap(store)
    made = asking.offer(store, slot, giver, taker, back, NOW, "test", "zh")
    moment = min(until(office, content.slots[one].slot) for one in (slot, back)) + late
    monkeypatch.setenv("DANGZHI_NOW", moment.astimezone(UTC).isoformat())
    if way == "site":  # which only looks: it says so, and leaves writing it down to the others
        shown = clerk(store).get("/office/swaps").get_data(as_text=True)
        assert (f"/office/swaps/{made.id}/" in shown) != lapsed
        lapsed = False
    elif way == "worker":
        chores.keep_house(store, Once())
    else:
        done = run(store.home, "swap", "accept", str(made.id), "--as", "office", now=moment.astimezone(UTC).isoformat())
        assert (done.returncode == 1) == lapsed, done.stderr
    with store.read() as transaction:
        assert (offers.get(transaction, made.id).state == "lapsed") == lapsed


@pytest.mark.slow
@pytest.mark.parametrize(("early", "begun"), [(timedelta(), True), (SECOND, False)])
def test_they_agree_to_the_second_on_what_is_past(western, tmp_path, monkeypatch, early, begun):
    store = copy_of(western, tmp_path)
    with store.read() as transaction:
        line = next(
            one
            for one in issued_lines(transaction, offices.load(transaction), MONTH, "RX")
            if one.slot.shift == "白班" and one.people
        )
    moment = (line.start - early).astimezone(UTC)
    monkeypatch.setenv("DANGZHI_NOW", moment.isoformat())
    page = clerk(store).get(f"/office/{MONTH}/duty/{line.slot.id}").get_data(as_text=True)
    assert ("补登" in page) == begun
    done = run(
        store.home,
        *("served", "enter", "--slot", line.slot.id, "--planned", line.people[0].id, "--confirmed-by", "甲"),
        now=moment.isoformat(),
    )
    assert (done.returncode == 0) == begun, done.stderr


def copy_of(store, folder):
    """A store of its own with the same data."""
    settled(store)
    return Store(shutil.copytree(store.home, folder / "home"))


def test_a_changed_time_zone_counts_from_the_next_request_on(western, tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-01T08:00")
    store = copy_of(western, tmp_path)
    app = create_app(store)
    seen = []
    for zone in (ZONE, "Asia/Shanghai", ZONE):
        with store.write() as transaction:
            office = offices.load(transaction)
            rows = tuple(replace(one, value=zone) if one.key == "时区" else one for one in office.rows["设置"])
            offices.save(transaction, office, office.with_rows("设置", rows))
        with app.test_request_context("/"):
            seen.append(clock.now().isoformat()[-6:])
    assert seen == ["+06:00", "+08:00", "+06:00"]


def test_while_the_store_is_away_the_last_known_time_zone_counts(western, tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-01T08:00")
    store = copy_of(western, tmp_path)
    app = create_app(store)
    with app.test_request_context("/"):
        assert clock.now().isoformat() == "2026-12-01T08:00:00+06:00"
    store.close()
    (store.home / "dangzhi.sqlite").rename(store.home / "away")
    monkeypatch.setattr(commit_watch, "LOOK", 0.0)
    with app.test_request_context("/"):
        assert clock.now().isoformat() == "2026-12-01T08:00:00+06:00"


def test_a_site_that_starts_while_the_store_is_away_has_the_snapshot_s_time_zone(western, tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-01T08:00")
    store = copy_of(western, tmp_path)
    snapshot.write_snapshot(store, office_now(store))
    (store.home / "dangzhi.sqlite").rename(store.home / "away")
    assert clock.KeptZone(store).zone() == ZONE
