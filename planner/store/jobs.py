"""Jobs in the store: a worker claims a row, beats while it works on it, and writes what came of it.

The row is the truth; moments are ISO text in one zone, so that they sort.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, insert, or_, select, update

from planner.store.database import Transaction
from planner.store.work_tables import jobs


@dataclass(frozen=True)
class Job:
    """A month to be planned or explained: its settings, state, progress and result."""

    id: int
    month: str
    settings: dict[str, Any]
    state: str
    cost: int | None
    bound: int | None
    result: dict[str, Any]
    made_at: str
    made_by: str
    beat_at: str | None
    worker: str | None
    stop: bool


def _job(row: RowMapping) -> Job:
    plain = {**row, "settings": json.loads(row["settings"]), "result": json.loads(row["result"] or "{}")}
    return Job(**plain)


def add(transaction: Transaction, month: str, settings: dict[str, Any], at: str, by: str) -> int:
    """Add a job that waits for a worker; returns its id."""
    made = transaction.connection.execute(
        insert(jobs).values(month=month, settings=json.dumps(settings), state="waiting", made_at=at, made_by=by)
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def get(transaction: Transaction, id: int) -> Job | None:
    """The job of an id, or None."""
    row = transaction.connection.execute(select(jobs).where(jobs.c.id == id)).mappings().first()
    return _job(row) if row else None


def record_done(
    transaction: Transaction, month: str, settings: dict[str, Any], result: dict[str, Any], at: str, by: str
) -> None:
    """Add a job that is done already, with its result: work that needed no worker."""
    transaction.connection.execute(
        insert(jobs).values(
            month=month,
            settings=json.dumps(settings),
            state="done",
            result=json.dumps(result, ensure_ascii=False),
            made_at=at,
            made_by=by,
        )
    )


def ended(transaction: Transaction, task: str) -> list[Job]:
    """The jobs of a task that are done, oldest first; failed ones are not among them."""
    query = select(jobs).where(jobs.c.state == "done").order_by(jobs.c.id)
    found = (_job(row) for row in transaction.connection.execute(query).mappings())
    return [one for one in found if one.settings.get("task", "plan") == task]


def running(transaction: Transaction, month: str) -> Job | None:
    """The oldest job of a month that waits or runs, whatever its task, or None."""
    query = (
        select(jobs).where(jobs.c.month == month, jobs.c.state.in_(("waiting", "running"))).order_by(jobs.c.id).limit(1)
    )
    row = transaction.connection.execute(query).mappings().first()
    return _job(row) if row else None


def latest(transaction: Transaction, month: str, task: str = "plan") -> Job | None:
    """The newest job of a month with this task, in whatever state, or None."""
    query = select(jobs).where(jobs.c.month == month).order_by(jobs.c.id.desc())
    found = (_job(row) for row in transaction.connection.execute(query).mappings())
    return next((one for one in found if one.settings.get("task", "plan") == task), None)


def claim(transaction: Transaction, worker: str, at: str, silent_since: str) -> Job | None:
    """Take the oldest job that waits, or whose worker's last beat is before `silent_since`; None for none."""
    ready = or_(jobs.c.state == "waiting", (jobs.c.state == "running") & (jobs.c.beat_at < silent_since))
    row = transaction.connection.execute(select(jobs).where(ready).order_by(jobs.c.id).limit(1)).mappings().first()
    if row is None:
        return None
    done = transaction.connection.execute(
        update(jobs).where(jobs.c.id == row["id"], ready).values(state="running", worker=worker, beat_at=at)
    )
    return get(transaction, row["id"]) if done.rowcount else None


def beat(
    transaction: Transaction,
    id: int,
    worker: str,
    at: str,
    cost: int | None,
    bound: int | None,
    found: dict[str, Any] | None = None,
) -> bool:
    """Say that the job still runs, its best cost and bound, and what it has found so far.

    Returns True if the worker should end: the job is wanted no more, or has another worker by now.
    """
    news = {"result": json.dumps(found, ensure_ascii=False)} if found else {}
    transaction.connection.execute(
        update(jobs)
        .where(jobs.c.id == id, jobs.c.worker == worker, jobs.c.state == "running")
        .values(beat_at=at, cost=cost, bound=bound, **news)
    )
    row = get(transaction, id)
    return row is None or row.stop or row.worker != worker


def finish(transaction: Transaction, id: int, worker: str, state: str, result: dict[str, Any]) -> bool:
    """Write the state and result of a job; False, and nothing written, if another worker has it by now."""
    done = transaction.connection.execute(
        update(jobs)
        .where(jobs.c.id == id, jobs.c.worker == worker, jobs.c.state == "running")
        .values(state=state, result=json.dumps(result, ensure_ascii=False))
    )
    return bool(done.rowcount)


def stop(transaction: Transaction, id: int) -> None:
    """Ask that a job end with the best it has; its worker learns of it at its next beat."""
    transaction.connection.execute(update(jobs).where(jobs.c.id == id).values(stop=True))
