"""How often and when, as offices ask for it: written in a workbook, planned and proved, and read a second time.

Each reading counts by hand: who served how often, and how often they should by the days on which they are in office.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

import pytest

from tests.fixtures.asked_and_read import Request, finds_the_same_at_fault, keeps_and_proves
from tests.fixtures.eight_people import FIRST, LAST, PEOPLE, SHEETS, TWO_POSTS, clause, days

pytestmark = pytest.mark.slow  # each is planned

FESTIVALS = {date(2026, 9, 25), *(date(2026, 10, number) for number in (1, 2, 3))}
PAST = ["事项*", "日期*", "班次", "岗位", "人员或单位*"]
SERVED = {
    # the people of the night of 1, 2 and 3 October, year by year
    2023: (("赵一", "钱二"), ("赵一", "孙三"), ("李四", "周五")),
    2024: (("赵一", "吴六"), ("王八", "钱二"), ("李四", "周五")),
    2025: (("赵一", "孙三"), ("吴六", "李四"), ("李四", "周五")),
}
TOWNS = {"T1": "东镇", "T2": "西镇", "T3": "南镇", "T4": "北镇", "T5": "中街道"}
AIRED = {"东镇": date(2026, 7, 2), "南镇": date(2026, 8, 6), "西镇": date(2026, 7, 9)}


def there(who, first=FIRST, last=LAST):
    """On how many days somebody is in office."""
    since = date.fromisoformat(PEOPLE[who][5]) if PEOPLE[who][5] else first
    return max(0, (last - max(since, first)).days + 1)


def of(served, duty):
    return [one for one in served if one.duty == duty]


def on_wednesdays(served):
    return [one for one in served if one.who in ("赵一", "周五") and one.day.weekday() == 2]


def unit_shares(served):
    """Units whose people serve less often or more often than their days in office are of all."""
    nights = Counter(PEOPLE[one.who][2] for one in of(served, "总值班"))
    heads = Counter()
    for who, facts in PEOPLE.items():
        heads[facts[2]] += there(who)
    due = {unit: Fraction(2 * len(days()) * part, heads.total()) for unit, part in heads.items()}
    return [unit for unit, share in due.items() if not floor(share) <= nights[unit] <= ceil(share)]


def festival_shares(served):
    """Whoever serves on festivals less or more than is due, what was too little or too much over three years made good.

    It is made good within the limit that the office has set: as much again as is due this time.
    """
    now = Counter(one.who for one in of(served, "总值班") if one.day in FESTIVALS)
    whole = sum(there(who) for who in PEOPLE)
    found = []
    for who in PEOPLE:
        due, behind = Fraction(2 * len(FESTIVALS) * there(who), whole), Fraction(0)
        for year, nights in SERVED.items():
            begin, end = date(year, 10, 1), date(year, 10, 31)
            had = [one for pair in nights for one in pair]
            everybody = sum(there(one, begin, end) for one in PEOPLE)
            behind += Fraction(len(had) * there(who, begin, end), everybody) - had.count(who)
        fair = due + max(-due, min(due, behind))
        if not floor(fair) <= now[who] <= ceil(fair):
            found.append((who, now[who], float(fair)))
    return found


def once_a_quarter(served):
    """Towns that are not on the air just once from July to September, or more than once from October on."""
    summer, autumn = Counter(town for town, _ in AIRED.items()), Counter()
    for one in of(served, "热线直播"):
        (summer if one.day.month < 10 else autumn)[one.who] += 1
    return [town for town in TOWNS.values() if summer[town] != 1 or autumn[town] > 1]


def of_two_units(served):
    """Nights on which the main officer and the deputy are of two units."""
    nights = defaultdict(set)
    for one in of(served, "总值班"):
        nights[one.day].add(PEOPLE[one.who][2])
    return [day for day, units in nights.items() if len(units) > 1]


def tired(served):
    """Whoever begins anything less than 24 hours after a night in the duty room."""
    return [
        (a, b)
        for a in of(served, "总值班")
        for b in served
        if a.who == b.who and a.end <= b.begin < a.end + timedelta(hours=24)
    ]


REQUESTS = {
    "never on a weekday of the office's own": Request(
        [clause("次数", "最多=0", days="每周三", who="科长")], on_wednesdays
    ),
    "units by their heads": Request([clause("单位名额", "按=人数", duties="总值班")], unit_shares),
    "festivals as often for everybody over the years": Request(
        [clause("均衡", "历史=36", duties="总值班", days="法定节日")],
        festival_shares,
        {
            "设置": [*SHEETS["设置"], ["追平", "100%"]],
            "值班历史": [
                PAST,
                *(
                    ["ZB", f"{year}-10-0{number}", "夜班", "值班员", who]
                    for year, nights in SERVED.items()
                    for number, pair in enumerate(nights, 1)
                    for who in pair
                ),
            ],
        },
    ),
    "each town once a quarter": Request(
        [clause("次数", "期间=季；最少=1；最多=1", duties="热线直播", who="镇街")],
        once_a_quarter,
        {
            "单位": [
                SHEETS["单位"][0],
                *SHEETS["单位"][1:],
                *([id, name, "上线单位、镇街"] for id, name in TOWNS.items()),
            ],
            "值班历史": [PAST, *(["ZX", day.isoformat(), "直播", "上线单位", town] for town, day in AIRED.items())],
        },
    ),
    "main and deputy of one unit": Request(
        [clause("单位搭配", "方式=同一", duties="总值班")], of_two_units, {"岗位": TWO_POSTS}
    ),
    "rest from whatever comes next": Request([clause("班后休息", "小时=24", duties="总值班")], tired),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_what_an_office_asks_for_is_kept_and_proved(tmp_path, name):
    keeps_and_proves(tmp_path, REQUESTS[name])


@pytest.mark.parametrize("name", REQUESTS)
def test_both_find_the_same_rosters_at_fault(tmp_path, name):
    finds_the_same_at_fault(tmp_path, REQUESTS[name], name)
