"""The desk: bands, findings on their cells, balance, filters; edits undone and redone; two drafts side by side."""

from datetime import date, timedelta

import pytest

from planner.errors import NotPossible
from planner.issuing.publish import sign
from planner.office.sheets import AbsenceRow
from planner.pages.month_desk import desk
from planner.pages.month_grid import narrowed
from planner.planning import comparing
from planner.planning.basis import draft_of
from planner.planning.by_hand import choosing, editing
from planner.planning.draft_findings import judged
from planner.store import Store, audit
from planner.store.roster import drafts, offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, planned

NEXT = "2027-01"


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def shown(store, month, now=NOW, **more):
    with store.read() as transaction:
        return desk(Standing.read(transaction), month, now, "zh", **more)


def rows(one):
    return [row for grid in one.grids for row in grid.rows]


def put(store, month, slot, out, into):
    with store.write() as transaction:
        editing.put_in_cell(transaction, draft_of(transaction, month), slot, out, into, NOW, "clerk", "zh")


def step(store, month, back):
    with store.write() as transaction:
        editing.step(transaction, draft_of(transaction, month), back, NOW, "clerk", "zh")


def roster(store, month=NEXT):
    with store.read() as transaction:
        return draft_of(transaction, month).roster


@pytest.mark.slow
def test_each_row_says_whether_it_is_past_issued_or_drafted(store):
    later = NOW.replace(month=12, day=9)
    assert {row.band for row in rows(shown(store, MONTH, later))} == {"past", "issued"}
    assert all(
        (row.band == "past") == (row.day < later.date())
        for row in rows(shown(store, MONTH, later))
        if row.day != later.date()
    )
    planned(store, MONTH, later, keep=True)
    assert {row.band for row in rows(shown(store, MONTH, later))} == {"past", "issued"}, "nothing changes"
    slot, who = next(pair for pair in sorted(roster(store, MONTH).pairs) if pair[0] == "JF|JF-1|20261222")
    with store.read() as transaction:
        other = next(
            one.who
            for one in choosing.choices_for(transaction, draft_of(transaction, MONTH), slot, who, "zh")
            if not one.on_it and not one.broken
        )
    put(store, MONTH, slot, who, other)
    assert [row.day for row in rows(shown(store, MONTH, later)) if row.band == "draft"] == [date(2026, 12, 22)]
    planned(store, NEXT)
    assert {row.band for row in rows(shown(store, NEXT))} == {"draft"}


@pytest.mark.slow
def test_a_finding_stands_on_the_cells_it_is_about_and_goes_with_them(store):
    planned(store, NEXT)
    night, sleeper = next(pair for pair in sorted(roster(store).pairs) if pair[0].startswith("RX|RX-2|20270112"))
    day = "RX|RX-1|20270113"
    out = next(who for slot, who in sorted(roster(store).pairs) if slot == day)
    before = shown(store, NEXT).findings
    put(store, NEXT, day, out, sleeper)
    after = shown(store, NEXT)
    told = [after.findings[number - 1] for number in after.flags[day]]
    assert any(one.force == "必须" and one.rule == "班后休息" for one in told)
    rest = next(number for number in after.flags[day] if after.findings[number - 1].rule == "班后休息")
    assert {slot for slot, numbers in after.flags.items() if rest in numbers} == {day, night}
    assert after.findings[0].force == "必须", "those of 必须 come first"
    step(store, NEXT, True)
    assert shown(store, NEXT).findings == before


@pytest.mark.slow
def test_an_open_post_is_flagged_on_its_own_cell(store):
    planned(store, NEXT)
    slot, who = next(pair for pair in sorted(roster(store).pairs) if pair[0].startswith("JF|"))
    put(store, NEXT, slot, who, "")
    after = shown(store, NEXT)
    numbers = after.flags[slot]
    assert "缺 1 人" in "".join(after.findings[number - 1].text for number in numbers)


def test_the_balance_counts_what_the_grid_shows(store):
    for grid in shown(store, MONTH).grids:
        counted = {}
        for row in grid.rows:
            for cell in row.cells:
                for line in cell:
                    for one in line.people if not line.site else ():
                        counted[one.name] = counted.get(one.name, 0) + 1
        assert dict(grid.balance) == counted


