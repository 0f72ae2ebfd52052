"""The product and a second reading of the rules find the same clauses broken in rosters of an invented office.

The rosters are as planned, and with people exchanged at random.
"""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

from constraints.judge import findings
from constraints.model.book import RuleBook
from constraints.problem.roster import Roster
from planner.office.ids import untagged
from planner.office.sheets import ClauseRow, KeptApartRow, Person, Unit
from planner.problem.build import build_problem
from planner.problem.period import Period
from planner.problem.rule_book import rule_book
from planner.samples.district import sample
from planner.workbook.write import write_workbook
from tests.fixtures.office_at_work import ZONE, issued, planned, run, store_with
from tests.fixtures.rule_books import MORE
from tests.fixtures.second_reading import READINGS, SecondJudge
from tests.profile import rounds

FIRST, MONTH = date(2026, 10, 1), "2026-10"
BEFORE = datetime(2026, 9, 22, 9, tzinfo=ZONE)
SEEDS = range(1, 1 + rounds(2, 6, 40))
ROSTERS = 4


HARD = (
    ClauseRow(rule="轮流", duties=("ZB",), posts=("带班领导",), parameters="缺席=对调", force=0),
    ClauseRow(rule="人员搭配", duties=("RX",), who=("p:H01", "p:H04", "p:H05"), parameters="最多=1", force=0),
    ClauseRow(rule="不同时值班", who=("p:H06", "p:G05"), parameters="范围=同日", force=0),
    ClauseRow(rule="前后不排", duties=("RX", "JF"), parameters="前=1；类别=休假、外出", force=0),
    ClauseRow(rule="本单位上线日", duties=("ZX",), force=0),
    ClauseRow(rule="跟班", duties=("RX",), parameters="天数=3；带班人=话务员", force=0),
)


def clauses(rng, office):
    """Clauses of each rule with values drawn, over duties, shifts and people drawn."""
    leaders = ["p:" + row.id for row in office.of(Person) if "接访领导" in row.pools]
    officers = ["p:" + row.id for row in office.of(Person) if "副班" in row.pools or "主班" in row.pools]
    operators = ["p:" + row.id for row in office.of(Person) if "话务员" in row.pools]
    where = {"RX": ("RX",), "ZB": ("ZB",), "JF": ("JF",), "RX ZB": ("RX", "ZB"), "": ()}
    some = [where[rng.choice(sorted(where))] for _ in range(28)]
    topics = sorted({word for row in office.of(Person) for word in row.portfolio.split("、") if word} | {"无人分管"})
    dated = "、".join(f"2026-10-{number:02}:{rng.choice(topics)}" for number in rng.sample(range(1, 29), 8))

    def row(rule, parameters="", duties=(), who=(), **more):
        return ClauseRow(rule=rule, parameters=parameters, duties=duties, who=tuple(who), force=0, **more)

    three = "、".join(one[2:] for one in rng.sample(operators, 3))
    return [
        row("连续", f"最少={rng.randint(2, 3)}；最多={rng.randint(1, 3)}", some[0]),
        row("连休", f"最少={rng.randint(2, 5)}", some[1]),
        row("班次衔接", "前=夜班；不接=白班、全天", some[2]),
        row("班次衔接", "前=全天、上午；不接=全天", some[3]),
        row("周末", f"最多={rng.randint(0, 3)}", some[4]),
        row("工时", f"期间={rng.choice('周月')}；最多={rng.choice((600, 1440, 3000, 9000))}", some[5]),
        row("在岗人数", f"目标={rng.randint(0, 2)}；缺={rng.randint(0, 2)}；超={rng.randint(0, 2)}", some[6]),
        row("不同班", "", some[7]),
        row("不同班", "", ("ZB",), rng.sample(officers, min(4, len(officers)))),
        row("同班", "", ("RX",), rng.sample(operators, 2)),
        row("主要负责同志不同时外出", "", ("JF", "ZB", "JT"), rng.sample(leaders, rng.randint(1, 3))),
        row("留守", f"最少={rng.randint(1, 3)}", ("ZB", "RX")),
        row("留守", f"比例={rng.choice((50, 80, 100))}", ("RX", "ZB", "ZF")),
        row("分管对口", f"主题={dated}", ("JF",)),
        row("固定星期", f"星期=周{rng.choice('一二三四五')}", ("JF", "ZB"), rng.sample(leaders, 2)),
        row("在岗天数", f"最少={rng.randint(1, 9)}", some[8] or ("RX", "ZB")),
        row("备班", "", ("ZB",), shifts=(), posts=(rng.choice(("带班领导", "主班", "副班")),)),
        row("间隔", f"天数={rng.randint(2, 6)}", some[9]),
        row("次数", f"期间={rng.choice('周月')}；最多={rng.randint(1, 4)}", some[10]),
        row("班后休息", f"小时={rng.randint(8, 60)}", some[11]),
        row("星期错开", "最多=1", ("JF", "RX")),
        row("轮流", f"缺席={rng.choice(('对调', '顺延', '跳过'))}", ("ZB",), posts=(rng.choice(("主班", "副班")),)),
        row("人员搭配", f"最少={rng.randint(0, 2)}；最多={rng.randint(1, 2)}", ("RX",), rng.sample(operators, 4)),
        row("人员搭配", "最少=1；范围=岗位", ("ZB",), ("pool:主班",), posts=(rng.choice(("主班", "副班")),)),
        row("人员搭配", "最多=1", ("RX",), rng.sample(operators, 2)),
        row("单位搭配", "方式=不同", ("ZB",), posts=("主班", "副班")),
        row("单位搭配", "", rng.choice((("ZB",), ("RX",)))),
        row("不同时值班", f"范围={rng.choice(('同时', '同日', '同夜'))}"),
        row("不同时值班", f"范围={rng.choice(('同时', '同日', '同夜'))}", some[12], rng.sample(leaders, 3)),
        row("不同时值班", "范围=同夜", ("RX", "ZB"), (rng.choice(operators), rng.choice(officers))),
        row("前后不排", f"前={rng.randint(0, 3)}；后={rng.randint(1, 2)}；类别=休假、外出", some[13]),
        row("前后不排", "类别=区内会议、培训", some[14]),
        row("本单位上线日", "", ("ZX",), rng.choice(((), officers))),
        row("本单位上线日", "方式=优先", ("ZX",), rng.sample(officers, 3)),
        row("跟班", f"天数={rng.randint(5, 40)}；带班人=话务员", ("RX",)),
        row("跟班", f"天数={rng.randint(5, 40)}；带班人={three}", ("RX",)),
        row("轮流", f"分列={rng.choice(('工作日/双休日', '双休日、假期、法定节日'))}", ("RX",)),
    ]


