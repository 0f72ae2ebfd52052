"""Calendar words as the dates they name: 每个工作日, 每月第二个周三, 除夕, or an RRULE (RFC 5545 section 3.3.10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateutil.rrule import rrulestr

from planner.calendar.lunar import DIGITS, MONTHS, is_new_years_eve, lunar, lunar_day_words, statutory
from planner.calendar.workdays import Calendar

WEEKDAYS = "一二三四五六日"
KINDS = {
    "工作日": "workday",
    "双休日": "weekend",
    "假期": "holiday",
    "法定节日": "statutory",
    "workday": "workday",
    "weekend": "weekend",
    "holiday": "holiday",
    "statutory": "statutory",
}
ORDINALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "最后一": -1, "末": -1}
FESTIVALS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节")
ALIASES = {"五一": "劳动节", "国庆": "国庆节", "清明节": "清明", "端午节": "端午", "中秋节": "中秋"}
Test = Callable[[date, Calendar], bool]
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")


class UnknownWords(ValueError):
    """Raised for calendar words that cannot be read; its text is those words."""


@dataclass(frozen=True)
class DateWords:
    """Calendar words after parsing: one test a word, of which one that holds is enough."""

    text: str
    tests: tuple[Test, ...]

    def matches(self, day: date, calendar: Calendar) -> bool:
        """Whether at least one of the words names the day."""
        return any(test(day, calendar) for test in self.tests)

    def dates(self, first: date, last: date, calendar: Calendar) -> list[date]:
        """The days named from `first` to `last`, both included."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self.matches(day, calendar)]


@lru_cache(maxsize=1024)
def parse(text: str, start: date | None = None) -> DateWords:
    """Calendar words, ready to be asked which days they name; `start` is where an RRULE begins to count.

    Raises UnknownWords where they cannot be read, or an RRULE counts from a date and has none.
    """
    rest = text.strip()
    if not rest:
        raise UnknownWords(text)
    if re.search(r"FREQ=", rest, re.I):
        return DateWords(text, (_rrule(rest, start),))
    tests: list[Test] = []
    while rest:
        test, rest = _word(rest, text)
        tests.append(test)
        rest = rest.lstrip("、，,；; 　和及")
    return DateWords(text, tuple(tests))


def _word(rest: str, text: str) -> tuple[Test, str]:
    for pattern, build in PATTERNS:
        found = re.match(pattern, rest, re.I)
        if found:
            test = build(found)
            if test is not None:
                return test, rest[found.end() :]
    raise UnknownWords(text)


def _rrule(text: str, start: date | None) -> Test:
    anchored = re.search(r"INTERVAL=(?!1\b)|COUNT=", text, re.I) or not re.search(
        r"BY(DAY|MONTHDAY|YEARDAY)=", text, re.I
    )
    if anchored and start is None and "DTSTART" not in text.upper():
        raise UnknownWords(f"{text} (an RRULE that counts from a date needs 起始日期)")
    begin = datetime.combine(start or date(2000, 1, 1), datetime.min.time())
    body = text if "DTSTART" in text.upper() else re.sub(r"^RRULE:", "", text, flags=re.I)
    try:
        rule = rrulestr(body, dtstart=begin, cache=True)
    except (ValueError, KeyError, TypeError) as cause:
        raise UnknownWords(text) from cause

    def test(day: date, calendar: Calendar) -> bool:
        that = datetime.combine(day, datetime.min.time())
        return bool(rule.between(that, that + timedelta(hours=23, minutes=59), inc=True))

    return test


def _always(found: re.Match[str]) -> Test:
    return lambda day, calendar: True


def _kind(found: re.Match[str]) -> Test:
    kind = KINDS[found[1].lower()]
    return lambda day, calendar: calendar.kind(day) == kind


def _workday(found: re.Match[str]) -> Test:
    return lambda day, calendar: calendar.workday(day)


def _day_off(found: re.Match[str]) -> Test:
    return lambda day, calendar: not calendar.workday(day)


def _weekly(found: re.Match[str]) -> Test:
    days: set[int] = set()
    for first, last in re.findall(
        r"(?:周|星期)?([一二三四五六日天])(?:[至到\-—~](?:周|星期)?([一二三四五六日天]))?", found[1]
    ):
        low = WEEKDAYS.index(first.replace("天", "日"))
        high = WEEKDAYS.index(last.replace("天", "日")) if last else low
        days |= {number % 7 for number in range(low, high + 1 if high >= low else high + 8)}
    return lambda day, calendar: day.weekday() in days


