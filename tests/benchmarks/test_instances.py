"""The reader of public instances: what is proved costs what the file alone says, and what it forbids is not done."""

import itertools

import pytest

from constraints.solve import Effort, solve
from tests.benchmarks.instances import Instance, faults, problem, score, solved

SMALL = """
SECTION_HORIZON
7
SECTION_SHIFTS
# id, minutes, what does not follow
E,480,
L,480,E
SECTION_STAFF
A,E=7|L=1,1920,480,3,2,2,1
B,E=7|L=7,2400,960,4,1,1,0
C,E=0|L=7,1920,0,2,1,2,1
SECTION_DAYS_OFF
A,3
SECTION_SHIFT_ON_REQUESTS
A,0,E,2
C,1,L,3
SECTION_SHIFT_OFF_REQUESTS
B,2,L,4
SECTION_COVER
{cover}
"""
COVER = "\n".join(f"{day},{shift},{1 + (day == 4)},{100 - day},{2 + day}" for day in range(7) for shift in "EL")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Instance7.txt").write_text(SMALL.format(cover=COVER))
    (tmp_path / "README.md").write_text("| 7 | 1 / 3 / 2 | 900 | yes |\n")
    return tmp_path


@pytest.mark.slow
def test_the_solver_s_cost_is_the_file_s_and_nothing_is_broken(folder):
    instance = Instance.read(folder / "Instance7.txt")
    found = solve(*problem(instance), Effort(20, repeatable=True))
    on = {(int(slot.rpartition("|")[2]), slot.split("|")[1], who) for slot, who in found.roster.pairs}
    assert found.proved and on and faults(instance, on) == []
    assert score(instance, on) == found.cost
    for one in itertools.product(range(7), "EL", "ABC"):
        changed = on ^ {one}
        assert faults(instance, changed) or score(instance, changed) >= found.cost, one


@pytest.mark.parametrize(
    ("on", "fault"),
    [
        ({(0, "E", "A"), (0, "L", "A"), (1, "E", "A")}, "A: one a day"),
        ({(3, "E", "A"), (4, "E", "A")}, "A: day off"),
        ({(0, "L", "A"), (1, "L", "A")}, "A: shifts"),
        ({(0, "E", "B")}, "B: minutes"),
        ({(day, "L", "C") for day in range(3)}, "C: running"),
        ({(2, "E", "A")}, "A: running"),
        ({(0, "L", "C"), (2, "L", "C")}, "C: off"),
        ({(5, "E", "B"), (6, "E", "B")}, "B: weekends"),
        ({(0, "L", "B"), (1, "E", "B")}, "B: after"),
    ],
)
def test_each_fault_is_seen(folder, on, fault):
    assert fault in faults(Instance.read(folder / "Instance7.txt"), on)


def test_a_table_has_the_best_known_cost_from_the_folder(folder):
    (row,) = solved(folder, 20, None)
    number, known, cost, bound, above, *_, broken = row
    assert (number, known, broken) == ("7", "900", "0")
    assert bound == f"{cost} proved" and above == f"{(int(cost) - 900) / 900:.2%}"
