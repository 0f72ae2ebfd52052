"""Messages: one a person an issue, to those alone whose duties change; told together, never twice.

Close changes wait for a receipt.
"""

import json
import threading
from datetime import date, datetime, timedelta
from random import Random

import pytest
from icalendar import Calendar

from planner.changing import swap_undo
from planner.errors import NotPossible
from planner.feeds import subscriptions
from planner.issuing.preview import preview
from planner.issuing.withdrawal import withdraw
from planner.judging.refusals import SwapRefused
from planner.notifying import messages, sending, tasks, wording
from planner.notifying.overtaken import end_overtaken
from planner.notifying.targets import target_of
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, Setting
from planner.planning.basis import draft_of
from planner.roster.issued import issued_lines
from planner.store import Store
from planner.store.messages import feeds as rows_of_feeds
from planner.store.messages import fetches
from planner.store.messages import messages as rows
from planner.store.messages.fetches import Fetch
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.words import day_words
from tests.fixtures import instructions
from tests.fixtures.office_at_work import MONTH, NOW, issued, issued_home, planned, run
from tests.fixtures.swaps import accepted, asked, clean_swap, pairs
from tests.fixtures.webhook import Webhook
from tests.profile import rounds

pytestmark = pytest.mark.engines

ROUNDS = rounds(40, 200, 2_000)
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def this_machine_may_be_sent_to(monkeypatch):
    monkeypatch.setenv("DANGZHI_MESSAGE_HOSTS", "127.0.0.1")


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def standing(store):
    with store.read() as transaction:
        return rows.standing(transaction)


def waiting(store):
    with store.read() as transaction:
        return rows.waiting(transaction)


def duties(store, now):
    """who → slot → (start, end, place), of everything ahead: said once more."""
    found = {}
    with store.read() as transaction:
        for line in issued_lines(transaction, offices.load(transaction), MONTH):
            for one in line.people:
                if line.start > now:
                    found.setdefault(one.tagged, {})[line.slot.id] = (
                        line.start.isoformat(),
                        line.end.isoformat(),
                        line.slot.place,
                    )
    return found


def settled(entry):
    return entry and (entry["start"], entry["end"], entry["place"])


def test_the_first_issue_tells_everybody_who_serves_what_they_serve_and_nobody_else(store):
    found = {one.who: {slot: settled(change.after) for slot, change in one.changes.items()} for one in standing(store)}
    assert found == duties(store, NOW)
    assert all(change.before is None and change.first for one in standing(store) for change in one.changes.values())
    assert {one.blind for one in standing(store)} == {False}


@pytest.mark.slow
def test_a_swap_tells_both_and_nobody_else_and_a_plan_without_change_nobody(store):
    before = {one.id for one in standing(store)}
    slot, giver, taker, back = clean_swap(store)
    accepted(store, asked(store, slot, giver, taker, back, now=LATER).id, now=LATER)
    new = [one for one in standing(store) if one.id not in before]
    assert {one.who: (set(one.changes), one.blind, one.state) for one in new} == {
        giver: ({slot, back}, True, "open"),
        taker: ({slot, back}, True, "closed"),
    }
    planned(store, now=LATER, keep=True)
    issued(store, now=LATER)
    planned(store, now=LATER, keep=True)
    count = len(standing(store))
    issued(store, now=LATER)
    assert len(standing(store)) == count


def test_what_is_taken_back_before_anybody_was_told_is_not_told(store):
    slot, giver, taker, back = clean_swap(store)
    offer = asked(store, slot, giver, taker, back, now=LATER)
    accepted(store, offer.id, now=LATER)
    assert giver in waiting(store)
    swap_undo.undo_now(store, offer.id, "另有安排", LATER + timedelta(hours=1), "zh")
    assert giver not in waiting(store)


