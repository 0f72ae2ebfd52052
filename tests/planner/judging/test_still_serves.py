"""Nobody is missing: whoever cannot serve what is issued to them by today's facts is told, with the cause, wherever."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints.problem.problem import Absence, Assignee, Spell
from planner.changing import swap, vacancies
from planner.changing.lapse import lapse
from planner.errors import NotPossible
from planner.judging import still_serves
from planner.judging.standins import standins
from planner.judging.still_open import NOT_VACANT
from planner.judging.still_serves import WORDS, Hindrance, hindrance_words
from planner.office.sheets import AbsenceRow, ClauseRow, Person, PinRow, Post
from planner.store import Store, record
from planner.store.people import offers
from planner.store.roster.standing import Standing
from tests.fixtures.leaving import becomes, held, office_of, rows_become, station, told, walk
from tests.fixtures.office_at_work import NOW, issued_home
from tests.profile import rounds

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

DAY = date(2026, 12, 15)
STEPS = rounds(300, 300, 100_000)
OFFICES = {"district": lambda path: Store(issued_home(path / "home")), "station": lambda path: station(path / "home")}


@pytest.fixture(params=sorted(OFFICES))
def store(request, tmp_path):
    return OFFICES[request.param](tmp_path)


@pytest.fixture
def small(tmp_path):
    return station(tmp_path / "home")


def days(slot):
    return date.fromordinal(slot.start // 1440), date.fromordinal((slot.end - 1) // 1440)


def holder(store, kind="p:", shift="夜班", site=False):
    """The holder of the first slot of a kind from DAY on that can do without what else is special."""
    slots, pairs = held(store)
    fitting = [
        (slots[slot].start, who)
        for slot, who in pairs
        if who.startswith(kind)
        and days(slots[slot])[0] >= DAY
        and (kind == "u:" or slots[slot].shift == shift)
        and bool(slots[slot].site) == site
        and slot not in {one for one, _ in told(store)}
    ]
    return min(fitting)[1]


def new(store, before, now=NOW):
    return {pair: cause for pair, cause in told(store, now).items() if before.get(pair) != cause}


def of(store, who, cause, wanted=lambda slot: True):
    slots, pairs = held(store)
    return {(slot, one): cause for slot, one in pairs if one == who and wanted(slots[slot])}


def person_becomes(store, who, **values):
    rows_become(store, "人员", lambda row: [replace(row, **values) if f"p:{row.id}" == who else row])


def unit_becomes(store, who, **values):
    rows_become(store, "单位", lambda row: [replace(row, **values) if f"u:{row.id}" == who else row])


def test_whoever_leaves_is_told_for_every_duty_after_their_last_day(store):
    before, who = told(store), holder(store)
    person_becomes(store, who, end=DAY)
    wanted = of(store, who, "left", lambda slot: days(slot)[0] > DAY)
    assert wanted and new(store, before) == wanted


def test_whoever_is_exempt_from_a_shift_is_told_for_that_shift_alone(store):
    before, who = told(store), holder(store)
    person_becomes(store, who, exempt=("夜班",))
    wanted = of(store, who, "exempt", lambda slot: slot.shift == "夜班")
    assert wanted and new(store, before) == wanted


def test_whoever_moves_to_another_pool_is_told(store):
    before, who = told(store), holder(store)
    person_becomes(store, who, pools=("别的序列",))
    assert new(store, before) == of(store, who, "out_of_pool")


@pytest.mark.parametrize("id", [(), ("NEW1",)])
def test_whoever_is_no_longer_on_the_list_or_has_another_id_is_told(store, id):
    before, who = told(store), holder(store)
    rows_become(store, "人员", lambda row: [replace(row, id=one) for one in id] if f"p:{row.id}" == who else [row])
    assert new(store, before) == of(store, who, "gone")


def test_leave_is_told_for_the_duties_it_meets(store):
    before, who = told(store), holder(store)
    gone = AbsenceRow(who=who, start=DAY, end=DAY + timedelta(days=1), kind="leave")
    office = office_of(store)
    becomes(store, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    wanted = of(store, who, "away", lambda slot: days(slot)[0] <= gone.end and days(slot)[1] >= gone.start)
    assert new(store, before) == wanted


@pytest.mark.parametrize(
    ("change", "cause"), [({"end": DAY}, "closed"), ({"pools": ()}, "out_of_pool"), (None, "gone")]
)
def test_a_unit_that_is_closed_moved_or_removed_is_told(store, change, cause):
    before, who = told(store), holder(store, "u:")
    if change is None:
        rows_become(store, "单位", lambda row: [] if f"u:{row.id}" == who else [row])
    else:
        unit_becomes(store, who, **change)
    wanted = of(store, who, cause, lambda slot: cause != "closed" or days(slot)[0] > DAY)
    found = {pair: one for pair, one in new(store, before).items() if pair[1] == who}
    assert wanted and found == wanted


def test_whoever_is_linked_to_a_village_no_longer_is_told_for_it(store):
    slots, pairs = held(store)
    slot, who = min((slot, who) for slot, who in pairs if slots[slot].site)
    before = told(store)
    rows_become(store, "联系村", lambda row: [] if f"p:{row.person}" == who else [row])
    person_becomes(store, who, units=())
    assert new(store, before).get((slot, who)) == "unlinked"


def order(store, slot, who, mode="fixed"):
    office = office_of(store)
    pin = PinRow(
        duty=slot.duty, start=date.fromordinal(slot.nominal), shift=slot.shift, post=slot.post, who=who, mode=mode
    )
    becomes(store, office.with_rows("指定", (*office.of(PinRow), pin)))


def single(store):
    """A slot for one, its holder, and somebody else who could serve on it."""
    slots, pairs = held(store)
    slot, who = min(
        (slot, who) for slot, who in pairs if slots[slot].room == 1 and slots[slot].shift == "夜班" and slot[-2:] > "15"
    )
    with store.read() as transaction:
        found = standins(Standing.read(transaction), slot, who, "zh")
    return slots[slot], who, next(one.who for one in found if not one.broken)


def test_an_order_for_another_or_against_the_holder_is_told(small):
    slot, who, other = single(small)
    order(small, slot, who)
    assert told(small) == {}, "whoever is ordered where they are stays"
    rows_become(small, "指定", lambda row: [])
    order(small, slot, other)
    assert told(small)[slot.id, who] == "ordered"
    rows_become(small, "指定", lambda row: [])
    order(small, slot, who, "forbidden")
    assert told(small) == {(slot.id, who): "ruled_out"}


def test_what_has_begun_is_told_no_longer(small):
    who = holder(small)
    rows_become(small, "人员", lambda row: [] if f"p:{row.id}" == who else [row])
    later = NOW.replace(month=12, day=20, hour=12)
    slots, _ = held(small)
    assert told(small, later) == of(small, who, "gone", lambda slot: slot.start > later.toordinal() * 1440 + 720)
    assert len(told(small, later)) < len(told(small)) and slots


def test_a_pool_that_is_renamed_with_its_posts_and_people_bars_nobody(small):
    def renamed(row):
        return [replace(row, pools=tuple("当值员" if one == "值班员" else one for one in row.pools))]

    rows_become(small, "岗位", renamed)
    rows_become(small, "人员", renamed)
    assert told(small) == {} and all("当值员" in row.pools for row in office_of(small).of(Post) if row.duty == "ZB")
    _, who, other = single(small)
    assert other != who, "and somebody can still stand in"


def test_who_is_shown_what(small):
    assert {*WORDS} == {*Hindrance}
    neutral = hindrance_words("甲某", Hindrance.AWAY, "zh")
    assert "请假" not in neutral
    for cause in still_serves.PRIVATE:
        assert hindrance_words("甲某", cause, "zh") == neutral
        assert hindrance_words("甲某", cause, "zh", office_eyes=True) == WORDS[cause].zh.format(who="甲某")
    assert hindrance_words("甲某", Hindrance.RULED_OUT, "zh", own=True) == neutral
    assert hindrance_words("甲某", Hindrance.AWAY, "en", own=True) == "甲某 is away"
    assert hindrance_words("甲某", Hindrance.LEFT, "zh") == "甲某当天不在任"


def listed(store):
    with store.read() as transaction:
        return vacancies.vacancies(Standing.read(transaction), NOW, "zh")


def test_each_empty_seat_is_one_item_and_nobody_proposed_is_unable(store):
    who = holder(store)
    rows_become(store, "人员", lambda row: [] if f"p:{row.id}" == who else [row])
    found = listed(store)
    assert {(one.line.slot.id, one.who): str(one.cause) for one in found} == told(store)
    assert len(found) == len(told(store)) and {one.name for one in found if one.who == who} != {who[2:]}
    with store.read() as transaction:
        standing = Standing.read(transaction)
        facts = still_serves.today(standing)
        for one in found:
            assert all(
                facts.cause(standing.issued.slots[one.line.slot.id].slot, other.who) is None for other in one.best
            )


def test_nobody_who_cannot_serve_is_proposed_though_no_clause_of_the_office_says_so(small):
    office = office_of(small)
    soft = tuple(
        ClauseRow(rule=rule, force=10) for rule in ("请假外出不排", "人选范围")
    )  # both are only wished for here
    becomes(small, office.with_rows("规则", (*office.of(ClauseRow), *soft)))
    slot, who, other = single(small)
    person_becomes(small, other, exempt=("夜班",))
    with small.read() as transaction:
        [one] = [one for one in standins(Standing.read(transaction), slot.id, who, "zh") if one.who == other]
        [seen] = [
            one
            for one in standins(Standing.read(transaction), slot.id, who, "zh", office_eyes=False)
            if one.who == other
        ]
    assert one.broken and seen.broken and not any("不排" in text for text in seen.broken)
    person_becomes(small, who, end=date(2026, 12, 1))
    with pytest.raises(NotPossible):
        vacancies.ask_stand_in(small, slot.id, who, other, NOW, "clerk", "zh")


def test_a_stand_in_for_somebody_off_the_list_takes_over_by_the_usual_request(small):
    who = holder(small)
    rows_become(small, "人员", lambda row: [] if f"p:{row.id}" == who else [row])
    first = next(one for one in listed(small) if one.best)
    slot, taker = first.line.slot.id, first.best[0].who
    made = vacancies.ask_stand_in(small, slot, who, taker, NOW, "clerk", "zh")
    swap.accept(small, made.id, swap.OFFICE, frozenset(), NOW, "zh")
    assert (slot, taker) in held(small)[1] and (slot, who) not in told(small)


def test_a_request_ends_when_its_cause_is_gone(small):
    office, who = office_of(small), holder(small)
    person_becomes(small, who, end=date(2026, 12, 1))
    one = next(one for one in listed(small) if one.best and not one.instructed)
    made = vacancies.ask_stand_in(small, one.line.slot.id, who, one.best[0].who, NOW, "clerk", "zh")
    lapse(small, NOW)
    with small.read() as transaction:
        assert offers.get(transaction, made.id).state == "offered"
    becomes(small, office)
    lapse(small, NOW)
    with small.read() as transaction:
        closed = offers.get(transaction, made.id)
        assert (closed.state, closed.reason) == ("declined", NOT_VACANT.zh) and record.broken(transaction) == []


def test_whatever_happens_the_list_is_what_a_plain_reading_of_the_rows_gives(small):
    assert walk(small, 1, STEPS) > STEPS


def _stays(self, day):
    return self.spells[-1] if self.spells else None


def _forgets(office, slot):
    return frozenset(pool for row in office.of(Person) for pool in row.pools) | {"热线单位"}


def _begins_inside(self, slot):
    return self.start <= slot.start < self.end


FAULTS = {
    "a leaver stays": (Assignee, "spell", _stays),
    "any pool will do": (still_serves, "pools_by_now", _forgets),
    "leave bars only what begins in it": (Absence, "bars", _begins_inside),
    "no village has links": (still_serves, "_linked", lambda office, slots: {}),
    "orders are not read": (still_serves, "orders", lambda *arguments: ((), [])),
    "time does not pass": (still_serves, "begun", lambda standing, now: 0),
    "exempt from nothing": (Spell, "exempt", property(lambda self: frozenset(), lambda self, value: None)),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_plain_reading_catches_a_planted_fault(small, monkeypatch, name):
    where, what, fault = FAULTS[name]
    monkeypatch.setattr(where, what, fault, raising=False)
    with pytest.raises(AssertionError):
        walk(small, 1, rounds(300, 400, 400))
