"""A state machine over a tiny dense office: whatever people do, no ban is broken, nothing lost or booked twice."""

import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from constraints.judge import findings
from constraints.problem.roster import Roster
from constraints.solve import Effort
from planner.changing import actual_service, asking, instruction, movement, open_call, reissue, swap, swap_undo
from planner.changing.movement import Instruction
from planner.errors import NotPossible
from planner.feeds import revisions
from planner.issuing import publish as publishing
from planner.issuing.publish import Order, publish
from planner.issuing.review import Review
from planner.issuing.withdrawal import withdraw
from planner.judging import verdict
from planner.judging.refusals import SwapRefused
from planner.office.office import Office
from planner.office.sheets import AbsenceRow
from planner.planning.basis import prepare
from planner.planning.plan import Ask, by_hand, plan
from planner.problem.period import Period
from planner.roster import fairness
from planner.store import Store, audit, cache, record
from planner.store.messages import feeds, messages
from planner.store.people import calls, instructions, offers
from planner.store.roster import actual_service as served_rows
from planner.store.roster import bases, offices, versions
from planner.store.roster.standing import Standing
from planner.store.tables import assignments, issued_slots
from planner.store.tables import versions as version_rows
from tests.fixtures import engines
from tests.fixtures.office_at_work import ZONE
from tests.fixtures.tiny_office import PEOPLE, starts, tiny
from tests.profile import rounds

MONTH = "2026-12"
FIRST = datetime(2026, 11, 25, 9, tzinfo=ZONE)
FAR = datetime(2027, 12, 31, tzinfo=ZONE)
STEPS = rounds(15, 25, 50)
EXAMPLES = rounds(6, 10, 300)


class _TakenBack(Exception):
    """Ends a transaction of which nothing is to stay."""


