"""Open calls: called out once, taken by one, judged like any cover, never a leader's.

And reminders of those who do not answer.
"""

import json
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from planner.changing import asking, lapse, open_call, swap, unanswered
from planner.changing.reissue import reissue
from planner.issuing.verify import verify
from planner.judging.handover import Exchange
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.standins import standins
from planner.notifying.knowledge import UNSEEN
from planner.problem.assignees import able
from planner.store import Store
from planner.store.messages import messages
from planner.store.people import calls, offers
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import NOW, issued_home, run
from tests.fixtures.swaps import asked, change_post, clean_swap, pairs, parallel, refusal
from tests.profile import rounds

pytestmark = pytest.mark.engines

CROWDS = rounds(6, 20, 3_000)
ROUNDS = rounds(12, 30, 5_000)
OFFICE = asking.OFFICE


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def coverable(store):
    """A duty of somebody, with those who could take it within the rules."""
    for slot, giver in sorted(pairs(store)):
        if slot.startswith("RX|"):
            with store.read() as transaction:
                free = [one.who for one in standins(Standing.read(transaction), slot, giver, "zh") if not one.broken]
            if len(free) > 2:
                return slot, giver, free
    raise AssertionError("somebody could take something")


def test_a_call_is_taken_by_one_of_the_pool_and_is_the_giver_s_until_then(store):
    slot, giver, free = coverable(store)
    made = open_call.call_out(store, slot, giver, NOW, giver)
    assert (slot, giver) in pairs(store)
    with store.read() as transaction:
        held = versions.in_force(transaction).slots[slot].slot
        pool = frozenset(able(offices.load(transaction), held, date.fromordinal(held.day)))
        assert {who for one, who in open_call.open_to(Standing.read(transaction), pool, NOW) if one.id == made.id} == {
            who for who in pool if (slot, who) not in pairs(store)
        }
        assert open_call.open_to(Standing.read(transaction), frozenset({giver, "p:L01"}), NOW) == []
    assert open_call.take_call(store, made.id, free[0], NOW, free[0], "zh").state == "applied"
    assert (slot, free[0]) in pairs(store) and (slot, giver) not in pairs(store)
    assert refusal(open_call.take_call, store, made.id, free[1], NOW, free[1], "zh") is Refusal.CALL_CLOSED
    with store.read() as transaction:
        assert (
            [one.state for one in offers.every(transaction)][-1:] == ["applied"]
            and calls.still_open(transaction) == []
            and verify(transaction, offices.load(transaction)) == []
        )


def test_where_a_post_asks_for_approval_a_taken_call_waits_for_it(store):
    slot, giver, free = coverable(store)
    change_post(store, slot.split("|")[1], swap="approve", approver="p:L01")
    made = open_call.call_out(store, slot, giver, NOW, giver)
    waiting = open_call.take_call(store, made.id, free[0], NOW, free[0], "zh")
    assert waiting.state == "consented" and (slot, giver) in pairs(store)
    swap.approve(store, waiting.id, "p:L01", frozenset({"p:L01"}), NOW, "zh")
    assert (slot, free[0]) in pairs(store)


def test_every_refusal_of_a_call_has_its_own_sentence(store):
    slot, giver, free = coverable(store)
    leader = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("JF|"))
    visit = next(
        pair for pair in sorted(pairs(store)) if pair[0].startswith("ZF|") and not pair[1].startswith(("p:L", "u:"))
    )
    unit_slot = next(pair for pair in sorted(pairs(store)) if pair[1].startswith("u:"))
    assert refusal(open_call.call_out, store, *leader, NOW, leader[1]) is Refusal.NO_CALL
    assert refusal(open_call.call_out, store, *visit, NOW, visit[1]) is Refusal.VISIT
    assert refusal(open_call.call_out, store, *unit_slot, NOW, OFFICE) is Refusal.UNITS
    assert refusal(open_call.call_out, store, slot, free[0], NOW, free[0]) is Refusal.NOT_YOURS
    assert refusal(open_call.call_out, store, "nothing", giver, NOW, giver) is Refusal.UNKNOWN_SLOT
    assert refusal(open_call.call_out, store, slot, giver, NOW + timedelta(days=60), giver) is Refusal.STARTED
    made = open_call.call_out(store, slot, giver, NOW, giver)
    assert refusal(open_call.call_out, store, slot, giver, NOW, giver) is Refusal.ALREADY_OPEN
    assert refusal(asked, store, slot, giver, free[0]) is Refusal.ALREADY_OPEN
    assert refusal(open_call.take_call, store, made.id, "p:L01", NOW, "p:L01", "zh") is Refusal.NOT_ASKED
    assert refusal(open_call.take_call, store, 99, free[0], NOW, free[0], "zh") is Refusal.UNKNOWN_CALL
    assert refusal(open_call.close_call, store, made.id, free[0], frozenset({free[0]}), NOW) is Refusal.NOT_YOURS
    open_call.close_call(store, made.id, giver, frozenset({giver}), NOW)
    assert refusal(open_call.close_call, store, made.id, OFFICE, frozenset(), NOW) is Refusal.CALL_CLOSED
    change_post(store, slot.split("|")[1], swap="never")
    assert refusal(open_call.call_out, store, slot, giver, NOW, giver) is Refusal.NEVER


