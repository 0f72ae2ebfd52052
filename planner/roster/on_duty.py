"""Who is on duty at a moment, from what is issued, in the order an office phones."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from planner.office.office import Office
from planner.roster.issued import issued_lines, months_back
from planner.roster.lines import Line, holder
from planner.store import Transaction
from planner.store.roster import actual_service

HOLDS = {"shared": 0, "full": 1, "on_call": 2}
"""Order by hold: those in charge (shared) first, those on call last."""


def on_duty(transaction: Transaction, office: Office, now: datetime) -> list[Line]:
    """The issued lines that run at an aware moment, under those who really serve: whom to phone first comes first."""
    months = months_back(transaction, now.date(), now.date() + timedelta(days=31))
    running = as_served(
        transaction,
        office,
        [line for month in months for line in issued_lines(transaction, office, month) if line.start <= now < line.end],
    )
    duties = {duty: number for number, duty in enumerate(office.duties)}
    posts = {
        (post.duty, post.shift, post.post): number
        for number, post in enumerate(p for some in office.posts.values() for p in some)
    }

    def order(line: Line) -> tuple[int, int, int, str]:
        slot = line.slot
        return HOLDS[slot.hold], duties.get(slot.duty, 999), posts.get((slot.duty, slot.shift, slot.post), 999), slot.id

    return sorted(running, key=order)


def as_served(transaction: Transaction, office: Office, lines: list[Line]) -> list[Line]:
    """The lines with those who really serve, where somebody stood in and that was entered."""
    instead = {(one.slot, one.planned): one.actual for one in actual_service.standing(transaction)}

    def really(line: Line) -> Line:
        whos = [instead.get((line.slot.id, one.tagged), one.tagged) for one in line.people]
        return replace(line, people=tuple(holder(office, who, line.day) for who in whos if who))

    touched = {slot for slot, _ in instead}
    return [really(line) if line.slot.id in touched else line for line in lines]
