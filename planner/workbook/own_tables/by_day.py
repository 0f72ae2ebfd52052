"""Tables whose days run down: 日期 | 星期 | 带班领导 | 主班, 日期 | 值班人员, one row a duty, or days × people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.errors import Refused
from planner.office.cells.kinds import text_of
from planner.words import Words
from planner.workbook.headings.headers import FOOT
from planner.workbook.known import plain_header
from planner.workbook.own_tables.axes import DaysDown
from planner.workbook.own_tables.days import check_weekday, is_weekday, like_day, read_own_day
from planner.workbook.own_tables.names import KnownName, name_parts
from planner.workbook.own_tables.table import OwnEntry, OwnReading, OwnWords
from planner.workbook.own_tables.vocabulary import (
    NOMINAL,
    SAID,
    TELEPHONE,
    WEEKDAY_HEADERS,
    WORD_OF,
    beside,
    is_mark,
    marks_in,
    without_times,
)

MARKED = 0.6
"""The share of marks among the cells from which on a table is one of days × people."""


@dataclass(frozen=True)
class _Columns:
    """The columns of a block: of days, of weekdays, of words, of people with their headers, of what is compared."""

    days: int
    weekdays: tuple[int, ...]
    words: dict[int, str]
    people: dict[int, str]
    said: dict[int, str]
    nominal: bool
    header: int
    """The last row of the header; the first row of all where there is none."""


def read_by_day(reading: OwnReading, axes: DaysDown, known: KnownName, posts: frozenset[str]) -> None:
    """Read every block; `posts` are words that are posts of the office, whatever they usually mean."""
    for days, first, after in axes.blocks:
        columns = _columns(reading, axes, (days, first, after), posts)
        body = range(axes.bottom + 1, len(reading.table.rows))
        cells = [text for row in body for column in columns.people if (text := reading.text(row, column))]
        crossed = not columns.words and sum(map(is_mark, cells)) > MARKED * len(cells) > 0
        _rows(reading, axes, columns, known, crossed=crossed)


def _header(reading: OwnReading, axes: DaysDown, column: int) -> tuple[str, str]:
    """The words of a column's header in the upper and in the lower row; an upper one holds for those right of it."""
    if axes.bottom < 0:
        return "", ""
    upper, lower = (without_times(reading.text(row, column)) for row in (axes.top, axes.bottom))
    if axes.top == axes.bottom:
        return upper, ""
    if not upper and lower:
        upper = next(
            (text for at in range(column - 1, -1, -1) if (text := without_times(reading.text(axes.top, at)))), ""
        )
    return upper, "" if lower == upper else lower


def _columns(reading: OwnReading, axes: DaysDown, block: tuple[int, int, int], posts: frozenset[str]) -> _Columns:
    days, first, after = block
    words: dict[int, str] = {}
    people: dict[int, str] = {}
    said: dict[int, str] = {}
    weekdays: list[int] = []
    last = ""
    headers = {column: _header(reading, axes, column) for column in range(first, after) if column != days}
    named = any(plain_header(upper) == "assignee" for upper, _ in headers.values())
    for column, (upper, lower) in headers.items():
        header = plain_header(lower or upper)
        cells = [text for row in range(axes.bottom + 1, len(reading.table.rows)) if (text := reading.text(row, column))]
        if not cells:
            continue
        if header in WEEKDAY_HEADERS or (not header and all(map(is_weekday, cells))):
            weekdays.append(column)
        elif WORD_OF.get(header) and WORD_OF[header] not in words.values():
            words[column] = WORD_OF[header]
        elif header in SAID and (named or header != "name"):
            said[column] = header
        elif header not in posts and (beside(lower or upper) or _telephones(cells)):
            reading.passed_over(max(axes.bottom, 0), column, Words("不是岗位的列"))
        else:
            last = _heading(upper, lower) or last or f"{reading.place(0, column)[:-1]}列"
            people[column] = last
    nominal = axes.bottom >= 0 and plain_header(reading.text(axes.top, days)) in NOMINAL
    return _Columns(days, tuple(weekdays), words, people, said, nominal, max(axes.bottom, 0))