class Work(RuleBasedStateMachine):
    """Clerks, officials and the calendar at work on one store."""

    def __init__(self):
        super().__init__()
        self.folder = Path(mkdtemp(prefix="states-"))
        self.store = Store(self.folder / "home", engines.another())
        with self.store.write() as transaction:
            offices.save(transaction, Office(), tiny())
        self.now = FIRST
        self.versions: dict[int, tuple] = {}
        self.log: list = []
        self.stamps: dict[tuple[str, str, str], tuple[int, str, str]] = {}

    def teardown(self):
        self.store.close()
        shutil.rmtree(self.folder)

    def later(self):
        self.now += timedelta(minutes=7)
        return self.now

    @initialize()
    def a_month_is_issued(self):
        self.make(False)
        self.put_in_force(None)

    @rule(keep=st.booleans())
    def plan(self, keep):
        self.make(keep)

    @rule(data=st.data())
    def hand_in(self, data):
        """A draft made by hand: what is in force, and one more."""
        pairs = self.pairs()
        slots = sorted({slot for slot, _ in pairs})
        more = (
            {(data.draw(st.sampled_from(slots)), "p:" + data.draw(st.sampled_from(PEOPLE)))}
            if slots and data.draw(st.booleans())
            else set()
        )
        by_hand(self.store, Period.month(MONTH), Roster(pairs | more), self.later(), "zh")

    @rule(duties=st.sampled_from((None, None, ("D",), ("E",))))
    def issue(self, duties):
        self.put_in_force(duties)

    def make(self, keep):
        plan(self.store, Ask(Period.month(MONTH), Effort(10, repeatable=True), keep), self.later(), "zh")

    def put_in_force(self, duties):
        try:
            publish(self.store, MONTH, Order("主任", "", "测试", duties), self.later(), "clerk", "zh")
        except NotPossible:
            return

    @rule(duty=st.sampled_from("DE"))
    def withdraw(self, duty):
        try:
            withdraw(self.store, MONTH, duty, "重排", self.later(), "clerk")
        except NotPossible:
            return

    @rule(who=st.sampled_from(PEOPLE), number=st.integers(1, 12))
    def leave(self, who, number):
        with self.store.write() as transaction:
            office = offices.load(transaction)
            row = AbsenceRow(who="p:" + who, start=date(2026, 12, number), kind="leave")
            rows = tuple(one for one in office.of(AbsenceRow) if (one.who, one.start) != (row.who, row.start))
            offices.save(transaction, office, office.with_rows("请假外出", (*rows[-3:], row)))

    @rule(data=st.data(), exchange=st.booleans(), at_once=st.booleans())
    def ask(self, data, exchange, at_once):
        pairs = sorted(self.pairs())
        if not pairs:
            return
        slot, giver = data.draw(st.sampled_from(pairs))
        taker, back = "p:" + data.draw(st.sampled_from(PEOPLE)), ""
        if exchange:
            back, taker = data.draw(st.sampled_from(pairs))
        try:
            made = asking.offer(self.store, slot, giver, taker, back, self.later(), giver, "zh")
            if at_once:
                swap.accept(self.store, made.id, asking.OFFICE, frozenset(), self.later(), "zh")
        except SwapRefused:
            return

    @rule(data=st.data(), size=st.integers(3, 4))
    def ask_in_a_ring(self, data, size):
        pairs = sorted(self.pairs())
        if len(pairs) < size:
            return
        chosen = data.draw(
            st.lists(
                st.sampled_from(pairs), min_size=size, max_size=size, unique_by=(lambda one: one[0], lambda one: one[1])
            )
        )
        hops = tuple(offers.Hop(slot, who, chosen[(number + 1) % size][1]) for number, (slot, who) in enumerate(chosen))
        try:
            asking.offer_hops(self.store, hops, self.later(), chosen[0][1], "zh")
        except SwapRefused:
            return

    @rule(data=st.data())
    def call_out(self, data):
        pairs = sorted(self.pairs())
        if pairs:
            slot, giver = data.draw(st.sampled_from(pairs))
            try:
                open_call.call_out(self.store, slot, giver, self.later(), giver)
            except SwapRefused:
                return

    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def take_what_is_called_out(self, data, who):
        with self.store.read() as transaction:
            some = [one.id for one in calls.still_open(transaction)]
        if some:
            try:
                open_call.take_call(
                    self.store, data.draw(st.sampled_from(some)), "p:" + who, self.later(), "p:" + who, "zh"
                )
            except SwapRefused:
                return

    def answer(self, data, work):
        with self.store.read() as transaction:
            some = [one.id for one in offers.every(transaction)]
        if some:
            try:
                work(data.draw(st.sampled_from(some[-6:])))
            except SwapRefused:
                return

    @rule(data=st.data(), kind=st.sampled_from(("exchange", "standin", "session")), move=st.booleans())
    def instruct(self, data, kind, move):
        pairs = sorted(self.pairs())
        if not pairs:
            return
        slot, who = data.draw(st.sampled_from(pairs))
        other, partner = data.draw(st.sampled_from(pairs))
        day = date(2026, 12, data.draw(st.integers(1, 14)))
        wish = Instruction(
            kind, slot, who, "区长", partner, other if kind == "exchange" or move else "", day, "工作需要"
        )
        try:
            instruction.give(self.store, wish, None, self.later(), "clerk", "zh")
        except SwapRefused:
            return

    @rule(data=st.data())
    def undo_an_instruction(self, data):
        with self.store.read() as transaction:
            some = [one.id for one in instructions.every(transaction)]
        if some:
            try:
                instruction.undo(self.store, data.draw(st.sampled_from(some[:4])), self.later(), "clerk", "zh")
            except SwapRefused:
                return

    @rule(data=st.data(), who=st.sampled_from(("", *PEOPLE)))
    def enter_what_happened(self, data, who):
        pairs = sorted(self.pairs())
        if pairs:
            slot, planned = data.draw(st.sampled_from(pairs))
            try:
                actual_service.enter(self.store, slot, planned, who and "p:" + who, "主任", "", self.later(), "clerk")
            except SwapRefused:
                return

    @rule(data=st.data())
    def accept(self, data):
        self.answer(data, lambda id: swap.accept(self.store, id, asking.OFFICE, frozenset(), self.later(), "zh"))

    @rule(data=st.data())
    def approve(self, data):
        self.answer(data, lambda id: swap.approve(self.store, id, asking.OFFICE, frozenset(), self.later(), "zh"))

    @rule(data=st.data())
    def decline(self, data):
        self.answer(data, lambda id: swap.decline(self.store, id, asking.OFFICE, frozenset(), "", self.later()))

    @rule(data=st.data())
    def undo(self, data):
        self.answer(data, lambda id: swap_undo.undo_now(self.store, id, "另有安排", self.later(), "zh"))

    @precondition(lambda self: self.now < datetime(2026, 12, 12, tzinfo=ZONE))
    @rule(hours=st.sampled_from((1, 30, 100)))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def restart(self):
        self.store.close()
        self.store = Store(self.folder / "home", self.store.url)

    def pairs(self):
        with self.store.read() as transaction:
            return versions.in_force(transaction).pairs

    @invariant()
    def no_ban_comes_in(self):
        """Absences apart, which may be entered after an issue, nothing of 必须 is broken by what is in force."""
        with self.store.read() as transaction:
            content = versions.in_force(transaction)
        if not content.slots:
            return
        with suppress(_TakenBack), self.store.write() as transaction:
            office = offices.load(transaction)
            offices.save(transaction, office, office.with_rows("请假外出", ()))
            basis, _ = prepare(Standing.read(transaction), Period.month(MONTH), FIRST)
            raise _TakenBack
        found = findings(basis.problem, basis.book, Roster(content.pairs))
        assert [(one.rule, one.key) for one in found if one.must and one.nature == "ban"] == []

    @invariant()
    def nothing_that_was_issued_is_lost_and_the_log_only_grows(self):
        with self.store.read() as transaction:
            assert record.broken(transaction) == []
            now = {one.id: (one.duty, one.number, one.code, one.digests) for one in versions.every(transaction)}
            assert self.versions.items() <= now.items()
            assert len({(duty, number) for duty, number, *_ in now.values()}) == len(now)
            self.versions = now
            log = list(transaction.connection.exec_driver_sql("SELECT digest FROM record_rows ORDER BY number"))
            assert self.log == log[: len(self.log)]
            self.log = log

    @invariant()
    def a_duty_has_one_open_request(self):
        with self.store.read() as transaction:
            waiting, called = offers.every(transaction, still_open=True), calls.still_open(transaction)
        some = [pair for one in waiting for pair in ((hop.slot, hop.giver) for hop in one.hops)] + [
            (one.slot, one.giver) for one in called
        ]
        assert len(some) == len(set(some))

    @invariant()
    def the_account_is_what_the_record_replayed_says(self):
        with self.store.read() as transaction:
            found = fairness.accounts(Standing.read(transaction), date(2026, 1, 1), date(2027, 12, 31), FAR)
            standing = {}
            for one in versions.every(transaction):
                standing[one.duty, one.month] = (
                    frozenset()
                    if one.withdrawn_at
                    else versions.content(transaction, one.duty, one.month, one.number).pairs
                )
            replayed = {pair for pairs in standing.values() for pair in pairs}
            for entry in served_rows.standing(transaction):
                if (entry.slot, entry.planned) in replayed:
                    replayed = replayed - {(entry.slot, entry.planned)} | (
                        {(entry.slot, entry.actual)} if entry.actual else set()
                    )
        assert {who: len(one.turns) for who, one in found.items() if one.turns} == Counter(who for _, who in replayed)

    @invariant()
    def a_later_plan_would_have_every_slot_where_it_is_issued(self):
        with self.store.read() as transaction:
            issued = {id: held.slot for id, held in versions.in_force(transaction).slots.items()}
            planned = {
                slot.id: slot
                for slot in prepare(Standing.read(transaction), Period.month(MONTH), FIRST)[0].problem.slots
            }
        assert {id: slot for id, slot in planned.items() if id in issued} == issued

    @invariant()
    def every_duty_held_is_in_that_person_s_calendar_and_stamps_only_rise(self):
        with self.store.read() as transaction:
            pairs = versions.in_force(transaction).pairs
            for who in PEOPLE:
                rows = feeds.between(transaction, "person", date.min, date.max, who="p:" + who)
                assert {one.slot for one in rows if one.gone_on is None} == {
                    slot for slot, one in pairs if one == "p:" + who
                }
                for one in rows:
                    key = one.kind, one.slot, one.who
                    sequence, stamp, event = self.stamps.get(key, (-1, "", ""))
                    assert (
                        (sequence, stamp) == (one.sequence, one.stamp)
                        if event == one.event
                        else (sequence < one.sequence and stamp < one.stamp)
                    )
                    self.stamps[key] = one.sequence, one.stamp, one.event

    @invariant()
    def what_each_was_told_last_or_is_to_be_told_is_what_they_serve(self):
        with self.store.read() as transaction:
            content = versions.in_force(transaction)
            told = {
                (one.who, slot): change.after and change.after["start"]
                for one in messages.standing(transaction)
                for slot, change in one.changes.items()
            }
            open_ones = list(messages.waiting(transaction).values())
        ahead = {pair for pair in content.pairs if starts(content.slots[pair[0]]) > self.now}
        assert {(who, slot): f"{starts(content.slots[slot]).isoformat()}" for slot, who in ahead} == {
            key: start for key, start in told.items() if start and datetime.fromisoformat(start) > self.now
        }
        assert all(change.differs for one in open_ones for change in one.changes.values())