def test_what_is_taken_back_after_one_was_told_is_told_to_that_one(store):
    slot, giver, taker, back = clean_swap(store)
    offer = asked(store, slot, giver, taker, back, now=LATER)
    accepted(store, offer.id, now=LATER)
    with store.write() as transaction:
        tasks.close_task(Standing.read(transaction), waiting(store)[giver].id, "电话", "收到", LATER, "clerk")
    swap_undo.undo_now(store, offer.id, "另有安排", LATER + timedelta(hours=1), "zh")
    told = waiting(store)[giver].changes
    assert set(told) == {slot, back} and told[slot].before is None and told[back].after is None


@pytest.mark.slow
def test_all_messages_of_a_person_in_turn_end_at_what_they_serve(store):
    """Whatever happens, and whoever was told in between: what each was told last is what is issued."""
    rng, now = Random(3), LATER
    for _ in range(ROUNDS):
        now += timedelta(minutes=1)
        mine = sorted(pair for pair in pairs(store) if pair[0].startswith(("RX|", "ZB|ZB-2", "JF|")))
        a, b = rng.sample(mine, 2)
        try:
            offer = asked(store, a[0], a[1], b[1], b[0], now=now)
            if accepted(store, offer.id, now=now).state == "applied" and rng.random() < 0.4:
                swap_undo.undo_now(store, offer.id, "另有安排", now + timedelta(seconds=30), "zh")
        except SwapRefused:
            pass
        for one in waiting(store).values():
            if rng.random() < 0.2:
                with store.write() as transaction:
                    tasks.close_task(Standing.read(transaction), one.id, "电话", "", now, "clerk")
    known = {}
    for one in standing(store):
        for slot, change in one.changes.items():
            assert settled(change.before) == known.get(one.who, {}).get(slot), (one, slot)
            known.setdefault(one.who, {})[slot] = settled(change.after)
    left = {who: {slot: entry for slot, entry in slots.items() if entry} for who, slots in known.items()}
    assert {who: slots for who, slots in left.items() if slots} == duties(store, NOW)
    assert len(standing(store)) > len({one.who for one in standing(store)})


@pytest.mark.slow
def test_a_withdrawn_duty_is_told_as_cancelled_and_a_later_issue_as_what_became_of_it(store):
    with store.read() as transaction:
        mine = {
            one.tagged
            for line in issued_lines(transaction, offices.load(transaction), MONTH, "RX")
            for one in line.people
        }
    withdraw(store, MONTH, "RX", "重排", LATER, "test")
    assert {who for who, one in waiting(store).items() if one.blind} == mine
    planned(store, now=LATER + timedelta(minutes=5), keep=True)
    issued(store, now=LATER + timedelta(minutes=5))
    told = {who: one for who, one in waiting(store).items() if one.blind}
    for one in told.values():
        assert all(change.before != change.after for change in one.changes.values())


@pytest.mark.parametrize(
    ("family", "hours", "blind"),
    [
        ("thunderbird", 2, False),
        ("thunderbird", 0.5, True),
        ("google", 30, False),
        ("google", 23, True),
        ("", 500, True),
    ],
)
def test_a_change_is_close_if_it_is_closer_than_the_quickest_client_usually_waits(store, family, hours, blind):
    slot, giver, taker, back = clean_swap(store)
    with store.read() as transaction:
        start = min(
            line.start
            for line in issued_lines(transaction, offices.load(transaction), MONTH)
            if line.slot.id in (slot, back)
        )
    now = max(LATER, start - timedelta(hours=hours)) if family else LATER
    with store.write() as transaction:
        for who in (giver, taker):
            for name in (family, "google") if family else ():
                id, _ = subscriptions.create(transaction, offices.load(transaction), "person", who[2:], name, NOW)
                fetches.put(transaction, [Fetch(id, now.isoformat(), name, 200)])
    accepted(store, asked(store, slot, giver, taker, back, now=now).id, now=now)
    assert {one.blind for one in standing(store) if one.who in (giver, taker) and one.made_at == now.isoformat()} == {
        blind
    }


