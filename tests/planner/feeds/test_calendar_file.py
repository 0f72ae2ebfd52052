"""Feeds: names from slots, stamps that move exactly when content does, stable bytes, never empty, privacy."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from icalendar import Calendar

from planner.errors import NotPossible
from planner.feeds import calendar_file
from planner.feeds.entry import entry, serialise, uid
from planner.feeds.revisions import identity, refresh
from planner.feeds.subscriptions import create
from planner.office.sheets import Person
from planner.roster.lines import lines
from planner.store import Store
from planner.store.messages import feeds
from planner.store.roster import offices
from tests.fixtures.feed_files import ODD, bare_store, held, lint, office_of
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, issued_home
from tests.profile import rounds

ROUNDS = rounds(60, 400, 10_000)
TODAY = NOW.date()
ALWAYS = date.min, date.max


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def events(data):
    return {str(one["uid"]): one for one in Calendar.from_ical(data).walk("VEVENT")}


def render(store, kind, subject, day=TODAY):
    with store.read() as transaction:
        return calendar_file.render(
            transaction, offices.load(transaction), feeds.Feed(0, kind, subject, "", "", None), day
        )


@pytest.mark.slow
def test_stamps_move_exactly_when_visible_content_does_and_never_back(tmp_path):
    rng = Random(5)
    office = office_of()
    store = bare_store(tmp_path, office)
    content: dict[int, tuple] = {}
    shown: dict[tuple[str, str], tuple] = {}
    now, before = NOW, []
    for _ in range(ROUNDS):
        number = rng.randint(1, 5)
        if rng.random() < 0.25:
            content.pop(number, None)
        else:
            people = frozenset(rng.sample("0123", rng.randint(0, 2)))
            content[number] = (rng.choice((9, 14)), rng.choice(("办公楼", "大厅")), rng.random() < 0.2, people)
        now += timedelta(seconds=rng.choice((0, 0, 1, 3600)))
        slots = [held(one, hour=hour, place=place, tentative=doubt) for one, (hour, place, doubt, _) in content.items()]
        pairs = {(held(one).slot.id, "p:" + who) for one, (*_, people) in content.items() for who in people}
        after = lines(office, slots, pairs)
        with store.write() as transaction:
            refresh(transaction, offices.load(transaction), "D", MONTH, before, after, now)
        before = after
        for kind, subject in (
            ("duty", "D"),
            ("public", ""),
            ("office", ""),
            ("unit", "X"),
            ("unit", "Y"),
            *(("person", who) for who in "0123"),
        ):
            for name, event in events(render(store, kind, subject, now.date()).data).items():
                if str(event["summary"]) == "本期无值班安排":
                    continue
                texts = [str(event.get(key)) for key in ("summary", "location", "description", "status", "transp")]
                visible = (*texts, event["dtstart"].dt, event["dtend"].dt)
                stamp, sequence = event["dtstamp"].dt, int(event["sequence"])
                assert event["last-modified"].dt == stamp
                old = shown.get((kind + subject, name))
                if old is not None:
                    assert (visible != old[0]) == (stamp > old[1]) == (sequence > old[2])
                shown[kind + subject, name] = visible, stamp, sequence


def test_the_entry_is_named_by_its_slot_alone(store):
    with store.read() as transaction:
        found = feeds.between(transaction, "duty", *ALWAYS, duty="JF")
        office = identity(transaction, offices.load(transaction))
    names = {re.search(r"UID:(\S+)", one.event)[1] for one in found}
    assert names == {uid(office, "duty", one.slot) for one in found}
    assert len(names) == len(found)


def test_the_same_store_and_day_give_the_same_bytes_in_another_process_too(tmp_path):
    first, second = (Store(issued_home(tmp_path / name)) for name in ("a", "b"))
    for kind, subject in (("duty", "JF"), ("public", ""), ("person", "H01")):
        assert render(first, kind, subject) == render(first, kind, subject)
        assert render(first, kind, subject).data == render(second, kind, subject).data


def test_a_duty_taken_away_stays_cancelled_for_seven_days(tmp_path):
    office = office_of()
    store = bare_store(tmp_path, office)
    had = lines(office, [held(3)], {(held(3).slot.id, "p:0")})
    now_other = lines(office, [held(3)], {(held(3).slot.id, "p:1")})
    with store.write() as transaction:
        refresh(transaction, offices.load(transaction), "D", MONTH, [], had, NOW)
        refresh(transaction, offices.load(transaction), "D", MONTH, had, now_other, NOW + timedelta(hours=1))

    def lost(day):
        return [str(one["summary"]) for one in events(render(store, "person", "0", day).data).values()]

    assert lost(TODAY) == ["【已取消】值班 白班 值班员"]
    assert lost(TODAY + timedelta(days=6)) == ["【已取消】值班 白班 值班员"]
    assert lost(TODAY + timedelta(days=7)) == ["本期无值班安排"]
    with store.write() as transaction:
        refresh(transaction, offices.load(transaction), "D", MONTH, now_other, had, NOW + timedelta(hours=2))
    back = next(iter(events(render(store, "person", "0").data).values()))
    assert (str(back["status"]), int(back["sequence"])) == ("CONFIRMED", 2)


def test_a_feed_is_never_empty(store):
    found = events(render(store, "person", "L99").data)
    assert [(str(one["summary"]), str(one["transp"])) for one in found.values()] == [("本期无值班安排", "TRANSPARENT")]


@pytest.mark.parametrize("name", ODD)
def test_odd_names_make_no_property_and_come_back_as_they_were(tmp_path, name):
    office = office_of((name, "乙"))
    store = bare_store(tmp_path, office)
    with store.write() as transaction:
        refresh(
            transaction,
            offices.load(transaction),
            "D",
            MONTH,
            [],
            lines(office, [held(3, topic=name)], {(held(3).slot.id, "p:0")}),
            NOW,
        )
    data = render(store, "duty", "D").data
    lint(data)
    event = next(iter(events(data).values()))
    assert str(event["summary"]) == "值班 白班值班员：" + name.replace("\r\n", "\n")
    assert len(events(data)) == 1


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("duty", "JF"),
        ("duty", "ZB"),
        ("duty", "ZF"),
        ("public", ""),
        ("person", "H01"),
        ("person", "L99"),
        ("office", ""),
        ("unit", "SOME"),
        ("village", "SOME"),
    ],
)
def test_the_bytes_of_every_kind_pass_the_lint(store, kind, subject):
    with store.read() as transaction:
        some = {one.who.partition(":")[2] for one in feeds.between(transaction, kind, *ALWAYS)}
    data = render(store, kind, min(some) if subject == "SOME" else subject).data
    lint(data)
    assert ("本期无值班安排" in data.decode()) == (subject == "L99")


def test_no_telephone_and_no_reason_is_in_any_feed(store):
    with store.read() as transaction:
        office = offices.load(transaction)
        everything = "".join(
            one.event
            for kind in ("duty", "public", "person", "unit", "village", "office")
            for one in feeds.between(transaction, kind, *ALWAYS)
        )
    plain = everything.replace("\r\n ", "")
    phones = {phone for one in office.of(Person) for phone in (one.mobile, one.office_phone) if phone}
    assert phones and not any(phone in plain for phone in phones)
    assert not re.search("休假|外出|区内会议|培训|希望避开|重点", plain)


def test_personal_entries_block_time_and_the_others_do_not(store):
    assert {str(one["transp"]) for one in events(render(store, "person", "H01").data).values()} == {"OPAQUE"}
    assert {str(one["transp"]) for one in events(render(store, "duty", "RX").data).values()} == {"TRANSPARENT"}


def test_a_night_is_one_entry(store):
    nights = [one for one in events(render(store, "duty", "RX").data).values() if "夜班" in str(one["description"])]
    assert len(nights) == 31
    assert {one["dtend"].dt - one["dtstart"].dt for one in nights} == {timedelta(hours=12)}


def test_a_leader_s_personal_feed_is_off_until_the_office_switches_it_on(store):
    with store.write() as transaction:
        with pytest.raises(NotPossible):
            create(transaction, offices.load(transaction), "person", "L01", "", NOW)
        feeds.switch(transaction, "leader-feed:L01", "on")
        id, token = create(transaction, offices.load(transaction), "person", "L01", "手机", NOW)
        assert feeds.by_token(transaction)[feeds.hashed(token)].id == id
        assert token not in str(transaction.connection.exec_driver_sql("SELECT * FROM feeds").all())


@pytest.mark.parametrize(
    ("policy", "day", "seen"),
    [
        ("no", "2026-12-01", False),
        ("month", "2026-11-01", True),
        ("3", "2026-12-07", True),
        ("3", "2026-12-06", False),
        ("0", "2026-12-10", True),
        ("0", "2026-12-09", False),
    ],
)
def test_what_is_public_when(policy, day, seen):
    assert calendar_file.visible(policy, date(2026, 12, 10), date.fromisoformat(day)) is seen


def test_a_clock_that_steps_back_does_not_take_stamps_back(tmp_path):
    office = office_of()
    store = bare_store(tmp_path, office)
    one = lines(office, [held(3)], {(held(3).slot.id, "p:0")})
    two = lines(office, [held(3)], {(held(3).slot.id, "p:1")})
    with store.write() as transaction:
        refresh(transaction, offices.load(transaction), "D", MONTH, [], one, NOW)
        refresh(transaction, offices.load(transaction), "D", MONTH, one, two, NOW - timedelta(days=2))
    event = next(iter(events(render(store, "duty", "D").data).values()))
    assert event["dtstamp"].dt == NOW + timedelta(seconds=1)


def test_text_of_any_length_is_folded_between_characters():
    line = lines(office_of(("字" * 300,)), [held(3)], {(held(3).slot.id, "p:0")})[0]
    text = serialise(
        replace(entry(line, "duty"), description="𠮷" * 100), "x", 0, datetime(2026, 1, 1, tzinfo=ZONE), "Asia/Shanghai"
    )
    assert max(len(part.encode()) for part in text.split("\r\n")) <= 75
