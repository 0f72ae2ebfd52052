"""A liaison names the unit's people: somebody taken is refused; pages, papers, feeds and plans follow."""

from datetime import date, timedelta

import pytest

from planner.changing import unit_names
from planner.changing.reissue import reissue
from planner.feeds.entry import CANCELLED
from planner.issuing.verify import verify
from planner.judging.handover import Exchange
from planner.judging.refusals import Refusal
from planner.notifying.knowledge import UNSEEN
from planner.office.sheets import AbsenceRow
from planner.pages import my_duties
from planner.paper.sheets.layout import duty_page
from planner.planning.basis import busy, prepare
from planner.problem.assignees import members
from planner.problem.period import Period
from planner.roster.issued import issued_lines
from planner.store import Store
from planner.store.messages import feeds, messages
from planner.store.people import named_people
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued, issued_home, planned
from tests.fixtures.swaps import refusal

pytestmark = pytest.mark.engines


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def studio(store):
    """A studio date of a unit that has people, and two of them who are free then."""
    with store.read() as transaction:
        office, content = offices.load(transaction), versions.in_force(transaction)
        for slot, who in sorted(content.pairs):
            if who.startswith("u:"):
                held = content.slots[slot].slot
                on = {
                    other
                    for id, other in content.pairs
                    if content.slots[id].slot.start < held.end and held.start < content.slots[id].slot.end
                }
                free = [one for one in members(office, who) if "p:" + one not in on]
                if len(free) > 1:
                    return slot, who[2:], free[0], free[1]
    raise AssertionError("a unit with two free people is on air")


def put(store, slot, of, people, may=None, now=NOW):
    return unit_names.name_people(store, slot, of, people, now, "liaison", may, "zh")


def line_of(store, slot):
    with store.read() as transaction:
        return next(one for one in issued_lines(transaction, offices.load(transaction), MONTH) if one.slot.id == slot)


def test_who_is_named_stands_on_paper_in_their_calendar_and_on_their_page(store):
    slot, of, one, two = studio(store)
    put(store, slot, of, [one, two])
    line = line_of(store, slot)
    assert {holder.id for holder in line.named} == {one, two}
    with store.read() as transaction:
        office = offices.load(transaction)
        row = next(
            row
            for row in duty_page(office, "ZX", issued_lines(transaction, offices.load(transaction), MONTH, "ZX")).rows
            if office.units[of].name in row
        )
        assert {office.name("p:" + one), office.name("p:" + two)} == set(row[5].split("、"))
        [entry] = [
            found
            for found in feeds.between(transaction, "person", date.min, date.max, who="p:" + one)
            if found.slot == slot
        ]
        assert entry.gone_on is None
        assert (slot, my_duties.NAMED) in {
            (duty.line.slot.id, duty.policy) for duty in my_duties.own_duties(Standing.read(transaction), [one], NOW)
        }
        told = messages.waiting(transaction)["p:" + one]
        assert slot in told.changes
        assert (
            versions.current(transaction, MONTH, "ZX")[0].number == 1
            and verify(transaction, offices.load(transaction)) == []
        )


def test_another_takes_the_place_of_somebody_named(store):
    slot, of, one, two = studio(store)
    put(store, slot, of, [one])
    put(store, slot, of, [two], now=NOW + timedelta(minutes=5))
    with store.read() as transaction:
        [gone] = [
            found
            for found in feeds.between(transaction, "person", date.min, date.max, who="p:" + one)
            if found.slot == slot
        ]
        assert CANCELLED in gone.event and named_people.every(transaction)[slot] == ((of, two),)
    put(store, slot, of, [], now=NOW + timedelta(minutes=9))
    assert line_of(store, slot).named == ()


