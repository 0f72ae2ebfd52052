"""A state machine over a tiny dense office: whatever people do, no ban of 必须 comes in, nothing is lost or booked twice."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from constraints.judge import findings
from constraints.roster import Roster
from constraints.solve import Effort
from planner import swap, verdict
from planner.drafting import Ask, plan, prepare
from planner.fault import NotPossible
from planner.month import Period
from planner.office import Office
from planner.publish import Order, publish, withdraw
from planner.refusals import SwapRefused
from planner.sheets import Absence, ClauseRow, Duty, Person, Post, Setting
from planner.store import Store, audit, drafts, feeds, offers, offices, versions
from tests.planner.office_at_work import ZONE
from tests.profile import rounds

MONTH = "2026-12"
FIRST = datetime(2026, 11, 25, 9, tzinfo=ZONE)
PEOPLE = tuple("1234567")
STEPS = rounds(15, 25, 50)
EXAMPLES = rounds(6, 20, 300)


def tiny() -> Office:
    """Seven people, a day and a night post on each of ten days, rest after nights."""
    days = "、".join(f"2026-12-{number:02d}" for number in range(1, 11))
    return Office({
        "设置": (Setting(key="单位名称", value="小办"), Setting(key="年份", value="2026")),
        "人员": tuple(Person(id=one, name=f"人{one}", pools=("甲",)) for one in PEOPLE),
        "值班事项": (Duty(id="D", name="值班", calendar=f"指定日期 {days}", public="month"), Duty(id="E", name="听班", calendar=f"指定日期 {days}")),
        "岗位": (
            Post(id="D1", duty="D", shift="白班", post="值班员", begin="08:00", finish="18:00", pools=("甲",), need=1, room=2, swap="free"),
            Post(id="D2", duty="D", shift="夜班", post="值班员", begin="18:00", finish="08:00", pools=("甲",), need=1, swap="record"),
            Post(id="E1", duty="E", shift="备勤", post="备勤员", begin="08:00", finish="18:00", pools=("甲",), need=1, swap="approve"),
        ),
        "规则": (ClauseRow(rule="班后休息", duties=("D",), shifts=("夜班",), parameters="小时=12", force=0),
                 ClauseRow(rule="间隔", duties=("D",), shifts=("夜班",), parameters="天数=2", force=0), ClauseRow(rule="均衡", force=5)),
    })


class Work(RuleBasedStateMachine):
    """Clerks, officials and the calendar at work on one store."""

    def __init__(self):
        super().__init__()
        self.folder = Path(mkdtemp(prefix="states-"))
        self.store = Store(self.folder / "home")
        with self.store.write() as unit:
            offices.save(unit, Office(), tiny())
        self.now = FIRST
        self.numbers: dict[str, int] = {}
        self.stamps: dict[tuple[str, str, str], tuple[int, str]] = {}

    def teardown(self):
        self.store.close()
        shutil.rmtree(self.folder)

    def later(self):
        self.now += timedelta(minutes=7)
        return self.now

    @rule(keep=st.booleans())
    def plan_and_issue(self, keep):
        plan(self.store, Ask(Period.month(MONTH), Effort(10, repeatable=True), keep), self.later(), "zh")
        try:
            publish(self.store, MONTH, Order("主任", "", "测试"), self.later(), "clerk", "zh")
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
        with self.store.write() as unit:
            office = offices.load(unit)
            row = Absence(who="p:" + who, start=date(2026, 12, number), kind="leave")
            rows = tuple(one for one in office.of(Absence) if (one.who, one.start) != (row.who, row.start))
            offices.save(unit, office, office.with_rows("请假外出", (*rows[-3:], row)))

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
            made = swap.offer(self.store, slot, giver, taker, back, self.later(), giver, "zh")
            if at_once:
                swap.accept(self.store, made.id, swap.OFFICE, frozenset(), self.later(), "zh")
        except SwapRefused:
            return

    def answer(self, data, work):
        with self.store.read() as unit:
            some = [one.id for one in offers.every(unit)]
        if some:
            try:
                work(data.draw(st.sampled_from(some[-6:])))
            except SwapRefused:
                return

    @rule(data=st.data())
    def accept(self, data):
        self.answer(data, lambda id: swap.accept(self.store, id, swap.OFFICE, frozenset(), self.later(), "zh"))

    @rule(data=st.data())
    def approve(self, data):
        self.answer(data, lambda id: swap.approve(self.store, id, swap.OFFICE, frozenset(), self.later(), "zh"))

    @rule(data=st.data())
    def decline(self, data):
        self.answer(data, lambda id: swap.decline(self.store, id, swap.OFFICE, frozenset(), "", self.later()))

    @rule(data=st.data())
    def undo(self, data):
        self.answer(data, lambda id: swap.undo(self.store, id, swap.OFFICE, frozenset(), self.later(), "zh"))

    @precondition(lambda self: self.now < datetime(2026, 12, 12, tzinfo=ZONE))
    @rule(hours=st.sampled_from((1, 30, 100)))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def restart(self):
        self.store.close()
        self.store = Store(self.folder / "home")

    def pairs(self):
        with self.store.read() as unit:
            return versions.in_force(unit).pairs

    @invariant()
    def no_ban_comes_in(self):
        """Absences apart, which may be entered after an issue, nothing of 必须 is broken by what is in force."""
        with self.store.read() as unit:
            office = offices.load(unit)
            bare = office.with_rows("请假外出", ())
            content = versions.in_force(unit)
            if not content.slots:
                return
            offices.save(unit, office, bare)
            basis, _ = prepare(unit, Period.month(MONTH), FIRST)
            unit.connection.rollback()
        found = findings(basis.problem, basis.book, Roster(content.pairs))
        assert [(one.rule, one.key) for one in found if one.must and one.nature == "ban"] == []

    @invariant()
    def the_record_is_whole(self):
        with self.store.read() as unit:
            assert audit.broken(unit) == []
            for version in versions.every(unit):
                last = self.numbers.get(version.duty, 0)
                self.numbers[version.duty] = max(last, version.number)
            for one in versions.every(unit):
                assert one.number <= self.numbers[one.duty]
            assert all(one.draft and drafts.get(unit, one.draft) for one in versions.every(unit))

    @invariant()
    def every_duty_held_is_in_that_person_s_calendar_and_stamps_only_rise(self):
        with self.store.read() as unit:
            pairs = versions.in_force(unit).pairs
            for who in PEOPLE:
                rows = feeds.of_person(unit, "p:" + who)
                assert {one.slot for one in rows if one.gone_on is None} == {slot for slot, one in pairs if one == "p:" + who}
                for one in rows:
                    key = one.kind, one.slot, one.who
                    assert self.stamps.get(key, (-1, "")) <= (one.sequence, one.stamp)
                    self.stamps[key] = one.sequence, one.stamp


SETTINGS = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def test_whatever_people_do_the_rules_and_the_record_hold():
    run_state_machine_as_test(Work, settings=SETTINGS)


def test_a_swap_that_is_not_judged_is_found_by_the_machine(monkeypatch):
    monkeypatch.setattr(swap, "verdict", lambda *arguments, **named: verdict.Verdict((), (), 0))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Work, settings=settings(SETTINGS, max_examples=60, stateful_step_count=30, phases=(Phase.generate,)))


def test_a_calendar_that_is_not_told_is_found_by_the_machine(monkeypatch):
    from planner import reissue

    monkeypatch.setattr(reissue.feed, "refresh", lambda *arguments: 0)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Work, settings=settings(SETTINGS, max_examples=40, stateful_step_count=30, phases=(Phase.generate,)))
