"""Words of weeks, months and kinds of day, each with its test of a day: 每周一、四, 隔周周一, 每月最后一个工作日."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from planner.calendar.lunar import DIGITS, lunar
from planner.calendar.unknown_words import needs_start
from planner.calendar.workdays import Calendar

Test = Callable[[date, Calendar], bool]
Build = Callable[[re.Match[str], date | None], Test | None]
"""Makes the test of a word from its match and the date from which it may count; None where it names no day."""
ONE = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
KINDS = {
    "工作日": ("workday",),
    "上班日": ("workday",),
    "双休日": ("weekend",),
    "假期": ("holiday",),
    "法定节日": ("statutory",),
    "法定节假日": ("holiday", "statutory"),
    "法定假日": ("holiday", "statutory"),
    "workday": ("workday",),
    "weekend": ("weekend",),
    "holiday": ("holiday",),
    "statutory": ("statutory",),
}


def _chinese(number: int) -> str:
    """1 to 31 in Chinese: 一, 十, 十五, 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 1 else "十" if tens == 1 else DIGITS[tens - 1] + "十") + (DIGITS[ones - 1] if ones else "")


NUMBERS = {word: number for number in range(1, 32) for word in (str(number), _chinese(number))} | {"两": 2}
NUMBER = "(?:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"


def _always(found: re.Match[str], start: date | None) -> Test:
    return lambda day, calendar: True


def _kind(found: re.Match[str], start: date | None) -> Test:
    kinds = KINDS[found[1].lower()]
    return lambda day, calendar: calendar.kind(day) in kinds


def _day_off(found: re.Match[str], start: date | None) -> Test:
    return lambda day, calendar: not calendar.workday(day)


def _weekend(found: re.Match[str], start: date | None) -> Test:
    return lambda day, calendar: day.weekday() >= 5 and not calendar.workday(day)


def _made_up(found: re.Match[str], start: date | None) -> Test:
    return lambda day, calendar: calendar.make_up(day)


def _weekdays(text: str) -> frozenset[int]:
    """The weekdays of a list such as 周一、四, 一至五, 周六日; all seven for none."""
    days: set[int] = set()
    for first, last in re.findall(r"([一二三四五六日天])(?:[至到\-—~](?:周|星期|礼拜)?([一二三四五六日天]))?", text):
        low = WEEKDAYS.index(first.replace("天", "日"))
        high = WEEKDAYS.index(last.replace("天", "日")) if last else low
        days |= {number % 7 for number in range(low, high + 1 if high >= low else high + 8)}
    return frozenset(days or range(7))


def _weekly(found: re.Match[str], start: date | None) -> Test:
    days = _weekdays(found[1])
    return lambda day, calendar: day.weekday() in days


def _weeks_of_parity(found: re.Match[str], start: date | None) -> Test:
    odd, days = found[1] == "单", _weekdays(found[2] or "")
    return lambda day, calendar: day.weekday() in days and calendar.odd_week(day) == odd


def _every_few_weeks(found: re.Match[str], start: date | None) -> Test:
    if start is None:
        raise needs_start(found.string)
    step, days = NUMBERS[found[1]] if found[1] else 2, _weekdays(found[2] or WEEKDAYS[start.weekday()])
    first = start - timedelta(days=start.weekday())
    return lambda day, calendar: day >= start and day.weekday() in days and (day - first).days // 7 % step == 0


def _every_few_days(found: re.Match[str], start: date | None) -> Test:
    if start is None:
        raise needs_start(found.string)
    step = NUMBERS[found[1]] if found[1] else 2
    return lambda day, calendar: day >= start and (day - start).days % step == 0


def _in_months(word: str | None) -> Callable[[int], bool]:
    """Whether a month is meant by 单月, 双月, 季度第二个月, 季度首月, 年12月; None means any."""
    if word in ("单月", "双月"):
        return lambda month: month % 2 == (word == "单月")
    place = re.search(NUMBER, word or "")
    if word and word.startswith("年") and place:
        return lambda month: month == NUMBERS[place[0]]
    within = NUMBERS[place[0]] if place else 1 if word and "首" in word else 3
    return lambda month: word is None or (month - 1) % 3 + 1 == within


def _monthly(found: re.Match[str], start: date | None) -> Test | None:
    in_month, days = _in_months(found["month"]), _month_days(found["days"])
    return None if days is None else lambda day, calendar: day.day in days and in_month(day.month)


def _month_days(text: str) -> frozenset[int] | None:
    """The days of a list such as 5、15、25 or 1-7日; None where a span of them runs backwards."""
    days: set[int] = set()
    for first, last in re.findall(rf"({NUMBER})[日号]?(?:[至到\-—~]({NUMBER}))?", text):
        low, high = NUMBERS[first], NUMBERS[last or first]
        if low > high:
            return None
        days |= set(range(low, high + 1))
    return frozenset(days)


