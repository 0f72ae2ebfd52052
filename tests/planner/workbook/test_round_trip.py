"""import ∘ export changes nothing: the template, the samples, random offices, folders and workbooks."""

import os
from datetime import date

import pytest

from planner.office.office import Office
from planner.office.sheets import (
    AbsenceRow,
    Duty,
    Holiday,
    KeyPeriod,
    Opening,
    Person,
    PinRow,
    Session,
    Unit,
    Village,
    WishRow,
)
from planner.samples.district import Size, sample
from planner.samples.template import template
from planner.store.roster import offices
from planner.workbook.read import read_workbook
from planner.workbook.write import write_workbook

SEEDS = range(20 if os.environ.get("CI") else 5)


def again(path, office):
    write_workbook(path, office)
    return read_workbook(path, Office()).office


def filled(office):
    return {zh: rows for zh, rows in office.rows.items() if rows}


@pytest.mark.parametrize("name", ["a.xlsx", "folder"])
def test_the_template_reads_back_as_it_is(tmp_path, name):
    assert filled(again(tmp_path / name, template())) == filled(template())


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["a.xlsx", "folder"])
def test_an_invented_office_reads_back_as_it_is(tmp_path, name, seed):
    size = Size(9, 14, 3, 15 + seed, 60, 10, 10, (2, 1))
    office = sample(size, seed, date(2026, 1 + seed % 12, 1))
    assert filled(again(tmp_path / name, office)) == filled(office)


@pytest.mark.slow
def test_the_full_sample_reads_back_and_a_second_import_changes_nothing(tmp_path):
    office = sample("full", 3, date(2026, 12, 1))
    write_workbook(tmp_path / "a.xlsx", office)
    first = read_workbook(tmp_path / "a.xlsx", Office())
    assert filled(first.office) == filled(office)
    assert read_workbook(tmp_path / "a.xlsx", first.office).changes == ()


def test_every_sheet_and_odd_names_go_there_and_back(tmp_path):
    odd = [
        Person(id="1", name="张三", units=("U1",), pools=("主班",), title="局长、党组书记", end=date(2026, 12, 9)),
        Person(id="1", name="张三", units=("U2",), pools=("副班",), start=date(2026, 12, 10)),
        Person(id="2", name="张三", units=("U2",), pools=("主班",), partner="1", delegate="3", exempt=("夜班",)),
        Person(id="3", name="=1+1", pools=("主班",), units=("U1", "U2")),
        Person(id="U1", name="欧阳·娜娜", pools=("主班",)),
    ]
    office = Office(
        {
            "单位": (
                Unit(id="U1", name="区教育局", months=(1, 2, 3, 10), leader="2"),
                Unit(id="U2", name="张三", merged="U1"),
            ),
            "人员": tuple(odd),
            "村居": (Village(id="V1", name="东村", town="U1", units=("U2",)), Village(id="V2", name="东村", town="U2")),
            "值班事项": (Duty(id="D", name="值班", calendar="每天", public="3"),),
            "场次": (
                Session(duty="D", nominal=date(2026, 12, 3), to="2026-12-04", topic="教育", units=("U1",)),
                Session(duty="D", nominal=date(2026, 12, 5), to="cancelled"),
                Session(duty="D", to="2026-12-20"),
                Session(duty="D", nominal=date(2026, 12, 6), to="extra"),
            ),
            "请假外出": (
                AbsenceRow(who="u:U1", start=date(2026, 12, 1), kind="trip"),
                AbsenceRow(who="pool:主班", start=date(2026, 12, 1), kind="leave", part="am"),
                AbsenceRow(
                    who="p:U1", start=date(2026, 12, 2), end=date(2026, 12, 4), kind="meeting", state="intended"
                ),
            ),
            "时间要求": (WishRow(person="3", weekday=(0, 4), want="avoid", weight=5),),
            "指定": (
                PinRow(
                    duty="D", start=date(2026, 12, 1), end=date(2026, 12, 31), weekday=(0,), who="u:U2", site="v:V2"
                ),
                PinRow(duty="D", start=date(2026, 12, 1), who="p:2", mode="forbidden"),
            ),
            "放假": (Holiday(date=date(2026, 12, 9), name="校庆", arrangement="off"),),
            "重点时期": (
                KeyPeriod(
                    name="两会", start=date(2026, 3, 1), end=date(2026, 3, 15), duties=("D",), extra=1, swap="never"
                ),
            ),
            "期初": (Opening(who="p:1", duty="D", workday=3, as_of=date(2026, 11, 30)),),
        }
    )
    for name in ("a.xlsx", "folder"):
        assert filled(again(tmp_path / name, office)) == filled(office)
    assert offices.from_bytes(offices.to_bytes(office)) == office