SETTINGS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@pytest.mark.engines
@pytest.mark.slow
def test_whatever_people_do_the_rules_and_the_record_hold():
    run_state_machine_as_test(Work, settings=SETTINGS)


RULES = (
    "plan",
    "hand_in",
    "issue",
    "withdraw",
    "leave",
    "ask",
    "ask_in_a_ring",
    "call_out",
    "take_what_is_called_out",
    "instruct",
    "undo_an_instruction",
    "enter_what_happened",
    "accept",
    "approve",
    "decline",
    "undo",
    "time_passes",
    "restart",
)


def caught(*wanted):
    """The machine finds something wrong; with names, by these rules alone, so that it need not look long."""
    left_out = {name: None for name in RULES if wanted and name not in wanted}
    machine = type("Focus", (Work,), left_out)
    with pytest.raises((AssertionError, IntegrityError)):
        run_state_machine_as_test(
            machine, settings=settings(SETTINGS, max_examples=60, stateful_step_count=30, phases=(Phase.generate,))
        )


@pytest.mark.slow
def test_a_swap_that_is_not_judged_is_found(monkeypatch):
    monkeypatch.setattr(asking, "verdict", lambda *arguments, **named: verdict.Verdict((), (), 0))
    monkeypatch.setattr(swap, "verdict", lambda *arguments, **named: verdict.Verdict((), (), 0))
    caught("ask", "accept")


