"""Dates as offices write them: 2026.12.1, 12月1日（周二）, 二〇二六年十二月一日, 46357, ２０２６／１２／０１."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import isfinite

from planner.calendar.reading import FIRST_YEAR, LAST_YEAR
from planner.errors import Refused, fault
from planner.office.cells.folding import LONGEST, as_typed, plain_text
from planner.office.cells.numbers import NUMERALS, chinese_number, digits
from planner.words import Words

EPOCH = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)
"""Numbers that are read as a spreadsheet's count of days from `EPOCH`: from 1954 to 2119."""
WEEKDAYS = "一二三四五六日"
WEEKDAY = re.compile(r"\s*\(?\s*(?:星期|周|礼拜)([一二三四五六日天])\s*\)?$")
CLOCK = re.compile(r"(?:\s+|T|(?<=[日号]))(\d{1,2}[:时点].*)$", re.I)
MIDNIGHT = re.compile(r"0?0:00(:00(\.0+)?)?(Z|[+-]\d{2}:?\d{2})?", re.I)
NUMBER_WORDS = re.compile(rf"[{''.join(NUMERALS)}十廿卅]+(?=[年月日号]|$)")
FULL = re.compile(r"(\d{4}|\d{2}(?=年))[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2})")
SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")
DASHES = r"[—–―~至到]|-{2,}|\s-\s"
HOW = Words("请写成 2026-12-01、2026年12月1日 或 12月1日")
ONE_DAY = Words("请每天一行，或分开写起和止")
REASONS: tuple[tuple[str, Words, Words], ...] = (
    (
        r"(今|明|后|大后|昨|前)[天日].*|[本上下这]个?(周|星期|礼拜|月).*"
        r"|.*(月底|月初|月末|年底|年初|[上中下]旬|左右|前后|即日|当[天日]|至今|长期|待定).*",
        Words("不是日期：说不准是哪一天"),
        Words("请写出日期，如 12月1日"),
    ),
    (r"(\d{4}|\d{2})年|\d{4}[-/.年]\d{1,2}月?|\d{1,2}月份?", Words("没有写到日"), HOW),
    (rf".*\d.*({DASHES}|[月日号]-).*\d.*", Words("是一段日期，这里只能写一天"), ONE_DAY),
    (r".*\d.*[、;,和及].*\d.*", Words("不止一天，这里只能写一天"), ONE_DAY),
    (
        r".*\d.*([上下]午|中午|早上|晚上|晚|夜间|白天|全天|半天)",
        Words("带有时段，这里只写日期"),
        Words("请假外出的时段填在“时段”一栏，其他表请删去"),
    ),
    (r".*[日号]起", Words("没有写到哪一天为止"), Words("请删去“起”字，止日填在“止”一栏")),
    (r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}", Words("有歧义，分不清年、月和日"), Words("请写成 2026-12-01 的样子")),
)
"""Pattern, what is wrong with a text of that pattern, and the cure, in both languages."""


def read_date(value: object, year: int | None, since: int = FIRST_YEAR, quoted: str = "") -> date:
    """A date from a cell: a date, a spreadsheet's number or text; `year` completes 12月10日. Raises Refused.

    The fault quotes the cell as it stands, or `quoted`, of which the value is a part; dates before the year `since`,
    or after the calendars end, are faults.
    """
    quoted = quoted or as_typed(value)
    day: date | None
    if isinstance(value, datetime):
        if value.time() != time():
            raise _refuse_clock(quoted)
        value = value.date()
    if isinstance(value, date):
        day = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        day = _number(value, quoted) if isfinite(value) else None
    elif isinstance(value, str) and len(value) <= LONGEST:
        day = _text(plain_text(value), quoted, year)
    else:
        day = None
    if day is None:
        raise _unread(quoted)
    return _within(day, quoted, since)


