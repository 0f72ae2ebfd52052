"""Part of a slot that lasts is handed over: by instruction, by swap, undone and joined again, told and verified."""

from dataclasses import replace
from datetime import date

import pytest

from planner.changing import actual_service, asking, instruction, open_call, swap, swap_undo, vacancies
from planner.changing.movement import Instruction
from planner.errors import NotPossible
from planner.issuing.verify import verify
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.repairs import repairs
from planner.judging.standins import standins
from planner.office.keys import SlotKey
from planner.office.sheets import AbsenceRow
from planner.roster.issued import diff
from planner.roster.on_duty import on_duty
from planner.store.messages import messages
from planner.store.people.instructions import InstructionKind
from planner.store.people.offers import Hop
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.small_offices import at
from tests.fixtures.weeks import december, parts, someone, week, weeks

NOW = at("2026-11-25T09:00")


@pytest.fixture
def store(tmp_path):
    return weeks(tmp_path / "home")


def given(store, slot, who, to, first, last, now=NOW):
    wish = Instruction(
        InstructionKind.STANDIN, december(store, slot, first, last), who, ordered_by="主任", partner=to, reason="公务"
    )
    return instruction.give(store, wish, None, now, "test", "zh")


def sound(store):
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []


def test_the_middle_of_a_week_is_handed_over_and_the_first_part_keeps_its_id(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    done = given(store, slot, mine, other, 9, 10)
    assert parts(store) == [("1207", "1209", mine), ("1209", "1211", other), ("1211", "1214", mine)]
    with store.read() as transaction:
        held = {id: one.slot for id, one in versions.in_force(transaction).slots.items() if one.slot.turn == slot}
        [version] = versions.current(transaction, "2026-12")
        assert version.number == 2, "both sides of the split are in one version"
        said = [one.words.zh for one in diff(transaction, offices.load(transaction), "2026-12", 1, 2)["ZB"]]
    assert sorted(held) == [slot, f"{slot}-20261209", f"{slot}-20261211"]
    assert {one.nominal for one in held.values()} == {date(2026, 12, 7).toordinal()}
    assert done.notice_zh.startswith("因公务安排，12月9日（周三）—12月10日（周四）")
    assert len(said) == 3
    sound(store)


def test_an_instruction_on_some_days_is_undone_and_the_week_is_whole_again(store):
    slot, mine = week(store)
    before = parts(store)
    done = given(store, slot, mine, someone(store, mine)[0], 9, 10)
    instruction.undo(store, done.id, NOW, "test", "zh")
    assert parts(store) == before == [("1207", "1214", mine)]
    sound(store)


def test_days_that_come_back_by_a_second_instruction_join(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    given(store, slot, mine, other, 10, 13)
    given(store, f"{slot}-20261210", other, mine, 12, 13)
    assert parts(store) == [("1207", "1210", mine), ("1210", "1212", other), ("1212", "1214", mine)]
    given(store, f"{slot}-20261210", other, mine, 10, 11)
    assert parts(store) == [("1207", "1214", mine)]
    sound(store)


def offered(store, hops, now=NOW):
    return asking.offer_hops(store, hops, now, asking.OFFICE, "zh").id


def test_a_swap_of_some_days_takes_effect_and_is_undone(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    id = offered(store, (Hop(december(store, slot, 11, 13), mine, other),))
    assert parts(store) == [("1207", "1214", mine)], "nothing changes before the other agrees"
    swap.accept(store, id, asking.OFFICE, frozenset(), NOW, "zh")
    assert parts(store) == [("1207", "1211", mine), ("1211", "1214", other)]
    sound(store)
    swap_undo.undo_now(store, id, "误会", NOW, "zh")
    assert parts(store) == [("1207", "1214", mine)]
    sound(store)


def test_two_requests_for_other_days_of_one_week_stand_beside_each_other(store):
    slot, mine = week(store)
    one, another = someone(store, mine)[:2]
    early = offered(store, (Hop(december(store, slot, 7, 8), mine, one),))
    late = offered(store, (Hop(december(store, slot, 12, 13), mine, another),))
    with pytest.raises(SwapRefused) as refused:
        offered(store, (Hop(december(store, slot, 8, 9), mine, another),))
    assert refused.value.refusal is Refusal.ALREADY_OPEN
    for id in (early, late):
        swap.accept(store, id, asking.OFFICE, frozenset(), NOW, "zh")
    assert parts(store) == [("1207", "1209", one), ("1209", "1212", mine), ("1212", "1214", another)]
    sound(store)


def test_a_request_for_the_whole_week_ends_when_a_part_has_gone(store):
    """It was asked for seven days; it shall not come to mean the two that are left."""
    slot, mine = week(store)
    one, another = someone(store, mine)[:2]
    whole = offered(store, (Hop(slot, mine, one),))
    given(store, slot, mine, another, 9, 13)
    with pytest.raises(SwapRefused):
        swap.accept(store, whole, asking.OFFICE, frozenset(), NOW, "zh")
    assert parts(store) == [("1207", "1209", mine), ("1209", "1214", another)]


def test_a_swap_of_the_whole_week_is_not_undone_once_a_part_has_gone_on(store):
    slot, mine = week(store)
    one, another = someone(store, mine)[:2]
    id = offered(store, (Hop(slot, mine, one),))
    swap.accept(store, id, asking.OFFICE, frozenset(), NOW, "zh")
    given(store, slot, one, another, 9, 13)
    with pytest.raises(SwapRefused) as refused:
        swap_undo.undo_now(store, id, "误会", NOW, "zh")
    assert refused.value.refusal is Refusal.CHANGED_SINCE


def test_days_against_days_of_another_week(store):
    first, mine = week(store)
    second, theirs = week(store, date(2026, 12, 14))
    id = offered(
        store, (Hop(december(store, first, 12, 13), mine, theirs), Hop(december(store, second, 16, 17), theirs, mine))
    )
    swap.accept(store, id, asking.OFFICE, frozenset(), NOW, "zh")
    assert parts(store)[1:] == [("1212", "1214", theirs)]
    assert parts(store, date(2026, 12, 14))[1] == ("1216", "1218", mine)
    sound(store)


def test_the_rest_of_a_week_that_has_begun_can_be_handed_over_but_not_its_past(store):
    slot, mine = week(store)
    other, now = someone(store, mine)[0], at("2026-12-09T12:00")
    with pytest.raises(SwapRefused) as refused:
        offered(store, (Hop(december(store, slot, 9, 10), mine, other),), now)
    assert refused.value.refusal is Refusal.STARTED
    id = offered(store, (Hop(december(store, slot, 10, 13), mine, other),), now)
    swap.accept(store, id, asking.OFFICE, frozenset(), now, "zh")
    assert parts(store) == [("1207", "1210", mine), ("1210", "1214", other)]
    sound(store)
    with store.read() as transaction:
        told = messages.waiting(transaction)
    assert slot in told[mine].changes and told[mine].changes[slot].after["end"].startswith("2026-12-10T08:30")


def test_days_outside_the_week_are_refused_with_its_days(store):
    slot, _ = week(store)
    with pytest.raises(NotPossible, match="lasts from Mon 7 Dec to Sun 13 Dec"):
        december(store, slot, 9, 14)
    with pytest.raises(NotPossible):
        december(store, slot, 10, 9)


def with_leave(store, who, first, last):
    with store.write() as transaction:
        office = offices.load(transaction)
        row = AbsenceRow(who=who, start=date(2026, 12, first), end=date(2026, 12, last), kind="leave")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), row)))


