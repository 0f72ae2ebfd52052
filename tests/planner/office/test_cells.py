"""A cell is read as it is meant, or refused with the cell as it stands: hundreds of writings, column by column."""

import pytest

from planner.errors import Refused
from planner.office.sheets import SHEETS
from tests.planner.office.writings import choices, dates, names, numbers, people, times, wordings
from tests.planner.office.writings.cause import Cause

TABLES = (names, numbers, dates, times, choices, wordings, people)
KINDS = {f"{sheet.zh}.{one.metadata['zh']}": one.metadata["kind"] for sheet in SHEETS for one in sheet.columns}
WRITINGS = [
    (column, typed, meant) for table in TABLES for column, cells in table.WRITINGS.items() for typed, meant in cells
]
SHOWN_OTHERWISE = "请假外出.起"
"""A span in one cell is shown as its first day; the last day and the part of the day have their own columns."""


def read(column, typed):
    """What a cell says, of its own column and of others."""
    return KINDS[column].read(typed, 2026), KINDS[column].beside(typed, 2026)


@pytest.mark.parametrize(("column", "typed", "meant"), WRITINGS)
def test_a_cell_is_read_as_it_is_meant_or_refused_as_it_stands(column, typed, meant):
    if isinstance(meant, Cause):
        with pytest.raises(Refused) as caught:
            read(column, typed)
        [fault] = caught.value.faults
        assert fault.cause.zh == meant
        assert fault.cause.en and fault.cure.zh and fault.cure.en
        return
    expected = meant if column == SHOWN_OTHERWISE else (meant, {})
    assert read(column, typed) == expected
    assert isinstance(read(column, typed)[0], type(expected[0]))


@pytest.mark.parametrize(
    ("column", "meant"),
    [(column, meant) for column, _, meant in WRITINGS if not isinstance(meant, Cause) and column != SHOWN_OTHERWISE],
)
def test_what_was_read_is_shown_so_that_it_reads_the_same_again(column, meant):
    assert read(column, KINDS[column].show(meant))[0] == meant


def test_every_kind_of_cell_has_its_writings():
    tried = {type(KINDS[column]) for table in TABLES for column in table.WRITINGS}
    assert {type(kind) for kind in KINDS.values()} == tried


@pytest.mark.parametrize(
    ("column", "typed", "cure"),
    [
        ("请假外出.类别", "休架", "是不是“休假”？可填：休假、外出、区内会议、培训"),
        ("请假外出.类别", "下乡", "可填：休假、外出、区内会议、培训"),
        ("值班事项.遇节假日", "顺沿", "是不是“顺延”？可填：顺延、提前、照常、停一次"),
        ("规则.要求", "必", "是不是“必须”？可填：必须、重要、一般、尽量，或 1 至 1000 的整数"),
        ("岗位.提前", "1天", "请写成 1个工作日 或 24小时"),
        ("岗位.人数", "2天", "请填整数，如 2，单位可写人、名、个、位"),
        ("值班历史.日期", 12.1, "请把单元格设为文本，写成 12月10日 或 2026-12-10"),
        ("值班事项.日历", "每个工作曰", "是不是“每个工作日”？例如："),
    ],
)
def test_the_cure_names_the_nearest_word_and_what_may_stand_there(column, typed, cure):
    with pytest.raises(Refused) as caught:
        KINDS[column].read(typed, 2026)
    assert caught.value.faults[0].cure.zh.startswith(cure)
