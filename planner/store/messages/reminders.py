"""Ticks on the reminders of a day's duties: told, answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import insert, select, update

from planner.store.database import Transaction
from planner.store.work_tables import reminders


class TickStep(StrEnum):
    """What is ticked of a reminder, by the column that keeps when."""

    TOLD = "told"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Ticked:
    """When (ISO) somebody was told of a slot of a day, and when they answered; '' for not yet."""

    told: str
    answered: str


def of_day(transaction: Transaction, day: str) -> dict[tuple[str, str], Ticked]:
    """(slot id, who) → ticks, for the reminders of a day (ISO)."""
    query = select(reminders).where(reminders.c.day == day).order_by(reminders.c.slot, reminders.c.who)
    rows = transaction.connection.execute(query)
    return {(row.slot, row.who): Ticked(row.told, row.answered) for row in rows}


def tick(transaction: Transaction, day: str, slot: str, who: str, step: TickStep, at: str) -> None:
    """Set the tick `step` to a moment, or take it back with ''."""
    key = (reminders.c.day == day, reminders.c.slot == slot, reminders.c.who == who)
    if transaction.connection.execute(select(reminders.c.slot).where(*key)).first() is None:
        transaction.connection.execute(insert(reminders).values(day=day, slot=slot, who=who))
    transaction.connection.execute(update(reminders).where(*key).values(**{step.value: at}))
