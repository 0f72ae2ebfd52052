"""Work in the background, in lanes: months to be planned or explained, short chores that do not wait, backups.

The row of a job is all that counts: its worker beats there, and where the beats stop, another begins the job anew.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from constraints.process import Cancel, ready
from constraints.solve import Effort
from planner.errors import NotPossible
from planner.explaining import explain
from planner.planning import replan
from planner.planning.plan import Ask, Planned, plan
from planner.problem.period import Period
from planner.store import Store, Transaction, Unreadable, audit, jobs
from planner.store.jobs import Job, JobResult, JobSettings, JobState, TaskKind
from planner.store.results.explanation import Explanation
from planner.store.results.job_results import BROKEN, DraftMade, FirstOffer, Improvement, JobFailure, SearchSoFar
from planner.store.results.plan_offers import PlanOffer, PlanOffers
from planner.store.roster.office_clock import office_now
from planner.store.row_ids import JobId
from planner.upkeep.nightly import watch_nights
from planner.words import Words
from planner.worker.chores import Outage, keep_house

BEAT = 0.5
"""Seconds between two beats of a running job."""
SILENT = timedelta(seconds=10)
"""After so long without a beat a worker counts as dead."""
NAP = 0.3
"""Seconds to wait where there is no job."""


def request(store: Store, month: str, settings: JobSettings, now: datetime, by: str) -> JobId:
    """Queue a job on a month (YYYY-MM): the task that `settings` name, else a plan; returns the job's id.

    Raises NotPossible while a job on that month is under way.
    """
    Period.month(month)
    with store.write() as transaction:
        if jobs.running(transaction, month) is not None:
            raise NotPossible(Words("%(month)s 正在编排", month=month))
        audit.record(transaction, now, by, settings.task, {"month": month, **settings.to_json()})
        return jobs.add(transaction, month, settings, now.astimezone(UTC).isoformat(), by)


def _stamp(ago: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) - ago).isoformat()


def attempt_name() -> str:
    """A name for one attempt at a job: host, process, and what no other attempt has.

    A worker that was taken for dead and comes back does not hold the job any more, even if it has taken it again.
    """
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


def work(store: Store, stopped: threading.Event, *, once: bool = False) -> None:
    """Take jobs until told to stop, the other lanes beside; with `once`, without them and until no job waits.

    While the store is away it waits; with `once` it raises Unreadable.
    """
    for lane in () if once else (keep_house, watch_nights):
        threading.Thread(target=lane, args=(store, stopped), daemon=True).start()
    outage = Outage()
    while not stopped.is_set():
        ready()
        try:
            found = _work_at_one(store)
            outage.over()
        except Unreadable as cause:  # what was under way falls silent, and is begun anew once the store is back
            if once:
                raise
            outage.tell(cause)
            found = False
        if once and not found:
            return
        if not found:
            stopped.wait(NAP)


def _work_at_one(store: Store) -> bool:
    """Do the job that is first, if one waits; whether there was one."""
    attempt = attempt_name()
    with store.write() as transaction:
        job = jobs.claim(transaction, attempt, _stamp(), _stamp(SILENT), _stamp(-SILENT))
    if job is not None:
        _run(store, job, attempt)
    return job is not None


@dataclass
class _Pulse:
    """The beats of a running job, from a thread of its own; it cancels the work where the job is to stop."""

    store: Store
    job: Job
    attempt: str
    cancel: Cancel = field(default_factory=Cancel)
    over: threading.Event = field(default_factory=threading.Event)
    cost: int | None = None
    bound: int | None = None
    found: SearchSoFar | FirstOffer | None = None
    """What is known already, shown while the rest is worked out."""
    began: float = field(default_factory=time.monotonic)

    def tell(self, cost: int | None, bound: int) -> None:
        """Note the progress, in cost units, that the next beat writes."""
        self.cost, self.bound = cost, bound
        if cost is not None and isinstance(self.found, SearchSoFar):
            seconds = round(time.monotonic() - self.began, 1)
            self.found = self.found.with_(Improvement(seconds, cost), BEAT)

    def run(self) -> None:
        """Beat until the job is over."""
        while not self.over.wait(BEAT):
            with suppress(Unreadable):  # a beat that fails is one that is left out
                if self._beat() and not self.cancel.wanted.is_set():
                    self.cancel.now()

    def _beat(self) -> bool:
        with self.store.write() as transaction:
            return jobs.beat(transaction, self.job.id, self.attempt, _stamp(), self.cost, self.bound, self.found)


def _run(store: Store, job: Job, attempt: str) -> None:
    pulse = _Pulse(store, job, attempt)
    beating = threading.Thread(target=pulse.run, daemon=True)
    beating.start()
    state = JobState.FAILED
    result: JobResult = JobFailure()
    try:
        result = TASKS[job.settings.task](store, job, pulse)
        state = JobState.DONE
    except NotPossible as cause:
        result = JobFailure(cause.words.zh, cause.words.en)
    except _Lost:
        return
    except Unreadable:
        raise  # the store's fault, not the job's
    except Exception as cause:  # whatever a plan dies of is the job's result, never the worker's end
        result = JobFailure(BROKEN.zh, BROKEN.en, f"{type(cause).__name__}: {cause}")
    finally:
        pulse.over.set()
        beating.join()
    with store.write() as transaction:
        jobs.finish(transaction, job.id, attempt, state, result)


class _Lost(Exception):
    """Another attempt has the job by now; nothing of this one may stay."""


def _plan(store: Store, job: Job, pulse: _Pulse) -> DraftMade:
    """Plan a month; its draft is stored and the job ended in one transaction, by the attempt that holds the job."""
    effort = Effort(float(job.settings.seconds), changes=job.settings.changes)
    ask = Ask(_period(job), effort, job.settings.keep, job.settings.keep_draft)
    pulse.found = SearchSoFar(_stamp())

    def made(planned: Planned) -> DraftMade:
        return DraftMade(planned.draft, planned.solved.status, planned.solved.reason)

    def end(transaction: Transaction, planned: Planned) -> None:
        if not jobs.finish(transaction, job.id, pulse.attempt, JobState.DONE, made(planned)):
            raise _Lost

    return made(plan(store, ask, office_now(store), "zh", pulse.tell, pulse.cancel, end))


def _period(job: Job) -> Period:
    """The job's month, or the days of a festival that is planned apart."""
    if job.settings.first is None or job.settings.last is None:
        return Period.month(job.month)
    return Period(job.settings.first, job.settings.last)


