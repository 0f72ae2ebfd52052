"""Kinds of cell with a wording of their own: weekdays, months, loads, calendar words, spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from planner.calendar import recurrence
from planner.calendar.unknown_words import UnknownWords
from planner.errors import Refused
from planner.office.cells.choices import DayPart
from planner.office.cells.dates import WEEKDAYS
from planner.office.cells.folding import as_typed, plain_text
from planner.office.cells.kinds import CellKind, ChoiceCell, DayCell, refuse, text_of
from planner.office.cells.lists import STRONG
from planner.office.cells.spans import across, read_span
from planner.words import Words

_WEEK = "(?:每?周|星期|礼拜)?"
DAYS_OF_WEEK = re.compile(rf"{_WEEK}([1-7一二三四五六日天]+)")
DAY_SPAN = re.compile(rf"{_WEEK}([1-7一二三四五六日天])[至到\-—–~]{_WEEK}([1-7一二三四五六日天])")
WEEK_WORDS = {"每天": range(7), "全周": range(7), "周末": (5, 6)}
MONTH_WORDS = {
    "全年": range(1, 13), "每月": range(1, 13), "上半年": range(1, 7), "下半年": range(7, 13),
    "单月": range(1, 12, 2), "双月": range(2, 13, 2),
    **{f"{pre}{one}季度": range(3 * n + 1, 3 * n + 4) for n, one in enumerate("一二三四") for pre in ("", "第")},
}  # fmt: skip
MONTH = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月?份?"
LATE = {"十": 10, "十一": 11, "十二": 12}


def _parts(value: object) -> list[str]:
    return [part for part in STRONG.split(re.sub(r"\s+", "", plain_text(text_of(value)))) if part]


@dataclass(frozen=True)
class WeekdaysCell(CellKind):
    """Days of the week as numbers, 0 for Monday, in order: 周一、三, 周一至周五, 周末, 1、3."""

    def read(self, value: object, year: int | None) -> tuple[int, ...]:
        parts = [_weekdays(part) for part in _parts(value)]
        if isinstance(value, date) or not parts or not all(parts):
            raise refuse(Words("“%(value)s”不是星期", value=as_typed(value)), Words("请写周一、周三，或周一至周五"))
        return tuple(sorted({number for part in parts for number in part}))

    def show(self, value: tuple[int, ...]) -> str:
        return "、".join("周" + WEEKDAYS[number] for number in value)


def _weekdays(part: str) -> tuple[int, ...]:
    """The days of a part; none where it names no weekday."""
    if part in WEEK_WORDS:
        return tuple(WEEK_WORDS[part])
    span = DAY_SPAN.fullmatch(part)
    if span:
        low, high = (_weekday(span[1]), _weekday(span[2]))
        return tuple(number % 7 for number in range(low, high + 1 if low <= high else high + 8))
    found = DAYS_OF_WEEK.fullmatch(part)
    if not found or (len(found[1]) > 1 and found[1].isdigit()):
        return ()
    return tuple(map(_weekday, found[1]))


def _weekday(one: str) -> int:
    return int(one) - 1 if one.isdigit() else WEEKDAYS.index(one.replace("天", "日"))


@dataclass(frozen=True)
class MonthsCell(CellKind):
    """Months of the year as numbers, typed as 1-3、10; 11-2 goes over the turn of the year."""

    def read(self, value: object, year: int | None) -> tuple[int, ...]:
        if isinstance(value, date) or re.fullmatch(r"\d{1,2}月\d{1,2}日", text_of(value)):
            raise refuse(
                Words("“%(value)s”是日期，不是月份（Excel 会把 1-3 改成 1月3日）", value=as_typed(value)),
                Words("请把单元格设为文本，写成 1、2、3"),
            )
        parts = [_months(part) for part in _parts(value)]
        if not parts or not all(parts):
            raise refuse(Words("“%(value)s”不是月份", value=as_typed(value)), Words("请写成 1-3、10"))
        return tuple(sorted({number for part in parts for number in part}))

    def show(self, value: tuple[int, ...]) -> str:
        return "、".join(str(month) for month in value)


def _months(part: str) -> tuple[int, ...]:
    """The months of a part; none where it names no month."""
    if part in MONTH_WORDS:
        return tuple(MONTH_WORDS[part])
    span = re.fullmatch(rf"{MONTH}(?:[-—–~至到]{MONTH})?", part)
    low, high = (_month(span[1]), _month(span[2] or span[1])) if span else (0, 0)
    if not (1 <= low <= 12 and 1 <= high <= 12):
        return ()
    return tuple(range(low, high + 1)) if low <= high else (*range(low, 13), *range(1, high + 1))


def _month(text: str) -> int:
    return int(text) if text.isdigit() else LATE.get(text) or "一二三四五六七八九".index(text) + 1


@dataclass(frozen=True)
class LoadCell(CellKind):
    """折算: four whole numbers 工作日/双休日/假期/法定节日, or one for all; how much a turn counts on such a day."""

    def read(self, value: object, year: int | None) -> tuple[int, int, int, int]:
        parts = [part.strip() for part in re.split(r"[/、,;]", plain_text(text_of(value)))]
        if not all(re.fullmatch(r"\d{1,3}", part) for part in parts) or len(parts) not in (1, 4):
            raise refuse(
                Words("“%(value)s”不是折算", value=as_typed(value)),
                Words("请填一个整数，或四个整数 1/2/3/4（工作日/双休日/假期/法定节日）"),
            )
        loads = [int(part) for part in parts] * (4 if len(parts) == 1 else 1)
        return loads[0], loads[1], loads[2], loads[3]

    def show(self, value: tuple[int, ...]) -> str:
        return str(value[0]) if len(set(value)) == 1 else "/".join(str(one) for one in value)


BARE = re.compile(
    r"(?<![年\d])\d{1,2}月\d{1,2}[日号]?(?!\d)(?:\s*(?:[—~至到－-]+)\s*(?:\d{1,2}月)?\d{1,2}[日号]?(?!\d))?"
)
"""A date, or a span of dates, without a year: 12月10日, 12月10日—31日."""


@dataclass(frozen=True)
class RecurringCell(CellKind):
    """Calendar words that `recurrence.parse` can read; kept as text.

    Words that count from a date, such as 隔周周一, are read only where there is a date to count from: `counts`.
    """

    counts: bool = True

    def read(self, value: object, year: int | None) -> str:
        words = plain_text(text_of(value))
        try:
            recurrence.parse(words, date(2000, 1, 1) if self.counts else None)
        except UnknownWords as unknown:
            if not unknown.needs_start:
                raise Refused(unknown.fault(as_typed(value))) from None
            raise refuse(
                Words("“%(value)s”要从某一天起算，这里没有起始日期", value=as_typed(value)),
                Words("请改用单周、双周、单日、双日，或每月第几个星期几"),
            ) from None
        return words


@dataclass(frozen=True)
class ScopeDaysCell(RecurringCell):
    """The days of a clause: calendar words, and dates and spans without a year, which is that of the office.

    Where words count from is known to the whole office alone: the start of the duties, or 单双周起点.
    """

    def read(self, value: object, year: int | None) -> str:
        text = text_of(value)
        if year is not None and "每年" not in text:
            text = BARE.sub(lambda found: self._with_year(found[0], year), plain_text(text))
        return super().read(text, year)

    @staticmethod
    def _with_year(text: str, year: int) -> str:
        span = read_span(text, year)
        return f"{span.first}至{span.last}" if span.last else span.first.isoformat()


@dataclass(frozen=True)
class StartCell(DayCell):
    """The first day of a span; the cell may say the last one too, 12月28日—1月3日, and with `part` 12月5日上午."""

    part: ChoiceCell | None = None

    def read(self, value: object, year: int | None) -> date:
        return read_span(value, year, self._words(), self.since).first

    def beside(self, value: object, year: int | None) -> dict[str, object]:
        span = read_span(value, year, self._words(), self.since)
        found: dict[str, object] = {"end": span.last} if span.last else {}
        if self.part and span.parts:
            here = {self.part.read(one, year) for one in span.parts}
            one_day = span.last is None or span.last == span.first
            if not one_day and here != {DayPart.DAY}:
                raise across(as_typed(value))
            found["part"] = "、".join(span.parts) if len(here) > 1 else span.parts[0]
        return found

    def _words(self) -> tuple[str, ...]:
        return self.part.known.writings if self.part else ()
