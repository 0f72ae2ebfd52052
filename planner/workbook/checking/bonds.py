"""Checks on what ties people, units and villages to each other: 代办人, AB角, 并入, 镇街, terms of one person."""

from __future__ import annotations

from collections.abc import Iterator

from planner.errors import Fault, fault
from planner.office.ids import as_person, as_unit
from planner.office.office import SHEET_OF
from planner.office.sheets import Person, Unit, Village
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
    return fault(
        f"{zh}不能是本人", f"{zh} is the person itself", "请写另一个人，或清空", "name another person, or none"
    )


def _two_names(incoming: Incoming) -> Iterator[RowFault]:
    """New terms of somebody who is called otherwise in another term."""
    for row in incoming.of(Person):
        others = [one.name for one in incoming.office.people[row.id] if one.name != row.name]
        if others:
            cause = fault(
                f"编号“{row.id}”的几行姓名不同：{'、'.join(dict.fromkeys((*others, row.name)))}",
                f"the rows of '{row.id}' have different names: {', '.join(dict.fromkeys((*others, row.name)))}",
                "是两个人的，请各写编号；是一个人改了名的，请把各行都写成现在的姓名",
                "give two people two ids; of one who changed names write the present one in every row",
            )
            yield RowFault("人员", row, "name", cause, by=("id",))


def _merged(incoming: Incoming, sheet: type[Unit] | type[Village]) -> Iterator[RowFault]:
    zh = SHEET_OF[sheet].zh
    into = {row.id: row.merged for row in incoming.office.of(sheet) if row.merged and row.merged != row.id}
    around = {id: circle for circle in circles(into) for id in circle}
    names = {row.id: row.name for row in incoming.office.of(sheet)}
    for row in incoming.of(sheet):
        if row.merged == row.id:
            one = fault("并入的是自己", "it is merged into itself", "请写并入后的名称", "name what it went into")
            yield RowFault(zh, row, "merged", one, by=("id",))
        elif row.id in around:
            way = "→".join(names[id] for id in (*around[row.id], around[row.id][0]))
            one = fault(f"并入成了一圈：{way}", f"merged in a circle: {way}", "请改正其中一行", "correct one of them")
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
            yield note(
                row, "delegate", f"代办人成了一圈：{way}", f"the delegates go in a circle: {way}", ("id",), ("人员",)
            )
        other = last.get(row.partner)
        if other and other.id != row.id and other.partner not in ("", row.id):
            names = row.name, other.name, office.name(as_person(other.partner))
            yield note(
                row,
                "partner",
                "{0}的AB角是{1}，而{1}的AB角是{2}，两边不一致".format(*names),
                "the A/B pair of {0} is {1}, but that of {1} is {2}".format(*names),
                ("id",),
            )
    merged: tuple[Unit | Village, ...] = (*incoming.of(Unit), *incoming.of(Village))
    for one in merged:
        if one.merged and one.end is None:
            yield note(
                one,
                "merged",
                f"“{one.name}”写了并入，却没有停用日期，仍会照常排班",
                f"'{one.name}' is merged into another, but has no end: it is planned as before",
                ("end",),
            )
    for village in incoming.of(Village):
        town = office.units.get(village.town)
        if town and town.kind and not any(mark in (town.kind + town.name).lower() for mark in TOWN):
            name = office.name(as_unit(town.id))
            yield note(
                village, "town", f"“{name}”的类别是{town.kind}，不是镇街", f"'{name}' is a {town.kind} and no town"
            )
