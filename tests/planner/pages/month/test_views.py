"""The other views of a month: by week, by person, as a duty's table, by town; each shows what the lines say."""

from datetime import date

import pytest

from planner.office.sheets import AbsenceRow
from planner.pages.month.balance import post_loads
from planner.pages.month.days import month_days
from planner.pages.month.matrix import lines_of_desk, matrix
from planner.pages.month.month_desk import desk
from planner.pages.month.slot_cells import CellTeller
from planner.pages.month.views.duty_table import table_of_duty
from planner.pages.month.views.people import people_groups
from planner.pages.month.views.visits import visit_day, visit_days
from planner.pages.month.views.week import week
from planner.problem.period import Period
from planner.store import Store
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def parts(store):
    with store.read() as transaction:
        standing = Standing.read(transaction)
        shown = desk(standing, MONTH, NOW, "zh")
        return shown, lines_of_desk(shown), matrix(standing, shown, NOW), CellTeller(standing, shown, NOW)


def people(store, who=""):
    shown, lines, whole, _ = parts(store)
    days = month_days(shown.office.calendar, Period.month(MONTH))
    loads = post_loads(shown.office, lines, MONTH)
    return lines, people_groups(shown.office, lines, whole.every, days, loads, who)


def test_a_week_shows_its_seven_days_and_names_its_neighbours(store):
    _, _, whole, _ = parts(store)
    one = week(whole, date(2026, 12, 16))
    assert [row.day.number for row in one.days] == [14, 15, 16, 17, 18, 19, 20]
    assert (one.before, one.after) == (date(2026, 12, 7), date(2026, 12, 21))
    shown = [slot.slot for duty in one.duties for day in duty.days for cell in day for slot in cell.slots]
    rows = [row for row in whole.rows if 14 <= row.day.number <= 20]
    assert sorted(shown) == sorted(slot.slot for row in rows for cell in row.cells for slot in cell.slots)
    assert week(whole, date(2030, 1, 1)).after is None and week(whole, date(2020, 1, 1)).before is None


def test_everybody_s_days_are_those_of_the_lines(store):
    lines, groups = people(store)
    shown = {
        (row.who, number, post.slot)
        for group in groups
        for row in group.rows
        for number, day in enumerate(row.days, 1)
        for post in day.served
    }
    assert shown == {
        (one.tagged, line.day.day, line.slot.id)
        for line in lines
        if not line.slot.site
        for one in line.people
        if one.kind == "person"
    }
    assert groups[0].leaders and not any(group.leaders for group in groups[1:])


def test_whoever_is_looked_for_by_name_is_found_wherever_they_serve(store):
    lines, _ = people(store)
    walker = next(one for line in lines if line.slot.site for one in line.people)
    _, found = people(store, walker.name)
    rows = [row for group in found for row in group.rows]
    assert {row.who for row in rows} == {
        one.tagged for line in lines for one in line.people if one.kind == "person" and walker.name in one.name
    }
    mine = next(row for row in rows if row.who == walker.tagged)
    served = {post.slot for day in mine.days for post in day.served}
    assert served == {line.slot.id for line in lines if walker.tagged in {one.tagged for one in line.people}}
    assert people(store, "没有这个人")[1] == ()


def test_somebody_s_leave_stands_on_its_days(store):
    _, groups = people(store)
    row = groups[0].rows[0]
    free = [number for number, day in enumerate(row.days, 1) if not day.served and not day.away][:1]
    with store.write() as transaction:
        office = offices.load(transaction)
        gone = AbsenceRow(who=row.who, start=date(2026, 12, free[0]), kind="trip")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    _, again = people(store)
    after = next(one for one in again[0].rows if one.who == row.who)
    changed = [number for number, day in enumerate(after.days, 1) if day != row.days[number - 1]]
    assert changed == free and after.days[free[0] - 1].away.zh == "差"


def test_a_duty_s_table_has_a_row_a_slot_and_only_the_columns_it_fills(store):
    _, lines, _, cells = parts(store)
    table = table_of_duty(cells, lines, "JF")
    mine = [line for line in lines if line.slot.duty == "JF"]
    assert [row.line for row in table.rows] == mine and table.place == mine[0].slot.place
    assert (table.titles, table.units, table.places) == (True, False, False)
    assert table_of_duty(cells, lines, "no such") is None


def test_visits_stand_by_town_in_rank_order_with_gaps_first(store):
    shown, lines, _, cells = parts(store)
    ((duty, _, day),) = visit_days(lines)
    found = visit_day(shown.office, cells, lines, duty, day)
    ranks = [shown.office.rank["u:" + town.id] for town in found.towns]
    assert len(ranks) > 1 and ranks == sorted(ranks)
    mine = [line for line in lines if line.slot.site]
    assert found.places == len({line.slot.site for line in mine})
    assert found.assigned == sum(len(line.people) for line in mine)
    assert found.missing == sum(line.missing for line in mine)
    for town in found.towns:
        missing = [place.missing > 0 for place in town.places]
        assert missing == sorted(missing, reverse=True)
    assert visit_day(shown.office, cells, lines, duty, date(2026, 12, 31)) is None
