"""Kinds of cell: how each is read from what people type and shown again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from planner.errors import Refused, fault
from planner.office.cells.dates import chinese_number, plain_text, read_date, read_time

SEPARATORS = re.compile(r"[、;；,，\n]+")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def text_of(value: object) -> str:
    """What a cell says as text, without outer space.

    Whole numbers lose their point; zero-width characters, and those that turn the direction of writing, go.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    return (
        re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]", "", str(value)).replace("\u3000", " ").strip()
    )


def refuse(zh: str, en: str, cure_zh: str, cure_en: str) -> Refused:
    """A Refused with one fault, from cause and cure in both languages, for a kind of cell to raise."""
    return Refused(fault(zh, en, cure_zh, cure_en))


@dataclass(frozen=True)
class CellKind:
    """Text as it stands; the base of every kind of cell."""

    refers: ClassVar[tuple[str, ...]] = ()
    many: ClassVar[bool] = False
    """Whether a cell holds several values."""

    def read(self, value: object, year: int | None) -> Any:
        """The value of a cell that is not empty; `year` completes dates without one. Raises Refused."""
        return CONTROL.sub("", text_of(value))

    def show(self, value: Any) -> str:
        """The value as a person would type it."""
        return str(value)


@dataclass(frozen=True)
class IdCell(CellKind):
    """An id: text without line breaks, bars (they join ids) and control characters."""

    def read(self, value: object, year: int | None) -> str:
        text = text_of(value)
        if CONTROL.search(str(value)) or "\n" in text or "|" in text:
            raise refuse(
                "编号含有换行、竖线或控制字符",
                "an id holds a line break, a bar or a control character",
                "请只用文字、数字和短横",
                "use letters, digits and hyphens",
            )
        return text


@dataclass(frozen=True)
class NameCell(CellKind):
    """A name; spaces inside a Chinese one, as in 王　伟, are dropped."""

    def read(self, value: object, year: int | None) -> str:
        text = CONTROL.sub("", text_of(value)).replace("\n", "")
        return re.sub(r"\s+", "", text) if re.fullmatch(r"[\s\u2e80-\U0003ffff·]+", text) else text


@dataclass(frozen=True)
class WholeCell(CellKind):
    """A whole number from `low` to `high`, in digits or Chinese numerals, with or without a counter."""

    low: int = 0
    high: int = 1_000_000

    def read(self, value: object, year: int | None) -> int:
        text = plain_text(text_of(value)).rstrip("人次天个%")
        if re.fullmatch(r"[一二三四五六七八九十]+", text):
            text = str(chinese_number(text))
        if not re.fullmatch(r"-?\d{1,9}", text) or not self.low <= int(text) <= self.high:
            raise refuse(
                f"“{text}”不是 {self.low} 至 {self.high} 的整数",
                f"'{text}' is not a whole number from {self.low} to {self.high}",
                "请填整数",
                "write a whole number",
            )
        return int(text)


@dataclass(frozen=True)
class DayCell(CellKind):
    """A date."""

    def read(self, value: object, year: int | None) -> date:
        return read_date(value, year)

    def show(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True)
class ClockCell(CellKind):
    """A time of day as HH:MM; with `end`, 24:00 is read as midnight."""

    end: bool = False

    def read(self, value: object, year: int | None) -> str:
        return read_time(value, end=self.end)


@dataclass(frozen=True)
class ChoiceCell(CellKind):
    """One of a closed list of (Chinese word, stored word); either is read, the Chinese one shown."""

    words: tuple[tuple[str, str], ...]

    def read(self, value: object, year: int | None) -> str:
        text = plain_text(text_of(value))
        for zh, stored in self.words:
            if text in (zh, stored) or text.lower().replace(" ", "_") == stored:
                return stored
        known = "、".join(zh for zh, _ in self.words)
        raise refuse(
            f"“{text}”不在可选范围内",
            f"'{text}' is not one of the choices",
            f"可填：{known}",
            f"choose one of: {known}",
        )

    def show(self, value: str) -> str:
        return next(zh for zh, stored in self.words if stored == value)


@dataclass(frozen=True)
class ManyCell(CellKind):
    """A list of words, each kept once."""

    many = True

    def read(self, value: object, year: int | None) -> tuple[str, ...]:
        words = (NameCell().read(part, year) for part in SEPARATORS.split(text_of(value)))
        return tuple(dict.fromkeys(word for word in words if word))

    def show(self, value: tuple[str, ...]) -> str:
        return "、".join(value)


@dataclass(frozen=True)
class RefCell(NameCell):
    """Something named on another sheet, of one of the sorts `refers`; kept as its id, tagged if there are several."""

    refers: tuple[str, ...] = field(default=())  # type: ignore[misc]


@dataclass(frozen=True)
class RefsCell(ManyCell):
    """Several things named on other sheets, kept as `RefCell` keeps one."""

    refers: tuple[str, ...] = field(default=())  # type: ignore[misc]
