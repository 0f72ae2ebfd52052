"""Subscriptions: each kind shows what is issued for it, addresses change and end, and answer where they may."""

import re
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import delete

from planner.errors import NotPossible
from planner.feeds.calendar_file import entries, render
from planner.feeds.clients import families, family, health
from planner.feeds.entry import TENTATIVE
from planner.feeds.subscriptions import LEFT_OPEN, REMINDERS, allow_leader, create, ended, reach, rotate, set_reach
from planner.issuing.withdrawal import withdraw
from planner.office.sheets import Duty, Holiday
from planner.roster.issued import issued_lines
from planner.store import Store
from planner.store.messages import feeds, fetches
from planner.store.messages.feeds import Feed
from planner.store.messages.fetches import Fetch
from planner.store.roster import offices
from planner.store.tables import revisions, switches
from tests.fixtures.feed_files import lint
from tests.fixtures.office_at_work import MONTH, NOW, issued, issued_home, planned
from tests.fixtures.subscriptions import vars_of

TODAY = NOW.date()


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def feed_of(kind, subject, **more):
    return Feed(0, kind, subject, "", "", None, **more)


def events(store, kind, subject, day=TODAY, **more):
    with store.read() as transaction:
        return list(
            Calendar.from_ical(
                render(transaction, offices.load(transaction), feed_of(kind, subject, **more), day).data
            ).walk("VEVENT")
        )


def spans(found):
    """(start, end, cancelled) of every entry."""
    return Counter((one["dtstart"].dt, one["dtend"].dt, str(one.get("status")) == "CANCELLED") for one in found)


def wanted(store, belongs):
    """The same of every issued line that belongs."""
    with store.read() as transaction:
        return Counter(
            (line.start, line.end, False)
            for line in issued_lines(transaction, offices.load(transaction), MONTH)
            if belongs(line)
        )


def test_the_office_s_calendar_has_everything_that_is_issued(store):
    assert spans(events(store, "office", "")) == wanted(store, lambda line: True)


def test_every_unit_s_calendar_has_what_it_and_its_people_serve_and_where_it_comes_along(store):
    with store.read() as transaction:
        office, lines = offices.load(transaction), issued_lines(transaction, offices.load(transaction), MONTH)
    concerned = {one.unit for line in lines for one in line.people} | {one for line in lines for one in line.held.units}
    assert len(concerned) > 5
    for id in sorted(concerned - {""}):
        found = events(store, "unit", id)
        assert spans(found) == wanted(
            store, lambda line, id=id: id in {one.unit for one in line.people} | set(line.held.units)
        ), id
        mine = {one.name for line in lines for one in line.people if one.unit == id and one.kind == "person"}
        for one in found:
            named = str(one["summary"]).partition("：")[2]
            assert {name for name in named.split("、") if name} <= mine
        assert office.units[id].name


def test_every_village_s_calendar_has_the_visits_to_it_and_who_comes(store):
    with store.read() as transaction:
        lines = [line for line in issued_lines(transaction, offices.load(transaction), MONTH) if line.slot.site]
    assert len({line.slot.site for line in lines}) > 5
    for site in sorted({line.slot.site for line in lines}):
        found = events(store, "village", site.partition(":")[2])
        assert spans(found) == wanted(store, lambda line, site=site: line.slot.site == site)
        summaries = "".join(str(one["summary"]) for one in found)
        assert all(one.name in summaries for line in lines if line.slot.site == site for one in line.people)


def test_names_of_entries_differ_by_kind_of_feed_and_are_unique_in_each(store):
    with store.read() as transaction:
        site = next(
            line.slot.site for line in issued_lines(transaction, offices.load(transaction), MONTH) if line.slot.site
        ).partition(":")[2]
    seen = {}
    for kind, subject in (("office", ""), ("duty", "JF"), ("public", ""), ("village", site), ("person", "H01")):
        names = [str(one["uid"]) for one in events(store, kind, subject)]
        assert len(names) == len(set(names))
        seen[kind] = set(names)
    assert sum(map(len, seen.values())) == len(set().union(*seen.values()))