def test_somebody_whom_the_rules_forbid_does_not_get_it_and_the_call_stays_open(store):
    for slot, giver in sorted(pair for pair in pairs(store) if pair[0].startswith("RX|")):
        with store.read() as transaction:
            barred = [one.who for one in standins(Standing.read(transaction), slot, giver, "zh") if one.broken]
        if barred:
            break
    made = open_call.call_out(store, slot, giver, NOW, giver)
    assert refusal(open_call.take_call, store, made.id, barred[0], NOW, barred[0], "zh") is Refusal.RULES
    with store.read() as transaction:
        assert [one.id for one in calls.still_open(transaction)] == [made.id]
    assert (slot, giver) in pairs(store)


def test_a_call_lapses_at_the_deadline_and_when_its_duty_goes_to_somebody_else(store):
    slot, giver, free = coverable(store)
    made = open_call.call_out(store, slot, giver, NOW, giver)
    lapse.lapse(store, NOW)
    with store.read() as transaction:
        assert calls.get(transaction, made.id).state == "open"
    change_post(store, slot.split("|")[1], deadline="2w")
    lapse.lapse(store, NOW + timedelta(days=45))
    with store.read() as transaction:
        assert calls.get(transaction, made.id).state == "lapsed"
    again = open_call.call_out(store, slot, giver, NOW, giver)
    with store.write() as transaction:
        exchange = Exchange(frozenset({(slot, giver)}), frozenset({(slot, free[0])}))
        reissue(Standing.read(transaction), exchange, NOW, "测试", UNSEEN)
    assert refusal(open_call.take_call, store, again.id, free[1], NOW, free[1], "zh") is Refusal.CALL_CLOSED
    with store.read() as transaction:
        assert calls.get(transaction, again.id).state == "lapsed"


@pytest.mark.slow
def test_a_crowd_that_takes_one_call_leaves_one_winner_round_after_round(store):
    slot, giver, _ = coverable(store)
    for number in range(CROWDS):
        with store.read() as transaction:
            free = [one.who for one in standins(Standing.read(transaction), slot, giver, "zh") if not one.broken]
        made = open_call.call_out(store, slot, giver, NOW, giver)
        outcomes = parallel(
            [
                lambda who=who, id=made.id: open_call.take_call(store, id, who, NOW, who, "zh").state
                for who in free
                for _ in range(3)
            ]
        )
        assert outcomes.count("applied") == 1 and outcomes.count(Refusal.CALL_CLOSED) == len(outcomes) - 1, (
            number,
            outcomes,
        )
        giver = next(who for one, who in pairs(store) if one == slot and who in free)
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []


def test_calls_taken_while_their_givers_ask_elsewhere_never_move_a_duty_twice(store):
    slot, giver, free = coverable(store)
    for number in range(CROWDS):
        outcomes = parallel(
            [
                lambda: open_call.call_out(store, slot, giver, NOW, giver).id,
                lambda: asked(store, slot, giver, free[0]).id,
                lambda: asked(store, slot, giver, free[1]).id,
            ]
        )
        won = [one for one in outcomes if isinstance(one, int)]
        assert len(won) == 1 and outcomes.count(Refusal.ALREADY_OPEN) == 2, (number, outcomes)
        with store.read() as transaction:
            for one in offers.every(transaction, still_open=True):
                swap.decline(store, one.id, OFFICE, frozenset(), "", NOW)
            for one in calls.still_open(transaction):
                open_call.close_call(store, one.id, OFFICE, frozenset(), NOW)


