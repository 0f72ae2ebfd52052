"""Offices in which a month cannot be met, for a cause that was planted: which rows they are, and what they make impossible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from planner.office.office import Office
from planner.office.sheets import Absence, ClauseRow, Person, Pin, Post, Unit

FIRST = date(2026, 12, 1)


@dataclass(frozen=True)
class Planted:
    """An office with a cause in it: the sheet it was planted on, and the lines of the exported workbook."""

    office: Office
    sheet: str
    lines: frozenset[int]


def plant(office: Office, rng: Random, kind: str) -> Planted:
    """One cause, drawn."""
    return PLANTS[kind](office, rng)


def _added(office: Office, sheet: str, rows: list) -> Planted:
    had = office.rows.get(sheet, ())
    return Planted(office.with_rows(sheet, (*had, *rows)), sheet, frozenset(range(len(had) + 2, len(had) + len(rows) + 2)))


def _changed(office: Office, sheet: str, chosen, change) -> Planted:
    rows = office.rows[sheet]
    lines = frozenset(number for number, row in enumerate(rows, 2) if chosen(row))
    return Planted(office.with_rows(sheet, tuple(change(row) if chosen(row) else row for row in rows)), sheet, lines)


def _pool(office: Office, pool: str) -> list[str]:
    return [row.id for row in office.of(Person) if pool in row.pools]


def _workday(rng: Random) -> date:
    days = [FIRST + timedelta(days=number) for number in range(1, 29)]
    return rng.choice([day for day in days if day.weekday() < 4 and day.day not in (9, 10, 11)])


def _all_away(office: Office, rng: Random) -> Planted:
    day = _workday(rng)
    pool = rng.choice(("接访领导", "话务员"))
    return _added(office, "请假外出", [Absence(who="p:" + one, start=day, kind=rng.choice(("leave", "trip"))) for one in _pool(office, pool)])


def _two_orders(office: Office, rng: Random) -> Planted:
    day, some = _workday(rng), rng.sample(_pool(office, "带班领导"), 2)
    return _added(office, "指定", [Pin(duty="ZB", start=day, post="带班领导", who="p:" + who) for who in some])


def _ordered_away(office: Office, rng: Random) -> Planted:
    day, who = _workday(rng), rng.choice(_pool(office, "接访领导"))
    with_order = _added(office, "指定", [Pin(duty="JF", start=day, who="p:" + who)])
    away = _added(with_order.office, "请假外出", [Absence(who="p:" + who, start=day, kind="trip")])
    return replace(with_order, office=away.office)  # another absence of theirs may clash with the order as well


def _too_few_times(office: Office, rng: Random) -> Planted:
    return _added(office, "规则", [ClauseRow(rule="次数", duties=("RX",), parameters=f"期间=月；最多={rng.choice((2, 3))}", force=0)])


def _too_many_wanted(office: Office, rng: Random) -> Planted:
    wanted = len(_pool(office, "接访领导")) + 1
    return _changed(office, "岗位", lambda row: isinstance(row, Post) and row.duty == "JF", lambda row: replace(row, need=wanted, room=None))


def _no_units(office: Office, rng: Random) -> Planted:
    return _changed(office, "单位", lambda row: isinstance(row, Unit) and "上线单位" in row.pools, lambda row: replace(row, months=(1, 2)))


def _long_rest(office: Office, rng: Random) -> Planted:
    return _added(office, "规则", [ClauseRow(rule="班后休息", duties=("RX",), parameters="小时=84", force=0)])


def _nobody_at_night(office: Office, rng: Random) -> Planted:
    return _changed(office, "人员", lambda row: isinstance(row, Person) and "话务员" in row.pools, lambda row: replace(row, exempt=("夜班",)))


PLANTS = {
    "everybody is away": _all_away, "two are ordered to one post": _two_orders, "somebody away is ordered": _ordered_away,
    "too few times for all shifts": _too_few_times, "more wanted than there are": _too_many_wanted, "no unit on air": _no_units,
    "too long a rest": _long_rest, "nobody may serve at night": _nobody_at_night,
}
