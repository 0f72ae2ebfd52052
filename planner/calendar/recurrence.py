"""Calendar words as the dates they name: 每个工作日, 每月第二个周三, 除夕, or an RRULE (RFC 5545 section 3.3.10)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache

from planner.calendar.festival_words import NAMED
from planner.calendar.regular_words import REGULAR, Test
from planner.calendar.rrule import is_rule, read_rule
from planner.calendar.unknown_words import UnknownWords, shortened
from planner.calendar.workdays import Calendar
from planner.words import Words

EXAMPLES = (
    "每天", "每个工作日", "每个休息日", "工作日", "休息日", "双休日", "周末", "节假日", "假期", "法定节日",
    "每周一", "每周一、四", "每周一至周五", "单周周一", "双周周一", "隔周周一", "隔天", "单日", "双日", "每月10日",
    "每月5、15、25日", "每月1-7日", "每月最后一天", "法定节假日", "单月15日", "双月15日", "每月第一个工作日",
    "每月最后一个工作日", "每月第二个周三", "每季度第一个工作日", "每季度第一个月第二个周三", "每年5月1日",
    "除夕", "正月初三", "元宵", "春节假期", "国庆假期", "指定日期 2026-12-10", "调休上班日", "节前一日", "节后一日",
    "2026-12-10至2026-12-31", "每天，除周一外",
)  # fmt: skip
"""Words of every kind, of which the nearest is offered where one is unknown."""
PATTERNS = tuple((re.compile(pattern, re.I), build) for pattern, build in (*NAMED, *REGULAR))
BETWEEN = "、，,；;/+　 \t\n和及与或"
"""What may stand between one word and the next."""
LEFT_OUT = re.compile(
    r"[、，,；;\s]*(?:[（(]除了?([^（()）]+?)(?:以|之)?外[)）]|(?:除了|除(?!夕))(.+?)(?:以|之)?外)的?"
)
"""What is left out: 每天，除周一外; 工作日（除每月10日外）. 除夕 is no such word."""
LOOSE = re.compile(r"(?<![A-Za-z\d-])\s+|\s+(?![A-Za-z\d-])|^每?逢(?=[周星礼节双休工法公])")
"""Blanks within words, as in 每月 10日, and what is only manner of speaking."""


@dataclass(frozen=True)
class DateWords:
    """Calendar words after parsing: one test a word, of which one that holds is enough, if none of those `out` does."""

    text: str
    tests: tuple[Test, ...]
    out: tuple[Test, ...] = ()

    def matches(self, day: date, calendar: Calendar) -> bool:
        """Whether at least one of the words names the day, and nothing in 除 … 外 does."""
        named = any(test(day, calendar) for test in self.tests)
        return named and not any(test(day, calendar) for test in self.out)

    def dates(self, first: date, last: date, calendar: Calendar) -> list[date]:
        """The days named from `first` to `last`, both included."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self.matches(day, calendar)]


@lru_cache(maxsize=1024)
def parse(text: str, start: date | None = None) -> DateWords:
    """Calendar words, ready to be asked which days they name; `start` is where those begin to count that count.

    Raises UnknownWords where they cannot be read, count from a date and have none, or name no day at all.
    """
    if is_rule(text):
        rule = read_rule(text, start)
        return DateWords(text, (lambda day, calendar: rule.matches(day),))
    whole = LOOSE.sub("", text.strip())
    left_out = [part for found in LEFT_OUT.findall(whole) for part in found if part]
    named = LEFT_OUT.sub("、", whole).strip(BETWEEN) or ("每天" if left_out else "")
    out = (test for part in left_out for test in _tests(part, text, start))
    return DateWords(text, _tests(named, text, start), tuple(out))


def _tests(rest: str, text: str, start: date | None) -> tuple[Test, ...]:
    """The tests of all words of a part of a text, of which there is one at least."""
    tests: list[Test] = []
    while rest or not tests:
        test, rest = _word(rest, text, start)
        tests.append(test)
        rest = rest.lstrip(BETWEEN)
    return tuple(tests)


def _word(rest: str, text: str, start: date | None) -> tuple[Test, str]:
    """The test of the first word of a text, and what follows it."""
    nowhere = None
    for pattern, build in PATTERNS:
        found = pattern.match(rest)
        test = build(found, start) if found else None
        if found and test is not None:
            return test, rest[found.end() :]
        nowhere = nowhere or found
    if nowhere:
        word = shortened(nowhere[0])
        why = Words("里的“%(word)s”日历上没有", word=word)
        raise UnknownWords(text, why, Words("请改为日历上有的日子"))
    raise _unknown(rest, text)


def _unknown(rest: str, text: str) -> UnknownWords:
    undated = re.match(r"\d{1,2}月\d{1,2}[日号]", rest)
    if undated:
        why = Words("里的“%(undated)s”没有说是哪一年", undated=undated[0])
        cure = Words("请写 每年%(undated)s，或 指定日期 2026-12-10", undated=undated[0])
        return UnknownWords(text, why, cure)
    near = get_close_matches(rest, EXAMPLES, n=1, cutoff=0.5)
    part = Words("里的“%(rest)s”不是日历用语", rest=shortened(rest))
    whole = Words("不是日历用语")
    guess = f"是不是“{near[0]}”？" if near else ""
    return UnknownWords(
        text,
        whole if rest == LOOSE.sub("", text.strip()) else part,
        Words(
            "%(guess)s例如：每个工作日、每周一、四、每月10日、每月第二个周三、除夕、指定日期 2026-12-10、RRULE",
            guess=guess,
        ),
    )
