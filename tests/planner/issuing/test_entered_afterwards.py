"""What had begun when it was first issued is 补登: it is said, counted and marked, and no resident sees it."""

import shutil
from datetime import date, timedelta

import pytest

from constraints.problem.roster import Roster
from planner.errors import NotPossible
from planner.feeds.calendar_file import entries
from planner.feeds.standby import public
from planner.issuing.withdrawal import withdraw
from planner.pages import notice
from planner.pages.month.month_desk import desk
from planner.paper.catalogue import sheets
from planner.paper.gathering import WantedPaper
from planner.paper.table import rows as table
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.roster.fairness import month_end
from planner.roster.issued import issued_lines
from planner.store import Store
from planner.store.messages import feeds
from planner.store.messages.feeds import Feed
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued, issued_home

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

DUTIES = ("JF", "RX", "JT", "ZB", "ZF", "ZX")
UNDER_WAY = NOW.replace(month=12, day=10, hour=10)
OVER = NOW.replace(year=2027, month=1, day=5)


@pytest.fixture(scope="module")
def taken_back(tmp_path_factory):
    """A home whose December was withdrawn before it began, with the same roster as a draft."""
    home = issued_home(tmp_path_factory.mktemp("afterwards") / "home")
    store = Store(home)
    with store.read() as transaction:
        roster = Roster(versions.in_force(transaction).pairs)
    for duty in DUTIES:
        withdraw(store, MONTH, duty, "重排", NOW, "test")
    by_hand(store, Period.month(MONTH), roster, NOW, "zh")
    store.close()
    return home


@pytest.fixture
def store(taken_back, tmp_path):
    shutil.copytree(taken_back, tmp_path / "home")
    return Store(tmp_path / "home")


def lines(store, duty=None):
    with store.read() as transaction:
        return issued_lines(transaction, offices.load(transaction), MONTH, duty)


def late(store):
    return {line.slot.id for line in lines(store) if line.entered_afterwards}


def begun(store, moment):
    return {line.slot.id for line in lines(store) if line.start <= moment}


def seen(store, day):
    """The days and people that residents see of the month."""
    with store.read() as transaction:
        office = offices.load(transaction)
        tables = notice.month(transaction, office, MONTH, day)
        return {(table.duty, item.day) for table in tables for item in table.items}, {one.duty for one in tables}


def shown_in(store, kind, subject, day):
    with store.read() as transaction:
        feed = public("") if kind == "public" else Feed(1, kind, subject, "", "", None)
        return {one.slot for one in entries(transaction, feed, offices.load(transaction), day)}


def test_a_month_that_is_over_is_issued_as_a_record_or_not_at_all(store):
    with pytest.raises(NotPossible) as refused:
        issued(store, now=OVER)
    assert "补登" in refused.value.words.zh
    assert lines(store) == []
    issued(store, now=OVER, record=True)
    assert late(store) == {line.slot.id for line in lines(store)} != set()


def test_what_had_begun_at_the_first_issue_is_marked_and_nothing_else(store):
    with store.read() as transaction:
        ahead = desk(Standing.read(transaction), MONTH, UNDER_WAY, "zh")
    issued(store, now=UNDER_WAY)
    assert late(store) == begun(store, UNDER_WAY) != set()
    assert (ahead.late, ahead.over) == (len(late(store)), False)
    assert {line.slot.id for line in lines(store) if line.start < UNDER_WAY < line.end} <= late(store)
    assert {row.status for row in table(lines(store))} == {"confirmed", "recorded"}


def test_days_first_issued_by_a_later_version_are_marked_as_well(store):
    with store.read() as transaction:
        pairs = {(line.slot.id, one.tagged) for line in drafted(transaction) for one in line.people}
    first = Period(date(2026, 12, 1), date(2026, 12, 4))
    by_hand(store, first, Roster(frozenset(pairs)), NOW, "zh")
    issued(store, now=NOW)
    early = {line.slot.id for line in lines(store)}
    by_hand(store, Period.month(MONTH), Roster(frozenset(pairs)), UNDER_WAY, "zh")
    issued(store, now=UNDER_WAY)
    assert late(store) == begun(store, UNDER_WAY) - early != set()


