"""A real subscriber, vdirsyncer with khal, follows add → swap → move → cancel → swap back, and shows the roster each time."""

import os
import subprocess
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from constraints.roster import Roster
from planner.drafting import by_hand
from planner.issued import issued_lines
from planner.month import Period
from planner.publish import withdraw
from planner.sheets import Holiday
from planner.store import Store, offices
from tests.planner.office_at_work import MONTH, NOW, issued, issued_home, planned
from tests.web.serving import served


@pytest.fixture
def home(tmp_path):
    return issued_home(tmp_path / "home")


@pytest.fixture
def site(home):
    with served(home, "2026-11-26T09:00") as address:
        yield address


class Subscriber:
    """vdirsyncer over a feed, with khal reading what it keeps."""

    def __init__(self, folder, url):
        self.folder, self.events = folder, folder / "events"
        self.events.mkdir(parents=True)
        (folder / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{folder}/status"\n\n[pair duty]\na = "here"\nb = "there"\ncollections = null\n\n'
            f'[storage here]\ntype = "filesystem"\npath = "{self.events}"\nfileext = ".ics"\n\n[storage there]\ntype = "http"\nurl = "{url}"\n'
        )
        (folder / "khal").write_text(
            f"[calendars]\n[[duty]]\npath = {self.events}\n[locale]\nlocal_timezone = Asia/Shanghai\ndefault_timezone = Asia/Shanghai\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {folder}/khal.db\n"
        )
        self._run("vdirsyncer", "-c", f"{folder}/vdirsyncer", "discover", "duty", typed="y\n")

    def _run(self, *command, typed=None):
        env = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder)}
        done = subprocess.run(command, capture_output=True, text=True, input=typed, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sync(self):
        """What khal lists for December after a synchronisation, cancelled entries left out."""
        self._run("vdirsyncer", "-c", f"{self.folder}/vdirsyncer", "sync")
        listed = self._run("khal", "-c", f"{self.folder}/khal", "list", "2026-12-01", "31d", "--format", "{start-date} {start-time} {title}", "--day-format", "")
        return {line.strip() for line in listed.splitlines() if line.strip() and "【已取消】" not in line}

    def stamps(self):
        """Start → (sequence, stamp) of what is kept; this client gives entries names of its own."""
        found = {}
        for file in self.events.iterdir():
            for one in Calendar.from_ical(file.read_bytes()).walk("VEVENT"):
                found[one["dtstart"].dt] = int(one["sequence"]), one["dtstamp"].dt
        return found


def shown(store):
    """What the reception's public feed should show."""
    with store.read() as unit:
        found = issued_lines(unit, MONTH, "JF")
    return {
        f"{line.start:%Y-%m-%d %H:%M} 领导接访：" + "、".join(f"{one.name}（{one.title}）" for one in line.people) for line in found
    }


def test_a_subscriber_shows_the_roster_after_every_step(tmp_path, home, site):
    store = Store(home)
    client = Subscriber(tmp_path / "client", site + "/feed/public/JF.ics")
    assert client.sync() == shown(store)
    before = client.stamps()

    with store.read() as unit:
        mine = sorted((line.slot.id, one.tagged) for line in issued_lines(unit, MONTH, "JF") for one in line.people)
        everything = {(line.slot.id, one.tagged) for line in issued_lines(unit, MONTH) for one in line.people}
    a = next(pair for pair in mine if "|20261209" in pair[0] or "|20261208" in pair[0])
    b = next(pair for pair in mine if pair[0] > a[0] and pair[1] != a[1])
    swapped = Roster(frozenset(everything - {a, b} | {(a[0], b[1]), (b[0], a[1])}))
    for step, roster in enumerate((swapped, Roster(frozenset(everything)))):
        now = NOW + timedelta(days=1, hours=step)
        by_hand(store, Period.month(MONTH), roster, now, "zh")
        issued(store, now=now)
        assert client.sync() == shown(store)
        after = client.stamps()
        assert sum(after[start] != before[start] for start in before) == 2
        assert all(after[start] >= before[start] for start in before)
        before = after

    with store.write() as unit:
        office = offices.load(unit)
        offices.save(unit, office, office.with_rows("放假", (Holiday(date=date(2026, 12, 16), name="校庆", arrangement="off"),)))
    planned(store, now=NOW + timedelta(days=2), keep=True)
    issued(store, now=NOW + timedelta(days=2))
    assert client.sync() == shown(store)
    assert not any(line.startswith("2026-12-16") for line in client.sync())

    withdraw(store, MONTH, "JF", "重排", NOW + timedelta(days=3), "test")
    assert client.sync() == set()
    planned(store, now=NOW + timedelta(days=3, hours=1))
    issued(store, now=NOW + timedelta(days=3, hours=1))
    assert client.sync() == shown(store)
