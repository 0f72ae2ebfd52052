"""Words for people in a clause: 男, 满55岁, 任职不满3个月 and all that bears a name, 除 … 外 taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from planner.errors import Refused
from planner.office.cells.kinds import DayCell, RefsCell, WholeCell, text_of

EXCEPT = "除："
"""Before each of those whom a cell takes off, once the cell is read."""
_LEFT_OUT = re.compile(
    r"[、，,;；\s]*(?:[（(]\s*(?:除了?)?([^（()）]+?)(?:除外|(?:以|之)?外)\s*[)）]"
    r"|除了?\s*[：:]?(.+?)\s*(?:以|之)?外(?=$|[、，,;；。的\s])|(?<=[，,;；])\s*([^，,;；]+?)除外(?=$|[，,;；。\s]))的?"
)
_SEX = re.compile(r"(男|女)(?:性|的|同志|职工|干部)*")
_AGE = re.compile(
    r"(?:年龄)?(年?满|已满|达到?|未满|不满|不到)\s*([\d一二三四五六七八九十]+)\s*(?:周岁|岁)(?:以上|以下)?的?"
)
_FROM_AGE = re.compile(r"([\d一二三四五六七八九十]+)\s*(?:周岁|岁)\s*[（(]?含?[)）]?(以上|以下)[（(]?含?[)）]?的?")
_TENURE = re.compile(
    r"(?:任职|到岗|入职|到任)(已?满|未满|不满|不到|不足)\s*([\d一二三四五六七八九十]+)\s*(个月|月|年|天|日|周|星期)的?"
)
_EVERYBODY = re.compile(r"(?:全体|所有|全部|全)(?:值班)?(?:人员|人|员|同志|干部)?(?=$|[且并男女年满已未不到\d])的?")
Measure = Literal["everybody", "male", "female", "age", "tenure"]


@dataclass(frozen=True)
class Condition:
    """One thing asked of a person: nothing, their sex, or an age or a time in office that is reached, or not yet."""

    measure: Measure
    amount: int = 0
    unit: Literal["years", "months", "days"] = "years"
    under: bool = False

    def after(self, start: date) -> date:
        """The day on which an age, or a time in office, that began on `start` is reached."""
        if self.unit == "days":
            return start + timedelta(days=self.amount)
        months = start.month - 1 + self.amount * (12 if self.unit == "years" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        for day in range(start.day, 27, -1):  # born on 29 February: the last of the month
            try:
                return date(year, month, day)
            except ValueError:
                continue
        return date(year, month, min(start.day, 27))


def conditions(text: str) -> tuple[Condition, ...]:
    """What a word such as 男, 满55岁 or 女未满35岁 asks, all of it at once; () where it is no such word.

    Nobody is 男女: those are two words.
    """
    found: list[Condition] = []
    rest = text.strip()
    while rest:
        one = _condition(rest)
        if one is None:
            return ()
        found.append(one[0])
        rest = one[1].lstrip("且并")
    return () if {"male", "female"} <= {one.measure for one in found} else tuple(found)


def _condition(text: str) -> tuple[Condition, str] | None:
    if found := _EVERYBODY.match(text):
        return Condition("everybody"), text[found.end() :]
    if found := _SEX.match(text):
        return Condition("male" if found[1] == "男" else "female"), text[found.end() :]
    if (found := _AGE.match(text)) and _number(found[2]):
        return Condition("age", _number(found[2]), under=found[1][0] in "未不"), text[found.end() :]
    if (found := _FROM_AGE.match(text)) and _number(found[1]):
        below = found[2] == "以下"
        return Condition("age", _number(found[1]) + below, under=below), text[found.end() :]
    if (found := _TENURE.match(text)) and _number(found[2]):
        unit, count = found[3], _number(found[2])
        under = found[1][0] in "未不"
        rest = text[found.end() :]
        if unit in ("周", "星期"):
            return Condition("tenure", 7 * count, "days", under), rest
        named: dict[str, Literal["years", "months", "days"]] = {"年": "years", "天": "days", "日": "days"}
        return Condition("tenure", count, named.get(unit, "months"), under), rest
    return None


def _number(text: str) -> int:
    try:
        return int(WholeCell(0, 999).read(text, None))
    except Refused:
        return 0


@dataclass(frozen=True)
class BirthCell(DayCell):
    """The day on which somebody was born, with its year: 12月10日 is not completed by the year that is planned."""

    since: int = 1900

    def read(self, value: object, year: int | None) -> date:
        """The day."""
        return super().read(value, None)


@dataclass(frozen=True)
class PeopleCell(RefsCell):
    """People by name, unit, pool, body, label or condition; those named in 除 … 外 are kept with a mark before them."""

    def read(self, value: object, year: int | None) -> tuple[str, ...]:
        """The names and words, those left out last and marked."""
        text = text_of(value)
        left_out = [part for found in _LEFT_OUT.findall(text) for part in found if part]
        if not left_out:
            return super().read(value, year)
        rest = _LEFT_OUT.sub("、", text).strip("、，,;； ")
        meant = super().read(rest, year) if rest else ()
        off = [one for part in left_out for one in super(PeopleCell, self).read(part, year)]
        return (*meant, *(EXCEPT + one for one in off))

    def show(self, value: tuple[str, ...]) -> str:
        """The names and words as a person would type them: 话务员，除李四外."""
        meant = "、".join(one for one in value if not one.startswith(EXCEPT))
        off = "、".join(one.removeprefix(EXCEPT) for one in value if one.startswith(EXCEPT))
        return "，".join(part for part in (meant, f"除{off}外" if off else "") if part)
