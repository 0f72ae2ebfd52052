"""Whose turn it is stands on the month page and before planning, in the reader's language."""

import pytest

from tests.fixtures.office_at_work import MONTH, NOW, planned, store_with
from tests.fixtures.site_words import Reader
from tests.fixtures.turn_office import LEAVE, clause, office_with

pytestmark = pytest.mark.slow


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", NOW.isoformat())
    leave = [LEAVE, ["钱二", "2026-12-02", "", "休假"]]
    return store_with(tmp_path / "home", office_with(tmp_path, clause(duties="ZB"), 请假外出=leave))


def test_a_turn_that_changed_places_is_told_before_planning_and_on_the_month(store):
    said = "轮到孙三（钱二请假，对调至3日）"
    clerk = Reader(store, "clerk")
    ahead = clerk.reads(f"/office/{MONTH}/preparing")
    assert "轮值有变动的班次" in ahead and ahead.count(said) == 1
    planned(store, duties=("ZB",))
    cell = clerk.reads(f"/office/{MONTH}/cell/ZB%7CZB-1%7C20261202")
    assert cell.count(said) >= 1
    assert said not in clerk.reads(f"/office/{MONTH}/cell/ZB%7CZB-1%7C20261201")
