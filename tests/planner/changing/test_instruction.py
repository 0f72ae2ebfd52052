"""A leader's instruction (exchange, stand-in, session moved): judged, told in ready words, undone, never lost."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from planner.changing import asking, instruction, swap
from planner.changing.movement import Instruction
from planner.feeds import calendar_file
from planner.issuing.verify import verify
from planner.judging.refusals import Refusal, SwapRefused
from planner.office.sheets import AbsenceRow, Person, Session
from planner.pages.roster_note import note
from planner.planning.basis import prepare
from planner.problem.period import Period
from planner.roster.issued import issued_lines
from planner.store import Store
from planner.store.messages import feeds
from planner.store.people import instructions
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.instructions import exchange, give, look, name, on
from tests.fixtures.office_at_work import MONTH, NOW, ZONE, issued_home, run
from tests.fixtures.swaps import asked, change_post, numbers, pairs

pytestmark = pytest.mark.engines

EIGHTH, SIXTEENTH = "JF|JF-1|20261208", "JF|JF-1|20261216"


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def refusal(work, *arguments, **named):
    with pytest.raises(SwapRefused) as caught:
        work(*arguments, **named)
    assert caught.value.words.zh and caught.value.words.en
    return caught.value.refusal


def events(store, who):
    with store.read() as transaction:
        data = calendar_file.render(
            transaction, offices.load(transaction), feeds.Feed(0, "person", who[2:], "", "", None), NOW.date()
        ).data
    return {str(one["uid"]): one for one in Calendar.from_ical(data).walk("VEVENT")}


def session_rows(store):
    with store.read() as transaction:
        return [row for row in offices.load(transaction).of(Session) if row.duty == "JF"]


def units_on(store, slot, *units, topic=""):
    """Give the issued occasion of a slot accompanying units, as the sheet of sessions and a re-issue would."""
    with store.write() as transaction:
        office, held = offices.load(transaction), versions.in_force(transaction).slots[slot]
        nominal = date.fromordinal(held.slot.nominal)
        row = Session(duty="JF", nominal=nominal, to=nominal.isoformat(), topic=topic, units=units)
        offices.save(transaction, office, office.with_rows("场次", (*office.of(Session), row)))
    from tests.fixtures.office_at_work import issued, planned

    planned(store, keep=True)
    issued(store)


def test_an_exchange_is_told_in_the_ready_wording_and_only_its_duty_gets_a_version(store):
    wish = exchange(store)
    before = pairs(store)
    found = look(store, wish)
    day, other = (date.fromisoformat(f"{s[-8:-4]}-{s[-4:-2]}-{s[-2:]}") for s in (wish.slot, wish.other))
    words = "一二三四五六日"
    assert found.notice.zh == (
        f"因公务安排，{day.month}月{day.day}日（周{words[day.weekday()]}）"
        f"接访领导由{name(store, wish.who)}同志调整为{name(store, wish.partner)}同志，"
        f"{name(store, wish.who)}同志改于{other.month}月{other.day}日（周{words[other.weekday()]}）接访。"
    )
    assert [(call.who, call.asked) for call in found.calls] == [(wish.partner, True)] and found.calls[0].phones
    assert pairs(store) == before, "looking changes nothing"
    given = give(store, wish)
    assert pairs(store) == before - {(wish.slot, wish.who), (wish.other, wish.partner)} | {
        (wish.slot, wish.partner),
        (wish.other, wish.who),
    }
    assert numbers(store) == {"JF": 2, "RX": 1, "JT": 1, "ZB": 1, "ZF": 1, "ZX": 1}
    assert (given.notice_zh, given.agreed) == (found.notice.zh, (wish.partner,))
    instruction.undo(store, given.id, NOW + timedelta(hours=1), "clerk", "zh")
    assert pairs(store) == before and numbers(store)["JF"] == 3
    assert refusal(instruction.undo, store, given.id, NOW, "clerk", "zh") is Refusal.UNDONE
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []


def test_somebody_stands_in_and_the_leader_joins_another_day(store):
    who = on(store, EIGHTH)[0]
    stand_in = next(f"p:L{n:02d}" for n in range(1, 9) if not look_broken(store, who, f"p:L{n:02d}"))
    given = give(store, Instruction("standin", EIGHTH, who, partner=stand_in, other=SIXTEENTH))
    assert on(store, EIGHTH) == [stand_in] and who in on(store, SIXTEENTH) and len(on(store, SIXTEENTH)) == 2
    assert f"{name(store, who)}同志改于12月16日（周三）接访" in given.notice_zh
    third = next(f"p:L{n:02d}" for n in range(1, 9) if f"p:L{n:02d}" not in [*on(store, SIXTEENTH), stand_in])
    slot = next(
        slot for slot, one in sorted(pairs(store)) if one == third and slot.startswith("JF|") and slot != SIXTEENTH
    )
    full = Instruction(
        "standin",
        slot,
        third,
        partner=next(
            f"p:L{n:02d}" for n in range(1, 9) if (slot, f"p:L{n:02d}") not in pairs(store) and f"p:L{n:02d}" != third
        ),
        other=SIXTEENTH,
        reason="工作需要",
    )
    assert refusal(give, store, full) is Refusal.RULES, "the day has room for two"


def look_broken(store, who, partner):
    try:
        return look(store, Instruction("standin", EIGHTH, who, partner=partner, other=SIXTEENTH)).verdict.broken
    except SwapRefused:
        return True


def test_a_demand_that_fails_needs_a_reason_and_a_ban_is_never_excused(store):
    counts = {}
    for slot, who in pairs(store):
        if slot.startswith("JF|"):
            counts.setdefault(who, []).append(slot)
    who, (first, *rest) = min(
        ((who, sorted(slots)) for who, slots in counts.items()), key=lambda one: (len(one[1]), one[0])
    )
    for slot in rest:
        give(store, Instruction("standin", slot, who, partner=taker_of(store, slot, who)))
    wish = Instruction("standin", first, who, partner=taker_of(store, first, who))
    assert refusal(give, store, wish) is Refusal.NEEDS_REASON
    assert give(store, replace(wish, reason="赴省里开会")).reason == "赴省里开会"
    with store.read() as transaction:
        assert note(Standing.read(transaction), MONTH, NOW, "zh").unmet != (), "the note is on what is in force"
    with store.write() as transaction:
        office = offices.load(transaction)
        gone = AbsenceRow(who="p:L08", start=date(2026, 12, 16), kind="trip")
        offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow), gone)))
    holder = next(one for one in on(store, SIXTEENTH))
    if holder != "p:L08":
        wish = Instruction("standin", SIXTEENTH, holder, partner="p:L08", reason="工作需要")
        assert refusal(give, store, wish) is Refusal.RULES


def taker_of(store, slot, who):
    for number in range(1, 9):
        one = f"p:L{number:02d}"
        if one != who and (slot, one) not in pairs(store):
            found = look(store, Instruction("standin", slot, who, partner=one)).verdict
            if not found.bans:
                return one
    raise AssertionError("nobody could stand in")


def test_a_session_moves_with_everybody_on_it_and_later_plans_agree(store):
    whos = on(store, EIGHTH)
    before, stamps = pairs(store), events(store, whos[0])
    given = give(store, Instruction("session", EIGHTH, whos[0], day=date(2026, 12, 9)), now=NOW + timedelta(minutes=5))
    assert pairs(store) == before, "the people stay, the day moves"
    with store.read() as transaction:
        held = versions.in_force(transaction).slots[EIGHTH]
        assert date.fromordinal(held.slot.day) == date(2026, 12, 9) and date.fromordinal(held.slot.nominal) == date(
            2026, 12, 8
        )
        problem = prepare(Standing.read(transaction), Period.month(MONTH), NOW)[0].problem
        assert {slot.id: slot for slot in problem.slots}[EIGHTH] == held.slot, "the next plan has it where it is issued"
        assert verify(transaction, offices.load(transaction)) == []
    moved = {uid: one for uid, one in events(store, whos[0]).items() if one["dtstart"].dt != stamps[uid]["dtstart"].dt}
    assert len(moved) == 1
    ((uid, one),) = moved.items()
    assert one["dtstart"].dt.date() == date(2026, 12, 9) and int(one["sequence"]) == int(stamps[uid]["sequence"]) + 1
    assert given.notice_zh.startswith("因公务安排，原定12月8日（周二）的领导接访改于12月9日（周三）08:30—11:30进行")
    assert [(row.nominal, row.to) for row in session_rows(store)] == [(date(2026, 12, 8), "2026-12-09")]
    instruction.undo(store, given.id, NOW + timedelta(hours=1), "clerk", "zh")
    assert session_rows(store) == []
    back = events(store, whos[0])[uid]
    assert back["dtstart"].dt.date() == date(2026, 12, 8) and int(back["sequence"]) == int(stamps[uid]["sequence"]) + 2


def test_what_is_issued_after_a_move_is_judged_where_the_session_is_now(store):
    """Whoever receives on the day it moved to is busy there, for every other duty as well; and verify agrees."""
    who = on(store, EIGHTH)[0]
    free = next(day for day in (9, 11, 14, 15, 17, 18) if try_move(store, who, day))
    given = give(store, Instruction("session", EIGHTH, who, day=date(2026, 12, free)))
    wednesday = next(slot for slot, _ in sorted(pairs(store)) if slot.startswith("JT|"))
    holder = on(store, wednesday)[0]
    with store.read() as transaction:
        line = next(
            line
            for line in issued_lines(transaction, offices.load(transaction), MONTH, "JT")
            if line.slot.id == wednesday
        )
    if holder != who:
        to = Instruction("session", EIGHTH, who, day=line.day)
        instruction.undo(store, given.id, NOW, "clerk", "zh")
        give(store, to)
        assert refusal(asked, store, wednesday, holder, who) is Refusal.RULES
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == []


def try_move(store, who, day):
    return not look(store, Instruction("session", EIGHTH, who, day=date(2026, 12, day))).verdict.broken


def test_a_request_survives_a_session_that_moves(store):
    change_post(store, "JF-1", swap="record")
    wish = exchange(store)
    made = asked(store, wish.slot, wish.who, wish.partner, wish.other)
    with store.read() as transaction:
        day = date.fromordinal(versions.in_force(transaction).slots[wish.slot].slot.day)
    for ahead in range(1, 8):
        found = look(store, Instruction("session", wish.slot, wish.who, day=day + timedelta(days=ahead)))
        if not found.verdict.broken:
            give(store, Instruction("session", wish.slot, wish.who, day=day + timedelta(days=ahead)))
            break
    assert swap.accept(store, made.id, asking.OFFICE, frozenset(), NOW, "zh").state == "applied"
    assert on(store, wish.slot) == [wish.partner]


@pytest.mark.slow
def test_accompanying_units_go_with_the_leader_and_come_back(store):
    units_on(store, EIGHTH, "D01", topic="教育")
    who = on(store, EIGHTH)[0]
    other = next(
        slot
        for slot, one in sorted(pairs(store))
        if slot.startswith("JF|") and slot > EIGHTH and on(store, slot) == [one] != [who]
    )
    wish = Instruction("exchange", EIGHTH, who, partner=on(store, other)[0], other=other, reason="工作需要")
    found = look(store, wish)
    assert found.notice.zh.endswith("，陪同单位随同调整。")
    assert [call.who for call in found.calls if not call.asked] == ["u:D01"]
    given = give(store, wish)

    def units():
        with store.read() as transaction:
            slots = versions.in_force(transaction).slots
        return slots[EIGHTH].units, slots[other].units, slots[other].topic

    assert units() == ((), ("D01",), "教育")
    assert {(row.nominal.day, row.units) for row in session_rows(store)} == {(8, ()), (int(other[-2:]), ("D01",))}
    instruction.undo(store, given.id, NOW, "clerk", "zh")
    assert units() == (("D01",), (), "")
    stay = look(store, replace(wish, along=False))
    assert stay.change.after == {} and "陪同单位" not in stay.notice.zh


def test_the_delegate_s_telephone_stands_beside_the_leader_s(store):
    wish = exchange(store)
    with store.write() as transaction:
        office = offices.load(transaction)
        people = tuple(
            replace(one, delegate="G01") if "p:" + one.id == wish.partner else one for one in office.of(Person)
        )
        offices.save(transaction, office, office.with_rows("人员", people))
    (call,) = look(store, wish).calls
    assert (call.delegate, bool(call.delegate_phones)) == (name(store, "p:G01"), True)


def test_every_refusal_has_its_reason(store):
    wish = exchange(store)
    assert refusal(give, store, replace(wish, ordered_by=" ")) is Refusal.NO_ORDER
    assert refusal(give, store, wish, frozenset()) is Refusal.NOT_AGREED
    assert refusal(look, store, replace(wish, slot="nothing")) is Refusal.UNKNOWN_SLOT
    assert refusal(look, store, replace(wish, partner="")) is Refusal.NO_PARTNER
    assert refusal(look, store, replace(wish, partner=wish.who)) is Refusal.SAME_PERSON
    assert refusal(look, store, replace(wish, who="p:H01")) is Refusal.NOT_THEIRS
    assert refusal(look, store, replace(wish, partner="p:H01")) is Refusal.NOT_THEIRS
    assert refusal(look, store, wish, NOW + timedelta(days=60)) is Refusal.STARTED
    move = Instruction("session", EIGHTH, on(store, EIGHTH)[0])
    assert refusal(look, store, move) is Refusal.SAME_DAY
    assert refusal(look, store, replace(move, day=date(2026, 12, 8))) is Refusal.SAME_DAY
    assert refusal(look, store, replace(move, day=date(2026, 11, 24))) is Refusal.PAST_DAY
    assert refusal(instruction.undo, store, 99, NOW, "clerk", "zh") is Refusal.UNKNOWN_ORDER
    given = give(store, wish)
    assert (
        refusal(instruction.undo, store, given.id, datetime(2027, 1, 1, tzinfo=ZONE), "clerk", "zh") is Refusal.STARTED
    )
    give(
        store,
        Instruction(
            "standin", wish.slot, wish.partner, partner=taker_of(store, wish.slot, wish.partner), reason="再调整"
        ),
    )
    assert refusal(instruction.undo, store, given.id, NOW, "clerk", "zh") is Refusal.CHANGED


@pytest.mark.slow
def test_the_commands_look_give_list_and_undo(tmp_path):
    home = issued_home(tmp_path / "home")
    store = Store(home)
    wish = exchange(store)
    order = ("direct", "exchange", "--slot", wish.slot, "--from", name(store, wish.who), "--for", wish.other, "--json")
    seen = run(home, *order, "--dry-run")
    document = json.loads(seen.stdout)
    assert (seen.returncode, document["id"], document["calls"][0]["who"]) == (0, None, wish.partner)
    silent = run(home, *order, "--ordered-by", "王区长")
    assert (silent.returncode, json.loads(silent.stdout)["refusal"]) == (1, "NOT_AGREED")
    done = json.loads(run(home, *order, "--ordered-by", "王区长", "--agreed").stdout)
    assert done["notice"] == document["notice"] and on(store, wish.slot) == [wish.partner]
    assert document["notice"] in run(home, "direct", "list").stdout
    assert run(home, "direct", "undo", str(done["id"])).returncode == 0 and on(store, wish.slot) == [wish.who]
    moved = run(
        home,
        "direct",
        "session",
        "--slot",
        EIGHTH,
        "--date",
        "2026-12-09",
        "--ordered-by",
        "王区长",
        "--agreed",
        "--json",
    )
    assert moved.returncode == 0, moved.stdout + moved.stderr
    with store.read() as transaction:
        assert [one.state for one in instructions.every(transaction)] == ["applied", "undone"]
