"""The command that shows the calendar of a year; with --load it hands a holiday notice on."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import starmap
from pathlib import Path
from typing import Any

import click

from planner.calendar.workdays import Notice, paper_words
from planner.commands.paths import READ_FILE_OR_STREAM
from planner.commands.planning.load_notice import load_notice_file
from planner.commands.shared import Shared
from planner.office.office import Office
from planner.problem.occasions import occasions
from planner.store.roster import offices
from planner.words import WEEKDAYS


@click.command("calendar")
@click.argument("year", type=click.IntRange(1990, 2100))
@click.option(
    "--load",
    "file",
    type=READ_FILE_OR_STREAM,
    help="放假通知：.json、放假表、通知全文（.txt）；- 为标准输入 / a holiday notice; - for standard input",
)
@click.option("--dry-run", is_flag=True, help="只看不装入 / look, load nothing")
@click.pass_obj
def calendar_command(shared: Shared, year: int, file: Path | None, dry_run: bool) -> None:
    """一年的工作日和移动的日期；可装入放假通知 / a year's workdays and moved dates; load a notice."""
    if file is not None:
        load_notice_file(shared, year, file, dry_run=dry_run)
        return
    if dry_run:
        raise click.UsageError("--dry-run: --load FILE")
    with shared.store.read() as transaction:
        before = offices.load(transaction)
    moved = _moved(before, year)
    notice = before.calendar.notice(year)
    document = {
        "year": year,
        "official": notice.official,
        "notices": [{"number": number, "date": day} for number, day in notice.numbers],
        "off": {day.isoformat(): name for day, name in sorted(notice.off.items())},
        "work": {day.isoformat(): name for day, name in sorted(notice.work.items())},
        "workdays": {f"{year}-{month:02d}": _workdays(before, year, month) for month in range(1, 13)},
        "moved": moved,
    }
    shared.show(document, list(_year_lines(shared, notice, document)))


def _year_lines(shared: Shared, notice: Notice, document: dict[str, Any]) -> list[str]:
    base = "、".join(starmap(paper_words, notice.numbers))
    lines = [
        shared.text("%(year)s 年：依据 %(base)s", year=notice.year, base=base)
        if notice.official
        else shared.text("%(year)s 年：尚无放假通知，按法定节日推算（待定）", year=notice.year)
    ]
    lines += [f"{month}　{shared.text('工作日')} {count}" for month, count in document["workdays"].items()]
    lines += [f"{day}　{shared.text('调休上班')}（{name}）" for day, name in document["work"].items()]
    lines += [f"{one['name']}　{one['nominal']} → {one['date']}　{one['why']}" for one in document["moved"]]
    return lines


def _workdays(office: Office, year: int, month: int) -> int:
    day, count = date(year, month, 1), 0
    while day.month == month:
        count += office.calendar.workday(day)
        day += timedelta(days=1)
    return count


def _moved(office: Office, year: int) -> list[dict[str, str]]:
    found = []
    for duty in office.duties.values():
        for one in occasions(office, duty, date(year, 1, 1), date(year, 12, 31)):
            if one.nominal != one.day:
                name = office.calendar.holiday(one.nominal) or "周" + WEEKDAYS[one.nominal.weekday()]
                found.append(
                    {
                        "duty": duty.id,
                        "name": duty.name,
                        "nominal": one.nominal.isoformat(),
                        "date": one.day.isoformat(),
                        "why": name,
                    }
                )
    return found


COMMANDS = (calendar_command,)
