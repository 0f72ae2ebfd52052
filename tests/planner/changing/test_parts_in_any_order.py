"""Any sequence of hand-overs, swaps, undos and new plans of parts: every day has its people once, nothing is lost."""

import shutil
from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest

from planner.changing import asking, instruction, swap, swap_undo
from planner.changing.movement import Instruction
from planner.feeds.entry import uid
from planner.issuing.verify import verify
from planner.judging import handover
from planner.judging.refusals import SwapRefused
from planner.problem import parts
from planner.problem.parts import lasts, offset
from planner.roster.addressing import days_named
from planner.store import Store
from planner.store.messages import feeds
from planner.store.people.instructions import InstructionKind
from planner.store.people.offers import Hop
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import closed, issued, planned
from tests.fixtures.small_offices import PEOPLE, at, month_issued, rows_of, with_office
from tests.profile import rounds

NOW = at("2026-11-25T09:00")
WHO = [f"p:{id}" for id, _ in PEOPLE]
SEEDS = range(rounds(3, 12, 100))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Weeks of two people each, from 08:30 to 08:30, and of one each by day, without a rule of the office's own."""
    posts = [
        {"事项": "ZB", "连续天数": "7", "人数": "2", "换班": "自由"},
        {"事项": "ZX", "连续天数": "5", "结束时间": "17:30", "换班": "自由"},
    ]
    duties = [{"编号": id, "名称": name, "日历": "每周一"} for id, name in (("ZB", "总值班"), ("ZX", "专线"))]
    store = with_office(tmp_path_factory.mktemp("office"), rows_of(duties, posts))
    month_issued(store, "2026-12")
    closed(store)
    return store.home