def test_what_was_issued_before_there_were_such_calendars_is_in_them_from_the_first_subscription_on(store):
    right = {kind: spans(events(store, kind, "")) for kind in ("office",)}
    with store.write() as transaction:
        transaction.connection.execute(delete(revisions).where(revisions.c.kind.in_(("office", "unit", "village"))))
        transaction.connection.execute(delete(switches).where(switches.c.name == "every-kind"))
        before = feeds.between(transaction, "duty", date.min, date.max)
        create(transaction, offices.load(transaction), "office", "", "", NOW)
        assert feeds.between(transaction, "duty", date.min, date.max) == before
    assert {kind: spans(events(store, kind, "")) for kind in right} == right


@pytest.mark.slow
def test_a_date_that_moves_moves_the_same_entry(store):
    with store.read() as transaction:
        subject = next(
            line.slot.site
            for line in issued_lines(transaction, offices.load(transaction), MONTH)
            if line.slot.site and line.day == date(2026, 12, 10)
        ).partition(":")[2]

    def shown(kind, subject):
        return {
            str(one["uid"]): (one["dtstart"].dt.date(), int(one["sequence"])) for one in events(store, kind, subject)
        }

    before = shown("village", subject), shown("duty", "ZF")
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(
            transaction,
            office,
            office.with_rows(
                "放假", (*office.of(Holiday), Holiday(date=date(2026, 12, 10), name="校庆", arrangement="off"))
            ),
        )
    planned(store, now=NOW + timedelta(hours=1), keep=True)
    issued(store, now=NOW + timedelta(hours=1))
    for was, now in zip(before, (shown("village", subject), shown("duty", "ZF")), strict=True):
        assert was.keys() == now.keys() and {day for day, _ in now.values()} == {date(2026, 12, 11)}
        assert all(now[name][1] == was[name][1] + 1 for name in was)


def test_a_feed_shows_two_whole_months_back_and_six_ahead(store):
    days = {
        date(2026, 7, 31): False,
        date(2026, 8, 1): False,
        date(2027, 2, 28): True,
        date(2027, 3, 1): False,
        date(2026, 6, 1): True,
        date(2026, 5, 31): False,
    }
    for today, seen in days.items():
        found = events(store, "office", "", today)
        if today >= date(2026, 12, 1):
            assert (len(found) > 1) is seen, today
    assert len(events(store, "office", "", date(2026, 6, 1))) > 1
    assert [str(one["summary"]) for one in events(store, "office", "", date(2026, 5, 31))] == ["本期无值班安排"]


def test_an_address_that_was_changed_says_so_for_seven_days_and_then_ends(store):
    with store.write() as transaction:
        id, old = create(transaction, offices.load(transaction), "person", "H01", "手机", NOW, (60,))
        was, fresh, token = rotate(transaction, offices.load(transaction), id, NOW)
        known = feeds.by_token(transaction)
        assert (was.id, known[feeds.hashed(old)].id, known[feeds.hashed(token)].id) == (id, id, fresh)
        now_open, left = known[feeds.hashed(token)], known[feeds.hashed(old)]
        assert (now_open.name, now_open.reminders, now_open.replaced_at) == ("手机", (60,), None)
        data = render(transaction, offices.load(transaction), left, TODAY).data
        with pytest.raises(NotPossible):
            rotate(transaction, offices.load(transaction), id, NOW)
    lint(data)
    assert [str(one["summary"]) for one in Calendar.from_ical(data).walk("VEVENT")] == [
        "日历地址已更换，请用新地址重新订阅"
    ]
    assert [ended(left, NOW + wait) for wait in (timedelta(), LEFT_OPEN - timedelta(seconds=1), LEFT_OPEN)] == [
        False,
        False,
        True,
    ]
    assert len(events(store, "person", "H01")) > 1


