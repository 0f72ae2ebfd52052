"""Checks on what ties people, units and villages to each other: 代办人, AB角, 并入, 镇街, terms of one person."""

from __future__ import annotations

from collections.abc import Iterator

from planner.errors import Fault, fault
from planner.office.ids import as_person, as_unit
from planner.office.office import SHEET_OF
from planner.office.sheets import Person, Unit, Village
from planner.words import Words, series
from planner.workbook.checking.incoming import Incoming, circles, note
from planner.workbook.checking.row_faults import RowFault, RowNote

TOWN = ("镇", "乡", "街", "town", "street")
"""What the kind or the name of a unit holds that has villages."""


def bond_faults(incoming: Incoming) -> Iterator[RowFault]:
    """Whoever stands in for oneself, what is merged into itself or in a circle, terms of two names."""
    for person in incoming.of(Person):
        for column, zh in (("delegate", "代办人"), ("partner", "AB角")):
            if getattr(person, column) == person.id:
                yield RowFault("人员", person, column, _oneself(zh), by=("id",))
    yield from _two_names(incoming)
    for sheet in (Unit, Village):
        yield from _merged(incoming, sheet)


def _oneself(zh: str) -> Fault:
    return fault(Words("%(zh)s不能是本人", zh=zh), Words("请写另一个人，或清空"))


def _two_names(incoming: Incoming) -> Iterator[RowFault]:
    """New terms of somebody who is called otherwise in another term."""
    for row in incoming.of(Person):
        others = [one.name for one in incoming.office.people[row.id] if one.name != row.name]
        if others:
            cause = fault(
                Words(
                    "编号“%(id)s”的几行姓名不同：%(others)s",
                    id=row.id,
                    others=series(dict.fromkeys((*others, row.name))),
                ),
                Words("是两个人的，请各写编号；是一个人改了名的，请把各行都写成现在的姓名"),
            )
            yield RowFault("人员", row, "name", cause, by=("id",))


def _merged(incoming: Incoming, sheet: type[Unit] | type[Village]) -> Iterator[RowFault]:
    zh = SHEET_OF[sheet].zh
    into = {row.id: row.merged for row in incoming.office.of(sheet) if row.merged and row.merged != row.id}
    around = {id: circle for circle in circles(into) for id in circle}
    names = {row.id: row.name for row in incoming.office.of(sheet)}
    for row in incoming.of(sheet):
        if row.merged == row.id:
            one = fault(Words("并入的是自己"), Words("请写并入后的名称"))
            yield RowFault(zh, row, "merged", one, by=("id",))
        elif row.id in around:
            way = "→".join(names[id] for id in (*around[row.id], around[row.id][0]))
            one = fault(Words("并入成了一圈：%(way)s", way=way), Words("请改正其中一行"))
            yield RowFault(zh, row, "merged", one, by=("id",))


def bond_notes(incoming: Incoming) -> Iterator[RowNote]:
    """Circles of delegates, A/B pairs at odds, what is merged and goes on, villages under no town."""
    office = incoming.office
    last = {id: rows[-1] for id, rows in office.people.items()}
    delegates = {id: row.delegate for id, row in last.items() if row.delegate and row.delegate != id}
    around = {id: circle for circle in circles(delegates) for id in circle}
    for row in incoming.of(Person):
        if row.id in around and row.delegate:
            way = "→".join(last[id].name for id in (*around[row.id], around[row.id][0]))
            yield note(row, "delegate", Words("代办人成了一圈：%(way)s", way=way), ("id",), ("人员",))
        other = last.get(row.partner)
        if other and other.id != row.id and other.partner not in ("", row.id):
            yield note(
                row,
                "partner",
                Words(
                    "%(name)s的AB角是%(other)s，而%(other)s的AB角是%(third)s，两边不一致",
                    name=row.name,
                    other=other.name,
                    third=office.name(as_person(other.partner)),
                ),
                ("id",),
            )
    merged: tuple[Unit | Village, ...] = (*incoming.of(Unit), *incoming.of(Village))
    for one in merged:
        if one.merged and one.end is None:
            yield note(
                one, "merged", Words("“%(name)s”写了并入，却没有停用日期，仍会照常排班", name=one.name), ("end",)
            )
    for village in incoming.of(Village):
        town = office.units.get(village.town)
        if town and town.kind and not any(mark in (town.kind + town.name).lower() for mark in TOWN):
            name = office.name(as_unit(town.id))
            yield note(village, "town", Words("“%(name)s”的类别是%(kind)s，不是镇街", name=name, kind=town.kind))
