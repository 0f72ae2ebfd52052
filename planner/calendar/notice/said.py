"""What a notice says of a day, in whichever form, and where it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from planner.calendar.lunar import statutory
from planner.errors import Fault, fault
from planner.words import Words

QUOTED = 60
"""So many letters of the words handed over are repeated."""
NEAR = 12
"""A day without a name belongs to the holiday within so many days."""
HOLIDAYS = {
    "元旦|新年": "元旦",
    "春节|除夕|初[一二三四五六七八九]": "春节",
    "清明": "清明",
    "劳动|五一": "劳动节",
    "端午": "端午",
    "中秋": "中秋",
    "国庆": "国庆节",
}
"""What people call the holidays of every year → what the calendar calls them."""
TOGETHER = re.compile(r"[、,，/和及与]")


def quoted(words: str) -> str:
    """Words of what was handed over, cut short."""
    return words if len(words) <= QUOTED else words[:QUOTED] + "…"


@dataclass(frozen=True)
class Where:
    """Where something is said: words that were pasted, or a place in a file."""

    words: str = ""
    sheet: str = ""
    cell: str = ""

    def fault(self, cause: Words, cure: Words) -> Fault:
        """A fault of what is said here, which quotes the words."""
        said = quoted(self.words)
        quoting = Words("“%(said)s”：%(cause)s", said=said, cause=cause) if said else cause
        return fault(quoting, cure).at(sheet=self.sheet, cell=self.cell)


@dataclass(frozen=True)
class SaidDay:
    """A day that is off, or a day to be worked, for a holiday."""

    day: date
    name: str
    off: bool
    where: Where = Where()


@dataclass(frozen=True)
class Said:
    """Everything that was handed over: of which year (None where it does not say), by which (number, date), the days.

    The number is an address, and the date '', where that is all there is.
    """

    year: int | None
    papers: tuple[tuple[str, str], ...]
    days: tuple[SaidDay, ...]
    notes: tuple[Words, ...] = ()
    faults: tuple[Fault, ...] = ()


def holiday(called: str) -> str:
    """What the calendar calls one holiday; a name that it does not know stays."""
    return next((name for words, name in HOLIDAYS.items() if re.search(words, called)), called)


def holiday_of(called: str, day: date) -> str:
    """The holiday a day belongs to where several are named at once, as 国庆节、中秋节 are.

    A statutory day belongs to its own, any other day to the longest; without a name it is the nearest one's.
    """
    names = [holiday(part) for part in TOGETHER.split(called) if part.strip()]
    if not names:
        near = (statutory(day + timedelta(days=sign * far)) for far in range(NEAR) for sign in (1, -1))
        return next(filter(None, near), "放假")
    if statutory(day) in names:
        return statutory(day)
    return "国庆节" if "国庆节" in names else names[0]
