"""Turns of a year: 200 people on duty day and night, columns of days, much leave, many orders."""

from __future__ import annotations

import time
from datetime import date, timedelta
from random import Random

from planner.office.office import Office
from planner.office.sheets import AbsenceRow, ClauseRow, Duty, Person, PinRow, Post, Setting
from planner.problem import build
from planner.problem.period import Period

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
PEOPLE = 200


def office() -> Office:
    """Two clauses over two duties; everybody is away three times, every third day somebody is ordered."""
    rng = Random(1)

    def some_day() -> date:
        return YEAR.first + timedelta(days=rng.randrange(365))

    people = [f"P{number:03}" for number in range(PEOPLE)]
    leave = [AbsenceRow(who=f"p:{one}", start=(first := some_day()), end=first + timedelta(days=rng.randrange(15)),
                        kind="leave") for one in people for _ in range(3)]  # fmt: skip
    pins = [PinRow(duty="ZB", start=some_day(), shift="夜班", who=f"p:{rng.choice(people)}") for _ in range(120)]
    columns = "分列=工作日/双休日/假期、法定节日；缺席="
    return Office(
        {
            "设置": (Setting(key="年份", value="2026"),),
            "人员": tuple(Person(order=at, id=one, name=one, pools=("值班员",)) for at, one in enumerate(people)),
            "值班事项": (Duty(id="ZB", name="总值班", calendar="每天"), Duty(id="RX", name="热线", calendar="每天")),
            "岗位": (
                _post("ZB", "白班", "08:30", "17:30", 2),
                _post("ZB", "夜班", "17:30", "08:30", 1),
                _post("RX", "全天", "08:00", "20:00", 2),
            ),
            "规则": (
                ClauseRow(rule="轮流", duties=("ZB",), parameters=columns + "对调", force=0),
                ClauseRow(rule="轮流", duties=("RX",), parameters=columns + "顺延", force=0),
            ),
            "请假外出": tuple(leave),
            "指定": tuple(pins),
        }
    )


def _post(duty: str, shift: str, begin: str, finish: str, need: int) -> Post:
    post = Post(id=f"{duty}-{shift}", duty=duty, shift=shift, post="值班员", begin=begin, finish=finish,
                pools=("值班员",), need=need)  # fmt: skip
    return post


def seconds() -> tuple[float, int]:
    """How long the turns of a year take to work out, and how many there are."""
    took: list[tuple[float, int]] = []
    real = build.turns

    def timed(*given):  # type: ignore[no-untyped-def]
        began = time.perf_counter()
        found = real(*given)
        took.append((time.perf_counter() - began, len(found[0])))
        return found

    build.turns = timed
    try:
        build.build_problem(office(), YEAR)
    finally:
        build.turns = real
    return took[0]
