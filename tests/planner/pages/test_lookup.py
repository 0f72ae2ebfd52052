"""What is looked up: a day as somebody says it, people by name and initials, and a person's year, past and ahead."""

from datetime import date, datetime, timedelta

import pytest
from pypinyin import Style, lazy_pinyin

from planner.changing import actual_service
from planner.office.sheets import History
from planner.pages.lookup.asked_day import asked_day
from planner.pages.lookup.person_year import person_year
from planner.pages.lookup.search import duties_of_day, search_office
from planner.store import Store
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, issued_home, planned
from tests.fixtures.swaps import pairs

TUESDAY = date(2027, 1, 12)
MID = datetime(2026, 12, 9, 9, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2027-01-16", date(2027, 1, 16)),
        ("2027年1月16日", date(2027, 1, 16)),
        ("2027.1.16", date(2027, 1, 16)),
        ("1月16日", date(2027, 1, 16)),
        ("1月16号", date(2027, 1, 16)),
        ("１月１６日", date(2027, 1, 16)),
        ("一月十六日", date(2027, 1, 16)),
        ("十二月三十一日", date(2026, 12, 31)),
        ("1-16", date(2027, 1, 16)),
        ("1/16", date(2027, 1, 16)),
        ("12月9日", date(2026, 12, 9)),
        ("16日", date(2027, 1, 16)),
        ("十六号", date(2027, 1, 16)),
        ("30日", date(2027, 1, 30)),
        ("11日", date(2027, 2, 11)),
        ("12日", TUESDAY),
        ("今天", TUESDAY),
        ("明天", date(2027, 1, 13)),
        ("大后天", date(2027, 1, 15)),
        ("昨天", date(2027, 1, 11)),
        ("周六", date(2027, 1, 16)),
        ("周二", TUESDAY),
        ("周一", date(2027, 1, 18)),
        ("本周一", date(2027, 1, 11)),
        ("下周六", date(2027, 1, 23)),
        ("下下周日", date(2027, 1, 31)),
        ("上周五", date(2027, 1, 8)),
        ("星期天", date(2027, 1, 17)),
        ("礼拜四", date(2027, 1, 14)),
        ("tomorrow", date(2027, 1, 13)),
        ("Sat", date(2027, 1, 16)),
        ("saturday", date(2027, 1, 16)),
    ],
)
def test_a_day_is_understood_as_somebody_says_it(words, day):
    assert asked_day(words, TUESDAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "",
        "王磊",
        "2月30日",
        "13月1日",
        "0日",
        "32日",
        "2027-02-29",
        "周八",
        "1月",
        "16",
        "sa",
        "百日",
        "三三日",
        "9999-1-1",
    ],
)
def test_what_is_no_day_is_none(words):
    assert asked_day(words, TUESDAY) is None


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29)])
def test_a_day_of_a_month_is_the_next_of_that_number(today):
    for number in range(1, 32):
        found = asked_day(f"{number}日", today)
        coming = (today + timedelta(days=ahead) for ahead in range(62))
        assert found == next(one for one in coming if one.day == number)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(issued_home(tmp_path_factory.mktemp("lookup") / "home"))


def looked_up(store, words, now=MID):
    with store.read() as transaction:
        return search_office(Standing.read(transaction), words, now)


def served_by(store, who, month=""):
    return sorted(slot for slot, one in pairs(store) if one == who and slot.split("|")[2].startswith(month))


def test_a_person_is_found_by_name_part_id_title_and_initials_with_their_duties(store):
    with store.read() as transaction:
        office = offices.load(transaction)
        name = office.people["H04"][-1].name
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    for words in (name, name[1:], "H04", "h04", initials, "".join(lazy_pinyin(name))):
        assert "p:H04" in {one.named.tagged for one in looked_up(store, words).sought}, words
    assert looked_up(store, name).sought[0].named.tagged == "p:H04"
    mine = [one.line.slot.id for one in looked_up(store, name).sought[0].duties]
    assert sorted(mine) == served_by(store, "p:H04") and mine
    over = looked_up(store, name).sought[0].over
    with store.read() as transaction:
        slots = versions.in_force(transaction).slots
    assert over == sum(office.moment(slots[one].slot.end) <= MID for one in mine)


