"""What helps where nobody can simply stand in: two moves, exchanges, rings; all within the rules.

A ring is applied whole or not at all.
"""

import json

import pytest

from constraints.judge import cost, findings
from constraints.problem.roster import Roster
from planner.changing import asking, swap, swap_undo
from planner.issuing.verify import verify
from planner.judging.handover import simple_exchange
from planner.judging.in_force import grounds
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.repairs import repairs
from planner.store import Store, record
from planner.store.people import offers
from planner.store.people.offers import Hop
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.circles import circle, slot
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.swaps import pairs


def found(store, day=1, who="p:1"):
    with store.read() as transaction:
        return repairs(Standing.read(transaction), slot(day), who, NOW, "zh")


@pytest.mark.parametrize("size", [3, 4])
def test_a_ring_is_found_where_no_exchange_works(tmp_path, size):
    answer = found(circle(tmp_path, size))
    ring = tuple(Hop(slot(day), f"p:{day}", f"p:{day % size + 1}") for day in range(1, size + 1))
    assert [one.hops for one in answer.rings] == [ring]
    assert (answer.exchanges, answer.moves) == ((), ())


@pytest.mark.parametrize("size", [3, 4])
def test_a_ring_takes_effect_when_the_last_one_agrees_and_not_before(tmp_path, size):
    store = circle(tmp_path, size)
    ring = found(store).rings[0].hops
    made = asking.offer_hops(store, ring, NOW, "p:1", "zh")
    before = pairs(store)
    for person in range(2, size + 1):
        assert pairs(store) == before
        with pytest.raises(SwapRefused) as caught:
            swap.accept(store, made.id, "p:1", frozenset({"p:1"}), NOW, "zh")
        assert caught.value.refusal is Refusal.NOT_ASKED
        swap.accept(store, made.id, f"p:{person}", frozenset({f"p:{person}"}), NOW, "zh")
    assert pairs(store) == simple_exchange(ring).put
    undone = swap_undo.ask_undo(store, made.id, f"p:{size}", frozenset({f"p:{size}"}), NOW, "zh")
    for person in range(1, size):
        assert pairs(store) == simple_exchange(ring).put
        swap.accept(store, undone.id, f"p:{person}", frozenset({f"p:{person}"}), NOW, "zh")
    assert pairs(store) == before
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == [] and record.broken(transaction) == []
        assert {one.number for one in versions.current(transaction, MONTH)} == {3}


@pytest.mark.parametrize("refuser", [2, 3])
def test_a_ring_is_off_whole_as_soon_as_one_declines(tmp_path, refuser):
    store = circle(tmp_path, 3)
    before = pairs(store)
    made = asking.offer_hops(store, found(store).rings[0].hops, NOW, "p:1", "zh")
    if refuser == 3:
        swap.accept(store, made.id, "p:2", frozenset({"p:2"}), NOW, "zh")
    swap.decline(store, made.id, f"p:{refuser}", frozenset({f"p:{refuser}"}), "有事", NOW)
    with pytest.raises(SwapRefused) as caught:
        swap.accept(store, made.id, "p:3", frozenset({"p:3"}), NOW, "zh")
    assert caught.value.refusal is Refusal.CLOSED and pairs(store) == before


def test_a_ring_waits_for_the_approver_after_all_have_agreed(tmp_path):
    store = circle(tmp_path, 3, swap="approve")
    made = asking.offer_hops(store, found(store).rings[0].hops, NOW, "p:1", "zh")
    before = pairs(store)
    swap.accept(store, made.id, asking.OFFICE, frozenset(), NOW, "zh")
    assert pairs(store) == before
    assert (
        swap.approve(store, made.id, asking.OFFICE, frozenset(), NOW, "zh").state == "applied"
        and pairs(store) != before
    )


def test_what_is_no_ring_or_touches_an_open_request_is_refused(tmp_path):
    store = circle(tmp_path, 3)
    ring = found(store).rings[0].hops
    for hops in ((*ring[:2], Hop(slot(3), "p:3", "p:2")), (ring[0], ring[1]._replace(taker="p:2"), ring[2])):
        with pytest.raises(SwapRefused):
            asking.offer_hops(store, hops, NOW, "p:1", "zh")
    asking.offer_hops(store, ring, NOW, "p:1", "zh")
    with pytest.raises(SwapRefused) as caught:
        asking.offer_hops(store, (ring[2], ring[0], ring[1]), NOW, "p:3", "zh")
    assert caught.value.refusal is Refusal.ALREADY_OPEN


@pytest.mark.slow
def test_the_command_tells_the_ring_and_offers_it(tmp_path):
    store = circle(tmp_path, 3)
    told = json.loads(run(store.home, "standins", MONTH, "--duty", "D", "--date", "2026-12-01", "--json").stdout)
    assert [one["valid"] for one in told["standins"]] == [False, False] and all(
        one["reasons"] for one in told["standins"]
    )
    moves = told["rings"][0]["moves"]
    assert moves[0]["text"] == "12月1日（周二） 值班 白班 值班员：第1人 → 第2人"
    rest = [part for one in moves[1:] for part in ("--ring", f"{one['slot']}@{one['from'][2:]}")]
    made = json.loads(run(store.home, "swap", "offer", "--slot", slot(1), "--from", "1", *rest, "--json").stdout)
    assert made["verdict"] == "record"
    assert (
        json.loads(run(store.home, "swap", "accept", str(made["id"]), "--as", "2", "--json").stdout)["state"]
        == "offered"
    )
    waits = json.loads(run(store.home, "swap", "list", "--json").stdout)["offers"]
    assert [one["waiting"] for one in waits] == [["p:3"]]
    assert (
        json.loads(run(store.home, "swap", "accept", str(made["id"]), "--as", "3", "--json").stdout)["state"]
        == "applied"
    )


@pytest.mark.slow
def test_two_moves_and_exchanges_cost_what_judging_the_month_afresh_says(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    seen = 0
    for one, who in sorted(pairs(store)):
        if "20261209" in one and one[:2] in ("JF", "RX", "ZB"):
            with store.read() as transaction:
                answer = repairs(Standing.read(transaction), one, who, NOW, "zh")
                ground, *_ = grounds(Standing.read(transaction), [versions.in_force(transaction).slots[one].slot])
            old = findings(ground.case.problem, ground.case.book, ground.roster)
            for repair in (*answer.moves[:2], *answer.exchanges[:2]):
                after = Roster(simple_exchange(repair.hops).of(ground.roster.pairs))
                fresh = findings(ground.case.problem, ground.case.book, after)
                had = {(f.clause, f.key): f.amount for f in old}
                assert repair.price == cost(fresh) - cost(old)
                assert not [f for f in fresh if f.must and f.amount > had.get((f.clause, f.key), 0)]
                seen += 1
    assert seen > 20


def test_whoever_moves_twice_was_kept_by_the_duty_they_leave(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    one, who = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("RX|RX-2|20261209"))
    with store.read() as transaction:
        moves = repairs(Standing.read(transaction), one, who, NOW, "zh").moves
        assert moves and all(len(repair.hops) == 2 and repair.hops[0].taker == repair.hops[1].giver for repair in moves)
        assert not offers.every(transaction)
