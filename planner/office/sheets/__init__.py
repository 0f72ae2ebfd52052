"""The sheets of the workbook: one row class a sheet, whose fields are the columns from left to right."""

from __future__ import annotations

from dataclasses import Field, dataclass, fields
from functools import cached_property
from typing import Any

from planner.office.sheets.columns import NamedRow, SheetRow
from planner.office.sheets.dated import (
    AbsenceRow,
    History,
    Holiday,
    KeptApartRow,
    KeyPeriod,
    Opening,
    PinRow,
    Session,
    WishRow,
)
from planner.office.sheets.standing import ClauseRow, Duty, LinkRow, Person, Post, Setting, Unit, Village
from planner.office.sheets.turn_list import TurnRow

__all__ = [
    "BY_NAME",
    "SHEETS",
    "AbsenceRow",
    "ClauseRow",
    "Duty",
    "History",
    "Holiday",
    "KeptApartRow",
    "KeyPeriod",
    "LinkRow",
    "NamedRow",
    "Opening",
    "Person",
    "PinRow",
    "Post",
    "Session",
    "Setting",
    "SheetRow",
    "TurnRow",
    "Unit",
    "Village",
    "WishRow",
    "WorkbookSheet",
]


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet: its Chinese and English names, its row class, and the fields that identify a row.

    `without_id` are the fields by which a row is known whose id is left out; () where rows have no ids. Rows that agree
    in the fields of `lists` are one list, which a file replaces as a whole; () where each row is by itself. Two fields
    that are `unordered` mean the same whichever is which; the log does not say whom a `private` sheet is about.
    """

    zh: str
    en: str
    row: type[SheetRow]
    keys: tuple[str, ...]
    without_id: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    unordered: tuple[str, ...] = ()
    private: bool = False

    @cached_property
    def columns(self) -> tuple[Field[Any], ...]:
        """The columns from left to right: the fields of the row class."""
        return fields(self.row)

    @property
    def known_by(self) -> tuple[str, ...]:
        """The fields of which a table must have one at least, since without any no row can be known."""
        return ("id", *self.without_id) if self.without_id else self.keys

    def key(self, row: SheetRow) -> tuple[Any, ...]:
        """The values that identify a row among those of its sheet."""
        return tuple(getattr(row, name) for name in self.keys)

    def list_of(self, row: SheetRow) -> tuple[Any, ...]:
        """Which list a row belongs to, in whatever order the cells name several things; () where there are none."""
        values = (getattr(row, name) for name in self.lists)
        return tuple(frozenset(value) if isinstance(value, tuple) else value for value in values)


TURN_LIST = ("duties", "shift", "post", "days")
TURN_KEYS = (*TURN_LIST, "number")
SHEETS: tuple[WorkbookSheet, ...] = (
    WorkbookSheet("设置", "settings", Setting, ("key",)),
    WorkbookSheet("单位", "units", Unit, ("id",), ("name",)),
    WorkbookSheet("人员", "people", Person, ("id", "start"), ("name",)),
    WorkbookSheet("村居", "villages", Village, ("id",), ("name",)),
    WorkbookSheet("联系村", "links", LinkRow, ("person", "village")),
    WorkbookSheet("值班事项", "duties", Duty, ("id",), ("name",)),
    WorkbookSheet("岗位", "posts", Post, ("id",), ("duty", "shift", "post", "days")),
    WorkbookSheet("场次", "sessions", Session, ("duty", "nominal", "to")),
    WorkbookSheet("规则", "rules", ClauseRow, ("rule", "duties", "shifts", "posts", "days", "who")),
    WorkbookSheet("轮值", "rotation", TurnRow, TURN_KEYS, lists=TURN_LIST),
    WorkbookSheet("请假外出", "absences", AbsenceRow, ("who", "start", "part")),
    WorkbookSheet("回避", "kept apart", KeptApartRow, ("who", "other"), unordered=("who", "other"), private=True),
    WorkbookSheet("时间要求", "wishes", WishRow, ("person", "date", "weekday", "duty", "shift")),
    WorkbookSheet("指定", "pins", PinRow, ("duty", "start", "weekday", "shift", "post", "site", "who")),
    WorkbookSheet("放假", "holidays", Holiday, ("date",)),
    WorkbookSheet("重点时期", "key periods", KeyPeriod, ("name", "start", "end", "duties")),
    WorkbookSheet("期初", "opening", Opening, ("who", "duty")),
    WorkbookSheet("值班历史", "history", History, ("duty", "date", "shift", "post", "site", "who")),
)
BY_NAME = {name: sheet for sheet in SHEETS for name in (sheet.zh, sheet.en, sheet.en.replace(" ", "_"))}