def test_every_refusal_says_why(store):
    slot, of, one, _ = studio(store)
    with store.read() as transaction:
        office = offices.load(transaction)
        stranger = next(id for id in office.people if id not in members(office, "u:" + of))
        other = next(id for id in office.units if id != of)
    assert refusal(put, store, slot, of, [stranger]) is Refusal.NOT_OF_UNIT
    assert refusal(put, store, slot, other, []) is Refusal.NOT_LIAISON
    assert refusal(put, store, slot, of, [one], frozenset({other})) is Refusal.NOT_LIAISON
    assert refusal(put, store, "nothing", of, [one]) is Refusal.UNKNOWN_SLOT
    assert refusal(put, store, slot, of, [one], now=NOW + timedelta(days=60)) is Refusal.STARTED
    day = line_of(store, slot).day
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(
            transaction,
            office,
            office.with_rows("请假外出", (*office.of(AbsenceRow), AbsenceRow(who="p:" + one, start=day, kind="leave"))),
        )
    with pytest.raises(unit_names.SwapRefused) as caught:
        put(store, slot, of, [one])
    assert (
        caught.value.refusal is Refusal.TAKEN
        and "该时段另有安排" in caught.value.words.zh
        and "休假" not in caught.value.words.zh
    )


def test_somebody_on_duty_then_is_refused_with_that_duty(store):
    slot, of, one, _ = studio(store)
    held = line_of(store, slot)
    with store.write() as transaction:
        content, office = versions.in_force(transaction), offices.load(transaction)
        full = next(
            id
            for id, some in sorted(content.slots.items())
            if some.slot.hold == "full"
            and some.slot.kind == "person"
            and not some.slot.site
            and some.slot.start < held.slot.end
            and held.slot.start < some.slot.end
        )
        out = next(who for id, who in sorted(content.pairs) if id == full)
        exchange = Exchange(frozenset({(full, out)}), frozenset({(full, "p:" + one)}))
        reissue(Standing.read(transaction), exchange, NOW, "测试", UNSEEN)
    with pytest.raises(unit_names.SwapRefused) as caught:
        put(store, slot, of, [one])
    duty = content.slots[full].slot
    assert (
        caught.value.refusal is Refusal.TAKEN
        and office.duties[duty.duty].name in caught.value.words.zh
        and duty.shift in caught.value.words.zh
    )


def busy_of(store, person):
    with store.read() as transaction:
        return [
            (one.start, one.end) for one in busy(transaction, versions.in_force(transaction)).get("p:" + person, ())
        ]


def test_a_later_plan_keeps_who_is_named_from_full_posts_at_that_time(store):
    slot, of, one, _ = studio(store)
    with store.read() as transaction:
        before = prepare(Standing.read(transaction), Period.month(MONTH), NOW)[0].problem
    put(store, slot, of, [one])
    held = line_of(store, slot).slot
    with store.read() as transaction:
        after = prepare(Standing.read(transaction), Period.month(MONTH), NOW)[0].problem
    was, now = (
        next((some for some in problem.assignees if some.id == "p:" + one), None) for problem in (before, after)
    )
    if was is None:  # nobody else's duty needs them: they are not in the problem at all
        assert now is None
    else:
        assert set(now.absences) - set(was.absences) == {type(now.absences[0])(held.start, held.end, "full")}


def test_a_unit_that_is_displaced_takes_its_people_along_out_of_the_roster(store):
    slot, of, one, _ = studio(store)
    put(store, slot, of, [one])
    with store.read() as transaction:
        others = sorted(id for id, row in offices.load(transaction).units.items() if id != of and row.pools)
    with store.write() as transaction:
        reissue(
            Standing.read(transaction),
            Exchange(frozenset({(slot, "u:" + of)}), frozenset({(slot, "u:" + others[0])})),
            NOW,
            "领导专场",
            UNSEEN,
        )
    assert line_of(store, slot).named == () and busy_of(store, one) == []
    with store.read() as transaction:
        [gone] = [
            found
            for found in feeds.between(transaction, "person", date.min, date.max, who="p:" + one)
            if found.slot == slot
        ]
    assert CANCELLED in gone.event


def test_a_liaison_sees_the_tasks_of_their_units_alone(store):
    slot, of, *_ = studio(store)
    with store.read() as transaction:
        found = unit_names.tasks(transaction, offices.load(transaction), [of], NOW)
        assert slot in {one.line.slot.id for one in found} and {one.unit for one in found} == {of}
        assert unit_names.tasks(transaction, offices.load(transaction), [], NOW) == []


@pytest.mark.slow
def test_a_plan_made_again_leaves_the_names_where_the_unit_stays(store):
    slot, of, one, _ = studio(store)
    put(store, slot, of, [one])
    planned(store, keep=True)
    issued(store)
    line = line_of(store, slot)
    assert {holder.id for holder in line.named} == ({one} if of in {holder.id for holder in line.people} else set())
