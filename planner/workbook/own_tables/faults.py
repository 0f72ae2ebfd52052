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
        Words("没有值班事项“%(text)s”", text=text[:30]),
        Words("现有：%(known)s；请改正，或先在“值班事项”登记", known=known or Words("还没有")),
    )


def no_post(office: Office, duty: str, entry: OwnEntry, places: Iterable[str]) -> Fault:
    """Words of a row that no post of its duty (id) has; `places` are those it has."""
    name, known = office.duties[duty].name, "、".join(places)
    words = " ".join(filter(None, (entry.words.shift, entry.words.post)))
    return fault(
        Words("“%(name)s”没有“%(words)s”这个班次、岗位", name=name, words=words),
        Words("可写：%(known)s", known=known or Words("还没有岗位")),
    )


def not_held(office: Office, duty: str, entry: OwnEntry, places: Iterable[str]) -> Fault:
    """A day on which a duty (id) has none of the places that a row means."""
    name, day = office.duties[duty].name, entry.day.isoformat()
    words = "、".join(places)
    return fault(
        Words("“%(name)s”%(day)s 没有班次（%(words)s）", name=name, day=day, words=words),
        Words("请核对日期；如确需值班，请先改“值班事项”的日历或加一场"),
    )


def no_slot(id: str) -> Fault:
    """A slot's id that the period does not have."""
    return fault(Words("没有这个班次：%(id)s", id=id), Words("请使用导出表里的 slot"))


def other_duty(table: OwnTable, office: Office, duty: str) -> Words:
    """A note on a sheet that is of another duty (id) than the chosen one."""
    name = office.duties[duty].name if duty in office.duties else duty
    return Words("工作表“%(sheet)s”是“%(name)s”的，已略过", sheet=table.sheet, name=name)


def together(some: Sequence[Fault]) -> Fault:
    """One fault for several of one cause: the first, with the other cells behind its cause."""
    first, cells = some[0], list(dict.fromkeys(one.cell for one in some))
    if len(cells) < 2:
        return first
    more = "…" if len(cells) > LISTED else ""
    listed = "、".join(cells[:LISTED]) + more
    cause = Words("%(cause)s（共 %(count)s 处：%(listed)s）", cause=first.cause, count=len(cells), listed=listed)
    return replace(first, cause=cause)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Faults as one reads the sheets: row by row, from left to right."""
    some = list(faults)
    sheets = list(dict.fromkeys(one.sheet for one in some))

    def place(one: Fault) -> tuple[int, int, int, str]:
        column = one.cell.rstrip("0123456789")
        return sheets.index(one.sheet), int(one.cell[len(column) :] or 0), len(column), column

    return sorted(some, key=place)
