"""The product and a second reading of the rules find the same clauses broken in rosters of an invented office.

The rosters are as planned, and with people exchanged at random.
"""

import csv
from collections import Counter
from datetime import date, datetime
from random import Random

import pytest

from constraints.judge import findings
from constraints.model.book import RuleBook
from constraints.problem.roster import Roster
from planner.office.sheets import ClauseRow, Person
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


def clauses(rng, office):
    """Clauses of each rule with values drawn, over duties, shifts and people drawn."""
    leaders = ["p:" + row.id for row in office.of(Person) if "接访领导" in row.pools]
    officers = ["p:" + row.id for row in office.of(Person) if "副班" in row.pools or "主班" in row.pools]
    operators = ["p:" + row.id for row in office.of(Person) if "话务员" in row.pools]
    where = {"RX": ("RX",), "ZB": ("ZB",), "JF": ("JF",), "RX ZB": ("RX", "ZB"), "": ()}
    some = [where[rng.choice(sorted(where))] for _ in range(20)]
    topics = sorted({word for row in office.of(Person) for word in row.portfolio.split("、") if word} | {"无人分管"})
    dated = "、".join(f"2026-10-{number:02}:{rng.choice(topics)}" for number in rng.sample(range(1, 29), 8))

    def row(rule, parameters="", duties=(), who=(), **more):
        return ClauseRow(rule=rule, parameters=parameters, duties=duties, who=tuple(who), force=0, **more)

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
    ]


def written(clause, office):
    """The clause as the workbook's columns hold it."""
    return {
        "规则": clause.rule,
        "参数": clause.parameters,
        "事项": "、".join(clause.duties),
        "班次": "、".join(clause.shifts),
        "岗位": "、".join(clause.posts),
        "人员": "、".join(who[2:] for who in clause.who),
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
    office = sample("small", seed, FIRST)
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
            law = rule_book(office.with_rows("规则", (clause,)), period.first, period.last)
            mine = RuleBook(tuple(one for one in law.clauses if one.source))
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
        len({rule for rule, broken in seen if broken}) > 12 and len({rule for rule, broken in seen if not broken}) > 7
    )


@pytest.mark.slow
def test_a_month_planned_under_many_hard_clauses_passes_the_second_reading(tmp_path):
    office = sample("small", 1, FIRST)
    office = office.with_rows("规则", (*office.of(ClauseRow), *(row for row in MORE if row.rule in READINGS)))
    home, book, table = tmp_path / "home", tmp_path / "office.xlsx", tmp_path / "a.csv"
    store = store_with(home, office)
    assert planned(store, MONTH, BEFORE).solved.status == "optimal"
    issued(store, MONTH, BEFORE)
    write_workbook(book, office)
    assert run(home, "export", MONTH, "--to", str(table)).returncode == 0
    assert {
        row["规则"] for row in SecondJudge(book, table, MONTH).book.sheets["规则"] if row["要求"] == "必须"
    } & READINGS.keys()
    assert SecondJudge(book, table, MONTH).judge() == []
