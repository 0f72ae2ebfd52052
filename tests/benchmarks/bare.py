"""A bare script, as one writes it for one month: the invented district's 必须 in CP-SAT, no costs, nothing explained.

`python -m tests.benchmarks.bare WORKBOOK MONTH` prints the solver's status and how many posts are filled.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta

from ortools.sat.python import cp_model

from tests.fixtures.independent import DAY, Book, actual, span, split


class Month:
    """The slots of a month and who may take them."""

    def __init__(self, file: str, month: str) -> None:
        self.book = Book(file)
        self.first = date.fromisoformat(month + "-01")
        self.last = (self.first + DAY * 32).replace(day=1) - DAY
        self.away = self._away()
        self.model = cp_model.CpModel()
        self.slots: list[tuple[str, dict[str, str], datetime, datetime, str]] = []
        self.on: dict[int, dict[str, cp_model.IntVar]] = {}
        self.of: dict[str, list[int]] = defaultdict(list)
        ties = self._ties()
        for id, duty in self.book.duties.items():
            for that in actual(duty, self.first, self.last).values():
                for post in self.book.posts(id):
                    for site in self.book.villages if duty["分点安排"] == "村居" else [""]:
                        self._slot(id, post, *span(post, that), site, ties)

    def _away(self) -> dict[str, list[tuple[datetime, datetime, str]]]:
        found = defaultdict(list)
        for row in self.book.sheets["请假外出"]:
            that, last = date.fromisoformat(row["起"]), date.fromisoformat(row["止"] or row["起"])
            while that <= last:
                hours = self.book.settings.get(row["时段"], "00:00-23:59").split("-")
                begin, end = (datetime.combine(that, datetime.strptime(text, "%H:%M").time()) for text in hours)
                for id in self.book.members(row["人员"]):
                    found[id].append((begin, end, row["类别"]))
                that += DAY
        return found

    def _ties(self) -> dict[str, set[str]]:
        """Village → the people who may visit it."""
        staff, found = defaultdict(set), defaultdict(set)
        for id, row in self.book.people.items():
            for unit in split(row["单位"]):
                staff[self.book.find(self.book.units, unit)].add(id)
        for id, row in self.book.villages.items():
            for unit in split(row["联系单位"]):
                found[id] |= staff[self.book.find(self.book.units, unit)]
        for row in self.book.sheets["联系村"]:
            found[self.book.find(self.book.villages, row["村居"])].add(self.book.find(self.book.people, row["人员"]))
        return found

    def _slot(
        self, duty: str, post: dict[str, str], begin: datetime, end: datetime, site: str, ties: dict[str, set[str]]
    ) -> None:
        number, pools = len(self.slots), set(split(post["值班序列"]))
        table = self.book.units if post["对象"] == "单位" else self.book.people
        self.slots.append((duty, post, begin, end, site))
        self.on[number] = {}
        for id in sorted(ties[site]) if site else table:
            row = table[id]
            months = [part.split("-") for part in split(row.get("上线月份", ""))]
            season = not months or any(int(part[0]) <= begin.month <= int(part[-1]) for part in months)
            if (
                pools & set(split(row["值班序列"]))
                and post["班次"] not in split(row.get("不排班次", ""))
                and season
                and not self._gone(id, begin, end, post)
            ):
                self.on[number][id] = self.model.new_bool_var("")
                self.of[id].append(number)

    def _gone(self, id: str, begin: datetime, end: datetime, post: dict[str, str]) -> bool:
        return any(
            low < end and begin < high and (kind not in ("区内会议", "培训") or (post["占用"] or "专职") == "专职")
            for low, high, kind in self.away.get(id, ())
        )

    def solve(self) -> str:
        """The 必须 of the usual rules, one after another."""
        self._needs()
        self._one_place_and_rest()
        self._counts()
        self._visits()
        self._orders()
        solver = cp_model.CpSolver()
        status = solver.status_name(solver.solve(self.model))
        filled = (
            sum(solver.boolean_value(var) for some in self.on.values() for var in some.values())
            if status != "INFEASIBLE"
            else 0
        )
        return f"{status} {filled}"

    def _needs(self) -> None:
        for number, (_, post, *_) in enumerate(self.slots):
            total = cp_model.LinearExpr.sum(list(self.on[number].values()))
            self.model.add_linear_constraint(total, int(post["人数"]), int(post["最多人数"] or post["人数"]))

    def _one_place_and_rest(self) -> None:
        hours = {
            ("RX", "话务员", "夜班"): 24,
            ("RX", "话务员", "白班"): 11,
            ("ZB", "主班", "全天"): 24,
            ("ZB", "副班", "全天"): 24,
        }
        for id, numbers in self.of.items():
            numbers.sort(key=lambda number: self.slots[number][2])
            for index, one in enumerate(numbers):
                duty, post, _, end, _ = self.slots[one]
                free = end + timedelta(hours=hours.get((duty, post["岗位"], post["班次"]), 0))
                for other in numbers[index + 1 :]:
                    there = self.slots[other]
                    if there[2] >= free:
                        break
                    same = (there[1]["占用"] or "专职") == (post["占用"] or "专职")
                    if (there[2] < end and same) or (there[2] >= end and (there[1]["占用"] or "专职") == "专职"):
                        self.model.add_at_most_one([self.on[one][id], self.on[other][id]])

    def _counts(self) -> None:
        """Each leader receives at least once; a unit is on air at most once."""
        for id, numbers in self.of.items():
            reception = [self.on[number][id] for number in numbers if self.slots[number][0] == "JF"]
            if reception:
                self.model.add_at_least_one(reception)
            on_air = [self.on[number][id] for number in numbers if self.slots[number][0] == "ZX"]
            if len(on_air) > 1:
                self.model.add_at_most_one(on_air)

    def _visits(self) -> None:
        for id, numbers in self.of.items():
            visits = [self.on[number][id] for number in numbers if self.slots[number][4]]
            if visits:
                self.model.add_exactly_one(visits)

    def _orders(self) -> None:
        for row in self.book.sheets["指定"]:
            id = self.book.find(self.book.people, row["人员或单位"])
            duty = self.book.find(self.book.duties, row["事项"])
            that = date.fromisoformat(row["起始日期"])
            self.model.add_at_least_one(
                [
                    self.on[number][id]
                    for number in self.of[id]
                    if self.slots[number][0] == duty and self.slots[number][2].date() == that
                ]
            )


if __name__ == "__main__":
    assert re.fullmatch(r"\d{4}-\d\d", sys.argv[2])
    print(Month(sys.argv[1], sys.argv[2]).solve())
