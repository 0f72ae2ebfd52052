"""Remedies: a way out as changes to rows of the workbook, as small as they can be, and whom to phone about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, cast

from constraints.explaining.found import WayOut
from constraints.problem.problem import Slot
from planner.errors import NotPossible
from planner.explaining.causes import Cause
from planner.explaining.row_change import RowChange, row_change
from planner.explaining.shorter_spans import shorter_absence, shorter_order
from planner.office import clause_text
from planner.office.clauses import rule_from_row
from planner.office.ids import as_person, as_unit
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import AbsenceRow, ClauseRow, KeyPeriod, PinRow, Post, Unit
from planner.words import Words, day_words

SOFTER = 100
"""The force (cost units for each breach, shown as 重要) of a clause of 必须 that is given up."""
FEW = 5
"""On up to so many slots a need is lowered one by one; beyond that in the post itself."""


def row_changes(office: Office, slots: dict[str, Slot], found: dict[str, Cause], way: WayOut) -> tuple[RowChange, ...]:
    """The changes to rows that a way out asks for, in the order of its facts; exemptions are not among them."""
    made: list[RowChange] = []
    for id in way.facts:
        cause = found[id]
        row = cause.row
        if isinstance(row, AbsenceRow):
            made.append(shorter_absence(office, slots, cause, row, way))
        elif isinstance(row, PinRow):
            made.append(shorter_order(office, cause, row, way))
        elif isinstance(row, Unit):
            made.append(_window(office, slots, cause, row, way))
        elif isinstance(row, ClauseRow):
            made.append(_clause(office, cause, row, way))
        elif isinstance(row, Post):
            made += _needs(office, slots, cause, row, way)
    return tuple(made)


def apply_changes(office: Office, some: tuple[RowChange, ...]) -> Office:
    """The office with the changes made. Raises NotPossible where a row to be replaced is no longer on its sheet."""
    for one in some:
        rows = office.rows.get(one.sheet, ())
        if one.before is not None and one.before not in rows:
            raise NotPossible(
                f"“{one.sheet}”的这一行已经变了，请重新求解说明",
                f"that row of '{one.sheet}' has changed: explain again",
            )
        kept = [new for row in rows for new in (one.after if row == one.before else (row,))]
        if one.before is None:
            kept += one.after
        office = office.with_rows(one.sheet, tuple(kept))
    return office


def _window(office: Office, slots: dict[str, Slot], cause: Cause, row: Unit, way: WayOut) -> RowChange:
    months = {date.fromordinal(slots[slot].day).month for slot, who in way.pairs if who == as_unit(row.id)}
    wider = tuple(sorted({*row.months, *months})) if months else ()
    liaison = (as_person(row.liaison),) if row.liaison else ()
    more = "、".join(str(one) for one in sorted(months))
    return row_change(
        cause,
        (replace(row, months=wider),),
        Words("上线月份=" + "、".join(map(str, wider)), "months=" + ", ".join(map(str, wider))),
        Words(f"请 {row.name} 在 {more} 月上线", f"ask {row.name} to go on air in month {more}"),
        liaison,
    )


def _clause(office: Office, cause: Cause, row: ClauseRow, way: WayOut) -> RowChange:
    """The clause with a milder number where one suffices; else it is 重要 and no longer 必须."""
    said = clause_text.stated(office, row, "zh"), clause_text.stated(office, row, "en")
    for one in (one for one in way.eased if one.fact == cause.fact.id):
        rule = rule_from_row(row)
        number = next(known for known in rule.parameters() if known.name == one.name)
        had = getattr(rule, one.name)
        milder = replace(row, parameters=clause_text.parameters(replace(cast("Any", rule), **{one.name: one.value})))
        return row_change(
            cause,
            (milder,),
            Words(f"{number.zh}={one.value}", f"{one.name}={one.value}"),
            Words(
                f"“{said[0]}”的{number.zh}由 {had} 改为 {one.value}",
                f"'{said[1]}': {one.name} {one.value} instead of {had}",
            ),
        )
    return row_change(
        cause,
        (replace(row, force=SOFTER),),
        Words("要求=重要", "force=important"),
        Words(f"“{said[0]}”由必须改为重要", f"'{said[1]}' important instead of hard"),
    )


def _needs(office: Office, slots: dict[str, Slot], cause: Cause, row: Post, way: WayOut) -> list[RowChange]:
    """Fewer people where they lack: a row of 重点时期 for each of up to FEW slots, else the need of the post."""
    found: list[RowChange] = []
    mine = [(slot, missing) for slot, missing in way.short if slot in cause.fact.slots]
    if len(mine) > FEW or not mine:
        need = max(0, row.need - max((missing for _, missing in mine), default=row.need))
        name = " ".join(dict.fromkeys((office.duties[row.duty].name, row.shift, row.post)))
        return [
            row_change(
                cause,
                (replace(row, need=need, room=row.room or row.need),),
                Words(f"人数={need}", f"need={need}"),
                Words(f"{name} 由 {row.need} 人改为 {need} 人", f"{name}: {need} instead of {row.need}"),
            )
        ]
    for slot, missing in mine:
        held = slots[slot]
        day = date.fromordinal(held.day)
        name = " ".join(dict.fromkeys((office.duties[row.duty].name, row.shift, row.post)))
        site = f" {office.name(held.site)}" if held.site else ""
        new = KeyPeriod(
            name=f"减员 {row.id}{' ' + held.site if held.site else ''}",
            start=day,
            end=day,
            duties=(row.duty,),
            posts=(row.id,),
            sites=(held.site,) if held.site else (),
            extra=-missing,
        )
        found.append(
            RowChange(
                SHEET_OF[KeyPeriod].zh,
                len(office.of(KeyPeriod)) + 2 + len(found),
                None,
                (new,),
                Words(f"增加人数=-{missing}", f"extra need=-{missing}"),
                Words(
                    f"{day_words(day, 'zh')} {name}{site} 少安排 {missing} 人",
                    f"{missing} fewer on {name}{site} on {day_words(day, 'en')}",
                ),
            )
        )
    return found
