"""Absences and orders without the days on which a way out gives them up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from constraints.explaining.found import WayOut
from constraints.problem.problem import DAY, Slot
from planner.explaining import causes
from planner.explaining.causes import Cause
from planner.explaining.row_change import RowChange, row_change
from planner.office.cells.choices import AbsenceState, OrderMode
from planner.office.ids import as_person, bare
from planner.office.keys import OrderKey
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, PinRow, SheetRow
from planner.problem.assignees import members
from planner.words import Words, day_words

ONE = timedelta(days=1)


def shorter_absence(office: Office, slots: dict[str, Slot], cause: Cause, row: AbsenceRow, way: WayOut) -> RowChange:
    """The absence without the days on which its people are needed; others of the same row stay away as before."""
    days: dict[str, set[date]] = {}
    away = {who for who, _ in cause.fact.absences}
    for slot, who in way.pairs:
        held = slots[slot]
        if who in away and any(
            gone.start < held.end and held.start < gone.end for one, gone in cause.fact.absences if one == who
        ):
            span = {date.fromordinal(day) for day in range(held.day, (held.end - 1) // DAY + 1)}
            days.setdefault(who, set()).update(span.intersection(_all_days(row)))
    days = days or {who: set(_all_days(row)) for who in away}
    after: list[SheetRow] = []
    for one in members(office, row.who) if len(days) < len(away) or len(away) > 1 else [bare(row.who)]:
        mine = replace(row, who=as_person(one))
        after += _without(mine, days.get(as_person(one), set()))
    left = "；".join(
        f"{office.name(one.who)} {one.start}—{one.end or one.start}"
        for one in after
        if isinstance(one, AbsenceRow) and one.who in days
    )
    names = "、".join(office.name(who) for who in days)
    when = "、".join(day_words(day, "zh") for day in sorted(set().union(*days.values())))
    english = ", ".join(day_words(day, "en") for day in sorted(set().union(*days.values())))
    stays = tuple(after) or (replace(row, state=AbsenceState.WITHDRAWN),)
    return row_change(
        cause,
        stays,
        Words.given(left or "撤销", left or "withdrawn"),
        Words("请 %(names)s %(when)s 不外出（电话征得同意）", names=names, when=when, english=english),
        tuple(days),
    )


def _all_days(row: AbsenceRow | PinRow) -> Iterator[date]:
    day = row.start
    while day <= (row.end or row.start):
        yield day
        day += ONE


def _without(row: AbsenceRow | PinRow, days: set[date]) -> list[SheetRow]:
    """The row without some of its days, as no row, one row, or one for each run of days left."""
    found: list[SheetRow] = []
    run: list[date] = []
    for day in (*_all_days(row), None):
        if day is not None and day not in days:
            run.append(day)
        elif run:
            found.append(replace(row, start=run[0], end=run[-1] if len(run) > 1 else None))
            run = []
    return [row] if not days else found


def shorter_order(office: Office, cause: Cause, row: PinRow, way: WayOut) -> RowChange:
    """The order without the days on which it cannot be kept."""
    if row.mode == OrderMode.FORBIDDEN:
        days = {
            date.fromisoformat(OrderKey.of(pin.id).day)
            for pin in cause.fact.pins
            for slot, who in way.pairs
            if who == pin.who and slot in pin.slots
        }
    else:
        mine = {pin.id for pin in cause.fact.pins}
        days = {date.fromisoformat(OrderKey.of(pin).day) for who, pin in way.orders if who == row.who and pin in mine}
    days = days or set(_all_days(row))
    after = tuple(_without(row, days))
    words = causes.cause_words(office, cause, "zh"), causes.cause_words(office, cause, "en")
    when = (
        "、".join(day_words(day, "zh") for day in sorted(days)),
        ", ".join(day_words(day, "en") for day in sorted(days)),
    )
    left = "；".join(f"{one.start}—{one.end or one.start}" for one in after if isinstance(one, PinRow))
    return row_change(
        cause,
        after,
        Words.given(left or "删除", left or "removed"),
        Words("不再要求：%(words)s（%(when)s）", words=words[0], when=when[0], words2=words[1], when2=when[1]),
        (row.who,),
    )
