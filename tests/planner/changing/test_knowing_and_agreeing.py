"""What each person knows and agreed to is what a plain account beside the office says, whatever is done by whom.

A random walk: people, their delegates, an approver and the office swap, undo, instruct, issue, withdraw, tell and send.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

from constraints.problem.roster import Roster
from constraints.solve import Effort
from planner.changing import actual_service, asking, instruction, open_call, reissue, swap, swap_undo
from planner.changing.movement import Instruction
from planner.errors import NotPossible
from planner.issuing.publish import Order, publish
from planner.issuing.withdrawal import withdraw
from planner.judging.refusals import SwapRefused
from planner.notifying import knowledge, messages, sending, tasks
from planner.notifying.targets import target_of
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, Person, Post
from planner.planning.plan import Ask, by_hand, plan
from planner.problem.period import Period
from planner.store import Store, record
from planner.store.messages import messages as rows
from planner.store.people import calls, instructions, offers
from planner.store.people.offers import Hop
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.knowing import Agreeing, Knowing, in_force, message_list, to_tell
from tests.fixtures.office_at_work import ZONE
from tests.fixtures.tiny_office import DELEGATES, PEOPLE, tiny
from tests.profile import rounds

MONTH = "2026-12"
FIRST = datetime(2026, 11, 25, 9, tzinfo=ZONE)
STEPS = rounds(300, 300, 100_000)
APPROVER = "6"


@pytest.fixture(autouse=True)
def this_machine_may_be_sent_to(monkeypatch):
    monkeypatch.setenv("DANGZHI_MESSAGE_HOSTS", "127.0.0.1")


def needs_approval(offer):
    """Whether a request moves a standby, which is approved."""
    return any(hop.slot.startswith("E|") for hop in offer.hops)


class Walk:
    """An office at work and the plain account of it; each step is one deed by some hand."""

    def __init__(self, folder, seed):
        self.rng, self.now, self.taken = Random(seed), FIRST, 0
        self.store = Store(folder)
        office = tiny()
        posts = tuple(replace(one, approver="p:" + APPROVER) if one.id == "E1" else one for one in office.of(Post))
        with self.store.write() as transaction:
            offices.save(transaction, Office(), office.with_rows("岗位", posts))
            for who in PEOPLE:
                sending.set_target(transaction, "p:" + who, target_of("json://127.0.0.1:9/"), FIRST, "clerk")
        plan(self.store, Ask(Period.month(MONTH), Effort(10, repeatable=True), False), FIRST, "zh")
        self.knowing, self.agreeing = Knowing(), Agreeing()
        self.done(lambda: publish(self.store, MONTH, Order("主任", "", "测试"), self.now, "clerk", "zh"), first=True)

    def hands(self, who):
        """Who may act for somebody: (by, those they act for); None is the office."""
        own = [("p:" + who[2:], {who})]
        if who[2:] in DELEGATES:
            helper = DELEGATES[who[2:]]
            own.append(
                ("p:" + helper, {f"p:{one}" for one, other in DELEGATES.items() if other == helper} | {"p:" + helper})
            )
        return self.rng.choice([*own, *own, (asking.OFFICE, set())])

    def done(self, work, did=(), heard=(), first=False):
        """Do something; returns what came of it, None where it was refused."""
        before = in_force(self.store)
        try:
            came = work()
        except (SwapRefused, NotPossible):
            assert in_force(self.store) == before
            return None
        newest = max([one.id for one in message_list(self.store)], default=0)
        wants = (set(did(came)) if callable(did) else set(did)), set(heard)
        self.knowing.happened(before, in_force(self.store), self.now, wants[0], wants[1] - wants[0], first, newest)
        self.taken += 1
        return came

    def pair(self):
        """(slot, who) of some duty in force, ahead if there is any."""
        some = sorted(in_force(self.store))
        who, slot = self.rng.choice(some)
        return slot, who

    def requests(self):
        with self.store.read() as transaction:
            return offers.every(transaction)[-6:]

    def ask(self):
        kind = self.rng.choice(("cover", "exchange", "ring"))
        size = {"cover": 1, "exchange": 2, "ring": 3}[kind]
        chosen = list(dict.fromkeys(self.pair() for _ in range(size)))
        if len({who for _, who in chosen}) < size:
            return
        takers = [who for _, who in chosen[1:]] + ([chosen[0][1]] if size > 1 else ["p:" + self.rng.choice(PEOPLE)])
        hops = tuple(Hop(slot, who, taker) for (slot, who), taker in zip(chosen, takers, strict=True))
        by, _ = self.hands(hops[0].giver)
        made = self.done(lambda: asking.offer_hops(self.store, hops, self.now, by, "zh", "家里有事"))
        if made:
            self.agreeing.asked(made.id, {who for hop in hops for who in hop[1:]}, hops[0].giver, by != asking.OFFICE)

    def agree(self):
        open_ones = [one for one in self.requests() if one.state == "offered"]
        if open_ones:
            one = self.rng.choice(open_ones)
            who = self.rng.choice(sorted(one.people))
            by, may = self.hands(who)
            waits = self.agreeing.waiting[one.id]
            mine = set(waits) if by == asking.OFFICE else waits & may
            parties = self.agreeing.parties[one.id] | mine
            came = self.done(
                lambda: swap.accept(self.store, one.id, by, frozenset(may), self.now, "zh", "可以"), mine, parties
            )
            assert came is None or mine, "somebody agreed who was not asked"
            if came:
                self.agreeing.agreed(one.id, mine, needs_approval(one))

    def approve(self):
        some = [one for one in self.requests() if one.state in ("offered", "consented")]
        if some:
            one = self.rng.choice(some)
            by = self.rng.choice((asking.OFFICE, "p:" + APPROVER, "p:5"))
            came = self.done(
                lambda: swap.approve(self.store, one.id, by, frozenset({by}), self.now, "zh"),
                (),
                self.agreeing.parties[one.id],
            )
            if came:
                assert not self.agreeing.waiting[one.id] and by != "p:5", "approved by nobody who may, or too early"
                self.agreeing.applied(one.id)

    def decline(self):
        some = [one for one in self.requests() if one.state in ("offered", "consented")]
        if some:
            one = self.rng.choice(some)
            who = "p:" + self.rng.choice(PEOPLE)
            came = self.done(lambda: swap.decline(self.store, one.id, who, frozenset({who}), "", self.now))
            if came:
                assert who in (*one.people, "p:" + APPROVER), "declined by somebody it does not concern"
                self.agreeing.states[one.id] = "declined"

    def ask_to_undo(self):
        some = [one for one in self.requests() if one.state == "applied"]
        if some:
            one = self.rng.choice(some)
            who = self.rng.choice(sorted(one.people))
            by, may = self.hands(who)
            if by == asking.OFFICE:
                came = self.done(lambda: swap_undo.undo_now(self.store, one.id, "另有安排", self.now, "zh"))
                if came:
                    self.agreeing.states[one.id] = "undone"
                return
            before = in_force(self.store)
            made = self.done(lambda: swap_undo.ask_undo(self.store, one.id, by, frozenset(may), self.now, "zh"))
            assert in_force(self.store) == before, "one side alone undid it"
            if made:
                asker = by if by in one.people else next(one for one in one.people if one in may)
                self.agreeing.asked(made.id, set(one.people), asker, True, one.id)

    def call(self):
        with self.store.read() as transaction:
            some = calls.still_open(transaction)
        if not some:
            slot, giver = self.pair()
            self.done(lambda: open_call.call_out(self.store, slot, giver, self.now, giver))
            return
        one, who = self.rng.choice(some), "p:" + self.rng.choice(PEOPLE)
        came = self.done(lambda: open_call.take_call(self.store, one.id, who, self.now, who, "zh"), {who}, {one.giver})
        if came:
            self.agreeing.asked(came.id, {one.giver, who}, one.giver, True)
            self.agreeing.agreed(came.id, {who}, needs_approval(came))

    def instruct(self):
        slot, who = self.pair()
        other, partner = self.pair()
        kind = self.rng.choice(("exchange", "standin", "session"))
        wish = Instruction(
            kind, slot, who, "区长", partner, other if kind == "exchange" else "", date(2026, 12, 12), "工作需要"
        )
        with self.store.read() as transaction:
            try:
                found = instruction.prospect(Standing.read(transaction), wish, self.now, "zh")
            except SwapRefused:
                return
        asked = {one.who for one in found.calls if one.asked}
        ticked = asked | ({who} if self.rng.random() < 0.3 else set())
        self.done(lambda: instruction.give(self.store, wish, frozenset(ticked), self.now, "clerk", "zh"), ticked)

    def take_an_instruction_back(self):
        with self.store.read() as transaction:
            some = [one.id for one in instructions.every(transaction)][:4]
        if some:
            id = self.rng.choice(some)
            self.done(lambda: instruction.undo(self.store, id, self.now, "clerk", "zh"))

    def issue_anew(self):
        with self.store.read() as transaction:
            pairs = set(versions.in_force(transaction).pairs)
            had = {one.duty for one in versions.every(transaction)}
        if self.rng.random() < 0.5 and pairs:
            (a, one), (b, two) = self.rng.choice(sorted(pairs)), self.rng.choice(sorted(pairs))
            pairs = pairs - {(a, one), (b, two)} | {(a, two), (b, one)}
            by_hand(self.store, Period.month(MONTH), Roster(frozenset(pairs)), self.now, "zh")
        else:
            plan(self.store, Ask(Period.month(MONTH), Effort(10, repeatable=True), True), self.now, "zh")
        assert had == {"D", "E"}
        self.done(lambda: publish(self.store, MONTH, Order("主任", "", "测试"), self.now, "clerk", "zh"))

    def withdraw(self):
        if self.rng.random() < 0.3:
            duty = self.rng.choice("DE")
            self.done(lambda: withdraw(self.store, MONTH, duty, "重排", self.now, "clerk"))

    def tell(self):
        """A clerk ticks a message as told, a replaced one too: they had its text before them on the telephone."""
        every = message_list(self.store)
        unsure = {one.who for one in every if one.state == "sending"}
        some = [
            one
            for one in every[-20:]
            if one.state in ("open", "sending") or (one.state == "replaced" and one.who not in unsure)
        ]
        if some:
            one = self.rng.choice(some)

            def work():
                with self.store.write() as transaction:
                    tasks.close_task(Standing.read(transaction), one.id, "电话", "好", self.now, "clerk")

            work()
            self.knowing.was_told(one)

    def send(self):
        with self.store.read() as transaction:
            some = sorted(rows.waiting(transaction).items())
        if some:
            one, arrives = self.rng.choice(some)[1], self.rng.random() < 0.6
            sending.send_message(self.store, one.id, self.now, "clerk", "zh", lambda *words: arrives)
            (self.knowing.was_told if arrives else self.knowing.may_have_heard)(one)

    def enter_afterwards(self):
        slot, who = self.pair()
        self.done(lambda: actual_service.enter(self.store, slot, who, "", "主任", "", self.now, "clerk"))

    def leave(self):
        row = AbsenceRow(
            who="p:" + self.rng.choice(PEOPLE), start=date(2026, 12, self.rng.randint(1, 12)), kind="leave"
        )

        def work():
            with self.store.write() as transaction:
                office = offices.load(transaction)
                offices.save(transaction, office, office.with_rows("请假外出", (*office.of(AbsenceRow)[-1:], row)))

        self.done(work)

    def leave_the_office(self):
        """Somebody's term ends, or the end is taken back: nothing issued changes by that."""
        with self.store.read() as transaction:
            office = offices.load(transaction)
        some = [replace(one, end=None) for one in office.of(Person)]
        if self.rng.random() < 0.5:
            number = self.rng.randrange(len(some))
            some[number] = replace(some[number], end=date(2026, 12, 6))

        def work():
            with self.store.write() as transaction:
                offices.save(transaction, office, office.with_rows("人员", tuple(some)))

        self.done(work)

    def time_passes(self):
        if self.now < datetime(2026, 12, 9, tzinfo=ZONE):
            self.now += timedelta(hours=self.rng.choice((1, 5, 20)))

    DEEDS = (
        (ask, 6),
        (agree, 8),
        (approve, 3),
        (decline, 1),
        (ask_to_undo, 3),
        (call, 2),
        (instruct, 3),
        (take_an_instruction_back, 1),
        (issue_anew, 0.5),
        (withdraw, 0.5),
        (tell, 5),
        (send, 3),
        (enter_afterwards, 1),
        (leave, 0.5),
        (leave_the_office, 0.3),
        (time_passes, 1),
    )

    def step(self):
        self.now += timedelta(minutes=3)
        if not in_force(self.store):
            self.issue_anew()
        else:
            deeds, weights = zip(*self.DEEDS, strict=True)
            self.rng.choices(deeds, weights)[0](self)
        self.check()

    def check(self):
        assert to_tell(self.store, self.now) == self.knowing.owed(self.store, self.now)
        said, mine = self.agreeing.as_stored(self.store)
        for id, (state, waiting) in said.items():
            if state == "lapsed" and mine[id][0] in ("offered", "consented"):
                self.agreeing.states[id] = state
                mine[id] = state, mine[id][1]
            assert (state, waiting) == mine[id] or (state == mine[id][0] and state in ("declined", "lapsed")), id


