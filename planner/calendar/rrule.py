"""RRULE text as a recurrence rule: every part is looked at, and a rule that could never fall due is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from planner.calendar.reading import FIRST_YEAR
from planner.calendar.recurrence_rule import LAST, RecurrenceRule
from planner.calendar.unknown_words import UnknownWords, needs_start, shortened
from planner.words import Words

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LISTS = {
    "BYMONTH": ("months", 12),
    "BYMONTHDAY": ("month_days", 31),
    "BYYEARDAY": ("year_days", 366),
    "BYWEEKNO": ("weeks", 53),
    "BYSETPOS": ("places", 366),
}
"""Part → the field that it fills, and the highest of its numbers; all but months may be counted from the end."""
PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *LISTS)
MOST = 366
"""So many numbers a list may have: there are no more days in a year."""
SIMPLER = Words("请改用“每周一、四”“每月10日”等用语，或改正 RRULE")


def is_rule(text: str) -> bool:
    """Whether words are meant as a recurrence rule."""
    return re.search(r"FREQ\s*=|RRULE", text, re.I) is not None


def read_rule(text: str, start: date | None) -> RecurrenceRule:
    """The rule that a text states, counted from `start`. Raises UnknownWords with what is wrong with it."""
    parts, begin = _parts(text)
    begin = begin or start
    frequency = parts["FREQ"]
    if frequency not in FREQUENCIES:
        below = frequency in ("HOURLY", "MINUTELY", "SECONDLY")
        raise _wrong(text, Words("的频率不能小于一天") if below else Words("的 FREQ 不认识"))
    lists = {LISTS[name][0]: _numbers(text, name, parts[name]) for name in LISTS if name in parts}
    weekdays = _weekdays(text, parts["BYDAY"], frequency) if "BYDAY" in parts else frozenset()
    interval = _positive(text, "INTERVAL", parts.get("INTERVAL", "1"))
    dated = frequency == "DAILY" or weekdays or lists.keys() & {"month_days", "year_days", "weeks"}
    if begin is None and (interval > 1 or "COUNT" in parts or not dated):
        raise needs_start(text)
    rule = RecurrenceRule(
        frequency,
        begin or date(FIRST_YEAR, 1, 1),
        _until(text, parts["UNTIL"]) if "UNTIL" in parts else LAST,
        interval,
        _week_start(text, parts.get("WKST", "MO")),
        weekdays=weekdays,
        **lists,
    )
    if rule.places and not (weekdays or lists.keys() - {"places"}):
        raise _wrong(text, Words("只有 BYSETPOS，没有说明在哪些天里数"))
    return _bounded(text, rule if dated else _completed(rule), parts.get("COUNT"))


def _parts(text: str) -> tuple[dict[str, str], date | None]:
    """The parts of a rule by their names, and the date of a DTSTART line; raises UnknownWords."""
    begin, lines = None, [line for line in re.split(r"[\s]*[\r\n]+|\s+(?=(?:RRULE|DTSTART)\b)", text.upper()) if line]
    rules = []
    for line in lines:
        start = re.fullmatch(r"\s*DTSTART(?:;[^:]*)?:(\d{8})(?:T\d{6}Z?)?\s*", line)
        if start:
            begin = _day(text, start[1])
        else:
            rules.append(re.sub(r"\s+", "", line).removeprefix("RRULE:"))
    if re.search(r"EXDATE|RDATE|EXRULE", text, re.I):
        raise _wrong(text, Words("含有 EXDATE 等，这里只写规则本身（停一次、加开填在“场次”表）"))
    if len(rules) != 1 or rules[0].count("FREQ=") != 1:
        raise _wrong(text, Words("不是一条规则"))
    found: dict[str, str] = {}
    for part in rules[0].strip(";").split(";"):
        name, _, value = part.partition("=")
        if name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            raise _wrong(text, Words("带有钟点（%(name)s），这里只排到天", name=name))
        if name not in PARTS or not value or name in found:
            raise _wrong(text, Words("里的“%(part)s”不对", part=shortened(part)))
        found[name] = value
    return found, begin


def _numbers(text: str, name: str, value: str) -> frozenset[int]:
    highest, listed = LISTS[name][1], value.split(",")
    lowest = 1 if name == "BYMONTH" else -highest
    if len(listed) <= MOST and all(re.fullmatch(r"[+-]?\d{1,3}", one) for one in listed):
        numbers = frozenset(int(one) for one in listed)
        if 0 not in numbers and lowest <= min(numbers) and max(numbers) <= highest:
            return numbers
    raise _wrong(text, Words("的 %(name)s 不对", name=name))


def _weekdays(text: str, value: str, frequency: str) -> frozenset[tuple[int, int]]:
    listed = [re.fullmatch(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", one) for one in value.split(",")]
    found = frozenset((int(one[1] or 0), WEEKDAYS.index(one[2])) for one in listed if one)
    if not all(listed) or len(listed) > MOST or any(one and one[1] and not -53 <= int(one[1]) <= 53 for one in listed):
        raise _wrong(text, Words("的 BYDAY 不对"))
    if any(one and one[1] and not int(one[1]) for one in listed) or (
        frequency in ("DAILY", "WEEKLY") and any(ordinal for ordinal, _ in found)
    ):
        raise _wrong(text, Words("里“第几个周几”只能按月、按年"))
    return found


def _positive(text: str, name: str, value: str) -> int:
    if not re.fullmatch(r"\d{1,9}", value) or not int(value):
        raise _wrong(text, Words("的 %(name)s 至少是 1", name=name))
    return int(value)


def _week_start(text: str, value: str) -> int:
    if value not in WEEKDAYS:
        raise _wrong(text, Words("的 WKST 不对"))
    return WEEKDAYS.index(value)


def _until(text: str, value: str) -> date:
    found = re.fullmatch(r"(\d{8})(?:T\d{6}Z?)?", value)
    if not found:
        raise _wrong(text, Words("的 UNTIL 不对"))
    return min(_day(text, found[1]), LAST)


def _day(text: str, digits: str) -> date:
    try:
        return date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        raise _wrong(text, Words("里的日期 %(digits)s 不存在", digits=digits)) from None


def _completed(rule: RecurrenceRule) -> RecurrenceRule:
    """A rule that says only how often, with the weekday or the day of the month and year on which it begins."""
    begin = rule.begin
    if rule.frequency == "WEEKLY":
        return replace(rule, weekdays=frozenset({(0, begin.weekday())}))
    months = rule.months or frozenset({begin.month} if rule.frequency == "YEARLY" else ())
    return replace(rule, months=months, month_days=frozenset({begin.day}))


def _bounded(text: str, rule: RecurrenceRule, count: str | None) -> RecurrenceRule:
    """A rule that ends with its last time of `count`; raises UnknownWords where it never falls due at all."""
    times = _positive(text, "COUNT", count) if count is not None else None
    if rule.frequency == "DAILY" and {1, -1} & rule.places:
        rule = replace(rule, places=frozenset())  # of one day the first and the last are that day
    if (rule.frequency == "DAILY" and rule.places) or rule.first_due() is None:
        raise _wrong(text, Words("一天也不会到期"))
    return rule if times is None else replace(rule, until=rule.last_of(times))


def _wrong(text: str, why: Words) -> UnknownWords:
    return UnknownWords(text, why, SIMPLER)
