"""Jobs in the store: the row is the truth; a worker claims it, beats while it runs, and writes what came of it."""

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
    """A job that waits for a worker."""
    made = transaction.connection.execute(
        insert(jobs).values(month=month, settings=json.dumps(settings), state="waiting", made_at=at, made_by=by)
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def get(transaction: Transaction, id: int) -> Job | None:
    """A job by its id."""
    row = transaction.connection.execute(select(jobs).where(jobs.c.id == id)).mappings().first()
    return _job(row) if row else None


def record_done(
    transaction: Transaction, month: str, settings: dict[str, Any], result: dict[str, Any], at: str, by: str
) -> None:
    """Keep the result of work that was done at once."""
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
    """All work of a task that has ended, oldest first."""
    query = select(jobs).where(jobs.c.state == "done").order_by(jobs.c.id)
    found = (_job(row) for row in transaction.connection.execute(query).mappings())
    return [one for one in found if one.settings.get("task", "plan") == task]


def running(transaction: Transaction, month: str) -> Job | None:
    """The job of a month that waits or runs, whatever its task."""
    query = (
        select(jobs).where(jobs.c.month == month, jobs.c.state.in_(("waiting", "running"))).order_by(jobs.c.id).limit(1)
    )
    row = transaction.connection.execute(query).mappings().first()
    return _job(row) if row else None


def latest(transaction: Transaction, month: str, task: str = "plan") -> Job | None:
    """The newest job of a month that plans it, or does another task."""
    query = select(jobs).where(jobs.c.month == month).order_by(jobs.c.id.desc())
    found = (_job(row) for row in transaction.connection.execute(query).mappings())
    return next((one for one in found if one.settings.get("task", "plan") == task), None)


def claim(transaction: Transaction, worker: str, at: str, silent_since: str) -> Job | None:
    """Take the oldest job that waits, or whose worker has not beaten since a moment."""
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
    """Say that the job still runs, how far it is and what it has found; True if it is wanted no more, or has another worker."""
    news = {"result": json.dumps(found, ensure_ascii=False)} if found else {}
    transaction.connection.execute(
        update(jobs)
        .where(jobs.c.id == id, jobs.c.worker == worker, jobs.c.state == "running")
        .values(beat_at=at, cost=cost, bound=bound, **news)
    )
    row = get(transaction, id)
    return row is None or row.stop or row.worker != worker


def finish(transaction: Transaction, id: int, worker: str, state: str, result: dict[str, Any]) -> bool:
    """Write what came of a job; False if another worker has it by now."""
    done = transaction.connection.execute(
        update(jobs)
        .where(jobs.c.id == id, jobs.c.worker == worker, jobs.c.state == "running")
        .values(state=state, result=json.dumps(result, ensure_ascii=False))
    )
    return bool(done.rowcount)


def stop(transaction: Transaction, id: int) -> None:
    """Ask that a job end with the best it has."""
    transaction.connection.execute(update(jobs).where(jobs.c.id == id).values(stop=True))
