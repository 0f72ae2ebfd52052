"""What anybody can run again: a check list drawn from a seed, an issued version planned from what it stored."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from constraints.solve import Effort
from planner.changing import asking, swap
from planner.errors import NotPossible
from planner.issuing import inspection_draw
from planner.issuing.replay import replay
from planner.office.sheets import Person
from planner.store import Store, jobs, record
from planner.store.roster import offices
from tests.fixtures.office_at_work import MONTH, NOW, issued, issued_home, planned, run
from tests.fixtures.swaps import clean_swap


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def drawn(store, seed="20261201", percent=30, month=MONTH, **more):
    return inspection_draw.draw(store, month, "ZF", percent, seed, more.pop("pool", inspection_draw.POOL), NOW, "test")


def test_the_draw_is_what_anybody_gets_from_the_list_and_the_seed(store):
    found = drawn(store)
    with store.read() as transaction:
        villages = [row.id for row in offices.load(transaction).villages.values()]
    ranked = sorted(villages, key=lambda id: sha256(f"20261201|{id}".encode()).hexdigest())
    assert list(found.sites) == ranked[:6] and found.objects == len(villages) == 20
    assert [row.mark for row in found.drawn] == [
        sha256(f"20261201|{id}".encode()).hexdigest()[:12] for id in ranked[:6]
    ]


def test_the_same_seed_draws_the_same_elsewhere_and_another_seed_something_else(tmp_path, store):
    elsewhere = Store(issued_home(tmp_path / "elsewhere"))
    assert drawn(store) == drawn(elsewhere) == drawn(store)
    third = Store(issued_home(tmp_path / "third"))
    assert drawn(third, seed="another").sites != drawn(store).sites


def test_the_first_seed_of_a_month_stands(store):
    first = drawn(store)
    with pytest.raises(NotPossible, match="20261201"):
        drawn(store, seed="a better one")
    assert drawn(store) == first
    with store.read() as transaction:
        assert len(jobs.ended(transaction, jobs.TaskKind.DRAW)) == 1 and record.broken(transaction) == []


def test_nobody_looks_at_their_own_unit_and_the_work_is_spread(store):
    found = drawn(store, percent=100)
    with store.read() as transaction:
        office = offices.load(transaction)
    for row in found.drawn:
        village = office.villages[row.site]
        own = {village.town, *village.units} | {
            office.people[one][0].units[0] for one in office.people if office.name("p:" + one) in row.people
        }
        assert not own & set(office.people[row.inspector][0].units)
    times = [sum(row.inspector == one for row in found.drawn) for one in {row.inspector for row in found.drawn}]
    assert found.inspectors == 3 and max(times) <= 8


@pytest.mark.slow
def test_what_was_drawn_is_left_out_for_three_months(store):
    december = drawn(store).sites
    planned(store, "2027-01")
    issued(store, "2027-01")
    january = drawn(store, month="2027-01", seed="next")
    assert not set(january.sites) & set(december) and set(january.left_out) == set(december)


def test_a_draw_needs_inspectors_and_something_issued(store):
    with pytest.raises(NotPossible, match="nobody is in the pool"):
        drawn(store, pool="没有的序列")
    with pytest.raises(NotPossible, match="nothing of that duty"):
        drawn(store, month="2027-03")


@pytest.mark.slow
def test_a_proved_version_planned_again_comes_to_the_same_cost(store):
    found = replay(store, "RX", MONTH, 1, Effort(60, repeatable=True))
    assert found.same and found.solved.proved and found.solved.cost == found.cost


@pytest.mark.slow
def test_a_swapped_version_is_told_apart(store):
    slot, giver, taker, back = clean_swap(store)
    made = asking.offer(store, slot, giver, taker, back, NOW, asking.OFFICE, "zh")
    swap.accept(store, made.id, asking.OFFICE, frozenset(), NOW, "zh")
    found = replay(store, "RX", MONTH, 2, Effort(60, repeatable=True))
    assert found.solved.proved and found.solved.cost <= found.cost
    with pytest.raises(NotPossible):
        replay(store, "RX", MONTH, 3, Effort(1))


@pytest.mark.slow
def test_a_version_is_planned_by_its_own_book_after_everything_has_changed(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(
            transaction,
            office,
            office.with_rows("人员", tuple(replace(row, pools=("别的",)) for row in office.of(Person))),
        )
    assert replay(store, "JF", MONTH, 1, Effort(60, repeatable=True)).same


@pytest.mark.slow
def test_the_commands_print_the_list_and_the_comparison(store):
    told = json.loads(run(store.home, "draw", MONTH, "--duty", "ZF", "--share", "10%", "--seed", "s", "--json").stdout)
    assert len(told["drawn"]) == 2 and set(told["drawn"][0]) == {
        "slot",
        "site",
        "name",
        "date",
        "people",
        "inspector",
        "inspector_name",
        "mark",
    }
    assert run(store.home, "draw", MONTH, "--duty", "ZF", "--share", "ten", "--seed", "s").returncode == 2
    assert run(store.home, "draw", MONTH, "--duty", "ZF", "--share", "20%", "--seed", "t").returncode == 1
    again = json.loads(run(store.home, "replay", "JF", MONTH, "1", "--json").stdout)
    assert again["same"] and again["proved"] and again["cost"] == again["issued_cost"]
    assert run(store.home, "replay", "JF", MONTH, "9").returncode == 1
