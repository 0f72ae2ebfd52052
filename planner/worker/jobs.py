"""Work in the background, in two lanes: months to be planned or explained, one after another, and short work that never waits for them.

The job row is the truth. A worker that dies stops beating, and another takes the job from the beginning.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from constraints.process import Cancel, ready
from constraints.solve import Effort
from planner import settings
from planner.changing import lapse, unanswered, vacancies
from planner.clock import now
from planner.errors import NotPossible
from planner.explaining import explain
from planner.feeds import standby
from planner.planning import replan
from planner.planning.plan import Ask, plan
from planner.problem.period import Period
from planner.settings import site_address
from planner.store import Store, Unreadable, audit, cache, idempotency, jobs
from planner.store.jobs import Job, JobResult, JobSettings, JobState, TaskKind
from planner.store.results.explanation import Explanation
from planner.store.results.job_results import DraftMade, FirstOffer, JobFailure
from planner.store.results.plan_offers import PlanOffer, PlanOffers
from planner.store.roster import versions
from planner.worker import portal, snapshot

BEAT = 0.5
SILENT = timedelta(seconds=10)
"""After so long without a beat a worker counts as dead."""
NAP = 0.3
CHORES = 2.0
REMEMBERED = timedelta(days=7)
"""How long a form's key is kept."""


def request(store: Store, month: str, settings: JobSettings, by: str) -> int:
    """Ask for a month to be planned or explained (task); raises NotPossible while one of the two is under way."""
    Period.month(month)
    with store.write() as transaction:
        if jobs.running(transaction, month) is not None:
            raise NotPossible(f"{month} 正在编排", f"{month} is being planned already")
        audit.record(transaction, now(), by, settings.task, {"month": month, **settings.to_json()})
        return jobs.add(transaction, month, settings, _stamp(), by)


def _stamp(ago: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) - ago).isoformat()


def worker_name() -> str:
    """A worker's name: host, process, thread."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{threading.get_ident() % 10**6}"


def work(store: Store, stopped: threading.Event, *, once: bool = False) -> None:
    """Take jobs until told to stop, with the short lane beside; with `once`, until none waits."""
    worker = worker_name()
    beside = threading.Thread(target=keep_house, args=(store, stopped), daemon=True)
    if not once:
        beside.start()
    while not stopped.is_set():
        ready()
        with store.write() as transaction:
            job = jobs.claim(transaction, worker, _stamp(), _stamp(SILENT))
        if job is not None:
            _run(store, job, worker)
        elif once:
            return
        else:
            stopped.wait(NAP)


def keep_house(store: Store, stopped: threading.Event) -> None:
    """The short lane: the snapshot of who is on duty, requests that lapse or wait to be answered, keys that nobody sends again."""
    shown: tuple[str, ...] | None = None
    while not stopped.is_set():
        try:
            shown = _snapshot(store, shown)
            lapse.lapse(store, now())
            vacancies.close_vacancy(store, now())
            unanswered.send_due(store, now())
            with store.write() as transaction:
                idempotency.forget_keys(transaction, (now() - REMEMBERED).isoformat())
        except (
            Unreadable,
            OSError,
            NotPossible,
            subprocess.SubprocessError,
        ) as cause:  # the store may be away for a while; the lane outlives that
            print(f"{type(cause).__name__}: {cause}", file=sys.stderr)
        stopped.wait(CHORES)


def _snapshot(store: Store, shown: tuple[str, ...] | None) -> tuple[str, ...]:
    """Write who is on duty and the public feeds beside the store whenever what is issued, who served or where feeds answer changed, and once a day."""
    with store.read() as transaction:
        state = *cache.marks(transaction, cache.ISSUED, cache.OFFICE, cache.FEEDS), f"{now():%Y-%m-%d}"
        anything = bool(versions.every(transaction))
    if state != shown and anything:
        snapshot.write_snapshot(store, now())
        standby.write_standby(store, now(), site_address())
        if settings.portal_folder():
            portal.write_portal(store, Path(settings.portal_folder()))
    return state


@dataclass
class _Pulse:
    """Beats for a running job in a thread of its own, and passes a wish to stop on."""

    store: Store
    job: Job
    worker: str
    cancel: Cancel = field(default_factory=Cancel)
    over: threading.Event = field(default_factory=threading.Event)
    cost: int | None = None
    bound: int | None = None
    found: FirstOffer | None = None
    """What is known of the result while the rest is worked out."""

    def tell(self, cost: int | None, bound: int) -> None:
        """The progress to write with the next beat."""
        self.cost, self.bound = cost, bound

    def run(self) -> None:
        """Beat until it is over."""
        while not self.over.wait(BEAT):
            with self.store.write() as transaction:
                unwanted = jobs.beat(transaction, self.job.id, self.worker, _stamp(), self.cost, self.bound, self.found)
            if unwanted and not self.cancel.wanted.is_set():
                self.cancel.now()


def _run(store: Store, job: Job, worker: str) -> None:
    pulse = _Pulse(store, job, worker)
    beating = threading.Thread(target=pulse.run, daemon=True)
    beating.start()
    state = JobState.FAILED
    result: JobResult = JobFailure()
    try:
        result = TASKS[job.settings.task](store, job, pulse)
        state = JobState.DONE
    except NotPossible as cause:
        result = JobFailure(cause.words.zh)
    except Exception as cause:  # whatever a plan dies of is the job's result, never the worker's end
        result = JobFailure(f"{type(cause).__name__}: {cause}")
    finally:
        pulse.over.set()
        beating.join()
    with store.write() as transaction:
        jobs.finish(transaction, job.id, worker, state, result)


def _plan(store: Store, job: Job, pulse: _Pulse) -> DraftMade:
    effort = Effort(float(job.settings.seconds), changes=job.settings.changes)
    ask = Ask(_period(job), effort, job.settings.keep)
    planned = plan(store, ask, now(), "zh", pulse.tell, pulse.cancel)
    return DraftMade(planned.draft, planned.solved.status, planned.solved.reason)


def _period(job: Job) -> Period:
    """The month, or the days of a festival that is planned apart."""
    if job.settings.first is None or job.settings.last is None:
        return Period.month(job.month)
    return Period(job.settings.first, job.settings.last)


def _explain(store: Store, job: Job, pulse: _Pulse) -> Explanation:
    return explain.work_out(store, job.month, now(), cancel=pulse.cancel)


def _offers(store: Store, job: Job, pulse: _Pulse) -> PlanOffers:
    def first(offer: PlanOffer) -> None:
        pulse.found = FirstOffer(offer)

    return replan.offers(store, job.month, now(), tell=pulse.tell, cancel=pulse.cancel, first=first)


TASKS: dict[TaskKind, Callable[[Store, Job, _Pulse], JobResult]] = {
    TaskKind.PLAN: _plan,
    TaskKind.EXPLAIN: _explain,
    TaskKind.OFFERS: _offers,
}


def wait(store: Store, id: int, seconds: float) -> Job:
    """The job once it has ended, or as it stands when the time is up."""
    deadline = time.monotonic() + seconds
    while True:
        with store.read() as transaction:
            found = jobs.get(transaction, id)
        assert found is not None
        if found.state in (JobState.DONE, JobState.FAILED) or time.monotonic() > deadline:
            return found
        time.sleep(0.05)