def walk(folder, seed, steps):
    """Take some steps and look after each."""
    one = Walk(folder, seed)
    for _ in range(steps):
        one.step()
    with one.store.read() as transaction:
        assert record.broken(transaction) == []
    one.store.close()
    return one


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(rounds(1, 2, 4)))
def test_whatever_is_done_by_whom_everybody_is_told_what_they_do_not_know_and_agreed_to_what_holds(tmp_path, seed):
    one = walk(tmp_path / "home", seed, STEPS)
    assert one.taken > STEPS // 8


def found(tmp_path):
    """The account notices that something is untrue, on one of some walks."""
    for seed in range(6):
        try:
            walk(tmp_path / str(seed), seed, 200)
        except (AssertionError, KeyError):
            return True
    return False


def nobody_knows(aware):
    return knowledge.Awareness({}, aware.heard)


def everybody_knows(aware):
    return knowledge.Awareness({f"p:{who}": "电话" for who in PEOPLE}, aware.heard)


def unheard(aware):
    return knowledge.Awareness(aware.known, frozenset())


@pytest.mark.slow
@pytest.mark.parametrize("lie", [nobody_knows, everybody_knows, unheard])
def test_a_deed_that_tells_the_wrong_people_is_found(tmp_path, monkeypatch, lie):
    real = messages.release
    monkeypatch.setattr(
        reissue,
        "release",
        lambda transaction, moved, now, aware=knowledge.UNSEEN: real(transaction, moved, now, lie(aware)),
    )
    assert found(tmp_path)


