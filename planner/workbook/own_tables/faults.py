"""What can be wrong with a row of a duty table, in words, and what is said of a table that is passed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.errors import Fault, fault
from planner.office.office import Office
from planner.words import Words
from planner.workbook.own_tables.table import OwnEntry, OwnTable

LISTED = 8
"""So many cells of one fault are named."""


def no_duty(office: Office, text: str) -> Fault:
    """A duty that the office does not have."""
    known = "、".join(one.name for one in office.duties.values())
    return fault(
        f"没有值班事项“{text[:30]}”",
        f"there is no duty '{text[:30]}'",
        f"现有：{known or '还没有'}；请改正，或先在“值班事项”登记",
        f"there are: {known or 'none yet'}; correct it, or enter it on 值班事项 first",
    )


def no_post(office: Office, duty: str, entry: OwnEntry, places: Iterable[str]) -> Fault:
    """Words of a row that no post of its duty (id) has; `places` are those it has."""
    name, known = office.duties[duty].name, "、".join(places)
    words = " ".join(filter(None, (entry.words.shift, entry.words.post)))
    return fault(
        f"“{name}”没有“{words}”这个班次、岗位",
        f"'{name}' has no '{words}'",
        f"可写：{known or '还没有岗位'}",
        f"there are: {known or 'no posts yet'}",
    )


def not_held(office: Office, duty: str, entry: OwnEntry, places: Iterable[str]) -> Fault:
    """A day on which a duty (id) has none of the places that a row means."""
    name, day = office.duties[duty].name, entry.day.isoformat()
    words = "、".join(places)
    return fault(
        f"“{name}”{day} 没有班次（{words}）",
        f"'{name}' has nothing on {day} ({words})",
        "请核对日期；如确需值班，请先改“值班事项”的日历或加一场",
        "check the date; if it is right, change the duty's calendar or add a session first",
    )


def no_slot(id: str) -> Fault:
    """A slot's id that the period does not have."""
    return fault(
        f"没有这个班次：{id}", f"there is no slot {id}", "请使用导出表里的 slot", "use a slot of the exported table"
    )


def other_duty(table: OwnTable, office: Office, duty: str) -> Words:
    """A note on a sheet that is of another duty (id) than the chosen one."""
    name = office.duties[duty].name if duty in office.duties else duty
    return Words(f"工作表“{table.sheet}”是“{name}”的，已略过", f"'{table.sheet}' is of '{name}' and was passed over")


def together(some: Sequence[Fault]) -> Fault:
    """One fault for several of one cause: the first, with the other cells behind its cause."""
    first, cells = some[0], list(dict.fromkeys(one.cell for one in some))
    if len(cells) < 2:
        return first
    more = "…" if len(cells) > LISTED else ""
    listed = "、".join(cells[:LISTED]) + more
    cause = Words(
        f"{first.cause.zh}（共 {len(cells)} 处：{listed}）", f"{first.cause.en} ({len(cells)} cells: {listed})"
    )
    return replace(first, cause=cause)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults as one reads the sheets: row by row, from left to right."""
    some = list(faults)
    sheets = list(dict.fromkeys(one.sheet for one in some))

    def place(one: Fault) -> tuple[int, int, int, str]:
        column = one.cell.rstrip("0123456789")
        return sheets.index(one.sheet), int(one.cell[len(column) :] or 0), len(column), column

    return sorted(some, key=place)
