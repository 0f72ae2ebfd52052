"""The days of a duty table: cells that look like days, read with what the title says of month and year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from planner.calendar.reading import FIRST_YEAR, LAST_YEAR
from planner.errors import Refused, fault
from planner.office.cells.dates import SERIALS, read_date
from planner.office.cells.folding import plain_text
from planner.office.cells.kinds import text_of
from planner.office.cells.spans import read_span
from planner.words import WEEKDAYS, Words

SURE, NUMBER_ALONE = 2, 1
"""How much a cell looks like a day: it holds a date, or a number from 1 to 31."""
BEHIND = r"(?:\s*[(（]?\s*(?:周|星期|礼拜)?([一二三四五六日天])\s*[)）]?)?"
DAY_ALONE = re.compile(r"(\d{1,2})\s*([日号])?" + BEHIND)
ONE_DAY = (
    r"(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|\d{8}|\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|"
    r"[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]?|\d{1,2}/\d{1,2}/\d{2,4})"
)
WRITTEN = re.compile(
    rf"({ONE_DAY}(?:\s*[—–~～至-]+\s*(?:{ONE_DAY}|\d{{1,2}}\s*[日号]?))?(?:\s+0?0:00(?::00)?)?){BEHIND}"
)
WEEKDAY = re.compile(r"(?:周|星期|礼拜)?([一二三四五六日天])")
YEAR_MONTH = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})(?:\s*月|(?!\d))")
MONTH_ALONE = re.compile(r"(?<!\d)(\d{1,2})\s*月(?!\s*\d)")


def like_day(cell: object) -> int:
    """How much a cell looks like a day: SURE, NUMBER_ALONE, or 0."""
    if isinstance(cell, bool):
        return 0
    if isinstance(cell, date):
        return SURE
    if isinstance(cell, int | float) and not float(cell).is_integer():
        return SURE if 1 <= cell < 13 else 0
    text = plain_text(text_of(cell))
    if re.fullmatch(r"\d{5}", text):
        return SURE if int(text) in SERIALS else 0
    alone = DAY_ALONE.fullmatch(text)
    if alone:
        return (SURE if alone[2] else NUMBER_ALONE) if 1 <= int(alone[1]) <= 31 else 0
    return SURE if WRITTEN.fullmatch(text) else 0


def read_own_day(cell: object, month: date | None, year: int | None) -> date:
    """The day of a cell, the first of several; the month of the title and the office's year complete it.

    A weekday behind it must be its own. Raises Refused.
    """
    text = plain_text(text_of(cell)) if not isinstance(cell, date) else ""
    alone, written = DAY_ALONE.fullmatch(text), WRITTEN.fullmatch(text)
    if alone:
        found = _of_month(int(alone[1]), month, text)
    else:
        value = written[1] if written and isinstance(cell, str) else cell
        found = read_span(value, month.year if month else year).first
        if month and not re.search(r"\d{4}", text) and not isinstance(cell, date | int | float):
            found = _nearest(found, month)
    if not FIRST_YEAR < found.year < LAST_YEAR:
        raise Refused(
            fault(
                Words("日期 %(text)s 太早或太晚", text=text or found.isoformat()),
                Words(
                    "年份请在 %(first_year)s 年至 %(last_year)s 年之间",
                    first_year=FIRST_YEAR + 1,
                    last_year=LAST_YEAR - 1,
                ),
            )
        )
    behind = alone[3] if alone else written[2] if written else None
    if behind:
        check_weekday(behind, found)
    return found


def _of_month(number: int, month: date | None, text: str) -> date:
    if month is None:
        raise Refused(
            fault(Words("“%(text)s”只有日，没有月份", text=text), Words("请在标题里写上年月，例如 2026年12月值班表"))
        )
    return read_date(f"{month.year}-{month.month}-{number}", None)


def _nearest(day: date, month: date) -> date:
    """The day in the year in which it lies nearest to the month: 1月1日 in a table of December is next year's."""
    step = (day.month - month.month > 6) * -1 + (month.month - day.month > 6)
    return day.replace(year=day.year + step) if step and (day.month, day.day) != (2, 29) else day


def is_weekday(text: str) -> bool:
    """Whether a text is a weekday: 二, 周二, 星期二."""
    return WEEKDAY.fullmatch(plain_text(text)) is not None


def check_weekday(text: str, day: date) -> None:
    """Raise Refused where a text is a weekday and not that of the day."""
    said = WEEKDAY.fullmatch(plain_text(text))
    if said and said[1].replace("天", "日") != WEEKDAYS[day.weekday()]:
        raise Refused(
            fault(
                Words(
                    "%(day)s 是星期%(weekdays)s，表里写的是“%(plain_text)s”",
                    day=day.isoformat(),
                    weekdays=WEEKDAYS[day.weekday()],
                    plain_text=plain_text(text),
                    day2=f"{day:%A}",
                ),
                Words("请核对是日期写错，还是星期没有改"),
            )
        )


def month_named(texts: Iterable[str], year: int | None) -> date | None:
    """The first month that some texts name, as its first day; 12月 alone is of the office's year."""
    plain = [plain_text(text) for text in texts]
    for text in plain:
        for found in YEAR_MONTH.finditer(text):
            if FIRST_YEAR < int(found[1]) < LAST_YEAR and 1 <= int(found[2]) <= 12:
                return date(int(found[1]), int(found[2]), 1)
    alone = [int(found[1]) for text in plain for found in MONTH_ALONE.finditer(text) if 1 <= int(found[1]) <= 12]
    return date(year, alone[0], 1) if alone and year and FIRST_YEAR < year < LAST_YEAR else None
