"""A plan under way: its row says what was found when, it is called off without a trace, and then fails nobody."""

import threading
import time

import pytest

from planner.pages.last_jobs import failed_plan
from planner.planning import plan as planning
from planner.store import audit
from planner.store import jobs as rows
from planner.store.jobs import JobSettings, JobState, TaskKind
from planner.store.results.job_results import Improvement, JobFailure, SearchSoFar
from planner.store.roster import drafts
from planner.worker import jobs
from tests.fixtures.office_at_work import MONTH, NOW, planned, store_with
from tests.fixtures.tiny_office import tiny


@pytest.fixture
def store(tmp_path):
    return store_with(tmp_path / "home", tiny())


def job(store, id):
    with store.read() as transaction:
        return rows.get(transaction, id)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ([(1, 300), (2, 140), (4, 95)], [(1, 300), (2, 140), (4, 95)]),
        ([(1, 300), (2, 300)], [(1, 300)]),
        ([(1, 300), (1.2, 290), (1.4, 280), (3, 90)], [(1, 300), (1.4, 280), (3, 90)]),
        ([(1, 300), (2, 100), (5, 400), (6, 380)], [(5, 400), (6, 380)]),
    ],
    ids=["each", "the same again", "many at once", "another goal"],
)
def test_improvements_are_kept_in_their_order(found, kept):
    told = SearchSoFar("2026-11-25T01:00:00+00:00")
    for one in found:
        told = told.with_(Improvement(*one), 0.5)
    assert told.improvements == tuple(Improvement(*one) for one in kept)
    assert SearchSoFar.from_json(told.to_json()) == told


def test_the_row_of_a_plan_has_what_its_search_found(store, monkeypatch):
    id, seen = jobs.request(store, MONTH, JobSettings(seconds=30), NOW, "clerk"), []
    search = planning.solve

    def talkative(problem, book, effort, tell, *rest):
        for cost in (310, 310, 140):
            tell(cost, 60)
            time.sleep(jobs.BEAT * 1.5)
        seen.append(job(store, id))
        return search(problem, book, effort, tell, *rest)

    monkeypatch.setattr(planning, "solve", talkative)
    jobs.work(store, threading.Event(), once=True)
    (during,) = seen
    assert (during.cost, during.bound) == (140, 60)
    assert [one.cost for one in during.result.improvements] == [310, 140]
    first, second = (one.seconds for one in during.result.improvements)
    assert 0 <= first < 1 <= second < 30 and during.result.began
    assert job(store, id).state is JobState.DONE


def test_a_plan_that_waits_is_called_off_and_never_begun(store):
    id = jobs.request(store, MONTH, JobSettings(), NOW, "clerk")
    assert jobs.call_off(store, MONTH, NOW, "clerk") and not jobs.call_off(store, MONTH, NOW, "clerk")
    jobs.work(store, threading.Event(), once=True)
    assert (job(store, id).state, job(store, id).result.called_off) == (JobState.FAILED, True)
    with store.read() as transaction:
        assert drafts.latest(transaction, MONTH) is None
        assert [one.action for one in audit.page(transaction, 0, 2)] == ["called off", "plan"]


def test_a_plan_that_runs_is_called_off_and_the_draft_before_it_stays(store, monkeypatch):
    before = planned(store).draft
    id = jobs.request(store, MONTH, JobSettings(seconds=30, keep_draft=True), NOW, "clerk")
    search = planning.solve

    def interrupted(problem, book, effort, tell, cancel, until):
        assert jobs.call_off(store, MONTH, NOW, "clerk")
        assert cancel.wanted.wait(10), "the worker learns of it at its next beat"
        return search(problem, book, effort, tell, cancel, until)

    monkeypatch.setattr(planning, "solve", interrupted)
    jobs.work(store, threading.Event(), once=True)
    assert job(store, id).result == JobFailure("已取消，没有保留结果", "called off; nothing was kept", called_off=True)
    with store.read() as transaction:
        assert drafts.latest(transaction, MONTH).id == before
        with pytest.raises(LookupError):
            drafts.get(transaction, before + 1)


def test_what_was_called_off_is_told_as_no_failure(store):
    jobs.request(store, MONTH, JobSettings(), NOW, "clerk")
    jobs.call_off(store, MONTH, NOW, "clerk")
    with store.read() as transaction:
        assert rows.latest(transaction, MONTH).state is JobState.FAILED
        assert failed_plan(transaction, MONTH, None, NOW) is None


def test_what_has_ended_is_not_called_off(store):
    id = jobs.request(store, MONTH, JobSettings(TaskKind.EXPLAIN), NOW, "clerk")
    jobs.work(store, threading.Event(), once=True)
    ended = job(store, id)
    with store.write() as transaction:
        rows.discard(transaction, id)
    assert job(store, id) == ended
