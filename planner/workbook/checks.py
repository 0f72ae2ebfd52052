"""Checks on a whole office: what no single cell can show to be wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from planner.calendar.recurrence import UnknownWords, parse
from planner.errors import Fault, Refused, fault
from planner.office.cells.dates import plain
from planner.office.clauses import build
from planner.office.office import DEFAULTS, Office
from planner.office.sheets import (
    Absence,
    ClauseRow,
    Duty,
    History,
    KeyPeriod,
    Person,
    Pin,
    Post,
    Row,
    Session,
    Unit,
    Village,
    Wish,
)
from planner.words import Words
from planner.workbook.refs import disjoint

ENGLISH = {
    "office name": "单位名称", "year": "年份", "time zone": "时区", "am": "上午", "pm": "下午", "night": "晚上",
    "long leave": "长假天数", "catch-up": "追平",
}
SCOPED = ("AB角不同时离岗", "ab_stay", "主要负责同志不同时外出", "one_stays", "留守", "stay_home")
YEARS = 3
"""How far a dated order, wish or absence may lie from 年份."""


@dataclass(frozen=True)
class Problem:
    """A fault about a finished row: sheet, row and field."""

    sheet: str
    row: Row
    column: str
    fault: Fault


def empty(column: str) -> Fault:
    """A required cell is empty."""
    return fault(f"“{column}”没有填写", f"'{column}' is empty", "请填写", "fill it in")


def twice(number: int) -> Fault:
    """Two rows with one key."""
    return fault(f"与第 {number} 行重复但内容不同", f"the same as row {number}, with other contents",
                 "请合并为一行", "make one row of the two")


def setting(values: dict[str, Any]) -> list[Fault]:
    """Bring a setting to its Chinese key and check its value."""
    key, value = str(values["key"]), plain(str(values["value"]))
    values["key"] = key = ENGLISH.get(key.lower(), key)
    spans = re.fullmatch(r"(\d{1,2}):(\d{2})\s*[-—–~至]\s*(\d{1,2}):(\d{2})", value)
    if key in ("上午", "下午", "晚上"):
        if not spans or int(spans[1]) > 23 or int(spans[3]) > 24:
            return [fault(f"{key}“{value}”不是起止时间", f"{key} '{value}' is not a span of time", "请写成 08:30-12:00", "write it like 08:30-12:00")]
        value = f"{int(spans[1]):02d}:{spans[2]}-{int(spans[3]) % 24:02d}:{spans[4]}"
    elif key == "年份" and not re.fullmatch(r"(19|20)\d{2}", value):
        return [fault(f"年份“{value}”不对", f"'{value}' is not a year", "请写四位年份，如 2026", "write four digits, such as 2026")]
    elif key == "长假天数" and not value.isdigit():
        return [fault(f"长假天数“{value}”不是整数", f"'{value}' is not a whole number", "请填整数，如 15", "write a whole number, such as 15")]
    elif key == "追平" and not re.fullmatch(r"\d{1,3}%?|0?\.\d+", value):
        return [fault(f"追平“{value}”不是百分比", f"'{value}' is not a percentage", "请写成 50%", "write it like 50%")]
    elif key == "时区" and not _zone(value):
        return [fault(f"没有时区“{value}”", f"there is no time zone '{value}'", "请写成 Asia/Shanghai", "write it like Asia/Shanghai")]
    values["value"] = f"{round(float(value) * 100)}%" if key == "追平" and "." in value else value
    return []


def _zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def office(after: Office) -> tuple[list[Problem], list[Words]]:
    """Every fault across rows, and what is worth a note."""
    notes = [Words(f"设置：不认识的项目“{key}”已保留但不起作用", f"settings: the unknown key '{key}' is kept without effect")
             for key in after.settings if key not in DEFAULTS and key != "年份"]
    return [*_people(after), *_posts(after), *_clauses(after), *_dates(after), *_words(after)], notes


def _people(after: Office) -> Iterator[Problem]:
    for rows in after.people.values():
        if len(rows) > 1 and not disjoint(rows):
            yield Problem("人员", rows[-1], "start", fault(
                f"{rows[-1].name}（{rows[-1].id}）的几行任职时间重叠", f"the rows of {rows[-1].name} ({rows[-1].id}) overlap in time",
                "请填写互不重叠的任职起止", "give them terms of office that do not overlap",
            ))
    spans: tuple[Any, ...] = (*after.of(Person), *after.of(Unit), *after.of(Village), *after.of(Duty))
    for row in spans:
        if row.start and row.end and row.end < row.start:
            yield _backwards(row)


def _backwards(row: Any) -> Problem:
    sheet = next(zh for zh, cls in (
        ("人员", Person), ("单位", Unit), ("村居", Village), ("值班事项", Duty), ("请假外出", Absence), ("指定", Pin),
        ("重点时期", KeyPeriod),
    ) if isinstance(row, cls))
    return Problem(sheet, row, "end", fault(
        f"止（{row.end}）早于起（{row.start}）", f"the end {row.end} is before the start {row.start}",
        "请改正日期", "correct the dates",
    ))


def _posts(after: Office) -> Iterator[Problem]:
    for period in after.of(KeyPeriod):
        known = {word for duty in period.duties for post in after.posts.get(duty, ()) for word in (post.post, post.id)}
        for word in period.posts:
            if known and word not in known:
                yield Problem("重点时期", period, "posts", fault(
                    f"没有岗位“{word}”", f"there is no post '{word}'",
                    f"可填：{'、'.join(sorted(known))}", f"choose one of: {', '.join(sorted(known))}",
                ))
    for row in after.of(Post):
        if row.room is not None and row.room < row.need:
            yield Problem("岗位", row, "room", fault(
                f"最多人数 {row.room} 小于人数 {row.need}", f"the room {row.room} is below the need {row.need}",
                "请改正其一", "correct one of the two",
            ))
    asked: tuple[Any, ...] = (*after.of(Pin), *after.of(Wish))
    for one in asked:
        shifts = {post.shift for post in after.of(Post) if not one.duty or post.duty == one.duty}
        if one.shift and one.shift not in shifts:
            sheet = "指定" if isinstance(one, Pin) else "时间要求"
            yield Problem(sheet, one, "shift", fault(
                f"没有班次“{one.shift}”", f"there is no shift '{one.shift}'",
                f"可填：{'、'.join(sorted(shifts))}", f"choose one of: {', '.join(sorted(shifts))}",
            ))


def _clauses(after: Office) -> Iterator[Problem]:
    shifts, posts = {post.shift for post in after.of(Post)}, {post.post for post in after.of(Post)}
    for row in after.of(ClauseRow):
        if row.rule in SCOPED and not row.duties:
            yield Problem("规则", row, "duties", fault(
                f"“{row.rule}”须填写事项", f"'{row.rule}' needs its duties",
                "请写明哪些事项算作离岗", "name the duties that count as being away",
            ))
        try:
            build(row)
        except Refused as refused:
            for one in refused.faults:
                yield Problem("规则", row, "parameters" if "参数" in one.cause.zh or "不能是" in one.cause.zh else "rule", one)
        for words, known, name, label in ((row.shifts, shifts, "shifts", "班次"), (row.posts, posts, "posts", "岗位")):
            for word in words:
                if after.of(Post) and word not in known:
                    yield Problem("规则", row, name, fault(
                        f"没有{label}“{word}”", f"there is no {name[:-1]} '{word}'",
                        f"可填：{'、'.join(sorted(known))}", f"choose one of: {', '.join(sorted(known))}",
                    ))


def _dates(after: Office) -> Iterator[Problem]:
    """Dates that lie years from the office's year are slips of the pen."""
    text = after.settings.get("年份", "")
    spans: tuple[Any, ...] = (*after.of(Absence), *after.of(Pin), *after.of(KeyPeriod))
    for row in spans:
        if row.end and row.end < row.start:
            yield _backwards(row)
    if not text.isdigit():
        return
    dated: list[tuple[str, Row, str, Any]] = [("请假外出", row, "start", row.start) for row in after.of(Absence)]
    dated += [("请假外出", row, "end", row.end) for row in after.of(Absence)]
    dated += [("时间要求", row, "date", row.date) for row in after.of(Wish)]
    dated += [("指定", row, "start", row.start) for row in after.of(Pin)]
    dated += [("场次", row, "nominal", row.nominal) for row in after.of(Session)]
    dated += [("值班历史", row, "date", row.date) for row in after.of(History)]
    for sheet, row, column, day in dated:
        if day and abs(day.year - int(text)) > YEARS:
            yield Problem(sheet, row, column, fault(
                f"日期 {day} 离年份 {text} 太远", f"the date {day} is too far from the year {text}",
                "请改正日期，或“设置”表的年份", "correct the date, or the year on the sheet 设置",
            ))


def _words(after: Office) -> Iterator[Problem]:
    """RRULEs that count need a start; wishes need a day; a session needs a date."""
    for duty in after.of(Duty):
        try:
            parse(duty.calendar, duty.start)
        except UnknownWords:
            yield Problem("值班事项", duty, "start", fault(
                f"“{duty.calendar}”要从某一天起算", f"'{duty.calendar}' counts from a date",
                "请填写起始日期", "fill in 起始日期",
            ))
    for wish in after.of(Wish):
        if not wish.date and not wish.weekday:
            yield Problem("时间要求", wish, "date", fault("日期和星期都没有填", "neither a date nor a weekday is given", "请填其中一个", "fill in one of them"))
    for session in after.of(Session):
        if session.nominal is None and not re.match(r"\d{4}-", session.to):
            yield Problem("场次", session, "nominal", empty("原定日期"))
    counts: dict[str, int] = defaultdict(int)
    for duty in after.of(Duty):
        counts[duty.name] += 1
    for duty in after.of(Duty):
        if counts[duty.name] > 1:
            yield Problem("值班事项", duty, "name", fault(f"有两个事项都叫“{duty.name}”", f"two duties are called '{duty.name}'", "请改名", "rename one"))
