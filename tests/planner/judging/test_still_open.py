"""Requests and calls are open as long as something can come of them: told at the moment of asking, with the cause."""

from datetime import timedelta

import pytest

from planner.changing import open_call, unanswered
from planner.changing.lapse import lapse
from planner.changing.reissue import reissue
from planner.issuing.withdrawal import withdraw
from planner.judging.handover import Exchange
from planner.judging.still_open import BEGUN, MOVED, WITHDRAWN, open_calls, open_requests, requests
from planner.notifying.knowledge import UNSEEN
from planner.store import Store, record
from planner.store.people import calls, offers
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home
from tests.fixtures.swaps import asked, clean_swap, pairs

HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


@pytest.fixture
def moves(store):
    """(slot, giver, taker, in return) of a request that waits."""
    found = clean_swap(store)
    asked(store, *found)
    return found


def called(store, slot):
    """A call for a slot of the same duty that no request is about."""
    taken = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("RX|RX-1|") and pair[0] not in slot)
    return open_call.call_out(store, *taken, NOW, taken[1])


def to_somebody_else(store, slot, giver):
    """What an instruction or another new version does: the slot goes to somebody who has no part in anything."""
    mine = {who for one, who in pairs(store) if one == slot}
    other = next(who for one, who in sorted(pairs(store)) if one.startswith("RX|RX-1") and who not in mine)
    with store.write() as transaction:
        exchange = Exchange(frozenset({(slot, giver)}), frozenset({(slot, other)}))
        reissue(Standing.read(transaction), exchange, NOW, "测试", UNSEEN)


def told(store, now=NOW):
    """(state, cause) of each request; the calls and reminders that stand open; nothing is written before it."""
    with store.read() as transaction:
        standing = Standing.read(transaction)
        chased = unanswered.unanswered_requests(standing, now, "zh")
        left = {one.id for one in open_requests(standing, now)}
        assert {one.offer.id for one in chased} == left
        assert left == {one.id for one in requests(standing, now) if one.state in offers.OPEN}
        ended = {(one.state, one.reason) for one in requests(standing, now) if one.id not in left and one.reason != ""}
        return ended, left, {one.id for one in open_calls(standing, now)}


def kept(store, now=NOW):
    """What stands in the store after the next look."""
    lapse(store, now)
    with store.read() as transaction:
        assert record.broken(transaction) == []
        assert not offers.every(transaction, still_open=True) and not calls.still_open(transaction)
        return {(one.state, one.reason) for one in offers.every(transaction) if one.reason != ""}


@pytest.mark.parametrize("side", ["what is offered", "what is given in return"])
def test_a_request_ends_when_a_slot_of_it_goes_to_somebody_else(store, moves, side):
    slot, giver, taker, back = moves
    to_somebody_else(store, *((slot, giver) if side == "what is offered" else (back, taker)))
    assert told(store) == ({("lapsed", MOVED.zh)}, set(), set())
    assert kept(store) == {("lapsed", MOVED.zh)}


def test_a_request_and_a_call_end_when_their_duty_is_withdrawn(store, moves):
    made = called(store, (moves[0], moves[3]))
    assert told(store)[1:] == ({2}, {made.id})
    withdraw(store, MONTH, "RX", "重排", NOW, "test")
    assert told(store) == ({("lapsed", WITHDRAWN.zh)}, set(), set())
    assert kept(store) == {("lapsed", WITHDRAWN.zh)}


def test_a_call_ends_when_its_slot_goes_to_somebody_else(store, moves):
    made = called(store, (moves[0], moves[3]))
    to_somebody_else(store, made.slot, made.giver)
    assert told(store) == (set(), {2}, set())


def test_nobody_has_to_look_for_time_to_pass(store, moves):
    later = NOW.replace(year=2027)
    assert told(store, NOW + HOUR) == (set(), {2}, set())
    assert told(store, later) == ({("lapsed", BEGUN.zh)}, set(), set())
    assert kept(store, later) == {("lapsed", BEGUN.zh)}
