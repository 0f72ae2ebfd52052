"""A new holiday notice moves the visit of 10 February and only what depends on it.

Tentative marks go; nothing is issued by itself.
"""

import json
from datetime import datetime, timedelta

import pytest

from planner.planning import new_notice
from planner.store import Store
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import ZONE, issued, issued_home, planned, run

JANUARY = datetime(2027, 1, 5, 9, tzinfo=ZONE)
FEBRUARY = "2027-02"
OFF = {f"2027-02-{day:02}": "春节" for day in range(5, 12)}
NOTICE = json.dumps(
    {
        "year": 2027,
        "notices": [{"number": "国办发明电〔2026〕9号", "date": "2026-11-20"}],
        "off": {"2027-01-01": "元旦", **OFF},
        "work": {"2027-02-14": "春节"},
    },
    ensure_ascii=False,
)


@pytest.fixture
def store(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    planned(store, FEBRUARY, JANUARY)
    issued(store, FEBRUARY, JANUARY)
    return store


def february(store):
    with store.read() as transaction:
        content = versions.in_force(transaction)
    slots = {id: held for id, held in content.slots.items() if "202702" in id}
    return slots, {pair for pair in content.pairs if pair[0] in slots}


def loaded(store):
    return new_notice.load_in_notice(store, 2027, NOTICE, "notice.json", JANUARY, "test", "zh")


@pytest.mark.slow
def test_the_visit_moves_under_the_same_names_and_the_draft_changes_no_more_than_it_must(store):
    before, pairs = february(store)
    assert {held.slot.day for id, held in before.items() if id.startswith("ZF")} == {datetime(2027, 2, 11).toordinal()}
    found, drafted = loaded(store)
    visits = [one for one in found.hits if one.duty == "ZF"]
    assert {(one.kind, one.was, one.now) for one in visits} == {("moved", "2027-02-11", "2027-02-12")}
    assert {one.slot for one in visits} == {id for id in before if id.startswith("ZF")} and all(
        one.people for one in visits
    )
    receptions = {
        (one.kind, one.was, one.now) for one in found.hits if one.duty == "JF" and one.kind in ("gone", "new")
    }
    assert receptions == {("gone", "2027-02-11", ""), ("new", "", "2027-02-14")}
    assert [row.month for row in drafted] == [FEBRUARY] and drafted[0].status == "optimal"
    assert february(store) == (before, pairs), "a draft is not an issue"
    issued(store, FEBRUARY, JANUARY)
    after, changed = february(store)
    moved = {slot for slot, _ in pairs ^ changed if slot in before and slot in after}
    assert len(moved) == drafted[0].changes <= 12
    assert {after[id].slot.day for id in visits_of(after)} == {datetime(2027, 2, 12).toordinal()} and visits_of(
        after
    ) == visits_of(before)


def visits_of(slots):
    return {id for id in slots if id.startswith("ZF")}


@pytest.mark.slow
def test_tentative_marks_go_with_the_next_issue(store):
    before, _ = february(store)
    assert all(held.tentative for held in before.values())
    loaded(store)
    issued(store, FEBRUARY, JANUARY)
    assert not any(held.tentative for held in february(store)[0].values())


@pytest.mark.slow
def test_december_is_not_touched_and_the_past_is_left_out(store):
    found, _ = loaded(store)
    assert {one.month for one in found.hits} == {FEBRUARY}
    with store.read() as transaction:
        later = new_notice.effects(Standing.read(transaction), 2027, NOTICE, JANUARY + timedelta(days=60))
    assert later.hits == () and later.flips == ()


@pytest.mark.slow
def test_the_command_tells_what_flips_moves_and_is_hit(store, tmp_path):
    file = tmp_path / "notice.json"
    file.write_text(NOTICE, "utf-8")
    told = json.loads(run(store.home, "calendar", "2027", "--load", str(file), "--json", now="2027-01-05T09:00").stdout)
    assert {"date": "2027-02-11", "now": "holiday", "was": "workday"} in told["flips"]
    assert {"duty": "ZF", "nominal": "2027-02-10", "was": "2027-02-11", "date": "2027-02-12"} in told["moves"]
    assert told["hits"] and told["drafts"][0]["month"] == FEBRUARY
    with store.read() as transaction:
        assert 2027 in offices.load(transaction).notices
    again = run(store.home, "calendar", "2027", "--load", str(file), now="2027-01-05T09:00").stdout
    assert "2027-02 已生成草稿" in again
