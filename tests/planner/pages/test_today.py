"""今日要办: every month on its track with the one next step, and what waits, named and counted as it is."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from constraints.solve import Effort, PlanStatus
from planner.changing.vacancies import ask_stand_in
from planner.issuing.publish import sign
from planner.judging.standins import standins
from planner.judging.still_open import open_requests
from planner.notifying import tasks
from planner.notifying.overtaken import message_board
from planner.office.sheets import AbsenceRow, WishRow
from planner.pages.preparing import answers
from planner.pages.swap_view import swap_view
from planner.pages.today.by_urgency import todos
from planner.pages.today.counts import Badge, Counts, counts
from planner.pages.today.progress import NextStep, Stage, progress
from planner.pages.today.taking_over import next_handover
from planner.pages.today.todo import Grade, TodoKind
from planner.pages.tomorrow import reminders_of, tick
from planner.planning.basis import draft_of
from planner.planning.plan import Ask, plan
from planner.problem.festivals import festivals
from planner.problem.period import Period
from planner.roster.on_duty import on_duty
from planner.store import Store, cache
from planner.store import jobs as job_rows
from planner.store.jobs import JobSettings, JobState
from planner.store.results.job_results import DraftMade, JobFailure
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.store.row_ids import NO_DRAFT
from planner.store.tables import assignments
from planner.words import Words, day_words
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, issued, issued_home, planned
from tests.fixtures.swaps import accepted, asked, clean_swap, pairs

NEXT = "2027-01"
MID = datetime(2026, 12, 9, 9, 30, tzinfo=ZONE)


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def counted(store, now=NOW):
    with store.read() as transaction:
        return counts(Standing.read(transaction), now)


def shown(store, now=NOW):
    """(month, stages done, stage at work, next step) of every track."""
    with store.read() as transaction:
        found = progress(Standing.read(transaction), now)
    return [(one.track.month, one.done, one.at, one.step) for one in found]


def listed(store, now=NOW):
    with store.read() as transaction:
        return todos(Standing.read(transaction), now)


def add(store, *rows):
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), *rows)))


def night(store, day):
    """The day duty of the telephone on a day and somebody on it."""
    return next(pair for pair in sorted(pairs(store)) if pair[0].startswith("RX|RX-1|" + day))


def test_an_empty_office_has_nothing_that_waits(tmp_path):
    store = Store(tmp_path / "home")
    assert (counted(store), shown(store), listed(store)) == (Counts(), [], [])


def test_a_month_goes_along_its_track_step_by_step(store):
    assert shown(store) == [("2026-12", 4, None, None), (NEXT, 0, Stage.DRAFT, NextStep.PREPARE)]
    planned(store, NEXT)
    assert shown(store)[1:] == [(NEXT, 1, Stage.SIGN, NextStep.SIGN)]
    sign(store, NEXT, NOW, "test")
    assert shown(store)[1:] == [(NEXT, 2, Stage.ISSUE, NextStep.ISSUE)]
    issued(store, NEXT)
    assert shown(store)[1:] == [(NEXT, 4, None, None), ("2027-02", 0, Stage.DRAFT, NextStep.PREPARE)]


def test_who_has_sent_something_is_counted_until_the_month_is_drafted(store):
    with store.read() as transaction:
        standing = Standing.read(transaction)
        silent, everybody = answers(standing, NEXT, NOW)
    assert counted(store).silent == Badge(silent) and counted(store).asked == everybody and 0 < silent <= everybody
    add(store, AbsenceRow(who="p:L01", start=date(2027, 1, 5), kind="leave"))
    assert counted(store).silent == Badge(silent - 1)
    planned(store, NEXT)
    assert counted(store).silent == Badge(0)


def test_a_month_of_which_all_is_known_can_be_planned_at_once(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        rows = tuple(WishRow(person=id, date=date(2027, 1, 8), want="prefer") for id in office.people)
        offices.save(transaction, office, office.with_rows("时间要求", (*office.of(WishRow), *rows)))
    assert shown(store)[1:] == [(NEXT, 0, Stage.DRAFT, NextStep.PLAN)]


def test_a_draft_whose_data_changed_is_planned_again_first(store):
    planned(store, NEXT)
    add(store, AbsenceRow(who="p:L01", start=date(2027, 1, 5), end=date(2027, 1, 29), kind="leave"))
    assert shown(store)[1:] == [(NEXT, 0, Stage.DRAFT, NextStep.PLAN_AGAIN)]


def test_an_adjustment_says_what_is_public_and_how_much_it_changes(store):
    planned(store, MONTH, keep=True)
    with store.read() as transaction:
        december = progress(Standing.read(transaction), NOW)[0]
    assert december.step is NextStep.SIGN
    assert december.said.zh.startswith("第1版已公布；调整稿改 0 处，")


def test_planning_that_runs_is_watched_and_one_that_failed_is_told(store):
    with store.write() as transaction:
        id = job_rows.add(transaction, NEXT, JobSettings(), NOW.isoformat(), "clerk")
    assert shown(store)[1:] == [(NEXT, 0, Stage.DRAFT, NextStep.WATCH)]
    with store.write() as transaction:
        job_rows.claim(transaction, "w", NOW.isoformat(), NOW.isoformat())
        job_rows.finish(transaction, id, "w", JobState.FAILED, JobFailure("内存不足", "out of memory"))
    with store.read() as transaction:
        found = progress(Standing.read(transaction), NOW)[1]
    assert (found.step, found.said) == (
        NextStep.PLAN,
        Words.given("编排没有完成：内存不足", "Planning did not end well: out of memory"),
    )


def test_a_past_month_comes_back_while_nobody_entered_who_served_for_those_on_leave(store):
    slot, who = night(store, "20261209")
    january = datetime(2027, 1, 4, 9, tzinfo=ZONE)
    assert [one[0] for one in shown(store, january)] == ["2027-01", "2027-02"]
    add(store, AbsenceRow(who=who, start=date(2026, 12, 9), kind="leave"))
    with store.read() as transaction:
        found = progress(Standing.read(transaction), january)[-1]
    assert (found.track.month, found.step, found.slot) == (MONTH, NextStep.ENTER, slot)
    assert found.said.zh == "有 1 处值班人当日请假，还没有补登由谁值班"


def test_leave_empties_a_seat_and_its_row_names_person_day_and_act(store):
    assert (counted(store).vacancies, listed(store)) == (Badge(0), [])
    slot, who = night(store, "20261209")
    with store.read() as transaction:
        name = offices.load(transaction).name(who)
    add(store, AbsenceRow(who=who, start=date(2026, 12, 9), kind="leave"))
    (row,) = listed(store)
    assert (row.kind, row.grade, row.month, row.slot, row.who) == (TodoKind.STAND_IN, Grade.HOT, MONTH, slot, who)
    assert (row.head.zh, row.rest.zh, row.more.zh) == (
        "12月9日（周三） 白班 话务员空岗",
        f"：{name}请假外出",
        "还没有安排替班",
    )
    assert counted(store) == replace(
        counted(store), today=Badge(1, True), vacancies=Badge(1, True), swaps=Badge(0), messages=Badge(0)
    )


def test_days_of_one_holder_are_one_row(store):
    mine = [pair for pair in sorted(pairs(store)) if pair[0].startswith("RX|RX-1|202612")]
    who = next(one for _, one in mine if sum(other == one for _, other in mine) > 1)
    days = [slot.split("|")[2] for slot, other in mine if other == who]
    add(store, AbsenceRow(who=who, start=date(2026, 12, 1), end=date(2026, 12, 31), kind="leave"))
    rows = [one for one in listed(store) if "白班 话务员" in one.head.zh]
    said = "、".join(day_words(date(2026, 12, int(day[-2:])), "zh") for day in days)
    assert [one.head.zh for one in rows] == [f"{said} 白班 话务员空岗"]
    assert counted(store).vacancies.number >= len(days) > 1


def test_a_request_waits_with_its_verdict_and_is_hot_on_its_last_day(store):
    slot, giver, taker, back = clean_swap(store)
    asked(store, slot, giver, taker, back)
    (row,) = listed(store)
    with store.read() as transaction:
        standing = Standing.read(transaction)
        view = swap_view(standing, open_requests(standing, NOW)[0], NOW, "zh", None)
    assert view.broken == () and ("；会变差；" if view.regrets else "；可换；") in row.more.zh
    assert (row.kind, row.grade) == (TodoKind.AGREE, Grade.PLAIN)
    assert counted(store).swaps == Badge(1, False)
    ends = row.at - timedelta(hours=1)
    (late,) = listed(store, ends)
    assert late.grade is Grade.HOT and counted(store, ends).swaps == Badge(1, True)


def test_a_swap_in_effect_leaves_those_to_tell_until_they_are_told(store):
    slot, giver, taker, back = clean_swap(store)
    accepted(store, asked(store, slot, giver, taker, back, now=MID).id, now=MID)
    rows = [one for one in listed(store, MID) if one.kind is TodoKind.TELL]
    number = counted(store, MID).messages.number
    assert [one.head.zh for one in rows] == ([f"告知 {number} 人"] if number else []) and number
    with store.write() as transaction:
        standing = Standing.read(transaction)
        for one in message_board(transaction, MID, 0).tasks:
            tasks.close_task(standing, one.id, "电话", "", MID, "test")
    assert counted(store, MID).messages == Badge(0)


def test_tomorrow_s_reminders_are_counted_down_as_they_are_ticked(store):
    day = MID.date() + timedelta(days=1)
    with store.read() as transaction:
        found = reminders_of(transaction, offices.load(transaction), day, "zh")
    assert counted(store, MID).reminders == Badge(len(found)) and found
    tick(store, day, found[0].line.slot.id, found[0].who, "told", True, MID, "test")
    assert counted(store, MID).reminders == Badge(len(found) - 1)


def test_a_festival_counts_until_its_days_are_drafted_or_issued(store):
    with store.read() as transaction:
        january = festivals(offices.load(transaction), date(2027, 1, 1), date(2027, 1, 31))
    assert len(january) == 1 and counted(store, MID).festivals == Badge(1)
    planned(store, NEXT)
    assert counted(store, MID).festivals == Badge(0)


def test_a_festival_planned_apart_has_a_track_of_its_own(store):
    planned(store, NEXT)
    with store.write() as transaction:
        office = offices.load(transaction)
        feast = festivals(office, date(2027, 1, 1), date(2027, 1, 31))[0]
    plan(store, Ask(Period(feast.first, feast.last), Effort(3, repeatable=True)), NOW, "zh")
    with store.read() as transaction:
        found = progress(Standing.read(transaction), NOW)
    assert [(one.track.month, one.track.festival, one.step) for one in found] == [
        (MONTH, None, None),
        (NEXT, None, NextStep.PREPARE),
        (NEXT, feast, NextStep.SIGN),
    ]


def test_a_seat_that_nobody_has_is_named_with_its_day_and_counted(store):
    slot, _ = night(store, "20261209")
    with store.write() as transaction:
        cache.bump(transaction, cache.ISSUED)
        transaction.connection.execute(assignments.delete().where(assignments.c.slot == slot))
        content = versions.in_force(transaction)
    need = content.slots[slot].slot.need
    (row,) = [one for one in listed(store) if one.kind is TodoKind.FILL]
    assert (row.head.zh, row.slot, row.grade) == (f"12月9日（周三） 白班 话务员 缺 {need} 人", slot, Grade.HOT)
    assert counted(store).seats == Badge(need, True) and counted(store).today.hot
    over = datetime(2026, 12, 10, 9, tzinfo=ZONE)
    assert [one for one in listed(store, over) if one.kind is TodoKind.FILL] == []


def test_who_takes_over_next_is_named_with_the_moment(store):
    with store.read() as transaction:
        office, content = offices.load(transaction), versions.in_force(transaction)
        running = on_duty(transaction, office, MID)
        found = next_handover(transaction, office, running, MID)
    assert found is not None
    starts = {
        office.name(who) for slot, who in content.pairs if office.moment(content.slots[slot].slot.start) == found.at
    }
    assert found.at > MID and found.names and set(found.names) <= starts


def test_a_vacancy_says_who_was_asked_and_whom_the_draft_has_there(store):
    slot, who = night(store, "20261219")
    add(store, AbsenceRow(who=who, start=date(2026, 12, 19), kind="leave"))
    planned(store, MONTH, keep=True)
    with store.read() as transaction:
        office, draft = offices.load(transaction), draft_of(transaction, MONTH)
        free = [one.who for one in standins(Standing.read(transaction), slot, who, "zh") if not one.broken]
    before = {one for at, one in pairs(store) if at == slot}
    come = [office.name(one) for at, one in sorted(draft.roster.pairs) if at == slot and one not in before]
    (row,) = [one for one in listed(store) if one.slot == slot]
    assert (row.kind, row.more.zh) == (TodoKind.CHECK_DRAFT, f"调整稿已由{come[0]}接替，印发后生效")
    ask_stand_in(store, slot, who, free[0], NOW, "clerk", "zh")
    (row,) = [one for one in listed(store) if one.slot == slot]
    assert (row.grade, row.more.zh) == (Grade.WARM, f"已商请{office.name(free[0])}，等答复")


def test_planning_that_has_ended_is_told_until_somebody_goes_on_with_it(store):
    assert not any(one.kind is TodoKind.LOOK for one in listed(store))
    made = planned(store, NEXT)
    with store.write() as transaction:
        draft = draft_of(transaction, NEXT)
        result = DraftMade(draft.id, draft.result.status)
        job_rows.record_done(transaction, NEXT, JobSettings(), result, NOW.isoformat(), "clerk")
    assert made
    (row,) = [one for one in listed(store) if one.kind is TodoKind.LOOK]
    assert (row.head.zh, row.month) == ("2027年1月已排好", NEXT)
    assert row.more.zh == f"硬性要求全部满足，扣分 {draft.result.cost}（越低越好）"
    late = NOW + timedelta(days=4)
    assert not any(one.kind is TodoKind.LOOK for one in listed(store, late))
    sign(store, NEXT, NOW, "test")
    assert not any(one.kind is TodoKind.LOOK for one in listed(store))
    with store.write() as transaction:
        result = DraftMade(NO_DRAFT, PlanStatus.FAILED, "NOT IN TIME")
        job_rows.record_done(transaction, NEXT, JobSettings(), result, NOW.isoformat(), "clerk")
    (row,) = [one for one in listed(store) if one.kind is TodoKind.LOOK]
    assert (row.head.zh, row.grade) == ("2027年1月没有排出来", Grade.HOT)
