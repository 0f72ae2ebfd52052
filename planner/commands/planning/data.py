"""Commands that bring data in and out: template, sample, import, export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from planner.clock import OFFICIAL, today
from planner.commands.files import KINDS, save_paper
from planner.commands.lookup import duty_id, next_month
from planner.commands.paths import READ, WRITE_BOOK, WRITE_FILE
from planner.commands.planning.import_report import report_import
from planner.commands.planning.own_table import own_choices, own_import, times_chosen, told_what_it_is
from planner.commands.shared import NUMBER, Shared, file_kind
from planner.data_entry.import_preview import preview_import
from planner.data_entry.rule_history import note_clauses
from planner.errors import NotPossible, Refused
from planner.home.private import as_usual
from planner.office.ids import as_person
from planner.office.office import Office
from planner.office.outside import Outside
from planner.paper.catalogue import PAPERS
from planner.paper.gathering import WantedPaper
from planner.paper.presses.press import KINDS as PRESSED
from planner.problem.coverage import ahead
from planner.problem.period import Period
from planner.samples.district import SIZES, sample
from planner.samples.template import template
from planner.store import audit
from planner.store.outside import outside_of
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.words import Words
from planner.workbook.marked import marked_copy
from planner.workbook.opening.table import Hidden
from planner.workbook.own_tables.meaning import OwnChoices
from planner.workbook.own_tables.read import read_own_file
from planner.workbook.own_tables.taken_in import ReadAs
from planner.workbook.read import Import, read_workbook
from planner.workbook.refs import index_of
from planner.workbook.write import write_workbook


def _save_workbook(shared: Shared, path: Path, office: Office) -> None:
    """Write an office to an .xlsx, or to a folder of .csv, each file whole or not at all."""
    if path.suffix.lower() == ".xlsx":
        with shared.hand_over(path) as half:
            write_workbook(half, office)
        return
    write_workbook(path, office)
    for file in path.glob("*.csv"):
        as_usual(file, shared.home)
    as_usual(path, shared.home)


@click.command("template")
@click.argument("file", type=WRITE_FILE)
@click.pass_obj
def template_command(shared: Shared, file: Path) -> None:
    """空白工作簿（预填常用事项、岗位和规则） / the empty workbook, with the usual duties, posts and rules."""
    file_kind(file, ("xlsx",))
    _save_workbook(shared, file, template())
    shared.show({"file": str(file)}, [str(file)])


@click.command("sample")
@click.argument("file", type=WRITE_BOOK)
@click.option("--size", type=click.Choice(list(SIZES)), default="district")
@click.option("--seed", type=NUMBER, default=1)
@click.option("--month", "month_text", default="")
@click.pass_obj
def sample_command(shared: Shared, file: Path, size: str, seed: int, month_text: str) -> None:
    """虚构的一个区 / an invented district."""
    if file.suffix:
        file_kind(file, ("xlsx",))
    month = Period.month(month_text).first if month_text else next_month(today(OFFICIAL))
    _save_workbook(shared, file, sample(size, seed, month))
    shared.show({"file": str(file), "size": size, "seed": seed, "month": f"{month:%Y-%m}"}, [str(file)])


@click.command("import")
@click.argument("path", type=READ)
@click.option("--dry-run", is_flag=True)
@click.option("--prune", is_flag=True)
@click.option("--hidden", type=click.Choice(["fault", "keep", "drop"]), default="fault")
@click.option(
    "--marked",
    type=WRITE_FILE,
    help="有错误时，另存一份标出错误的工作簿 / where there are faults, a copy of the workbook that shows them",
)
@click.option(
    "--as",
    "kind",
    type=click.Choice([one.value for one in ReadAs]),
    help="自己的值班表作为什么 / what an own duty table is",
)
@click.option("--month", "month_text", default="", help="作为草稿的月份 / the month of a draft")
@click.option("--time", "times", multiple=True, metavar="SHIFT=FROM-TO", help="班次的时间 / when a shift is")
@own_choices
@click.pass_obj
def import_command(
    shared: Shared,
    path: Path,
    dry_run: bool,
    prune: bool,
    hidden: Any,
    marked: Path | None,
    kind: str | None,
    month_text: str,
    times: tuple[str, ...],
    choices: OwnChoices,
) -> None:
    """导入工作簿、CSV 文件夹或值班表 / read a workbook, a folder of .csv or a duty table; all faults at once."""
    if marked:
        file_kind(marked, ("xlsx",))
    try:
        if kind == ReadAs.DRAFT:
            from planner.commands.planning.check import (
                judge_file,
                take_as_draft,
            )  # a quarter second for no other import

            period = Period.month(month_text) if month_text else None
            (judge_file if dry_run else take_as_draft)(shared, path, period, choices, hidden)
            return
        with shared.store.read() as transaction:
            office = offices.load(transaction)
            outside = outside_of(transaction, versions.in_force(transaction), shared.now().date())
        if kind:
            month = Period.month(month_text).first if month_text else None
            file = read_own_file(path, office, month, hidden)
            result = own_import(file, office, ReadAs(kind), replace(choices, times=times_chosen(times)))
        else:
            result = _read(path, office, outside, hidden, prune=prune)
    except Refused as refused:
        if marked:
            _save_marked(shared, path, refused, marked)
        raise
    _take_in(shared, path, office, result, dry_run=dry_run)


def _read(path: Path, office: Office, outside: Outside, hidden: Hidden, *, prune: bool) -> Import:
    try:
        return read_workbook(path, office, hidden=hidden, prune=prune, outside=outside)
    except Refused as refused:
        raise told_what_it_is(refused, path, office, hidden) from None


def _take_in(shared: Shared, path: Path, office: Office, result: Import, *, dry_run: bool) -> None:
    """Store what an import changes, unless it is a dry run, and say it."""
    now = shared.now()
    if not dry_run and result.changes:
        with shared.store.write() as transaction:
            if offices.load(transaction) != office:
                raise NotPossible(Words("导入期间数据有变，请重试"))
            offices.save(transaction, office, result.office)
            audit.record(
                transaction,
                now,
                shared.actor,
                "import",
                {"file": path.name, "changes": [vars(one) for one in result.changes]},
            )
            note_clauses(transaction, office, result.office, now, shared.actor)
    result = replace(result, notes=(*result.notes, *ahead(result.office, now.date())))
    report_import(shared, result, preview_import(office, result), dry_run=dry_run)


def _save_marked(shared: Shared, path: Path, refused: Refused, marked: Path) -> None:
    """Write the copy of a workbook that shows its faults, and say so, or why there is none."""
    if marked.exists() and marked.samefile(path):
        raise NotPossible(Words("标注的工作簿请另取名字，以免覆盖原表"))
    copy = marked_copy(path, refused.faults, shared.lang)
    if copy is None:
        shared.say(Words("文件没有能打开的工作表，不能标注"))
        return
    with shared.hand_over(marked) as half:
        half.write_bytes(copy)
    shared.say(Words("已把 %(count)s 处错误标在 %(marked)s", count=len(refused.faults), marked=marked))


@click.command("export")
@click.argument("month", required=False)
@click.option("--to", "file", type=WRITE_FILE)
@click.option("--duty")
@click.option("--version", "number", type=NUMBER)
@click.option("--draft", is_flag=True)
@click.option("--paper", type=click.Choice(list(PAPERS)), default="month")
@click.option("--person", default="", help="与 --paper person 一起用 / with --paper person")
@click.option("--workbook", type=WRITE_BOOK)
@click.pass_obj
def export_command(
    shared: Shared,
    month: str | None,
    file: Path | None,
    duty: str | None,
    number: int | None,
    draft: bool,
    paper: str,
    person: str,
    workbook: Path | None,
) -> None:
    """导出排班表，或整本工作簿 / write a roster's papers, or the whole workbook."""
    if workbook is not None:
        with shared.store.read() as transaction:
            _save_workbook(shared, workbook, offices.load(transaction))
        shared.show({"file": str(workbook)}, [str(workbook)])
        return
    if month is None or file is None:
        raise click.UsageError("export MONTH --to FILE, or export --workbook FILE.xlsx")
    Period.month(month)
    kind = file_kind(file, KINDS)
    with shared.store.read() as transaction:
        standing = Standing.read(transaction)
        office = standing.office
        who = as_person(index_of(office).find(person, ("person",))) if person else ""
        if paper != "month" and kind not in PRESSED:
            raise click.UsageError(f"--paper {paper} → .{', .'.join(PRESSED)}")
        save_paper(
            standing,
            WantedPaper(paper, month, duty_id(transaction, office, duty), number, draft, who),
            file,
            kind,
            shared,
        )
    shared.show({"file": str(file)}, [str(file)])


COMMANDS = (template_command, sample_command, import_command, export_command)
