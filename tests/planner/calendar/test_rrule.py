"""RRULE: the days are those of another library, nothing takes long, and what can never fall due is refused."""

import time
from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.calendar.recurrence import parse
from planner.calendar.rrule import read_rule
from planner.calendar.unknown_words import UnknownWords
from tests.profile import rounds

START = date(2026, 12, 1)
SPAN = timedelta(days=5 * 366)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@pytest.mark.parametrize(
    ("rule", "cause"),
    [
        ("FREQ=SECONDLY;BYDAY=WE", "的频率不能小于一天"),
        ("FREQ=MINUTELY", "的频率不能小于一天"),
        ("FREQ=HOURLY;INTERVAL=24", "的频率不能小于一天"),
        ("FREQ=NEVER", "的 FREQ 不认识"),
        ("FREQ=", "里的“FREQ=”不对"),
        ("RRULE", "不是一条规则"),
        ("FREQ=DAILY;INTERVAL=-1", "的 INTERVAL 至少是 1"),
        ("FREQ=DAILY;INTERVAL=0", "的 INTERVAL 至少是 1"),
        ("FREQ=DAILY;COUNT=0", "的 COUNT 至少是 1"),
        ("FREQ=DAILY;COUNT=-3", "的 COUNT 至少是 1"),
        ("FREQ=DAILY;UNTIL=20200101", "一天也不会到期"),
        ("FREQ=DAILY;UNTIL=20260230", "里的日期 20260230 不存在"),
        ("FREQ=DAILY;UNTIL=明年", "的 UNTIL 不对"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "一天也不会到期"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "一天也不会到期"),
        ("FREQ=DAILY;INTERVAL=2;BYYEARDAY=60;BYMONTHDAY=15", "一天也不会到期"),
        ("FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6", "一天也不会到期"),
        ("FREQ=MONTHLY;BYDAY=6WE", "一天也不会到期"),
        ("FREQ=DAILY;BYDAY=MO;BYSETPOS=2", "一天也不会到期"),
        ("FREQ=WEEKLY;BYSETPOS=1", "只有 BYSETPOS，没有说明在哪些天里数"),
        ("FREQ=WEEKLY;BYDAY=WE;BYHOUR=8", "带有钟点（BYHOUR），这里只排到天"),
        ("FREQ=WEEKLY;BYDAY=2WE", "里“第几个周几”只能按月、按年"),
        ("FREQ=WEEKLY;BYDAY=周三", "的 BYDAY 不对"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "的 BYMONTHDAY 不对"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "的 BYMONTHDAY 不对"),
        ("FREQ=YEARLY;BYMONTH=13", "的 BYMONTH 不对"),
        ("FREQ=DAILY;BYMONTHDAY=" + ",".join("1" * 400), "的 BYMONTHDAY 不对"),
        ("FREQ=WEEKLY;FREQ=DAILY", "不是一条规则"),
        ("FREQ=WEEKLY;BYDAY=WE;BYDAY=TH", "里的“BYDAY=TH”不对"),
        ("FREQ=WEEKLY;BYDAY=WE;X=1", "里的“X=1”不对"),
        ("FREQ=WEEKLY;BYDAY=WE;WKST=XX", "的 WKST 不对"),
        ("RRULE:FREQ=WEEKLY;BYDAY=WE\nRRULE:FREQ=WEEKLY;BYDAY=TH", "不是一条规则"),
        ("RRULE:FREQ=DAILY\nEXDATE:20261202", "含有 EXDATE 等，这里只写规则本身（停一次、加开填在“场次”表）"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_at_once(rule, cause):
    begin = time.perf_counter()
    with pytest.raises(UnknownWords) as caught:
        read_rule(rule, START)
    assert caught.value.why.zh == cause
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("freq=weekly; byday=we", ["2026-12-02", "2026-12-09"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1FR", ["2026-12-25", "2027-01-29"]),
        ("DTSTART:20261203\nRRULE:FREQ=WEEKLY;INTERVAL=2", ["2026-12-03", "2026-12-17"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-12-31", "2027-01-29"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29"]),
        ("FREQ=DAILY;COUNT=1", ["2026-12-01"]),
        ("FREQ=DAILY;UNTIL=20261202T235959Z", ["2026-12-01", "2026-12-02"]),
        ("FREQ=WEEKLY;BYDAY=TU,TU", ["2026-12-01", "2026-12-08"]),
    ],
)
def test_a_rule_names_each_of_its_days_once(rule, days):
    words = parse(rule, START)
    found = (START + timedelta(days=number) for number in range(3000))
    assert [str(day) for day in islice((day for day in found if words.matches(day, None)), 2)] == days


def lists(*numbers):
    return st.lists(st.sampled_from(numbers), min_size=1, max_size=4, unique=True)


@st.composite
def rules(draw):
    """Rules of which both libraries make the same: no weeks at the turn of a year, no ordinals beside bare weekdays."""
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = {"INTERVAL": draw(st.integers(1, 6)), "WKST": draw(st.sampled_from(WEEKDAYS))}
    ordinals = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
    several = {
        "BYMONTH": range(1, 13),
        "BYMONTHDAY": (*range(1, 32), *range(-5, 0)),
        "BYDAY": [f"{number}{day}" for number in (1, 2, 4, -1, -2) for day in WEEKDAYS] if ordinals else WEEKDAYS,
        **({"BYYEARDAY": (1, 60, 100, 200, -1, -100), "BYWEEKNO": range(3, 50)} if frequency == "YEARLY" else {}),
    }
    names = draw(st.lists(st.sampled_from(sorted(several)), max_size=2, unique=True))
    if ordinals and "BYWEEKNO" in names:
        names.remove("BYWEEKNO")
    parts |= {name: ",".join(map(str, draw(lists(*several[name])))) for name in names}
    if names and frequency != "DAILY" and draw(st.booleans()):
        parts["BYSETPOS"] = ",".join(map(str, draw(lists(1, 2, 3, -1, -2))))
    return ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts.items())])


@pytest.mark.slow
@settings(max_examples=rounds(30, 150, 1000), deadline=None)
@given(rules(), st.dates(date(2016, 1, 1), date(2030, 12, 31)), st.none() | st.integers(1, 20))
def test_the_days_of_a_rule_are_those_of_another_library(rule, start, count):
    other = rrulestr(rule, dtstart=datetime.combine(start, datetime.min.time()))
    expected = [one.date() for one in other.replace(until=other._dtstart + SPAN)][: count or None]
    assume(expected)
    mine = read_rule(rule + (f";COUNT={count}" if count else ""), start)
    days = (start + timedelta(days=number) for number in range(-40, SPAN.days + 1))
    assert [day for day in days if mine.matches(day)] == expected


@pytest.mark.slow
@settings(max_examples=rounds(30, 150, 1000), deadline=None)
@given(rules(), st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 100_000))
def test_no_rule_takes_long(rule, start, count):
    begin = time.perf_counter()
    try:
        words = parse(f"{rule};COUNT={count}", start)
        words.matches(start + timedelta(days=1), None)
    except UnknownWords:
        pass
    assert time.perf_counter() - begin < 1
