"""Duty tables as sheets of the workbook, 值班历史 or the beginning of an office, read as any import is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from constraints.rules.rotation import Rotation
from planner.errors import Refused
from planner.office.clauses import rule_class
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.problem.rotation.order_shown import order_shown
from planner.words import Words
from planner.workbook.opening.table import CellTable, Opened
from planner.workbook.own_tables.days import YEAR_MONTH
from planner.workbook.own_tables.meaning import OwnAsk, OwnChoices
from planner.workbook.own_tables.placed import PlacedRow, place_rows
from planner.workbook.own_tables.proposal import OwnProposal, propose_office
from planner.workbook.own_tables.read import OwnFile
from planner.workbook.read import Import, read_opened

USUAL = (("时间要求", "一般"), ("领导指定", "必须"), ("已印发少调整", "重要"))
"""Rules that an office without any begins with, and how strictly they are meant."""


PostPlace = tuple[str, str, str]
"""Duty, shift and post."""


class ReadAs(StrEnum):
    """What an office's own duty table is taken as."""

    DRAFT = "draft"
    HISTORY = "history"
    OFFICE = "office"


@dataclass(frozen=True)
class OwnImport:
    """The import of a duty table, or what must be asked before there is one."""

    result: Import | None
    asks: tuple[OwnAsk, ...] = ()


def read_as(file: OwnFile, office: Office, kind: ReadAs, choices: OwnChoices) -> OwnImport:
    """The office with a file's tables as history in it, or begun by them. Raises Refused with every fault."""
    if kind is ReadAs.HISTORY:
        placed = place_rows(file, office, choices, past=True)
        if placed.faults:
            raise Refused(*placed.faults)
        if placed.asks:
            return OwnImport(None, placed.asks)
        notes = (*placed.notes, *orders_to_keep(office, placed.rows))
        return OwnImport(read_opened(Opened((_history(placed.rows),), (), notes), office, file.name))
    if file.faults:
        raise Refused(*file.faults)
    proposal = propose_office(file, office, choices)
    rules = _rules(proposal, office)
    sheets = (_settings(file, office), *_sheets(proposal), rules)
    filled = tuple(one for one in sheets if len(one.rows) > 1)
    notes = (*file.notes, *_to_look_at(proposal, len(rules.rows) - 1))
    return OwnImport(read_opened(Opened(filled, (), notes), office, file.name) if filled else _nothing(office, notes))


def orders_to_keep(office: Office, rows: Iterable[PlacedRow]) -> Iterator[Words]:
    """A note for each post of which a table shows a strict order, where no clause of 轮流 speaks of it yet."""
    seats: dict[PostPlace, list[tuple[date, Sequence[str]]]] = defaultdict(list)
    for row in rows:
        day = date.fromordinal(row.slot.day) if row.slot else row.entry.day
        seats[row.post.duty, row.post.shift, row.post.post].append((day, row.people))
    for place, some in seats.items():
        order = order_shown(some)
        if order and not _in_turn(office, place):
            yield _note(office, place, order)


def _in_turn(office: Office, place: PostPlace) -> bool:
    """Whether a clause of 轮流 speaks of a post."""
    return any(
        all(not cell or one in cell for cell, one in zip((row.duties, row.shifts, row.posts), place, strict=True))
        for row in office.of(ClauseRow)
        if rule_class(row.rule) is Rotation
    )


def _note(office: Office, place: PostPlace, order: Sequence[str]) -> Words:
    duty, shift, post = place
    where = " ".join(dict.fromkeys((office.duties[duty].name, shift, post)))
    names = "、".join(map(office.name, order))
    return Words(
        "“%(where)s”在原表里一直按 %(names)s 的顺序轮流；要照此排，请在“规则”加一条“轮流”，并把顺序写在“轮值”表",
        where=where,
        names=names,
    )


def _nothing(office: Office, notes: tuple[Words, ...]) -> Import:
    return Import(office, (), notes)


