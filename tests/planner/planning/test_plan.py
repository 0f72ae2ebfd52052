"""A plan: what is stored of it, and never instead of something better; why posts stay open."""

from dataclasses import replace
from datetime import date

import pytest

from constraints.judge import judge
from constraints.model.case import Case
from constraints.problem.roster import Roster
from constraints.solve import PlanStatus, solve
from planner.office.sheets import AbsenceRow
from planner.planning import outcome as outcomes
from planner.planning import plan as planning
from planner.planning.outcome import Reasons
from planner.roster.finding_text import private
from planner.samples.district import sample
from planner.store.roster import drafts
from planner.store.roster.drafts import DraftState
from tests.fixtures.office_at_work import MONTH, planned, store_with


@pytest.fixture
def store(tmp_path):
    return store_with(tmp_path / "home", sample("small", 2, date(2026, 12, 1)))


def failing(monkeypatch, keep):
    """From now on a search fails with this many of the pairs it had found."""

    def search(*arguments):
        done = solve(*arguments)
        pairs = frozenset(sorted(done.roster.pairs)[:keep])
        found = tuple(judge(done.case, Roster(pairs)))
        return replace(done, status=PlanStatus.FAILED, roster=Roster(pairs), findings=found, proved=False)

    monkeypatch.setattr(planning, "solve", search)


def stored(store):
    with store.read() as transaction:
        return drafts.latest(transaction, MONTH)


@pytest.mark.slow
def test_a_search_that_failed_takes_the_place_of_no_draft_that_did_not(store, monkeypatch):
    good = planned(store).draft
    with store.write() as transaction:
        drafts.lock(transaction, drafts.get(transaction, good), "2026-11-25T09:00:00+08:00")
    failing(monkeypatch, keep=10)
    again = planned(store)
    assert (again.draft, again.superseded_lock, again.result.status) == (0, False, PlanStatus.FAILED)
    assert (stored(store).id, stored(store).state) == (good, DraftState.LOCKED)


@pytest.mark.slow
def test_what_a_search_that_failed_has_is_kept_where_there_is_nothing_better(store, monkeypatch):
    failing(monkeypatch, keep=10)
    first = planned(store).draft
    assert (stored(store).id, len(stored(store).roster)) == (first, 10)
    failing(monkeypatch, keep=12)
    assert planned(store).draft == stored(store).id > first
    failing(monkeypatch, keep=0)
    assert (planned(store).draft, len(stored(store).roster)) == (0, 12)


@pytest.fixture
def short(store):
    """A basis whose roster lacks people: nearly everybody is away for a week."""
    from planner.store.roster import offices

    with store.write() as transaction:
        office = offices.load(transaction)
        rows = tuple(
            AbsenceRow(who="p:" + one, start=date(2026, 12, 7), end=date(2026, 12, 11), kind="leave")
            for one in sorted(office.people)[::2]
        )
        offices.save(transaction, office, office.with_rows("请假外出", rows))
    return planned(store)


@pytest.mark.slow
def test_the_rules_that_keep_people_from_an_open_post_are_those_that_a_whole_judgement_names(short):
    basis, roster = short.basis, short.solved.roster
    case = Case(basis.problem, basis.book, roster.pairs)
    before = {(one.clause, one.key): one.amount for one in judge(case, roster)}
    reasons = Reasons(basis, short.solved)
    tried = 0
    for slot in basis.problem.slots:
        whos = [
            who
            for who in sorted(basis.problem.assignees, key=lambda one: one.id)
            if (slot.id, who.id) in case.problem.candidates
        ]
        for who in whos[:2]:
            if (slot.id, who.id) in roster or slot.day > date(2026, 12, 12).toordinal():
                continue
            tried += 1
            after = judge(case, roster.with_((slot.id, who.id)))
            named = {
                outcomes.WITHHELD.zh if private(one) else case.book.clauses[one.clause].rule.zh
                for one in after
                if one.must and one.amount > before.get((one.clause, one.key), 0)
            }
            assert {one.zh for one in reasons._barring(slot, [who.id])} == named, (slot.id, who.id)
    assert tried > 10


def test_where_time_is_up_people_are_counted_and_no_rule_is_named(short, monkeypatch):
    assert short.result.open
    monkeypatch.setattr(outcomes, "TELLING", -1.0)
    told = outcomes.outcome(short.basis, short.solved, "zh", 1)
    assert [one.slot for one in told.open] == [one.slot for one in short.result.open]
    for one, whole in zip(told.open, short.result.open, strict=True):
        assert whole.why.startswith(one.why)
        assert "人不能排（" not in one.why
