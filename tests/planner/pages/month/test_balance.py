"""How duty is spread: each turn counted once, by kind of day, against a share that adds up to what is served."""

from collections import Counter
from fractions import Fraction

import pytest

from planner.pages.month.balance import off_in_all, off_words, post_loads
from planner.pages.month.matrix import lines_of_desk
from planner.pages.month_desk import desk
from planner.store import Store
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home


@pytest.fixture
def loads(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.read() as transaction:
        shown = desk(Standing.read(transaction), MONTH, NOW, "zh")
    return shown, post_loads(shown.office, lines_of_desk(shown), MONTH)


def test_every_turn_that_is_shown_is_counted_once(loads):
    shown, found = loads
    counted = Counter()
    for load in found:
        for row in load.rows:
            for kind, times in row.parts:
                counted[load.post, row.who, kind] += times
    served = Counter(
        ((line.slot.duty, line.slot.shift, line.slot.post), one.tagged, line.slot.day_kind)
        for line in lines_of_desk(shown)
        if not line.slot.site
        for one in line.people
    )
    assert counted == served != {}


def test_the_shares_of_a_post_add_up_to_its_turns(loads):
    for load in loads[1]:
        assert sum(row.due for row in load.rows) == sum(row.times for row in load.rows)


def test_what_is_off_the_share_is_told_in_whole_turns(loads):
    assert [off_words(one).zh for one in (-2, 0, 3)] == ["少 2", "平", "多 3"]
    for load in loads[1]:
        for row in load.rows:
            assert abs(row.times - row.due - row.off) < 1
    totals = off_in_all(loads[1])
    due = sum((row.due for load in loads[1] for row in load.rows), Fraction())
    assert sum(times for times, _ in totals.values()) == due
