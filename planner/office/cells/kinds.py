"""Kinds of cell: how each is read from what people type and shown again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from planner.calendar.reading import FIRST_YEAR
from planner.errors import Fault, Refused, fault
from planner.office.cells import lists, names
from planner.office.cells.dates import read_date
from planner.office.cells.folding import CONTROL, INVISIBLE, as_typed, closed_up
from planner.office.cells.known_words import KnownWords
from planner.office.cells.numbers import read_whole
from planner.office.cells.times import on_next_day, read_time
from planner.words import Words

TRICK = re.compile(r'="([^"]*)"|\'(?=[\d=+\-@])(.*)', re.S)
"""="007" and '007, by which text is kept from becoming a number."""


def text_of(value: object) -> str:
    """What a cell says as text, without outer space and what does not show; whole numbers lose their point."""
    if not isinstance(value, str):
        return as_typed(value)
    text = INVISIBLE.sub("", value).replace("\u3000", " ").strip()
    trick = TRICK.fullmatch(text)
    return (trick[1] or trick[2] or "").strip() if trick else text


def refuse(cause: Words, cure: Words) -> Refused:
    """A Refused with one fault, from its cause and its cure, for a kind of cell to raise."""
    return Refused(fault(cause, cure))


@dataclass(frozen=True)
class CellKind:
    """Text as it stands; the base of every kind of cell."""

    refers: ClassVar[tuple[str, ...]] = ()
    many: ClassVar[bool] = False
    """Whether a cell holds several values."""

    def read(self, value: object, year: int | None) -> Any:
        """The value of a cell that is not empty; `year` completes dates without one. Raises Refused."""
        return CONTROL.sub("", names.whole(value, text_of(value)))

    def beside(self, value: object, year: int | None) -> dict[str, object]:
        """What a cell that can be read says of other columns of its row: field → what could stand there."""
        return {}

    def amiss(self, value: object, row: Mapping[str, Any]) -> Fault | None:
        """What is wrong with a cell beside the values of its row (field → value), though it can be read by itself."""
        return None

    def show(self, value: Any) -> str:
        """The value as a person would type it."""
        return str(value)


@dataclass(frozen=True)
class IdCell(CellKind):
    """An id: text in one line, without bars (they join ids), tabs and control characters."""

    def read(self, value: object, year: int | None) -> str:
        return names.read_id(value, text_of(value))


@dataclass(frozen=True)
class NameCell(CellKind):
    """A name; blanks inside a Chinese one, as in 王　伟, are dropped."""

    def read(self, value: object, year: int | None) -> str:
        return closed_up(_named(value))


@dataclass(frozen=True)
class WholeCell(CellKind):
    """A whole number from `low` to `high`, in digits or Chinese numerals, with or without one of its `counters`."""

    low: int = 0
    high: int = 1_000_000
    counters: str = ""

    def read(self, value: object, year: int | None) -> int:
        return read_whole(value, self.low, self.high, self.counters)


@dataclass(frozen=True)
class DayCell(CellKind):
    """A date, of the year `since` or later."""

    since: int = FIRST_YEAR

    def read(self, value: object, year: int | None) -> date:
        return read_date(value, year, self.since)

    def show(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True)
class ClockCell(CellKind):
    """A time of day as HH:MM; with `end`, 24:00 is read as midnight, and 次日 may stand before it."""

    end: bool = False

    def read(self, value: object, year: int | None) -> str:
        return read_time(value, end=self.end)

    def amiss(self, value: object, row: Mapping[str, Any]) -> Fault | None:
        begin, finish, days = row.get("begin", ""), row.get("finish", ""), row.get("span", 1)
        next_day = days > 1 or finish <= begin
        if not self.end or not begin or next_day or not on_next_day(value):
            return None
        return fault(
            Words("“%(value)s”晚于第二天的开始时间 %(begin)s，这一班超过 24 小时", value=as_typed(value), begin=begin),
            Words("请把“连续天数”写成 2，结束时间写第二天的，如 09:00"),
        )


@dataclass(frozen=True)
class ChoiceCell(CellKind):
    """One of a closed list of (Chinese word, stored word); either is read, the Chinese one shown.

    `also` are other writings of the Chinese words, parted by blanks: (休假, 年休假 病假).
    """

    words: tuple[tuple[str, str], ...]
    also: tuple[tuple[str, str], ...] = ()

    @cached_property
    def known(self) -> KnownWords:
        """The words with all their writings."""
        others = dict(self.also)
        return KnownWords(tuple((zh, f"{stored} {others.get(zh, '')}") for zh, stored in self.words))

    def read(self, value: object, year: int | None) -> str:
        known = self.known
        word = known.find(text_of(value))
        if word is None:
            raise known.unknown(value, Words("可选的词"))
        return dict(self.words)[word]

    def show(self, value: str) -> str:
        return next(zh for zh, stored in self.words if stored == value)


@dataclass(frozen=True)
class ManyCell(CellKind):
    """A list of words, each kept once; what may be several by `lists.split` keeps its blanks until all is known."""

    many = True

    def read(self, value: object, year: int | None) -> tuple[str, ...]:
        text = text_of(value)
        several = (names.read_name(part if isinstance(value, str) else value, part) for part in lists.list_parts(text))
        found = tuple(dict.fromkeys(part for part in several if part))
        if not found:
            raise _nothing(text)
        return found

    def show(self, value: tuple[str, ...]) -> str:
        return "、".join(value)


@dataclass(frozen=True)
class RefCell(NameCell):
    """Something named on another sheet, of one of the sorts `refers`; kept as its id, tagged if there are several.

    Until it is looked up it keeps its blanks: 王二 张三 are two people, which one cell cannot hold.
    """

    refers: tuple[str, ...] = field(default=())  # type: ignore[misc]

    def read(self, value: object, year: int | None) -> str:
        return _named(value)


@dataclass(frozen=True)
class RefsCell(ManyCell):
    """Several things named on other sheets, kept as `RefCell` keeps one."""

    refers: tuple[str, ...] = field(default=())  # type: ignore[misc]


def _named(value: object) -> str:
    """The name in a cell; refused where separators are all that it holds."""
    name = names.read_name(value, text_of(value))
    if not lists.list_parts(name):
        raise _nothing(text_of(value))
    return name


def _nothing(text: str) -> Refused:
    return refuse(Words("“%(text)s”里没有内容", text=as_typed(text)), Words("请填写，或清空这一格"))
