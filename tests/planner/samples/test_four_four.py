"""The whole method as data: a roster for every system, planned to proof and issued.

It is in feeds and papers, judged by plain Python, and drawn for inspection.
"""

from collections import Counter
from datetime import date

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from constraints.judge import findings
from constraints.model.case import Case
from planner.effect.this_month import without_effect
from planner.feeds import calendar_file
from planner.feeds.subscriptions import create
from planner.issuing import inspection_draw
from planner.issuing.verify import verify
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, Duty, KeptApartRow, Person, WishRow
from planner.paper.presses.spreadsheet import spreadsheet
from planner.paper.sheet import Imprint
from planner.paper.sheets.duties import duty_sheets
from planner.paper.text import roster_text
from planner.planning.basis import basis_for
from planner.problem.period import Issued, Period
from planner.roster.issued import issued_lines
from planner.samples.district import sample
from planner.store.messages import feeds
from planner.store.roster import bases, drafts, offices, versions
from planner.workbook.read import read_workbook
from planner.workbook.write import write_workbook
from tests.fixtures.office_at_work import MONTH, NOW, issued, planned, store_with

pytestmark = pytest.mark.slow

SYSTEMS = {"RX", "JT", "ZX", "WZ", "XX", "ZF", "SQ", "BF", "DQ", "DZ", "DC", "PC", "PZ", "FX", "JF", "WW", "ZB"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("full")
    write_workbook(folder / "full.xlsx", sample("full", 1, date(2026, 12, 1)))
    return store_with(folder / "home", read_workbook(folder / "full.xlsx", Office()).office)


@pytest.fixture(scope="module")
def done(store):
    found = planned(store)
    issued(store)
    return found


def lines(store, duty):
    with store.read() as transaction:
        return issued_lines(transaction, offices.load(transaction), MONTH, duty)


def test_every_system_has_a_roster_that_is_proved_full_and_holds_its_law(store, done):
    assert (done.solved.status, done.solved.proved) == ("optimal", True)
    with store.read() as transaction:
        assert (
            {row.id for row in offices.load(transaction).of(Duty)}
            == SYSTEMS
            == {one.duty for one in versions.current(transaction, MONTH)}
        )
        basis = bases.basis(transaction, drafts.get(transaction, done.draft).digests)
        found = findings(basis.problem, basis.book, done.solved.roster)
        assert [one for one in found if one.must] == [] and sum(one.cost for one in found) == done.solved.cost
        assert verify(transaction, offices.load(transaction)) == []
    assert all(line.people and not line.missing for duty in SYSTEMS for line in lines(store, duty))


def test_windows_have_their_a_and_b_comes_only_in_a_s_absence(store, done):
    with store.read() as transaction:
        office = offices.load(transaction)
    deputies = {
        "p:" + row.person for row in office.of(WishRow) if row.want == "avoid" and row.duty == "DZ" and row.weekday
    }
    away = {row.who for row in office.of(AbsenceRow)}
    served = Counter(one.tagged in deputies for line in lines(store, "DZ") for one in line.people)
    assert served[False] > 200 and len({line.site for line in lines(store, "DZ")}) == 10
    for line in lines(store, "DZ"):
        for one in line.people:
            if one.tagged in deputies:
                chiefs = {
                    who
                    for other in lines(store, "DZ")
                    if other.site == line.site
                    for who in (p.tagged for p in other.people)
                } - deputies
                assert chiefs & away or not chiefs


def test_residents_stay_twenty_days_and_responders_come_in_pairs_for_half_a_day(store, done):
    days = Counter()
    for line in lines(store, "BF"):
        assert (line.end.date() - line.day).days == 6
        for one in line.people:
            days[one.id] += sum(1 for number in range(7) if date.fromordinal(line.day.toordinal() + number).month == 12)
    with store.read() as transaction:
        office = offices.load(transaction)
    away = {row.who[2:] for row in office.of(AbsenceRow)}
    assert {one for one, count in days.items() if count < 20} <= away and len(days) > 60
    pairs = Counter((line.day, line.slot.shift) for line in lines(store, "WZ"))
    assert set(pairs.values()) == {2}
    assert not [
        1
        for line in lines(store, "WZ")
        for other in lines(store, "WZ")
        if line.slot.id < other.slot.id
        and (line.day, line.slot.shift) == (other.day, other.slot.shift)
        and {p.id for p in line.people} & {p.id for p in other.people}
    ]


def test_who_is_new_is_led_in_couples_share_no_night_and_stand_by_has_a_man_and_nobody_of_55(store, done):
    with store.read() as transaction:
        office = offices.load(transaction)
    backbone = {one.id for one in office.of(Person) if "业务骨干" in one.labels}
    crews = [{one.id for one in line.people} for line in lines(store, "RX") if line.slot.shift == "白班"]
    new = [crew for crew in crews if "H16" in crew]
    assert new and all(crew & backbone for crew in crews) and backbone
    nights = {
        (line.day, one.id)
        for duty in ("RX", "ZB", "WW")
        for line in lines(store, duty)
        if line.slot.shift != "白班"
        for one in line.people
    }
    pairs = [(row.who, row.other) for row in office.of(KeptApartRow)]
    assert pairs and not [day for one, other in pairs for day, who in nights if who == one and (day, other) in nights]
    men = {one.id for one in office.of(Person) if one.sex == "male"}
    old = {one.id for one in office.of(Person) if one.birth and one.birth.year <= 1970}
    ready = [{one.id for one in line.people} for line in lines(store, "WW") if line.slot.post == "应急队员"]
    assert all(crew & men and not crew & old for crew in ready) and len(ready) == 31
    assert {"G09", "G19"} <= old


def test_stand_by_leaders_go_by_rank_and_a_unit_s_responder_is_free_on_its_air_day(store, done):
    with store.read() as transaction:
        office = offices.load(transaction)
    away = {row.who for row in office.of(AbsenceRow)}
    weekends = [line for line in lines(store, "WW") if line.slot.post == "带班领导" and line.day.weekday() > 4]
    served = [one.tagged for line in sorted(weekends, key=lambda line: line.start) for one in line.people]
    assert [one for one in served if one not in away] == [
        one for one in (f"p:L{number:02d}" for number in range(1, 34)) if one in served and one not in away
    ]
    responders = {one.id: one.units[0] for one in office.of(Person) if "问政答复员" in one.pools}
    air = {(line.day, one.id) for line in lines(store, "ZX") for one in line.people}
    assert air and not [
        (line.day, one.id)
        for duty in SYSTEMS
        for line in lines(store, duty)
        for one in line.people
        if (line.day, responders.get(one.id)) in air
    ]


@pytest.mark.parametrize("ahead", ["2026-12", "2027-01", "2027-02"])
def test_every_clause_has_places_in_the_months_ahead_or_a_reason(ahead):
    office = sample("full", 1, date(2026, 12, 1))
    basis = basis_for(office, Period.month(ahead), Issued())
    idle = {one.rule.zh: one.words.zh for one in without_effect(Case(basis.problem, basis.book))}
    assert set(idle) <= {"均衡", "领导指定", "已印发少调整"}
    festivals = {slot.day_kind for slot in basis.problem.slots} & {"holiday", "statutory"}
    assert ("均衡" in idle) == (not festivals) and ("领导指定" in idle) == (ahead != MONTH)


def test_screening_is_half_monthly_in_villages_monthly_in_towns_and_daily_in_the_key_period(store, done):
    assert {line.day.day for line in lines(store, "PC")} == {7, 21} and len(
        {line.site for line in lines(store, "PC")}
    ) == 443
    assert {line.day.day for line in lines(store, "PZ")} == {14, 15, 16}
    stand_by = {line.day.day: line.slot.need for line in lines(store, "WW") if line.slot.post == "应急队员"}
    assert {day for day, need in stand_by.items() if need == 3} == {14, 15, 16} and set(stand_by.values()) == {2, 3}


def test_reception_has_its_accompanying_unit_and_panels_meet_on_their_dates(store, done):
    by_day = {}
    for line in lines(store, "JF"):
        by_day.setdefault(line.day, set()).update(one.kind for one in line.people)
    assert set(map(frozenset, by_day.values())) == {frozenset({"person", "unit"})}
    assert {line.day.day: len(line.people) for line in lines(store, "FX")} == {9: 5, 23: 5}
    assert {(line.end.date() - line.day).days for line in lines(store, "XX")} == {4}


def test_feeds_and_papers_hold_them_and_the_draw_is_the_same_from_its_seed(store, done, tmp_path):
    resident = lines(store, "BF")[0].people[0].id
    with store.write() as transaction:
        id, _ = create(transaction, offices.load(transaction), "person", resident, "", NOW)
        mine = next(one for one in feeds.every(transaction) if one.id == id)
        events = Calendar.from_ical(
            calendar_file.render(transaction, offices.load(transaction), mine, NOW.date()).data
        ).walk("VEVENT")
        office = offices.load(transaction)
    held = [line for duty in SYSTEMS for line in lines(store, duty) if resident in {one.id for one in line.people}]
    assert sorted(event.decoded("DTSTART") for event in events) == sorted(line.start for line in held)
    everything = [line for duty in sorted(SYSTEMS) for line in lines(store, duty)]
    assert all(
        word in roster_text(office, MONTH, everything, dict.fromkeys(SYSTEMS, "第1版"))
        for word in ("专管员", "驻村干部", "评估员", "答复员A角", "应急队员")
    )
    (tmp_path / "month.xlsx").write_bytes(
        spreadsheet(duty_sheets(office, MONTH, everything, dict.fromkeys(SYSTEMS, Imprint("第1版")), [], {}), "", "")
    )
    assert len(CalamineWorkbook.from_path(str(tmp_path / "month.xlsx")).sheet_names) == len(SYSTEMS)
    drawn = inspection_draw.draw(store, MONTH, "ZF", 10, "20261201", inspection_draw.POOL, NOW, "test")
    ranked = sorted(
        {line.site for line in lines(store, "ZF")}, key=lambda one: inspection_draw.draw_mark("20261201", one)
    )
    assert list(drawn.sites) == ranked[:45] and len({row.inspector for row in drawn.drawn}) > 20