def _third_of_month(found: re.Match[str], start: date | None) -> Test:
    place = "上中下".index(found[1])
    return lambda day, calendar: min((day.day - 1) // 10, 2) == place


def _yearly(found: re.Match[str], start: date | None) -> Test | None:
    days = {(NUMBERS[month], NUMBERS[day]) for month, day in re.findall(rf"({NUMBER})月({NUMBER})", found[0])}
    try:
        for month, number in days:
            date(2000, month, number)
    except ValueError:
        return None
    return lambda day, calendar: (day.month, day.day) in days


def _parity_of_day(found: re.Match[str], start: date | None) -> Test:
    odd = found[1] == "单"
    return lambda day, calendar: day.day % 2 == odd


def _market_days(found: re.Match[str], start: date | None) -> Test:
    lasts = {NUMBERS[one] % 10 for one in re.findall(NUMBER, found[2])}
    if found[1]:
        return lambda day, calendar: lunar(day)[1] % 10 in lasts
    return lambda day, calendar: day.day % 10 in lasts


def _nth(found: re.Match[str], start: date | None) -> Test | None:
    """每月第二个周三, 每季度最后一个工作日, 单月首日: the so-many-th of its unit from one end of its period."""
    span, unit = found["span"], _unit(found["unit"])
    in_month = _in_months(None if span in ("月", "季度", "季", "年", "周", "星期") else span)
    backwards = found["back"] is not None or found["end"] in ("末", "最后", "最后一")
    number = NUMBERS[found["number"]] if found["number"] else 1
    step = ONE if backwards else -ONE
    if number > _most(span, found["unit"]):
        return None

    def test(day: date, calendar: Calendar) -> bool:
        if not in_month(day.month) or not unit(day, calendar):
            return False
        place, other = 0, day
        while place <= number and _period(other, span) == _period(day, span):
            place += unit(other, calendar)
            other += step
        return place == number

    return test


def _most(span: str, unit: str) -> int:
    """How many of a unit a period may hold: a week has one Wednesday, a month five, and no more than 25 workdays."""
    days = {"周": 7, "星期": 7, "季度": 92, "季": 92, "年": 366}.get(span, 31)
    if unit[0] in "周星礼":
        return -(-days // 7)
    return 25 if unit in ("工作日", "上班日") and days == 31 else days


def _period(day: date, span: str) -> tuple[int, int]:
    """The week, quarter, year or, for all else, month that a day lies in."""
    if span in ("周", "星期"):
        return day.isocalendar()[:2]
    if span in ("季度", "季"):
        return day.year, (day.month - 1) // 3
    return day.year, 0 if span == "年" else day.month


def _unit(word: str) -> Test:
    if word in ("工作日", "上班日"):
        return lambda day, calendar: calendar.workday(day)
    if word in ("休息日", "节假日"):
        return lambda day, calendar: not calendar.workday(day)
    if word in ("天", "日"):
        return lambda day, calendar: True
    weekday = WEEKDAYS.index(word[-1].replace("天", "日"))
    return lambda day, calendar: day.weekday() == weekday


def _month_end(found: re.Match[str], start: date | None) -> Test:
    return lambda day, calendar: (day + ONE).day == 1


_W = "[一二三四五六日天]"
_WEEK = "(?:周|星期|礼拜)"
_WEEKDAYS = rf"{_W}+(?![月号])(?:[、，,至到\-—~]{_WEEK}?{_W}+(?![月日号个]))*"
_DAYS = rf"{NUMBER}[日号]?(?:[至到\-—~]{NUMBER}[日号]?)?"
_MONTHLY = (
    rf"(?:每个?月|每?个?(?P<month>[单双]月|季度?的?第{NUMBER}个?月|季度?[首末]月))的?"
    rf"(?P<days>{_DAYS}(?:[、，,]{_DAYS}(?![\d月年个]))*)(?:(?<=[日号])|$)"
)
_NTH = (
    rf"每?个?(?P<span>年{NUMBER}月|[单双]月|季度?的?第{NUMBER}个?月|季度?[首末]月|季度?|月|年|周|星期)的?"
    rf"(?:(?:(?P<back>倒数)第?|第|(?={NUMBER}个))(?P<number>{NUMBER})|(?P<end>首|末|最后一|最后))个?"
    rf"(?P<unit>工作日|上班日|休息日|节假日|{_WEEK}{_W}|[天日])"
)
REGULAR: tuple[tuple[str, Build], ...] = (
    (r"(?:每一?[天日]|天天|全部|全年|所有|不限|all\b|daily\b)", _always),
    (r"(?:每?个?)(?:调休上班日|调休工作日|补班日)|make-up workdays?", _made_up),
    (rf"(?:每?个?)({'|'.join(sorted((word for word in KINDS if word > 'z'), key=len, reverse=True))})", _kind),
    (r"(workday|weekend|holiday|statutory)s?\b", _kind),
    (r"(?:每?个?)(?:休息日|非工作日|节假日|公休日|放假日)|days off\b", _day_off),
    (r"每?个?周末", _weekend),
    (_NTH, _nth),
    (rf"(?:每?隔(?:一个?)?{_WEEK}|每({NUMBER})个?{_WEEK})的?(?:{_WEEK}?({_WEEKDAYS}))?", _every_few_weeks),
    (rf"(?:每?隔一?[天日]|每({NUMBER})[天日])", _every_few_days),
    (rf"每?个?([单双])周的?(?:{_WEEK}?({_WEEKDAYS}))?", _weeks_of_parity),
    (rf"(?:每周的?|每个?)?{_WEEK}({_WEEKDAYS})", _weekly),
    (r"每?个?月(?:最后一[日天]|末|底)", _month_end),
    (_MONTHLY, _monthly),
    (r"每个?月([上中下])旬", _third_of_month),
    (rf"每年的?{NUMBER}月{NUMBER}[日号](?:[、，,](?:每年)?{NUMBER}月{NUMBER}[日号])*", _yearly),
    (r"(?:每月的?|逢)?([单双])[日号]", _parity_of_day),
    (rf"(农历)?(?:每月)?逢({NUMBER}(?:[、，,]?逢?{NUMBER}(?![\d月年个]))*)", _market_days),
)
"""Pattern → what makes a test of its match; the first that fits a text counts."""
