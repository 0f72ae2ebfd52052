"""Second parsers read the same from every kind of feed.

They are ical.js, libical with its check of restrictions, vobject and icalendar.
"""

import json
import subprocess
from datetime import date, datetime

import pytest
import vobject
from icalendar import Calendar

from planner.feeds.calendar_file import calendar_of, render
from planner.feeds.revisions import refresh
from planner.roster.issued import issued_lines
from planner.roster.lines import lines
from planner.store import Store
from planner.store.messages import feeds
from planner.store.messages.feeds import Feed
from planner.store.roster import offices
from tests import NODE_FOLDER
from tests.clients.system import READERS, SYSTEM_PYTHON
from tests.fixtures.feed_files import ODD, bare_store, held, office_of
from tests.fixtures.office_at_work import MONTH, NOW, issued_home

KINDS = ("person", "duty", "unit", "village", "office", "public")


def piped(command, data):
    done = subprocess.run(command, input=data, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def by_libical(data):
    found = piped([SYSTEM_PYTHON, str(READERS / "libical.py")], data)
    assert (found["errors"], found["valid"]) == (0, True)
    return found["rows"]


def by_icaljs(data):
    return piped(["node", str(READERS / "icaljs.mjs"), str(NODE_FOLDER)], data)["rows"]


def by_icalendar(data):
    def when(one):
        return one.strftime("%Y%m%dT%H%M%S") if isinstance(one, datetime) else one.strftime("%Y%m%d")

    return [
        [
            str(one["uid"]),
            str(one["summary"]),
            str(one.get("description", "")),
            str(one.get("location", "")),
            when(one["dtstart"].dt),
            when(one["dtend"].dt),
            int(one["sequence"]),
        ]
        for one in Calendar.from_ical(data).walk("VEVENT")
    ]


def by_vobject(data):
    calendar = vobject.readOne(data.decode())
    assert calendar.validate(raiseException=True)

    def when(one):
        return one.strftime("%Y%m%dT%H%M%S") if isinstance(one, datetime) else one.strftime("%Y%m%d")

    def text(one, name):
        return getattr(one, name).value if hasattr(one, name) else ""

    return [
        [
            one.uid.value,
            one.summary.value,
            text(one, "description"),
            text(one, "location"),
            when(one.dtstart.value),
            when(one.dtend.value),
            int(one.sequence.value),
        ]
        for one in calendar.vevent_list
    ]


def agree(data):
    """All four readings, which are one."""
    read = {reader.__name__: sorted(reader(data)) for reader in (by_icalendar, by_libical, by_icaljs, by_vobject)}
    for name, rows in read.items():
        assert rows == read["by_icalendar"], name
    return read["by_icalendar"]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(issued_home(tmp_path_factory.mktemp("read") / "home"))


def subject_of(store, kind):
    with store.read() as transaction:
        some = issued_lines(transaction, offices.load(transaction), MONTH)
    site = next(line.slot.site for line in some if line.slot.site).partition(":")[2]
    return {
        "person": "H01",
        "duty": "JF",
        "unit": next(one.unit for line in some for one in line.people if one.unit),
        "village": site,
    }.get(kind, "")


@pytest.mark.parametrize("reminders", [(), (60, 1440)])
@pytest.mark.parametrize("kind", KINDS)
def test_four_parsers_read_the_same_from_every_kind(store, kind, reminders):
    with store.read() as transaction:
        data = render(
            transaction,
            offices.load(transaction),
            Feed(0, kind, subject_of(store, kind), "", "", None, reminders=reminders),
            NOW.date(),
            "https://duty.example.gov",
        ).data
    rows = agree(data)
    assert rows and not any("本期无值班安排" in row for row in rows)


@pytest.mark.parametrize(
    "one", [Feed(1, "person", "L99", "", "", None), Feed(1, "person", "H01", "", "", None, replaced_at=NOW.isoformat())]
)
def test_they_read_what_a_feed_without_duties_and_one_with_a_new_address_say(store, one):
    with store.read() as transaction:
        data = render(transaction, offices.load(transaction), one, NOW.date()).data
    assert len(agree(data)) == 1


@pytest.mark.parametrize("name", [*ODD, "行\n二", "尾\\", "；，、", "\\n不是换行", "🏳️‍🌈" * 30, " 前后 ", 'a;b:c,d"e'])
def test_odd_names_come_back_from_all_of_them_as_they_were(tmp_path, name):
    office = office_of((name, "乙"))
    store = bare_store(tmp_path, office)
    with store.write() as transaction:
        refresh(
            transaction,
            offices.load(transaction),
            "D",
            MONTH,
            [],
            lines(office, [held(3, topic=name, place=name)], {(held(3).slot.id, "p:0")}),
            NOW,
        )
        events = "".join(one.event for one in feeds.between(transaction, "duty", date.min, date.max))
    rows = agree(calendar_of(name.replace("\r", "").replace("\n", " "), "Asia/Shanghai", events))
    plain = name.replace("\r\n", "\n")
    assert [(row[1], row[3]) for row in rows] == [(("值班 白班值班员：" + plain).strip(), plain.strip())]
