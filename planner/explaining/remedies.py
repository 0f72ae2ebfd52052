"""Remedies: a way out as changes to rows of the workbook, no wider than it has to be, and whom to phone about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from constraints.explaining.found import WayOut
from constraints.problem.problem import DAY, Slot
from planner.errors import NotPossible
from planner.explaining import causes
from planner.explaining.causes import Cause
from planner.office import clause_text
from planner.office.clauses import rule_from_row
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import AbsenceRow, ClauseRow, KeyPeriod, PinRow, Post, SheetRow, Unit
from planner.problem.assignees import members
from planner.words import Words, day_words

SOFTER = 100
"""重要: the force of a clause that is given up."""
FEW = 5
"""On how many days a need is lowered day by day."""
ONE = timedelta(days=1)


@dataclass(frozen=True)
class RowChange:
    """A row replaced by others (none: it goes; no row before: it is new), in words, with the persons to phone."""

    sheet: str
    line: int
    before: SheetRow | None
    after: tuple[SheetRow, ...]
    to: Words
    text: Words
    people: tuple[str, ...] = ()


def row_changes(office: Office, slots: dict[str, Slot], found: dict[str, Cause], way: WayOut) -> tuple[RowChange, ...]:
    """The changes that a way out asks for."""
    made: list[RowChange] = []
    for id in way.facts:
        cause = found[id]
        row = cause.row
        if isinstance(row, AbsenceRow):
            made.append(_absence(office, slots, cause, row, way))
        elif isinstance(row, PinRow):
            made.append(_order(office, cause, row, way))
        elif isinstance(row, Unit):
            made.append(_window(office, slots, cause, row, way))
        elif isinstance(row, ClauseRow):
            made.append(_clause(office, cause, row, way))
        elif isinstance(row, Post):
            made += _needs(office, slots, cause, row, way)
    return tuple(made)


def apply_changes(office: Office, some: tuple[RowChange, ...]) -> Office:
    """The office after the changes; raises NotPossible if a row is no longer what it was."""
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


def _change(
    cause: Cause, after: tuple[SheetRow, ...], to: Words, text: Words, people: tuple[str, ...] = ()
) -> RowChange:
    return RowChange(cause.sheet, cause.line, cause.row, after, to, text, people)


def _absence(office: Office, slots: dict[str, Slot], cause: Cause, row: AbsenceRow, way: WayOut) -> RowChange:
    """Those needed come back on the days they are needed; of a row for many, the others stay away as they were."""
    days: dict[str, set[date]] = {}
    away = {who for who, _ in cause.fact.absences}
    for slot, who in way.pairs:
        held = slots[slot]
        if who in away and any(
            gone.start < held.end and held.start < gone.end for one, gone in cause.fact.absences if one == who
        ):
            span = {date.fromordinal(day) for day in range(held.day, (held.end - 1) // DAY + 1)}
            days.setdefault(who, set()).update(span.intersection(_all_days(row)))
    days = days or {who: set(_all_days(row)) for who in away}
    after: list[SheetRow] = []
    for one in members(office, row.who) if len(days) < len(away) or len(away) > 1 else [row.who[2:]]:
        mine = replace(row, who="p:" + one)
        after += _without(mine, days.get("p:" + one, set()))
    left = "；".join(
        f"{office.name(one.who)} {one.start}—{one.end or one.start}"
        for one in after
        if isinstance(one, AbsenceRow) and one.who in days
    )
    names = "、".join(office.name(who) for who in days)
    when = "、".join(day_words(day, "zh") for day in sorted(set().union(*days.values())))
    english = ", ".join(day_words(day, "en") for day in sorted(set().union(*days.values())))
    stays = tuple(after) or (replace(row, state="withdrawn"),)
    return _change(
        cause,
        stays,
        Words(left or "撤销", left or "withdrawn"),
        Words(f"请 {names} {when} 不外出（电话征得同意）", f"phone {names}: not away on {english}"),
        tuple(days),
    )


def _all_days(row: AbsenceRow | PinRow) -> Iterator[date]:
    day = row.start
    while day <= (row.end or row.start):
        yield day
        day += ONE


def _without(row: AbsenceRow | PinRow, days: set[date]) -> list[SheetRow]:
    """The row less some days: none, one or several rows."""
    found: list[SheetRow] = []
    run: list[date] = []
    for day in (*_all_days(row), None):
        if day is not None and day not in days:
            run.append(day)
        elif run:
            found.append(replace(row, start=run[0], end=run[-1] if len(run) > 1 else None))
            run = []
    return [row] if not days else found


def _order(office: Office, cause: Cause, row: PinRow, way: WayOut) -> RowChange:
    """The order no longer stands on the days it cannot be kept."""
    if row.mode == "forbidden":
        days = {
            date.fromisoformat(pin.id.split("|")[1])
            for pin in cause.fact.pins
            for slot, who in way.pairs
            if who == pin.who and slot in pin.slots
        }
    else:
        mine = {pin.id for pin in cause.fact.pins}
        days = {date.fromisoformat(pin.split("|")[1]) for who, pin in way.orders if who == row.who and pin in mine}
    days = days or set(_all_days(row))
    after = tuple(_without(row, days))
    words = causes.cause_words(office, cause, "zh"), causes.cause_words(office, cause, "en")
    when = (
        "、".join(day_words(day, "zh") for day in sorted(days)),
        ", ".join(day_words(day, "en") for day in sorted(days)),
    )
    left = "；".join(f"{one.start}—{one.end or one.start}" for one in after if isinstance(one, PinRow))
    return _change(
        cause,
        after,
        Words(left or "删除", left or "removed"),
        Words(f"不再要求：{words[0]}（{when[0]}）", f"give up: {words[1]} ({when[1]})"),
        (row.who,),
    )


def _window(office: Office, slots: dict[str, Slot], cause: Cause, row: Unit, way: WayOut) -> RowChange:
    months = {date.fromordinal(slots[slot].day).month for slot, who in way.pairs if who == "u:" + row.id}
    wider = tuple(sorted({*row.months, *months})) if months else ()
    liaison = ("p:" + row.liaison,) if row.liaison else ()
    more = "、".join(str(one) for one in sorted(months))
    return _change(
        cause,
        (replace(row, months=wider),),
        Words("上线月份=" + "、".join(map(str, wider)), "months=" + ", ".join(map(str, wider))),
        Words(f"请 {row.name} 在 {more} 月上线", f"ask {row.name} to go on air in month {more}"),
        liaison,
    )


def _clause(office: Office, cause: Cause, row: ClauseRow, way: WayOut) -> RowChange:
    """A number of it as far milder as need be; where none suffices, the clause no longer is 必须."""
    said = clause_text.stated(office, row, "zh"), clause_text.stated(office, row, "en")
    for one in (one for one in way.eased if one.fact == cause.fact.id):
        rule = rule_from_row(row)
        number = next(known for known in rule.parameters() if known.name == one.name)
        had = getattr(rule, one.name)
        milder = replace(row, parameters=clause_text.parameters(replace(cast("Any", rule), **{one.name: one.value})))
        return _change(
            cause,
            (milder,),
            Words(f"{number.zh}={one.value}", f"{one.name}={one.value}"),
            Words(
                f"“{said[0]}”的{number.zh}由 {had} 改为 {one.value}",
                f"'{said[1]}': {one.name} {one.value} instead of {had}",
            ),
        )
    return _change(
        cause,
        (replace(row, force=SOFTER),),
        Words("要求=重要", "force=important"),
        Words(f"“{said[0]}”由必须改为重要", f"'{said[1]}' important instead of hard"),
    )


def _needs(office: Office, slots: dict[str, Slot], cause: Cause, row: Post, way: WayOut) -> list[RowChange]:
    """Fewer people on the days that lack them: a row of 重点时期 each; fewer always, where that is most days."""
    found: list[RowChange] = []
    mine = [(slot, missing) for slot, missing in way.short if slot in cause.fact.slots]
    if len(mine) > FEW or not mine:
        need = max(0, row.need - max((missing for _, missing in mine), default=row.need))
        name = " ".join(dict.fromkeys((office.duties[row.duty].name, row.shift, row.post)))
        return [
            _change(
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