def test_filters_keep_the_rows_of_a_person_a_unit_or_a_town(store):
    one = shown(store, MONTH)
    name = next(
        line.people[0].name
        for row in rows(one)
        for cell in row.cells
        for line in cell
        if line.people and line.people[0].kind == "person"
    )
    kept = narrowed(one.grids, one.office, who=name)
    every = [
        row for row in rows(one) if any(name == who.name for cell in row.cells for line in cell for who in line.people)
    ]
    assert [row for grid in kept for row in grid.rows] == every != []
    town = next(row.town for row in rows(one) if row.town)
    assert {row.town for grid in narrowed(one.grids, one.office, town=town) for row in grid.rows} == {town}
    unit = next(
        line.people[0].unit_name
        for row in rows(one)
        for cell in row.cells
        for line in cell
        if line.people and line.people[0].unit_name
    )
    assert all(
        any(unit == who.unit_name for cell in row.cells for line in cell for who in line.people)
        for grid in narrowed(one.grids, one.office, unit=unit)
        for row in grid.rows
    )
    assert narrowed(one.grids, one.office, who="没有这个人") == ()


def test_visits_stand_by_town_in_rank_order(store):
    one = shown(store, MONTH)
    visits = next(grid for grid in one.grids if grid.rows[0].site)
    by_rank = {one.office.name("u:" + id): one.office.rank["u:" + id] for id in one.office.units}
    towns = [by_rank[row.town] for row in visits.rows]
    assert len(set(towns)) > 1 and towns == sorted(towns)


@pytest.mark.slow
def test_edits_are_undone_in_turn_and_redone_until_another_is_made(store):
    planned(store, NEXT)
    first = roster(store)
    slots = sorted({slot for slot, _ in first.pairs if slot.startswith("JF|")})[:2]
    for slot in slots:
        put(store, NEXT, slot, next(who for one, who in sorted(first.pairs) if one == slot), "")
    both = roster(store)
    step(store, NEXT, True)
    assert len(roster(store).pairs) == len(first.pairs) - 1
    step(store, NEXT, True)
    assert roster(store) == first
    with pytest.raises(NotPossible, match="nothing to undo"):
        step(store, NEXT, True)
    step(store, NEXT, False)
    step(store, NEXT, False)
    assert roster(store) == both
    step(store, NEXT, True)
    put(store, NEXT, slots[0], "", next(who for one, who in sorted(first.pairs) if one == slots[0]))
    with pytest.raises(NotPossible, match="nothing to redo"):
        step(store, NEXT, False)
    with store.read() as transaction:
        assert {"edit", "undo", "redo"} <= set(audit.kinds(transaction)[1])
        found = judged(transaction, draft_of(transaction, NEXT))[1]
        assert draft_of(transaction, NEXT).result.cost == sum(one.cost for one in found)
    sign(store, NEXT, NOW, "clerk")
    with pytest.raises(NotPossible, match="locked"):
        step(store, NEXT, True)


@pytest.mark.slow
def test_two_drafts_are_compared_cell_by_cell_and_either_is_gone_on_with(store):
    old = planned(store, NEXT).draft
    with store.write() as transaction:
        office = offices.load(transaction)
        who = next(who for slot, who in sorted(draft_of(transaction, NEXT).roster.pairs) if slot.startswith("JF|"))
        gone = AbsenceRow(who=who, start=date(2027, 1, 1), end=date(2027, 1, 31), kind="trip")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    new = planned(store, NEXT, NOW + timedelta(hours=1)).draft
    with store.read() as transaction:
        found = comparing.compare(transaction, offices.load(transaction), old, new, "zh")
        left, right = (drafts.get(transaction, id).roster.pairs for id in (old, new))
    assert {one.line.slot.id for one in found.cells} == {slot for slot, _ in left ^ right}
    assert found.cells == tuple(sorted(found.cells, key=lambda one: (one.line.start, one.line.slot.id)))
    comparing.choose(store, NEXT, old, NOW, "clerk")
    with store.read() as transaction:
        assert (draft_of(transaction, NEXT).id, drafts.get(transaction, new).state) == (old, "superseded")
        assert shown(store, NEXT).stale
    for wrong in (old, 999):
        with pytest.raises(NotPossible):
            comparing.choose(store, NEXT, wrong, NOW, "clerk")
    with store.read() as transaction:
        december = versions.current(transaction, MONTH)[0].draft
        with pytest.raises(NotPossible, match="one month"):
            comparing.compare(transaction, offices.load(transaction), december, old, "zh")