def test_whoever_is_away_some_days_leaves_these_days_vacant_and_others_can_be_asked_for_them(store):
    slot, mine = week(store)
    with_leave(store, mine, 10, 11)
    with store.read() as transaction:
        [found] = vacancies.vacancies(Standing.read(transaction), NOW, "zh")
    assert found.days == str(replace(SlotKey.of(slot), part=date(2026, 12, 9), until=date(2026, 12, 11))), (
        "the day of the 9th ends on the 10th at 08:30"
    )
    taker = found.best[0].who
    asked = vacancies.ask_stand_in(store, found.days, mine, taker, NOW, "clerk", "zh")
    swap.accept(store, asked.id, asking.OFFICE, frozenset(), NOW, "zh")
    assert parts(store) == [("1207", "1209", mine), ("1209", "1212", taker), ("1212", "1214", mine)]
    with store.read() as transaction:
        assert vacancies.vacancies(Standing.read(transaction), NOW, "zh") == []
    sound(store)


def test_leave_that_comes_when_the_week_has_begun_is_seen_too(store):
    slot, mine = week(store)
    with_leave(store, mine, 12, 13)
    with store.read() as transaction:
        [found] = vacancies.vacancies(Standing.read(transaction), at("2026-12-09T12:00"), "zh")
    assert (found.line.slot.id, found.slot.day) == (slot, date(2026, 12, 11).toordinal())


def test_who_could_stand_in_is_judged_by_the_days_alone(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    with_leave(store, other, 8, 8)
    with store.read() as transaction:
        standing = Standing.read(transaction)
        whole = {one.who: bool(one.broken) for one in standins(standing, slot, mine, "zh")}
        part = {one.who: bool(one.broken) for one in standins(standing, december(store, slot, 9, 10), mine, "zh")}
        found = repairs(standing, december(store, slot, 9, 10), mine, NOW, "zh")
    assert whole[other] and not part[other]
    assert {hop.slot for one in found.exchanges for hop in one.hops if hop.giver == mine} <= {
        december(store, slot, 9, 10)
    }


def test_an_open_call_for_some_days_is_taken(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    call = open_call.call_out(store, december(store, slot, 8, 9), mine, NOW, asking.OFFICE)
    open_call.take_call(store, call.id, other, NOW, other, "zh")
    assert parts(store) == [("1207", "1208", mine), ("1208", "1210", other), ("1210", "1214", mine)]
    sound(store)


def test_what_was_entered_of_the_first_days_is_not_said_of_days_that_come_back(store):
    """张三 was ill from Monday on and 王五 served; 张三 takes the rest back from 李四, and 王五 does not serve it."""
    slot, mine = week(store)
    other, ill_for = someone(store, mine)[:2]
    given(store, slot, mine, other, 11, 13)
    now = at("2026-12-08T12:00")
    actual_service.enter(store, slot, mine, ill_for, "主任", "", now, "clerk")
    given(store, f"{slot}-20261211", other, mine, 11, 13, now)
    assert parts(store) == [("1207", "1211", mine), ("1211", "1214", mine)]
    with store.read() as transaction:
        office = offices.load(transaction)
        then = [
            [who.tagged for line in on_duty(transaction, office, at(moment)) for who in line.people]
            for moment in ("2026-12-10T12:00", "2026-12-12T12:00")
        ]
    assert then == [[ill_for], [mine]]
    sound(store)