def test_reminders_are_in_the_feed_of_the_one_who_asked_and_nobody_else_s(store):
    with store.read() as transaction:
        plain = render(transaction, offices.load(transaction), feed_of("person", "H01"), TODAY).data.decode()
        asked = render(
            transaction, offices.load(transaction), feed_of("person", "H01", reminders=(15, 1440)), TODAY
        ).data.decode()
    alarms = re.findall(r"BEGIN:VALARM\r\n.*?END:VALARM\r\n", asked, re.S)
    assert len(alarms) == 2 * plain.count("BEGIN:VEVENT") > 0
    assert {re.search(r"TRIGGER:(\S+)", one)[1] for one in alarms} == {"-PT15M", "-PT1440M"}
    assert re.sub(r"BEGIN:VALARM\r\n.*?END:VALARM\r\n", "", asked, flags=re.S) == plain and "VALARM" not in plain


def test_what_was_taken_away_reminds_nobody(store):
    from planner.issuing.withdrawal import withdraw

    withdraw(store, MONTH, "RX", "重排", NOW, "test")
    found = events(store, "person", "H01", reminders=(15,))
    assert found and {str(one["status"]) for one in found} == {"CANCELLED"}
    assert not any(one.walk("VALARM") for one in found)


def test_only_listed_reminders_and_known_subjects_are_taken(store):
    with store.write() as transaction:
        for kind, subject, remind in (
            ("person", "H01", (7,)),
            ("person", "nobody", ()),
            ("unit", "nobody", ()),
            ("village", "nobody", ()),
            ("nothing", "", ()),
            ("office", "H01", ()),
        ):
            with pytest.raises(NotPossible):
                create(transaction, offices.load(transaction), kind, subject, "", NOW, remind)
        assert feeds.every(transaction) == []
        create(transaction, offices.load(transaction), "person", "H01", "", NOW, REMINDERS)
        assert feeds.every(transaction)[0].reminders == REMINDERS


def test_switching_a_leader_off_ends_the_subscriptions_there_are_and_no_others(store):
    with store.write() as transaction:
        allow_leader(transaction, offices.load(transaction), "L01", True, NOW, "test")
        first, _ = create(transaction, offices.load(transaction), "person", "L01", "", NOW)
        other, _ = create(transaction, offices.load(transaction), "person", "H01", "", NOW)
        allow_leader(transaction, offices.load(transaction), "L01", False, NOW, "test")
        assert {one.id: bool(one.revoked_at) for one in feeds.every(transaction)} == {first: True, other: False}
        with pytest.raises(NotPossible):
            create(transaction, offices.load(transaction), "person", "L01", "", NOW)


def test_where_feeds_answer_is_one_of_three(store):
    with store.write() as transaction:
        assert reach(transaction) == "on"
        for where in ("intranet", "off", "on"):
            set_reach(transaction, where, NOW, "test")
            assert reach(transaction) == where
        with pytest.raises(NotPossible):
            set_reach(transaction, "everywhere", NOW, "test")
        assert reach(transaction) == "on"


def test_the_time_of_the_bytes_never_goes_back_when_the_office_shows_less(store, monkeypatch):
    def shown():
        with store.read() as transaction:
            found = render(transaction, offices.load(transaction), feed_of("public", ""), date(2026, 12, 9))
        return found.data, found.modified

    before = shown()
    monkeypatch.setenv("DANGZHI_NOW", "2026-12-09T10:00")
    with store.write() as transaction:
        office = offices.load(transaction)
        hidden = tuple(Duty(**{**vars_of(one), "public": "0"}) for one in office.of(Duty))
        offices.save(transaction, office, office.with_rows("值班事项", hidden))
    after = shown()
    assert after[0] != before[0] and after[1] > before[1] and after[1] >= datetime(2026, 12, 9, 10, tzinfo=NOW.tzinfo)