def _explain(store: Store, job: Job, pulse: _Pulse) -> Explanation:
    return explain.work_out(store, job.month, office_now(store), cancel=pulse.cancel)


def _offers(store: Store, job: Job, pulse: _Pulse) -> PlanOffers:
    def first(offer: PlanOffer) -> None:
        pulse.found = FirstOffer(offer)

    return replan.offers(store, job.month, office_now(store), tell=pulse.tell, cancel=pulse.cancel, first=first)


TASKS: dict[TaskKind, Callable[[Store, Job, _Pulse], JobResult]] = {
    TaskKind.PLAN: _plan,
    TaskKind.EXPLAIN: _explain,
    TaskKind.OFFERS: _offers,
}


def call_off(store: Store, month: str, now: datetime, by: str) -> bool:
    """End the job of a month that waits or runs and keep nothing of it; whether there was one."""
    with store.write() as transaction:
        found = jobs.running(transaction, month)
        if found is None:
            return False
        jobs.discard(transaction, found.id)
        audit.record(transaction, now, by, "called off", {"month": month, "task": found.settings.task})
        return True


def wait(store: Store, id: JobId, seconds: float) -> Job:
    """The job once it has ended, or as it stands after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        with store.read() as transaction:
            found = jobs.get(transaction, id)
        assert found is not None
        if found.state in (JobState.DONE, JobState.FAILED) or time.monotonic() > deadline:
            return found
        time.sleep(0.05)
