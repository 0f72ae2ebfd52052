"""Why a month has no full roster: planted causes are named, and others' eyes see nothing of them.

The easiest way out gives a full month at its price.
"""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from time import monotonic

import pytest

from constraints.engines.search import Stop
from constraints.explaining.facts import Facts
from constraints.explaining.oracle import Oracle
from constraints.solve import Effort
from planner.errors import NotPossible
from planner.explaining import causes, explain
from planner.office.sheets import AbsenceRow, ClauseRow, KeyPeriod, Person, PinRow, Post
from planner.planning.plan import Ask, plan
from planner.problem.period import Period
from planner.samples.district import sample
from planner.store import Store, record
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.impossible import PLANTS, Planted, plant
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, planned, run, store_with
from tests.profile import rounds

SEEDS = range(1, 1 + rounds(3, 8, 200))


@cache
def impossible(seed: int) -> tuple[Planted, ...]:
    """One or two causes planted in an invented office; the office is that of the last."""
    rng = Random(seed)
    found: list[Planted] = []
    for kind in rng.sample(sorted(PLANTS), 1 + seed % 2):
        found.append(plant(found[-1].office if found else sample("small", seed, date(2026, 12, 1)), rng, kind))
    return tuple(found)


def explained(home, office):
    store = store_with(home, office)
    return store, explain.explained(store, MONTH, NOW, "test", seconds=60)


def named(document, one: Planted) -> bool:
    """Whether a clash names a row that was planted."""
    return any(fact.sheet == one.sheet and fact.row in one.lines for clash in document.clash for fact in clash.facts)


def verified(store, document) -> bool:
    """Whether each clash has no roster with all its facts and one without any of them, asked anew."""
    with store.read() as transaction:
        given = explain.inputs(Standing.read(transaction), MONTH, NOW)
    basis = given.basis()
    rows = causes.causes(given.office, given.period, given.issued, basis.problem, basis.book)
    oracle = Oracle(Facts(basis.problem, basis.book, [one.fact for one in rows.values()]), Stop(), monotonic() + 300)
    for clash in document.clash:
        slots, facts = frozenset(clash.slots), frozenset(clash.ids)
        if not oracle.impossible(slots, facts) or not all(oracle.possible(slots, facts - {one}) for one in facts):
            return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_planted_causes_are_named_and_the_first_way_gives_a_full_month_at_its_price(tmp_path, seed):
    planted_causes = impossible(seed)
    store, document = explained(tmp_path / "home", planted_causes[-1].office)
    assert [one.sheet for one in planted_causes if not named(document, one)] == []
    assert document.complete and verified(store, document)
    explain.apply_way(store, MONTH, 1, NOW, "test")
    done = plan(store, Ask(Period.month(MONTH), Effort(120)), NOW, "zh").solved
    first = document.ways[0]
    assert first.proved
    assert (done.status, done.proved, done.cost) == ("optimal", True, first.cost)


def test_an_unplanted_month_has_no_clash(tmp_path):
    store, document = explained(tmp_path / "home", sample("small", 1, date(2026, 12, 1)))
    assert (document.clash, document.ways, document.complete) == ((), (), True)
    with pytest.raises(NotPossible, match="explain 2026-12"):
        explain.apply_way(store, MONTH, 1, NOW, "test")


def leaders_away(first: date, last: date | None = None):
    """An office whose leaders are all away."""
    office = sample("small", 1, date(2026, 12, 1))
    gone = [
        AbsenceRow(who="p:" + row.id, start=first, end=last, kind="trip")
        for row in office.of(Person)
        if "接访领导" in row.pools
    ]
    return office.with_rows("请假外出", (*office.of(AbsenceRow), *gone))


@pytest.mark.slow
def test_the_command_says_counts_first_whom_to_phone_and_applies_a_way(tmp_path):
    home = tmp_path / "home"
    store_with(home, leaders_away(date(2026, 12, 15), date(2026, 12, 16)))
    said = run(home, "explain", MONTH).stdout
    assert (
        "12月15日（周二） 领导接访 上午 接访领导：共需 1 人次，可排 8 人，8 人请假外出；"
        "同样的还有 1 处：12月16日（周三）" in said
    )
    assert "请致电：" in said and "不外出（电话征得同意）" in said
    found = json.loads(run(home, "explain", MONTH, "--json", "--lang", "en").stdout)
    assert set(found) == {"clash", "told", "ways", "complete"}
    assert {fact["sheet"] for fact in found["clash"][0]["facts"]} == {"岗位", "请假外出"}
    first = found["ways"][0]
    assert set(first) == {"k", "changes", "people", "cost", "proved", "text"} and first["k"] == 1
    assert all(set(one) == {"sheet", "row", "to", "text"} for one in first["changes"])
    applied = run(home, "explain", MONTH, "--apply", "1", "--json")
    assert applied.returncode == 0, applied.stderr
    done = json.loads(run(home, "plan", MONTH, "--json").stdout)
    assert (done["status"], done["cost"]) == ("optimal", first["cost"])
    assert run(home, "explain", MONTH, "--apply", "99").returncode == 1