def drafted(transaction):
    from planner.planning.basis import draft_of
    from planner.roster.issued import draft_lines

    return draft_lines(transaction, offices.load(transaction), draft_of(transaction, MONTH))


def test_residents_never_see_it_and_officials_do(store):
    issued(store, now=UNDER_WAY)
    day, marked = UNDER_WAY.date(), late(store)
    public_ones = {line.slot.id for line in lines(store) if line.slot.duty in seen(store, day)[1]}
    open_days = {(line.slot.duty, line.day) for line in lines(store) if not line.entered_afterwards}
    assert set() != seen(store, day)[0] <= open_days
    assert shown_in(store, "public", "", day) & marked == set()
    assert shown_in(store, "public", "", day) & public_ones
    assert shown_in(store, "office", "", day) >= marked
    with store.read() as transaction:
        told = feeds.of_month(transaction, "JT", MONTH).values()
    assert {one.slot for one in told if one.kind in ("village", "public") and not one.gone_on} & marked == set()


def test_residents_see_nothing_of_a_month_that_was_recorded(store):
    issued(store, now=OVER, record=True)
    assert seen(store, OVER.date()) == (set(), set())
    assert shown_in(store, "public", "", OVER.date()) == set()


def test_it_counts_and_the_paper_says_how_much(store):
    issued(store, now=UNDER_WAY)
    marked, after = late(store), UNDER_WAY + timedelta(days=1)
    with store.read() as transaction:
        standing = Standing.read(transaction)
        found = month_end(standing, MONTH, after)
        paper = sheets(standing, WantedPaper("served", MONTH), after)[0]
        rosters = {one.tab: one.foot for one in sheets(standing, WantedPaper("month", MONTH), after)}
        pairs = {(slot, who) for slot, who in standing.issued.pairs if slot in marked}
    assert {(turn.slot.id, who) for who, one in found.items() for turn in one.turns if turn.entered_afterwards} == pairs
    column = paper.page.header.index("其中补登")
    assert sum(int(row[column] or 0) for row in paper.page.rows) == len(pairs)
    assert rosters["总值班"].startswith("12月1日至12月10日的班次为事后补登。")


def exchanged(store):
    """The issued roster with the people of two receptions exchanged that are over by the tenth; and these people."""
    with store.read() as transaction:
        pairs = versions.in_force(transaction).pairs
    over = sorted(pair for pair in pairs if pair[0].startswith("JF|") and pair[0] < "JF|JF-1|20261210")
    (one, a), (other, b) = next((x, y) for x in over for y in over if x[0] != y[0] and x[1] != y[1])
    return Roster(pairs - {(one, a), (other, b)} | {(one, b), (other, a)}), {(one, a), (other, b)}


def test_replacing_an_issued_month_keeps_what_has_begun(store):
    issued(store)
    roster, kept = exchanged(store)
    by_hand(store, Period.month(MONTH), roster, NOW, "zh")
    moment = NOW.replace(month=12, day=15)
    with store.read() as transaction:
        standing = Standing.read(transaction)
        shown = desk(standing, MONTH, moment, "zh")
        assert desk(standing, MONTH, OVER, "zh").draft is None, "it is left over"
    assert shown.changes == (), "it does not offer what issuing will not do"
    assert {row.band for grid in shown.grids for row in grid.rows} == {"past", "issued"}
    done = issued(store, now=moment)
    assert (done.issued, set(done.unchanged)) == ((), set(DUTIES))
    with store.read() as transaction:
        assert kept <= versions.in_force(transaction).pairs
    assert late(store) == set()


def test_the_month_page_calls_its_days_recorded(store):
    issued(store, now=UNDER_WAY)
    with store.read() as transaction:
        shown = desk(Standing.read(transaction), MONTH, UNDER_WAY + timedelta(days=2), "zh", issued=True)
    bands = {row.day: row.band for grid in shown.grids if grid.duty == "ZB" for row in grid.rows}
    assert {day for day, band in bands.items() if band == "recorded"} == {
        line.day for line in lines(store, "ZB") if line.slot.id in late(store)
    }
    assert {bands[date(2026, 12, 11)], bands[date(2026, 12, 20)]} == {"past", "issued"}
