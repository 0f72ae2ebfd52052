"""Calendar words: the days that they name, those that need a start, and those that nobody can read."""

from datetime import date

import pytest

from planner.calendar.recurrence import EXAMPLES, parse
from planner.calendar.unknown_words import UnknownWords
from planner.calendar.workdays import Calendar

CALENDAR = Calendar()


def named(words, year=2026, start=None):
    """The dates of a year that words name, as month-day."""
    return [f"{day:%m-%d}" for day in parse(words, start).dates(date(year, 1, 1), date(year, 12, 31), CALENDAR)]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("除夕", ["02-16"]),
        ("正月初三", ["02-19"]),
        ("腊月廿三", ["02-10"]),
        ("中秋", ["09-25"]),
        ("每季度第一个月第二个周三", ["01-14", "04-08", "07-08", "10-14"]),
        ("单月15日", ["01-15", "03-15", "05-15", "07-15", "09-15", "11-15"]),
        ("双月15日", ["02-15", "04-15", "06-15", "08-15", "10-15", "12-15"]),
        ("春节假期", [f"02-{number}" for number in range(15, 24)]),
        ("国庆假期", [f"10-0{number}" for number in range(1, 8)]),
        ("指定日期 2026-12-10、2026-12-24", ["12-10", "12-24"]),
        ("2026/3/8", ["03-08"]),
        ("2026-12-10至2026-12-12", ["12-10", "12-11", "12-12"]),
        ("每季度第一个工作日", ["01-04", "04-01", "07-01", "10-08"]),
        ("每季度最后一个工作日", ["03-31", "06-30", "09-30", "12-31"]),
        ("每季度第一个月10日", ["01-10", "04-10", "07-10", "10-10"]),
        ("每季度末月25日", ["03-25", "06-25", "09-25", "12-25"]),
        ("每年第一个工作日", ["01-04"]),
        ("每年12月第一个工作日", ["12-01"]),
        ("每年5月1日、10月1日", ["05-01", "10-01"]),
        ("每年五月十五日", ["05-15"]),
        ("每年八月十五", ["09-25"]),
        ("元宵节", ["03-03"]),
        ("重阳", ["10-18"]),
        ("清明节", ["04-05"]),
        ("调休上班日", ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]),
        (
            "法定节日",
            [
                "01-01",
                "02-16",
                "02-17",
                "02-18",
                "02-19",
                "04-05",
                "05-01",
                "05-02",
                "06-19",
                "09-25",
                "10-01",
                "10-02",
                "10-03",
            ],
        ),
    ],
)
def test_words_that_name_few_days(words, days):
    assert named(words) == days


@pytest.mark.parametrize(
    ("words", "first", "count"),
    [
        ("每天", "01-01", 365),
        ("每个工作日", "01-04", 248),
        ("每个休息日", "01-01", 117),
        ("每周一、四", "01-01", 105),
        ("每月10日", "01-10", 12),
        ("每月5、15、25日", "01-05", 36),
        ("每月第二个周三", "01-14", 12),
        ("每周一至周五", "01-01", 261),
        ("双休日、假期", "01-02", 104),
        ("FREQ=MONTHLY;BYDAY=2WE", "01-14", 12),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TH", "01-01", 105),
        ("每月最后一个周五", "01-30", 12),
        ("星期三", "01-07", 52),
        ("每周日", "01-04", 52),
        ("每一天", "01-01", 365),
        ("节假日", "01-01", 117),
        ("法定节假日", "01-01", 33),
        ("双休日", "01-10", 84),
        ("周末", "01-03", 98),
        ("每周末", "01-03", 98),
        ("每周一三五", "01-02", 156),
        ("每周的周三", "01-07", 52),
        ("每逢周一", "01-05", 52),
        ("周一 周四", "01-01", 105),
        ("单周", "01-01", 183),
        ("单周周一", "01-12", 26),
        ("双周周一、周三", "01-05", 52),
        ("双周一", "01-05", 26),
        ("单日", "01-01", 186),
        ("双号", "01-02", 179),
        ("逢三逢八", "01-03", 72),
        ("农历逢三、八", "01-01", 75),
        ("每月10号、20号", "01-10", 24),
        ("每月 10日", "01-10", 12),
        ("每月十五日", "01-15", 12),
        ("每月1-7日", "01-01", 84),
        ("每月1日至7日、20日", "01-01", 96),
        ("每月下旬", "01-21", 125),
        ("每月最后一天", "01-31", 12),
        ("月末", "01-31", 12),
        ("每月第一个工作日", "01-04", 12),
        ("每月最后一个工作日", "01-30", 12),
        ("每月第3个工作日", "01-06", 12),
        ("每月倒数第二个工作日", "01-29", 12),
        ("每周第一个工作日", "01-05", 51),
        ("双月最后一个工作日", "02-28", 6),
        ("工作日和周六", "01-03", 296),
        ("每周一、四；除夕", "01-01", 105),
    ],
)
def test_words_that_name_many_days(words, first, count):
    days = named(words)
    assert (days[0], len(days)) == (first, count)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("隔周周一", ["01-05", "01-19"]),
        ("隔周一", ["01-05", "01-19"]),
        ("每隔一周周三、周五", ["01-07", "01-09"]),
        ("每三周周一", ["01-05", "01-26"]),
        ("隔周", ["01-07", "01-21"]),
        ("隔天", ["01-07", "01-09"]),
        ("每3天", ["01-07", "01-10"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", ["01-07", "01-21"]),
        ("FREQ=MONTHLY", ["01-07", "02-07"]),
        ("FREQ=DAILY;COUNT=2", ["01-07", "01-08"]),
    ],
)
def test_words_that_count_need_a_start(words, days):
    with pytest.raises(UnknownWords) as caught:
        parse(words)
    assert caught.value.needs_start
    assert caught.value.fault().say("zh") == f"“{words}”要从某一天起算。请填写起始日期。"
    first = date(2026, 1, 5) if days[0] == "01-05" else date(2026, 1, 7)
    assert named(words, start=first)[:2] == days