def test_whoever_agreed_knows_and_whoever_is_owed_an_earlier_change_is_still_told_it(store):
    slot, giver, taker, back = clean_swap(store)
    office, own = asked(store, slot, giver, taker, back, now=LATER), {}
    accepted(store, office.id, now=LATER)
    own["phone"] = next(one for one in standing(store) if one.who == taker and one.made_at == LATER.isoformat())
    assert (own["phone"].state, own["phone"].channel, waiting(store)[giver].state) == ("closed", "电话", "open")
    swap_undo.undo_now(store, office.id, "另有安排", LATER + timedelta(minutes=1), "zh")
    assert set(waiting(store)[taker].changes) == {slot, back}
    again = asked(store, back, taker, giver, slot, now=LATER + timedelta(minutes=2))
    accepted(store, again.id, by=giver, may=frozenset({giver}), now=LATER + timedelta(minutes=3))
    assert [one.channel for one in standing(store) if one.who == giver and one.made_at > LATER.isoformat()] == [
        "本人在网上同意"
    ]
    assert taker not in waiting(store)


def test_the_words_say_old_and_new_and_who_is_meant(store):
    slot, giver, taker, back = clean_swap(store)
    accepted(store, asked(store, slot, giver, taker, back, now=LATER).id, now=LATER)
    with store.read() as transaction:
        office, lines = (
            offices.load(transaction),
            {line.slot.id: line for line in issued_lines(transaction, offices.load(transaction), MONTH)},
        )
        message = rows.waiting(transaction)[giver]
        zh, en = (wording.message_words(office, message, lang) for lang in ("zh", "en"))
        file = messages.ics(transaction, offices.load(transaction), message)
    assert zh.startswith(f"【{office.settings['单位名称']}】{office.name(giver)}同志：") and zh.endswith("收到请回复。")
    assert (
        f"· 取消：{day_words(lines[slot].day, 'zh')}{lines[slot].start:%H:%M}" in zh
        and f"· 新增：{day_words(lines[back].day, 'zh')}{lines[back].start:%H:%M}" in zh
    )
    assert "cancelled:" in en and "new:" in en and not any("一" <= letter <= "龥" for letter in en.split("\n")[-1])
    assert sorted((one["dtstart"].dt, str(one["status"])) for one in Calendar.from_ical(file).walk("VEVENT")) == sorted(
        [(lines[slot].start, "CANCELLED"), (lines[back].start, "CONFIRMED")]
    )


def test_what_came_back_to_what_they_know_is_told_as_theirs_still_and_a_change_as_old_and_new():
    facts = {"what": "值班", "place": "", "start": "2026-12-09T08:00:00+08:00", "end": "2026-12-09T18:00:00+08:00"}
    later = facts | {"start": "2026-12-09T09:00:00+08:00"}
    office = Office({"设置": (Setting(key="单位名称", value="小办"),)})
    for before, after, said in (
        (facts, facts, "· 仍由您值班：12月9日"),
        (None, facts, "· 新增：12月9日"),
        (facts, None, "· 取消：12月9日"),
        (facts, later, "值班 → 12月9日"),
    ):
        change = rows.DutyChange(before, after, first=False, sure=False, heard=after)
        text = wording.change_wording(office, "p:1", {"slot": change}, "zh")
        assert "您的值班有调整" in text and said in text
        assert sum(one in text for one in ("仍由您值班", "新增", "取消", " → ")) == 1


def blinded(store):
    """Two open messages: of a swap's giver, who was not there when it took effect, and an operator's."""
    slot, giver, taker, back = clean_swap(store)
    offer = asked(store, slot, giver, taker, back, now=LATER)
    accepted(store, offer.id, now=LATER)
    return waiting(store)[giver], next(
        one for who, one in waiting(store).items() if who.startswith("p:H") and who not in (giver, taker)
    )


