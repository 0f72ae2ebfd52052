"""A month planned again before it is issued: only what must change changes, and is told; a new start keeps nothing."""

import json
import threading
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from constraints.rules.keep_draft import KeepDraft
from planner.office.sheets import ClauseRow, Village
from planner.pages.month_desk import desk
from planner.planning import kept_draft
from planner.planning.basis import stale
from planner.planning.by_hand import choosing, editing
from planner.samples.district import sample
from planner.store import jobs as rows
from planner.store.jobs import JobSettings
from planner.store.roster import bases, drafts, offices
from planner.store.roster.standing import Standing
from planner.worker import jobs
from tests.fixtures.office_at_work import MONTH, NOW, issued, planned, run, store_with
from tests.profile import rounds

pytestmark = pytest.mark.slow
SEEDS = range(11, 11 + rounds(2, 4, 12))
LAST_DAY = date(2026, 12, 1)


@pytest.fixture
def store(tmp_path):
    return store_with(tmp_path / "home", sample("small", 11, date(2026, 12, 1)))


def draft_in(store):
    with store.read() as transaction:
        return drafts.latest(transaction, MONTH)


def basis_of(store, draft):
    with store.read() as transaction:
        return bases.basis(transaction, draft.digests)


def give_up(store, count=3):
    """The first villages that are visited are given up before the visit day."""
    with store.write() as transaction:
        office = offices.load(transaction)
        visited = sorted(
            {
                slot.rpartition("|")[2]
                for slot, _ in drafts.latest(transaction, MONTH).roster.pairs
                if slot.startswith("ZF|")
            }
        )
        gone = [village.id for village in office.of(Village) if any(village.id in one for one in visited)][:count]
        kept = tuple(replace(one, end=LAST_DAY) if one.id in gone else one for one in office.of(Village))
        offices.save(transaction, office, office.with_rows("村居", kept))
    return gone


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_three_villages_given_up_move_those_who_went_there_and_nobody_else(tmp_path, seed):
    """Whoever went to a village that is gone visits another one, as all must: one difference each, and no other."""
    store = store_with(tmp_path / "home", sample("small", seed, date(2026, 12, 1)))
    planned(store)
    before = draft_in(store)
    give_up(store)
    done = planned(store, keep_draft=True)
    after, basis = draft_in(store), basis_of(store, draft_in(store))
    there = {slot.id for slot in basis.problem.slots}
    gone, come = before.roster.diff(after.roster)
    lost = {pair for pair in before.roster.pairs if pair[0] not in there}
    assert len({slot for slot, _ in lost}) == 3 and gone == lost, "nobody leaves a slot that is still there"
    able = defaultdict(set)
    for slot, who in basis.problem.candidates:
        if slot.startswith("ZF|"):
            able[who].add(slot)
    homeless = {who for _, who in lost if able[who]}
    assert {who for _, who in come} == homeless and len(come) == len(homeless), "each of them goes to one other village"
    assert done.solved.proved and not done.solved.breaches
    with store.read() as transaction:
        told = kept_draft.redrawn(transaction, offices.load(transaction), after)
    assert {one.slot for one in told} == {slot for slot, _ in lost | come}


@pytest.mark.slow
def test_the_same_month_planned_anew_keeps_nothing_and_planned_again_keeps_all(store):
    first = planned(store)
    before = draft_in(store)
    again = planned(store, keep_draft=True)
    assert draft_in(store).roster == before.roster and again.solved.cost == first.solved.cost
    assert draft_in(store).result.kept == again.result.kept == before.id
    with store.read() as transaction:
        assert not stale(Standing.read(transaction), drafts.latest(transaction, MONTH), NOW)
    anew = planned(store)
    basis = basis_of(store, draft_in(store))
    assert (anew.result.kept, draft_in(store).result.kept, basis.problem.drafted) == (0, 0, frozenset())
    assert not any(isinstance(clause.rule, KeepDraft) for clause in basis.book.clauses)


