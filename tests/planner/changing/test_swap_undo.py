"""Undoing a swap: a request under the same terms that the other side agrees to; the office alone acts at once."""

import json
from datetime import timedelta

import pytest

from planner.changing import asking, swap, swap_undo
from planner.issuing.verify import verify
from planner.judging.refusals import Refusal
from planner.store import Store
from planner.store.people import offers
from planner.store.roster import offices, versions
from tests.fixtures.office_at_work import NOW, issued_home, run
from tests.fixtures.swaps import OFFICE, accepted, asked, change_post, clean_swap, pairs, refusal

pytestmark = [pytest.mark.engines, pytest.mark.slow]  # each through a whole site, a store or a book


@pytest.fixture
def done(tmp_path):
    """A store with a swap in effect: (store, its id, slot, giver, taker, back)."""
    store = Store(issued_home(tmp_path / "home"))
    slot, giver, taker, back = clean_swap(store)
    id = asked(store, slot, giver, taker, back).id
    accepted(store, id)
    return store, id, slot, giver, taker, back


def state(store, id):
    with store.read() as transaction:
        return offers.get(transaction, id).state


def ask(store, id, who, now=NOW, may=None):
    return swap_undo.ask_undo(store, id, who, may or frozenset({who}), now, "zh")


def holds(store, slot, who):
    return (slot, who) in pairs(store)


@pytest.mark.parametrize("side", ["giver", "taker"])
def test_either_side_asks_and_only_the_other_side_s_word_puts_it_back(done, side):
    store, id, slot, giver, taker, _ = done
    asker, other = (giver, taker) if side == "giver" else (taker, giver)
    made = ask(store, id, asker)
    assert holds(store, slot, taker) and state(store, id) == "applied"
    assert refusal(swap.accept, store, made.id, asker, frozenset({asker}), NOW, "zh") is Refusal.NOT_ASKED
    swap.accept(store, made.id, other, frozenset({other}), NOW, "zh")
    assert holds(store, slot, giver) and (state(store, id), state(store, made.id)) == ("undone", "applied")
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []


def test_before_the_other_agrees_the_asker_takes_it_back_and_may_ask_again(done):
    store, id, slot, giver, taker, _ = done
    made = ask(store, id, giver)
    assert refusal(ask, store, id, taker) is Refusal.ALREADY_OPEN
    swap.decline(store, made.id, giver, frozenset({giver}), "", NOW)
    assert (state(store, id), state(store, made.id)) == ("applied", "declined") and holds(store, slot, taker)
    assert ask(store, id, taker).id > made.id


def test_a_cover_is_given_back_by_who_took_it_and_asked_back_by_who_gave_it(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    slot, giver, taker, _ = clean_swap(store)
    for asker, other in ((giver, taker), (taker, giver)):
        id = asked(store, slot, giver, taker).id
        accepted(store, id)
        made = ask(store, id, asker)
        with store.read() as transaction:
            found = offers.get(transaction, made.id)
        assert (found.asked_by, found.waiting, found.undoes) == (asker, frozenset({other}), id)
        swap.accept(store, made.id, other, frozenset({other}), NOW, "zh")
        assert holds(store, slot, giver)


def test_the_post_s_approval_is_asked_for_again(done):
    store, id, slot, giver, taker, _ = done
    change_post(store, "RX-1", swap="approve", approver="p:L01")
    made = ask(store, id, giver)
    swap.accept(store, made.id, taker, frozenset({taker}), NOW, "zh")
    assert holds(store, slot, taker) and state(store, made.id) == "consented"
    swap.approve(store, made.id, "p:L01", frozenset({"p:L01"}), NOW, "zh")
    assert holds(store, slot, giver) and state(store, id) == "undone"


def test_the_deadline_binds_the_people_and_a_reason_the_office(done):
    store, id, slot, giver, _, back = done
    change_post(store, "RX-1", deadline="5w")
    first = min(slot, back, key=lambda one: one[-8:])
    with store.read() as transaction:
        office = offices.load(transaction)
        start = versions.in_force(transaction).slots[first].slot.start
    late = office.moment(start) - timedelta(hours=1)
    assert refusal(ask, store, id, giver, late) is Refusal.TOO_LATE
    assert refusal(swap_undo.undo_now, store, id, " ", late, "zh") is Refusal.NO_REASON
    assert swap_undo.undo_now(store, id, "值班室另有安排", late, "zh").reason == "值班室另有安排"
    assert holds(store, slot, giver)


def test_what_changed_hands_since_is_refused_with_who_holds_it(done):
    store, id, slot, giver, taker, _ = done
    with store.read() as transaction:
        office = offices.load(transaction)
    other = next(f"p:H{number:02d}" for number in range(1, 10) if _free(store, slot, f"p:H{number:02d}", taker))
    accepted(store, asked(store, slot, taker, other).id)
    for work in (lambda: ask(store, id, giver), lambda: swap_undo.undo_now(store, id, "重排", NOW, "zh")):
        with pytest.raises(asking.SwapRefused) as caught:
            work()
        assert caught.value.refusal is Refusal.CHANGED_SINCE and office.name(other) in caught.value.words.zh


def _free(store, slot, who, taker):
    try:
        made = asked(store, slot, taker, who)
    except asking.SwapRefused:
        return False
    swap.decline(store, made.id, OFFICE, frozenset(), "", NOW)
    return True


def test_a_stranger_an_undoing_and_what_is_not_in_effect_are_refused(done):
    store, id, _, giver, taker, _ = done
    assert refusal(ask, store, id, "p:L01") is Refusal.NOT_YOURS
    assert refusal(ask, store, 99, giver) is Refusal.UNKNOWN_OFFER
    made = ask(store, id, giver)
    assert refusal(ask, store, made.id, giver) is Refusal.NOT_APPLIED
    swap.accept(store, made.id, taker, frozenset({taker}), NOW, "zh")
    assert {refusal(ask, store, one, giver) for one in (id, made.id)} == {Refusal.NOT_APPLIED}


def test_the_command_opens_a_request_prints_as_an_offer_does_and_the_office_acts_with_a_reason(tmp_path):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    slot, giver, taker, back = clean_swap(store)
    id = asked(store, slot, giver, taker, back).id
    accepted(store, id)
    opened = json.loads(run(home, "swap", "undo", str(id), "--as", giver[2:], "--json").stdout)
    assert set(opened) == {"id", "verdict", "findings", "price"} and holds(store, slot, taker)
    assert run(home, "swap", "decline", str(opened["id"]), "--as", giver[2:]).returncode == 0
    again = json.loads(run(home, "swap", "undo", str(id), "--as", taker[2:], "--json").stdout)
    assert run(home, "swap", "accept", str(again["id"]), "--as", giver[2:]).returncode == 0
    assert holds(store, slot, giver)
    more = asked(store, slot, giver, taker, back).id
    accepted(store, more)
    refused = run(home, "swap", "undo", str(more), "--as", "office")
    assert refused.returncode == 1 and refused.stdout == "请写明理由\n"
    assert run(home, "swap", "undo", str(more), "--as", "office", "--reason", "重排").returncode == 0
    assert holds(store, slot, giver)