def test_a_receipt_closes_a_task_once_and_says_how(store):
    one, _ = blinded(store)
    with store.write() as transaction:
        with pytest.raises(NotPossible):
            tasks.close_task(Standing.read(transaction), one.id, " ", "收到", LATER, "clerk")
        tasks.close_task(Standing.read(transaction), one.id, "电话", "收到", LATER, "clerk")
        with pytest.raises(NotPossible):
            tasks.close_task(Standing.read(transaction), one.id, "电话", "收到", LATER, "clerk")
        found = rows.get(transaction, one.id)
    assert (found.state, found.channel, found.receipt, found.closed_by) == ("closed", "电话", "收到", "clerk")


@pytest.mark.slow
@pytest.mark.parametrize(("status", "state"), [(200, "sent"), (500, "sending")])
def test_a_message_reaches_a_webhook_with_its_file_once(store, status, state):
    hook = Webhook(status)
    one, other = blinded(store)
    with store.write() as transaction:
        sending.set_target(transaction, one.who, target_of(hook.address), LATER, "clerk")
    assert sending.send_message(store, one.id, LATER, "clerk", "zh") is (status == 200)
    with pytest.raises(NotPossible):
        sending.send_message(store, one.id, LATER, "clerk", "zh")
    with pytest.raises(NotPossible):
        sending.send_message(store, other.id, LATER, "clerk", "zh")
    assert (
        len(hook.got) == 1
        and "收到请回复" in hook.got[0]["message"]
        and hook.got[0]["attachments"][0]["filename"] == "duty.ics"
    )
    with store.read() as transaction:
        found = rows.get(transaction, one.id)
        assert (found.state, found.unanswered) == (state, True)
        kept = str(transaction.connection.exec_driver_sql("SELECT * FROM audit").all())
    with store.write() as transaction:
        tasks.close_task(Standing.read(transaction), one.id, "钉钉", "收到", LATER, "clerk")
        assert not rows.get(transaction, one.id).unanswered
    assert hook.address not in kept and '"json"' in kept
    hook.server.shutdown()