def _heading(upper: str, lower: str) -> str:
    """The heading of a column of people; 姓名 below a post says no more than the post."""
    return upper if plain_header(lower) in ("姓名", "人员", "名字", "") else f"{upper}{lower}"


def _telephones(cells: list[str]) -> bool:
    return sum(TELEPHONE.fullmatch(text) is not None for text in cells) * 2 > len(cells)


def _rows(reading: OwnReading, axes: DaysDown, columns: _Columns, known: KnownName, *, crossed: bool) -> None:
    day: date | None = None
    body = range(axes.bottom + 1, len(reading.table.rows))
    last = max((row for row in body if like_day(reading.cell(row, columns.days))), default=axes.bottom)
    for row in body:
        filled = [column for column in (columns.days, *columns.people) if reading.text(row, column)]
        first = next((text for cell in reading.table.rows[row] if (text := text_of(cell))), "")
        if not filled or (reading.text(row, columns.days) == reading.text(axes.bottom, columns.days) != ""):
            _foot(reading, row, first, only=not filled)
            continue
        alone = sum(bool(text_of(cell)) for cell in reading.table.rows[row]) == 1
        if FOOT.match(first) and (alone or not like_day(reading.cell(row, columns.days))):
            _foot(reading, row, first, only=False)
            continue
        if row > last and _signed(reading, row, columns):
            _foot(reading, row, first, only=False)
            continue
        if reading.text(row, columns.days):
            if not like_day(reading.cell(row, columns.days)) and len(filled) == 1:
                _foot(reading, row, first, only=False)
                continue
            day = _day(reading, row, columns)
        if day:
            _entries(reading, row, day, columns, known, crossed=crossed)


def _signed(reading: OwnReading, row: int, columns: _Columns) -> bool:
    """Whether a row below the last day is a signature: with a word where days stand, or a date where people do."""
    word = reading.text(row, columns.days)
    return bool(word) or any(like_day(reading.cell(row, column)) for column in columns.people)


def _foot(reading: OwnReading, row: int, first: str, *, only: bool) -> None:
    """Note a row that is none of a day; an empty one, and one without a word in front, says nothing."""
    column = next((at for at, cell in enumerate(reading.table.rows[row]) if text_of(cell)), None)
    if column is not None and first and not (only and len(first) < 2):
        reading.passed_over(row, column, Words("不是数据"))


def _day(reading: OwnReading, row: int, columns: _Columns) -> date | None:
    try:
        day = read_own_day(reading.cell(row, columns.days), reading.month, reading.year)
    except Refused as refused:
        for one in refused.faults:
            reading.wrong(one, row, columns.days)
        return None
    for column in columns.weekdays:
        try:
            check_weekday(reading.text(row, column), day)
        except Refused as refused:
            for one in refused.faults:
                reading.wrong(one, row, column)
    return day


def _entries(reading: OwnReading, row: int, day: date, columns: _Columns, known: KnownName, *, crossed: bool) -> None:
    words = OwnWords(**{name: without_times(reading.text(row, column)) for column, name in columns.words.items()})
    said = tuple((name, reading.text(row, column)) for column, name in columns.said.items())
    told = {"day": columns.days, **{name: column for column, name in columns.words.items() if getattr(words, name)}}
    places = tuple((name, reading.place(row, column)) for name, column in told.items())
    for column, header in columns.people.items():
        place = reading.place(row, column)
        if crossed:
            for mark in marks_in(reading.cell(row, column)):
                reading.headings.setdefault(mark, place)
                reading.entries.append(OwnEntry(day, mark, (header,), place, places=places))
            continue
        reading.headings.setdefault(header, reading.place(columns.header, column))
        names = name_parts(reading.cell(row, column), known)
        reading.entries.append(OwnEntry(day, header, names, place, words, columns.nominal, said, places))