def test_nothing_is_found_for_nothing_and_for_nobody(store):
    for words in ("", "   ", "查无此人", "%", "_"):
        found = looked_up(store, words)
        assert (found.sought, found.day, found.of_day, found.duties) == ((), None, (), ()), words


def test_a_day_is_found_with_everybody_who_serves_on_it(store):
    found = looked_up(store, "16日")
    with store.read() as transaction:
        slots = versions.in_force(transaction).slots
    day = date(2026, 12, 16)
    assert found.day == day and found.sought == ()
    assert {one.line.slot.id for one in found.of_day} == {
        id for id, held in slots.items() if held.slot.day == day.toordinal()
    }


def test_a_unit_a_village_and_a_duty_are_found_by_their_names(store):
    with store.read() as transaction:
        office = offices.load(transaction)
    unit, village = next(iter(office.units.values())), next(iter(office.villages.values()))
    assert f"u:{unit.id}" in {one.named.tagged for one in looked_up(store, unit.name).sought}
    assert f"v:{village.id}" in {one.named.tagged for one in looked_up(store, village.name).sought}
    assert looked_up(store, "领导接访").duties == (("JF", "领导接访"),)


def test_what_is_only_drafted_says_so(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    planned(store, "2027-01")
    with store.read() as transaction:
        standing = Standing.read(transaction)
        december = duties_of_day(standing, date(2026, 12, 16))
        january = duties_of_day(standing, date(2027, 1, 12))
    assert {one.drafted for one in december} == {False} and {one.drafted for one in january} == {True}


def year_of(store, who, number=2026, now=MID):
    with store.read() as transaction:
        return person_year(Standing.read(transaction), who, number, now)


def test_a_year_has_every_duty_once_past_and_ahead(store):
    found = year_of(store, "H04")
    with store.read() as transaction:
        office = offices.load(transaction)
    cells = [one for month in found.months for cell in month for one in cell.duties]
    assert sorted(one.slot.id for one in cells) == served_by(store, "p:H04")
    assert [len(month) for month in found.months] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert found.duties == len(cells) == sum(row.total for row in found.rows)
    past = {one.slot.id for one in cells if one.past}
    assert past == {one.slot.id for one in cells if office.moment(one.slot.start) <= MID} and len(past) == found.past
    assert {one.slot.id for one in found.off} == {one.slot.id for one in cells if one.slot.day_kind != "workday"}
    assert 0 < found.past < found.duties


def test_whoever_stood_in_has_it_in_their_year_and_the_other_has_not(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    slot, planned_for = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("RX|RX-1|20261202"))
    instead = next(
        who
        for one, who in sorted(pairs(store))
        if one.startswith("RX|") and who != planned_for and (slot, who) not in pairs(store)
    )
    actual_service.enter(store, slot, planned_for, instead, "王主任", "", MID, "test")
    theirs = [one for post in year_of(store, instead[2:]).posts for one in post.duties if one.slot.id == slot]
    assert [(one.past, one.entered_afterwards) for one in theirs] == [(True, True)]
    assert slot not in {one.slot.id for post in year_of(store, planned_for[2:]).posts for one in post.duties}


def test_the_history_that_an_office_brought_along_counts_and_leads_nowhere(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        office = offices.load(transaction)
        post = office.posts["RX"][0]
        row = History(who="p:H04", date=date(2026, 5, 2), duty="RX", shift=post.shift, post=post.post)
        offices.save(transaction, office, office.with_rows("值班历史", (*office.of(History), row)))
    may = [one for cell in year_of(store, "H04").months[4] for one in cell.duties]
    assert [(one.day, one.past, one.issued, one.slot.day_kind) for one in may] == [
        (date(2026, 5, 2), True, False, "statutory")
    ]


def test_a_year_without_duties_is_empty(store):
    found = year_of(store, "H04", 2029)
    assert (found.duties, found.past, found.rows, found.off, found.posts) == (0, 0, (), (), ())
    assert sum(map(len, found.months)) == 365


def test_months_of_the_other_year_are_not_in_it(store):
    assert year_of(store, "H04", 2027, NOW).duties == len(served_by(store, "p:H04", "2027"))
    assert MONTH.startswith("2026")


def test_a_day_of_a_month_that_is_not_planned_says_so(store):
    planned, bare = looked_up(store, "12月31日"), looked_up(store, "2027-05-01")
    assert planned.planned and not bare.planned and bare.day == date(2027, 5, 1) and not bare.of_day
