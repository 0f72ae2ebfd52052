"""Key periods: when a duty is held in one, and what its posts are: other need, pools and swap policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.calendar.recurrence import parse
from planner.office.cells.choices import SwapPolicy
from planner.office.office import Office
from planner.office.sheets import Duty, KeyPeriod, Post


def nominal_dates(office: Office, duty: Duty, first: date, last: date) -> list[date]:
    """The nominal dates from `first` to `last` on which at least one post of the duty is held, in order."""
    named = set(parse(duty.calendar, office.counted_from(duty)).dates(first, last, office.calendar))
    for row in _dense(office, duty.id):
        inside = max(first, row.start), min(last, row.end)
        if inside[0] <= inside[1]:
            if all(_speaks_of(row, post) for post in office.posts.get(duty.id, ())):
                named = {day for day in named if not inside[0] <= day <= inside[1]}
            named |= set(parse(row.calendar, row.start).dates(*inside, office.calendar))
    return sorted(named)


def held(office: Office, duty: Duty, post: Post, nominal: date) -> bool:
    """Whether a post is held on a nominal date of its duty.

    Not every post is: a key period that gives other posts more days does not add them for this one.
    """
    rows = [row for row in _dense(office, duty.id) if row.start <= nominal <= row.end]
    mine = [row for row in rows if _speaks_of(row, post)]
    if mine:
        return parse(mine[-1].calendar, mine[-1].start).matches(nominal, office.calendar)
    return not rows or parse(duty.calendar, office.counted_from(duty)).matches(nominal, office.calendar)


def on_day(office: Office, post: Post, day: date, site: str = "") -> Post:
    """The post as the key periods of a day make it at a site.

    The people that they add (or take away) add up; of pools and swap policy the last period that names some counts.
    """
    for row in office.of(KeyPeriod):
        here = not row.sites or site in row.sites
        if row.start <= day <= row.end and post.duty in row.duties and here and _speaks_of(row, post):
            post = replace(
                post,
                need=max(0, post.need + row.extra),
                room=max(0, (post.room or post.need) + row.extra),
                pools=row.pools or post.pools,
                swap=SwapPolicy(row.swap) if row.swap else post.swap,
            )
    return post


def _dense(office: Office, duty: str) -> list[KeyPeriod]:
    """The key periods that give a duty another calendar."""
    return [row for row in office.of(KeyPeriod) if row.calendar and duty in row.duties]


def _speaks_of(row: KeyPeriod, post: Post) -> bool:
    return not row.posts or post.post in row.posts or post.id in row.posts