@pytest.mark.slow
def test_an_edit_by_hand_is_kept_and_the_page_lists_what_changed_by_slot(store):
    planned(store)
    with store.write() as transaction:
        draft = drafts.latest(transaction, MONTH)
        slot, out = next(pair for pair in sorted(draft.roster.pairs) if pair[0].startswith("JF|JF-1|20261215"))
        into = next(
            one.who
            for one in choosing.choices_for(transaction, draft, slot, out, "zh")
            if not one.on_it and not one.broken and one.price <= 10
        )
        editing.put_in_cell(transaction, draft, slot, out, into, NOW, "clerk", "zh")
    give_up(store, 1)
    planned(store, keep_draft=True)
    assert (slot, into) in draft_in(store).roster and (slot, out) not in draft_in(store).roster
    with store.write() as transaction:
        draft = drafts.latest(transaction, MONTH)
        editing.put_in_cell(transaction, draft, slot, into, out, NOW, "clerk", "zh")
    with store.read() as transaction:
        shown, office = desk(Standing.read(transaction), MONTH, NOW, "zh"), offices.load(transaction)
    said = {one.slot: one.words.zh for one in shown.redrawn}
    assert shown.draft.result.kept == draft.result.kept
    assert f"由{office.name(into)}调整为{office.name(out)}" in said[slot] and any(
        "取消" in one for one in said.values()
    )


@pytest.mark.slow
def test_what_is_issued_goes_by_its_own_rule_and_the_rest_by_the_draft(store):
    planned(store)
    before = draft_in(store)
    issued(store, duties=("RX",))
    planned(store, keep_draft=True)
    problem = basis_of(store, draft_in(store)).problem
    assert problem.issued and not problem.drafted & problem.issued
    assert problem.drafted | problem.issued == {slot.id for slot in problem.slots}
    assert problem.draft == {pair for pair in before.roster.pairs if pair[0] in problem.drafted}


@pytest.mark.slow
def test_the_office_s_own_clause_says_how_much_a_difference_counts(store):
    with store.write() as transaction:
        office = offices.load(transaction)
        own = (*office.of(ClauseRow), ClauseRow(rule="草稿少调整", duties=("ZF",), force=100))
        offices.save(transaction, office, office.with_rows("规则", own))
    planned(store)
    planned(store, keep_draft=True)
    book = basis_of(store, draft_in(store)).book
    assert [clause.force for clause in book.clauses if isinstance(clause.rule, KeepDraft)] == [100]


@pytest.mark.slow
def test_a_job_in_the_background_carries_the_choice(store, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    made = []
    for settings in (JobSettings(), JobSettings(keep_draft=True), JobSettings()):
        id = jobs.request(store, MONTH, settings, NOW, "clerk")
        jobs.work(store, threading.Event(), once=True)
        with store.read() as transaction:
            made.append(rows.get(transaction, id).result.draft)
    with store.read() as transaction:
        assert [drafts.get(transaction, id).result.kept for id in made] == [0, made[0], 0]


@pytest.mark.slow
def test_the_command_keeps_the_draft_only_where_asked_and_lists_what_changed(store):
    def asked(*more):
        done = run(store.home, "plan", MONTH, "--repeatable", *more)
        assert done.returncode == 0, done.stderr
        return done

    first = asked("--keep", "draft")
    assert "还没有草稿，已从头编排" in first.stderr and "与原草稿相比" not in first.stdout
    give_up(store)
    found = json.loads(asked("--keep", "draft", "--json").stdout)
    assert found["kept"] and found["changes"]
    assert all(one.keys() == {"slot", "from", "to", "text"} for one in found["changes"])
    assert sum("取消" in one["text"] for one in found["changes"]) == 3
    assert "与原草稿相比有 0 处变化" in asked("--keep", "draft").stdout
    anew = json.loads(asked("--json").stdout)
    assert not anew.keys() & {"kept", "changes"}
