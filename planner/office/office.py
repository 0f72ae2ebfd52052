"""Everything a workbook says, validated: the rows of every sheet and the ways to look them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from constraints.problem.problem import minutes, moment
from planner.calendar.workdays import Calendar, built_in, read_notice
from planner.office.cells.choices import DayOff, DayPart
from planner.office.ids import Tag, as_sort, untagged
from planner.office.namesakes import Called, person_marks, site_marks, stages, unit_marks
from planner.office.sheets import (
    BY_NAME,
    SHEETS,
    Duty,
    Holiday,
    Person,
    Post,
    Setting,
    SheetRow,
    Unit,
    Village,
    WorkbookSheet,
)

Some = TypeVar("Some", bound=SheetRow)
DEFAULTS = {
    "单位名称": "",
    "时区": "Asia/Shanghai",
    "上午": "08:30-12:00",
    "下午": "14:00-18:00",
    "晚上": "18:00-08:30",
    "长假天数": "15",
    "追平": "50%",
}
WEEKS_FROM = "单双周起点"
"""A setting that need not be there."""
SHEET_OF: dict[type[SheetRow], WorkbookSheet] = {sheet.row: sheet for sheet in SHEETS}
FOREVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Office:
    """The rows of each sheet by its Chinese name, in the order people gave them."""

    rows: Mapping[str, tuple[SheetRow, ...]] = field(default_factory=dict)
    notices: Mapping[int, str] = field(default_factory=dict)
    """Holiday notices loaded beside the built-in ones, as JSON text by year."""

    def of(self, row: type[Some]) -> tuple[Some, ...]:
        """The rows of one sheet, given its row class."""
        return cast("tuple[Some, ...]", self.rows.get(SHEET_OF[row].zh, ()))

    def with_rows(self, sheet: str, rows: tuple[SheetRow, ...]) -> Office:
        """The office with the rows of one sheet (Chinese or English name) replaced."""
        return Office({**self.rows, BY_NAME[sheet].zh: rows}, self.notices)

    @cached_property
    def settings(self) -> dict[str, str]:
        """The sheet 设置 as key → value, completed by the defaults."""
        return {**DEFAULTS, **{row.key: row.value for row in self.of(Setting)}}

    @cached_property
    def people(self) -> dict[str, list[Person]]:
        """Person id → the rows of that person, earliest first; people in the order of the sheet."""
        found: dict[str, list[Person]] = defaultdict(list)
        for row in self.of(Person):
            found[row.id].append(row)
        for rows in found.values():
            rows.sort(key=lambda row: row.start or date.min)
        return dict(found)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Unit id → unit."""
        return {row.id: row for row in self.of(Unit)}

    @cached_property
    def villages(self) -> dict[str, Village]:
        """Village id → village."""
        return {row.id: row for row in self.of(Village)}

    @cached_property
    def duties(self) -> dict[str, Duty]:
        """Duty id → duty."""
        return {row.id: row for row in self.of(Duty)}

    @cached_property
    def posts(self) -> dict[str, list[Post]]:
        """Duty id → its posts."""
        found: dict[str, list[Post]] = {duty: [] for duty in self.duties}
        for row in self.of(Post):
            found.setdefault(row.duty, []).append(row)
        return found

    @cached_property
    def calendar(self) -> Calendar:
        """The notices, loaded ones before built-in ones, overridden by 放假."""
        loaded = {year: read_notice(text) for year, text in self.notices.items()}
        own = {row.date: (row.arrangement == DayOff.WORK, row.name) for row in self.of(Holiday)}
        return Calendar({**built_in(), **loaded}, own, self.weeks_from)

    @cached_property
    def weeks_from(self) -> date | None:
        """设置 单双周起点: a day of the week from which odd and even weeks, and every second week, are counted."""
        text = self.settings.get(WEEKS_FROM, "")
        return date.fromisoformat(text) if text else None

    def counted_from(self, duty: Duty) -> date | None:
        """The day from which the calendar of a duty counts where it counts: its own start, or 单双周起点."""
        return duty.start or self.weeks_from

    @cached_property
    def rank(self) -> dict[str, tuple[int, int]]:
        """Tagged id of a person or unit → what it sorts by in rank order: (排序, place on the sheet)."""
        found: dict[str, tuple[int, int]] = {}
        ordered: list[tuple[str, Iterable[Person | Unit]]] = [("person", self.of(Person)), ("unit", self.of(Unit))]
        for sort, rows in ordered:
            for index, row in enumerate(rows):
                order = row.order if row.order is not None else 1_000_000
                tagged = as_sort(sort, row.id)
                found[tagged] = min(found.get(tagged, (order, index)), (order, index))
        return found

    def person(self, who: str, day: date) -> Person | None:
        """The row of a person that began last by a day, even if it has ended; else their first; None if unknown."""
        rows = self.people.get(who, [])
        inside = [row for row in rows if (row.start or date.min) <= day]
        return inside[-1] if inside else rows[0] if rows else None

    def is_leader(self, who: str) -> bool:
        """Whether a person is a district leader: somebody with a 班子."""
        return any(row.body for row in self.people.get(who, ()))

    def name(self, tagged: str) -> str:
        """The name behind a tagged id (person, unit, village, body or pool), told from namesakes: 李四（区信访局）.

        It is what follows the tag if the id is unknown.
        """
        tag, rest = untagged(tagged)
        if tag is Tag.PERSON and rest in self.people:
            return self.people[rest][-1].name + self.mark(tagged)
        if tag is Tag.UNIT and rest in self.units:
            return self.units[rest].name + self.mark(tagged)
        if tag is Tag.VILLAGE and rest in self.villages:
            return self.villages[rest].name + self.mark(tagged)
        return rest

    def mark(self, tagged: str, day: date | None = None) -> str:
        """What tells a person, unit or village (tagged id) from namesakes, such as （区信访局）; '' for none.

        It is as of a day, or as the last row has it.
        """
        stage = self._stages.get(tagged)
        if stage is None:
            return ""
        tag, rest = untagged(tagged)
        if tag is Tag.PERSON:
            row = (self.person(rest, day) if day else None) or self.people[rest][-1]
            return f"（{self._person_called(row).marks[stage]}）"
        called = self._village_called(self.villages[rest]) if tag is Tag.VILLAGE else _unit_called(self.units[rest])
        return f"（{called.marks[stage]}）"

    @cached_property
    def _stages(self) -> dict[str, int]:
        """Tagged id of each person, unit and village with namesakes → which of its marks tells it from them."""
        people: dict[str, list[Called]] = {
            as_sort("person", id): [self._person_called(row) for row in rows] for id, rows in self.people.items()
        }
        sites: dict[str, list[Called]] = {
            as_sort("village", id): [self._village_called(row)] for id, row in self.villages.items()
        }
        units: dict[str, list[Called]] = {as_sort("unit", id): [_unit_called(row)] for id, row in self.units.items()}
        return stages(people) | stages(units) | stages(sites)

    def _person_called(self, row: Person) -> Called:
        unit = self.units.get(row.units[0]) if row.units else None
        return Called(row.name, person_marks(unit.name if unit else "", row.title, row.id))

    def _village_called(self, row: Village) -> Called:
        town = self.units.get(row.town)
        return Called(row.name, site_marks(town.name if town else "", row.id))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.settings["时区"])

    def moment(self, minute: int) -> datetime:
        """A slot's time, in minutes since the beginning of day 0 by the office's clock, as a moment with its zone."""
        return moment(minute).replace(tzinfo=self.zone)

    def minute(self, at: datetime) -> int:
        """A moment of any zone as minutes since the beginning of day 0 by the office's clock."""
        return minutes(at.astimezone(self.zone).replace(tzinfo=None))

    def half_day(self, part: DayPart) -> tuple[int, int]:
        """A part of the day (day, am, pm, night) as (start, end), minutes from midnight; over 1440 on the next day."""
        if part == DayPart.DAY:
            return 0, 1440
        text = self.settings[{DayPart.AM: "上午", DayPart.PM: "下午", DayPart.NIGHT: "晚上"}[part]]
        first, last = (int(one[:2]) * 60 + int(one[3:5]) for one in text.split("-"))
        return first, last if last > first else last + 1440


def _unit_called(row: Unit) -> Called:
    return Called(row.name, unit_marks(row.short, row.id))
