"""Passwords: what is easily guessed is refused with the reason, what is long or of any script is not."""

from dataclasses import replace
from datetime import date

import pytest

from planner.access.passwords import refuse_weak
from planner.errors import Refused
from planner.office.office import Office
from planner.office.sheets import Person, Setting

OFFICE = Office()
for SHEET, ROW in (
    ("设置", Setting(key="单位名称", value="青山区人民政府办公室")),
    ("人员", Person(id="H01", name="欧阳志远", pools=("话务员",), mobile="13912345678", birth=date(1988, 2, 3))),
):
    OFFICE = OFFICE.with_rows(SHEET, (ROW,))


def refused(password, name="lijie", person="H01", office=OFFICE):
    """The fault that a password is refused with; None for a good one."""
    try:
        refuse_weak(password, office, name, person)
    except Refused as found:
        (fault,) = found.faults
        return fault
    return None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("1234567", "这个有 7 个"),
        ("", "这个有 0 个"),
        ("x" * 129, "这个有 129 个"),
        ("\udcff" * 9, "读不出来的字符"),
        ("12345678", "很多人都在用"),
        ("password", "很多人都在用"),
        ("p@ssw0rd", "很多人都在用"),
        ("qwertyuiop", "很多人都在用"),
        ("aaaaaaaa", "一再重复"),
        ("        ", "一再重复"),
        ("ab" * 60, "一再重复"),
        ("cdefghij", "连着的数字或字母"),
        ("19880203", "首先会试的词"),
        ("20251130", "日期或年份"),
        ("dangzhi1", "首先会试的词"),
        ("dangzhi@2026A", "首先会试的词"),
        ("Dangzhi#Lijie", "首先会试的词"),
        ("lijie123", "首先会试的词"),
        ("LIJIE2026!", "首先会试的词"),
        ("qingshanqu2026", "首先会试的词"),
        ("青山区值班2026", "首先会试的词"),
        ("ouyangzhiyuan1", "首先会试的词"),
        ("欧阳志远1988", "首先会试的词"),
        ("zhiyuan13912345678", "首先会试的词"),
    ],
)
def test_what_is_easily_guessed_is_refused_with_its_reason(password, why):
    fault = refused(password)
    assert why in fault.cause.zh and "请" in fault.cure.zh and fault.cause.en and fault.cure.en
    assert password in ("", "password") or password not in fault.say("en")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse",
        "another password",
        "清风 明月 河水 石桥",
        "我爱北京天安门城楼",
        "dangzhi purple kettle mountain",
        "🐎🔋📎🌳🐎🔋🌧️🪵",
        "ئۇيغۇرچە پارول",
        "x9$Kq2!vT7",
        "mountain " * 2 + "kettle river 71 " + "y" * 90,
    ],
)
def test_any_characters_will_do_and_many_of_them(password):
    assert refused(password) is None


def test_what_another_office_would_think_of_first_is_no_matter_here():
    other = OFFICE.with_rows("设置", (replace(OFFICE.rows["设置"][0], value="临江市委办"),))
    assert refused("qingshanqu2026") is not None and refused("qingshanqu2026", office=other) is None
    assert refused("ouyangzhiyuan1", person="") is None
