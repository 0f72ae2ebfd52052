"""Who is on duty at a moment, from what is issued, in the order an office phones: one reading for every asker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from planner.office.office import Office
from planner.office.sheets import Post
from planner.roster.issued import issued_lines, months_back
from planner.roster.lines import Line, holder
from planner.store import Transaction
from planner.store.roster import actual_service

LAST = 10**6
"""Stands behind everything that has a number of its own."""
DAY = 24 * 60


def on_duty(transaction: Transaction, office: Office, now: datetime) -> list[Line]:
    """The issued lines that run at an aware moment, under those who really serve: whom to phone first comes first."""
    months = months_back(transaction, now.date(), now.date() + timedelta(days=31))
    running = as_served(
        transaction,
        office,
        [
            line
            for month in months
            for line in issued_lines(transaction, office, month)
            if staffed_at(line.start, line.end, now)
        ],
    )
    return sorted(running, key=lambda line: (phoning_order(office, line), line.start, line.slot.id))


def staffed_at(start: datetime, end: datetime, now: datetime) -> bool:
    """Whether somebody on a slot from `start` to `end` is at their post at `now`, all aware.

    What lasts more than a day and ends later on the clock than it starts is served by day: nobody is there at night.
    """
    if not start <= now < end:
        return False
    by_day = end - start > timedelta(days=1) and end.time() > start.time()
    return not by_day or start.time() <= now.astimezone(start.tzinfo).time() < end.time()


def phoning_order(office: Office, line: Line) -> list[int]:
    """What lines sort by where an office phones.

    First 顺位 of the duty, then that of the post; then duties that are staffed round the clock, then the others; then
    the duties and their posts as they stand on their sheets.
    """
    duty, posts = office.duties.get(line.slot.duty), office.posts.get(line.slot.duty, [])
    number, post = next(
        (
            (number, post)
            for number, post in enumerate(posts)
            if (post.shift, post.post) == (line.slot.shift, line.slot.post)
        ),
        (LAST, None),
    )
    place = next((number for number, id in enumerate(office.duties) if id == line.slot.duty), LAST)
    first = (one.precedence if one and one.precedence else LAST for one in (duty, post))
    return [*first, int(not round_the_clock(posts)), place, number]


def round_the_clock(posts: Iterable[Post]) -> bool:
    """Whether some posts, 听班 apart, leave no minute of a day without anybody."""
    reached = 0
    for start, end in sorted(span for post in posts if post.hold != "on_call" for span in _spans(post)):
        if start > reached:
            return False
        reached = max(reached, end)
    return reached >= DAY


def _spans(post: Post) -> list[tuple[int, int]]:
    """The minutes from midnight in which a post is staffed; one that goes on overnight gives two parts of a day."""
    start, end = (int(one[:2]) * 60 + int(one[3:5]) for one in (post.begin, post.finish))
    return [(start, end)] if start < end else [(0, end), (start, DAY)]


def as_served(transaction: Transaction, office: Office, lines: list[Line]) -> list[Line]:
    """The lines with those who really serve, where somebody stood in and that was entered."""
    instead = {(one.slot, one.planned): one.actual for one in actual_service.standing(transaction)}

    def really(line: Line) -> Line:
        whos = [instead.get((line.slot.id, one.tagged), one.tagged) for one in line.people]
        return replace(line, people=tuple(holder(office, who, line.day) for who in whos if who))

    touched = {slot for slot, _ in instead}
    return [really(line) if line.slot.id in touched else line for line in lines]
