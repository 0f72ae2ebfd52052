"""Who of the whole method serves with whom: who is new is led in, who is kept apart, who is spared, whose turn it is.

All of it is rows of the workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from planner.office.cells.choices import AbsenceKind
from planner.office.ids import Tag, as_person
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, ClauseRow, KeptApartRow, Person, SheetRow
from planner.samples.standard import BACKBONE

APART = (("G05", "H03"), ("G07", "G12"))
"""Ids of couples who are not both on duty in one night."""
ON_LEAVE = ("H05", "G09", "H07")
"""Ids of who is on leave in the month, in the next one and in the one after that."""
NEW_SINCE = timedelta(days=20)
MONTHS = 3
"""The sample knows of what is planned within so many months."""


def months_ahead(month: date) -> list[date]:
    """The first days of the month and of those after it of which the sample knows something."""
    found = [month]
    while len(found) < MONTHS:
        found.append((found[-1] + timedelta(days=31)).replace(day=1))
    return found


def company(office: Office, month: date) -> Mapping[str, tuple[SheetRow, ...]]:
    """Sheet → further rows for a district, for the month that `month` begins."""
    return {
        "人员": (_newcomer(office, month),),
        "回避": tuple(KeptApartRow(who=who, other=other, within="night", note="夫妻") for who, other in APART),
        "请假外出": tuple(
            AbsenceRow(
                who=as_person(who),
                start=first + timedelta(days=16),
                end=first + timedelta(days=18),
                kind=AbsenceKind.LEAVE,
            )
            for who, first in zip(ON_LEAVE, months_ahead(month), strict=True)
        ),
        "规则": _clauses(),
    }


def _newcomer(office: Office, month: date) -> Person:
    """An operator more, in office for some weeks when the month begins."""
    last = max((row for row in office.of(Person) if "话务员" in row.pools), key=lambda row: row.id)
    number = int(last.id[1:]) + 1
    return Person(
        order=(last.order or 0) + 1,
        id=f"H{number:02d}",
        name="顾新苗",
        title="话务员",
        pools=last.pools,
        exempt=("夜班",),
        units=last.units,
        start=month - NEW_SINCE,
        sex="female",
        birth=date(month.year - 24, 5, 4),
    )


def _clauses() -> tuple[SheetRow, ...]:
    # one clause a row, as on the sheet
    # fmt: off
    return (
        ClauseRow(rule="轮流", duties=("WW",), posts=("带班领导",), force=100,
                  parameters="分列=工作日/双休日/假期、法定节日；缺席=对调",
                  note="领导按排名轮流备勤，工作日、双休日、节假日各轮各的"),
        ClauseRow(rule="人员搭配", duties=("WW",), posts=("应急队员",), who=(f"{Tag.CONDITION}:男",),
                  parameters="最少=1", force=100, note="应急备勤至少一名男同志"),
        ClauseRow(rule="次数", duties=("WW",), posts=("应急队员",), who=(f"{Tag.CONDITION}:满55岁",),
                  parameters="期间=月；最多=0", force=0, note="满55岁不排应急备勤"),
        ClauseRow(rule="跟班", duties=("RX",), parameters=f"天数=90；带班人={BACKBONE}", force=0,
                  note="新话务员头三个月由业务骨干带"),
        ClauseRow(rule="不同时值班", parameters="范围=同夜", force=0, note="“回避”表里的不同夜值班，家里留一个人"),
        ClauseRow(rule="本单位上线日", duties=("ZX",), who=(f"{Tag.POOL}:问政答复员",), force=100,
                  note="本单位上线当天，答复员不排其他值班"),
    )
    # fmt: on
