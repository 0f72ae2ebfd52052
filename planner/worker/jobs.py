"""Work in the background, in two lanes: months to be planned or explained, and short chores that do not wait.

The row of a job is all that counts: its worker beats there, and where the beats stop, another begins the job anew.
"""

from __future__ import annotations

import os
import secrets
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
from planner.changing import lapse, unanswered
from planner.errors import NotPossible
from planner.explaining import explain
from planner.feeds import standby
from planner.notifying import overtaken
from planner.planning import replan
from planner.planning.plan import Ask, Planned, plan
from planner.problem.period import Period
from planner.settings import site_address
from planner.store import Store, Transaction, Unreadable, audit, cache, idempotency, jobs
from planner.store.jobs import Job, JobResult, JobSettings, JobState, TaskKind
from planner.store.results.explanation import Explanation
from planner.store.results.job_results import BROKEN, DraftMade, FirstOffer, JobFailure
from planner.store.results.plan_offers import PlanOffer, PlanOffers
from planner.store.roster import versions
from planner.store.roster.office_clock import office_now
from planner.store.row_ids import JobId
from planner.worker import portal, snapshot

BEAT = 0.5
"""Seconds between two beats of a running job."""
SILENT = timedelta(seconds=10)
"""After so long without a beat a worker counts as dead."""
NAP = 0.3
"""Seconds to wait where there is no job."""
CHORES = 2.0
"""Seconds between two rounds of the short lane."""
REMEMBERED = timedelta(days=7)
"""How long the key of a form is kept, by which a second sending of it is known."""


def request(store: Store, month: str, settings: JobSettings, now: datetime, by: str) -> JobId:
    """Queue a job on a month (YYYY-MM): the task that `settings` name, else a plan; returns the job's id.

    Raises NotPossible while a job on that month is under way.
    """
    Period.month(month)
    with store.write() as transaction:
        if jobs.running(transaction, month) is not None:
            raise NotPossible(f"{month} 正在编排", f"{month} is being planned already")
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
    """Take jobs until told to stop, the short lane beside; with `once`, without it and until no job waits."""
    beside = threading.Thread(target=keep_house, args=(store, stopped), daemon=True)
    if not once:
        beside.start()
    while not stopped.is_set():
        ready()
        attempt = attempt_name()
        with store.write() as transaction:
            job = jobs.claim(transaction, attempt, _stamp(), _stamp(SILENT))
        if job is not None:
            _run(store, job, attempt)
        elif once:
            return
        else:
            stopped.wait(NAP)


def keep_house(store: Store, stopped: threading.Event) -> None:
    """The short lane: write the snapshot, let requests lapse, remind of unanswered ones, until told to stop.

    Faults are printed, and the lane goes on.
    """
    shown: tuple[str, ...] | None = None
    while not stopped.is_set():
        try:
            now = office_now(store)
            shown = _snapshot(store, shown, now)
            lapse.lapse(store, now)
            overtaken.end_overtaken(store, now)
            unanswered.send_due(store, now)
            with store.write() as transaction:
                idempotency.forget_keys(transaction, (now - REMEMBERED).isoformat())
        except (
            Unreadable,
            OSError,
            NotPossible,
            subprocess.SubprocessError,
        ) as cause:  # the store may be away for a while; the lane outlives that
            print(f"{type(cause).__name__}: {cause}", file=sys.stderr)
        stopped.wait(CHORES)


def _snapshot(store: Store, shown: tuple[str, ...] | None, now: datetime) -> tuple[str, ...]:
    """Write snapshot, public feeds and portal beside the store where their sources have changed, and once a day.

    `shown` is what this returned for the files that stand there now, None at first.
    """
    with store.read() as transaction:
        state = *cache.marks(transaction, cache.ISSUED, cache.OFFICE, cache.FEEDS), f"{now:%Y-%m-%d}"
        anything = bool(versions.every(transaction))
    if state != shown and anything:
        snapshot.write_snapshot(store, now)
        standby.write_standby(store, now, site_address())
        if settings.portal_folder():
            portal.write_portal(store, Path(settings.portal_folder()))
    return state


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
    found: FirstOffer | None = None
    """The part of the result that is known already, shown while the rest is worked out."""

    def tell(self, cost: int | None, bound: int) -> None:
        """Note the progress, in cost units, that the next beat writes."""
        self.cost, self.bound = cost, bound

    def run(self) -> None:
        """Beat until the job is over."""
        while not self.over.wait(BEAT):
            with self.store.write() as transaction:
                unwanted = jobs.beat(
                    transaction, self.job.id, self.attempt, _stamp(), self.cost, self.bound, self.found
                )
            if unwanted and not self.cancel.wanted.is_set():
                self.cancel.now()


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
    except Exception as cause:  # whatever a plan dies of is the job's result, never the worker's end
        result = JobFailure(*BROKEN, f"{type(cause).__name__}: {cause}")
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
