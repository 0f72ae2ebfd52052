"""The 25th: who has sent nothing, which days lack people, three calls; and tomorrow's reminders with their ticks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.errors import NotPossible
from planner.office.sheets import AbsenceRow, Person, WishRow
from planner.pages.preparing import preparing
from planner.pages.tomorrow import reminders_of, tick
from planner.pages.year import year
from planner.problem.assignees import able, members
from planner.store import Store, audit
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.swaps import pairs

NEXT = "2027-01"


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def add(store, *rows):
    with store.write() as transaction:
        office = offices.load(transaction)
        for row in rows:
            name = "请假外出" if isinstance(row, AbsenceRow) else "时间要求"
            office = office.with_rows(name, (*office.rows.get(name, ()), row))
        offices.save(transaction, offices.load(transaction), office)


def found(store, month=NEXT):
    with store.read() as transaction:
        return preparing(Standing.read(transaction), month, NOW)


def test_who_sends_something_is_silent_no_longer(store):
    before = {who for group in found(store).silent for who in group.silent}
    assert {"L01", "L02"} <= before
    add(
        store,
        AbsenceRow(who="p:L01", start=date(2027, 1, 5), kind="trip", state="intended"),
        WishRow(person="L02", date=date(2027, 1, 8), want="avoid"),
    )
    after = {who for group in found(store).silent for who in group.silent}
    assert before - after == {"L01", "L02"}
    add(store, AbsenceRow(who="p:L03", start=date(2026, 12, 20), end=date(2026, 12, 31), kind="trip"))
    assert "L03" in {who for group in found(store).silent for who in group.silent}, "of another month"


def test_a_day_that_lacks_people_is_named_with_who_is_away_and_they_are_called_first(store):
    with store.read() as transaction:
        office = offices.load(transaction)
        pool = members(office, "pool:话务员")
    assert found(store).short == ()
    add(store, *(AbsenceRow(who="p:" + one, start=date(2027, 1, 13), kind="leave") for one in pool))
    after = found(store)
    days = {date.fromordinal(one.slot.day) for one in after.short}
    assert days <= {date(2027, 1, 12), date(2027, 1, 13)} and date(2027, 1, 13) in days
    assert all(one.free < one.need for one in after.short if date.fromordinal(one.slot.day) == date(2027, 1, 13))
    assert len(after.calls) == 3 and all(call.who[2:] in pool and call.phones for call, _ in after.calls)


def test_those_who_have_left_or_are_exempt_by_then_are_not_counted_as_free_nor_called_about_leave(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        pool = {one.id: one for one in office.of(Person) if "话务员" in one.pools}
        gone = {id: replace(one, end=date(2026, 12, 31)) for id, one in list(pool.items())[:5]}
        gone |= {id: replace(one, exempt=("白班", "夜班")) for id, one in list(pool.items())[5:]}
        rows = tuple(gone.get(one.id, one) for one in office.of(Person))
        offices.save(transaction, office, office.with_rows("人员", rows))
    after = found(store)
    assert {one.slot.duty for one in after.short} >= {"RX"} and all(one.away == () for one in after.short)
    assert {one.free for one in after.short if one.slot.duty == "RX"} == {0}
    assert not any("外出" in why.zh for _, why in after.calls)
    assert after.vacant == sum(who[2:] in list(gone)[5:] for _, who in pairs(store))


def test_three_calls_at_most_and_the_largest_silent_units_first(store):
    sizes = [len(one.silent) for one in found(store).silent]
    calls = found(store).calls
    assert len(calls) == 3 and str(max(sizes)) in calls[0][1].zh


def test_a_reminder_goes_to_everybody_on_duty_in_the_office_s_words(store):
    day = date(2026, 12, 9)
    with store.read() as transaction:
        content = versions.in_force(transaction)
        some = reminders_of(transaction, offices.load(transaction), day, "zh")
        wanted = {
            (slot, who)
            for slot, who in content.pairs
            if date.fromordinal(content.slots[slot].slot.day) == day and not content.slots[slot].slot.site
        }
        assert {(one.line.slot.id, one.who) for one in some} == wanted
        office = offices.load(transaction)
        for one in some:
            assert office.name(one.who) in one.text and "明日（12月9日" in one.text and "收到请回复" in one.text
            assert all(phone not in one.text for phone in one.phone.phones)
        assert {one.text for one in reminders_of(transaction, offices.load(transaction), day, "en")} & {
            one.text for one in some
        } == set()


def test_ticks_are_kept_taken_back_and_refused_for_somebody_who_no_longer_serves(store):
    day = date(2026, 12, 9)
    with store.read() as transaction:
        one = reminders_of(transaction, offices.load(transaction), day, "zh")[0]
    slot = one.line.slot.id
    tick(store, day, slot, one.who, "told", True, NOW, "clerk")
    tick(store, day, slot, one.who, "answered", True, NOW + timedelta(minutes=3), "clerk")
    with store.read() as transaction:
        [ticked] = [
            found.ticked for found in reminders_of(transaction, offices.load(transaction), day, "zh") if found.ticked
        ]
        assert ticked.told and ticked.answered and audit.page(transaction, 0, 1)[0].action == "reminder"
    tick(store, day, slot, one.who, "answered", False, NOW, "clerk")
    with store.read() as transaction:
        assert [
            found.ticked.answered
            for found in reminders_of(transaction, offices.load(transaction), day, "zh")
            if found.ticked
        ] == [""]
        stranger = next(
            who
            for who in able(offices.load(transaction), one.line.slot, day)
            if (slot, who) not in versions.in_force(transaction).pairs
        )
    for wrong in ((slot, stranger, "told"), (slot, one.who, "paid"), ("nothing", one.who, "told")):
        with pytest.raises(NotPossible):
            tick(store, day, *wrong, True, NOW, "clerk")


def test_the_calendar_of_a_year_says_what_moves_and_what_it_rests_on(store):
    with store.read() as transaction:
        office = offices.load(transaction)
    now, later = year(office, 2026), year(office, 2028)
    assert now.official and not later.official and now.numbers[0][0] == "国办发明电〔2025〕7号"
    days = [one for weeks in now.months for week in weeks for one in week if one]
    assert len(days) == 365 and {one.day for one in days if one.make_up} >= {date(2026, 10, 10)}
    assert all(
        len(week) == 7 and all(one is None or one.day.weekday() == at for at, one in enumerate(week))
        for weeks in now.months
        for week in weeks
    )
    visits = {(one.nominal, one.day) for one in now.moves}
    assert (date(2026, 1, 10), date(2026, 1, 12)) in visits and date(2026, 10, 10) not in {
        nominal for nominal, _ in visits
    }


@pytest.mark.slow
def test_a_month_that_is_none_is_refused(store):
    with pytest.raises(NotPossible):
        found(store, "2027-13")
    assert run(store.home, "check", MONTH).returncode == 0
