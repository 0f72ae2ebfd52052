"""Checks on what is said about a day: whether its duty is held then, and whoever is named could serve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from planner.calendar.regular_words import WEEKDAYS
from planner.calendar.unknown_words import UnknownWords
from planner.errors import Fault, fault
from planner.office.cells.choices import OrderMode, SessionTarget
from planner.office.ids import Tag, untagged
from planner.office.office import Office
from planner.office.sheets import Duty, History, Opening, PinRow, Post, Session, WishRow
from planner.problem.occasions import dates
from planner.words import Words
from planner.workbook.checking.incoming import Incoming, note
from planner.workbook.checking.row_faults import RowFault, RowNote

LONGEST = 400
"""So many days of an order are looked at."""
HeldDays = Callable[[str, int], dict[date, date]]
"""Duty and year → nominal date → the day it is held on."""
CALENDAR = ("值班事项", "放假", "重点时期")
"""The sheets that say on which days a duty is held."""


def day_faults(incoming: Incoming) -> Iterator[RowFault]:
    """Sessions of which two rows say different things, and weekdays that contradict their dates."""
    rows: dict[tuple[str, date], list[Session]] = defaultdict(list)
    for session in incoming.office.of(Session):
        if session.nominal and session.to != SessionTarget.EXTRA:
            rows[session.duty, session.nominal].append(session)
    for some in rows.values():
        for row in some[1:] if len({one.to for one in some}) > 1 else ():
            if any(one in incoming.news for one in some):
                yield RowFault("场次", row, "to", _two_ways(some[0], row), by=("duty", "nominal"))
    for wish in incoming.of(WishRow):
        if wish.date and wish.weekday and wish.date.weekday() not in wish.weekday:
            yield RowFault("时间要求", wish, "weekday", _other_weekday(wish.date), by=("date",))


def _two_ways(one: Session, other: Session) -> Fault:
    words = {str(SessionTarget.CANCELLED): "停一次"}
    said = words.get(one.to, f"改到 {one.to}"), words.get(other.to, f"改到 {other.to}")
    return fault(
        Words(
            "同一场次（%(nominal)s）既写了%(said)s，又写了%(said2)s",
            nominal=one.nominal,
            said=said[0],
            said2=said[1],
            to=one.to,
            to2=other.to,
        ),
        Words("请只留一行；已经存着的那一行，请在网站“场次”页改或删"),
    )


def _other_weekday(day: date) -> Fault:
    return fault(
        Words(
            "%(day)s 是周%(weekdays)s，与所填的星期不符", day=day, weekdays=WEEKDAYS[day.weekday()], day2=f"{day:%A}"
        ),
        Words("请改正日期或星期"),
    )


def _span(pin: PinRow) -> list[date]:
    length = min(((pin.end or pin.start) - pin.start).days, LONGEST)
    return [pin.start + timedelta(days=number) for number in range(length + 1)]


def day_notes(incoming: Incoming) -> Iterator[RowNote]:
    """Orders, wishes and sessions on days on which their duty is not held, and people who could not serve."""
    office = incoming.office

    @cache
    def held(duty: str, year: int) -> dict[date, date]:
        try:
            found = dates(office, office.duties[duty], date(year, 1, 1), date(year, 12, 31))
        except UnknownWords:
            return {}
        extra = (row for row in office.of(Session) if row.duty == duty and row.to == SessionTarget.EXTRA)
        return found | {row.nominal: row.nominal for row in extra if row.nominal}

    yield from _sessions(incoming, held)
    yield from _orders(incoming, held)
    yield from _past(incoming)
    for duty in incoming.of(Duty):
        if not office.posts.get(duty.id):
            yield note(duty, "name", Words("“%(name)s”还没有岗位，不会排班", name=duty.name), ("id",), ("岗位",))


def _sessions(incoming: Incoming, held: HeldDays) -> Iterator[RowNote]:
    for row in incoming.of(Session):
        if row.nominal and row.to != SessionTarget.EXTRA and row.duty in incoming.office.duties:
            days = held(row.duty, row.nominal.year)
            if row.nominal not in days:
                yield _not_held(incoming.office, row, "nominal", row.duty, row.nominal, days)


def _orders(incoming: Incoming, held: HeldDays) -> Iterator[RowNote]:
    office = incoming.office
    for pin in incoming.of(PinRow):
        if pin.duty in office.duties:
            days = [day for day in _span(pin) if not pin.weekday or day.weekday() in pin.weekday]
            if not days:
                yield note(
                    pin,
                    "weekday",
                    Words(
                        "%(start)s%(text)s 没有所填的星期，这一行不起作用",
                        start=pin.start,
                        text=(Words(" 至 %(end)s", end=pin.end) if pin.end else ""),
                    ),
                    ("start", "end"),
                )
            elif not any(day in held(pin.duty, day.year) for day in days):
                yield _not_held(office, pin, "start", pin.duty, pin.start, held(pin.duty, pin.start.year))
            yield from _able(office, pin)
    for wish in incoming.of(WishRow):
        if wish.date and wish.duty in office.duties:
            known = held(wish.duty, wish.date.year)
            if wish.date not in known and wish.date not in known.values():
                yield _not_held(office, wish, "date", wish.duty, wish.date, known)


def _not_held(
    office: Office, row: Session | PinRow | WishRow, column: str, duty: str, day: date, days: Iterable[date]
) -> RowNote:
    near = "、".join(str(one) for one in sorted(sorted(days, key=lambda one: abs(one - day))[:2]))
    name, on = office.duties[duty].name, f"{day}（周{WEEKDAYS[day.weekday()]}）"
    return note(
        row,
        column,
        Words(
            "%(on)s不是“%(name)s”的日子，这一行不起作用%(text)s",
            on=on,
            name=name,
            text=(Words("；相近的是 %(near)s", near=near) if near else ""),
            day=f"{day:%A}",
            day2=day,
        ),
        ("duty", "weekday", "end"),
        CALENDAR,
    )


def _able(office: Office, pin: PinRow) -> Iterator[RowNote]:
    """An order for somebody who is in no pool of the posts that it is about."""
    posts = [
        post for post in office.posts.get(pin.duty, ()) if pin.shift in ("", post.shift) and pin.post in ("", post.post)
    ]
    tag, id = untagged(pin.who)
    rows = office.people.get(id, ()) if tag is Tag.PERSON else [office.units[id]] if id in office.units else []
    kind, pools = ("person" if tag is Tag.PERSON else "unit"), {pool for row in rows for pool in row.pools}
    if pin.mode == OrderMode.FIXED and posts and rows and not any(_takes(post, kind, pools) for post in posts):
        name, duty = office.name(pin.who), office.duties[pin.duty].name
        yield note(
            pin,
            "who",
            Words("“%(name)s”不在“%(duty)s”这些岗位的值班序列里", name=name, duty=duty),
            ("duty", "shift", "post"),
            ("岗位", "人员", "单位"),
        )


def _takes(post: Post, kind: str, pools: set[str]) -> bool:
    return post.assignee == kind and bool(pools & {*post.pools})


def _past(incoming: Incoming) -> Iterator[RowNote]:
    """What was served by whoever the posts do not take, and counts that the history holds as well."""
    office = incoming.office
    for row in incoming.of(History):
        posts = [
            post
            for post in office.posts.get(row.duty, ())
            if row.shift in ("", post.shift) and row.post in ("", post.post)
        ]
        kind = "person" if untagged(row.who)[0] is Tag.PERSON else "unit"
        if posts and all(post.assignee != kind for post in posts):
            name = office.duties[row.duty].name
            there = Words.meaning("who serve", "单位") if kind == "person" else Words.meaning("who serve", "人员")
            yield note(
                row,
                "who",
                Words("“%(name)s”的这些岗位由%(there)s承担", name=name, there=there),
                ("duty", "shift", "post"),
                ("岗位",),
            )
    first: dict[tuple[str, str], date] = {}
    for past in office.of(History) if incoming.of(Opening) else ():
        key = past.who, past.duty
        first[key] = min(first.get(key, past.date), past.date)
    for count in incoming.of(Opening):
        begin = first.get((count.who, count.duty))
        if begin and count.as_of and begin <= count.as_of:
            yield note(
                count,
                "as_of",
                Words(
                    "值班历史从 %(begin)s 起就有，截至 %(as_of)s 的期初会把这一段算两次", begin=begin, as_of=count.as_of
                ),
                ("who", "duty"),
            )
