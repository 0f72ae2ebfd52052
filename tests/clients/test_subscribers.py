"""Real subscribers follow a feed from change to change and list the roster after each.

The changes: add, move, swap, cancel, swap back, plan again without change, a notice that moves the 10th.
"""

from datetime import date, timedelta

import pytest

from planner.changing import swap_undo
from planner.changing.movement import Instruction
from planner.feeds import subscriptions
from planner.issuing.withdrawal import withdraw
from planner.judging.refusals import SwapRefused
from planner.office.sheets import Holiday
from planner.roster.issued import issued_lines
from planner.samples.district import sample
from planner.store import Store
from planner.store.messages import feeds
from planner.store.roster import offices, versions
from tests.clients.following import Evolution, Vdirsyncer
from tests.fixtures.instructions import give, look
from tests.fixtures.office_at_work import MONTH, NOW, issued, issued_home, planned, store_with
from tests.fixtures.serving import served
from tests.fixtures.swaps import accepted, asked, clean_swap


def what(line):
    """How the office's calendar names a line, said once more."""
    place = f" {line.slot.place}" if line.slot.site else ""
    return f"{line.duty_name} {line.slot.shift}{line.slot.post}{place}：" + (
        "、".join(one.name for one in line.people) or "空缺"
    )


def shown(store, today):
    """What the office's calendar should show as beginning in December, with what was just taken away."""
    with store.read() as transaction:
        held = (
            {line.slot.id: line for line in issued_lines(transaction, offices.load(transaction), MONTH)}
            if versions.current(transaction, MONTH)
            else {}
        )
        gone = [
            one
            for one in feeds.between(transaction, "office", date(2026, 12, 1), date(2027, 1, 1))
            if one.gone_on and today < date.fromisoformat(one.gone_on) + timedelta(days=7)
        ]
    found = [
        f"{line.start:%Y-%m-%d %H:%M} {'【待定】' if line.held.tentative else ''}{what(line)}" for line in held.values()
    ]
    return found, {one.slot for one in gone}, held


@pytest.mark.parametrize("client_of", [Vdirsyncer, Evolution])
def test_a_subscriber_lists_the_roster_after_every_step(tmp_path, client_of):
    store = store_with(tmp_path / "home", sample("small", 1, date(2026, 12, 1)))
    with store.write() as transaction:
        _, token = subscriptions.create(transaction, offices.load(transaction), "office", "", "", NOW)
    now = NOW + timedelta(days=1)
    with served(store.home, f"{now:%Y-%m-%dT%H:%M}") as site:
        client = client_of(tmp_path / "client", f"{site}/feed/{token}.ics")
        try:
            _follow(store, client, now)
        finally:
            client.close()


def _follow(store, client, now):
    lost = {}

    def agrees():
        """The client lists what is issued and, for seven days, what was taken away."""
        current, gone, held = shown(store, now.date())
        for slot, line in held.items():
            lost[slot] = f"{line.start:%Y-%m-%d %H:%M} 【已取消】{what(line)}"
        expected = sorted(" ".join(one.split()) for one in [*current, *(lost[slot] for slot in gone)])
        assert client.sync(expected) == expected
        return client.stamps()

    assert client.sync([]) == []
    planned(store, now=now)
    issued(store, now=now)
    added = agrees()
    assert len(added) > 100

    moved = _move(store, now + timedelta(minutes=10))
    assert len(set(added.items()) ^ set(agrees().items())) == 2 * moved

    slot, giver, taker, back = clean_swap(store)
    before = client.stamps()
    offer = asked(store, slot, giver, taker, back, now=now + timedelta(minutes=20))
    accepted(store, offer.id, now=now + timedelta(minutes=21))
    assert len(before.items() - agrees().items()) == 2

    withdraw(store, MONTH, "ZX", "重排", now + timedelta(minutes=30), "test")
    cancelled = agrees()
    assert any(summary.startswith("【已取消】") for _, summary in cancelled)

    swap_undo.undo_now(store, offer.id, "另有安排", now + timedelta(minutes=40), "zh")
    agrees()

    planned(store, now=now + timedelta(minutes=50), keep=True)
    issued(store, now=now + timedelta(minutes=50))
    whole = agrees()
    planned(store, now=now + timedelta(minutes=60), keep=True)
    issued(store, now=now + timedelta(minutes=60))
    assert agrees() == whole

    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(
            transaction,
            office,
            office.with_rows(
                "放假", (*office.of(Holiday), Holiday(date=date(2026, 12, 10), name="校庆", arrangement="off"))
            ),
        )
    planned(store, now=now + timedelta(minutes=70), keep=True)
    issued(store, now=now + timedelta(minutes=70))
    agrees()
    with store.read() as transaction:
        days = {
            line.day
            for line in issued_lines(transaction, offices.load(transaction), MONTH)
            if line.slot.site and line.nominal == date(2026, 12, 10)
        }
    assert days == {date(2026, 12, 11)}


def _move(store, now):
    """A reception's session moves to another day; how many entries that are."""
    with store.read() as transaction:
        mine = [line for line in issued_lines(transaction, offices.load(transaction), MONTH, "JF") if line.people]
    for line in mine:
        for ahead in (1, 2, 3, -1):
            wish = Instruction("session", line.slot.id, line.people[0].tagged, day=line.day + timedelta(days=ahead))
            try:
                found = look(store, wish, now)
            except SwapRefused:
                continue
            if not found.verdict.broken:
                give(store, wish, now=now)
                return len(found.change.after)
    raise AssertionError("no session can move")


@pytest.mark.parametrize("client_of", [Vdirsyncer, Evolution])
def test_the_calendars_of_two_people_follow_a_swap_there_and_back(tmp_path, client_of):
    store = Store(issued_home(tmp_path / "home"))
    now = NOW + timedelta(days=1)
    slot, giver, taker, back = clean_swap(store)
    with store.write() as transaction:
        tokens = {
            who: subscriptions.create(transaction, offices.load(transaction), "person", who[2:], "", NOW, (60,))[1]
            for who in (giver, taker)
        }
    with served(store.home, f"{now:%Y-%m-%dT%H:%M}") as site:
        clients = {who: client_of(tmp_path / who[2:], f"{site}/feed/{token}.ics") for who, token in tokens.items()}
        try:
            _there_and_back(store, clients, now, (slot, giver, taker, back))
        finally:
            for client in clients.values():
                client.close()


def _there_and_back(store, clients, now, swapped):
    slot, giver, taker, back = swapped

    def agree(cancelled):
        with store.read() as transaction:
            held = {line.slot.id: line for line in issued_lines(transaction, offices.load(transaction), MONTH)}
        for who, client in clients.items():
            own = [_own(line) for line in held.values() if who in {one.tagged for one in line.people}]
            lost = [_own(held[one], "【已取消】") for one in cancelled.get(who, ())]
            expected = sorted([*own, *lost])
            assert client.sync(expected) == expected, who

    agree({})
    offer = asked(store, slot, giver, taker, back, now=now + timedelta(minutes=1))
    accepted(store, offer.id, now=now + timedelta(minutes=2))
    agree({giver: [slot], taker: [back]})
    swap_undo.undo_now(store, offer.id, "另有安排", now + timedelta(minutes=3), "zh")
    agree({giver: [back], taker: [slot]})


def _own(line, mark=""):
    place = f" {line.slot.place}" if line.slot.site else ""
    what = " ".join(dict.fromkeys((line.duty_name, line.slot.shift, line.slot.post)))
    return f"{line.start:%Y-%m-%d %H:%M} {mark}{what}{place}"
