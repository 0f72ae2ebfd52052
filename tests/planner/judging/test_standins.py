"""Who could stand in: ranked by the price that judging afresh gives, refusals with their reason, nothing invented."""

import json
from datetime import date

import pytest

from constraints.judge import cost, findings
from constraints.problem.roster import Roster
from planner.judging.in_force import grounds
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.standins import standins
from planner.office.sheets import AbsenceRow
from planner.problem.assignees import able
from planner.store import Store
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.instructions import on
from tests.fixtures.office_at_work import MONTH, issued_home, run
from tests.fixtures.swaps import pairs

SLOT = "JF|JF-1|20261208"


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def ranked(store, slot=SLOT, out=None):
    with store.read() as transaction:
        return standins(Standing.read(transaction), slot, on(store, slot)[0] if out is None else out, "zh")


@pytest.mark.slow
def test_prices_are_those_of_judging_the_whole_month_afresh(store):
    for slot in (SLOT, "RX|RX-1|20261210", "ZB|ZB-2|20261212"):
        out = on(store, slot)[0]
        found = ranked(store, slot, out)
        with store.read() as transaction:
            office, content = offices.load(transaction), versions.in_force(transaction)
            ground, *_ = grounds(Standing.read(transaction), [content.slots[slot].slot])
            held = content.slots[slot].slot
            wanted = set(able(office, held, date.fromordinal(held.day))) - {
                who for one, who in content.pairs if one == slot
            }
        problem, book = ground.case.problem, ground.case.book
        before = ground.roster
        assert {one.who for one in found} == wanted
        for one in found:
            after = Roster(before.pairs - {(slot, out)} | {(slot, one.who)})
            fresh, old = findings(problem, book, after), findings(problem, book, before)
            new = {(f.clause, f.key) for f in fresh if f.must} - {(f.clause, f.key) for f in old if f.must}
            assert (one.price, bool(one.broken)) == (cost(fresh) - cost(old), bool(new)), (slot, one.who)


def test_for_a_village_those_linked_to_it_are_asked(store):
    slot = next(slot for slot, _ in sorted(pairs(store)) if slot.startswith("ZF|"))
    found = ranked(store, slot, on(store, slot)[0])
    with store.read() as transaction:
        ground, *_ = grounds(Standing.read(transaction), [versions.in_force(transaction).slots[slot].slot])
    assert {one.who for one in found} == {who for one, who in ground.case.columns if one == slot} - set(on(store, slot))


def test_those_within_the_rules_come_first_and_the_cheapest_first(store):
    found = ranked(store, "RX|RX-1|20261210", on(store, "RX|RX-1|20261210")[0])
    keys = [(bool(one.broken), one.price) for one in found]
    assert keys == sorted(keys) and {True, False} == {bool(one.broken) for one in found}
    assert all(one.broken for one in found if one.broken and "24 小时" in " ".join(one.broken))


def test_whoever_is_away_is_refused_with_the_reason(store):
    free = next(one.who for one in ranked(store) if not one.broken)
    with store.write() as transaction:
        office = offices.load(transaction)
        gone = AbsenceRow(who=free, start=date(2026, 12, 8), kind="trip")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    assert next(one for one in ranked(store) if one.who == free).broken


def test_an_unknown_slot_or_holder_is_refused(store):
    for slot, out, reason in (("nothing", "", Refusal.UNKNOWN_SLOT), (SLOT, "p:H01", Refusal.NOT_THEIRS)):
        with pytest.raises(SwapRefused) as caught:
            ranked(store, slot, out)
        assert caught.value.refusal is reason


@pytest.mark.slow
def test_the_command_ranks_and_asks_what_it_cannot_know(tmp_path):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    done = run(home, "standins", MONTH, "--duty", "领导接访", "--date", "2026-12-08", "--json")
    document = json.loads(done.stdout)
    assert (document["slot"], document["instead"]) == (SLOT, on(store, SLOT)[0])
    assert [row["who"] for row in document["standins"]] == [one.who for one in ranked(store)]
    vague = run(home, "standins", MONTH, "--duty", "RX", "--date", "2026-12-08")
    assert vague.returncode == 1 and "--shift" in vague.stderr and "夜班" in vague.stderr
    both = run(home, "standins", MONTH, "--duty", "RX", "--date", "2026-12-08", "--shift", "白班")
    assert both.returncode == 1 and "--instead" in both.stderr
    assert run(home, "standins", MONTH, "--duty", "JF", "--date", "2026-12-06").returncode == 1
    assert len(pairs(store)) == 300