@pytest.mark.parametrize(
    ("words", "cause", "cure"),
    [
        ("每个月圆之夜", "“每个月圆之夜”不是日历用语", "例如：每个工作日"),
        ("", "“”不是日历用语", "例如：每个工作日"),
        ("每周八", "“每周八”不是日历用语", "是不是“每周一”？"),
        ("每个工作曰", "“每个工作曰”不是日历用语", "是不是“每个工作日”？"),
        ("除夕、节日", "“除夕、节日”里的“节日”不是日历用语", "是不是“节假日”？"),
        ("每周一次", "“每周一次”里的“次”不是日历用语", "例如："),
        ("每周一（除节假日）", "“每周一（除节假日）”里的“（除节假日）”不是日历用语", "是不是“节假日”？"),
        ("每月32日", "“每月32日”不是日历用语", "是不是“每月10日”？"),
        ("每月7-1日", "“每月7-1日”里的“每月7-1日”日历上没有", "请改为日历上有的日子"),
        ("每年2月30日", "“每年2月30日”里的“每年2月30日”日历上没有", "请改为日历上有的日子"),
        ("每月第六个周三", "“每月第六个周三”里的“每月第六个周三”日历上没有", "请改为日历上有的日子"),
        ("2026-02-30", "“2026-02-30”里的“2026-02-30”日历上没有", "请改为日历上有的日子"),
        ("2206-12-10", "“2206-12-10”里的“2206-12-10”日历上没有", "请改为日历上有的日子"),
        ("12月10日", "“12月10日”里的“12月10日”没有说是哪一年", "请写 每年12月10日"),
    ],
)
def test_words_nobody_can_read_are_refused_with_the_nearest_known_one(words, cause, cure):
    with pytest.raises(UnknownWords) as caught:
        parse(words)
    assert caught.value.fault().cause.zh == cause
    assert caught.value.fault().cure.zh.startswith(cure)


def test_every_word_that_is_offered_can_be_read():
    assert all(named(words, start=date(2026, 1, 1)) for words in EXAMPLES)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("节前一日", ["02-14", "04-03", "04-30", "06-18", "09-24", "09-30", "12-31"]),
        ("节后第一天", ["01-04", "02-24", "04-07", "05-06", "06-22", "09-28", "10-08"]),
        ("除夕、元旦", ["01-01", "02-16"]),
        ("国庆假期，除每年10月1日外", [f"10-0{number}" for number in range(2, 8)]),
        ("2026-12-28至2027-01-03，除周六、周日外", ["12-28", "12-29", "12-30", "12-31"]),
        ("每年12月1日、每年12月7日（除周一外）", ["12-01"]),
        ("2026-02-15至2026-02-17，除除夕外", ["02-15", "02-17"]),
    ],
)
def test_days_beside_a_holiday_and_days_left_out(words, days):
    assert named(words) == days


def test_what_is_left_out_alone_is_taken_off_every_day():
    assert len(named("除周一外")) == 365 - 52
    with pytest.raises(UnknownWords):
        parse("每天，除月圆之夜外")


def test_odd_weeks_alternate_from_the_day_that_the_office_names():
    by_number = [day for year in (2026, 2027) for day in named("单周周一", year)]
    assert by_number[24:28] == ["12-14", "12-28", "01-04", "01-18"], "week 53 and week 1 are both odd"
    calendar = Calendar(weeks_from=date(2027, 1, 1))
    found = parse("单周周一").dates(date(2026, 12, 1), date(2027, 1, 31), calendar)
    assert [f"{day:%m-%d}" for day in found] == ["12-14", "12-28", "01-11", "01-25"]


@pytest.mark.parametrize("word", ["国庆假期", "中秋假期"])
@pytest.mark.parametrize(("year", "first", "last"), [(2025, "10-01", "10-08"), (2023, "09-29", "10-06")])
def test_days_off_that_two_holidays_share_are_of_both(word, year, first, last):
    days = named(word, year)
    assert (days[0], days[-1], len(days)) == (first, last, 8)