def test_the_page_is_named_where_the_site_has_an_address_and_never_the_feed(store):
    with store.read() as transaction:
        named = {
            kind: render(
                transaction, offices.load(transaction), feed_of(kind, subject), TODAY, "https://duty.example.gov"
            ).data.decode()
            for kind, subject in (("person", "H01"), ("public", ""), ("office", ""))
        }
        bare = render(transaction, offices.load(transaction), feed_of("person", "H01"), TODAY).data.decode()
    assert {kind: re.search(r"^URL:(\S+)", text, re.M)[1] for kind, text in named.items()} == {
        "person": "https://duty.example.gov/me",
        "public": "https://duty.example.gov/",
        "office": "https://duty.example.gov/office",
    }
    assert "\r\nURL" not in bare and not any("/feed/" in text for text in named.values())


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("iOS/17.2 (21C62) dataaccessd/1.0", "apple"),
        ("Mac_OS_X/10.15.7 (19H2) CalendarAgent/930.5.1", "apple"),
        ("Google-Calendar-Importer", "google"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.1)", "outlook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.3", "thunderbird"),
        ("Evolution/3.46.4", "evolution"),
        ("ICSx5/2.2", "icsx5"),
        ("vdirsyncer/0.19.1", "vdirsyncer"),
        ("Nextcloud Server Crawler", "nextcloud"),
        ("curl/8.1", "other"),
        ("", "other"),
    ],
)
def test_clients_are_told_apart_by_their_own_words(agent, expected):
    assert family(agent).id == expected


def test_a_copy_is_told_how_many_changes_it_does_not_know(store):
    with store.write() as transaction:
        ids = [
            create(transaction, offices.load(transaction), "person", "H01", name, NOW)[0]
            for name in ("手机", "电脑", "平板")
        ]
        newest = max(one.stamp for one in feeds.between(transaction, "person", date.min, date.max, who="p:H01"))
        read = datetime.strptime(newest, "%Y%m%dT%H%M%SZ").replace(tzinfo=NOW.tzinfo).replace(tzinfo=None)
        early, late = (f"{read + timedelta(seconds=by):%Y-%m-%dT%H:%M:%S}+00:00" for by in (-1, 0))
        fetches.put(transaction, [Fetch(ids[0], early, "apple", 200), Fetch(ids[1], late, "google", 304)])
    with store.read() as transaction:
        found = health(transaction, offices.load(transaction), feeds.every(transaction), TODAY)
        whole = len(entries(transaction, feed_of("person", "H01"), offices.load(transaction), TODAY))
        sums = families(transaction, feeds.every(transaction))
    assert [(one.feed.name, one.unknown, one.family.id, one.status, one.at is not None) for one in found] == [
        ("手机", whole, "apple", 200, True),
        ("电脑", 0, "google", 304, True),
        ("平板", 0, "other", 0, False),
    ]
    assert sums == {"": 1, "apple": 1, "google": 1} and whole > 3


def test_tentative_entries_say_so_in_every_kind(tmp_path):
    from dataclasses import replace

    from planner.feeds.entry import entry
    from planner.roster.lines import lines
    from tests.fixtures.feed_files import held, office_of

    line = lines(office_of(), [held(3, tentative=True)], {(held(3).slot.id, "p:0")})[0]
    for kind, who in (
        ("person", "p:0"),
        ("duty", ""),
        ("unit", "u:x"),
        ("village", "v:x"),
        ("office", ""),
        ("public", ""),
    ):
        one = entry(line, kind, who)
        assert one.summary.startswith(TENTATIVE) and one.status == "TENTATIVE"
        assert one.cancelled() == replace(
            one, summary="【已取消】" + one.summary.removeprefix(TENTATIVE), status="CANCELLED", opaque=False
        )


def test_a_copy_that_missed_a_cancellation_is_told_so_also_when_the_feed_shows_it_no_longer(store):
    read, gone = NOW + timedelta(days=1), NOW + timedelta(days=2)
    with store.write() as transaction:
        office = offices.load(transaction)
        id, _ = create(transaction, office, "duty", "RX", "大屏", NOW)
        fetches.put(transaction, [Fetch(id, read.isoformat(), "apple", 200)])
    withdraw(store, MONTH, "RX", "试", gone, "test")
    with store.read() as transaction:
        office = offices.load(transaction)
        feed = next(one for one in feeds.every(transaction) if one.id == id)
        soon, late = (health(transaction, office, [feed], gone.date() + timedelta(days=by))[0] for by in (0, 20))
        assert entries(transaction, feed, office, gone.date() + timedelta(days=20)) == []
    assert soon.unknown == late.unknown > 20
