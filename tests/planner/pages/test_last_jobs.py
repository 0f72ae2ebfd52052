"""What the last jobs of a month left is told while it is news: nothing that a draft or a version has overtaken."""

from datetime import UTC, timedelta

import pytest

from constraints.problem.roster import Roster
from planner.pages.last_jobs import offered_plans
from planner.pages.month.month_desk import desk
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.store import Store, jobs
from planner.store.jobs import JobSettings, JobState, TaskKind
from planner.store.results.job_results import JobFailure
from planner.store.roster.standing import Standing
from planner.worker import jobs as worker
from tests.fixtures.office_at_work import MONTH, NOW, issued_home

NEXT, HOUR = "2027-01", timedelta(hours=1)


@pytest.fixture
def store(tmp_path):
    return Store(issued_home(tmp_path / "home"))


def failed(store, month, at, task=TaskKind.PLAN):
    """A job that was asked for at a moment, and failed."""
    id = worker.request(store, month, JobSettings(task), at, "clerk")
    with store.write() as transaction:
        assert jobs.claim(transaction, "w", worker._stamp(), worker._stamp(worker.SILENT)).id == id
        assert jobs.finish(transaction, id, "w", JobState.FAILED, JobFailure("断电", "no power"))
    return id


def told(store, month, now):
    with store.read() as transaction:
        found = desk(Standing.read(transaction), month, now, "zh").failed
    return found and found.id


def test_a_failed_plan_is_told_over_a_weekend_and_no_longer(store):
    id = failed(store, NEXT, NOW)
    days = {days: told(store, NEXT, NOW + timedelta(days=days)) for days in (0, 2, 3, 4, 7)}
    assert days == {0: id, 2: id, 3: id, 4: None, 7: None}


def test_a_later_draft_overtakes_it_and_an_earlier_one_does_not(store):
    by_hand(store, Period.month(NEXT, ("JF",)), Roster(frozenset()), NOW, "zh")
    id = failed(store, NEXT, NOW + HOUR)
    assert told(store, NEXT, NOW + HOUR) == id
    by_hand(store, Period.month(NEXT, ("JF",)), Roster(frozenset()), NOW + 2 * HOUR, "zh")
    assert told(store, NEXT, NOW + 2 * HOUR) is None


@pytest.mark.parametrize(("at", "still"), [(NOW - HOUR, False), (NOW + HOUR, True)])
def test_a_later_version_overtakes_it_and_offers_alike(store, at, still):
    plan = failed(store, MONTH, at)
    offers = failed(store, MONTH, at, TaskKind.OFFERS)
    with store.read() as transaction:
        found = offered_plans(transaction, MONTH, NOW + HOUR)
        assert offered_plans(transaction, MONTH, NOW + timedelta(days=9)) is None
    assert (told(store, MONTH, NOW + HOUR), found and found.id) == ((plan, offers) if still else (None, None))


def test_a_job_says_when_it_was_asked_for_by_the_clock_of_whoever_asked(store):
    id = failed(store, NEXT, NOW)
    with store.read() as transaction:
        assert jobs.get(transaction, id).made_at == NOW.astimezone(UTC).isoformat()
