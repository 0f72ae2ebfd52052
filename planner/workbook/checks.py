"""Checks on a whole office: what no single cell can show to be wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from planner.errors import fault
from planner.office.office import DEFAULTS, Office
from planner.office.sheets import ClauseRow, Duty, KeyPeriod, Person, PinRow, Post, Unit, Village, WishRow
from planner.words import Words
from planner.workbook.clause_checks import clause_faults, effect_faults
from planner.workbook.date_checks import backwards, calendar_faults, date_faults
from planner.workbook.form_checks import form_faults
from planner.workbook.refs import disjoint
from planner.workbook.row_faults import RowFault


def office(after: Office, clauses: Collection[ClauseRow] = ()) -> tuple[list[RowFault], list[Words]]:
    """Every fault that shows only across rows, and notes on settings and clauses without effect.

    `clauses` are those that come in now: others were taken in by the rules of their time, and are not faults any more.
    """
    notes = [
        Words(f"设置：不认识的项目“{key}”已保留但不起作用", f"settings: the unknown key '{key}' is kept without effect")
        for key in after.settings
        if key not in DEFAULTS and key != "年份"
    ]
    checks = (_people, _posts, form_faults, clause_faults, date_faults, calendar_faults)
    found = [one for check in checks for one in check(after)]
    wrong, more = effect_faults(after, clauses, found) if clauses else ([], [])
    return [*found, *wrong], [*notes, *more]


def _people(after: Office) -> Iterator[RowFault]:
    for rows in after.people.values():
        if len(rows) > 1 and not disjoint(rows):
            yield RowFault(
                "人员",
                rows[-1],
                "start",
                fault(
                    f"{rows[-1].name}（{rows[-1].id}）的几行任职时间重叠",
                    f"the rows of {rows[-1].name} ({rows[-1].id}) overlap in time",
                    "请填写互不重叠的任职起止",
                    "give them terms of office that do not overlap",
                ),
            )
    spans: tuple[Any, ...] = (*after.of(Person), *after.of(Unit), *after.of(Village), *after.of(Duty))
    for row in spans:
        if row.start and row.end and row.end < row.start:
            yield backwards(row)


def _posts(after: Office) -> Iterator[RowFault]:
    for period in after.of(KeyPeriod):
        known = {word for duty in period.duties for post in after.posts.get(duty, ()) for word in (post.post, post.id)}
        for word in period.posts:
            if known and word not in known:
                yield RowFault(
                    "重点时期",
                    period,
                    "posts",
                    fault(
                        f"没有岗位“{word}”",
                        f"there is no post '{word}'",
                        f"可填：{'、'.join(sorted(known))}",
                        f"choose one of: {', '.join(sorted(known))}",
                    ),
                )
    for row in after.of(Post):
        if row.room is not None and row.room < row.need:
            yield RowFault(
                "岗位",
                row,
                "room",
                fault(
                    f"最多人数 {row.room} 小于人数 {row.need}",
                    f"the room {row.room} is below the need {row.need}",
                    "请改正其一",
                    "correct one of the two",
                ),
            )
    asked: tuple[Any, ...] = (*after.of(PinRow), *after.of(WishRow))
    for one in asked:
        shifts = {post.shift for post in after.of(Post) if not one.duty or post.duty == one.duty}
        if one.shift and one.shift not in shifts:
            sheet = "指定" if isinstance(one, PinRow) else "时间要求"
            yield RowFault(
                sheet,
                one,
                "shift",
                fault(
                    f"没有班次“{one.shift}”",
                    f"there is no shift '{one.shift}'",
                    f"可填：{'、'.join(sorted(shifts))}",
                    f"choose one of: {', '.join(sorted(shifts))}",
                ),
            )
