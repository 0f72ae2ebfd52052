"""Remedies: a way out as changes to rows of the workbook, as small as they can be, and whom to phone about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

from constraints.explaining.fact import FactKind
from constraints.explaining.found import WayOut
from constraints.problem.problem import Slot
from planner.errors import NotPossible
from planner.explaining.causes import Cause, lendable
from planner.explaining.row_change import RowChange, row_change
from planner.explaining.shorter_spans import shorter_absence, shorter_order
from planner.explaining.waiting import Waiting, turn_waits
from planner.office import clause_text
from planner.office.clauses import rule_class, rule_from_row
from planner.office.ids import as_person, as_unit, bare, taken_off
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import AbsenceRow, ClauseRow, KeyPeriod, PinRow, Post, Unit
from planner.words import Words, day_words, in_both, series

SOFTER = 100
"""The force (cost units for each breach, shown as 重要) of a clause of 必须 that is given up."""
FEW = 5
"""On up to so many slots a need is lowered, or a room raised, one by one; beyond that in the post itself."""


def row_changes(office: Office, slots: dict[str, Slot], found: dict[str, Cause], way: WayOut) -> tuple[RowChange, ...]:
    """The changes to rows that a way out asks for, in the order of its facts; exemptions are not among them."""
    made: list[RowChange] = []
    for id in way.facts:
        cause = found[id]
        row = cause.row
        if isinstance(cause, Waiting):
            made.append(turn_waits(office, slots, cause))
        elif isinstance(row, AbsenceRow):
            made.append(shorter_absence(office, slots, cause, row, way))
        elif isinstance(row, PinRow):
            made.append(shorter_order(office, cause, row, way))
        elif isinstance(row, Unit):
            made.append(_window(office, slots, cause, row, way))
        elif isinstance(row, ClauseRow):
            made.append(_clause(office, cause, row, way))
        elif isinstance(row, Post):
            made += POST_CHANGES[cause.fact.kind](office, slots, cause, row, way)
    return tuple(made)


def apply_changes(office: Office, some: tuple[RowChange, ...]) -> Office:
    """The office with the changes made. Raises NotPossible where a row to be replaced is no longer on its sheet."""
    for one in some:
        rows = office.rows.get(one.sheet, ())
        if one.before is not None and one.before not in rows:
            raise NotPossible(Words("“%(sheet)s”的这一行已经变了，请重新求解说明", sheet=one.sheet))
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
        Words("上线月份=%(wider)s", wider=series(map(str, wider))),
        Words("请 %(name)s 在 %(more)s 月上线", name=row.name, more=more),
        liaison,
    )


def _clause(office: Office, cause: Cause, row: ClauseRow, way: WayOut) -> RowChange:
    """The clause with a milder number where one suffices; else it is 重要 and no longer 必须."""
    said = in_both(clause_text.stated, office, row)
    for one in (one for one in way.eased if one.fact == cause.fact.id):
        rule = rule_from_row(row)
        parameter = Words.given(next(known.zh for known in rule.parameters() if known.name == one.name), one.name)
        had = getattr(rule, one.name)
        milder = replace(row, parameters=clause_text.parameters(replace(cast("Any", rule), **{one.name: one.value})))
        return row_change(
            cause,
            (milder,),
            Words("%(parameter)s=%(value)s", parameter=parameter, value=one.value),
            Words(
                "“%(said)s”的%(parameter)s由 %(had)s 改为 %(value)s",
                said=said,
                parameter=parameter,
                had=had,
                value=one.value,
            ),
        )
    return row_change(
        cause, (replace(row, force=SOFTER),), Words("要求=重要"), Words("“%(said)s”由必须改为重要", said=said)
    )


def softened(one: RowChange) -> bool:
    """Whether a change makes a clause of 必须 softer, and changes nothing else."""
    row = one.before
    return isinstance(row, ClauseRow) and one.after == (replace(row, force=SOFTER),)


def excuse(office: Office, one: RowChange, who: tuple[str, ...], last: date) -> RowChange | None:
    """In place of a softer clause the clause without some people until `last`, and for them again from the day after.

    `who` are tagged ids; None where the rule does not look at people, or the clause ends by then.
    """
    row = one.before
    assert isinstance(row, ClauseRow)
    after = last + timedelta(days=1)
    if "who" not in rule_class(row.rule).reads or rule_class(row.rule).company or (row.end and row.end < after):
        return None
    others = replace(row, who=(*row.who, *map(taken_off, who)))
    again = replace(row, who=who, start=max(row.start or after, after))
    names = "、".join(map(office.name, who))
    said = in_both(clause_text.stated, office, row)
    return replace(
        one,
        after=(others, again),
        to=Words("人员：除%(names)s外", names=names),
        text=Words("本月“%(said)s”不要求 %(names)s", said=said, names=names),
        people=who,
    )


def _fewer(office: Office, slots: dict[str, Slot], cause: Cause, row: Post, way: WayOut) -> list[RowChange]:
    """Fewer people where they lack: on each of up to FEW slots, else in the need of the post."""
    mine = [(slot, -missing) for slot, missing in way.short if slot in cause.fact.slots]
    if 0 < len(mine) <= FEW:
        return _on_days(office, slots, row, mine)
    need = max(0, row.need - max((-missing for _, missing in mine), default=row.need))
    return [
        row_change(
            cause,
            (replace(row, need=need, room=row.room or row.need),),
            Words("人数=%(need)s", need=need),
            Words(
                "%(post_name)s 由 %(need)s 人改为 %(need2)s 人",
                post_name=_post_name(office, row),
                need=row.need,
                need2=need,
            ),
        )
    ]


def _more(office: Office, slots: dict[str, Slot], cause: Cause, row: Post, way: WayOut) -> list[RowChange]:
    """More places where they lack: on each of up to FEW slots, else in the room of the post."""
    mine = [(slot, beyond) for slot, beyond in way.more if slot in cause.fact.slots]
    if 0 < len(mine) <= FEW:
        return _on_days(office, slots, row, mine)
    had = row.room or row.need
    room = had + max((beyond for _, beyond in mine), default=1)
    return [
        row_change(
            cause,
            (replace(row, room=room),),
            Words("最多人数=%(room)s", room=room),
            Words(
                "%(post_name)s 最多人数由 %(had)s 改为 %(room)s", post_name=_post_name(office, row), had=had, room=room
            ),
        )
    ]


def _on_days(office: Office, slots: dict[str, Slot], row: Post, mine: list[tuple[str, int]]) -> list[RowChange]:
    """A row of 重点时期 for each slot and how many people more, or fewer, it is to have."""
    found: list[RowChange] = []
    for slot, extra in mine:
        held = slots[slot]
        day = date.fromordinal(held.day)
        site = f" {office.name(held.site)}" if held.site else ""
        name = _post_name(office, row) + site
        new = _day_only(row, held, "增员" if extra > 0 else "减员", extra=extra)
        found.append(
            RowChange(
                SHEET_OF[KeyPeriod].zh,
                len(office.of(KeyPeriod)) + 2 + len(found),
                None,
                (new,),
                Words("增加人数=%(extra)s", extra=extra),
                _added(in_both(day_words, day), name, extra),
            )
        )
    return found


def _added(day: Words, name: str, extra: int) -> Words:
    if extra > 0:
        return Words("%(day)s %(name)s 多安排 %(extra)s 人", day=day, name=name, extra=extra)
    return Words("%(day)s %(name)s 少安排 %(extra)s 人", day=day, name=name, extra=-extra)


def _day_only(row: Post, held: Slot, why: str, **changed: Any) -> KeyPeriod:
    """A row of 重点时期 for one slot of a post."""
    day = date.fromordinal(held.day)
    return KeyPeriod(
        name=f"{why} {row.id}{' ' + held.site if held.site else ''}",
        start=day,
        end=day,
        duties=(row.duty,),
        posts=(row.id,),
        sites=(held.site,) if held.site else (),
        **changed,
    )


def _post_name(office: Office, row: Post) -> str:
    return " ".join(dict.fromkeys((office.duties[row.duty].name, row.shift, row.post)))


def _lent(office: Office, slots: dict[str, Slot], cause: Cause, row: Post, way: WayOut) -> list[RowChange]:
    """People of other posts where they lack: their pools beside the post's own, on each day on which one is lent."""
    found: list[RowChange] = []
    for slot, who in (pair for pair in way.pairs if pair in cause.fact.pairs):
        held = slots[slot]
        day = date.fromordinal(held.day)
        person = office.person(bare(who), day)
        pools = tuple(one for one in lendable(office, row) if person and one in person.pools)
        name = _post_name(office, row) + (f" {office.name(held.site)}" if held.site else "")
        found.append(
            RowChange(
                SHEET_OF[KeyPeriod].zh,
                len(office.of(KeyPeriod)) + 2 + len(found),
                None,
                (_day_only(row, held, "借人", pools=(*row.pools, *pools)),),
                Words("值班序列=%(pools)s", pools=series((*row.pools, *pools))),
                Words(
                    "%(day)s %(name)s 可由%(pools)s的人值，如 %(name2)s",
                    day=in_both(day_words, day),
                    name=name,
                    pools=series(pools),
                    name2=office.name(who),
                ),
                (who,),
            )
        )
    return found


POST_CHANGES = {FactKind.NEED: _fewer, FactKind.ROOM: _more, FactKind.LOAN: _lent}
"""What a fact behind a post is changed by."""
