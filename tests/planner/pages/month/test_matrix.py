"""The matrix: days down, posts across; what a cell says of its slot; which duties fit; days with their names."""

from collections import Counter
from datetime import date, timedelta

import pytest

from planner.office.sheets import Holiday
from planner.pages.month.columns import FIT, duty_columns, fitting
from planner.pages.month.days import DayMark, month_day
from planner.pages.month.matrix import lines_of_desk, matrix
from planner.pages.month.slot_cells import CellState
from planner.pages.month_desk import desk
from planner.planning.basis import draft_of
from planner.planning.by_hand import choosing, editing
from planner.store import Store
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, planned

LATER = NOW.replace(month=12, day=9)


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def looked_at(store, month=MONTH, now=NOW, asked=(), **more):
    with store.read() as transaction:
        standing = Standing.read(transaction)
        shown = desk(standing, month, now, "zh", **more)
        return shown, matrix(standing, shown, now, asked)


def test_every_line_of_the_month_stands_on_its_day_under_its_post(store):
    shown, whole = looked_at(store)
    there = {
        (row.day.day, slot.slot): [one.who for one in slot.people]
        for row in whole.rows
        for cell in row.cells
        for slot in cell.slots
    }
    lines = [line for line in lines_of_desk(shown) if not line.slot.site]
    assert there == {(line.day, line.slot.id): [one.tagged for one in line.people] for line in lines} != {}
    columns = [column for duty in whole.shown for column in duty.columns]
    for row in whole.rows:
        assert [cell.column for cell in row.cells] == columns
    sites = Counter(line.day for line in lines_of_desk(shown) if line.slot.site)
    counted = {row.day.day: cell.sites.places for row in whole.rows for cell in row.cells if cell.sites}
    assert counted == sites != {}


def test_each_day_stands_in_its_band(store):
    _, whole = looked_at(store, now=LATER)
    assert [(one.sentence.band, one.rows[0].day.number, one.rows[-1].day.number) for one in whole.bands] == [
        ("past", 1, 8),
        ("issued", 9, 31),
    ]
    assert whole.bands[1].sentence.meaning.zh == "第1版 · 云办发1号 · 改动须走换班、替班或领导指示"
    assert [row.day.number for row in whole.rows if row.today] == [9]
    states = {slot.state for row in whole.rows for cell in row.cells for slot in cell.slots}
    assert states == {CellState.PAST, CellState.ISSUED}


@pytest.mark.slow
def test_a_cell_that_the_draft_changes_says_who_is_issued_and_the_band_counts_them(store):
    planned(store, MONTH, LATER, keep=True)
    slot = "ZB|ZB-2|20261222"
    with store.write() as transaction:
        draft = draft_of(transaction, MONTH)
        out = next(who for one, who in sorted(draft.roster.pairs) if one == slot)
        into = next(
            one for one in choosing.choices_for(transaction, draft, slot, out, "zh") if not one.on_it and not one.broken
        )
        editing.put_in_cell(transaction, draft, slot, out, into.who, LATER, "clerk", "zh")
        before = Standing.read(transaction).office.name(out)
    shown, whole = looked_at(store, now=LATER)
    changed = [one for row in whole.rows for cell in row.cells for one in cell.slots if one.was]
    assert [(one.slot, one.was.zh, one.people[0].name) for one in changed] == [(slot, before, into.name)]
    assert changed[0].state is CellState.OPEN
    assert "1 处不同" in whole.bands[-1].sentence.meaning.zh and whole.bands[-1].sentence.band == "draft"
    assert len(shown.changes) == 1


def test_the_duties_asked_for_are_shown_else_as_many_as_fit(store):
    shown, whole = looked_at(store)
    assert whole.shown == whole.every and sum(one.width for one in whole.every) <= FIT
    _, one = looked_at(store, asked=("ZB",))
    assert [duty.duty for duty in one.shown] == ["ZB"] and one.every == whole.every
    _, none = looked_at(store, asked=("no such",))
    assert none.shown == whole.shown
    many = duty_columns(shown.office, lines_of_desk(shown)) * 3
    some = fitting(many, ())
    assert some[0] == many[0] and FIT - 2 < sum(duty.width for duty in some) <= FIT


def test_a_day_bears_the_name_that_a_calendar_on_the_wall_has():
    from planner.office.office import Office

    calendar = Office().with_rows("放假", (Holiday(date=date(2027, 3, 6), arrangement="work", name="春节"),)).calendar
    names = {
        (1, 1): ("元旦", DayMark.OFF, "feast"),
        (1, 2): ("", DayMark.NONE, "weekend"),
        (1, 15): ("腊八", DayMark.NONE, ""),
        (3, 6): ("春节", DayMark.WORKED, ""),
        (6, 9): ("端午", DayMark.OFF, "feast"),
    }
    found = {key: month_day(calendar, date(2027, *key)) for key in names}
    assert {key: (day.name.zh, day.mark, day.shade) for key, day in found.items()} == names
    assert found[1, 1].name.en == "New Year"


def test_a_month_has_all_its_days_even_those_without_a_duty(store):
    _, whole = looked_at(store)
    first = date(2026, 12, 1)
    assert [row.day.day for row in whole.rows] == [first + timedelta(days=number) for number in range(31)]