@pytest.mark.slow
def test_rings_calls_and_covers_at_one_moment_never_double_book_nor_lose_a_duty(store):
    rng, won = Random(7), Counter()
    sizes = Counter(slot for slot, _ in pairs(store))
    for number in range(ROUNDS):
        works = []
        mine = [pair for pair in sorted(pairs(store)) if pair[0].startswith("RX|")]
        for _ in range(4):
            some = rng.sample(mine, 3)
            if len({slot for slot, _ in some}) == len({who for _, who in some}) == 3:
                try:
                    made = asking.offer_hops(store, asking.ring(*some[0], some[1:]), NOW, OFFICE, "zh").id
                    works += [
                        ("ring", lambda id=made: swap.accept(store, id, OFFICE, frozenset(), NOW, "zh").state)
                    ] * 2
                except SwapRefused:
                    continue
        for slot, giver in rng.sample(mine, 3):
            try:
                made = open_call.call_out(store, slot, giver, NOW, giver).id
            except SwapRefused:
                continue
            takers = [f"p:H{one:02d}" for one in rng.sample(range(1, 10), 4)]
            works += [
                ("call", lambda id=made, who=who: open_call.take_call(store, id, who, NOW, who, "zh").state)
                for who in takers
            ]
        for slot, giver in rng.sample(mine, 2):
            try:
                made = asked(store, slot, giver, f"p:H{rng.randint(1, 9):02d}").id
                works.append(("cover", lambda id=made: swap.accept(store, id, OFFICE, frozenset(), NOW, "zh").state))
            except SwapRefused:
                continue
        for (kind, _), outcome in zip(works, parallel([work for _, work in works]), strict=True):
            won[kind] += outcome == "applied"
        assert Counter(slot for slot, _ in pairs(store)) == sizes, number
        with store.read() as transaction:
            left, open_calls = offers.every(transaction, still_open=True), calls.still_open(transaction)
        for one in left:
            swap.decline(store, one.id, OFFICE, frozenset(), "", NOW)
        for one in open_calls:
            open_call.close_call(store, one.id, OFFICE, frozenset(), NOW)
    assert won["call"] and won["cover"] and (won["ring"] or ROUNDS < 50), won
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []


def test_leaders_swap_with_leaders_alone(store):
    slot, giver = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("JF|"))
    assert refusal(asked, store, slot, giver, "p:H01") is Refusal.RANK


def test_those_who_do_not_answer_are_reminded_once_each_half_day_in_office_hours(store):
    slot, giver, taker, back = clean_swap(store)
    made = asked(store, slot, giver, taker, back)

    def due(hours, minutes=0):
        with store.read() as transaction:
            return [
                one.who
                for one in unanswered.unanswered_requests(
                    Standing.read(transaction), NOW + timedelta(hours=hours, minutes=minutes), "zh"
                )
                if one.due
            ]

    assert due(0) == [] and due(2) == [], "not in the half-day in which it was asked"
    assert due(4) == [], "noon"
    assert due(5, 30) == [taker]
    assert due(11) == [], "evening"
    assert due(72) == [], "Saturday"
    unanswered.note_reminder(store, made.id, taker, "电话", NOW + timedelta(hours=6), "clerk")
    assert due(7) == [] and due(24) == [taker]
    with store.read() as transaction:
        [one] = unanswered.unanswered_requests(Standing.read(transaction), NOW + timedelta(hours=24), "zh")
    assert one.last[1] == "电话" and "收到请回复" in one.text and offices_name(store) in one.text
    sent = []
    with store.write() as transaction:
        messages.target(transaction, taker, "jsons://example.invalid")
    later = NOW + timedelta(hours=24)
    assert unanswered.send_due(store, later, lambda *parts: not sent.append(parts)) == 1
    assert unanswered.send_due(store, later, lambda *parts: not sent.append(parts)) == 0
    assert len(sent) == 1 and sent[0][0] == "jsons://example.invalid"


def offices_name(store):
    with store.read() as transaction:
        return offices.load(transaction).settings["单位名称"]


def test_a_leader_is_reminded_by_nobody_but_a_clerk(store):
    slot, giver, taker, back = clean_swap(store, "JF", "JF-1")
    asked(store, slot, giver, taker, back)
    with store.write() as transaction:
        messages.target(transaction, taker, "jsons://example.invalid")
    assert unanswered.send_due(store, NOW + timedelta(hours=24), lambda *parts: True) == 0
    with store.read() as transaction:
        assert [
            one.who
            for one in unanswered.unanswered_requests(Standing.read(transaction), NOW + timedelta(hours=24), "zh")
        ] == [taker]


@pytest.mark.slow
def test_the_commands_call_take_and_close(store):
    slot, giver, free = coverable(store)
    store.close()
    made = json.loads(run(store.home, "swap", "call", "--slot", slot, "--from", giver[2:], "--json").stdout)
    assert [one["id"] for one in json.loads(run(store.home, "swap", "list", "--json").stdout)["calls"]] == [made["id"]]
    assert run(store.home, "swap", "close", str(made["id"]), "--as", free[0][2:]).returncode == 1
    assert run(store.home, "swap", "close", str(made["id"]), "--as", giver[2:]).returncode == 0
    again = json.loads(run(store.home, "swap", "call", "--slot", slot, "--from", giver[2:], "--json").stdout)
    assert (
        json.loads(run(store.home, "swap", "take", str(again["id"]), "--as", free[0][2:], "--json").stdout)["state"]
        == "applied"
    )
