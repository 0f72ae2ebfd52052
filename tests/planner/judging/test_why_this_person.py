"""Why somebody and not another: counts first, the price that judging gives, the refusal that a swap would meet."""

import json
from dataclasses import replace

import pytest

from planner.judging.standins import StandIn, standins
from planner.judging.why_this_person import lines_of, why
from planner.store import Store
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from tests.fixtures.instructions import on
from tests.fixtures.office_at_work import MONTH, issued_home, planned, run
from tests.fixtures.swaps import pairs

SLOT = "JF|JF-1|20261208"


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def asked(store, slot=SLOT, duty="JF", lang="zh"):
    with store.read() as transaction:
        line = next(one for one in lines_of(transaction, offices.load(transaction), MONTH, duty) if one.slot.id == slot)
        return why(Standing.read(transaction), MONTH, line, line.people[0].tagged, lang)


def test_the_times_are_those_of_the_post_s_month_and_the_prices_those_of_a_stand_in(store):
    found = asked(store)
    times = {}
    for slot, who in pairs(store):
        if slot.startswith("JF|JF-1|"):
            times[who] = times.get(who, 0) + 1
    assert found.times == times
    with store.read() as transaction:
        assert list(found.others) == standins(Standing.read(transaction), SLOT, on(store, SLOT)[0], "zh")


def test_the_answer_names_the_nearest_other_and_what_it_costs(store):
    found = asked(store)
    best = next(one for one in found.others if not one.broken)
    zh, en = found.words("zh"), found.words("en")
    assert best.price > 0 and f"最接近的是{best.name}，扣分 +{best.price}" in zh[1] and f"+{best.price}" in en[1]
    assert f"可排 {len(found.others) + 1} 人" in zh[0] and f"12月 {found.times[found.out]} 次" in zh[0]
    night = asked(store, "RX|RX-2|20261210", "RX")
    barred = [one for one in night.others if one.broken]
    assert barred and f"{len(barred)} 人受硬性要求限制" in night.words("zh")[0]


@pytest.mark.parametrize(
    ("price", "broken", "office", "own"),
    [
        (3, (), "换成任何一人都不会更好", "换成别人，整体安排不会更好"),
        (-3, (), "同样好或更好", "有 1 人来值会使整体更好"),
        (0, ("x",), "没有别人可以换", "换成别人，整体安排不会更好"),
    ],
)
def test_nobody_is_said_to_be_better_only_where_nobody_is(store, price, broken, office, own):
    found = asked(store)
    found = replace(found, others=(StandIn("p:L09", "某人", price, broken, ()),))
    words, sayings = found.words("zh"), ("换成任何一人都不会更好", "同样好或更好", "没有别人可以换")
    assert {one for one in sayings if one in words[1]} == {office}
    assert found.to_me(found.out, "zh", leader=True)[2].startswith(own)


@pytest.mark.slow
def test_a_draft_that_is_not_issued_is_explained_too(tmp_path):
    from datetime import date

    from planner.samples.district import sample
    from tests.fixtures.office_at_work import store_with

    store = store_with(tmp_path / "home", sample("small", 1, date(2026, 12, 1)))
    planned(store)
    found = asked(store)
    assert found.others and all(one.price >= 0 for one in found.others if not one.broken), (
        "the draft is proved: nobody is better"
    )


@pytest.mark.slow
def test_the_command_answers_for_one_or_for_all(tmp_path):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    found = asked(store)
    document = json.loads(run(home, "why", MONTH, "--duty", "领导接访", "--date", "2026-12-08", "--json").stdout)
    assert (document["slot"], document["people"], document["answer"]) == (SLOT, on(store, SLOT), None)
    assert [row["who"] for row in document["others"]] == [one.who for one in found.others] and document[
        "text"
    ] == found.words("zh")
    other = found.others[-1]
    one = json.loads(
        run(home, "why", MONTH, "--duty", "JF", "--date", "2026-12-08", "--not", other.name, "--json").stdout
    )
    assert (one["answer"]["who"], one["answer"]["price"]) == (other.who, None if other.broken else other.price)
    assert (
        "不在这一岗的人选范围" in run(home, "why", MONTH, "--duty", "JF", "--date", "2026-12-08", "--not", "H01").stdout
    )
    holder = on(store, SLOT)[0][2:]
    assert "就在这一岗" in run(home, "why", MONTH, "--duty", "JF", "--date", "2026-12-08", "--not", holder).stdout
    assert run(home, "why", MONTH, "--duty", "JF", "--date", "2026-12-06").returncode == 1