@pytest.mark.slow
def test_a_change_told_from_the_wrong_end_is_found(tmp_path, monkeypatch):
    real = messages.followed
    monkeypatch.setattr(messages, "followed", lambda old, new, unsure: real(None, new, unsure))
    assert found(tmp_path)


@pytest.mark.slow
def test_a_text_that_was_replaced_while_it_was_read_out_and_is_forgotten_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(tasks, "told", lambda transaction, message, holds, now: {})
    assert found(tmp_path)


@pytest.mark.slow
def test_a_message_on_its_way_that_is_taken_for_lost_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "on_the_way", lambda transaction: [])
    assert found(tmp_path)


@pytest.mark.slow
def test_an_undo_without_the_other_side_is_found(tmp_path, monkeypatch):
    def at_once(store, id, by, may, now, lang, words=""):
        return swap_undo.undo_now(store, id, "自行撤销", now, lang)

    monkeypatch.setattr(swap_undo, "ask_undo", at_once)
    assert found(tmp_path)


@pytest.mark.slow
def test_one_who_agrees_for_all_is_found(tmp_path, monkeypatch):
    real = offers.agree
    monkeypatch.setattr(offers, "agree", lambda transaction, offer, people: real(transaction, offer, offer.waiting))
    assert found(tmp_path)


@pytest.mark.slow
def test_a_stranger_who_approves_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(swap, "approvers", lambda standing, found: frozenset(f"p:{who}" for who in PEOPLE))
    assert found(tmp_path)


@pytest.mark.slow
def test_a_swap_that_skips_its_approval_is_found(tmp_path, monkeypatch):
    real = asking.terms
    monkeypatch.setattr(asking, "terms", lambda *arguments: (real(*arguments)[0], "free"))
    assert found(tmp_path)


@pytest.mark.slow
def test_a_swap_that_stays_in_effect_after_its_undoing_is_found(tmp_path, monkeypatch):
    real = asking.propose
    monkeypatch.setattr(
        swap_undo,
        "propose",
        lambda standing, hops, now, wish, lang: real(standing, hops, now, replace(wish, undoes=None), lang),
    )
    assert found(tmp_path)
