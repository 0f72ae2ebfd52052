"""Workbooks for tests: sheets as lists of rows, written by another library as offices' programs write them."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl

from planner.errors import Refused
from planner.office.office import Office
from planner.workbook.read import read_workbook

UNITS = [["编号*", "名称*", "系统"], ["U1", "区教育局", "教育"], ["U2", "区卫健局", "医疗"]]
PEOPLE = [
    ["编号", "姓名*", "单位", "职务", "班子", "值班序列*"],
    ["1", "张三", "区教育局", "局长", "区政府", "接访领导"], ["2", "李四", "U2", "局长", "", "接访领导、主班"],
]
DUTIES = [["编号", "名称*", "日历*", "遇节假日"], ["JF", "领导接访", "每个工作日", ""]]
POSTS = [
    ["事项*", "班次*", "岗位*", "开始时间*", "结束时间*", "值班序列*", "人数*"],
    ["JF", "上午", "接访领导", "08:30", "11:30", "接访领导", "1"],
]
SETTINGS = [["项目*", "值*"], ["单位名称", "某区政府办"], ["年份", "2026"]]
WHOLE = {"设置": SETTINGS, "单位": UNITS, "人员": PEOPLE, "值班事项": DUTIES, "岗位": POSTS}


def xlsx(path: Path, sheets: dict[str, list[list[object]]], change=None) -> Path:
    """Write sheets; `change(book)` may spoil them."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    if change:
        change(book)
    book.save(path)
    return path


def folder(path: Path, sheets: dict[str, list[list[object]]], encoding: str = "utf-8-sig") -> Path:
    """Write sheets as .csv files."""
    path.mkdir(exist_ok=True)
    for name, rows in sheets.items():
        with (path / f"{name}.csv").open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows(rows)
    return path


def read(path: Path, office: Office = Office(), **options) -> Office:
    """The office after reading."""
    return read_workbook(path, office, **options).office


def faults(path: Path, office: Office = Office(), **options) -> list[tuple[str, str, str]]:
    """(sheet, cell, cause in Chinese) of every fault."""
    try:
        read_workbook(path, office, **options)
    except Refused as refused:
        found = refused.faults
    else:
        found = ()
    assert all(one.cure.zh and one.cure.en and one.cause.en for one in found)
    return [(one.sheet, one.cell, one.cause.zh) for one in found]
