"""Checks on what the office alone knows: dates of birth, sexes, and pairs of people kept apart."""

from __future__ import annotations

from collections.abc import Iterator

from planner.errors import Fault, fault
from planner.office.office import Office
from planner.office.sheets import KeptApartRow, Person
from planner.words import Words
from planner.workbook.checking.dates import backwards
from planner.workbook.checking.row_faults import RowFault

YOUNGEST, OLDEST = 14, 100
"""Nobody in an office is younger or older by the year that it plans: such a date of birth is a slip."""


def private_faults(after: Office) -> Iterator[RowFault]:
    """Dates of birth that must be slips, people said to be two things, and pairs of one person or of no time."""
    text = after.settings.get("年份", "")
    year = int(text) if text.isdigit() else max(after.calendar.notices)
    for row in after.of(Person):
        if row.birth and not YOUNGEST <= year - row.birth.year <= OLDEST:
            yield RowFault("人员", row, "birth", _slip(year))
    for rows in after.people.values():
        for name, zh, en in (("sex", "性别", "sexes"), ("birth", "出生日期", "dates of birth")):
            if len({getattr(row, name) for row in rows} - {"", None}) > 1:
                yield RowFault("人员", rows[-1], name, _two(rows[-1], zh, en))
    for pair in after.of(KeptApartRow):
        if pair.who == pair.other:
            yield RowFault("回避", pair, "other", _alone())
        if pair.start and pair.end and pair.end < pair.start:
            yield backwards(pair)


def _slip(year: int) -> Fault:
    return fault(
        Words(
            "出生日期看来不对：到 %(year)s 年不在 %(youngest)s 至 %(oldest)s 岁之间",
            year=year,
            youngest=YOUNGEST,
            oldest=OLDEST,
        ),
        Words("请改正出生日期"),
    )


def _two(row: Person, zh: str, en: str) -> Fault:
    return fault(
        Words("%(name)s（%(id)s）的几行%(zh)s不一致", name=row.name, id=row.id, zh=zh, en=en), Words("请改成一样的")
    )


def _alone() -> Fault:
    return fault(Words("自己和自己不必回避"), Words("请写另一个人，或删去这一行"))