class Work:
    """A store on which things are done at random, beside a plain table of who serves which day of which slot."""

    def __init__(self, home, rng):
        self.store, self.rng, self.done = Store(home), rng, list[tuple[str, int]]()
        self.table = self.stands()
        self.sequences: dict[tuple[str, str, str], int] = {}

    def content(self):
        with self.store.read() as transaction:
            return versions.in_force(transaction)

    def stands(self):
        """(slot by its first part, day from 0) → its people, read from what is in force."""
        found, content = defaultdict(set), self.content()
        for id, held in content.slots.items():
            for day in range(offset(held.slot), offset(held.slot) + lasts(held.slot)):
                assert (held.slot.turn, day) not in found, f"day {day} of {held.slot.turn} stands twice"
                found[held.slot.turn, day] = {who for slot, who in content.pairs if slot == id}
        return dict(found)

    def some(self):
        """Some days of a part that somebody has: what means them, who has them, and them as the table names them."""
        content = self.content()
        id, who = self.rng.choice(sorted(content.pairs))
        slot = content.slots[id].slot
        first = self.rng.randrange(lasts(slot))
        last = self.rng.randrange(first, lasts(slot))
        start = date.fromordinal(slot.day)
        with self.store.read() as transaction:
            means = days_named(
                Standing.read(transaction), id, start + timedelta(days=first), start + timedelta(days=last)
            )
        return means, who, [(slot.turn, offset(slot) + day) for day in range(first, last + 1)]

    def instruct(self):
        (slot, who, some), partner = self.some(), self.rng.choice(WHO)
        wish = Instruction(InstructionKind.STANDIN, slot, who, ordered_by="主任", partner=partner, reason="公务")
        given = instruction.give(self.store, wish, None, NOW, "test", "zh")
        self.hand(some, who, partner)
        self.done.append(("instruction", given.id))

    def cover(self):
        (slot, who, some), partner = self.some(), self.rng.choice(WHO)
        self.swapped((Hop(slot, who, partner),), [(some, who, partner)])

    def exchange(self):
        (slot, who, some), (other, theirs, more) = self.some(), self.some()
        self.swapped((Hop(slot, who, theirs), Hop(other, theirs, who)), [(some, who, theirs), (more, theirs, who)])

    def swapped(self, hops, moves):
        id = asking.offer_hops(self.store, hops, NOW, asking.OFFICE, "zh").id
        swap.accept(self.store, id, asking.OFFICE, frozenset(), NOW, "zh")
        for some, who, partner in moves:
            self.hand(some, who, partner)
        self.done.append(("swap", id))

    def hand(self, some, who, partner):
        for day in some:
            assert who in self.table[day] and partner not in self.table[day]
            self.table[day] = self.table[day] - {who} | {partner}

    def undo(self):
        kind, id = self.rng.choice(self.done)
        before = self.stands()
        if kind == "swap":
            swap_undo.undo_now(self.store, id, "误会", NOW, "zh")
        else:
            instruction.undo(self.store, id, NOW, "test", "zh")
        self.done.remove((kind, id))
        after = self.stands()
        assert before.keys() == after.keys() and before != after
        self.table = after

    def plan_anew(self):
        """A new plan keeps the parts, or makes one again what it gives to the same people."""
        planned(self.store, "2026-12", NOW, keep=self.rng.random() < 0.5)
        issued(self.store, "2026-12", NOW)
        self.table = self.stands()
        self.done.clear()

    def look(self):
        assert self.stands() == self.table
        content = self.content()
        for id, held in content.slots.items():
            assert held.slot.turn in content.slots and held.slot.id == id
            assert held.slot.whole == ("" if offset(held.slot) == 0 else held.slot.turn)
        self.joined(content)
        with self.store.read() as transaction:
            assert verify(transaction, offices.load(transaction)) == []
            self.told(transaction, content)

    def joined(self, content):
        """No two neighbouring parts have the same people."""
        whos = {id: frozenset(who for slot, who in content.pairs if slot == id) for id in content.slots}
        ends = {(one.slot.turn, offset(one.slot) + lasts(one.slot)): id for id, one in content.slots.items()}
        for id, one in content.slots.items():
            before = ends.get((one.slot.turn, offset(one.slot)))
            assert before is None or whos[before] != whos[id], f"{before} and {id} are not one"

    def told(self, transaction, content):
        """Each part has its entry in the feed of each of its people, under its own UID, at its own times."""
        identity = feeds.switched(transaction, "identity")
        rows = feeds.of_month(transaction, "ZB", "2026-12") | feeds.of_month(transaction, "ZX", "2026-12")
        for key, row in rows.items():
            assert row.sequence >= self.sequences.get(key, 0)
            self.sequences[key] = row.sequence
            assert f"UID:{uid(identity, key[0], key[1])}" in row.event.replace("\r\n ", "")
        mine = {key[1:] for key, row in rows.items() if key[0] == "person" and row.gone_on is None}
        assert mine == set(content.pairs)
        for slot, who in content.pairs:
            start = content.slots[slot].slot.start
            day = date.fromordinal(start // 1440)
            assert f":{day:%Y%m%d}T0830" in rows["person", slot, who].event


def worked(home, seed, steps=14, deeds=("instruct", "cover", "cover", "exchange", "undo", "undo")):
    work, rng, count = Work(home, Random(seed)), Random(seed), 0
    for _ in range(steps):
        deed = rng.choice(deeds)
        if deed == "undo" and not work.done:
            continue
        try:
            getattr(work, deed)()
        except SwapRefused:
            continue
        count += 1
        work.look()
    return count


def copied(home, tmp_path, name="home"):
    shutil.copytree(home, tmp_path / name)
    return tmp_path / name


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_day_has_its_people_once_whatever_is_done(home, tmp_path, seed):
    assert worked(copied(home, tmp_path), seed) >= 3


@pytest.mark.slow
def test_a_new_plan_keeps_every_day_too(home, tmp_path):
    assert worked(copied(home, tmp_path), 1, 6, ("cover", "instruct", "cover", "plan_anew")) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("bug", ["join", "end", "days"])
def test_a_planted_bug_is_found(home, tmp_path, monkeypatch, bug):
    if bug == "join":  # parts that meet again at one person stay two
        monkeypatch.setattr(handover, "_begins", sorted)
    elif bug == "end":  # the first part keeps the end of the whole
        real = parts._part
        monkeypatch.setattr(
            parts, "_part", lambda whole, first, last: real(whole, first, last if first else lasts(whole))
        )
    else:  # a part takes the place of the day before it
        known = handover._days
        monkeypatch.setattr(handover, "_days", lambda slot: (max(0, known(slot)[0] - 1), known(slot)[1]))
    with pytest.raises(AssertionError):
        [worked(copied(home, tmp_path, f"{bug}{seed}"), seed) for seed in range(4)]
