"""After a prune nothing names what is gone: the office is refused as a whole, or can be read again from nothing."""

from datetime import date
from random import Random

import pytest

from planner.errors import Refused
from planner.office.ids import as_person, as_sort
from planner.office.office import Office
from planner.office.outside import Outside
from planner.office.sheets import BY_NAME
from planner.samples.district import sample
from planner.workbook.read import read_workbook
from planner.workbook.write import cells, write_workbook
from tests.fixtures.workbook_files import xlsx
from tests.profile import rounds

TODAY = date(2026, 12, 5)
SHEETS = ("单位", "人员", "村居", "联系村", "值班事项", "岗位", "规则", "请假外出", "指定")
SEEDS = range(rounds(16, 30, 400))


def pruned(seed, folder):
    """The office after a hand-over of some sheets without some of their rows; None where it was refused."""
    rng = Random(seed)
    office = sample("small", 1 + seed % 4, date(2026, 12, 1))
    handed = {}
    for name in rng.sample([name for name in SHEETS if office.rows.get(name)], rng.randint(1, 3)):
        head, *rows = cells(office, BY_NAME[name])
        kept = [row for row in rows if rng.random() > rng.choice((0.02, 0.3))]
        handed[name] = [head, *(kept or rows)]
    last = {as_person(id): date(2026, 12, rng.randint(1, 31)) for id in office.people if rng.random() < 0.3}
    last |= {as_sort("duty", id): date(2026, 12, 31) for id in office.duties if rng.random() < 0.3}
    path = xlsx(folder / f"{seed}.xlsx", handed)
    try:
        return read_workbook(path, office, prune=True, outside=Outside(TODAY, last)).office
    except Refused:
        return None


@pytest.mark.slow
def test_after_a_prune_the_office_is_refused_or_can_be_read_from_nothing(tmp_path):
    seen = set()
    for seed in SEEDS:
        after = pruned(seed, tmp_path)
        seen.add(after is not None)
        if after is None:
            continue
        write_workbook(tmp_path / f"{seed}-after.xlsx", after)
        assert read_workbook(tmp_path / f"{seed}-after.xlsx", Office()).office.rows == {
            zh: rows for zh, rows in after.rows.items() if rows
        }, seed
    assert seen == {True, False}
