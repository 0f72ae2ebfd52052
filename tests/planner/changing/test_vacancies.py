"""Leave inside an issued month opens the duty and drafts the request; withdrawing the leave takes all of it back."""

from dataclasses import replace
from datetime import date

import pytest

from planner.changing import asking, swap, vacancies
from planner.changing.lapse import lapse
from planner.data_entry import own_entries
from planner.errors import NotPossible
from planner.judging.standins import standins
from planner.judging.still_open import NOT_VACANT
from planner.judging.still_serves import cannot_serve
from planner.office.sheets import AbsenceRow
from planner.store import Store, audit, record
from planner.store.people import offers
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.swaps import pairs

pytestmark = pytest.mark.engines

SLOT = "ZB|ZB-3|20261215"


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def holder(store, slot=SLOT):
    return next(who for one, who in sorted(pairs(store)) if one == slot)


def leave(store, who, first=date(2026, 12, 15), last=None, **more):
    with store.write() as transaction:
        own_entries.put_entry(
            transaction,
            offices.load(transaction),
            AbsenceRow(who=who, start=first, end=last, kind=more.pop("kind", "leave"), state="intended", **more),
            NOW,
            "test",
        )


def withdraw(store, who):
    with store.write() as transaction:
        own_entries.take_back_entry(transaction, offices.load(transaction), AbsenceRow, who[2:], 0, NOW, "test")


def found(store):
    with store.read() as transaction:
        return vacancies.vacancies(Standing.read(transaction), NOW, "zh")


def opened(store):
    return {(one.line.slot.id, one.who) for one in found(store)}


def test_leave_opens_the_duties_it_meets_and_no_other(store):
    before = opened(store)
    who = holder(store)
    leave(store, who)
    assert opened(store) - before == {
        (slot, one)
        for slot, one in pairs(store)
        if one == who and slot[-8:] in ("20261214", "20261215") and slot.startswith("ZB")
    }
    withdraw(store, who)
    assert opened(store) == before


def test_the_request_that_is_drafted_asks_the_best_who_is_not_away_themselves(store):
    who = holder(store)
    leave(store, who)
    one = next(one for one in found(store) if one.line.slot.id == SLOT)
    with store.read() as transaction:
        ranked = [other.who for other in standins(Standing.read(transaction), SLOT, who, "zh") if not other.broken]
    assert [other.who for other in one.best] == ranked[:3] and one.request is None and not one.instructed


def test_the_request_goes_the_way_of_every_swap_and_the_vacancy_closes(store):
    who = holder(store)
    leave(store, who)
    best = next(one for one in found(store) if one.line.slot.id == SLOT).best[0].who
    made = vacancies.ask_stand_in(store, SLOT, who, best, NOW, "clerk", "zh")
    assert next(one for one in found(store) if one.line.slot.id == SLOT).request == made
    swap.accept(store, made.id, best, frozenset({best}), NOW, "zh")
    assert holder(store) == best and SLOT not in {slot for slot, _ in opened(store)}


def test_withdrawing_the_leave_takes_back_the_open_request_and_leaves_others_alone(store):
    who = holder(store)
    leave(store, who)
    best = next(one for one in found(store) if one.line.slot.id == SLOT).best[0].who
    made = vacancies.ask_stand_in(store, SLOT, who, best, NOW, "clerk", "zh")
    other = next((slot, one) for slot, one in sorted(pairs(store)) if slot.startswith("ZB|ZB-2") and one != who)
    free = None
    for taker in sorted({one for slot, one in pairs(store) if slot.startswith("ZB|ZB-2")} - {other[1]}):
        try:
            free = asking.offer(store, other[0], other[1], taker, "", NOW, asking.OFFICE, "zh")
            break
        except NotPossible:
            continue
    assert free is not None
    lapse(store, NOW)
    with store.read() as transaction:
        assert {one.id for one in offers.every(transaction, still_open=True)} == {made.id, free.id}
    withdraw(store, who)
    lapse(store, NOW)
    with store.read() as transaction:
        assert {one.id for one in offers.every(transaction, still_open=True)} == {free.id}
        closed = offers.get(transaction, made.id)
        assert (closed.state, closed.reason) == ("declined", NOT_VACANT.zh) and record.broken(transaction) == []


def test_a_leader_s_duty_goes_by_instruction_and_a_meeting_does_not_open_a_shared_post(store):
    who = holder(store, "JF|JF-1|20261215")
    leave(store, who)
    assert {one.instructed for one in found(store) if one.who == who} == {True}
    withdraw(store, who)
    charge = next((slot, one) for slot, one in sorted(pairs(store)) if slot.startswith("ZB|ZB-1|20261222"))
    before = opened(store)
    leave(store, charge[1], date(2026, 12, 22), kind="meeting")
    assert charge not in opened(store) - before


def test_what_is_not_vacant_is_not_asked_for_and_what_has_begun_is_past(store):
    with pytest.raises(NotPossible):
        vacancies.ask_stand_in(store, SLOT, holder(store), "p:G01", NOW, "clerk", "zh")
    who = holder(store)
    leave(store, who)
    later = replace_day(NOW)
    with store.read() as transaction:
        assert (SLOT, who) not in cannot_serve(Standing.read(transaction), later)


def replace_day(moment):
    return moment.replace(year=2026, month=12, day=16)


def test_a_withdrawn_row_of_the_workbook_counts_as_withdrawn(store):
    who = holder(store)
    leave(store, who)
    with store.write() as transaction:
        office = offices.load(transaction)
        rows = tuple(replace(row, state="withdrawn") if row.who == who else row for row in office.of(AbsenceRow))
        offices.save(transaction, office, office.with_rows("请假外出", rows))
    assert SLOT not in {slot for slot, _ in opened(store)}


def test_a_request_and_its_mark_are_one_deed(store, monkeypatch):
    who = holder(store)
    leave(store, who)
    best = next(one for one in found(store) if one.line.slot.id == SLOT).best[0].who

    def fails(*arguments):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", fails)
        with pytest.raises(RuntimeError):
            vacancies.ask_stand_in(store, SLOT, who, best, NOW, "clerk", "zh")
    with store.read() as transaction:
        assert offers.every(transaction) == []
    made = vacancies.ask_stand_in(store, SLOT, who, best, NOW, "clerk", "zh")
    assert (made.origin, made.made_by, made.state) == (offers.Origin.LEAVE, "leave/clerk", "offered")


def test_whoever_asks_for_a_vacancy_that_closes_meanwhile_leaves_no_request_behind(store):
    who = holder(store)
    leave(store, who)
    best = next(one for one in found(store) if one.line.slot.id == SLOT).best[0].who
    withdraw(store, who)
    with pytest.raises(NotPossible):
        vacancies.ask_stand_in(store, SLOT, who, best, NOW, "clerk", "zh")
    with store.read() as transaction:
        assert offers.every(transaction) == []
