"""How long a district waits for an answer, each checked: why no roster, what another would cost, chains, offers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from constraints.judge import cost, findings, worse
from constraints.problem.roster import Roster
from constraints.process import ready
from constraints.solve import Effort, solve
from planner.explaining import explain
from planner.judging.chain import chain
from planner.judging.in_force import grounds
from planner.judging.standins import standins
from planner.office.sheets import AbsenceRow
from planner.planning import replan
from planner.planning.basis import prepare
from planner.planning.plan import Ask, plan
from planner.problem.period import Period
from planner.roster.issued import issued_lines
from planner.samples.district import sample
from planner.store import Store
from planner.store.results.explanation import Explanation
from planner.store.results.plan_offers import PlanOffer
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.benchmarks.site import district
from tests.fixtures.impossible import PLANTS, plant
from tests.fixtures.office_at_work import MONTH, NOW, store_with

OFFICES, PAIRS, CHAINS, ABSENCES = 30, 500, 50, 100
MIDDLE = datetime(2026, 12, 15, 9, tzinfo=NOW.tzinfo)


LOADED = 1.0
"""Seconds after which a solver process that was started beforehand has loaded."""


def p95(some: list[float]) -> float:
    """Milliseconds that 95 of 100 stay within."""
    return sorted(some)[ceil(len(some) * 0.95) - 1] * 1000


def answered() -> Iterator[tuple[str, float, float]]:
    """(what was asked, milliseconds at the 95th percentile, target)"""
    yield from _impossible()
    store = Store(district())
    yield from _prices(store)
    yield from _chains(store)
    yield from _offers(store)


def _impossible() -> Iterator[tuple[str, float, float]]:
    first, whole, named, exact = [], [], [], []
    for seed in range(OFFICES):
        rng = Random(seed)
        office = sample("district", seed, date(2026, 12, 1))
        causes = []
        for kind in rng.sample(sorted(PLANTS), 1 + seed % 2):
            causes.append(plant(office, rng, kind))
            office = causes[-1].office
        store = store_with(Path(mkdtemp()) / "home", office)
        told: list[float] = []
        began = time.perf_counter()
        found = explain.explained(
            store,
            MONTH,
            NOW,
            "test",
            tell=lambda words, told=told, began=began: told.append(time.perf_counter() - began),
        )
        whole.append(time.perf_counter() - began)
        first.append(told[0] if told else whole[-1])
        rows = {(fact.sheet, fact.row) for clash in found.clash for fact in clash.facts}
        named += [any((one.sheet, number) in rows for number in one.lines) for one in causes]
        exact.append(_first_way(store, found))
    print(
        f"    planted causes named {sum(named)} of {len(named)}; "
        f"the first way gives a full month at its price in {sum(exact)} of {OFFICES}"
    )
    yield f"explain: the first clash, {OFFICES} offices", p95(first), 8_000
    yield "explain: clashes and ways with their price", p95(whole), 20_000


def _first_way(store: Store, found: Explanation) -> bool:
    """Whether the first way, applied and planned, gives a full month at its price."""
    if not found.ways:
        return False
    explain.apply_way(store, MONTH, 1, NOW, "test")
    done = plan(store, Ask(Period.month(MONTH), Effort(60)), NOW, "zh").solved
    return (done.status, done.proved, done.cost) == ("optimal", True, found.ways[0].cost)


def _prices(store: Store) -> Iterator[tuple[str, float, float]]:
    rng, took, wrong = Random(1), [], 0
    with store.read() as transaction:
        lines = [
            line
            for line in issued_lines(transaction, offices.load(transaction), MONTH)
            if line.people and line.slot.kind == "person" and not line.slot.site
        ]
        content = versions.in_force(transaction)
        for _ in range(PAIRS):
            line = rng.choice(lines)
            out = rng.choice(line.people).tagged
            began = time.perf_counter()
            ranked = standins(Standing.read(transaction), line.slot.id, out, "zh")
            took.append(time.perf_counter() - began)
            ground, *_ = grounds(Standing.read(transaction), [content.slots[line.slot.id].slot])
            one = rng.choice(ranked)
            after = Roster(ground.roster.pairs - {(line.slot.id, out)} | {(line.slot.id, one.who)})
            fresh = findings(ground.case.problem, ground.case.book, after)
            refused = any(new.must for new in worse(list(ground.found), fresh))
            wrong += (one.price, bool(one.broken)) != (cost(fresh) - cost(ground.found), refused)
            wrong += [(bool(one.broken), one.price) for one in ranked] != sorted(
                (bool(one.broken), one.price) for one in ranked
            )
    print(f"    price or refusal other than that of judging the changed roster, or out of order: {wrong} of {PAIRS}")
    yield f"stand-ins ranked and why not another, {PAIRS} questions", p95(took), 100


def _chains(store: Store) -> Iterator[tuple[str, float, float]]:
    rng, took = Random(2), []
    with store.read() as transaction:
        lines = [
            line
            for line in issued_lines(transaction, offices.load(transaction), MONTH)
            if len(line.people) == 1 and line.slot.kind == "person" and not line.slot.site
        ]
    for _ in range(CHAINS):
        line = rng.choice(lines)
        out = line.people[0].tagged
        with store.read() as transaction:
            other = rng.choice(standins(Standing.read(transaction), line.slot.id, out, "zh"))
        began = time.perf_counter()
        chain(store, MONTH, line, out, other.who)
        took.append(time.perf_counter() - began)
    yield f"chains of up to three further changes, {CHAINS} questions", p95(took), 5_000


def _offers(store: Store) -> Iterator[tuple[str, float, float]]:
    rng, took, firsts, least, unproved, fewer = Random(3), [], [], 0, 0, 0
    with store.read() as transaction:
        office, content = offices.load(transaction), versions.in_force(transaction)
    some = sorted(pair for pair in content.pairs if pair[0][:2] in ("JF", "RX", "ZB"))
    for number in range(ABSENCES):
        now = MIDDLE if number % 2 else NOW
        slot, who = rng.choice([pair for pair in some if content.slots[pair[0]].slot.day > now.toordinal()])
        day = date.fromordinal(content.slots[slot].slot.day)
        gone = AbsenceRow(who=who, start=day, end=day + timedelta(days=2), kind="leave")
        with store.write() as transaction:
            offices.save(
                transaction, offices.load(transaction), office.with_rows("请假外出", (*office.of(AbsenceRow), gone))
            )
        ready()
        time.sleep(LOADED)
        told: list[float] = []
        began = time.perf_counter()
        found = replan.offers(
            store, MONTH, now, first=lambda offer, began=began, told=told: told.append(time.perf_counter() - began)
        )
        took.append(time.perf_counter() - began)
        firsts.append(told[0] if told else took[-1])
        costs = [one.cost for one in found.offers if one.unmet == found.offers[0].unmet]
        least += found.offers[0].kind == "least" and costs == sorted(costs, reverse=True)
        unproved += any(not one.proved for one in found.offers)
        fewer += _with_fewer(store, now, found.offers[0])
    with store.write() as transaction:
        offices.save(transaction, offices.load(transaction), office)
    print(
        f"    the fewest changes first, and more changes never dearer: {least} of {ABSENCES}; "
        f"an offer not proved: {unproved}; fewer changes would do: {fewer}"
    )
    yield f"the fewest changes after a leave, {ABSENCES} leaves, from the store on", p95(firsts), 500
    yield "half of those", sorted(firsts)[ABSENCES // 2] * 1000, 500
    yield f"offers of a new plan after a leave, {ABSENCES} leaves", p95(took), 20_000


def _with_fewer(store: Store, now: datetime, least: PlanOffer) -> bool:
    """Whether a whole new plan keeps to as much of 必须 with one change less; how the offer was found has no part."""
    if least.unmet or not least.changes:
        return False
    with store.read() as transaction:
        basis, _ = prepare(Standing.read(transaction), Period.month(MONTH), now)
    return not solve(basis.problem, basis.book, Effort(60, changes=least.changes - 1)).breaches
