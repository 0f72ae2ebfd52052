"""Swaps: judged three times, applied in one transaction, refused from a closed list, undone until it begins."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from planner.changing import asking, lapse, swap, swap_undo
from planner.feeds import calendar_file
from planner.judging.refusals import Refusal, SwapRefused
from planner.office.sheets import AbsenceRow, Person
from planner.roster.issued import issued_lines
from planner.store import Store
from planner.store.messages import feeds
from planner.store.people import offers
from planner.store.roster import offices
from tests.fixtures.both_engines import exchanged_and_undone, never_double_booked, one_winner_of_32
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.swaps import CROWDS, OFFICE, ROUNDS, accepted, asked, change_post, clean_swap, pairs, refusal

pytestmark = pytest.mark.engines


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def test_a_clean_exchange_is_applied_and_undone_and_only_its_duty_gets_versions(store):
    exchanged_and_undone(store)


def test_both_calendars_follow_and_stamps_only_rise(store):
    slot, giver, taker, back = clean_swap(store)

    def stamps(who):
        with store.read() as transaction:
            data = calendar_file.render(
                transaction,
                offices.load(transaction),
                feeds.Feed(0, "person", who.removeprefix("p:"), "", "", None),
                NOW.date(),
            ).data
        return {
            str(one["uid"]): (int(one["sequence"]), one["dtstamp"].dt, str(one["status"]))
            for one in Calendar.from_ical(data).walk("VEVENT")
        }

    seen = [{who: stamps(who) for who in (giver, taker)}]
    found = asked(store, slot, giver, taker, back)
    accepted(store, found.id, now=NOW + timedelta(minutes=1))
    seen.append({who: stamps(who) for who in (giver, taker)})
    swap_undo.undo_now(store, found.id, "另有安排", NOW + timedelta(minutes=2), "zh")
    seen.append({who: stamps(who) for who in (giver, taker)})
    for who in (giver, taker):
        assert sorted(status for *_, status in seen[1][who].values()).count("CANCELLED") == 1
        for older, newer in ((seen[0], seen[1]), (seen[1], seen[2])):
            for uid, was in older[who].items():
                assert newer[who][uid][:2] >= was[:2]


def test_a_swap_that_breaks_the_rest_after_a_night_is_refused_in_both_languages(store):
    nights = {pair[0]: pair[1] for pair in pairs(store) if pair[0].startswith("RX|RX-2")}
    for slot, sleeper in sorted(nights.items()):
        day = f"RX|RX-1|{int(slot[-8:]) + 1}"
        holders = [who for one, who in pairs(store) if one == day]
        if holders and sleeper not in holders:
            for lang, words in (("zh", "休息不足 24 小时"), ("en", "less than 24 hours of rest")):
                with pytest.raises(SwapRefused) as caught:
                    asking.offer(store, day, holders[0], sleeper, "", NOW, OFFICE, lang)
                assert caught.value.refusal is Refusal.RULES and words in " ".join(caught.value.findings)
            return
    raise AssertionError("no night to try")


def test_every_refusal_has_its_reason(store):
    slot, giver, taker, back = clean_swap(store)
    there = {who for one, who in pairs(store) if one in (slot, back)}
    stranger = next(who for number in range(1, 11) if (who := f"p:H{number:02d}") not in there)
    assert refusal(asked, store, "nothing", giver, taker) is Refusal.UNKNOWN_SLOT
    assert refusal(asked, store, slot, giver, "") is Refusal.NO_PARTNER
    assert refusal(asked, store, slot, giver, giver) is Refusal.SAME_PERSON
    assert refusal(asked, store, slot, stranger, taker) is Refusal.NOT_YOURS
    assert refusal(asked, store, slot, giver, stranger, back) is Refusal.NOT_THEIRS
    assert refusal(asked, store, slot, giver, taker, back, now=NOW + timedelta(days=60)) is Refusal.STARTED
    assert refusal(asked, store, slot, giver, "u:T01") is Refusal.UNITS
    assert refusal(accepted, store, 999) is Refusal.UNKNOWN_OFFER
    found = asked(store, slot, giver, taker, back)
    assert refusal(asked, store, slot, giver, taker, back) is Refusal.ALREADY_OPEN
    assert refusal(asked, store, back, taker, stranger) in (Refusal.ALREADY_OPEN, Refusal.SAME_PERSON), (
        "what it goes against is part of it"
    )
    assert refusal(accepted, store, found.id, "p:L01", frozenset({"p:L01"})) is Refusal.NOT_ASKED
    assert refusal(swap.approve, store, found.id, OFFICE, frozenset(), NOW, "zh") is Refusal.NOT_CONSENTED
    assert refusal(swap_undo.undo_now, store, found.id, "另有安排", NOW, "zh") is Refusal.NOT_APPLIED
    assert swap.decline(store, found.id, taker, frozenset({taker}), "有事", NOW).reason == "有事"
    assert refusal(accepted, store, found.id) is Refusal.CLOSED


def test_policies_and_deadlines_of_the_post_are_kept(store):
    slot, giver, taker, back = clean_swap(store)
    change_post(store, "RX-1", swap="never")
    assert refusal(asked, store, slot, giver, taker, back) is Refusal.NEVER
    change_post(store, "RX-1", swap="approve", approver="p:L01", deadline="2w")
    found = asked(store, slot, giver, taker, back)
    assert accepted(store, found.id, taker, frozenset({taker})).state == "consented"
    assert (slot, giver) in pairs(store), "until it is approved the one on the roster serves"
    assert refusal(swap.approve, store, found.id, giver, frozenset({giver}), NOW, "zh") is Refusal.NOT_APPROVER
    assert swap.approve(store, found.id, "p:L01", frozenset({"p:L01"}), NOW, "zh").state == "applied"
    with store.read() as transaction:
        start = min(
            line.start
            for line in issued_lines(transaction, offices.load(transaction), MONTH, "RX")
            if line.slot.id in (slot, back)
        )
    assert refusal(asked, store, slot, taker, giver, back, now=start - timedelta(hours=20)) is Refusal.TOO_LATE


@pytest.mark.slow
def test_a_visit_is_exchanged_for_a_visit_and_for_nothing_else(store):
    visits = sorted(pair for pair in pairs(store) if pair[0].startswith("ZF|"))
    holders = [who for _, who in visits]
    others = sorted(pair for pair in pairs(store) if pair[0].startswith("RX|RX-1"))
    assert refusal(asked, store, *visits[0], next(who for who in holders if who != visits[0][1])) is Refusal.VISIT
    assert refusal(asked, store, *others[0], visits[0][1], visits[0][0]) is Refusal.VISIT
    for slot, giver in visits:
        for back, taker in visits:
            if slot != back and giver != taker:
                try:
                    found = asked(store, slot, giver, taker, back)
                except SwapRefused:
                    continue
                assert accepted(store, found.id).state == "applied"
                assert {(slot, taker), (back, giver)} <= pairs(store) and not {(slot, giver), (back, taker)} & pairs(
                    store
                )
                return
    raise AssertionError("no two visits could be exchanged")


def test_a_request_whose_duty_has_begun_closes_by_itself(store):
    slot, giver, taker, back = clean_swap(store)
    found = asked(store, slot, giver, taker, back)
    lapse.lapse(store, NOW + timedelta(days=1) - timedelta(hours=30))
    with store.read() as transaction:
        assert offers.get(transaction, found.id).state == "offered"
        start = min(
            line.start
            for line in issued_lines(transaction, offices.load(transaction), MONTH, "RX")
            if line.slot.id in (slot, back)
        )
    assert refusal(accepted, store, found.id, now=start) is Refusal.LAPSED
    with store.read() as transaction:
        assert offers.get(transaction, found.id).state == "lapsed"


def test_a_delegate_answers_for_whom_they_act(store):
    from dataclasses import replace

    slot, giver, taker, back = clean_swap(store)
    with store.write() as transaction:
        office = offices.load(transaction)
        people = tuple(replace(one, delegate="G01") if "p:" + one.id == taker else one for one in office.of(Person))
        offices.save(transaction, office, office.with_rows("人员", people))
    found = asked(store, slot, giver, taker, back)
    assert accepted(store, found.id, "p:G01", frozenset({"p:G01", taker})).consent_by == "p:G01"


def test_a_leave_entered_meanwhile_stops_the_consent(store):
    slot, giver, taker, back = clean_swap(store)
    found = asked(store, slot, giver, taker, back)
    day = date.fromisoformat(f"{slot[-8:-4]}-{slot[-4:-2]}-{slot[-2:]}")
    with store.write() as transaction:
        office = offices.load(transaction)
        offices.save(
            transaction,
            office,
            office.with_rows("请假外出", (*office.of(AbsenceRow), AbsenceRow(who=taker, start=day, kind="leave"))),
        )
    with pytest.raises(SwapRefused) as caught:
        accepted(store, found.id)
    assert caught.value.refusal is Refusal.RULES
    assert "休假" not in caught.value.words.zh and "另有安排" in caught.value.words.zh


def test_an_exemption_is_the_office_s_to_see_and_others_read_the_neutral_words(store):
    night, sleeper = next(pair for pair in sorted(pairs(store)) if pair[0].startswith("RX|RX-2"))
    said = {}
    for by in (OFFICE, sleeper):
        with pytest.raises(SwapRefused) as caught:
            asked(store, night, sleeper, "p:H10", by=by)
        said[by] = " ".join(caught.value.findings)
    assert "人选范围" in said[OFFICE]
    assert "该时段另有安排" in said[sleeper] and "人选范围" not in said[sleeper]


@pytest.mark.slow
def test_an_old_breach_that_was_issued_on_purpose_does_not_block_another_swap(tmp_path):
    from planner.samples.district import sample
    from tests.fixtures.office_at_work import issued, planned, store_with

    gone = (AbsenceRow(who="pool:接访领导", start=date(2026, 12, 7), end=date(2026, 12, 13), kind="trip"),)
    store = store_with(tmp_path / "home", sample("small", 2, date(2026, 12, 1)).with_rows("请假外出", gone))
    planned(store)
    issued(store)
    slot, giver, taker, back = clean_swap(store)
    assert accepted(store, asked(store, slot, giver, taker, back).id).state == "applied"


@pytest.mark.slow
def test_32_parallel_accepts_of_one_offer_leave_one_winner_round_after_round(store):
    one_winner_of_32(store, CROWDS)


@pytest.mark.slow
def test_parallel_accepts_by_one_person_never_double_book(store):
    never_double_booked(store, ROUNDS)


@pytest.mark.slow
def test_the_commands_offer_accept_list_and_undo(tmp_path):
    import json

    home = issued_home(tmp_path / "home")
    store = Store(home)
    slot, giver, taker, back = clean_swap(store)
    store.close()
    made = json.loads(
        run(
            home, "swap", "offer", "--slot", slot, "--from", giver[2:], "--for", back, "--to", taker[2:], "--json"
        ).stdout
    )
    assert made["verdict"] == "record" and "findings" in made
    assert str(made["id"]) in run(home, "swap", "list").stdout
    wrong = run(home, "swap", "accept", str(made["id"]), "--as", "L01", "--json")
    assert (wrong.returncode, json.loads(wrong.stdout)["refusal"]) == (1, "NOT_ASKED")
    assert (
        json.loads(run(home, "swap", "accept", str(made["id"]), "--as", taker[2:], "--json").stdout)["state"]
        == "applied"
    )
    assert run(home, "swap", "undo", str(made["id"]), "--as", giver[2:]).returncode == 0
    again = run(home, "swap", "offer", "--slot", "nothing", "--from", giver[2:], "--to", taker[2:], "--json")
    assert (again.returncode, json.loads(again.stdout)["verdict"]) == (1, "refused")
