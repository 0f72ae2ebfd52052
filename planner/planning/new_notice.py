"""A new holiday notice: the days, dates and issued duties it changes, and drafts that mend them with few changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from constraints.problem.problem import DayKind, Slot
from constraints.solve import Effort, PlanStatus
from planner.errors import NotPossible
from planner.office.office import Office
from planner.planning import replan
from planner.planning.plan import Ask, plan
from planner.problem.build import period_slots
from planner.problem.occasions import occasions
from planner.problem.period import Issued, Period
from planner.roster.lines import held_slots
from planner.store import Store, Transaction, audit
from planner.store.held_slot import Held
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content
from planner.store.row_ids import DraftId
from planner.words import Lang, Words


class HitKind(StrEnum):
    """What a notice does to a slot: it is held at another time, is certain by now, is gone, or comes."""

    MOVED = "moved"
    SETTLED = "settled"
    GONE = "gone"
    NEW = "new"


HIT_WORDS = {
    HitKind.MOVED: Words("改期"),
    HitKind.SETTLED: Words("待定转为确定"),
    HitKind.GONE: Words.meaning("day", "取消"),
    HitKind.NEW: Words("新增"),
}


@dataclass(frozen=True)
class DayFlip:
    """A day (ISO 8601) that is of another kind now."""

    date: str
    now: DayKind
    was: DayKind


@dataclass(frozen=True)
class DateMove:
    """A duty's date that moves for its nominal day; '' where there was none. All in ISO 8601."""

    duty: str
    nominal: str
    date: str
    was: str = ""


@dataclass(frozen=True)
class SlotHit:
    """An issued slot that the notice hits, or one that comes: its days in ISO 8601 ('' for none), and who is on it."""

    month: str
    duty: str
    slot: str
    kind: HitKind
    was: str
    now: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class MendedMonth:
    """The draft that mends an issued month: how many slots it changes, what it costs, whom it concerns."""

    month: str
    draft: DraftId
    changes: int
    cost: int
    status: PlanStatus
    people: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """What a notice changes, each change a row that a page can show.

    `flips` are days of another kind than before, `moves` duties that fall on another date, `hits` issued slots still
    ahead whose `kind` of change is new, gone, moved or settled (no longer tentative).
    """

    flips: tuple[DayFlip, ...]
    moves: tuple[DateMove, ...]
    hits: tuple[SlotHit, ...]
    months: tuple[str, ...]
    """The months (YYYY-MM) of `hits`."""


def effects(standing: Standing, year: int, text: str, now: datetime) -> Effects:
    """What loading a notice for a year would change; `text` is the notice as JSON. Writes nothing."""
    before = standing.office
    after = Office(before.rows, {**before.notices, year: text})
    days = (_first(year) + timedelta(days=number) for number in range(31 + 366))
    flips = tuple(
        DayFlip(day.isoformat(), after.calendar.kind(day), before.calendar.kind(day))
        for day in days
        if day.year <= year and before.calendar.kind(day) != after.calendar.kind(day)
    )
    was = {(one.duty, one.nominal): one.date for one in _dates(before, year)}
    moves = tuple(
        replace(one, was=was.get((one.duty, one.nominal), ""))
        for one in _dates(after, year)
        if was.get((one.duty, one.nominal)) != one.date
    )
    hits = tuple(_hits(standing.transaction, standing.issued, after, year, now))
    return Effects(flips, moves, hits, tuple(sorted({one.month for one in hits})))


def _first(year: int) -> date:
    """The first day that a notice may speak of: its 元旦 can begin in the December before."""
    return date(year - 1, 12, 1)


def _dates(office: Office, year: int) -> list[DateMove]:
    return [
        DateMove(duty.id, one.nominal.isoformat(), one.day.isoformat())
        for duty in office.duties.values()
        for one in occasions(office, duty, _first(year), date(year, 12, 31))
    ]


def _hits(transaction: Transaction, content: Content, after: Office, year: int, now: datetime) -> Iterator[SlotHit]:
    """Issued slots, today or later, that change or vanish under the notice, and slots that it adds to issued months."""
    names: dict[str, list[str]] = {}
    for slot, who in sorted(content.pairs):
        names.setdefault(slot, []).append(after.name(who))
    divided = Issued((), {id: one.slot for id, one in content.slots.items()}, after.minute(now))
    for month in sorted(
        {version.month for version in versions.every(transaction) if version.month[:4] in (str(year - 1), str(year))}
    ):
        period = Period.month(month, [version.duty for version in versions.current(transaction, month)])
        now_divided = period_slots(after, period, divided)
        fresh = {one.slot.id: one for one in held_slots(after, now_divided, period.first, period.last)}
        issued = {
            id: one
            for id, one in content.slots.items()
            if one.slot.duty in (period.duties or ()) and _in(one.slot, period)
        }
        for id in sorted(issued.keys() | fresh.keys()):
            kind = _differs(issued.get(id), fresh.get(id))
            held = issued.get(id) or fresh[id]
            ahead = held.slot.day >= now.toordinal()
            if kind and ahead:
                yield SlotHit(
                    month, held.slot.duty, id, kind, _day(issued.get(id)), _day(fresh.get(id)), tuple(names.get(id, ()))
                )


def _in(slot: Slot, period: Period) -> bool:
    return period.first.toordinal() <= slot.nominal <= period.last.toordinal()


def _differs(was: Held | None, now: Held | None) -> HitKind | None:
    if was is None:
        return HitKind.NEW
    if now is None:
        return HitKind.GONE
    if was.slot.start != now.slot.start:  # a notice moves days; the end stays the one that was issued
        return HitKind.MOVED
    return HitKind.SETTLED if was.tentative and not now.tentative else None


def _day(held: Held | None) -> str:
    return date.fromordinal(held.slot.day).isoformat() if held else ""


def mark_of(standing: Standing, year: int, text: str, found: Effects) -> str:
    """What tells one loading from every other: the notice, the one it takes the place of, and all that it changes."""
    told = (year, text, standing.office.notices.get(year, ""), found)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def keep_notice(store: Store, year: int, text: str, name: str, now: datetime, actor: str, mark: str = "") -> Effects:
    """Keep the notice (as `read_notice` takes it), and return what that changes.

    Raises NotPossible where a `mark` is given, and by now more or less would change than when it was made.
    """
    with store.write() as transaction:
        standing = Standing.read(transaction)
        found = effects(standing, year, text, now)
        if mark and mark != mark_of(standing, year, text, found):
            raise NotPossible(Words("看过以后数据有变，请重新装入再看"))
        offices.load_notice(transaction, year, text)
        audit.record(transaction, now, actor, "notice", {"year": year, "file": name})
    return found


def load_in_notice(
    store: Store, year: int, text: str, name: str, now: datetime, actor: str, lang: Lang
) -> tuple[Effects, list[MendedMonth]]:
    """Keep the notice, and plan every issued month that it hits again with the fewest changes.

    Returns what changed and one row a month drafted; nothing is issued by itself.
    """
    found = keep_notice(store, year, text, name, now, actor)
    return found, [row for month in found.months if (row := _drafted(store, month, now, lang))]


def _drafted(store: Store, month: str, now: datetime, lang: Lang) -> MendedMonth | None:
    with store.read() as transaction:
        duties = [version.duty for version in versions.current(transaction, month)]
    try:
        least = replan.offers(store, month, now, duties=duties).offers[0]
    except NotPossible:
        return None
    done = plan(store, Ask(Period.month(month, duties), Effort(changes=least.changes)), now, lang)
    return MendedMonth(month, done.draft, least.changes, done.solved.cost, done.solved.status, least.people)