@pytest.mark.slow
def test_an_instruction_that_is_not_judged_is_found(monkeypatch):
    monkeypatch.setattr(instruction, "verdict", lambda *arguments, **named: verdict.Verdict((), (), 0))
    caught("instruct")


@pytest.mark.slow
def test_a_draft_that_is_issued_unjudged_is_found(monkeypatch):
    def unjudged(standing, draft, *rest):
        return Review(bases.basis(standing.transaction, draft.digests), (), (), ())

    monkeypatch.setattr(publishing, "_judged", unjudged)
    monkeypatch.setattr(publishing, "_together", lambda *arguments: None)
    caught("hand_in", "issue")


@pytest.mark.slow
def test_a_calendar_that_is_not_told_is_found(monkeypatch):
    monkeypatch.setattr(reissue, "refresh", lambda *arguments: 0)
    caught("ask", "accept")


@pytest.mark.slow
def test_somebody_who_is_not_told_is_found(monkeypatch):
    monkeypatch.setattr(reissue, "release", lambda *arguments: 0)
    caught("ask", "accept")


@pytest.mark.slow
def test_a_stamp_that_goes_back_is_found(monkeypatch):
    real = revisions._revised
    monkeypatch.setattr(
        revisions, "_revised", lambda was, *rest: [replace(one, sequence=0) for one in real(was, *rest)]
    )
    caught("instruct", "undo_an_instruction", "withdraw", "issue")


@pytest.mark.slow
def test_a_version_that_is_erased_is_found(monkeypatch):
    def erase(transaction, version, at, reason):
        for table in (issued_slots, assignments):
            transaction.connection.execute(delete(table).where(table.c.duty == version.duty))
        transaction.connection.execute(delete(version_rows).where(version_rows.c.id == version.id))
        cache.bump(transaction, cache.ISSUED)

    monkeypatch.setattr(versions, "withdraw", erase)
    caught("withdraw", "issue")


@pytest.mark.slow
def test_a_log_entry_that_is_changed_is_found(monkeypatch):
    real = audit.record

    def forge(transaction, at, actor, action, detail):
        real(transaction, at, actor, action, detail)
        transaction.afterwards.append(partial(forged, transaction.connection.engine))

    def forged(engine):
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE audit SET actor = 'nobody' WHERE action = 'swap decline'")

    monkeypatch.setattr(audit, "record", forge)
    caught("ask", "decline")


@pytest.mark.slow
def test_a_second_request_for_one_duty_is_found(monkeypatch):
    monkeypatch.setattr(asking, "asked_about", lambda unit, wanted: False)
    caught("ask", "decline")


@pytest.mark.slow
def test_a_call_that_is_not_judged_is_found(monkeypatch):
    monkeypatch.setattr(asking, "verdict", lambda *arguments, **named: verdict.Verdict((), (), 0))
    monkeypatch.setattr(swap, "verdict", lambda *arguments, **named: verdict.Verdict((), (), 0))
    caught("call_out", "take_what_is_called_out")


@pytest.mark.slow
def test_a_request_beside_a_call_is_found(monkeypatch):
    monkeypatch.setattr(asking, "_called", lambda unit: [])
    caught("ask", "call_out")


@pytest.mark.slow
def test_a_session_that_only_the_issued_roster_knows_of_is_found(monkeypatch):
    monkeypatch.setattr(movement, "_rows", lambda office, after: ((), ()))
    caught("instruct")


@pytest.mark.slow
def test_a_later_entry_that_the_account_forgets_is_found(monkeypatch):
    monkeypatch.setattr(fairness, "really", lambda unit, pairs: pairs)
    caught("plan", "issue", "time_passes", "enter_what_happened")
