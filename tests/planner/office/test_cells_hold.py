"""Whatever stands in a cell, it is read or refused at once, with one fault that quotes it."""

import time as clock
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import Refused
from planner.office.cells.folding import as_typed
from planner.office.cells.kinds import ManyCell, NameCell
from planner.office.sheets import SHEETS
from tests.planner.office.writings import choices, dates, names, numbers, times, wordings
from tests.profile import rounds

KINDS = {f"{sheet.zh}.{one.metadata['zh']}": one.metadata["kind"] for sheet in SHEETS for one in sheet.columns}
TABLES = (names, numbers, dates, times, choices, wordings)
TYPED = sorted(
    {typed for one in TABLES for cells in one.WRITINGS.values() for typed, _ in cells if str(typed) == typed}
)
PIECES = st.sampled_from(TYPED) | st.text(max_size=4) | st.sampled_from("0123456789年月日号周一二十、，-—/:.%个第每至")
VALUES = (
    st.lists(PIECES, min_size=1, max_size=4).map("".join)
    | st.text(min_size=1, max_size=20)
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.dates()
    | st.datetimes(datetime(1, 1, 1))
    | st.times()
    | st.timedeltas()
)


def refused(kind, value):
    """Why a cell is refused; '' where it is read."""
    try:
        kind.read(value, 2026)
        kind.beside(value, 2026)
    except Refused as raised:
        [fault] = raised.faults
        return fault.cause.zh
    return ""


@pytest.mark.slow
@settings(max_examples=rounds(100, 400, 4000), deadline=None)
@given(st.sampled_from(sorted(KINDS)), VALUES, st.none() | st.integers(1990, 2100))
def test_any_cell_is_read_or_refused(column, value, year):
    kind = KINDS[column]
    try:
        found = kind.read(value, year)
        kind.beside(value, year)
    except Refused as raised:
        [fault] = raised.faults
        assert all((fault.cause.zh, fault.cause.en, fault.cure.zh, fault.cure.en))
        return
    assert kind.read(kind.show(found), year) == found


LONG = (
    "1", "１", "一", "张三 ", "周一、", "12月1日—", "2026-12-01、", "(", "每月", "FREQ=DAILY;", "逢", "上午", "a|",
)  # fmt: skip


@pytest.mark.parametrize("text", ["、、", "，；", " ， ", "\x01、\x02", ";"])
@pytest.mark.parametrize("column", [name for name, kind in KINDS.items() if isinstance(kind, (NameCell, ManyCell))])
def test_a_cell_of_names_that_holds_separators_alone_is_refused(column, text):
    assert refused(KINDS[column], text) == f"“{as_typed(text)}”里没有内容"


@pytest.mark.parametrize("text", ["\x80°¡°¡", "°¡\x80°¡", "°¡°¡\x01"])
def test_a_name_that_is_garbled_once_its_control_characters_are_gone_is_refused(text):
    assert "是乱码，原文像是“啊啊" in refused(KINDS["人员.姓名"], text)


OF_EACH = {type(kind): kind for kind in KINDS.values()}


@pytest.mark.parametrize("kind", OF_EACH.values(), ids=lambda kind: type(kind).__name__)
@pytest.mark.parametrize("piece", LONG)
def test_a_cell_as_long_as_may_be_takes_no_time(kind, piece):
    begin = clock.perf_counter()
    cause = refused(kind, piece * (10_000 // len(piece)))
    assert clock.perf_counter() - begin < 1
    assert len(cause) < 300


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), -1, 10**30, -0.0, date.min, date.max, datetime.max, time.max, timedelta.max]
)
@pytest.mark.parametrize("kind", OF_EACH.values(), ids=lambda kind: type(kind).__name__)
def test_values_at_the_ends_are_read_or_refused(kind, value):
    refused(kind, value)