def test_of_many_who_send_at_once_one_does(store):
    one, _ = blinded(store)
    with store.write() as transaction:
        sending.set_target(transaction, one.who, target_of("json://127.0.0.1:9/"), LATER, "clerk")
    sent, gate = [], threading.Barrier(8)

    def hand(*arguments):
        sent.append(arguments)
        return True

    def attempt():
        gate.wait()
        try:
            sending.send_message(store, one.id, LATER, "clerk", "zh", hand)
        except NotPossible:
            return

    crowd = [threading.Thread(target=attempt) for _ in range(8)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert len(sent) == 1


def test_what_dies_on_the_way_is_not_sent_again_by_itself_but_by_somebody_who_looked(store):
    one, _ = blinded(store)
    with store.write() as transaction:
        sending.set_target(transaction, one.who, target_of("json://127.0.0.1:9/"), LATER, "clerk")

    def dies(*arguments):
        raise ConnectionResetError

    assert sending.send_message(store, one.id, LATER, "clerk", "zh", dies) is False
    sent = []
    assert (
        sending.send_all(store, LATER, "clerk", "zh", lambda *arguments: sent.append(1) or True) == (0, 0)
        and sent == []
    )
    with store.write() as transaction:
        tasks.reopen(transaction, one.id, LATER, "clerk")
    assert sending.send_all(store, LATER, "clerk", "zh", lambda *arguments: sent.append(1) or True) == (
        1,
        0,
    ) and sent == [1]


def test_nothing_goes_to_a_district_leader_without_a_click_of_its_own(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        leader = next(who for who in rows.waiting(transaction) if who.startswith("p:") and office.is_leader(who[2:]))
        other = next(who for who in rows.waiting(transaction) if who.startswith("p:") and not office.is_leader(who[2:]))
        for who in (leader, other):
            sending.set_target(transaction, who, target_of("json://127.0.0.1:9/"), LATER, "clerk")
    sent = []
    assert sending.send_all(
        store, LATER, "clerk", "zh", lambda address, title, text, file: sent.append(text) or True
    ) == (1, 0)
    assert office.name(other) in sent[0]
    assert sending.send_message(store, waiting(store)[leader].id, LATER, "clerk", "zh", lambda *arguments: True)


@pytest.mark.parametrize("address", ["", "somewhere", "ftp://x", "mailto", "javascript:alert(1)"])
def test_only_addresses_that_can_be_sent_to_are_kept(store, address):
    with store.write() as transaction:
        if address:
            with pytest.raises(NotPossible):
                sending.set_target(transaction, "p:H01", target_of(address), LATER, "clerk")
        else:
            sending.set_target(transaction, "p:H01", target_of("dingtalk://abcdefgh@1234/"), LATER, "clerk")
            sending.set_target(transaction, "p:H01", None, LATER, "clerk")
        assert rows.reached(transaction) == {}


def test_what_has_begun_meanwhile_is_not_told_any_more(store):
    slot, giver, taker, back = clean_swap(store)
    offer = asked(store, slot, giver, taker, back, now=LATER)
    accepted(store, offer.id, now=LATER)
    with store.read() as transaction:
        begun = max(
            line.start
            for line in issued_lines(transaction, offices.load(transaction), MONTH)
            if line.slot.id in (slot, back)
        ) + timedelta(hours=1)
    withdraw(store, MONTH, "RX", "重排", begun, "test")
    for one in waiting(store).values():
        if one.made_at == begun.isoformat():
            assert all(
                datetime.fromisoformat(side["start"]) > begun
                for change in one.changes.values()
                for side in (change.before, change.after)
                if side
            )


@pytest.mark.slow
def test_the_commands_list_close_and_send(tmp_path):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    one, other = blinded(store)
    hook = Webhook()
    listed = json.loads(run(home, "notify", "list", "--json").stdout)["messages"]
    assert (
        {found["id"] for found in listed if found["blind"]} == {one.id}
        and other.id in {found["id"] for found in listed}
        and all(found["text"] for found in listed)
    )
    assert "须另行告知" in run(home, "notify", "list").stdout
    assert json.loads(
        run(home, "notify", "done", str(one.id), "--channel", "电话", "--receipt", "收到", "--json").stdout
    ) == {"closed": one.id}
    assert run(home, "notify", "done", str(one.id), "--channel", "电话").returncode == 1
    assert run(home, "notify", "target", "--person", other.who[2:], "--address", hook.address).returncode == 0
    assert (
        json.loads(run(home, "notify", "send", "--all", "--json").stdout) == {"sent": 1, "unsure": 0}
        and len(hook.got) == 1
    )
    assert run(home, "notify", "send").returncode == 2
    hook.server.shutdown()


@pytest.mark.slow
def test_what_a_clerk_is_shown_before_an_issue_is_what_is_told_by_it(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    with store.write() as transaction:
        office = offices.load(transaction)
        who = next(
            who for slot, who in sorted(versions.in_force(transaction).pairs) if slot.startswith("JF|JF-1|202612")
        )
        gone = AbsenceRow(who=who, start=date(2026, 12, 1), end=date(2026, 12, 31), kind="trip")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    planned(store, keep=True)
    with store.read() as transaction:
        shown = preview(Standing.read(transaction), draft_of(transaction, MONTH), NOW, "zh")
        before = {one.id for one in rows.standing(transaction)}
    issued(store)
    with store.read() as transaction:
        office = offices.load(transaction)
        told = {
            (office.name(one.who), wording.message_words(office, one, "zh"))
            for one in rows.standing(transaction)
            if one.id not in before
        }
    assert set(shown) == told and len(shown) == len(told) > 1


@pytest.mark.parametrize("ticked", [True, False])
def test_of_those_whom_an_instruction_concerns_only_who_was_ticked_counts_as_told(store, ticked):
    wish = instructions.exchange(store)
    asked = {one.who for one in instructions.look(store, wish).calls if one.asked}
    before = {one.id for one in standing(store)}
    instructions.give(store, wish, frozenset(asked | ({wish.who} if ticked else set())), now=LATER)
    new = {one.who: (one.state, one.channel) for one in standing(store) if one.id not in before}
    assert {who: new[who] for who in (wish.who, wish.partner)} == {
        wish.partner: ("closed", "电话"),
        wish.who: ("closed", "电话") if ticked else ("open", ""),
    }


def test_a_text_read_out_while_it_was_taken_back_is_told_anew(store):
    """The clerk phones from a text, and before they tick it the office undoes the swap: who was told must be told."""
    slot, giver, taker, back = clean_swap(store)
    offer = asked(store, slot, giver, taker, back, now=LATER)
    accepted(store, offer.id, now=LATER)
    read_out = waiting(store)[giver]
    swap_undo.undo_now(store, offer.id, "另有安排", LATER + timedelta(minutes=5), "zh")
    assert giver not in waiting(store)
    with store.write() as transaction:
        more = tasks.close_task(Standing.read(transaction), read_out.id, "电话", "好", LATER, "clerk")
    told = waiting(store)[giver].changes
    assert more and {at: (settled(one.before), settled(one.after)) for at, one in told.items()} == {
        at: (settled(one.after), settled(one.before)) for at, one in read_out.changes.items()
    }


def test_who_asked_and_may_have_heard_that_it_took_effect_is_told_that_it_was_undone(store):
    slot, giver, taker, back = clean_swap(store)
    offer = asked(store, slot, giver, taker, back, now=LATER, by=giver)
    accepted(store, offer.id, by=taker, may=frozenset({taker}), now=LATER)
    swap_undo.undo_now(store, offer.id, "另有安排", LATER + timedelta(minutes=5), "zh")
    assert {who for who in (giver, taker) if who in waiting(store)} == {giver, taker}
    with store.read() as transaction:
        office = offices.load(transaction)
        said = {who: wording.message_words(office, rows.waiting(transaction)[who], "zh") for who in (giver, taker)}
    assert "· 仍由您值班：" in said[giver] and "· 取消：" in said[giver]
    assert "· 新增：" in said[taker] and "· 取消：" in said[taker]


def quick_calendar(store, who, at):
    """A calendar of somebody that fetched at a moment and is reckoned to come again within the hour."""
    with store.write() as transaction:
        id, _ = subscriptions.create(transaction, offices.load(transaction), "person", who[2:], "手机", NOW)
        fetches.put(transaction, [Fetch(id, at.isoformat(), "thunderbird", 200)])
    return id


@pytest.mark.parametrize("fate", ["goes on", "ended", "nowhere", "long silent"])
def test_a_change_left_to_a_calendar_that_comes_no_more_becomes_a_task(store, fate):
    slot, giver, taker, back = clean_swap(store)
    id = quick_calendar(store, giver, LATER)
    accepted(store, asked(store, slot, giver, taker, back, now=LATER).id, now=LATER)
    assert not waiting(store)[giver].unanswered
    now = LATER + (timedelta(days=5) if fate == "long silent" else timedelta(minutes=30))
    with store.write() as transaction:
        if fate == "ended":
            rows_of_feeds.revoke(transaction, id, LATER.isoformat())
        if fate == "nowhere":
            subscriptions.set_reach(transaction, "off", LATER, "clerk")
    end_overtaken(store, now)
    assert waiting(store)[giver].unanswered == (fate != "goes on")


def test_a_calendar_not_seen_for_long_is_not_reckoned_with(store):
    slot, giver, taker, back = clean_swap(store)
    quick_calendar(store, giver, NOW - timedelta(days=60))
    accepted(store, asked(store, slot, giver, taker, back, now=LATER).id, now=LATER)
    assert waiting(store)[giver].unanswered
