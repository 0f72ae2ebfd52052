"""Commands that bring data in and out: template, sample, import, export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from planner.clock import OFFICIAL, today
from planner.commands.files import KINDS, save_paper
from planner.commands.lookup import duty_id, next_month
from planner.commands.planning.import_report import report_import
from planner.commands.shared import NUMBER, Shared, file_kind
from planner.data_entry.import_preview import preview_import
from planner.errors import NotPossible
from planner.office.ids import as_person
from planner.paper.catalogue import PAPERS
from planner.paper.gathering import WantedPaper
from planner.paper.presses.press import KINDS as PRESSED
from planner.problem.coverage import ahead
from planner.problem.period import Period
from planner.samples.district import SIZES, sample
from planner.samples.standard import template
from planner.store import audit
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.workbook.read import read_workbook
from planner.workbook.refs import index_of
from planner.workbook.write import write_workbook


@click.command("template")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def template_command(shared: Shared, file: Path) -> None:
    """空白工作簿（预填常用事项、岗位和规则） / the empty workbook, with the usual duties, posts and rules."""
    file_kind(file, ("xlsx",))
    write_workbook(file, template())
    shared.show({"file": str(file)}, [str(file)])


@click.command("sample")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--size", type=click.Choice(list(SIZES)), default="district")
@click.option("--seed", type=NUMBER, default=1)
@click.option("--month", "month_text", default="")
@click.pass_obj
def sample_command(shared: Shared, file: Path, size: str, seed: int, month_text: str) -> None:
    """虚构的一个区 / an invented district."""
    if file.suffix:
        file_kind(file, ("xlsx",))
    month = Period.month(month_text).first if month_text else next_month(today(OFFICIAL))
    write_workbook(file, sample(size, seed, month))
    shared.show({"file": str(file), "size": size, "seed": seed, "month": f"{month:%Y-%m}"}, [str(file)])


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True)
@click.option("--prune", is_flag=True)
@click.option("--hidden", type=click.Choice(["fault", "keep", "drop"]), default="fault")
@click.pass_obj
def import_command(shared: Shared, path: Path, dry_run: bool, prune: bool, hidden: Any) -> None:
    """导入工作簿或 CSV 文件夹 / read a workbook or a folder of .csv; all faults at once."""
    now = shared.now()
    with shared.store.read() as transaction:
        office = offices.load(transaction)
    result = read_workbook(path, office, hidden=hidden, prune=prune)
    if not dry_run and result.changes:
        with shared.store.write() as transaction:
            if offices.load(transaction) != office:
                raise NotPossible("导入期间数据有变，请重试", "the data changed meanwhile, try again")
            offices.save(transaction, office, result.office)
            audit.record(
                transaction,
                now,
                shared.actor,
                "import",
                {"file": path.name, "changes": [vars(one) for one in result.changes]},
            )
    result = replace(result, notes=(*result.notes, *ahead(result.office, now.date())))
    report_import(shared, result, preview_import(office, result), dry_run=dry_run)


@click.command("export")
@click.argument("month", required=False)
@click.option("--to", "file", type=click.Path(path_type=Path))
@click.option("--duty")
@click.option("--version", "number", type=NUMBER)
@click.option("--draft", is_flag=True)
@click.option("--paper", type=click.Choice(list(PAPERS)), default="month")
@click.option("--person", default="", help="与 --paper person 一起用 / with --paper person")
@click.option("--workbook", type=click.Path(path_type=Path))
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
            write_workbook(workbook, offices.load(transaction))
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
