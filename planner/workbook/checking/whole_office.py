"""Checks on a whole office: what no single cell can show to be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from planner.errors import fault
from planner.office.office import DEFAULTS, SHEET_OF, WEEKS_FROM, Office
from planner.office.sheets import (
    ClauseRow,
    Duty,
    KeyPeriod,
    Person,
    PinRow,
    Post,
    SheetRow,
    TurnRow,
    Unit,
    Village,
    WishRow,
)
from planner.words import Words, series
from planner.workbook.checking.bonds import bond_faults, bond_notes
from planner.workbook.checking.clauses import clause_faults, clause_notes, effect_faults
from planner.workbook.checking.dates import backwards, calendar_faults, date_faults, far_faults, far_notes
from planner.workbook.checking.forms import form_faults
from planner.workbook.checking.held_days import day_faults, day_notes
from planner.workbook.checking.incoming import Incoming
from planner.workbook.checking.private_facts import private_faults
from planner.workbook.checking.row_faults import Doubt, RowFault, RowNote
from planner.workbook.checking.settings import part_notes
from planner.workbook.checking.turn_lists import turn_list_faults, turn_list_notes
from planner.workbook.checking.unused_words import word_notes
from planner.workbook.refs import disjoint

PASSING = frozenset(("请假外出", "时间要求", "指定", "期初", "值班历史", "场次", "规则"))
"""Sheets without which a clause can be tried on a year of the office all the same."""


def check(
    after: Office, before: Office = Office(), fresh: frozenset[SheetRow] = frozenset(), doubt: Doubt = Doubt()
) -> tuple[list[RowFault], list[RowNote | Words]]:
    """Every fault that shows only across rows, and notes on what is without effect or may be a slip.

    `fresh` are the rows that come in now: others were taken in by the rules of their time, and what is stored like
    this already is no news. What may seem wrong only because something could not be read is left out.
    """
    notes: list[RowNote | Words] = [
        Words("设置：不认识的项目“%(key)s”已保留但不起作用", key=key)
        for key in after.settings
        if key not in DEFAULTS and key not in ("年份", WEEKS_FROM)
    ]
    rows = fresh - {row for rows in before.rows.values() for row in rows}
    incoming, sound = Incoming(after, rows), Incoming(after, rows - doubt.rows.keys())
    everywhere = (
        _people,
        _posts,
        form_faults,
        clause_faults,
        turn_list_faults,
        date_faults,
        calendar_faults,
        private_faults,
    )
    faults = [one for check in everywhere for one in check(after)]
    faults += [one for look in (bond_faults, far_faults, day_faults) for one in look(incoming)]
    found = [one for one in faults if not doubt.touches(one)]
    asked = (bond_notes, word_notes, far_notes, day_notes, part_notes, clause_notes)
    notes += [one for ask in asked for one in ask(sound) if not doubt.touches(one)] if not found else []
    notes += turn_list_notes(after) if any(isinstance(row, TurnRow) for row in fresh) and not found else ()
    clauses = [row for row in fresh if isinstance(row, ClauseRow) and row not in doubt.rows]
    if clauses:
        sheets = {one.sheet for one in found} | {SHEET_OF[type(row)].zh for row in doubt.rows} | doubt.sheets
        wrong, more = effect_faults(_without_doubt(after, doubt), clauses, found, tried=sheets <= PASSING)
        found += wrong
        notes += more
    return found, notes


def _without_doubt(after: Office, doubt: Doubt) -> Office:
    """The office with the clauses that could not be read whole put out of force in their places."""
    rows = tuple(replace(row, rule="") if row in doubt.rows else row for row in after.of(ClauseRow))
    return after.with_rows("规则", rows)


def _people(after: Office) -> Iterator[RowFault]:
    for rows in after.people.values():
        if len(rows) > 1 and not disjoint(rows):
            yield RowFault(
                "人员",
                rows[-1],
                "start",
                fault(
                    Words("%(name)s（%(id)s）的几行任职时间重叠", name=rows[-1].name, id=rows[-1].id),
                    Words("请填写互不重叠的任职起止"),
                ),
                by=("id", "end"),
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
                        Words("没有岗位“%(word)s”", word=word), Words("可填：%(known)s", known=series(sorted(known)))
                    ),
                    by=("duties",),
                    needs=("岗位",),
                )
    for row in after.of(Post):
        if row.room is not None and row.room < row.need:
            yield RowFault(
                "岗位",
                row,
                "room",
                fault(Words("最多人数 %(room)s 小于人数 %(need)s", room=row.room, need=row.need), Words("请改正其一")),
                by=("need",),
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
                    Words("没有班次“%(shift)s”", shift=one.shift),
                    Words("可填：%(shifts)s", shifts=series(sorted(shifts))),
                ),
                by=("duty",),
                needs=("岗位",),
            )
