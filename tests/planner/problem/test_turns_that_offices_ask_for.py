"""Turns as offices ask for them: written in a workbook, planned and proved, and read a second time in plain words.

The readings go round an order by hand. What keeps somebody from a place in it is their leave and their time in office.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

import pytest

from tests.fixtures.asked_and_read import Request, finds_the_same_at_fault, keeps_and_proves
from tests.fixtures.eight_people import FIRST, PEOPLE, RANK, SHEETS, TWO_POSTS, clause, days, hindered
from tests.fixtures.whose_turn import Round

pytestmark = pytest.mark.slow  # each is planned

ONE = timedelta(days=1)
LIST = ["王八", "孙三", "赵一", "郑七", "钱二", "周五", "李四", "吴六"]
WEEKENDS, FESTIVALS = ["李四", "王八", "孙三"], ["吴六", "钱二", "周五", "赵一"]
OFF = {date(2026, 9, 25) + number * ONE for number in range(3)}
OFF |= {date(2026, 10, 1) + number * ONE for number in range(7)}
WORKED = {date(2026, 9, 20), date(2026, 10, 10)}
LEAD = [name for name in RANK if "骨干" in PEOPLE[name][4]]
HEAD = ["事项*", "序号*", "人员或单位*", "分列"]
PAST = ["事项*", "日期*", "人员或单位*"]


def listed(duty, names, days=""):
    return [[duty, number, name, days] for number, name in enumerate(names, 1)]


def with_duty(duty, *posts):
    return {"值班事项": [*SHEETS["值班事项"], duty], "岗位": [[*SHEETS["岗位"][0], "连续天数", "占用"], *OLD, *posts]}


OLD = [[*row, "1", "专职"] for row in SHEETS["岗位"][1:]]
PAIRS = {2023: ("周五", "赵一"), 2024: ("李四", "吴六"), 2025: ("钱二", "孙三")}
MONDAYS = [day for day in days() if day.weekday() == 0]


def on_shifts(served, duty):
    """Begin → who is on the shift of a duty, by start."""
    found = defaultdict(set)
    for one in served:
        if one.duty == duty:
            found[one.begin].add(one.who)
    return found


def in_turn(some, clock, length, seats, order_of, keeps=hindered):
    """Begin of the shift on each of some days → who is to serve: each order goes round, and whoever cannot changes
    places with the next who can.
    """
    rounds, found = {}, {}
    for day in some:
        begin = datetime.combine(day, clock)
        order, there = order_of(day), set()
        going = rounds.setdefault(tuple(order), Round(list(order), "对调", list(order), []))
        for _ in range(seats):
            there.add(
                going.seat(
                    lambda who, begin=begin, there=there: who not in there and not keeps(who, begin, begin + length)
                )
            )
        found[begin] = there
    return found


def strangers(served, duty, right):
    """The shifts with somebody on them who is not to serve there."""
    return [begin for begin, people in on_shifts(served, duty).items() if not people <= right.get(begin, people)]


def by_list(served):
    right = in_turn(days(), time(8, 30), timedelta(hours=9), 1, lambda day: LIST)
    return strangers(served, "热线", right)


def column(day):
    if day in OFF:
        return FESTIVALS
    return WEEKENDS if day.weekday() > 4 and day not in WORKED else list(RANK)


def by_kind_of_day(served):
    return strangers(served, "总值班", in_turn(days(), time(17, 30), timedelta(hours=15), 2, column))


def by_rank(served):
    return strangers(served, "带班", in_turn(MONDAYS, time(8, 30), timedelta(days=7), 1, lambda day: LEAD))


def first_of_october(served):
    """Behind 钱二 and 孙三, who had it last year, come 郑七 and 李四."""
    found = on_shifts(served, "总值班").get(datetime(2026, 10, 1, 17, 30), set())
    return sorted(found - {"郑七", "李四"})


def unit_weeks(served):
    """One unit after the other, the first first."""
    units = ["综合科", "信息科"]
    right = in_turn(MONDAYS, time(8, 30), timedelta(days=7), 1, lambda day: units, keeps=lambda who, begin, end: False)
    return strangers(served, "科室值周", right)


def one_unit_a_night(served):
    """Night after night the other unit; both, the main officer and the deputy, are of it."""
    found = []
    for begin, people in on_shifts(served, "总值班").items():
        unit = ["综合科", "信息科"][(begin.date() - FIRST).days % 2]
        found += [(begin, one) for one in people if PEOPLE[one][2] != unit]
    return found


def whole_weekends(served):
    """Sundays on which somebody else serves than on the Saturday before; the last Saturday's Sunday is not planned."""
    found = on_shifts(served, "备勤")
    by_day = {begin.date(): people for begin, people in found.items()}
    return [day for day in days()[1:] if day.weekday() == 6 and by_day.get(day) != by_day.get(day - ONE)]


REQUESTS = {
    "by the order of a list": Request(
        [clause("轮流", "缺席=对调", duties="热线")], by_list, {"轮值": [HEAD, *listed("RX", LIST)]}
    ),
    "an order of their own for weekends and for festivals": Request(
        [clause("轮流", "分列=工作日/双休日/假期、法定节日", duties="总值班")],
        by_kind_of_day,
        {"轮值": [HEAD, *listed("ZB", WEEKENDS, "双休日"), *listed("ZB", FESTIVALS, "假期、法定节日")]},
    ),
    "those who lead by rank, week by week": Request(
        [clause("轮流", "顺序=排序", duties="带班", who="骨干")],
        by_rank,
        with_duty(
            ["DB", "带班", "每周一"], ["DB", "全周", "带班领导", "", "08:30", "08:30", "值班员", "1", "7", "可兼"]
        ),
    ),
    "the first day of the festival goes round over the years": Request(
        [clause("轮流", duties="总值班", days="国庆节")],
        first_of_october,
        {"值班历史": [PAST, *(["ZB", f"{year}-10-01", who] for year, pair in PAIRS.items() for who in pair)]},
    ),
    "a unit has the week": Request(
        [clause("轮流", duties="科室值周")],
        unit_weeks,
        with_duty(
            ["ZZ", "科室值周", "每周一"],
            ["ZZ", "全周", "值周科室", "单位", "08:30", "08:30", "上线单位", "1", "7", "专职"],
        ),
    ),
    "main and deputy of the unit whose turn it is": Request(
        [clause("轮流", "单位=是", duties="总值班")], one_unit_a_night, {"岗位": TWO_POSTS}
    ),
    "one person has the whole weekend": Request(
        [clause("连续", "最少=2", duties="备勤", days="每周六、日")], whole_weekends
    ),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_what_an_office_asks_for_is_kept_and_proved(tmp_path, name):
    keeps_and_proves(tmp_path, REQUESTS[name])


@pytest.mark.parametrize("name", REQUESTS)
def test_both_find_the_same_rosters_at_fault(tmp_path, name):
    finds_the_same_at_fault(tmp_path, REQUESTS[name], name)