def _number(value: float, quoted: str) -> date:
    if int(value) in SERIALS:
        if value != int(value):
            raise _refuse_clock(quoted)
        return EPOCH + timedelta(days=int(value))
    if value != int(value):
        longer = f"{value}0" if len(str(value).partition(".")[2]) == 1 else ""
        why = f"：“{longer}”在 Excel 里变成 {quoted}，分不清是哪一天" if longer else ""
        raise Refused(
            fault(
                Words(
                    "“%(quoted)s”是数字，不是日期%(why)s",
                    quoted=quoted,
                    why=why,
                    text=f": {longer} becomes {quoted} in a spreadsheet" if longer else "",
                ),
                Words("请把单元格设为文本，写成 12月10日 或 2026-12-10"),
            )
        )
    return _text(quoted, quoted, None)


def _text(text: str, quoted: str, year: int | None) -> date:
    clock = CLOCK.search(text)
    if clock and not MIDNIGHT.fullmatch(clock[1]):
        raise _refuse_clock(quoted)
    bare = text[: clock.start()] if clock else text
    weekday = WEEKDAY.search(bare)
    bare = NUMBER_WORDS.sub(_in_digits, re.sub(r"\s+", "", bare[: weekday.start()] if weekday else bare))
    bare = bare.replace("。", ".").replace("·", ".").replace("元月", "1月")
    day = _serial(bare, quoted) or _written(bare, quoted, year)
    if day is None:
        raise _unread(quoted, re.sub(r"\s+", "", text), bare)
    if weekday and WEEKDAYS.index(weekday[1].replace("天", "日")) != day.weekday():
        raise Refused(
            fault(
                Words(
                    "“%(quoted)s”的星期不对：%(day)s 是星期%(weekdays)s",
                    quoted=quoted,
                    day=day,
                    weekdays=WEEKDAYS[day.weekday()],
                    day2=f"{day:%A}",
                ),
                Words("请改正日期或星期"),
            )
        )
    return day


def _in_digits(found: re.Match[str]) -> str:
    """A numeral in digits: 十二 is 12, 二〇二六 is 2026; 二三, which may be two or three, stays as it is."""
    text, number = found[0], chinese_number(found[0])
    if number is not None:
        return str(number)
    return digits(text) or text if len(text) == 4 or set(text) & set("〇○零") else text


def _serial(text: str, quoted: str) -> date | None:
    """A spreadsheet's count of days in a .csv; None if the text is none."""
    found = re.fullmatch(r"(\d{5})(?:\.(\d+))?", text)
    if not found or int(found[1]) not in SERIALS:
        return None
    if int(found[2] or 0):
        raise _refuse_clock(quoted)
    return EPOCH + timedelta(days=int(found[1]))


def _written(text: str, quoted: str, year: int | None) -> date | None:
    full, short = FULL.fullmatch(text), SHORT.fullmatch(text)
    if full:
        written, *others = (part for part in full.groups() if part)
        month, day = map(int, others)
        return _date(int(written) + (2000 if len(written) == 2 else 0), month, day, quoted)
    if short is None:
        return None
    if year is None:
        raise Refused(
            fault(Words("日期“%(quoted)s”没有年份", quoted=quoted), Words("请写上年份，或在“设置”表填写“年份”"))
        )
    return _date(year, int(short[1]), int(short[2]), quoted)


def _date(year: int, month: int, day: int, quoted: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(fault(Words("日期“%(quoted)s”不存在", quoted=quoted), Words("请改为日历上有的日期"))) from None


def _within(day: date, quoted: str, since: int) -> date:
    if since <= day.year <= LAST_YEAR:
        return day
    raise Refused(
        fault(
            Words(
                "“%(quoted)s”太早或太晚，年份应在 %(since)s 至 %(last_year)s 年之间",
                quoted=quoted,
                since=since,
                last_year=LAST_YEAR,
            ),
            Words("请改正年份"),
        )
    )


def _refuse_clock(quoted: str) -> Refused:
    return Refused(fault(Words("“%(quoted)s”带有钟点，这里只写日期", quoted=quoted), Words("请删去钟点")))


def _unread(quoted: str, *texts: str) -> Refused:
    """The fault of a cell that is no date, by the first of its forms that people are known to write."""
    for pattern, why, cure in REASONS:
        if any(re.fullmatch(pattern, text) for text in texts):
            return Refused(fault(Words("“%(quoted)s”%(why)s", quoted=quoted, why=why), cure))
    return Refused(fault(Words("“%(quoted)s”不是日期", quoted=quoted), HOW))