@pytest.mark.slow
def test_somebody_called_back_stays_away_on_the_other_days(tmp_path):
    store, document = explained(tmp_path / "home", leaders_away(date(2026, 12, 14), date(2026, 12, 18)))
    before = leaders_away(date(2026, 12, 14), date(2026, 12, 18)).of(AbsenceRow)
    explain.apply_way(store, MONTH, 1, NOW, "test")
    with store.read() as transaction:
        after = offices.load(transaction).of(AbsenceRow)
        assert record.broken(transaction) == []
    touched = {row.who for row in before if row not in after}
    assert touched == {"p:" + one.id for one in document.ways[0].people}
    new = [row for row in after if row not in before]
    assert {row.who for row in new} <= touched
    assert all(date(2026, 12, 14) <= row.start <= (row.end or row.start) <= date(2026, 12, 18) for row in new)
    assert not any("12月13日" in one.text.zh for one in document.ways), "nobody is away on the day before"


@pytest.mark.slow
def test_a_number_of_a_rule_gives_way_as_far_as_it_must_and_its_row_keeps_the_rest(tmp_path):
    hotline = len([row for row in sample("small", 1, date(2026, 12, 1)).of(Person) if "话务员" in row.pools])
    tight = ClauseRow(rule="次数", duties=("RX",), parameters="期间=月；最多=2", force=0, authority="某号文")
    office = sample("small", 1, date(2026, 12, 1))
    store, document = explained(tmp_path / "home", office.with_rows("规则", (*office.of(ClauseRow), tight)))
    way = next(
        number for number, one in enumerate(document.ways, 1) if [change.sheet for change in one.changes] == ["规则"]
    )
    explain.apply_way(store, MONTH, way, NOW, "test")
    with store.read() as transaction:
        row = offices.load(transaction).of(ClauseRow)[-1]
    asked = sum(post.need * 31 for post in office.of(Post) if post.duty == "RX")
    most = -(-asked // hotline)
    assert row == replace(tight, parameters=f"期间=月；最少=0；最多={most}")
    assert document.ways[way - 1].text.zh == f"“区长公开电话：按月计，每人至多值班 2 次”的最多由 2 改为 {most}"
    assert planned(store).solved.cost == document.ways[way - 1].cost


@pytest.mark.slow
def test_room_is_counted_where_too_little_of_it_is_the_cause(tmp_path):
    office = sample("small", 1, date(2026, 12, 1))
    often = ClauseRow(rule="次数", duties=("JF",), parameters="期间=月；最少=7", force=0)
    _, document = explained(tmp_path / "home", office.with_rows("规则", (*office.of(ClauseRow), often)))
    assert [one.text.zh for one in document.clash] == [
        "12月1日（周二）至12月31日（周四） 领导接访：至多 46 个名额，可排 8 人；"
        "与之冲突：领导接访：按月计，每人至少值班 7 次（必须）"
    ]


@pytest.mark.slow
def test_an_order_is_given_up_on_the_day_that_clashes_alone(tmp_path):
    office = sample("small", 1, date(2026, 12, 1))
    who = next(row.id for row in office.of(Person) if "带班领导" in row.pools)
    office = office.with_rows(
        "指定",
        (
            PinRow(
                duty="ZB",
                start=date(2026, 12, 1),
                end=date(2026, 12, 31),
                weekday=(1,),
                post="带班领导",
                who="p:" + who,
            ),
        ),
    )
    office = office.with_rows(
        "请假外出", (*office.of(AbsenceRow), AbsenceRow(who="p:" + who, start=date(2026, 12, 15), kind="trip"))
    )
    store, document = explained(tmp_path / "home", office)
    way = next(
        number for number, one in enumerate(document.ways, 1) if [change.sheet for change in one.changes] == ["指定"]
    )
    explain.apply_way(store, MONTH, way, NOW, "test")
    with store.read() as transaction:
        left = offices.load(transaction).of(PinRow)
    assert [(row.start, row.end) for row in left] == [
        (date(2026, 12, 1), date(2026, 12, 14)),
        (date(2026, 12, 16), date(2026, 12, 31)),
    ]
    assert planned(store).solved.cost == document.ways[way - 1].cost


@pytest.mark.slow
def test_fewer_people_are_asked_for_on_that_day_and_post_alone(tmp_path):
    store, document = explained(tmp_path / "home", leaders_away(date(2026, 12, 15)))
    needs = [
        number
        for number, one in enumerate(document.ways, 1)
        if all(change.sheet == "重点时期" for change in one.changes)
    ]
    for number in needs[:1]:
        explain.apply_way(store, MONTH, number, NOW, "test")
        with store.read() as transaction:
            rows = offices.load(transaction).of(KeyPeriod)
        assert {(row.start, row.end, row.extra) for row in rows} <= {
            (date(2026, 12, day), date(2026, 12, day), -1) for day in (14, 15)
        }


@pytest.mark.slow
def test_a_way_never_touches_what_is_issued_and_a_row_that_changed_is_not_overwritten(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        office = offices.load(transaction)
        gone = [
            AbsenceRow(who="p:" + row.id, start=date(2026, 12, 15), kind="trip")
            for row in office.of(Person)
            if "接访领导" in row.pools
        ]
        changed = office.with_rows("请假外出", (*office.of(AbsenceRow), *gone))
        offices.save(transaction, office, changed)
        before = versions.in_force(transaction).pairs
    document = explain.explained(store, MONTH, NOW, "test", seconds=60)
    assert document.ways
    with store.write() as transaction:
        offices.save(transaction, changed, office)
    with pytest.raises(NotPossible, match="has changed"):
        explain.apply_way(store, MONTH, 1, NOW, "test")
    with store.write() as transaction:
        offices.save(transaction, office, changed)
    explain.apply_way(store, MONTH, 1, NOW, "test")
    with store.read() as transaction:
        assert versions.in_force(transaction).pairs == before