def _history(rows: Sequence[PlacedRow]) -> CellTable:
    """The sheet 值班历史: a row for everybody on every place, by the nominal date."""
    lines: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for row in rows:
        day = date.fromordinal(row.slot.nominal) if row.slot else row.entry.day
        for who in row.people:
            lines.append((row.post.duty, day.isoformat(), row.post.shift, row.post.post, row.site, who))
            numbers.append(int(re.sub(r"\D", "", row.entry.cell)))
    header = ("事项", "日期", "班次", "岗位", "地点", "人员或单位")
    file = rows[0].table.file if rows else ""
    return CellTable(file, "值班历史", (header, *lines), (1, *numbers))


def _settings(file: OwnFile, office: Office) -> CellTable:
    """设置: the office's name, from before the month in a title, and the year, where neither is set."""
    titles = [title for table in file.tables for title in table.titles[1:-1]]
    names = [found.string[: found.start()].strip() for title in titles if (found := YEAR_MONTH.search(title))]
    rows = []
    if not office.settings["单位名称"] and any(names):
        rows.append(("单位名称", next(filter(None, names))))
    if not office.settings.get("年份") and file.months:
        rows.append(("年份", file.months[0][:4]))
    return _sheet("设置", ("项目", "值"), rows)


def _sheets(proposal: OwnProposal) -> Iterator[CellTable]:
    yield _sheet("单位", ("名称",), [(one,) for one in proposal.units])
    people = [(one.id, one.name, one.unit, one.title, "、".join(one.pools)) for one in proposal.people]
    yield _sheet("人员", ("编号", "姓名", "单位", "职务", "值班序列"), people)
    yield _sheet("人员", ("编号", "值班序列"), [(id, "、".join(pools)) for id, pools in proposal.gained])
    yield _sheet("值班事项", ("名称", "日历"), proposal.duties)
    yield _sheet(
        "岗位",
        ("事项", "班次", "岗位", "开始时间", "结束时间", "值班序列", "人数", "最多人数", "占用"),
        [
            (
                one.duty,
                one.shift,
                one.post,
                one.begin,
                one.finish,
                one.post,
                str(one.need),
                str(one.room) if one.room > one.need else "",
                "可兼" if "带班" in one.post or "领导" in one.post else "专职",
            )
            for one in proposal.posts
        ],
    )
    yield _sheet(
        "轮值",
        ("事项", "班次", "岗位", "序号", "人员或单位"),
        [
            (one.duty, one.shift, one.post, str(number), who)
            for one in proposal.posts
            for number, who in enumerate(one.order, 1)
        ],
    )


def _rules(proposal: OwnProposal, office: Office) -> CellTable:
    """What the new posts begin with: fairly shared, with a day between where the table has one; and what is usual."""
    rows = []
    for one in proposal.posts:
        place = one.duty, one.shift, one.post
        if one.order:
            rows.append(("轮流", *place, "顺序=轮值；缺席=对调", "重要", "原表里一直按这个顺序轮流"))
        if one.rested:
            rows.append(("间隔", *place, "天数=2", "重要", "原表里没有人连着两天值这个班"))
        rows.append(("均衡", *place, "按=次数；历史=12", "一般", ""))
    if rows and not office.of(ClauseRow):
        rows += [(name, "", "", "", "", force, "") for name, force in USUAL]
    return _sheet("规则", ("规则", "事项", "班次", "岗位", "参数", "要求", "说明"), rows)


def _sheet(name: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> CellTable:
    lines = (header, *rows)
    return CellTable("", name, lines, tuple(range(1, len(lines) + 1)))


def _to_look_at(proposal: OwnProposal, rules: int) -> Iterator[Words]:
    """What the table does not say and was put in as usual: the calendar, the times, how many there are to be."""
    for name, calendar in proposal.duties:
        yield Words("“%(name)s”的日历先按“%(calendar)s”，请核对", name=name, calendar=calendar)
    for one in proposal.posts:
        until = f"{'次日' if one.finish <= one.begin else ''}{one.finish}"
        yield Words(
            "“%(shift)s %(post)s”先按 %(begin)s—%(until)s、%(need)s 人，请核对",
            shift=one.shift,
            post=one.post,
            begin=one.begin,
            until=until,
            need=one.need,
            finish=one.finish,
        )
    if rules:
        yield Words(
            "先加了 %(rules)s 条规则（排得均匀，原表里隔天值的也隔天，按顺序轮的也轮流），请在“规则”里核对", rules=rules
        )
