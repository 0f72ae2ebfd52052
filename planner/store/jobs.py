"""Jobs in the store: a worker claims a row, beats while it works on it, and writes what came of it.

The row is the truth; moments are ISO text in one zone, so that they sort.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import RowMapping, func, insert, or_, select, update

from planner.store.database import Transaction
from planner.store.results.as_json import AsJson
from planner.store.results.draw_list import DrawList
from planner.store.results.explanation import Explanation
from planner.store.results.job_results import CALLED_OFF, DraftMade, FirstOffer, JobFailure, SearchSoFar
from planner.store.results.plan_offers import PlanOffers
from planner.store.row_ids import JobId, inserted
from planner.store.work_tables import jobs


class TaskKind(StrEnum):
    """What is done to a month in the background, or was done at once and kept."""

    PLAN = "plan"
    EXPLAIN = "explain"
    OFFERS = "offers"
    DRAW = "draw"


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class JobSettings(AsJson):
    """What a job is to do. A plan: in how many seconds, close to what is issued, with so many changes, of which days.

    A draw: of which duty. A plan without days is of the whole month.
    """

    task: TaskKind = TaskKind.PLAN
    seconds: int | float = 60
    """As it was asked: 60 and 60.0 are kept apart."""
    keep: bool = False
    changes: int | None = None
    first: date | None = None
    last: date | None = None
    duty: str = ""
    keep_draft: bool = False
    """Whether a plan keeps to the latest draft where it can, instead of starting anew."""

    def to_json(self) -> dict[str, object]:
        """What matters to the task; a plan does not name its task."""
        planned = self.task is TaskKind.PLAN
        always, where_said = (
            (("seconds", "keep", "changes"), ("first", "last", "keep_draft")) if planned else (("task",), ("duty",))
        )
        plain = super().to_json().items()
        return {name: value for name, value in plain if name in always or (name in where_said and value)}


JobResult = DraftMade | Explanation | PlanOffers | SearchSoFar | FirstOffer | DrawList | JobFailure
LEFT_BY: dict[TaskKind, type[DraftMade] | type[Explanation] | type[PlanOffers] | type[DrawList]] = {
    TaskKind.PLAN: DraftMade,
    TaskKind.EXPLAIN: Explanation,
    TaskKind.OFFERS: PlanOffers,
    TaskKind.DRAW: DrawList,
}
"""What a task leaves once it is done."""


@dataclass(frozen=True)
class Job:
    """A month to be planned or explained: its settings, state, progress and result."""

    id: JobId
    month: str
    settings: JobSettings
    state: JobState
    cost: int | None
    bound: int | None
    result: JobResult | None
    """Of one that runs: what is known so far."""
    made_at: str
    made_by: str
    beat_at: str | None
    worker: str | None
    stop: bool


def _job(row: RowMapping) -> Job:
    settings, state = JobSettings.from_json(json.loads(row["settings"])), JobState(row["state"])
    result = _result(settings.task, state, json.loads(row["result"] or "{}"))
    return Job(**{**row, "settings": settings, "state": state, "result": result})


def _result(task: TaskKind, state: JobState, plain: dict[str, object]) -> JobResult | None:
    if not plain:
        return None
    if state is JobState.DONE:
        return LEFT_BY[task].from_json(plain)
    if state is JobState.FAILED:
        return JobFailure.from_json(plain)
    return SearchSoFar.from_json(plain) if task is TaskKind.PLAN else FirstOffer.from_json(plain)


def add(transaction: Transaction, month: str, settings: JobSettings, at: str, by: str) -> JobId:
    """Add a job that waits for a worker; returns its id."""
    made = transaction.connection.execute(
        insert(jobs).values(
            month=month, settings=json.dumps(settings.to_json()), state=JobState.WAITING, made_at=at, made_by=by
        )
    )
    return JobId(inserted(made))


def get(transaction: Transaction, id: JobId) -> Job | None:
    """The job of an id, or None."""
    row = transaction.connection.execute(select(jobs).where(jobs.c.id == id)).mappings().first()
    return _job(row) if row else None


def record_done(
    transaction: Transaction, month: str, settings: JobSettings, result: JobResult, at: str, by: str
) -> None:
    """Add a job that is done already, with its result: work that needed no worker."""
    transaction.connection.execute(
        insert(jobs).values(
            month=month,
            settings=json.dumps(settings.to_json()),
            state=JobState.DONE,
            result=json.dumps(result.to_json(), ensure_ascii=False),
            made_at=at,
            made_by=by,
        )
    )


def ended(transaction: Transaction, task: TaskKind) -> list[Job]:
    """The jobs of a task that are done, oldest first; failed ones are not among them."""
    query = select(jobs).where(jobs.c.state == JobState.DONE).order_by(jobs.c.id)
    found = (_job(row) for row in transaction.connection.execute(query).mappings())
    return [one for one in found if one.settings.task is task]


def count_by_state(transaction: Transaction) -> dict[JobState, int]:
    """How many jobs there are of each state."""
    query = select(jobs.c.state, func.count()).group_by(jobs.c.state)
    found = {JobState(state): int(number) for state, number in transaction.connection.execute(query)}
    return {state: found.get(state, 0) for state in JobState}


def running(transaction: Transaction, month: str) -> Job | None:
    """The oldest job of a month that waits or runs, whatever its task, or None."""
    query = (
        select(jobs)
        .where(jobs.c.month == month, jobs.c.state.in_((JobState.WAITING, JobState.RUNNING)))
        .order_by(jobs.c.id)
        .limit(1)
    )
    row = transaction.connection.execute(query).mappings().first()
    return _job(row) if row else None


def latest(transaction: Transaction, month: str, task: TaskKind = TaskKind.PLAN) -> Job | None:
    """The newest job of a month with this task, in whatever state, or None."""
    query = select(jobs).where(jobs.c.month == month).order_by(jobs.c.id.desc())
    found = (_job(row) for row in transaction.connection.execute(query).mappings())
    return next((one for one in found if one.settings.task is task), None)


def claim(transaction: Transaction, worker: str, at: str, silent_since: str, ahead: str = "9999") -> Job | None:
    """Take the oldest job that waits, or whose worker is silent; None for none.

    It is silent where its last beat is before `silent_since`, or after `ahead`: the clock was set back since, and
    whoever lives beats by it again.
    """
    silent = or_(jobs.c.beat_at < silent_since, jobs.c.beat_at > ahead)
    ready = or_(jobs.c.state == JobState.WAITING, (jobs.c.state == JobState.RUNNING) & silent)
    row = transaction.connection.execute(select(jobs).where(ready).order_by(jobs.c.id).limit(1)).mappings().first()
    if row is None:
        return None
    done = transaction.connection.execute(
        update(jobs).where(jobs.c.id == row["id"], ready).values(state=JobState.RUNNING, worker=worker, beat_at=at)
    )
    return get(transaction, row["id"]) if done.rowcount else None


def beat(
    transaction: Transaction,
    id: JobId,
    worker: str,
    at: str,
    cost: int | None,
    bound: int | None,
    found: SearchSoFar | FirstOffer | None = None,
) -> bool:
    """Say that the job still runs, its best cost and bound, and what it has found so far.

    Returns True if the worker should end: the job is wanted no more, was called off, or has another worker by now.
    """
    news = {"result": json.dumps(found.to_json(), ensure_ascii=False)} if found else {}
    transaction.connection.execute(
        update(jobs)
        .where(jobs.c.id == id, jobs.c.worker == worker, jobs.c.state == JobState.RUNNING)
        .values(beat_at=at, cost=cost, bound=bound, **news)
    )
    row = get(transaction, id)
    return row is None or row.stop or row.state is not JobState.RUNNING or row.worker != worker


def finish(transaction: Transaction, id: JobId, worker: str, state: JobState, result: JobResult) -> bool:
    """Write the state and result of a job; False, and nothing written, if another worker has it by now."""
    done = transaction.connection.execute(
        update(jobs)
        .where(jobs.c.id == id, jobs.c.worker == worker, jobs.c.state == JobState.RUNNING)
        .values(state=state, result=json.dumps(result.to_json(), ensure_ascii=False))
    )
    return bool(done.rowcount)


def stop(transaction: Transaction, id: JobId) -> None:
    """Ask that a job end with the best it has; its worker learns of it at its next beat."""
    transaction.connection.execute(update(jobs).where(jobs.c.id == id).values(stop=True))


def discard(transaction: Transaction, id: JobId) -> None:
    """End a job that waits or runs and keep nothing of it; its worker learns of it at its next beat."""
    left = JobFailure(*CALLED_OFF, called_off=True)
    transaction.connection.execute(
        update(jobs)
        .where(jobs.c.id == id, jobs.c.state.in_((JobState.WAITING, JobState.RUNNING)))
        .values(state=JobState.FAILED, result=json.dumps(left.to_json(), ensure_ascii=False))
    )
