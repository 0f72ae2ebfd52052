"""Offers of a new plan after a leave: the fewest changes are the fewest, more never cost more, the past stays."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

from constraints.solve import Effort, solve
from planner.errors import NotPossible
from planner.office.sheets import AbsenceRow, ClauseRow
from planner.planning import replan
from planner.planning.basis import prepare
from planner.problem.period import Period
from planner.store import Store
from planner.store import jobs as rows
from planner.store.jobs import JobSettings, TaskKind
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.worker import jobs
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, issued_home, run
from tests.fixtures.swaps import pairs
from tests.profile import rounds

SEEDS = range(rounds(3, 12, 100))
MIDDLE = datetime(2026, 12, 12, 9, tzinfo=ZONE)


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def away(store, seed, after=NOW):
    """Somebody falls ill for three days on which they serve; (the slot, who)."""
    rng = Random(seed)
    with store.write() as transaction:
        office, content = offices.load(transaction), versions.in_force(transaction)
        some = sorted(
            pair
            for pair in content.pairs
            if pair[0][:2] in ("JF", "RX", "ZB") and content.slots[pair[0]].slot.day > after.toordinal() + 1
        )
        slot, who = rng.choice(some)
        day = date.fromordinal(content.slots[slot].slot.day)
        gone = AbsenceRow(who=who, start=day, end=day + timedelta(days=2), kind="leave")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    return slot, who


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_fewest_changes_are_the_fewest_and_more_never_cost_more(store, seed):
    away(store, seed)
    firsts = []
    found = replan.offers(store, MONTH, NOW, first=firsts.append)
    kinds = {one.kind: one for one in found.offers}
    assert firsts in ([kinds["least"]], []), "the fewest changes are told first, unless they are more than a few"
    assert found.unmet > 0 and kinds["least"].unmet == found.offers[-1].unmet == 0
    costs = [kinds[kind].cost for kind in ("least", "few", "best") if kind in kinds]
    assert costs == sorted(costs, reverse=True) and all(one.proved for one in found.offers)
    with store.read() as transaction:
        basis, _ = prepare(Standing.read(transaction), Period.month(MONTH), NOW)
    if kinds["least"].changes > replan.forced(basis.problem):
        fewer = solve(basis.problem, basis.book, Effort(60, changes=kinds["least"].changes - 1))
        assert fewer.proved and fewer.breaches, "with one change less something of 必须 is broken"


@pytest.mark.slow
def test_an_offer_that_is_taken_changes_no_more_than_it_says_and_nothing_past(store):
    slot, who = away(store, 5, MIDDLE)
    found = replan.offers(store, MONTH, MIDDLE)
    least = next(one for one in found.offers if one.kind == "least")
    with store.read() as transaction:
        basis, _ = prepare(Standing.read(transaction), Period.month(MONTH), MIDDLE)
        begun = {
            id for id, held in versions.in_force(transaction).slots.items() if held.slot.start <= replan_minutes(MIDDLE)
        }
    done = solve(basis.problem, basis.book, Effort(60, changes=least.changes))
    moved = replan.changed(basis.problem, done.roster)
    assert len(moved) == least.changes and slot in moved and not set(moved) & begun
    assert done.cost == least.cost and {one for some in moved.values() for one in some} >= {who}


def replan_minutes(moment):
    return moment.toordinal() * 1440 + moment.hour * 60 + moment.minute


@pytest.mark.slow
def test_without_a_change_of_facts_nothing_has_to_move(store):
    found = replan.offers(store, MONTH, NOW)
    least = found.offers[0]
    assert (least.kind, least.changes, least.unmet, found.unmet) == ("least", 0, 0, 0)


@pytest.mark.slow
def test_a_stricter_rule_is_offered_too(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        kept = tuple(row for row in office.of(ClauseRow) if row.rule != "已印发少调整")
        tighter = tuple(
            replace(row, parameters="小时=36") if row.rule == "班后休息" and row.shifts == ("夜班",) else row
            for row in kept
        )
        offices.save(transaction, office, office.with_rows("规则", tighter))
    found = replan.offers(store, MONTH, NOW, seconds=20).offers
    assert found[-1].unmet == 0 and found[0].changes > 0


def test_only_an_issued_month_that_is_still_ahead_has_offers(store):
    for month, moment in (("2027-02", NOW), (MONTH, datetime(2027, 2, 1, tzinfo=ZONE))):
        with pytest.raises(NotPossible, match="still ahead"):
            replan.offers(store, month, moment)
    assert len(pairs(store)) == 300


@pytest.mark.slow
def test_offers_are_worked_out_in_the_background_and_taken_by_a_plan_with_so_many_changes(store, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    import threading

    away(store, 1)
    jobs.request(store, MONTH, JobSettings(TaskKind.OFFERS), NOW, "clerk")
    jobs.work(store, threading.Event(), once=True)
    with store.read() as transaction:
        least = rows.latest(transaction, MONTH, TaskKind.OFFERS).result.offers[0]
    jobs.request(store, MONTH, JobSettings(seconds=30, changes=least.changes), NOW, "clerk")
    jobs.work(store, threading.Event(), once=True)
    with store.read() as transaction:
        assert rows.latest(transaction, MONTH).result.status == "optimal"


@pytest.mark.slow
def test_the_command_says_what_each_offer_moves_and_how_to_take_it(store):
    slot, who = away(store, 5)
    found = json.loads(run(store.home, "offers", MONTH, "--json").stdout)
    assert set(found) == {"cost", "unmet", "offers"} and found["unmet"] > 0
    least = found["offers"][0]
    assert (least["kind"], least["proved"], least["unmet"]) == ("least", True, 0) and who in least["people"]
    said = run(store.home, "offers", MONTH).stdout
    moves = f"改动 {least['changes']} 处，涉及 {len(least['people'])} 人"
    assert f"只补空缺，其余不动：{moves}，扣分 {least['cost']}（已证明）" in said
    assert f"plan {MONTH} --changes {least['changes']}" in said
    taken = json.loads(run(store.home, "plan", MONTH, "--changes", str(least["changes"]), "--json").stdout)
    assert (taken["status"], taken["cost"]) == ("optimal", least["cost"])
    assert slot not in {one["slot"] for one in taken["open"]}
