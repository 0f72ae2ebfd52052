"""The double-random check (双随机): duties and inspectors drawn by a published seed, so that anybody can draw again.

Every choice goes by SHA-256 of the seed and an id, the smallest first: a list and a hash are all it takes to check it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime
from math import ceil

from planner.errors import NotPossible
from planner.office.ids import as_person
from planner.office.office import Office
from planner.problem.assignees import members
from planner.problem.period import Period
from planner.roster.issued import issued_lines
from planner.roster.lines import Line
from planner.store import Store, Transaction, audit, jobs
from planner.store.jobs import JobSettings, TaskKind
from planner.store.results.draw_list import DrawList, DrawnObject
from planner.store.roster import offices
from planner.words import Words

POOL = "督查人员"
APART = 3
"""For so many months what was drawn is drawn again only where nothing else is left."""


def draw(store: Store, month: str, duty: str, percent: int, seed: str, pool: str, now: datetime, by: str) -> DrawList:
    """The check list of a duty's month, kept on record; the first seed of a month stands. Raises NotPossible."""
    text = Period.month(month).text
    with store.write() as transaction:
        done = [one.result for one in jobs.ended(transaction, TaskKind.DRAW)]
        before = [one for one in done if isinstance(one, DrawList) and one.duty == duty]
        this = next((one for one in before if one.month == text), None)
        if this and (this.seed, this.share, this.pool) != (seed, percent, pool):
            raise NotPossible(
                Words("%(text)s 已经抽取过：种子 %(seed)s，%(share)s%%", text=text, seed=this.seed, share=this.share)
            )
        found = _drawn(transaction, offices.load(transaction), text, duty, percent, seed, pool, [] if this else before)
        if this:
            return this
        jobs.record_done(transaction, text, JobSettings(TaskKind.DRAW, duty=duty), found, now.isoformat(), by)
        audit.record(transaction, now, by, "draw", {"month": text, "duty": duty, "seed": seed, "share": percent})
        return found


def _drawn(
    transaction: Transaction,
    office: Office,
    month: str,
    duty: str,
    percent: int,
    seed: str,
    pool: str,
    before: list[DrawList],
) -> DrawList:
    inspectors = _inspectors(office, pool, Period.month(month).first)
    objects = _objects(issued_lines(transaction, office, month, duty))
    if not objects:
        raise NotPossible(Words("%(month)s 没有印发过这个事项", month=month))
    recent = {one for row in before if _months(row.month, month) in range(1, APART + 1) for one in row.sites}
    fresh = {key: line for key, line in objects.items() if key not in recent}
    count = ceil(len(objects) * percent / 100)
    order = sorted(fresh, key=lambda key: draw_mark(seed, key)) + sorted(
        objects.keys() - fresh.keys(), key=lambda key: draw_mark(seed, key)
    )
    chosen = order[:count]
    most = ceil(count / len(inspectors))
    used: Counter[str] = Counter()
    drawn = []
    for key in chosen:
        line = objects[key]
        own = {one.unit for one in line.people} | {
            one for village in [office.villages.get(line.site)] if village for one in (*village.units, village.town)
        }
        free = [one for one in inspectors if not own & _units(office, one, line.day)]
        free = [one for one in free if used[one] < most] or free
        if not free:
            raise NotPossible(Words("%(place)s 没有可派的督查人员（须回避本单位）", place=line.slot.place))
        who = min(free, key=lambda one: draw_mark(seed, f"{key}|{one}"))
        used[who] += 1
        drawn.append(_row(office, line, key, who, seed))
    return DrawList(
        month,
        duty,
        seed,
        percent,
        pool,
        len(objects),
        len(inspectors),
        tuple(sorted(recent & objects.keys())),
        tuple(chosen),
        tuple(drawn),
    )


def _units(office: Office, who: str, day: date) -> set[str]:
    """The units an inspector belongs to on a day; none for somebody the office does not know."""
    row = office.person(who, day)
    return set(row.units) if row else set()


def _objects(lines: list[Line]) -> dict[str, Line]:
    """Site id, or slot id where a duty has no sites → its first line with people on it: what can be looked at."""
    found: dict[str, Line] = {}
    for line in lines:
        if line.people:
            found.setdefault(line.site or line.slot.id, line)
    return found


def _inspectors(office: Office, pool: str, day: date) -> list[str]:
    there = [
        one
        for one in members(office, "pool:" + pool)
        if (row := office.person(one, day)) and (row.end or day) >= day and (row.start or day) <= day
    ]
    if not there:
        raise NotPossible(
            Words("值班序列“%(pool)s”里没有人，请在“人员”表中把督查人员列入该序列，或用 --pool 指明", pool=pool)
        )
    return sorted(there)


def _row(office: Office, line: Line, key: str, who: str, seed: str) -> DrawnObject:
    place = line.slot.place or line.duty_name
    return DrawnObject(
        line.slot.id,
        line.site,
        place,
        line.day.isoformat(),
        tuple(one.name for one in line.people),
        who,
        office.name(as_person(who)),
        draw_mark(seed, key)[:12],
    )


def _months(earlier: str, later: str) -> int:
    """How many months the later of two (YYYY-MM) lies after the earlier."""
    (a, b), (c, d) = ((int(part) for part in text.split("-")) for text in (earlier, later))
    return (c - a) * 12 + d - b


def draw_mark(seed: str, key: str) -> str:
    """SHA-256 of `seed|key` in UTF-8, in hexadecimal digits: the order of the draw."""
    return hashlib.sha256(f"{seed}|{key}".encode()).hexdigest()
