"""The sheets of the workbook: one row class a sheet, its columns in the order of the contract."""

from __future__ import annotations

from dataclasses import Field, dataclass, fields
from typing import Any

from planner.office.sheets.columns import Named, Row
from planner.office.sheets.dated import Absence, History, Holiday, KeyPeriod, Opening, Pin, Session, Wish
from planner.office.sheets.standing import ClauseRow, Duty, Link, Person, Post, Setting, Unit, Village

__all__ = ['BY_NAME', 'SHEETS', 'Absence', 'ClauseRow', 'Duty', 'History', 'Holiday', 'KeyPeriod', 'Link', 'Named', 'Opening', 'Person', 'Pin', 'Post', 'Row', 'Session', 'Setting', 'Sheet', 'Unit', 'Village', 'Wish']


@dataclass(frozen=True)
class Sheet:
    """A sheet: its Chinese and English names, its row class, and the fields that identify a row."""

    zh: str
    en: str
    row: type[Row]
    keys: tuple[str, ...]

    @property
    def columns(self) -> tuple[Field[Any], ...]:
        """The columns in the order of the contract."""
        return fields(self.row)

    def key(self, row: Row) -> tuple[Any, ...]:
        """What identifies the row among those of its sheet."""
        return tuple(getattr(row, name) for name in self.keys)


SHEETS: tuple[Sheet, ...] = (
    Sheet("设置", "settings", Setting, ("key",)),
    Sheet("单位", "units", Unit, ("id",)),
    Sheet("人员", "people", Person, ("id", "start")),
    Sheet("村居", "villages", Village, ("id",)),
    Sheet("联系村", "links", Link, ("person", "village")),
    Sheet("值班事项", "duties", Duty, ("id",)),
    Sheet("岗位", "posts", Post, ("id",)),
    Sheet("场次", "sessions", Session, ("duty", "nominal", "to")),
    Sheet("规则", "rules", ClauseRow, ("rule", "duties", "shifts", "posts", "days", "who")),
    Sheet("请假外出", "absences", Absence, ("who", "start", "part")),
    Sheet("时间要求", "wishes", Wish, ("person", "date", "weekday", "duty", "shift")),
    Sheet("指定", "pins", Pin, ("duty", "start", "weekday", "shift", "post", "site", "who")),
    Sheet("放假", "holidays", Holiday, ("date",)),
    Sheet("重点时期", "key periods", KeyPeriod, ("name", "start", "end", "duties")),
    Sheet("期初", "opening", Opening, ("who", "duty")),
    Sheet("值班历史", "history", History, ("duty", "date", "shift", "post", "site", "who")),
)
BY_NAME = {name: sheet for sheet in SHEETS for name in (sheet.zh, sheet.en, sheet.en.replace(" ", "_"))}
