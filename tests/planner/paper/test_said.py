"""What a paper says of itself is so: issued, changed, withdrawn, unsigned, tentative, open, unmet."""

import pytest

from constraints.problem.roster import Roster
from planner.changing import asking, swap
from planner.issuing.publish import sign
from planner.issuing.withdrawal import withdraw
from planner.paper.catalogue import sheets
from planner.paper.gathering import WantedPaper
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.store import Store
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from tests.fixtures.swaps import asked, clean_swap, pairs

pytestmark = pytest.mark.slow  # each through a whole site, a store or a book

NEXT = "2027-01"
STATUSES = ("第1版", "第1次调整", "（已撤回）", "送审稿", "草稿")


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def papers(store, kind, month, **more):
    with store.read() as transaction:
        return sheets(Standing.read(transaction), WantedPaper(kind, month, **more), NOW)


def said_of(text, some):
    return {one for one in some if one in text}


def written(sheet):
    return "\n".join(cell for row in sheet.page.rows for cell in row)


def test_a_sheet_names_the_state_of_its_version_and_who_signed_it(store):
    [sheet] = papers(store, "month", MONTH, duty="RX")
    assert said_of(sheet.under, STATUSES) == {"第1版"} and "签发：主任" in sheet.under
    swap.accept(store, asked(store, *clean_swap(store)).id, asking.OFFICE, frozenset(), NOW, "zh")
    [sheet] = papers(store, "month", MONTH, duty="RX")
    assert said_of(sheet.under, STATUSES) == said_of(sheet.margin, STATUSES) == {"第1次调整"}
    withdraw(store, MONTH, "RX", "试", NOW, "test")
    [sheet] = papers(store, "month", MONTH, duty="RX", number=2)
    assert said_of(sheet.under, STATUSES) == {"第1次调整", "（已撤回）"}
    by_hand(store, Period.month(NEXT), Roster(frozenset()), NOW, "zh")
    [sheet] = papers(store, "month", NEXT, duty="RX", draft=True)
    assert said_of(sheet.under, STATUSES) == {"草稿"} and "签发" not in sheet.under
    sign(store, NEXT, NOW, "test")
    [sheet] = papers(store, "month", NEXT, duty="RX", draft=True)
    assert said_of(sheet.under, STATUSES) == {"送审稿"} and "未经签发不得外传" in sheet.margin


def test_a_post_is_called_open_and_a_day_tentative_only_where_it_is(store):
    assert not any(said_of(written(one), ("空缺", "待定")) for one in papers(store, "month", MONTH))
    by_hand(store, Period.month(NEXT), Roster(frozenset()), NOW, "zh")
    [sheet] = papers(store, "month", NEXT, duty="JF", draft=True)
    assert said_of(written(sheet), ("空缺", "待定")) == {"空缺", "待定"}


def test_nothing_is_said_to_be_unmet_for_signature_only_where_nothing_is(store):
    by_hand(store, Period.month(MONTH), Roster(pairs(store)), NOW, "zh")
    [sheet] = papers(store, "approval", MONTH)
    assert dict(row for row in sheet.page.rows)["未能满足的要求"] == "无"
    by_hand(store, Period.month(NEXT), Roster(frozenset()), NOW, "zh")
    [sheet] = papers(store, "approval", NEXT)
    assert "缺" in dict(row for row in sheet.page.rows)["未能满足的要求"]
