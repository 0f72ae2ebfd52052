"""Rules as offices state them: written in a workbook, planned and proved, and read a second time in plain words.

Each reading below knows nothing of the product: it looks at who serves when. It finds nothing in the plan, and in
rosters drawn at random it finds something exactly where the product does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from tests.fixtures.asked_and_read import Request, finds_the_same_at_fault, keeps_and_proves
from tests.fixtures.eight_people import PEOPLE, SHEETS, clause, days

pytestmark = pytest.mark.slow  # each is planned

ONE = timedelta(days=1)
MEN = {name for name, facts in PEOPLE.items() if facts[0] == "男"}
WOMEN = PEOPLE.keys() - MEN
LEAD = {name for name, facts in PEOPLE.items() if "骨干" in facts[4]}
DRIVE = {name for name, facts in PEOPLE.items() if "司机" in facts[4]}
UNIT = {name: facts[2] for name, facts in PEOPLE.items()}


def nights(served, duty="总值班"):
    """Day → the people of the night."""
    found = defaultdict(set)
    for one in served:
        if one.duty == duty and one.shift == "夜班":
            found[one.day].add(one.who)
    return found


def of(served, who):
    return [one for one in served if one.who in who]


def partners(served):
    return [day for day, people in nights(served).items() if len(people & {"赵一", "王八"}) == 1]


def led(served):
    new = {date(2026, 9, 10) + number * ONE for number in range(30)}
    return [day for day, people in nights(served).items() if "郑七" in people and day in new and not people & LEAD]


def pregnant(served):
    return [one for one in of(served, {"李四"}) if one.shift == "夜班" and one.day >= date(2026, 9, 20)]


def over_55(served):
    reached = {"赵一": date(2021, 3, 8), "钱二": date(2026, 10, 5)}
    return [one for one in of(served, reached) if one.shift == "夜班" and one.day >= reached[one.who]]


def women_alone(served):
    return [day for day, people in nights(served).items() if len(people & WOMEN) > 1]


def no_man(served):
    return [day for day, people in nights(served).items() if not people & MEN]


def around_leave(served):
    """The day before leave, whichever part of the day it takes; the day after a trip."""
    before = {("李四", date(2026, 9, 13)), ("孙三", date(2026, 9, 20)), ("王八", date(2026, 10, 4))}
    after = {("钱二", date(2026, 10, 14))}
    return [one for one in served if (one.who, one.day) in before | after]


def spouses(served):
    """One night from 18:00 to 08:30, on whichever duties."""
    found = []
    for a in of(served, {"赵一"}):
        for b in of(served, {"吴六"}):
            for day in days():
                low, high = (
                    one.replace(year=day.year, month=day.month, day=day.day)
                    for one in (a.begin.replace(hour=18, minute=0), a.begin.replace(hour=8, minute=30))
                )
                high += ONE
                if all(one.begin < high and low < one.end for one in (a, b)):
                    found.append(day)
    return found


def weeks(served):
    """综合科 in odd weeks, 信息科 in even ones."""
    return [
        one
        for one in served
        if one.who in PEOPLE
        and one.duty == "总值班"
        and (one.day.isocalendar().week % 2 == 1) != (UNIT[one.who] == "综合科")
    ]


def one_lead(served):
    return [day for day, people in nights(served).items() if len(people & LEAD) != 1]


def no_driver(served):
    return [day for day, people in nights(served).items() if not people & DRIVE]


def on_air(served):
    shows = {(one.day, one.who) for one in served if one.duty == "热线直播"}
    return [one for one in served if one.who in PEOPLE and (one.day, UNIT[one.who]) in shows]


def chiefs(served):
    return [one for one in of(served, {"赵一", "周五"}) if one.shift == "夜班"]


def mondays(served):
    away = {date(2026, 9, 14)}
    had = {one.day for one in of(served, {"李四"}) if one.duty == "热线"}
    return [day for day in days() if day.weekday() == 0 and day not in had | away]


def tired(served):
    """24 hours after a duty that began on a Saturday or Sunday off."""
    worked, holidays = (
        {date(2026, 9, 20), date(2026, 10, 10)},
        {date(2026, 9, 25) + number * ONE for number in range(3)},
    )
    holidays |= {date(2026, 10, number) for number in range(1, 8)}
    found = []
    for name in PEOPLE:
        mine = of(served, {name})
        for a in mine:
            if a.day.weekday() > 4 and a.day not in worked | holidays:
                found += [(name, a.day) for b in mine if a.end <= b.begin < a.end + timedelta(hours=24)]
    return found


def too_often(served):
    count = Counter((one.who, one.day.month) for one in served if one.duty == "总值班")
    return [key for key, times in count.items() if times > 9 and key[0] in PEOPLE]


THREE = [[*row[:7], "3"] if row[0] == "ZB" else row for row in SHEETS["岗位"]]
NIGHT = {"duties": "ZB", "shifts": "夜班"}
RULES = {
    "fixed partners": Request([clause("同班", **NIGHT, who="赵一、王八")], partners),
    "the new one under any of several seniors": Request([clause("跟班", "天数=30；带班人=骨干", duties="ZB")], led),
    "pregnant from a day on": Request(
        [clause("次数", "最多=0", shifts="夜班", who="李四", first="2026-09-20")], pregnant
    ),
    "past 55 no night": Request([clause("次数", "最多=0", shifts="夜班", who="满55岁")], over_55),
    "no two women alone": Request([clause("人员搭配", "最多=1", **NIGHT, who="女")], women_alone),
    "a man among three": Request([clause("人员搭配", "最少=1", **NIGHT, who="男")], no_man, {"岗位": THREE}),
    "not before leave nor after a trip": Request(
        [clause("前后不排"), clause("前后不排", "前=0；后=1；类别=外出")], around_leave
    ),
    "spouses never in one night": Request(
        [], spouses, {"回避": [["人员*", "与*", "范围", "说明"], ["赵一", "吴六", "同夜", "夫妻"]]}
    ),
    "odd weeks and even weeks": Request(
        [
            clause("次数", "最多=0", duties="ZB", days="双周", who="综合科"),
            clause("次数", "最多=0", duties="ZB", days="单周", who="信息科"),
        ],
        weeks,
    ),
    "a senior with a junior": Request([clause("人员搭配", "最少=1；最多=1", **NIGHT, who="骨干")], one_lead),
    "one of two drives": Request([clause("人员搭配", "最少=1", **NIGHT, who="司机")], no_driver),
    "not while one's own unit is on the air": Request([clause("本单位上线日", duties="ZX")], on_air),
    "chiefs no night": Request([clause("次数", "最多=0", shifts="夜班", who="科长")], chiefs),
    "the secretary every Monday": Request(
        [clause("固定星期", "星期=周一；期间=周", duties="RX", who="李四", first="2026-09-01", last="2026-10-31")],
        mondays,
    ),
    "rest after a weekend": Request([clause("班后休息", "小时=24", days="双休日")], tired),
    "at most so often a month": Request([clause("次数", "最多=9", duties="ZB")], too_often),
}


@pytest.mark.parametrize("name", RULES)
def test_what_an_office_asks_for_is_kept_and_proved(tmp_path, name):
    keeps_and_proves(tmp_path, RULES[name])


@pytest.mark.parametrize("name", RULES)
def test_both_find_the_same_rosters_at_fault(tmp_path, name):
    finds_the_same_at_fault(tmp_path, RULES[name], name)
