"""Options that say what an office's own duty table leaves open, and the questions that are left, as faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from planner.errors import Fault, FaultKind, Refused, fault
from planner.office.cells.times import read_time
from planner.office.office import Office
from planner.words import Words
from planner.workbook.opening.table import Hidden
from planner.workbook.own_tables.meaning import PASS, OwnAsk, OwnChoices
from planner.workbook.own_tables.read import OwnFile, read_own_file
from planner.workbook.own_tables.taken_in import ReadAs, read_as
from planner.workbook.read import Import


def own_choices(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say of which duty a table is and what its headings mean, handed on as the one `choices`."""

    @wraps(command)
    def chosen(*arguments: Any, duty: str, column: tuple[str, ...], **rest: Any) -> Any:
        return command(*arguments, choices=OwnChoices(duty, dict(_pair("--column", one) for one in column)), **rest)

    for option in (
        click.option(
            "--column", multiple=True, metavar="WORD=PLACE", help="表头或标记是哪个岗位 / what a heading means"
        ),
        click.option("--duty", default="", help="值班表是哪个事项的 / the duty of the table"),
    ):
        chosen = option(chosen)
    return chosen


def _pair(option: str, text: str) -> tuple[str, str]:
    """The two sides of WORD=PLACE. Raises UsageError where one is missing."""
    word, _, place = text.partition("=")
    if not word.strip() or not place.strip():
        raise click.UsageError(f'{option} "{text}" → {option} "夜班=…"')
    return word.strip(), place.strip()


def times_chosen(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Shift → begin and end, of texts such as 夜班=18:00-08:00. Raises Refused for what is no time."""
    found: dict[str, tuple[str, str]] = {}
    for text in texts:
        shift, span = _pair("--time", text)
        begin, _, finish = span.partition("-")
        found[shift] = read_time(begin, end=False), read_time(finish, end=True)
    return found


def ask_faults(asks: Iterable[OwnAsk], file: str) -> list[Fault]:
    """What must still be said of a table, each with its choices and the option that says it."""
    return [_fault(one).at(file=file, sheet=one.sheet, cell=one.cell) for one in asks]


def own_import(file: OwnFile, office: Office, kind: ReadAs, choices: OwnChoices) -> Import:
    """The import of a duty table. Raises Refused with its faults, or with what must be said first."""
    read = read_as(file, office, kind, choices)
    if read.result is None:
        raise Refused(*ask_faults(read.asks, file.name))
    return read.result


def told_what_it_is(refused: Refused, path: Path, office: Office, hidden: Hidden) -> Refused:
    """The same refusal, or, of a file without a known sheet that holds a duty table, how that is read."""
    if not any(one.kind is FaultKind.NO_SHEET for one in refused.faults):
        return refused
    try:
        file = read_own_file(path, office, None, hidden)
    except Refused:
        return refused
    sheets = "、".join(one.sheet for one in file.tables)
    return Refused(
        fault(
            Words("这是一张值班表（%(sheets)s），不是工作簿", sheets=sheets),
            Words(
                "请说明作为什么：--as draft（本月草稿）、--as history（值班历史）或 --as office（建立事项、岗位、人员）"
            ),
        ).at(file=path.name)
    )


def _fault(ask: OwnAsk) -> Fault:
    known = "、".join(ask.choices)
    if not ask.heading and not ask.choices:
        return fault(
            Words("还没有值班事项，不知道这张表是什么班"),
            Words("请先用 import --as office 由这张表建立，或先导入工作簿"),
        )
    if not ask.heading:
        return fault(Words("看不出这张表是哪个事项的；现有：%(known)s", known=known), Words("请加 --duty 事项"))
    return fault(
        Words("看不出“%(heading)s”是哪个岗位；可选：%(known)s", heading=ask.heading, known=known or Words("无")),
        Words(
            '请加 --column "%(heading)s=%(choices)s"（不是岗位的写 %(value)s）',
            heading=ask.heading,
            choices=ask.choices[0] if ask.choices else PASS[0],
            value=PASS[0],
            choices2=ask.choices[0] if ask.choices else PASS[-1],
            value2=PASS[-1],
        ),
    )