def _monthly(found: re.Match[str]) -> Test | None:
    parity = {"单月": 1, "双月": 0}.get(found[1])
    days = {int(one) for one in re.findall(r"\d+", found[2])}
    if not days <= set(range(1, 32)):
        return None
    return lambda day, calendar: day.day in days and (parity is None or day.month % 2 == parity)


def _month_end(found: re.Match[str]) -> Test:
    return lambda day, calendar: (day + timedelta(days=1)).day == 1


def _nth_weekday(found: re.Match[str]) -> Test:
    parity = {"单月": 1, "双月": 0}.get(found[1])
    in_quarter = ORDINALS[found[2]] if found[2] else None
    number, weekday = ORDINALS[found[3]], WEEKDAYS.index(found[4].replace("天", "日"))

    def test(day: date, calendar: Calendar) -> bool:
        last = (day + timedelta(days=7)).month != day.month
        return (
            day.weekday() == weekday
            and (last if number < 0 else (day.day - 1) // 7 + 1 == number)
            and (parity is None or day.month % 2 == parity)
            and (in_quarter is None or (day.month - 1) % 3 + 1 == in_quarter)
        )

    return test


def _block(found: re.Match[str]) -> Test:
    name = ALIASES.get(found[1], found[1])
    return lambda day, calendar: not calendar.workday(day) and calendar.holiday(day) == name


def _eve(found: re.Match[str]) -> Test:
    return lambda day, calendar: is_new_years_eve(day)


def _lunar_day(found: re.Match[str]) -> Test | None:
    names = {lunar_day_words(number): number for number in range(1, 31)} | {"廿": 20, "卅": 30, "十五": 15}
    month, number = MONTHS.index(found[1].replace("十一月", "冬月").replace("十二月", "腊月")) + 1, names.get(found[2])
    return None if number is None else lambda day, calendar: lunar(day) == (month, number)


def _festival(found: re.Match[str]) -> Test:
    name = ALIASES.get(found[1], found[1])
    if name == "春节":
        return lambda day, calendar: lunar(day) == (1, 1)
    fixed = {"元旦": (1, 1), "劳动节": (5, 1), "国庆节": (10, 1)}.get(name)
    return lambda day, calendar: (day.month, day.day) == fixed if fixed else statutory(day) == name


def _dates(found: re.Match[str]) -> Test | None:
    try:
        days = {date(*(int(part) for part in one if part)) for one in DATE.findall(found[0])}
    except ValueError:
        return None
    return lambda day, calendar: day in days


_ONE_DATE = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8})"
_LUNAR_MONTH = "|".join((*MONTHS, "十一月", "十二月"))
_FESTIVAL = "|".join((*FESTIVALS, *ALIASES))
PATTERNS: tuple[tuple[str, Callable[[re.Match[str]], Test | None]], ...] = (
    (r"(?:指定日期\s*)?" + _ONE_DATE + r"(?:[、，,；;\s]+" + _ONE_DATE + ")*", _dates),
    (r"(?:每天|每日|全部|全年|all|daily)", _always),
    (r"每个?工作日|workdays\b", _workday),
    (r"每个?休息日|休息日|days off\b", _day_off),
    (r"(工作日|双休日|假期|法定节日|workday|weekend|holiday|statutory)", _kind),
    (
        r"每个?(单月|双月)?(?:月|季度第([一二三])个月)?的?第?([一二三四五]|最后一|末)个?(?:周|星期)([一二三四五六日天])",
        _nth_weekday,
    ),
    (r"(单月|双月)第?([一二三])?([一二三四五]|最后一)个(?:周|星期)([一二三四五六日天])", _nth_weekday),
    (r"每?((?:周|星期)[一二三四五六日天](?:(?:[、，,至到\-—~])(?:周|星期)?[一二三四五六日天](?![月日号]))*)", _weekly),
    (r"每月(?:最后一[日天]|月?末)", _month_end),
    (r"(?:每(?:个)?月|(单月|双月))(?:的)?(\d{1,2}[日号]?(?:[、，,]\d{1,2}[日号]?(?!\d))*)[日号]", _monthly),
    (r"(?:每(?:个)?月|(单月|双月))(?:的)?(\d{1,2}(?:[、，,]\d{1,2})*)(?:[日号])?$", _monthly),
    (r"(" + _FESTIVAL + r")(?:假期|长假|放假)", _block),
    (r"除夕", _eve),
    (
        r"(?:农历|每年)?("
        + _LUNAR_MONTH
        + r")(初["
        + DIGITS
        + "]|十["
        + DIGITS[:-1]
        + "]|二十|廿["
        + DIGITS[:-1]
        + "]|三十)",
        _lunar_day,
    ),
    (r"(" + _FESTIVAL + r")", _festival),
)