def company(rng, office):
    """The office with people of many units on duty, some of them new, and pairs who are kept apart."""
    units = [row.id for row in office.of(Unit) if "上线单位" in row.pools]
    people = []
    for row in office.of(Person):
        on_duty = {"话务员", "主班", "副班"} & set(row.pools)
        begun = FIRST - timedelta(days=rng.randint(0, 30)) if on_duty and rng.random() < 0.3 else row.start
        people.append(replace(row, units=(rng.choice(units),), start=begun) if on_duty else row)
    pairs = [rng.sample([row.id for row in people if row.id[0] in "HGL"], 2) for _ in range(6)]
    ways, since = ("", "moment", "day", "night"), (None, FIRST)
    apart = (
        KeptApartRow(who=one, other=other, within=rng.choice(ways), start=rng.choice(since)) for one, other in pairs
    )
    office = office.with_rows("人员", tuple(people))
    return office.with_rows("回避", tuple({frozenset((one.who, one.other)): one for one in apart}.values()))


def written(clause, office):
    """The clause as the workbook's columns hold it."""
    return {
        "规则": clause.rule,
        "参数": clause.parameters,
        "事项": "、".join(clause.duties),
        "班次": "、".join(clause.shifts),
        "岗位": "、".join(clause.posts),
        "人员": "、".join(untagged(who)[1] for who in clause.who),
        "要求": "必须",
    }


def exchanged(rng, rows, problem):
    """The table with some people in place of others who could serve there."""
    could = {}
    for slot, who in sorted(problem.candidates):
        could.setdefault(slot, []).append(who[2:])
    new = [dict(row) for row in rows]
    for row in new:
        others = [
            who
            for who in could.get(row["slot"], ())
            if who not in {one["assignee"] for one in new if one["slot"] == row["slot"]}
        ]
        if row["assignee"] and others and rng.random() < 0.3:
            row["assignee"] = rng.choice(others)
    return new


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_both_find_the_same_clauses_broken(tmp_path, seed):
    rng = Random(seed)
    office = company(rng, sample("small", seed, FIRST))
    home, book, table = tmp_path / "home", tmp_path / "office.xlsx", tmp_path / "a.csv"
    store = store_with(home, office)
    planned(store, MONTH, BEFORE)
    issued(store, MONTH, BEFORE)
    write_workbook(book, office)
    assert run(home, "export", MONTH, "--to", str(table)).returncode == 0
    with open(table, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    period = Period.month(MONTH)
    problem = build_problem(office, period).problem
    seen, apart = Counter(), []
    for number in range(ROSTERS):
        some = rows if not number else exchanged(rng, rows, problem)
        with open(table, "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(some)
        roster = Roster(
            frozenset(
                (row["slot"], ("p:" if row["assignee_type"] == "person" else "u:") + row["assignee"])
                for row in some
                if row["assignee"]
            )
        )
        judge = SecondJudge(book, table, MONTH)
        for clause in clauses(rng, office):
            ruled = office.with_rows("规则", (clause,))
            law = rule_book(ruled, period.first, period.last)
            mine = RuleBook(tuple(one for one in law.clauses if one.source))
            turns = build_problem(ruled, period).problem.turns if clause.rule == "轮流" else ()
            problem = replace(problem, turns=turns)
            broken = bool(findings(problem, mine, roster))
            judge.wrong = []
            judge.clause(written(clause, office))
            seen[clause.rule, broken] += 1
            if broken != bool(judge.wrong):
                apart.append(
                    (
                        clause.rule,
                        clause.parameters,
                        clause.duties,
                        clause.who,
                        broken,
                        judge.wrong[:2],
                        findings(problem, mine, roster)[:2],
                    )
                )
    assert apart == []
    assert (
        len({rule for rule, broken in seen if broken}) > 17 and len({rule for rule, broken in seen if not broken}) > 9
    )


@pytest.mark.slow
def test_a_month_planned_under_many_hard_clauses_passes_the_second_reading(tmp_path):
    office = sample("small", 1, FIRST)
    office = company(Random(1), office)
    rows = (*office.of(ClauseRow), *(row for row in MORE if row.rule in READINGS and row.force == 0), *HARD)
    office = office.with_rows("规则", rows)
    home, book, table = tmp_path / "home", tmp_path / "office.xlsx", tmp_path / "a.csv"
    store = store_with(home, office)
    assert planned(store, MONTH, BEFORE).solved.status == "optimal"
    issued(store, MONTH, BEFORE)
    write_workbook(book, office)
    assert run(home, "export", MONTH, "--to", str(table)).returncode == 0
    judge = SecondJudge(book, table, MONTH)
    read = {row["规则"] for row in judge.book.sheets["规则"] if row["要求"] == "必须"} & READINGS.keys()
    assert read >= {row.rule for row in HARD}
    assert judge.judge() == []
