"""What really happened is entered afterwards, counts where the past counts, shows at once, and can be taken back."""

import json
from datetime import datetime, timedelta

import pytest

from planner.changing import actual_service
from planner.judging.refusals import Refusal, SwapRefused
from planner.planning.basis import issued_facts
from planner.roster.on_duty import on_duty
from planner.store import Store, record
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.worker import snapshot
from tests.fixtures.both_engines import past_counts_for_who_served
from tests.fixtures.office_at_work import ZONE, issued_home, run
from tests.fixtures.served import SLOT, other, planned

pytestmark = pytest.mark.engines

NIGHT = datetime(2026, 12, 9, 22, 30, tzinfo=ZONE)


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def enter(store, slot=SLOT, planned=None, actual=None, confirmed_by="带班领导", now=NIGHT):
    return actual_service.enter(store, slot, planned, actual, confirmed_by, "突发疾病", now, "clerk")


def refusal(*arguments, **named):
    with pytest.raises(SwapRefused) as caught:
        enter(*arguments, **named)
    return caught.value.refusal


def whos(store, now=NIGHT):
    with store.read() as transaction:
        return {
            line.slot.id: [one.tagged for one in line.people]
            for line in on_duty(transaction, offices.load(transaction), now)
        }


def test_whoever_stood_in_is_the_one_on_duty_at_once_and_in_the_snapshot(store):
    was, instead = planned(store), other(store)
    assert whos(store)[SLOT] == [was]
    done = enter(store, planned=was, actual=instead)
    assert whos(store)[SLOT] == [instead]
    snapshot.write_snapshot(store, NIGHT)
    with store.read() as transaction:
        name = offices.load(transaction).name(instead)
        assert record.broken(transaction) == []
    _, posts, rooms = snapshot.read_snapshot(store.home, NIGHT)
    assert rooms and all(name and phone for name, phone in rooms)
    assert name in [person[0] for post in posts if post.post == "夜班 话务员" for person in post.people]
    actual_service.take_back(store, done.id, NIGHT, "clerk")
    assert whos(store)[SLOT] == [was]


def test_the_past_counts_for_who_served_and_what_is_issued_stays(store):
    past_counts_for_who_served(store)


def test_nobody_came_counts_for_nobody(store):
    was = planned(store)
    enter(store, planned=was, actual="")
    assert whos(store)[SLOT] == []
    with store.read() as transaction:
        assert SLOT not in {one.slot.id for one in issued_facts(Standing.read(transaction), NIGHT).taken}


def test_every_refusal_has_its_reason(store):
    was, instead = planned(store), other(store)
    assert refusal(store, slot="nothing", planned=was, actual=instead) is Refusal.UNKNOWN_SLOT
    assert refusal(store, planned=instead, actual=was) is Refusal.NOT_THEIRS
    assert refusal(store, planned=was, actual=instead, now=NIGHT - timedelta(days=2)) is Refusal.NOT_BEGUN
    assert refusal(store, planned=was, actual="p:nobody") is Refusal.UNKNOWN_PERSON
    assert refusal(store, planned=was, actual=was) is Refusal.SAME_PERSON
    assert refusal(store, planned=was, actual=instead, confirmed_by=" ") is Refusal.NO_CONFIRMER
    enter(store, planned=was, actual=instead)
    assert refusal(store, planned=was, actual="p:H01") is Refusal.ENTERED


@pytest.mark.slow
def test_the_commands_enter_list_and_undo(tmp_path):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    was, instead = planned(store), other(store)
    order = ("served", "enter", "--slot", SLOT, "--actual", instead[2:], "--confirmed-by", "带班领导", "--json")
    early = run(home, *order)
    assert (early.returncode, json.loads(early.stdout)["refusal"]) == (1, "NOT_BEGUN")
    done = run(home, *order, now="2026-12-09T22:30")
    assert done.returncode == 0 and was
    on_now = json.loads(run(home, "now", "--json", now="2026-12-09T22:30").stdout)["on_duty"]
    assert instead[2:] in {who["id"] for post in on_now for who in post["people"]}
    assert SLOT in run(home, "served", "list").stdout
    assert run(home, "served", "undo", str(json.loads(done.stdout)["id"])).returncode == 0
    assert SLOT not in run(home, "served", "list").stdout
