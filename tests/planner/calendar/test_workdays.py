"""The calendar: the 144 visit days of 2015 to 2026, kinds of day, moves, projected years."""

import json
from datetime import date, timedelta

import chinese_calendar
import pytest

from planner.calendar.lunar import lunar
from planner.calendar.recurrence import parse
from planner.calendar.workdays import REACH, Calendar, built_in, projected, read_notice

CALENDAR = Calendar()
VISIT_DAYS = {
    2015: "01-12 02-10 03-10 04-10 05-11 06-10 07-10 08-10 09-10 10-10 11-10 12-10",
    2016: "01-11 02-14 03-10 04-11 05-10 06-12 07-11 08-10 09-12 10-10 11-10 12-12",
    2017: "01-10 02-10 03-10 04-10 05-10 06-12 07-10 08-10 09-11 10-10 11-10 12-11",
    2018: "01-10 02-11 03-12 04-10 05-10 06-11 07-10 08-10 09-10 10-10 11-12 12-10",
    2019: "01-10 02-11 03-11 04-10 05-10 06-10 07-10 08-12 09-10 10-10 11-11 12-10",
    2020: "01-10 02-10 03-10 04-10 05-11 06-10 07-10 08-10 09-10 10-10 11-10 12-10",
    2021: "01-11 02-10 03-10 04-12 05-10 06-10 07-12 08-10 09-10 10-11 11-10 12-10",
    2022: "01-10 02-10 03-10 04-11 05-10 06-10 07-11 08-10 09-13 10-10 11-10 12-12",
    2023: "01-10 02-10 03-10 04-10 05-10 06-12 07-10 08-10 09-11 10-10 11-10 12-11",
    2024: "01-10 02-18 03-11 04-10 05-10 06-11 07-10 08-12 09-10 10-10 11-11 12-10",
    2025: "01-10 02-10 03-10 04-10 05-12 06-10 07-10 08-11 09-10 10-10 11-10 12-10",
    2026: "01-12 02-10 03-10 04-10 05-11 06-10 07-10 08-10 09-10 10-10 11-10 12-10",
}


def moved(words, year, convention="following", start=None):
    """Nominal → actual dates of a year, where they differ."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = parse(words, start).dates(first - REACH, last + REACH, CALENDAR)
    found = CALENDAR.moved(days, convention)
    return {day: to for day, to in found.items() if first <= day <= last and day != to}


@pytest.mark.parametrize("year", VISIT_DAYS)
def test_the_tenth_moves_to_the_day_that_was_kept(year):
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = CALENDAR.moved(parse("每月10日").dates(first - REACH, last + REACH, CALENDAR), "following")
    assert [f"{to:%m-%d}" for day, to in found.items() if day.year == year] == VISIT_DAYS[year].split()


def test_every_day_of_the_official_years_agrees_with_another_source():
    day = date(2015, 1, 1)
    while day < date(2027, 1, 1):
        assert CALENDAR.workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_each_official_year_names_its_notice():
    assert sorted(built_in()) == list(range(2015, 2027))
    assert all("号" in number and date.fromisoformat(day) for one in built_in().values() for number, day in one.numbers)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-10-10", "workday"),
        ("2026-02-15", "holiday"),
        ("2026-02-16", "statutory"),
        ("2026-02-17", "statutory"),
        ("2026-02-20", "holiday"),
        ("2026-02-28", "workday"),
        ("2026-04-05", "statutory"),
        ("2026-04-06", "holiday"),
        ("2026-05-02", "statutory"),
        ("2026-05-03", "holiday"),
        ("2024-05-02", "holiday"),
        ("2026-06-20", "holiday"),
        ("2026-09-25", "statutory"),
        ("2026-10-03", "statutory"),
        ("2026-10-04", "holiday"),
        ("2026-12-05", "weekend"),
        ("2025-01-28", "statutory"),
        ("2024-02-09", "workday"),
        ("2018-12-29", "workday"),
        ("2018-12-31", "holiday"),
        ("2025-10-06", "statutory"),
        ("2025-10-05", "holiday"),
    ],
)
def test_the_four_kinds_of_day(day, kind):
    assert CALENDAR.kind(date.fromisoformat(day)) == kind


def test_a_session_in_the_spring_festival_takes_the_first_workday_that_is_not_the_duty_s_own():
    assert moved("每周三", 2025)[date(2025, 1, 29)] == date(2025, 2, 6)
    assert moved("每周三", 2025, "preceding")[date(2025, 1, 29)] == date(2025, 1, 27)


def test_as_is_stays_and_skip_drops():
    days = parse("每周三").dates(date(2025, 1, 20), date(2025, 2, 9), CALENDAR)
    assert CALENDAR.moved(days, "as_is")[date(2025, 1, 29)] == date(2025, 1, 29)
    assert date(2025, 1, 29) not in CALENDAR.moved(days, "skip")


def test_a_year_without_a_notice_is_projected_and_says_so():
    assert not CALENDAR.official(date(2027, 1, 4))
    assert CALENDAR.official(date(2026, 12, 31))
    assert CALENDAR.kind(date(2027, 2, 6)) == "statutory"
    assert projected(2027).work == {}


def test_a_notice_loaded_for_the_next_year_reaches_back_into_december():
    text = json.dumps(
        {
            "year": 2027,
            "notices": [{"number": "国办发明电〔2026〕9号", "date": "2026-11-10"}],
            "off": {"2026-12-31": "元旦", "2027-01-01": "元旦"},
            "work": {"2026-12-27": "元旦"},
        }
    )
    calendar = Calendar({**built_in(), 2027: read_notice(text)})
    assert not calendar.workday(date(2026, 12, 31))
    assert calendar.workday(date(2026, 12, 27))
    assert calendar.official(date(2027, 3, 1))


def test_the_office_s_own_word_stands_above_the_notices():
    calendar = Calendar(own={date(2026, 12, 9): (False, "校庆"), date(2026, 12, 12): (True, "")})
    assert calendar.kind(date(2026, 12, 9)) == "holiday"
    assert calendar.kind(date(2026, 12, 12)) == "workday"


@pytest.mark.slow
def test_lunar_days_are_those_of_the_almanac():
    from lunar_python import Solar

    for number in range(0, 365 * 60, 7):
        day = date(1995, 1, 1) + timedelta(days=number)
        that = Solar.fromYmd(day.year, day.month, day.day).getLunar()
        assert lunar(day) == (that.getMonth(), that.getDay()), day
