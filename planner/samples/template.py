"""The empty workbook: what a small office has in common with others, so that people and posts are all it has to enter.

Its rules name duties alone, never a shift, a post or a pool: whatever an office writes on 岗位, they hold.
"""

from __future__ import annotations

from planner.office.cells.choices import SwapPolicy
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Duty, Post, SheetRow
from planner.samples.standard import fair, usual_settings

LEADERS, STAFF = "DB", "ZB"


def template() -> Office:
    """The office that the empty workbook shows: two duties round the clock, their posts and rules, no people yet."""
    return Office(
        {"设置": usual_settings("××办公室", 2026), "值班事项": _duties(), "岗位": _posts(), "规则": _clauses()}
    )


def _duties() -> tuple[SheetRow, ...]:
    return (
        Duty(id=LEADERS, name="领导带班", calendar="每天", precedence=1),
        Duty(id=STAFF, name="总值班", calendar="每天", precedence=2),
    )


def _posts() -> tuple[SheetRow, ...]:
    loads = (1, 2, 3, 4)
    # one post a row, as on the sheet
    # fmt: off
    return (
        Post(id="DB-1", duty=LEADERS, shift="全天", post="带班领导", begin="08:30", finish="08:30", pools=("带班领导",),
             need=1, hold="shared", load=loads, swap=SwapPolicy.APPROVE),
        Post(id="ZB-1", duty=STAFF, shift="全天", post="值班员", begin="08:30", finish="08:30", pools=("值班员",),
             need=1, load=loads),
    )
    # fmt: on


def _clauses() -> tuple[SheetRow, ...]:
    """By order of rank for leaders, balances apart for the others, and what keeps people rested and on leave."""
    # one clause a row, as on the sheet
    # fmt: off
    return (
        ClauseRow(rule="轮流", duties=(LEADERS,), parameters="分列=工作日/双休日/假期、法定节日；缺席=对调", force=100,
                  note="领导按排序轮流带班，工作日、双休日、节假日各轮各的；轮到的人请假，与后一位对调"),
        *fair(STAFF),
        ClauseRow(rule="间隔", duties=(STAFF,), parameters="天数=3", force=10, note="值一次班，至少隔两天再值"),
        ClauseRow(rule="班后休息", parameters="小时=12", force=0, note="值完班至少休息12小时，才能再值"),
        ClauseRow(rule="前后不排", parameters="前=1", force=100, note="休假前一天不排值班"),
        ClauseRow(rule="时间要求", force=10, note="尽量照顾各人提的时间要求"),
        ClauseRow(rule="领导指定", force=0, note="领导指定的，照指定的排"),
        ClauseRow(rule="已印发少调整", force=100, note="印发以后再排，尽量少动"),
    )
    # fmt: on
