"""The usual clauses share duties as people count them: nights, weekends and festivals apart, each role by itself."""

from collections import Counter
from datetime import date

import pytest

from constraints.solve import Effort, solve
from planner.office.office import Office
from planner.office.sheets import Person
from planner.planning.basis import basis_for
from planner.problem.period import Issued, Period
from planner.samples.district import sample
from planner.samples.standard import BACKBONE, usual_clauses, usual_duties, usual_posts, usual_settings
from planner.workbook.read import read_workbook
from planner.workbook.write import write_workbook
from tests.profile import rounds

COUNTED = {
    "all they serve": lambda slot: True,
    "nights": lambda slot: slot.shift == "夜班",
    "weekends": lambda slot: slot.day_kind == "weekend",
    "festivals": lambda slot: slot.day_kind in ("holiday", "statutory"),
    "statutory days": lambda slot: slot.day_kind == "statutory",
}
ROLES = {("RX", "话务员"), ("ZB", "带班领导"), ("ZB", "主班"), ("ZB", "副班")}
POOLS = {"接访领导": 8, "接听领导": 8, "带班领导": 9, "话务员": 11, "主班": 7, "副班": 6}
MONTHS = ("2026-12", "2027-02", "2026-10", "2026-05")
DRAWN = [(seed, month) for seed in range(31, 31 + rounds(1, 2, 8)) for month in MONTHS]


def spreads(office, month):
    """(role, what is counted) → most less least among those who may serve it, in a plan proved to be the best."""
    basis = basis_for(office, Period.month(month, ("JF", "RX", "JT", "ZB")), Issued())
    done = solve(basis.problem, basis.book, Effort(60, repeatable=True))
    assert (done.status, done.proved) == ("optimal", True)
    slots = {slot.id: slot for slot in basis.problem.slots}
    found = {}
    for role in ROLES:
        for what, counts in COUNTED.items():
            mine = {id for id, slot in slots.items() if (slot.duty, slot.post) == role and counts(slot)}
            times = Counter(who for slot, who in done.roster.pairs if slot in mine)
            able = {who for slot, who in basis.problem.candidates if slot in mine}
            if able:
                found[role, what] = max(times[who] for who in able) - min(times[who] for who in able)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "month"), DRAWN)
def test_nobody_of_the_small_office_has_two_more_than_another_of_their_role(seed, month):
    found = spreads(sample("small", seed, date.fromisoformat(month + "-01")), month)
    assert {role for role, _ in found} == ROLES and (("RX", "话务员"), "nights") in found
    assert {key: spread for key, spread in found.items() if spread > 1} == {}


@pytest.mark.slow
@pytest.mark.parametrize("month", MONTHS)
def test_nor_in_an_office_that_takes_the_usual_rules_for_its_own_people(month, tmp_path):
    """Whoever is in both pools of officers has a share of either; the sheet is read back as an office hands it in."""
    people = tuple(
        Person(
            id=f"{pool}{number}",
            name=f"{pool}{'甲乙丙丁戊己庚辛壬癸子'[number]}",
            pools=(pool,),
            labels=(BACKBONE,) if pool == "话务员" and number % 2 else (),
        )
        for pool, count in POOLS.items()
        for number in range(count)
    )
    both = tuple(Person(id=f"B{number}", name=f"双{'甲乙'[number]}", pools=("主班", "副班")) for number in range(2))
    rows = {"设置": usual_settings("××区人民政府办公室", 2026), "值班事项": usual_duties(), "岗位": usual_posts()}
    write_workbook(tmp_path / "office.xlsx", Office({**rows, "规则": usual_clauses(), "人员": (*people, *both)}))
    office = read_workbook(tmp_path / "office.xlsx", Office()).office
    assert {key: spread for key, spread in spreads(office, month).items() if spread > 1} == {}
