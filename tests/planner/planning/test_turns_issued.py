"""Turns from plan to plan: who is named serves, a swap moves nothing, the next month goes on, a barred turn is told."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from planner.explaining import explain
from planner.judging.why_this_person import lines_of, why
from planner.office.cells.choices import AbsenceKind, DayPart
from planner.office.sheets import AbsenceRow, ClauseRow, WishRow
from planner.pages.month.month_desk import desk
from planner.pages.preparing import preparing
from planner.paper.catalogue import sheets
from planner.paper.gathering import WantedPaper
from planner.planning.plan import Ask, plan
from planner.problem.period import Period
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, REPEATABLE, ZONE, issued, planned, store_with
from tests.fixtures.swaps import accepted, asked
from tests.fixtures.turn_office import LEAVE, clause, office_with

pytestmark = pytest.mark.slow

DECEMBER_20 = datetime(2026, 12, 20, 12, tzinfo=ZONE)
TURNS = clause(duties="ZB")


def change(store, work):
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(transaction, office, work(office))


def add_leave(store, who, first, last):
    row = AbsenceRow(who=who, start=first, end=last, part=DayPart.DAY, kind=AbsenceKind.LEAVE)
    change(store, lambda office: office.with_rows("请假外出", (*office.of(AbsenceRow), row)))


def on_duty(store, month=MONTH, duty="ZB"):
    """Day of the month → who is on the duty, as drafted or issued."""
    with store.read() as transaction:
        lines = lines_of(transaction, offices.load(transaction), month, duty)
    return {line.day.day: "、".join(one.name for one in line.people) for line in lines}


def slot_on(number, month=MONTH):
    return f"ZB|ZB-1|{month.replace('-', '')}{number:02}"


@pytest.fixture
def store(tmp_path):
    leave = [LEAVE, ["钱二", "2026-12-02", "", "休假"]]
    return store_with(tmp_path / "home", office_with(tmp_path, TURNS, 请假外出=leave))


def test_the_plan_names_whose_turn_it_is_and_every_page_says_why(store):
    done = planned(store, duties=("ZB",))
    assert done.solved.proved and not done.solved.breaches
    found = on_duty(store)
    assert [found[day] for day in range(1, 6)] == ["赵一", "孙三", "钱二", "李四", "周五"]
    with store.read() as transaction:
        standing = Standing.read(transaction)
        shown = desk(standing, MONTH, NOW, "zh")
        assert {slot: one.zh for slot, one in shown.turns.items()} == {slot_on(2): "轮到孙三（钱二请假，对调至3日）"}
        [paper] = sheets(standing, WantedPaper("month", MONTH, "ZB", draft=True), NOW)
        assert paper.page.header[-1] == "轮值"
        assert [row[-1] for row in paper.page.rows][:3] == ["", "轮到孙三（钱二请假，对调至3日）", ""]
        line = next(one for one in lines_of(transaction, standing.office, MONTH, "ZB") if one.slot.id == slot_on(2))
        answer = why(standing, MONTH, line, "p:3", "zh")
        assert answer.words("zh")[0] == "轮到孙三（钱二请假，对调至3日）"
        assert answer.words("en")[0] == "孙三's turn (钱二 is away, swapped to 3 Dec)"
        assert answer.to_me("p:3", "zh", leader=False)[0] == "按轮流，这一班轮到您"
        assert all(one.broken for one in answer.others), "nobody else's turn"
        ahead = preparing(standing, MONTH, NOW)
        assert [(one.slot.id, one.words.zh) for one in ahead.turns] == [(slot_on(2), "轮到孙三（钱二请假，对调至3日）")]


def test_a_paper_made_public_gives_no_reason(store):
    change(
        store,
        lambda office: office.with_rows(
            "值班事项", tuple(replace(one, public="month") for one in office.duties.values())
        ),
    )
    planned(store, duties=("ZB",))
    with store.read() as transaction:
        [paper] = sheets(Standing.read(transaction), WantedPaper("month", MONTH, "ZB", draft=True), NOW)
    assert paper.page.rows[1][-1] == "轮到孙三（钱二另有安排，对调至3日）"


def test_a_swap_moves_nothing_and_the_next_month_goes_on_behind_whose_turn_it_was(store):
    planned(store, duties=("ZB",))
    issued(store)
    before = on_duty(store)
    assert (before[30], before[31]) == ("吴六", "郑七")
    accepted(store, asked(store, slot_on(31), "p:7", "p:1").id)
    assert on_duty(store)[31] == "赵一"
    planned(store, "2027-01", duties=("ZB",))
    found = on_duty(store, "2027-01")
    assert [found[day] for day in (1, 2, 3)] == ["王八", "赵一", "钱二"]


def test_a_turn_changed_at_the_year_s_end_is_taken_in_the_new_year(store):
    add_leave(store, "p:7", date(2026, 12, 31), date(2026, 12, 31))
    planned(store, duties=("ZB",))
    issued(store)
    with store.read() as transaction:
        shown = desk(Standing.read(transaction), MONTH, NOW, "zh").turns
    assert shown[slot_on(31)].zh == "轮到王八（郑七请假，对调到以后）"
    planned(store, "2027-01", duties=("ZB",))
    found = on_duty(store, "2027-01")
    assert [found[day] for day in (1, 2)] == ["郑七", "赵一"]


def test_days_planned_apart_in_the_middle_of_a_month_go_on_from_what_is_issued_before_them(store):
    add_leave(store, "p:7", date(2026, 12, 31), date(2027, 1, 1))
    planned(store, duties=("ZB",))
    issued(store)
    planned(store, "2027-01", duties=("ZB",))
    issued(store, "2027-01")
    before = on_duty(store, "2027-01")
    assert [before[day] for day in (1, 2, 3, 4)] == ["赵一", "钱二", "孙三", "李四"], "the round ended with December"
    plan(store, Ask(Period(date(2027, 1, 4), date(2027, 1, 31), ("ZB",)), REPEATABLE), NOW, "zh")
    with store.read() as transaction:
        shown = desk(Standing.read(transaction), "2027-01", NOW, "zh")
    now = {row.day.day: row.cells[0][0].people[0].name for grid in shown.grids for row in grid.rows}
    assert now == before


def test_late_leave_moves_what_has_not_begun_and_a_swap_that_was_agreed_stays(store):
    planned(store, duties=("ZB",))
    issued(store)
    accepted(store, asked(store, slot_on(24), "p:8", "p:2").id)
    before = on_duty(store)
    assert (before[22], before[23], before[24], before[25]) == ("吴六", "郑七", "钱二", "赵一")
    add_leave(store, "p:6", date(2026, 12, 22), date(2026, 12, 22))
    planned(store, now=DECEMBER_20, duties=("ZB",), keep=True)
    with store.read() as transaction:
        shown = desk(Standing.read(transaction), MONTH, DECEMBER_20, "zh")
    now = {row.day.day: row.cells[0][0].people[0].name for grid in shown.grids for row in grid.rows}
    assert {day: name for day, name in now.items() if name != before[day]} == {22: "郑七", 23: "吴六"}
    assert shown.turns[slot_on(24)].zh == "轮到王八", "who serves in his place is plain to see"


def test_a_turn_that_a_ban_bars_leaves_the_seat_open_and_names_the_clause(store):
    apart = ClauseRow(rule="间隔", duties=("ZB",), parameters="天数=8", force=0)
    change(store, lambda office: office.with_rows("规则", (*office.of(ClauseRow), apart)))
    done = planned(store, duties=("ZB",))
    [one] = done.result.open
    assert (one.date, one.why) in [
        ("2026-12-03", "轮到钱二，但不能排（间隔）"),
        ("2026-12-10", "轮到钱二，但不能排（间隔）"),
    ]
    assert one.why_en == "钱二's turn, but held back by rules (Gap)"
    [clash] = explain.work_out(store, MONTH, NOW, seconds=8).clash
    assert "12月3日轮到钱二；12月10日轮到钱二" in clash.text.zh and "轮流值班" in clash.text.zh


def test_a_weighted_rotation_deviates_as_little_as_possible(store):
    wish = WishRow(person="5", date=date(2026, 12, 5), duty="ZB", want="avoid")
    asks = ClauseRow(rule="时间要求", force=100)
    change(store, lambda office: office.with_rows("时间要求", (wish,)))
    change(store, lambda office: office.with_rows("规则", (*office.of(ClauseRow), asks)))
    assert planned(store, duties=("ZB",)).solved.cost == 100 and on_duty(store)[5] == "周五"
    before = on_duty(store)
    change(store, lambda office: office.with_rows("规则", (replace(office.of(ClauseRow)[0], force=10), asks)))
    assert planned(store, duties=("ZB",)).solved.cost == 10
    after = on_duty(store)
    assert [day for day in before if before[day] != after[day]] == [5]
