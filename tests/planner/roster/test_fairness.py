"""The fairness account: whoever served has the credit; shares by time in office; what is owed.

Exchanges, covers and later entries count; and the month's note.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from constraints.problem.problem import minutes
from planner.changing import actual_service, asking, swap
from planner.errors import NotPossible
from planner.office.sheets import AbsenceRow, ClauseRow, History, Person
from planner.pages.roster_note import note
from planner.roster import fairness
from planner.store import Store
from planner.store.roster import offices, versions
from planner.store.roster.actual_service import really
from planner.store.roster.standing import Standing
from tests.fixtures.circles import circle, slot
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, issued_home, planned
from tests.fixtures.swaps import clean_swap, pairs

LATER = datetime(2027, 1, 5, 9, tzinfo=ZONE)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def accounts(store, now=LATER, span=YEAR):
    with store.read() as transaction:
        return fairness.accounts(Standing.read(transaction), *span, now)


def times(store, **more):
    return {who: len(one.turns) for who, one in accounts(store, **more).items() if one.turns}


def test_the_sum_over_people_is_what_was_served(store):
    assert times(store) == Counter(who for _, who in pairs(store))
    assert times(store, now=NOW) == {}
    middle = datetime(2026, 12, 10, 8, 0, tzinfo=ZONE)
    with store.read() as transaction:
        begun = {
            id
            for id, one in versions.in_force(transaction).slots.items()
            if one.slot.start <= minutes(middle.replace(tzinfo=None))
        }
    assert times(store, now=middle) == Counter(who for slot, who in pairs(store) if slot in begun)


def test_an_exchange_counts_nothing_and_a_cover_counts_for_whoever_stood_in(store):
    before = times(store)
    one, giver, taker, back = clean_swap(store)
    swap.accept(
        store,
        asking.offer(store, one, giver, taker, back, NOW, asking.OFFICE, "zh").id,
        asking.OFFICE,
        frozenset(),
        NOW,
        "zh",
    )
    assert times(store) == before
    covered, who, to = next(
        made
        for one, who in sorted(pairs(store))
        if one.startswith("ZB|ZB-3")
        for to in sorted({b for a, b in pairs(store) if a.startswith("ZB|ZB-3")} - {who})
        for made in [cover(store, one, who, to)]
        if made
    )
    assert times(store) == {**before, who: before[who] - 1, to: before[to] + 1}
    assert owed(store) == {(covered, to, who)}


def cover(store, one, who, to):
    """`to` takes a duty over; None if the rules forbid it."""
    try:
        made = asking.offer(store, one, who, to, "", NOW, asking.OFFICE, "zh")
        swap.accept(store, made.id, asking.OFFICE, frozenset(), NOW, "zh")
    except NotPossible:
        return None
    return one, who, to


def owed(store):
    return {(one.slot.id, one.who, one.owes) for found in accounts(store).values() for one in found.owed}


def test_a_cover_is_owed_until_it_is_returned_on_the_same_post(tmp_path):
    store = circle(tmp_path, 3, bound=False)
    assert cover(store, slot(1), "p:1", "p:2") and owed(store) == {(slot(1), "p:2", "p:1")}
    assert cover(store, slot(3), "p:3", "p:1") and owed(store) == {(slot(1), "p:2", "p:1"), (slot(3), "p:1", "p:3")}
    assert cover(store, slot(2), "p:2", "p:1") and owed(store) == {(slot(3), "p:1", "p:3")}


def test_leaders_owe_each_other_nothing(tmp_path):
    store = circle(tmp_path, 3, bound=False)
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(
            transaction, office, office.with_rows("人员", tuple(replace(row, body="区委") for row in office.of(Person)))
        )
    assert cover(store, slot(1), "p:1", "p:2") and owed(store) == set()


def test_what_was_entered_afterwards_counts(store):
    one, who = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("ZB|ZB-2"))
    other = next(
        b for a, b in sorted(pairs(store)) if a.startswith("ZB|ZB-3") and b != who and (one, b) not in pairs(store)
    )
    before = times(store)
    entry = actual_service.enter(store, one, who, other, "主任", "", LATER, "test")
    assert times(store) == {**before, who: before[who] - 1, other: before[other] + 1}
    with store.read() as transaction:
        assert sum(times(store).values()) == len(really(transaction, pairs(store)))
    actual_service.take_back(store, entry.id, LATER, "test")
    nobody = actual_service.enter(store, one, who, "", "主任", "", LATER, "test")
    assert times(store) == {**before, who: before[who] - 1}
    actual_service.take_back(store, nobody.id, LATER, "test")
    assert times(store) == before


def test_each_kind_of_day_adds_up_and_every_number_has_its_duties(store):
    for one in accounts(store).values():
        for post in one.posts:
            assert (
                one.times(post)
                == sum(one.times(post, kind) for kind in fairness.KINDS)
                == len([turn for turn in one.turns if turn.post == post])
            )


def test_shares_add_up_to_what_was_served_and_go_by_days_in_office(store):
    total: Counter = Counter()
    due: dict = {}
    for one in accounts(store).values():
        for turn in one.turns:
            total[turn.post] += 1
        for post, share in one.due.items():
            due[post] = due.get(post, Fraction()) + share
    assert due == dict(total)
    with store.write() as transaction:
        office = offices.load(transaction)
        late = next(row for row in office.of(Person) if "话务员" in row.pools)
        rows = tuple(replace(row, start=date(2026, 12, 17)) if row == late else row for row in office.of(Person))
        offices.save(transaction, office, office.with_rows("人员", rows))
    post = ("RX", "白班", "话务员")
    shares = {who: one.due[post] for who, one in accounts(store).items() if post in one.due}
    full = shares[next(who for who in shares if who != "p:" + late.id)]
    assert shares["p:" + late.id] == full * 15 / 31


def test_history_counts_once_and_only_where_nothing_issued_says_otherwise(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        who = next("p:" + row.id for row in office.of(Person) if "接访领导" in row.pools)
        rows = (
            History(duty="JF", date=date(2026, 11, 3), who=who),
            History(duty="JF", date=date(2026, 12, 8), who=who),
        )
        before = times(store)
        offices.save(transaction, office, office.with_rows("值班历史", rows))
    assert times(store) == {**before, who: before.get(who, 0) + 1}


@pytest.mark.slow
def test_the_note_counts_against_last_month_and_names_what_is_open_with_its_rules(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        gone = [
            AbsenceRow(who="p:" + row.id, start=date(2027, 1, 13), kind="trip")
            for row in office.of(Person)
            if "接访领导" in row.pools
        ]
        rules = tuple(
            replace(row, authority="区委办〔2026〕3号") if row.rule == "次数" else row for row in office.of(ClauseRow)
        )
        offices.save(
            transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), *gone)).with_rows("规则", rules)
        )
    planned(store, "2027-01")
    with store.read() as transaction:
        found, earlier = (
            note(Standing.read(transaction), "2027-01", NOW, "zh"),
            note(Standing.read(transaction), MONTH, NOW, "zh"),
        )
    assert found.drafted and any("领导接访" in one and "2027-01-13" in one for one in found.unmet)
    reception = next(one for one in found.posts if one.title.startswith("领导接访"))
    december = {share.who: share.now for one in earlier.posts if one.title == reception.title for share in one.shares}
    assert {share.who: share.before for share in reception.shares if share.before} == december
    assert ("领导接访：按月计，每人至少值班 1 次（必须）", "区委办〔2026〕3号") in found.rules
    assert earlier.unmet == () and not earlier.drafted
    with store.read() as transaction, pytest.raises(NotPossible):
        note(Standing.read(transaction), "2027-08", NOW, "zh")


def test_a_later_year_is_another_account(store):
    assert times(store, span=(date(2027, 1, 1), date(2027, 12, 31)), now=LATER + timedelta(days=300)) == {}
